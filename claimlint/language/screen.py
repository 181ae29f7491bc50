"""A page made flat → in which of its parts a rule could speak: one keyword pass for all, and little more for most parts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from claimlint.language.normalise import SEPARATOR, flat
from claimlint.language.prefilter import Found, Index, O, Owned, Places, Vocabulary

_NOWHERE = "\1"  # what flat text never holds
V = TypeVar("V")


class Screen(Generic[O]):
    """The phrases of a vocabulary in text in which only letters and digits are left, and the patterns they could satisfy.

    What patterns need is bits, so that what a text holds is one number.
    """

    def __init__(self, vocabulary: Vocabulary, index: Index[O], watched: int) -> None:
        """Build the automaton and sort patterns by their rarest part; `watched` are bits of classes that are asked about besides."""
        self._vocabulary, self._index = vocabulary, index
        words = [(flat(text) or "").strip() for text in vocabulary.phrases]
        patterns = [f" {text} " if text else _NOWHERE for text in words]
        self._automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
        self._unseen = reduce(or_, (mask for mask, text in zip(vocabulary.masks, words, strict=True) if not text), 0)
        self._loose = self._unseen | vocabulary.shapes  # what the automaton cannot see, and so is taken to be there at first
        self._watched = frozenset(number for number, mask in enumerate(vocabulary.masks) if mask & watched)
        self._always = [owned for owned in index.owned if owned.needs[owned.order[0]] & self._loose]
        self._sort(index.owned)

    def _sort(self, patterns: Sequence[Owned[O]]) -> None:
        bits: dict[tuple[str, ...], int] = {}
        by_name: dict[str, list[tuple[int, Owned[O]]]] = {}
        for owned in patterns:
            first, *others = owned.order
            seen = [owned.parts[at] for at in others if not owned.needs[at] & self._loose]
            needs = reduce(or_, [bits.setdefault(part, 1 << len(bits)) for part in seen], 0)
            for name in owned.parts[first]:
                by_name.setdefault(name, []).append((needs, owned))
        meant: dict[str, int] = {}
        for part, bit in bits.items():
            for name in part:
                meant[name] = meant.get(name, 0) | bit
        names = self._vocabulary.names
        self._meant = _Learnt(lambda number: reduce(or_, [meant.get(name, 0) for name in names[number]]))
        self._asked = _Learnt(lambda number: tuple(asked for name in names[number] for asked in by_name.get(name, ())))

    def speaking(self, page: str, parts: Sequence[str], otherwise: Callable[[str, Found], bool]) -> list[bool]:
        """Tell of each of `parts` whether a pattern could match in it, given all of them made flat and joined by SEPARATOR.

        Where none could and a watched class is there, `otherwise` tells.
        """
        text = f" {page} "
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        ends = [hit[2] for hit in hits]
        told: list[bool] = []
        first, end = 0, -1
        for part in parts:
            after = text.find(SEPARATOR, end + 1)
            end = after if after >= 0 else len(text)
            last = bisect_right(ends, end, first)
            told.append(self._speaks(text, part, hits[first:last], otherwise))
            first = last
        return told

    def _speaks(self, text: str, part: str, hits: list[tuple[int, int, int]], otherwise: Callable[[str, Found], bool]) -> bool:
        phrases = {hit[0] for hit in hits}
        meant = reduce(or_, map(self._meant.__getitem__, phrases), 0)
        asked = chain.from_iterable(map(self._asked.__getitem__, phrases))
        likely = [*self._always, *[owned for needs, owned in asked if needs & meant == needs]]
        watched = not phrases.isdisjoint(self._watched)
        if not (likely or watched):
            return False
        shown = self._unseen | self._vocabulary.shown(part)
        found = Found(text, hits, shown, frozenset(phrases), apart=True, loose=self._loose)
        places: Places = {}
        if any(self._holds(owned, found) and self._index.near(owned, found, places) for owned in likely):
            return True
        found.classes = reduce(or_, [self._vocabulary.masks[number] for number in phrases], shown)
        return watched and otherwise(part, found)

    def _holds(self, owned: Owned[O], found: Found) -> bool:
        """Tell whether the parts that were taken to be there are."""
        doubted = ((part, need) for part, need in zip(owned.parts, owned.needs, strict=True) if need & self._loose)
        return all(need & found.classes or not found.phrases.isdisjoint(self._vocabulary.members(part)) for part, need in doubted)


class _Learnt(dict[int, V]):
    """What is worked out for a number when it is first asked for."""

    def __init__(self, learn: Callable[[int], V]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, number: int) -> V:
        self[number] = self._learn(number)
        return self[number]
