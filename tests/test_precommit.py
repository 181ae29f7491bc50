"""The hook, end to end: a real pre-commit in a throw-away git repository installs this checkout and stops a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
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
    config = f"repos:\n- repo: {tool.as_posix()}\n  rev: {git(tool, 'rev-parse', 'HEAD')}\n  hooks:\n  - id: claimlint\n"
    (content / ".pre-commit-config.yaml").write_text(config)
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
