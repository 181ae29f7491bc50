"""Small tables of words under lexicons/evidence → what a check asks of copy and record: endpoints, sources, the strength of wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimlint.rules.home import lexicon_home
from claimlint.rules.levels import LEVELS, phrases
from claimlint.rules.tables import Table, read_table


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one section as a pattern for case-folded text, and the concepts it names, as keys of terms."""

    pattern: re.Pattern[str]
    concepts: frozenset[str]


@cache
def sections(name: str, path: Path | None = None) -> dict[str, Words]:
    """Read lexicons/evidence/<name>.toml, once a process. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / f"{name}.toml")
    return {key: _words(table.table(key)) for key in table.data}


@cache
def ladder(path: Path | None = None) -> dict[tuple[str, str], str]:
    """Read the strongest wording of each (language, level). Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "ladder.toml")
    rows = {language: table.table(language) for language in table.data}
    for row in rows.values():
        row.only(*LEVELS)
    return {(language, level): row.get(level, str) for language, row in rows.items() for level in row.data}


def _words(row: Table) -> Words:
    row.only("words", "concepts")
    return Words(phrases(row.strings("words")), frozenset(f"={name}" for name in row.strings("concepts")))
