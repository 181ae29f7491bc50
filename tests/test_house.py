"""The house keeps its shape: sizes of files and functions, who may import whom, what is never said."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "claimlint"
FILES = sorted(PACKAGE.rglob("*.py"))
LEVELS = [
    ["model", "discover", "errors"],
    ["files", "profile", "phrases"],
    ["rules", "readers", "reporters", "config", "changes"],
    ["checks", "language", "evidence", "grading", "genre", "decisions", "condense"],
    ["engine", "walk"],
    ["selftest", "run", "trace"],
    ["measure"],
    ["cli"],
]
FLOOR = {name: floor for floor, names in enumerate(LEVELS) for name in names}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_sizes(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 55, node.name


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_floors(path):
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room.startswith("__"):
        return
    for name in imported(path):
        other = name.split(".")[1]
        if other not in FLOOR or other == room:
            continue
        assert FLOOR[other] < FLOOR[room] or FLOOR[room] == 0, f"{room} imports {name}"
    for name in outside(path):
        assert name != "spacy" or room == "language"
        assert name != "typer" or room == "cli"
        assert name != "rich" or room in ("cli", "reporters")


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("claimlint."):
            yield node.module
        if isinstance(node, ast.ImportFrom) and node.module == "claimlint":
            yield from (f"claimlint.{alias.name}" for alias in node.names)


def outside(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


def test_public_names_exist_and_are_documented():
    import claimlint

    for name in claimlint.__all__:
        assert getattr(claimlint, name).__doc__


PROGRAM = """
import sys
from claimlint.cli import main
sys.argv = ["claimlint", *{arguments!r}]
try:
    main()
except SystemExit as end:
    code = end.code or 0
assert code == {code}, code
assert ("spacy" in sys.modules) == {spacy}
"""


def alone(arguments, *, code, spacy):
    """Run the command line in a process of its own and look at what it imported."""
    program = PROGRAM.format(arguments=arguments, code=code, spacy=spacy)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_help_and_version_do_not_import_spacy(arguments):
    alone(arguments, code=0, spacy=False)


def test_a_page_without_a_candidate_does_not_import_spacy(tmp_path):
    (tmp_path / "page.md").write_text("# Opening hours\n\nThe library opens at nine on Mondays.\n")
    assert "no findings" in alone(["check", "--isolated", str(tmp_path)], code=0, spacy=False)


def test_a_page_with_a_claim_does_import_spacy(tmp_path):
    (tmp_path / "page.md").write_text("Our tea is a natural cure for diabetes.\n")
    assert "EFF001" in alone(["check", "--isolated", str(tmp_path)], code=1, spacy=True)
