"""Names as catalogues write them → "Family GI", and Chinese names whole."""

from __future__ import annotations

import re

_CJK = re.compile(r"[\u3400-\u9fff]")
_PARTICLES = frozenset(
    ("van", "von", "de", "del", "della", "di", "da", "dos", "du", "le", "la", "den", "der", "ten", "ter", "el", "al", "bin")
)


def listed(family: str, given: str) -> str:
    """Return a name whose parts are known: "Moreau", "Alice B." give "Moreau AB"."""
    if not family:
        return given.strip()
    if _CJK.search(family):
        return family + given.replace(" ", "")
    initials = given if given.isupper() and given.isalpha() else "".join(part[0] for part in re.split(r"[\s.\-]+", given) if part)
    return f"{family} {initials.upper()}".strip()


def turned(name: str) -> str:
    """Return a name as spoken or as sorted, "Alice B. van Moreau" or "van Moreau, Alice B.", as "van Moreau AB"."""
    family, comma, given = name.partition(",")
    if comma:
        return listed(family.strip(), given.strip())
    words = name.split()
    if len(words) < 2 or _CJK.search(name):  # noqa: PLR2004 - one word is a family or a group
        return name.strip()
    start = next((at for at, word in enumerate(words) if at and word.casefold() in _PARTICLES), len(words) - 1)
    return listed(" ".join(words[start:]), " ".join(words[:start]))
