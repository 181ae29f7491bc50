"""A team adopts claimlint on old content and lives with it: baseline, pull request, decision, edit, expiry, nothing left over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

OLD = "Our tea is a natural cure for diabetes."
NEW = "Our soup is a natural cure for asthma."

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(*arguments):
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "init.defaultBranch=main"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *identity, *arguments], env=environment, capture_output=True, check=True)


def test_a_team_lives_with_it(runs):  # noqa: PLR0915 — one story
    page, soup = Path("page.md"), Path("soup.md")
    page.write_text(f"# Tea\n\n{OLD}\n\nThe shop opens at nine.\n")
    soup.write_text("# Soup\n\nIt is hot.\n")
    git("init")

    # adopt: old content fails, is taken as old debt, and passes
    assert runs.findings()[0] == 1
    assert runs("init", "--yes")[0] == 0
    assert runs("baseline", "create")[0] == 0
    assert runs.findings() == (0, [])
    git("add", "-A")
    git("commit", "-m", "adopt claimlint")
    git("checkout", "-b", "campaign")

    # a new claim fails the pull request; the old one is not spoken of
    soup.write_text(f"# Soup\n\nIt is hot. {NEW}\n")
    git("commit", "-am", "new copy")
    assert runs.findings() == (1, [("soup.md", "EFF001", "cure for asthma")])
    assert runs.findings("--diff", "main") == (1, [("soup.md", "EFF001", "cure for asthma")])
    assert runs("baseline", "check")[0] == 1

    # the debt may not grow to hide it
    code, _, err = runs("baseline", "create", "--strict")
    assert code == 2
    assert "would grow by soup.md EFF001" in err

    # it is waived with reason and date
    decision = ["--reason", "authorised use, see dossier 12", "--by", "Jane Doe", "--until", "2027-01-31", "--today", "2026-11-22"]
    assert runs("waivers", "add", "soup.md:3", *decision)[0] == 0
    assert runs.findings("--today", "2027-01-31") == (0, [])
    assert runs.findings("--diff", "main", "--today", "2026-11-23") == (0, [])
    report = json.loads(runs("check", "--format", "json", "--today", "2026-11-23")[1])
    assert sorted(w["decision"]["kind"] for w in report["waived"]) == ["baseline", "ledger"]
    assert runs("waivers", "check", "--today", "2026-11-23")[0] == 0

    # the sentence is edited: the finding returns, and the decision is told to lead nowhere
    soup.write_text(f"# Soup\n\nIt is hot. {NEW.replace('natural', 'true')}\n")
    code, found = runs.findings("--today", "2026-11-23")
    assert code == 1
    assert ("soup.md", "EFF001", "cure for asthma") in found
    assert [code for _, code, _ in found] == ["WAI002", "EFF001"]
    assert runs("waivers", "check", "--today", "2026-11-23")[0] == 1

    # edited back, it holds again; the date passes, and it returns
    soup.write_text(f"# Soup\n\nIt   is hot.\n{NEW}\n")
    assert runs.findings("--today", "2027-01-31") == (0, [])
    code, found = runs.findings("--today", "2027-02-01")
    assert code == 1
    assert sorted(code for _, code, _ in found) == ["EFF001", "WAI001"]

    # the copy is mended and the decision removed: nothing is left over
    soup.write_text("# Soup\n\nIt is hot.\n")
    code, out, _ = runs("waivers", "prune", "--today", "2027-02-01")
    assert code == 0
    assert "1 removed from the ledger" in out
    assert "[[waiver]]" not in Path("claimlint-waivers.toml").read_text()
    assert runs.findings("--today", "2027-02-01") == (0, [])
    assert runs("waivers", "check", "--today", "2027-02-01")[1] == "0 decisions, none to look at\n"

    # the old debt is paid as well: it may only shrink
    page.write_text("# Tea\n\nThe shop opens at nine.\n")
    assert runs("baseline", "check")[0] == 0
    assert runs("baseline", "check", "--strict")[0] == 1
    assert runs("baseline", "prune")[0] == 0
    assert runs("baseline", "check", "--strict")[0] == 0
    assert json.loads(Path("claimlint-baseline.json").read_text())["findings"] == []
    assert runs.findings() == (0, [])
