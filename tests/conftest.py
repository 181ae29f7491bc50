"""What tests share: `pytest --update` rewrites the expected texts in tests/snapshots."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from claimlint.cli import main

SNAPSHOTS = Path(__file__).parent / "snapshots"


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite the expected texts in tests/snapshots")


@pytest.fixture
def snapshot(request):
    """Compare a text with tests/snapshots/<name>; line ends are kept as they are."""

    def compare(name, text):
        path = SNAPSHOTS / name
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare


@pytest.fixture(scope="session")
def two_rules():
    """Return a linter of two rules, which is enough to show that what is read is judged where it stands."""
    from claimlint.cli.build import build
    from claimlint.config import Config

    return build(Config(select=("EFF001", "DIA001"))).linter


class Runs:
    """`runs(*arguments)` gives (exit code, standard output, standard error) of `claimlint …` in the current folder."""

    def __init__(self, capsys, monkeypatch):
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments):
        self._monkeypatch.setattr(sys, "argv", ["claimlint", *map(str, arguments)])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        assert "internal error" not in err
        return end.value.code or 0, out, err

    def findings(self, *arguments):
        """Return the exit code of `check` and (path, code, quote) of each finding."""
        code, out, err = self("check", "--format", "json", *arguments)
        assert out, err
        return code, [(f["path"], f["code"], f["quote"]) for f in json.loads(out)["findings"]]


@pytest.fixture
def runs(tmp_path, capsys, monkeypatch):
    """Run in an empty folder of its own, untouched by a surrounding git hook or terminal."""
    for name in [name for name in os.environ if name.startswith("GIT_") or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return Runs(capsys, monkeypatch)
