"""A record → its facts: one a sentence of title and abstract, with section, telling words and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

from claimlint.model import EvidenceRecord
from claimlint.model.facts import Fact, Section, Term
from claimlint.rules.effects import Effects, effects
from claimlint.rules.figures import quantities
from claimlint.rules.terms import Vocabulary, terms, vocabulary

LONGEST = 20_000  # characters of an abstract that are read: what is longer is none
SENTENCE, FIGURES = 1_500, 80  # characters and figures of one sentence: what holds more is a table
_END = re.compile(r"(?<=[.!?])[\])’”\"']?\s+(?=[\"'“(\[]?[A-Z0-9])|(?<=[。！？；])|\n+")
_UNFINISHED = re.compile(r"(?:\b(?:vs|e\.g|i\.e|cf|fig|figs|no|dr|st|approx|resp|et al|al|ca|spp|inc)|\b[A-Z])\.$", re.IGNORECASE)
_COLON = re.compile(r"\s*([A-Za-z][A-Za-z ,/&.-]{2,45}|[\u4e00-\u9fff]{2,4}|【[\u4e00-\u9fff]{2,4}】)()\s*[:：]\s*")
_BARE = re.compile(r"\s*([A-Z][A-Z ,/&-]{2,45}[A-Z]|[A-Z][a-z]+(?: and [A-Z]?[a-z]+)?)\s+(?=[A-Z0-9(])|\s*([\u4e00-\u9fff]{2,4})\s+")
_SHORT = re.compile(r"\(((?![AI]\b)[A-Z]|[A-Za-z][A-Za-z0-9-]{1,8}?)s?(?:[;,][^)]{0,40})?\)")
_WORDS_BACK = 10
_LAST_WORD = 12  # characters that hold the longest word of _UNFINISHED, so that no sentence is searched from its beginning
_PLACE = attrgetter("start", "key")


def facts(record: EvidenceRecord) -> tuple[Fact, ...]:
    """Return the facts of a record in order, the title first; none is longer than its sentence."""
    return stated(record.title, record.abstract)


def stated(title: str, abstract: str) -> tuple[Fact, ...]:
    """Return what a title and an abstract say; the sentences are pieces of the abstract, in its order."""
    words, known = vocabulary(), effects()
    abstract = abstract[:LONGEST]
    short = dict(_abbreviations(abstract, words))
    first = Fact(title, "title", terms(title, words), quantities(title)[:FIGURES])
    return (first, *(_fact(text, section, words, short) for section, text in sentences(abstract, known)))


def sentences(abstract: str, known: Effects) -> Iterator[tuple[Section, str]]:
    """Yield each sentence of an abstract with the section it stands in ("" before any heading)."""
    section: Section = ""
    for piece in _pieces(abstract, known):
        heading = _heading(piece, known)
        if heading:
            section, piece = heading[0], piece[heading[1] :]  # noqa: PLW2901 - what is left of it
        for start in range(0, len(piece.strip()), SENTENCE):
            yield section, piece.strip()[start : start + SENTENCE]


def _pieces(text: str, known: Effects) -> Iterator[str]:
    for stretch in known.headings.split(text):
        yield from _sentences(stretch)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        if not _UNFINISHED.search(text, max(start, end.start() - _LAST_WORD), end.start()) and text[start : end.start()].strip():
            yield text[start : end.start() + len(end[0]) - len(end[0].lstrip("])’”\"'"))]
            start = end.end()
    yield text[start:]


def _heading(piece: str, known: Effects) -> tuple[Section, int] | None:
    for pattern in (_COLON, _BARE):
        found = pattern.match(piece)
        name = (found[1] or found[2]).strip("【】 .").casefold() if found else ""
        if found and name in known.sections:
            return known.sections[name], found.end()
    return None


def _fact(text: str, section: Section, words: Vocabulary, short: dict[str, tuple[str, ...]]) -> Fact:
    found = terms(text, words)
    return Fact(text, section, tuple(sorted((*found, *_spelled(text, short)), key=_PLACE)), quantities(text)[:FIGURES])


def _spelled(text: str, short: dict[str, tuple[str, ...]]) -> Iterator[Term]:
    """Yield the words that an abbreviation of this abstract stands for, at the place of the abbreviation."""
    for form, keys in short.items():
        if form not in text:
            continue
        for found in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(form)}s?(?![a-z0-9])", text):
            yield from (Term(key, *found.span()) for key in keys)


def _abbreviations(text: str, words: Vocabulary) -> Iterator[tuple[str, tuple[str, ...]]]:
    for found in _SHORT.finditer(text):
        long = _long(found[1], text[: found.start()].split()[-_WORDS_BACK:])
        keys = tuple(dict.fromkeys(term.key for term in terms(long, words)))
        if keys:
            yield found[1], keys


def _long(short: str, before: list[str]) -> str:
    """Return the words that an abbreviation stands for: the shortest run whose letters hold it in order from a first letter."""
    letters = [c for c in short.casefold() if c.isalnum()]
    for count in range(1, min(len(before), len(letters) + 4) + 1):
        run = " ".join(before[-count:]).casefold().replace("-", " ")
        if run[:1] == letters[0] and _holds(run, letters):
            return run
    return ""


def _holds(run: str, letters: list[str]) -> bool:
    """Tell whether the letters occur in order, at least half of them at the beginning of a word."""
    at = heads = 0
    for letter in letters:
        head = re.compile(rf"(?<![a-z0-9]){re.escape(letter)}").search(run, at)
        place = head.start() if head else run.find(letter, at)
        if place < 0:
            return False
        heads, at = heads + bool(head), place + 1
    return heads * 2 > len(letters) or len(letters) <= 2  # noqa: PLR2004 - two letters may both lie in one word
