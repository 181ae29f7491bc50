"""Folded sentence → tokens, class spans and clauses: what patterns and cues are run over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from claimlint.language.normalise import Folded
from claimlint.language.pipeline import pipeline
from claimlint.language.prefilter import Vocabulary
from claimlint.language.quantities import shapes
from claimlint.model import ANYWHERE, Element, Pattern, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher

Range = tuple[int, int]  # half-open, in tokens


@dataclass(slots=True)
class Tokens:
    """One sentence in tokens. `classes` maps a class to its token ranges in order; `clauses[i]` numbers the clause of token i."""

    folded: Folded
    places: list[Range]  # characters of each token in the folded text
    punctuation: list[bool]
    classes: dict[str, list[Range]]
    clauses: list[int] = field(default_factory=list)
    joined: dict[tuple[str, ...], list[Range]] = field(default_factory=dict)
    found: dict[int, list[Range]] = field(default_factory=dict)
    agents: list[tuple[str, Range]] | None = None

    def spoken(self, patterns: tuple[Pattern, ...]) -> list[Range]:
        """Return the token ranges in which any of the patterns matches; worked out once a sentence."""
        key = id(patterns)  # they belong to the lexicon, which outlives every sentence
        if key not in self.found:
            self.found[key] = [(m.start, m.end) for pattern in patterns for m in matches(pattern, self)]
        return self.found[key]

    def ranges(self, names: tuple[str, ...]) -> list[Range]:
        """Return the token ranges of several classes together, in order, of those that begin together the longest first."""
        if len(names) == 1:
            return self.classes.get(names[0], [])
        if names not in self.joined:
            self.joined[names] = sorted((r for name in names for r in self.classes.get(name, ())), key=_longest_first)
        return self.joined[names]

    def span(self, words: Range) -> Span:
        """Return the range of the sentence, in its own characters, that some tokens stand for."""
        return self.folded.back(self.range(words))

    def said(self, words: Range) -> str:
        """Return some tokens as they were matched."""
        return self.folded.text[self.places[words[0]][0] : self.places[words[1] - 1][1]]

    def range(self, words: Range) -> Span:
        """Return the range of the folded text that some tokens take."""
        return Span(self.places[words[0]][0], self.places[words[1] - 1][1])


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern in a sentence, in tokens: from its first to its last part, and each part apart."""

    start: int
    end: int
    anchor: Range
    parts: tuple[Range, ...]


class Tokenizer:
    """spaCy for one language: tokens, and a PhraseMatcher that learns each phrase when it is first seen."""

    def __init__(self, language: str, vocabulary: Vocabulary, breaks: tuple[Pattern, ...]) -> None:
        """Keep the parts; spaCy is imported when the first sentence comes."""
        self._language = language
        self._vocabulary = vocabulary
        self._breaks = breaks
        self._names: dict[int, tuple[str, ...]] = {}
        self._known: set[int] = set()

    def __call__(self, folded: Folded, phrases: Iterable[int]) -> Tokens:
        """Tokenise a folded sentence in which the prefilter found `phrases`."""
        self._learn(phrases)
        doc = self._nlp.tokenizer(folded.text)
        places = [(t.idx, t.idx + len(t)) for t in doc]
        classes: dict[str, list[Range]] = {}
        for key, start, end in self._matcher(doc):
            for name in self._names[key]:
                classes.setdefault(name, []).append((start, end))
        for name, span in shapes(folded.text):
            words = doc.char_span(span.start, span.end, alignment_mode="expand")
            if words is not None:
                classes.setdefault(name, []).append((words.start, words.end))
        for ranges in classes.values():
            if len(ranges) > 1:
                ranges.sort(key=_longest_first)
        text = folded.text
        tokens = Tokens(folded, places, [not (text[start].isalnum() or text[end - 1].isalnum()) for start, end in places], classes)
        tokens.clauses = _clauses(tokens, self._breaks)
        return tokens

    @cached_property
    def _nlp(self) -> Language:
        return pipeline(self._language)

    @cached_property
    def _matcher(self) -> PhraseMatcher:
        vocab = self._nlp.vocab  # first, for the pipeline knows how to import spaCy quickly
        from spacy.matcher import PhraseMatcher

        return PhraseMatcher(vocab)

    def _learn(self, phrases: Iterable[int]) -> None:
        for number in set(phrases) - self._known:
            key = f"phrase {number}"
            self._matcher.add(key, [self._nlp.tokenizer(self._vocabulary.phrases[number])])
            self._names[self._nlp.vocab.strings[key]] = self._vocabulary.names[number]
            self._known.add(number)


def _clauses(tokens: Tokens, breaks: tuple[Pattern, ...]) -> list[int]:
    tokens.clauses = [0] * len(tokens.places)
    starts = {match.start for pattern in breaks for match in matches(pattern, tokens)}
    clause, numbers = 0, []
    for at in range(len(tokens.places)):
        clause += at in starts
        numbers.append(clause)
    return numbers


def matches(pattern: Pattern, tokens: Tokens) -> Iterator[Match]:
    """Yield each place where a pattern matches: for every start the nearest way through, of words that begin together the longest."""
    first = pattern.elements[0]
    way = _Way(pattern, tokens, {})
    for start, end in tokens.ranges(first.classes):
        if pattern.starts and not _opens(tokens, start):
            continue
        parts = way.follow(1, end)
        if parts is not None:
            chosen = ((start, end), *parts)
            anchor = next(r for r, e in zip(chosen, pattern.elements, strict=True) if e.anchor and r is not None)
            found = tuple(r for r in chosen if r is not None)
            yield Match(start, found[-1][1], anchor, found)


@dataclass(frozen=True, slots=True)
class _Way:
    """The search for the rest of a pattern; what was found from one place is remembered, so that no text makes it slow."""

    pattern: Pattern
    tokens: Tokens
    known: dict[Range, tuple[Range | None, ...] | None]

    def follow(self, at: int, end: int) -> tuple[Range | None, ...] | None:
        """Return the places of the elements from `at` on, given that the one before ended at token `end`."""
        if (at, end) not in self.known:
            self.known[at, end] = self._follow(at, end)
        return self.known[at, end]

    def _follow(self, at: int, end: int) -> tuple[Range | None, ...] | None:
        if at == len(self.pattern.elements):
            return () if not self.pattern.ends or _closes(self.tokens, end) else None
        element = self.pattern.elements[at]
        for reached in self._reached(element, end):
            rest = self.follow(at + 1, reached[1])
            if rest is not None:
                return (reached, *rest)
        rest = self.follow(at + 1, end) if element.optional else None
        return None if rest is None else (None, *rest)

    def _reached(self, element: Element, end: int) -> Iterator[Range]:
        """Yield the places of an element that are near enough, nearest first."""
        ranges, clauses = self.tokens.ranges(element.classes), self.tokens.clauses
        for at in range(bisect_left(ranges, end, key=_start), len(ranges)):
            start = ranges[at][0]
            if element.gap != ANYWHERE and start - end > element.gap:
                return
            if element.gap == ANYWHERE or start == end or clauses[self._before(start)] == clauses[end - 1]:
                yield ranges[at]

    def _before(self, start: int) -> int:
        """Return the token whose clause counts: a comma asked for opens the next clause, but ends the one before."""
        return start - 1 if self.tokens.punctuation[start] else start


def _start(place: Range) -> int:
    return place[0]


def _longest_first(place: Range) -> tuple[int, int]:
    return place[0], -place[1]


def _opens(tokens: Tokens, start: int) -> bool:
    at = start - 1
    while at >= 0 and tokens.clauses[at] == tokens.clauses[start]:
        if not tokens.punctuation[at]:
            return False
        at -= 1
    return True


def _closes(tokens: Tokens, end: int) -> bool:
    clause = tokens.clauses[end - 1]
    return all(tokens.punctuation[at] or tokens.clauses[at] != clause for at in range(end, len(tokens.places)))
