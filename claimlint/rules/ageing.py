"""lexicons/evidence/ageing.toml → after how many years the evidence for a kind of claim is old."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import read_table

OTHER = ""  # the kind that stands for all that are not named


@cache
def ageing(path: Path | None = None) -> dict[str, int]:
    """Read the years of each kind, once a process; OTHER is always there. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "ageing.toml")
    table.only("other", "kind")
    found = {OTHER: table.get("other", int)}
    for row in table.tables("kind"):
        row.only("years", "kinds")
        found |= dict.fromkeys(row.strings("kinds"), row.get("years", int))
    return found


def years(kinds: tuple[str, ...]) -> int:
    """Return after how many years the evidence for a claim of these kinds is old: the fewest of any."""
    known = ageing()
    return min((known.get(kind, known[OTHER]) for kind in kinds), default=known[OTHER])
