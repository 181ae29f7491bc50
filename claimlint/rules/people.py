"""lexicons/evidence/population.toml → the groups of people that copy speaks to and papers study."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimlint.rules.home import lexicon_home
from claimlint.rules.levels import phrases
from claimlint.rules.tables import Table, read_table


@dataclass(frozen=True, slots=True)
class Group:
    """People of an age or a sex: a range on an axis, the words for them, their MeSH headings (folded)."""

    name: str
    axis: str
    low: int
    high: int
    words: re.Pattern[str]
    mesh: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """People whom a record must name somewhere: words of copy, words of records that bear it out, words that exclude it."""

    name: str
    words: re.Pattern[str]
    also: tuple[str, ...]
    unlike: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class People:
    """The groups, the words for people at all and for what they have, and how names of drugs end."""

    groups: tuple[Group, ...]
    named: tuple[Named, ...]
    anybody: re.Pattern[str]
    having: re.Pattern[str]
    drug: re.Pattern[str]


@cache
def people(path: Path | None = None) -> People:
    """Read population.toml, once a process. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "population.toml")
    table.only("group", "named", "people", "whom", "having", "drug")
    whom, anybody = (table.table(key).strings("words") for key in ("whom", "people"))
    spoken = rf"(?:{phrases(whom).pattern})\W{{0,2}}(?:(?!(?:in|of|with|on|for)\b)[a-z-]+ ){{0,2}}(?:{phrases(anybody).pattern})"
    return People(
        groups=tuple(_group(row) for row in table.tables("group")),
        named=tuple(_named(row) for row in table.tables("named")),
        anybody=re.compile(spoken),
        drug=re.compile(rf"\b[a-z]{{2,}}(?:{'|'.join(table.table('drug').strings('words'))})\b"),
        having=phrases(table.table("having").strings("words")),
    )


def _group(row: Table) -> Group:
    row.only("name", "axis", "from", "to", "words", "mesh")
    mesh = frozenset(name.casefold() for name in row.strings("mesh"))
    return Group(
        row.get("name", str),
        row.choice("axis", ("age", "sex")),
        row.get("from", int),
        row.get("to", int),
        phrases(row.strings("words")),
        mesh,
    )


def _named(row: Table) -> Named:
    row.only("name", "words", "also", "unlike")
    return Named(
        row.get("name", str),
        phrases(row.strings("words")),
        tuple(w.casefold() for w in row.strings("also")),
        phrases(row.strings("unlike")),
    )
