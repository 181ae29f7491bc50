"""Several reports in one run, where they go, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from claimlint.cli.outputs import outputs
from claimlint.errors import ConfigError

DRAFT = "Our tea cures diabetes.\n"


def run(folder, *arguments, **environ):
    command = [sys.executable, "-m", "claimlint", "check", "--isolated", *arguments]
    env = {**os.environ, **environ}
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "CLAIMLINT_FORMAT"):
        if name not in environ:
            env.pop(name, None)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=env, check=False)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.md").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def test_text_and_two_files_in_one_run(folder):
    done = run(folder, "a.md", "--format", "text", "--format", "sarif=out.sarif", "--format", "json=out.json")
    assert done.returncode == 1
    assert "EFF001" in done.stdout
    assert done.stderr == ""
    fingerprint = json.loads((folder / "out.json").read_text())["findings"][0]["fingerprint"]
    assert fingerprint in (folder / "out.sarif").read_text()


def test_files_alone_leave_the_summary_on_standard_error(folder):
    done = run(folder, "a.md", "--format", "junit=out.xml")
    assert done.stdout == ""
    assert "1 error" in done.stderr
    assert (folder / "out.xml").exists()


def test_the_environment_chooses_a_format(folder):
    assert run(folder, "a.md", CLAIMLINT_FORMAT="concise").stdout.startswith("a.md:1:9: error EFF001")
    assert run(folder, "a.md", "--format", "auto", GITHUB_ACTIONS="true").stdout.startswith("::error file=a.md")
    assert "╭─" in run(folder, "a.md", "--format", "auto", PYTHONIOENCODING="utf-8").stdout


def test_the_job_summary_is_added_to(folder):
    summary = folder / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    run(folder, "a.md", "--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n## claimlint")
    assert "EFF001" in text


def test_statistics_and_timings(folder):
    done = run(folder, "a.md", "--statistics", "-v")
    assert "     1  error    EFF001" in done.stdout
    assert "linted 1 drafts" in done.stderr


@pytest.mark.parametrize(
    ("formats", "output", "said"),
    [
        (["text", "json"], None, "two reports would go to standard output"),
        (["json=a", "sarif=a"], None, "two reports would write to"),
        (["sarif="], None, "names no file"),
        (["serif"], None, 'there is no "serif"'),
    ],
)
def test_what_cannot_be_meant(formats, output, said):
    with pytest.raises(ConfigError, match=said):
        outputs(formats, output, {})


def test_a_report_that_cannot_be_written_leaves_the_old_one(folder):
    (folder / "old").mkdir()
    done = run(folder, "a.md", "--format", "text", "--format", "json=missing/out.json")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
