"""The words of effects.toml → patterns for what a paper found (more, less, better, worse, nothing) and for its sections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimlint.model.facts import Section
from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import Table, read_table

CUES = (
    *("null", "chance", "up", "down", "better", "worse", "significant", "amplifying", "weakening", "hedged", "open", "planning"),
    *("comparing", "beside", "among", "together", "controls", "given", "breaks", "before", "since", "burden", "asset", "generic"),
    *(
        "moved",
        "hedge",
        "moving",
        "where",
        "swapped",
        "causing",
        "naming",
        "occurring",
        "linking",
        "treated",
        "whose",
        "counted",
        "counts",
        "counting",
        "told_up",
        "told_down",
        "told_better",
        "surpassing",
        "falling",
        "rising",
        "carrying",
        "carried_down",
        "carried_up",
        "opening",
        "in_percent",
        "studies",
        "measuring",
        "detecting",
    ),
)
_SECTIONS: tuple[Section, ...] = ("background", "methods", "results", "conclusion")


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """One pattern a cue, to be used on case-folded text, and the section of each heading."""

    cues: dict[str, re.Pattern[str]]
    sections: dict[str, Section]  # folded heading → section; "" for what tells nothing
    headings: re.Pattern[str]  # the space before a heading in the middle of a text: "… (RP) Methods: In a …"


@cache
def effects(path: Path | None = None) -> Effects:
    """Read effects.toml, once a process. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "effects.toml")
    table.only(*CUES, "sections")
    headings = table.table("sections")
    headings.only(*_SECTIONS, "other")
    sections: dict[str, Section] = {word: name for name in _SECTIONS for word in headings.strings(name)}
    sections |= dict.fromkeys(headings.strings("other"), "")
    return Effects({cue: pattern(table.table(cue)) for cue in CUES}, sections, _midway(sections))


def _midway(sections: dict[str, Section]) -> re.Pattern[str]:
    forms = (form for heading in sections for form in (heading.capitalize(), heading.title(), heading.upper()))
    written = sorted(set(forms), key=lambda h: (-len(h), h))
    return re.compile(rf"\s(?<! and\s)(?<!rial\s)(?=(?:{'|'.join(map(re.escape, written))})\s?:\s)")


def pattern(table: Table) -> re.Pattern[str]:
    """Return one pattern for the `words` of a table, the longest first; to be used on case-folded text."""
    table.only("words")
    ordered = sorted({w.casefold() for w in table.strings("words")}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(_word, ordered)))


def _word(word: str) -> str:
    start = r"(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    if word.endswith("*"):
        return start + re.escape(word[:-1]) + "[a-z]*"
    return start + re.escape(word) + (r"(?![a-z0-9])" if word[-1].isascii() and word[-1].isalnum() else "")
