"""Figures of the copy: as the classes {number} and {percent} of the phrase language, and as quantities with unit and bound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimlint.model import Citation, Quantity, Sentence, Span
from claimlint.rules import figures

_DIGIT = re.compile(r"\d")
_SIGN = re.compile(r"[%％﹪]|per[ -]?cent|百分之", re.IGNORECASE)
_FIGURE = r"(?<![a-z0-9_.])[+-]?\d{1,15}(?:[.,]\d{1,15}){0,6}"
_PATTERNS = {
    "number": re.compile(_FIGURE),
    "percent": re.compile(rf"{_FIGURE}\s?(?:%|per ?cent\b|percent\b)|百分之[零一二三四五六七八九十百两\d.]{{1,8}}"),
}


def shapes(text: str) -> Iterator[tuple[str, Span]]:
    """Yield (class, span) for each number and percentage in folded text; a percentage is a number too."""
    for name, pattern in _PATTERNS.items():
        for found in pattern.finditer(text):
            yield name, Span(*found.span())


def present(text: str) -> tuple[str, ...]:
    """Return the shape classes that a text, folded or not, may hold, by its characters alone."""
    if not _DIGIT.search(text):
        return ("percent",) if "百分之" in text else ()
    return ("number", "percent") if _SIGN.search(text) else ("number",)


def quantities(sentence: Sentence, citations: Iterable[Citation]) -> tuple[Quantity, ...]:
    """Return the figures of a sentence, in its characters; those of its citations ("[12]", "2021;3:45") are none."""
    return figures.quantities(figures.without(sentence.text, citations))
