"""--diff BASE: only what changed since the merge base, sentence by sentence, and what git can be missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from claimlint.cli import app, main

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

OLD = "Our tea is a natural cure for diabetes."
NEW = "Our soup is a natural cure for asthma."


def git(folder, *arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "init.defaultBranch=main"]
    identity += ["-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with one draft on main, and a branch checked out."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    git(home, "init")
    (home / "page.md").write_text(f"# Tea\n\n{OLD} It is green.\n")
    (home / "other.md").write_text(f"{OLD}\n")
    git(home, "add", "-A")
    git(home, "commit", "-m", "first")
    git(home, "checkout", "-b", "work")
    monkeypatch.chdir(home)
    return home


def check(*arguments, stdin=None):
    """Return the exit code and the JSON report of a run."""
    done = CliRunner().invoke(app, ["check", "--format", "json", *arguments], input=stdin)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, json.loads(done.stdout)


def places(report):
    return [(f["path"], f["code"], f["quote"]) for f in report["findings"] if f["code"] == "EFF001"]


def told(capsys, monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["claimlint", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code or 0, capsys.readouterr().err


def test_nothing_changed_is_a_clean_run(repository):
    code, report = check("--diff", "main")
    assert code == 0
    assert report["findings"] == []
    assert "no draft changed since main" in CliRunner().invoke(app, ["check", "--diff", "main"]).stdout


def test_a_new_claim_in_an_old_paragraph_is_the_only_finding(repository):
    (repository / "page.md").write_text(f"# Tea\n\n{OLD} It is green. {NEW}\n")
    code, report = check("--diff", "main")
    assert code == 1
    assert places(report) == [("page.md", "EFF001", "cure for asthma")]
    schema = json.loads((files("claimlint") / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(report)
    assert (report["tool"]["since"], report["tool"]["unchanged"]) == ("main", 1)
    git(repository, "commit", "-am", "claim")
    assert places(check("--diff", "main")[1]) == [("page.md", "EFF001", "cure for asthma")]
    assert places(check()[1]) == [
        ("other.md", "EFF001", "cure for diabetes"),
        ("page.md", "EFF001", "cure for diabetes"),
        places(report)[0],
    ]


def test_an_edited_claim_is_new_and_a_rewrapped_one_is_not(repository):
    (repository / "page.md").write_text("# Tea\n\nIt is green.\nOur tea is a natural\ncure for diabetes.\n")
    assert check("--diff", "main")[0] == 0
    (repository / "page.md").write_text(f"# Tea\n\n{OLD.replace('natural', 'gentle, natural')} It is green.\n")
    assert len(places(check("--diff", "main")[1])) == 1


def test_a_claim_said_once_more_is_new_once(repository):
    (repository / "page.md").write_text(f"# Tea\n\n{OLD} It is green.\n\n{OLD}\n")
    assert len(places(check("--diff", "main")[1])) == 1


def test_what_comes_from_the_base_branch_is_not_ours(repository):
    git(repository, "checkout", "main")
    (repository / "other.md").write_text(f"{OLD} {NEW}\n")
    git(repository, "commit", "-am", "theirs")
    git(repository, "checkout", "work")
    assert check("--diff", "main")[0] == 0


def test_an_untracked_draft_is_new(repository):
    (repository / "fresh.md").write_text(f"{NEW}\n")
    assert places(check("--diff", "main")[1]) == [("fresh.md", "EFF001", "cure for asthma")]


@pytest.mark.parametrize("committed", [True, False])
def test_renames_are_followed(repository, committed):
    (repository / "sub").mkdir()
    git(repository, "mv", "page.md", "sub/moved.md")
    if committed:
        git(repository, "commit", "-m", "move")
    assert check("--diff", "main")[0] == 0
    (repository / "sub" / "moved.md").write_text(f"# Tea\n\n{OLD} It is green. {NEW}\n")
    assert places(check("--diff", "main")[1]) == [("sub/moved.md", "EFF001", "cure for asthma")]


def test_names_that_look_like_a_status_mislead_nobody(repository):
    (repository / "R100").write_text("x\n")
    (repository / "中文 name.md").write_text("The shop opens at nine.\n", encoding="utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "names")
    assert check("--diff", "main")[1]["findings"] == []
    (repository / "中文 name.md").write_text(f"The shop opens at nine. {NEW}\n", encoding="utf-8")
    assert [f["path"] for f in check("--diff", "HEAD")[1]["findings"]][:1] == ["中文 name.md"]


def test_a_claim_that_lost_its_denial_is_new(repository):
    (repository / "ask.md").write_text("Can an app cure cancer? No.\n\nWe say so.\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "ask")
    (repository / "ask.md").write_text("Our app can cure cancer.\n\nWe say so.\n")
    assert check("--diff", "HEAD")[0] == 1


def test_from_a_folder_within_and_by_standard_input(repository, monkeypatch):
    (repository / "sub").mkdir()
    (repository / "sub" / "a.md").write_text(f"{NEW}\n")
    monkeypatch.chdir(repository / "sub")
    assert places(check("--diff", "main")[1]) == [("a.md", "EFF001", "cure for asthma")]
    monkeypatch.chdir(repository)
    assert check("-", "--stdin-filename", "page.md", "--diff", "main", stdin=f"# Tea\n\n{OLD} It is green.\n")[0] == 0
    assert check("-", "--stdin-filename", "page.md", "--diff", "main", stdin=f"{NEW}\n")[0] == 1


def test_before_the_first_commit_everything_is_new(tmp_path, monkeypatch):
    git(tmp_path, "init")
    (tmp_path / "a.md").write_text(f"{NEW}\n")
    monkeypatch.chdir(tmp_path)
    assert check("--diff", "HEAD")[0] == 1


def test_an_unknown_revision_is_told(repository, capsys, monkeypatch):
    code, err = told(capsys, monkeypatch, "check", "--diff", "nowhere")
    assert code == 2
    assert 'git knows no revision "nowhere"' in err
    assert told(capsys, monkeypatch, "check", "--diff", "--output=x")[0] == 2
    assert not (repository / "x").exists()


def test_a_remote_branch_that_was_not_fetched(repository, tmp_path, capsys, monkeypatch):
    git(tmp_path, "clone", "--single-branch", "--branch", "work", repository.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    code, err = told(capsys, monkeypatch, "check", "--diff", "origin/main")
    assert code == 2
    assert "git fetch origin main:refs/remotes/origin/main" in err
    git(tmp_path / "clone", "fetch", "origin", "main:refs/remotes/origin/main")
    assert check("--diff", "origin/main")[0] == 0


def test_a_shallow_clone_says_what_to_fetch(repository, tmp_path, capsys, monkeypatch):
    for number in range(3):
        (repository / "page.md").write_text(f"# Tea\n\n{OLD} It is green. Sip {number}.\n")
        git(repository, "commit", "-am", "sip")
    git(tmp_path, "clone", "--depth", "1", "--no-single-branch", "--branch", "work", repository.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    code, err = told(capsys, monkeypatch, "check", "--diff", "origin/main")
    assert code == 2
    assert "git fetch --unshallow" in err
    assert "fetch-depth: 0" in err
    git(tmp_path / "clone", "fetch", "--unshallow")
    assert check("--diff", "origin/main")[0] == 0


def test_histories_without_a_common_ancestor(repository, capsys, monkeypatch):
    git(repository, "checkout", "--orphan", "apart")
    git(repository, "commit", "-m", "apart")
    code, err = told(capsys, monkeypatch, "check", "--diff", "main")
    assert code == 2
    assert "separate histories" in err


def test_no_repository_and_no_git(tmp_path, capsys, monkeypatch):
    (tmp_path / "a.md").write_text("The shop opens at nine.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    code, err = told(capsys, monkeypatch, "check", "--diff", "main")
    assert code == 2
    assert "works in a git repository" in err
    monkeypatch.setenv("PATH", str(tmp_path))
    code, err = told(capsys, monkeypatch, "check", "--diff", "main")
    assert code == 2
    assert "install git" in err


def test_a_hostile_repository_starts_nothing(repository):
    marker = repository / "ran"
    script = repository / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {marker}\ncat\n")
    script.chmod(0o755)
    (repository / ".gitattributes").write_text("*.md filter=evil diff=evil\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "attributes")
    for key in ("core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.smudge"):
        git(repository, "config", key, str(script))
    (repository / "page.md").write_text(f"{NEW}\n")
    assert check("--diff", "main")[0] == 1
    assert not marker.exists()
    git(repository, "status")
    assert marker.exists(), "the trap was never armed"


def test_places_that_a_hook_names_are_found_from_a_folder_within(repository, monkeypatch):
    (repository / "sub").mkdir()
    (repository / "sub" / "a.md").write_text(f"{NEW}\n")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_WORK_TREE", ".")
    assert places(check("--diff", "main", "sub")[1]) == [("sub/a.md", "EFF001", "cure for asthma")]


def test_an_office_draft_is_compared_by_its_text(repository):
    pytest.importorskip("docx")
    from claimlint.discover import discover
    from claimlint.readers import Reader

    if not any(".docx" in reader.suffixes for reader in discover("readers", "READER", Reader)):
        pytest.skip("no reader for .docx")
    import docx

    def write(*sentences):
        made = docx.Document()
        for sentence in sentences:
            made.add_paragraph(sentence)
        made.save(repository / "deck.docx")

    write(OLD)
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "deck")
    write("Hello there.", OLD)
    assert check("--diff", "HEAD")[0] == 0
    write("Hello there.", OLD, NEW)
    assert [f["quote"] for f in check("--diff", "HEAD")[1]["findings"] if f["code"] == "EFF001"] == ["cure for asthma"]
