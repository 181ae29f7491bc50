"""Labelled text → how often each rule flags and how often rightly; the table [measured] of rule files is rewritten in place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimlint.errors import ConfigError
from claimlint.language.analyse import Analyst
from claimlint.language.normalise import has_han
from claimlint.model import Lexicon, Measured
from claimlint.selftest import said

FILE = "sentences.jsonl"
_TABLE = re.compile(r"^\[measured\][^\n]*\n(?:(?:precision|flagged|corpus)\b[^\n]*(?:\n|\Z))*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Item:
    """A text and whether a reviewer would flag it in promotional copy."""

    text: str
    label: bool


def read_corpus(folder: Path) -> tuple[Item, ...]:
    """Read sentences.jsonl of a folder: an object a line with `text` and `label`. Raises ConfigError with file and line.

    Items marked `genre_dependent` or `disputed` are left out: they are right or wrong by more than their words.
    """
    path = folder / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(path), remedy=f"name a folder that holds {FILE}") from error
    items = [_item(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    kept = tuple(item for item in items if item is not None)
    if not kept:
        raise ConfigError("no labelled text", path=str(path), remedy='a line is {"text": "…", "label": true}')
    return kept


def _item(path: Path, number: int, line: str) -> Item | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"not valid JSON: {error}", path=str(path), line=number) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("label"), bool):
        raise ConfigError("a line needs text and label", path=str(path), line=number, remedy='{"text": "…", "label": true}')
    return None if row.get("genre_dependent") or row.get("disputed") else Item(row["text"], row["label"])


def measure(items: Sequence[Item], lexicons: Iterable[Lexicon], corpus: str) -> dict[tuple[str, str], Measured]:
    """Return how each rule did, by (language, code); a rule of a language that the corpus lacks is not in it.

    An item counts for a rule once, however often it speaks there; rightly, where a reviewer would flag the item at all.
    """
    found: dict[tuple[str, str], Measured] = {}
    for lexicon in lexicons:
        mine = [item for item in items if has_han(item.text) == (lexicon.language == "zh")]
        if not mine:
            continue
        analyst = Analyst(lexicon)
        flagged = [({m.rule for _, m in said(analyst, lexicon, item.text) if m.cleared is None}, item.label) for item in mine]
        for rule in lexicon.rules:
            labels = [label for codes, label in flagged if rule.code in codes]
            precision = round(sum(labels) / len(labels), 3) if labels else 0.0
            found[lexicon.language, rule.code] = Measured(precision, len(labels), f"{corpus}, {len(mine)} items")
    return found


def with_measures(text: str, measured: Measured) -> str:
    """Return a rule file with its table [measured] put in or replaced; every other character stays as it was."""
    line = "\r\n" if "\r\n" in text else "\n"
    name = json.dumps(measured.corpus, ensure_ascii=False)
    rows = ("[measured]", f"precision = {measured.precision}", f"flagged = {measured.flagged}", f"corpus = {name}")
    table = "".join(row + line for row in rows)
    found = _TABLE.search(text)
    if found:
        return text[: found.start()] + table + text[found.end() :]
    gap = "" if text.endswith(line * 2) else line if text.endswith(line) else line * 2
    return text + gap + table
