"""One rule file → one Rule: its words, its reason, its better wording, its proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from claimlint.files import line_of
from claimlint.model import Example, Measured, Rule
from claimlint.model.outcome import SEVERITIES
from claimlint.rules.classes import Classes
from claimlint.rules.conditions import read_conditions
from claimlint.rules.tables import Table

_KEYS = (
    *("code", "name", "severity", "status", "message", "why", "fix", "evidence", "claim", "yields_to"),
    *("match", "classes", "examples", "profile", "measured"),
)
STRUCTURAL = ("question", "quoted")  # qualifiers that no cue list makes
_CODE = re.compile(r"[A-Z]{3}\d{3}")
_MARK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


def read_rule(table: Table, language: str, classes: Classes, known_kinds: frozenset[str]) -> Rule:
    """Make a rule of its file; `classes` hold its own too, `known_kinds` are cues and agents.

    Raises LexiconError with file, line and remedy.
    """
    path = Path(table.path)
    table.only(*_KEYS)
    match, examples = table.table("match"), table.table("examples")
    match.only("any", "beyond", "except", "cleared_by")
    examples.only("flag", "clear", "beyond")
    rule = Rule(
        code=_code(table, path),
        name=path.stem if table.get("name", str, path.stem) == path.stem else _misnamed(table, path),
        language=language,
        severity=table.choice("severity", SEVERITIES),  # type: ignore[arg-type]  # choice() has checked it
        status=table.choice("status", ("stable", "preview"), "stable"),  # type: ignore[arg-type]
        message=table.get("message", str),
        why=table.get("why", str),
        fix=table.get("fix", str),
        patterns=classes.patterns(match, "any"),
        beyond=classes.patterns(match, "beyond"),
        excepts=classes.patterns(match, "except"),
        cleared_by=_kinds(match, known_kinds),
        evidence=table.choice("evidence", ("clears", "irrelevant"), "irrelevant"),  # type: ignore[arg-type]
        claim=table.get("claim", str, "none"),
        examples=tuple(_examples(examples)),
        path=table.path,
        profile=read_conditions(table.table("profile")) if "profile" in table.data else None,
        measured=_measured(table.table("measured")) if "measured" in table.data else None,
        yields_to=table.strings("yields_to"),
    )
    if not rule.patterns:
        raise match.fail('"any" holds no phrase', at="match", remedy='add any = ["…"]')
    return rule


def _code(table: Table, path: Path) -> str:
    code = table.get("code", str)
    if not _CODE.fullmatch(code):
        raise table.fail(f'"{code}" is no rule code', at=code, remedy="three capital letters and three digits")
    if path.parent.name != code[:3].lower():
        raise table.fail(f"{code} lies in the folder {path.parent.name}/", at=code, remedy=f"move it to {code[:3].lower()}/")
    return code


def _measured(table: Table) -> Measured:
    table.only("precision", "flagged", "corpus")
    return Measured(table.get("precision", float), table.get("flagged", int), table.get("corpus", str))


def _misnamed(table: Table, path: Path) -> str:
    raise table.fail(
        "the name differs from the file's", at="name", remedy=f"name the file {table.data['name']}.toml or drop the key (it is {path.stem})"
    )


def _kinds(table: Table, known_kinds: frozenset[str]) -> tuple[str, ...]:
    known = tuple(sorted(known_kinds | set(STRUCTURAL)))
    for kind in table.strings("cleared_by"):
        if kind not in known:
            raise table.fail(f'"{kind}" is no qualifier', at=kind, remedy=f"known: {', '.join(known)}")
    return table.strings("cleared_by")


def _examples(table: Table) -> Iterator[Example]:
    for key in ("flag", "clear", "beyond"):
        for marked in table.strings(key):
            text, marks = unmarked(marked)
            yield Example(text, marks, key != "clear", line_of(table.text, marked) or line_of(table.text, key), key == "beyond")


def unmarked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a sentence without its `[[…]]` and the ranges they enclosed."""
    text, marks, at = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        marks.append((len(text), len(text) + len(found[1])))
        text += found[1]
        at = found.end()
    return text + marked[at:], tuple(marks)
