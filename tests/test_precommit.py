"""The hook, end to end: a real pre-commit in a throw-away git repository installs this checkout and stops a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOOKS = {
    "claimlint": "",
    "claimlint-diff": "    stages: [manual]\n",
    "claimlint-registry": "    stages: [manual]\n",
    "claimlint-waivers": "    stages: [manual]\n",
}
SHIPPED = ("claimlint", "lexicons", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder, *arguments):
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, env=clean(), capture_output=True, text=True, check=True)
    return done.stdout.strip()


def clean():
    """The environment less what a surrounding git hook would leave in it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") and name not in ("FORCE_COLOR", "COLUMNS")}


def pre_commit(folder, cache, *arguments):
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**clean(), "PRE_COMMIT_HOME": str(cache)}, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def hooked(tmp_path_factory):
    """A content repository whose configuration names a repository made of this checkout."""
    home = tmp_path_factory.mktemp("hook")
    tool, content = home / "tool", home / "content"
    tool.mkdir()
    content.mkdir()
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tool / name, **({"ignore": shutil.ignore_patterns("__pycache__")} if (ROOT / name).is_dir() else {}))
    for folder in (tool, content):
        git(folder, "init")
    git(tool, "add", "-A")
    git(tool, "commit", "-m", "tool")
    config = f"repos:\n- repo: {tool.as_posix()}\n  rev: {git(tool, 'rev-parse', 'HEAD')}\n  hooks:\n"
    (content / ".pre-commit-config.yaml").write_text(config + "".join(f"  - id: {name}\n{more}" for name, more in HOOKS.items()))
    (content / "plain.md").write_text("The shop opens at nine.\n")
    git(content, "add", "-A")
    installed = pre_commit(content, home / "cache", "install-hooks")
    if installed.returncode and "No matching distribution" in installed.stdout + installed.stderr:
        pytest.skip("no package index within reach to build the hook's environment from")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return content, home / "cache"


def test_a_page_without_claims_passes(hooked):
    content, cache = hooked
    done = pre_commit(content, cache, "run", "--files", "plain.md")
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def test_a_claim_stops_the_commit_and_is_shown(hooked):
    content, cache = hooked
    (content / "claim.md").write_text("Our tea is a natural cure for diabetes.\n")
    git(content, "add", "-A")
    assert pre_commit(content, cache, "install").returncode == 0
    done = subprocess.run(
        ["git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "commit", "-m", "claim"],
        cwd=content,
        env={**clean(), "PRE_COMMIT_HOME": str(cache)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "EFF001" in done.stdout + done.stderr
    assert "claim.md:1:" in done.stdout + done.stderr


def test_what_the_configuration_excludes_is_left_alone(hooked):
    content, cache = hooked
    (content / "claimlint.toml").write_text('exclude = ["claim.md"]\n')
    (content / "claim.md").write_text("Our tea is a natural cure for diabetes.\n")
    git(content, "add", "-A")
    done = pre_commit(content, cache, "run", "--files", "claim.md", "plain.md")
    (content / "claimlint.toml").unlink()
    assert done.returncode == 0, done.stdout


OLD = "Our tea is a natural cure for diabetes."
NEW = "Our soup is a natural cure for asthma."


@pytest.fixture
def fresh(hooked):
    """The content repository with one old draft committed, and nothing else in it but the hooks' configuration."""
    content, cache = hooked
    for path in content.iterdir():
        if path.name not in (".git", ".pre-commit-config.yaml"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (content / "old.md").write_text(f"{OLD}\n")
    git(content, "add", "-A")
    git(content, "commit", "--no-verify", "--allow-empty", "-m", "old")
    return content, cache


def run_hook(fresh, name, *arguments):
    content, cache = fresh
    return pre_commit(content, cache, "run", name, "--hook-stage", "manual", *arguments)


def test_the_hook_for_changed_sentences_sees_what_is_staged_only(fresh):
    content, _ = fresh
    (content / "old.md").write_text(f"{OLD} It is green.\n")
    git(content, "add", "-A")
    done = run_hook(fresh, "claimlint-diff")
    assert done.returncode == 0, done.stdout
    (content / "old.md").write_text(f"{OLD} It is green. {NEW}\n")
    assert run_hook(fresh, "claimlint-diff").returncode == 0  # not staged
    git(content, "add", "-A")
    done = run_hook(fresh, "claimlint-diff")
    assert done.returncode == 1, done.stdout
    assert "asthma" in done.stdout
    assert "diabetes" not in done.stdout.replace(OLD, "")


def test_the_hook_for_decisions(fresh):
    content, _ = fresh
    assert run_hook(fresh, "claimlint-waivers").returncode == 0
    (content / "old.md").write_text(f"<!-- claimlint: allow EFF001 because the label states this use until 2020-01-31 -->\n{OLD}\n")
    git(content, "add", "-A")
    done = run_hook(fresh, "claimlint-waivers")
    assert done.returncode == 1, done.stdout
    assert "old.md:1:1: WAI001" in done.stdout


def test_the_hook_for_records(fresh):
    content, _ = fresh
    evidence = content / "evidence"
    evidence.mkdir()
    (evidence / "tea.toml").write_text('[[record]]\ntitle = "A trial of tea in adults with colds"\nyear = 2020\ndoi = "10.1000/tea.1"\n')
    git(content, "add", "-A")
    done = run_hook(fresh, "claimlint-registry")
    assert done.returncode == 0, done.stdout
    (evidence / "tea.toml").write_text('[[record]]\ntitel = "A trial of tea"\n')
    git(content, "add", "-A")
    done = run_hook(fresh, "claimlint-registry")
    assert done.returncode == 1, done.stdout
    assert "exit code: 2" in done.stdout
    assert "tea.toml:2" in done.stdout
