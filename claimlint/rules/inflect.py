"""English base forms → the forms that copy uses; irregular ones come from the language file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_ONE_SYLLABLE_CVC = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")


def verb_forms(phrase: str, irregular: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a verb phrase in base, third person, -ing and past forms; only its first word changes.

    "get rid of" gives "gets rid of" and so on. `irregular` maps a base to all its other forms.
    """
    head, _, rest = phrase.partition(" ")
    forms = [head, *(irregular[head] if head in irregular else (_third(head), _ing(head), _past(head)))]
    return tuple(f"{form} {rest}".strip() for form in forms)


def noun_forms(phrase: str, irregular: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a noun phrase in singular and plural; only its last word changes."""
    start, _, head = phrase.rpartition(" ")
    forms = [head, *(irregular[head] if head in irregular else (_third(head),))]
    return tuple(f"{start} {form}".strip() for form in forms)


def _third(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.search(word) or word.endswith("o") else "s")


def _ing(word: str) -> str:
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    return _doubled(word) + "ing"


def _past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ied"
    return _doubled(word) + "ed"


def _doubled(word: str) -> str:
    return word + word[-1] if _ONE_SYLLABLE_CVC.match(word) else word
