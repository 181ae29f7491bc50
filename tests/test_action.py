"""The GitHub action, the workflow that init writes, and the container file: well formed, and run as far as a shell can."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION = ROOT / ".github" / "actions" / "claimlint"
CLAIM = "Our tea is a natural cure for diabetes."
NEW = "Our soup is a natural cure for asthma."


def steps(document):
    runs = document["runs"]["steps"] if "runs" in document else [s for job in document["jobs"].values() for s in job["steps"]]
    return [step for step in runs if "run" in step]


def test_nothing_that_a_pull_request_can_name_is_ever_code(runs):
    assert runs("init", "--yes")[0] == 0
    written = Path(".github/workflows/claimlint.yml")
    for path in (ACTION / "action.yml", written):
        found = steps(yaml.safe_load(path.read_text(encoding="utf-8")))
        assert found
        assert not [step["run"] for step in found if "${{" in step["run"]]
    assert yaml.safe_load(written.read_text())["permissions"] == {"contents": "read"}


def test_every_input_of_the_action_is_used_and_every_one_used_exists():
    action = yaml.safe_load((ACTION / "action.yml").read_text(encoding="utf-8"))
    used = set(re.findall(r"inputs\.([\w-]+)", (ACTION / "action.yml").read_text(encoding="utf-8")))
    assert used == set(action["inputs"])
    script = (ACTION / "run.sh").read_text(encoding="utf-8")
    (check,) = steps(action)
    assert {name for name in check["env"] if name in script} == set(check["env"])


def test_the_hook_that_init_writes_is_taken_by_pre_commit(runs):
    assert runs("init", "--yes")[0] == 0
    done = subprocess.run([sys.executable, "-m", "pre_commit", "validate-config"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    named = {hook["id"] for hook in yaml.safe_load(Path(".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]}
    assert named <= {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


def test_the_container_copies_what_exists():
    text = (ROOT / ".github" / "container" / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r'^ENTRYPOINT \["claimlint"\]$', text, re.MULTILINE)
    assert "USER reader" in text


@pytest.mark.skipif(shutil.which("bash") is None or shutil.which("git") is None, reason="needs bash and git")
def test_the_action_judges_what_a_pull_request_changes(runs, tmp_path):
    def git(*arguments):
        identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *identity, *arguments], capture_output=True, check=True)

    def act(**inputs):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PIP_REQUIRE"))}
        environment |= {
            "ACTION": str(ACTION),
            "INSTALL": str(ROOT),
            "RUNNER_TEMP": str(tmp_path / "runner"),
            "GITHUB_OUTPUT": str(tmp_path / "out"),
        }
        return subprocess.run(
            ["bash", str(ACTION / "run.sh")], env={**environment, **inputs}, capture_output=True, text=True, encoding="utf-8", check=False
        )

    drafts = tmp_path / "drafts"
    drafts.mkdir()
    os.chdir(drafts)
    git("init")
    Path("a.md").write_text(f"{CLAIM}\n")
    Path("two words; touch x.md").write_text("Hello.\n")
    git("add", "-A")
    git("commit", "-m", "old")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    Path("a.md").write_text(f"{CLAIM}\n\n{NEW}\n")
    done = act(PULL="main")
    if "No matching distribution" in done.stderr:
        pytest.skip("no package index within reach to install from")
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"^::error .*file=a\.md,line=3", done.stdout, re.MULTILINE)
    assert "line=1," not in done.stdout
    assert (tmp_path / "out").read_text() == "exit-code=1\n"
    done = act(PATHS="two words; touch x.md\n$(touch y)\n")
    assert done.returncode == 2  # the second is no file
    done = act(PATHS="two words; touch x.md", ARGS="--fail-on\nwarning", SARIF="out.sarif")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(p.name for p in Path().iterdir()) == [".git", "a.md", "out.sarif", "two words; touch x.md"]
