"""Folded sentences → the phrases in them and the patterns they could satisfy: one Aho–Corasick pass, no tokens yet."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from claimlint.language.normalise import Learned, has_han, phrase
from claimlint.language.quantities import present
from claimlint.model import ANYWHERE, Pattern

_SLACK = 6  # words: marks count as some
_WIDEST = 60  # characters of a word
_LATIN_RUN = re.compile(r"[a-z0-9\u00c0-\u024f]+")
Places = dict[tuple[str, ...], list[tuple[int, int]]]  # of each part of a pattern, in a text
O = TypeVar("O")  # noqa: E741 — the owner of a pattern, whatever it is


@dataclass(frozen=True, slots=True)
class Owned(Generic[O]):
    """A pattern and whose it is; `needs` holds, for each part that must be there, the bits of its classes."""

    owner: O
    pattern: Pattern
    parts: tuple[tuple[str, ...], ...]  # the classes of each part that must be there
    needs: tuple[int, ...]
    reach: tuple[int, ...]  # for each such part, how many words may stand before it; -1 where that cannot be told
    order: tuple[int, ...]  # the parts, the rarer first; it is sorted under the rarest
    others: tuple[int, ...]  # the needs besides the rarest, in that order


@dataclass(slots=True)  # not frozen: one is made for every segment of a draft, and freezing doubles the price
class Found:
    """What the keyword pass saw in a sentence: its words set apart, the phrases with their places in that, the bits of their classes."""

    text: str
    hits: list[tuple[int, int, int]]  # phrase, start, end
    classes: int
    phrases: frozenset[int]
    apart: bool  # words are set apart by spaces: there is no Han text
    loose: int  # bits of classes that may stand anywhere without being seen: numbers, marks


class Vocabulary:
    """All phrases of a language, each with the classes it belongs to; classes are bits, so that a sentence is one number."""

    def __init__(self, classes: dict[str, tuple[str, ...]], shapes: Sequence[str], common: Collection[str] = ()) -> None:
        """Build the automaton: about 10 ms for 10,000 phrases. A class that holds a `common` word is met everywhere."""
        self.bits = {name: 1 << at for at, name in enumerate([*classes, *shapes])}
        self.shapes = reduce(or_, (self.bits[name] for name in shapes), 0)
        members: dict[str, list[str]] = {}
        for name, phrases in classes.items():
            for text in phrases:
                members.setdefault(phrase(text), []).append(name)
        self.phrases = list(members)
        self.names = [tuple(dict.fromkeys(names)) for names in members.values()]
        self.masks = [reduce(or_, (self.bits[name] for name in names)) for names in self.names]
        self.rarity = {name: 0 if set(found) & set(common) else min(map(len, found), default=0) for name, found in classes.items()}
        self._by_name: dict[str, list[int]] = {}
        for number, named in enumerate(self.names):
            for name in named:
                self._by_name.setdefault(name, []).append(number)
        self._members: dict[tuple[str, ...], frozenset[int]] = {}
        patterns = list(map(_edged, self.phrases))
        self._automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)

    def find(self, folded: str) -> Found:
        """Return what stands in a folded sentence, as whole words (Han characters need no word edge)."""
        text = f" {_spaced(folded)} "
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        phrases = frozenset([hit[0] for hit in hits])
        classes = self.shown(folded)
        for number in phrases:
            classes |= self.masks[number]
        return Found(text, hits, classes, phrases, not has_han(text), self.shapes)

    def shown(self, text: str) -> int:
        """Return the bits of the shapes that a text may hold."""
        return reduce(or_, (self.bits[name] for name in present(text)), 0)

    def members(self, names: tuple[str, ...]) -> frozenset[int]:
        """Return the numbers of the phrases of some classes."""
        if names not in self._members:
            self._members[names] = frozenset(number for name in names for number in self._by_name.get(name, ()))
        return self._members[names]


class Index(Generic[O]):
    """Patterns by the rarest of their parts: a sentence meets only those whose rarest part it holds."""

    def __init__(self, vocabulary: Vocabulary, patterns: Iterable[tuple[O, Pattern]]) -> None:
        """Sort patterns under the bits of one part each: the one without common words whose shortest word is the longest."""
        self._members = vocabulary.members
        self._by_bit: dict[int, list[Owned[O]]] = {}
        self.owned: list[Owned[O]] = []
        for owner, pattern in patterns:
            parts = tuple(e.classes for e in pattern.elements if not e.optional)
            needs = tuple(reduce(or_, (vocabulary.bits[c] for c in part)) for part in parts)
            rarity = [min(vocabulary.rarity.get(c, 0) for c in part) for part in parts]
            order = tuple(sorted(range(len(parts)), key=lambda at: -rarity[at]))
            owned = Owned(owner, pattern, parts, needs, tuple(_reach(pattern)), order, tuple(needs[at] for at in order[1:]))
            self.owned.append(owned)
            for name in parts[order[0]]:
                self._by_bit.setdefault(vocabulary.bits[name], []).append(owned)
        self._keys = reduce(or_, self._by_bit, 0)

    def candidates(self, found: Found) -> list[Owned[O]]:
        """Return the patterns whose every needed part is there, in the right order and near enough, in a fixed order."""
        chosen: dict[int, Owned[O]] = {}
        places: Places = {}
        classes = found.classes
        keys = classes & self._keys
        while keys:
            bit = keys & -keys
            keys ^= bit
            for owned in self._by_bit[bit]:
                for need in owned.others:
                    if not need & classes:
                        break
                else:
                    if id(owned) not in chosen and self.near(owned, found, places):
                        chosen[id(owned)] = owned
        return list(chosen.values())

    def near(self, owned: Owned[O], found: Found, places: Places) -> bool:
        """Tell whether the parts can follow one another; where words are not set apart, they may.

        A part that may be a number or a mark, which the keyword pass may not see, only widens the gap between its neighbours.
        """
        if not found.apart:
            return True
        ends, skipped = [0], 0
        for part, need, reach in zip(owned.parts, owned.needs, owned.reach, strict=True):
            allowed = -1 if reach < 0 or skipped < 0 else reach + skipped
            if need & found.loose:
                skipped = allowed
                continue
            if part not in places:
                members = self._members(part)
                places[part] = [(start, end) for number, start, end in found.hits if number in members]
            ends = sorted(end for start, end in places[part] if _follows(found.text, ends, start, allowed))
            skipped = 0
            if not ends:
                return False
        return True


def _reach(pattern: Pattern) -> Iterator[int]:
    """Yield for each needed part how many words may stand before it, generously: spaCy and spaces part words differently."""
    first, allowed = True, 0
    for element in pattern.elements:
        unbounded = first or element.gap == ANYWHERE or allowed < 0
        allowed = -1 if unbounded else allowed + element.gap + _SLACK
        if not element.optional:
            yield allowed
            first, allowed = False, 0


def _follows(text: str, ends: list[int], start: int, allowed: int) -> bool:
    """Tell whether something may follow one of the sorted `ends`: the nearest before it decides."""
    at = bisect_right(ends, start + 1) - 1  # neighbours share the space between them
    if at < 0 or allowed < 0:
        return at >= 0
    return start - ends[at] <= _WIDEST * (allowed + 1) and text.count(" ", ends[at], start) <= allowed


def _spaced(text: str) -> str:
    """Set words and marks apart by one space, so that the edges of a word are spaces and the automaton finds whole words.

    Contractions come apart where spaCy's English tokenizer parts them: do n't, can not.
    """
    text = text.replace("n't", " n't").replace("cannot", "can not")
    apart = _LATIN_RUN.sub(r" \g<0> ", text) if has_han(text) else text.translate(_apart())
    return " ".join(apart.split())


@cache
def _apart() -> Learned:
    """Return the translation under which letters, digits and spaces stay, and any other mark gets a space on both sides."""
    return Learned(lambda character: character if character.isalnum() or character in " _" else f" {character} ")


def _edged(text: str) -> str:
    """Return a phrase as it stands in spaced text: with a space at each edge that is a letter or digit of a Latin word."""
    if text.isascii() and text.replace(" ", "").isalnum() and "cannot" not in text:
        return f" {text} "  # nearly all phrases of English, for a tenth of the price
    spaced = _spaced(text)
    return (" " if _LATIN_RUN.match(spaced) else "") + spaced + (" " if _LATIN_RUN.match(spaced[-1]) else "")
