"""fields.toml → which part of medicine a telling word belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import read_table
from claimlint.rules.terms import terms, vocabulary


@cache
def fields(path: Path | None = None) -> dict[str, frozenset[str]]:
    """Return key of a term → the parts it belongs to, once a process. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "fields.toml")
    found: dict[str, frozenset[str]] = {}
    for name in table.data:
        for word in table.strings(name):
            keys = {term.key for term in terms(word, vocabulary())}
            if len(keys) != 1:
                remedy = "name one thing that is no stop word; a Chinese word has to stand in concepts.toml"
                raise table.fail(f'"{word}" is {len(keys)} telling words, and must be one', at=word, remedy=remedy)
            found |= {key: found.get(key, frozenset()) | {str(name)} for key in keys}
    return found


def of_terms(keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the keys that belong somewhere, each with its parts."""
    known = fields()
    return {key: known[key] for key in keys if key in known}
