"""A telling word → the ways in which papers write it, so that an index of plain words can be asked for it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from claimlint.model import Words
from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import read_table
from claimlint.rules.terms import phrases, stem

_WORD = re.compile(r"(?<!['’])[^\W_]+")  # without the s of "crohn's"
_EXACT = 3  # letters of a stem up to which another ending makes another word


def spellings(key: str, written: str) -> Words:
    """Return the spellings of a term, each as words that stand together; `*` stands for any ending.

    `written` is the term as the sentence has it: what counts where no concept is behind the key.
    """
    found = _concepts().get(key) or ((_any_ending(key, key),), tuple(_spelled(written.casefold())))
    return tuple(dict.fromkeys(each for each in found if each))


@cache
def _concepts(folder: Path | None = None) -> dict[str, Words]:
    """Return all spellings of each concept. Raises LexiconError with file, line and remedy."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for concept, phrase in phrases(read_table((folder or lexicon_home() / "evidence") / "concepts.toml")):
        found.setdefault(f"={concept}", []).append(tuple(_spelled(phrase)))
    return {concept: tuple(spelled) for concept, spelled in found.items()}


def _spelled(phrase: str) -> list[str]:
    return [_any_ending(word, stem(word)) for word in _WORD.findall(phrase)]


def _any_ending(word: str, stemmed: str) -> str:
    # as many letters of the word as its stem has: "haemoglobin", whose stem is spelt otherwise, is still found
    return f"{word[: len(stemmed)]}*" if word.isascii() and len(stemmed) > _EXACT else word
