"""Titles, names and references → the folded forms that are compared with one another."""

from __future__ import annotations

import re
import unicodedata

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_RUN = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_INITIALS = 4  # longest token that can stand for given names: "JMRS"


def fold(text: str) -> str:
    """Return words in lower case without accents or punctuation, one space between; Chinese runs stay whole."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_RUN.findall(text.casefold()))


def terms(folded: str) -> str:
    """Return the words to index: as folded, but a Chinese run becomes its pairs of characters."""
    if folded.isascii():
        return folded
    return " ".join(part for word in folded.split() for part in (_pairs(word) if _CJK.match(word) else [word]))


def weight(text: str) -> int:
    """Return how much a text says, in Latin characters: a Chinese character counts for two."""
    return len(text) + len(_CJK.findall(text)) if not text.isascii() else len(text)


def years(text: str) -> tuple[int, ...]:
    """Return every number of a text that can be a year, 1900 to 2099, in order and once each."""
    if "19" not in text and "20" not in text:  # the usual case
        return ()
    return tuple(dict.fromkeys(int(y) for y in _YEAR.findall(text)))


def dated(text: str) -> bool:
    """Tell whether a text holds a number that can be a year."""
    return ("19" in text or "20" in text) and _YEAR.search(text) is not None


def family(author: str) -> str:
    """Return the folded family name, joined up: "van Stralen MM" and "van Stralen, Maartje" both give "vanstralen"."""
    if "," in author:
        return fold(author.split(",", 1)[0]).replace(" ", "")
    if _CJK.match(author):
        return fold(author).replace(" ", "")
    words = author.split()
    while len(words) > 1 and _initials(words[-1]):
        words.pop()
    return fold(" ".join(words)).replace(" ", "")


def heads(folded: str, count: int = 6) -> tuple[str, ...]:
    """Return the family names that the first words of a folded reference can spell: single words, joined pairs and triples."""
    words = folded.split()[:count]
    return tuple(dict.fromkeys("".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)))


def _initials(word: str) -> bool:
    bare = word.replace(".", "").replace("-", "")
    return len(bare) <= _INITIALS and (bare.isupper() or len(bare) == 1 or "." in word)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
