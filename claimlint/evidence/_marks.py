"""Numbers that point to a list of sources: [1], [1,2], [1–3], ¹, <sup>1</sup>, ^1^, [^note]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimlint.model import Document, Span

if TYPE_CHECKING:
    from claimlint.evidence._entries import Places, Sources
    from claimlint.rules.levels import Standards

SIGN = re.compile(r"[\[［【(（^⁰¹²³⁴-⁹]")  # every marker has one of these
# what a marker needs where no list of sources gives its label a meaning; its first character is asked for first, which `re` does fastest
BARE = re.compile(r"[\[［【^⁰¹²³⁴-⁹](?:(?<=[\[［【])\s?[\d^]|(?<=[⁰¹²³⁴-⁹])|(?<=\^)\[?\d)")
_NUMBERS = r"\d{1,4}(?:\s?[,，、;；]\s?\d{1,4}|\s?[-–—~～]\s?\d{1,4}){0,30}"
_BRACKETS = re.compile(rf"[\[［【]\s?({_NUMBERS})\s?[\]］】](?![(:：])")
_ROUND = re.compile(rf"[(（]({_NUMBERS})[)）](?=\s?[.,;:!?。，；：！？]|\s?$)")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]+(?:\s?[,，˒⁻–-]\s?[⁰¹²³⁴-⁹]+){0,30}")
_CARETS = re.compile(rf"\^\[?({_NUMBERS})\]?\^")
_NOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_KEYED = re.compile(r"\[([A-Za-z][\w-]{0,20})\]")
_SUP = re.compile(
    rf"<sup\b[^<>]*>(?:\s*<[a-z]+\b[^<>]*>){{0,4}}\s*[\[(]?({_NUMBERS})[\])]?\s*(?:</[a-z]+>\s*){{0,4}}</sup\s*>", re.IGNORECASE
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_PART = re.compile(r"(\d+)(?:\s*[-–—~～]\s*(\d+))?")
_WORD = re.compile(r"[A-Za-zµμ\u4e00-\u9fff]+$")
_WIDEST = 50  # entries that one range may name
_WINDOW = 60  # characters before a marker that tell what it is
_SYMBOL = 2  # letters: "CO²", "H²"
_BIGGEST = 300  # a larger number is a year or a quantity unless the list has it


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker in a segment's text: its range, the labels it names with the range of each, and whether it names footnotes."""

    span: Span
    labels: tuple[tuple[str, Span], ...]
    footnote: bool = False


def marks(text: str, known: Sources, standard: Standards) -> Iterator[Mark]:
    """Yield the markers that can be read off the text itself."""
    if SIGN.search(text):
        yield from _notes(text, known)
        yield from _on_the_line(text, known, standard)
        yield from _raised(text, known, standard)


def _notes(text: str, known: Sources) -> Iterator[Mark]:
    for match in _NOTE.finditer(text):
        yield Mark(Span(*match.span()), ((match[1], Span(*match.span())),), footnote=True)
    for match in _KEYED.finditer(text):
        if match[1] in known.labelled:
            yield Mark(Span(*match.span()), ((match[1], Span(*match.span())),))


def _on_the_line(text: str, known: Sources, standard: Standards) -> Iterator[Mark]:
    for match in _BRACKETS.finditer(text):
        mark = _mark(match, match.start(1), match[1])
        if _numbered(mark, known) and not _interval(_before(text, match.start()), mark, known, standard):
            yield mark
    for match in _ROUND.finditer(text):
        mark = _mark(match, match.start(1), match[1])
        if all(label in known.labelled for label, _ in mark.labels):
            yield mark


def _raised(text: str, known: Sources, standard: Standards) -> Iterator[Mark]:
    for match in (*_RAISED.finditer(text), *_CARETS.finditer(text)):
        body = match.start(match.lastindex or 0)
        mark = _mark(match, body, match[match.lastindex or 0].translate(_DIGITS))
        if _numbered(mark, known) and not _exponent(
            _before(text, match.start()), text[match.end() : match.end() + 1], mark, known, standard
        ):
            yield mark


def source_marks(document: Document, where: Places, known: Sources, standard: Standards) -> Iterator[tuple[int, Mark]]:
    """Yield (segment index, marker) for numbers that only the source shows as raised: <sup>1</sup>."""
    if "<sup" not in document.source and "<SUP" not in document.source:
        return
    for match in _SUP.finditer(document.source):
        place = where.find(match.start(1), document.source)
        if place is None:
            continue
        index, at = place
        text, numbers = document.segments[index].text, match[1]
        if index in known.segments or text[at : at + len(numbers)] != numbers:
            continue
        mark = Mark(Span(at, at + len(numbers)), tuple(_labels(numbers, at)))
        if _numbered(mark, known) and not _exponent(
            _before(text, at), text[at + len(numbers) : at + len(numbers) + 1], mark, known, standard
        ):
            yield index, mark


def _mark(match: re.Match[str], start: int, numbers: str) -> Mark:
    whole = Span(*match.span())
    labels = tuple(_labels(numbers, start))
    return Mark(whole, labels if len(labels) > 1 else tuple((label, whole) for label, _ in labels))


def _labels(numbers: str, start: int) -> Iterator[tuple[str, Span]]:
    """Yield each number that a list or range names, with its place; a number of a range has the place of the range."""
    for part in _PART.finditer(numbers):
        span = Span(start + part.start(), start + part.end())
        first, last = int(part[1]), int(part[2] or part[1])
        if first <= last < first + _WIDEST:
            yield from ((str(n), span) for n in range(first, last + 1))
        else:
            yield from ((str(n), span) for n in (first, last))


def _numbered(mark: Mark, known: Sources) -> bool:
    """Tell whether every number can be an entry: years and quantities count only where the list has them."""
    return all(label in known.labelled or 0 < int(label) <= _BIGGEST for label, _ in mark.labels)


def _before(text: str, at: int) -> str:
    return text[max(0, at - _WINDOW) : at]


def _interval(before: str, mark: Mark, known: Sources, standard: Standards) -> bool:
    """Tell whether "[1, 3]" is an interval: after "CI", "range", "scale", where the list has not all of it."""
    if len(mark.labels) == 1 or all(label in known.labelled for label, _ in mark.labels):
        return False
    word = before.casefold().rstrip(" :=(：（")
    return word.endswith(standard.cite["intervals"])


def _exponent(before: str, after: str, mark: Mark, known: Sources, standard: Standards) -> bool:
    """Tell whether a raised number is a power, a unit or an isotope, and no citation."""
    if not before.strip() or before[-1] in "⁻⁺+-−×^":
        return True
    listed = all(label in known.labelled or label in known.footnotes for label, _ in mark.labels)
    if before[-1].isdigit():  # "10⁹" against "vitamin B12³"
        return not (listed and re.search(r"[A-Za-z]\d+$", before))
    word = _WORD.search(before)
    if word:
        unit = word[0].casefold()
        return unit in standard.cite["units"] or (unit.isascii() and len(unit) <= (1 if listed else _SYMBOL))
    if before[-1].isspace():  # "¹³C", or a marker set apart from its sentence
        return after[:1].isalpha() or (not listed and before.rstrip()[-1:].isalnum())
    return not listed and before[-1] not in ".,;:!?%)]}”’\"'。，；：！？）】」』、™®"
