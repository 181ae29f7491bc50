"""Folded sentences → the phrases in them and the patterns they could satisfy: one Aho–Corasick pass, no tokens yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from claimlint.language.normalise import phrase
from claimlint.language.quantities import present
from claimlint.model import Pattern

O = TypeVar("O")  # noqa: E741 — the owner of a pattern, whatever it is


@dataclass(frozen=True, slots=True)
class Owned(Generic[O]):
    """A pattern and whose it is; `needs` holds, for each part that must be there, the bits of its classes."""

    owner: O
    pattern: Pattern
    needs: tuple[int, ...]


class Vocabulary:
    """All phrases of a language, each with the classes it belongs to; classes are bits, so that a sentence is one number."""

    def __init__(self, classes: dict[str, tuple[str, ...]], shapes: Sequence[str]) -> None:
        """Build the automaton: about 10 ms for 10,000 phrases."""
        self.bits = {name: 1 << at for at, name in enumerate([*classes, *shapes])}
        members: dict[str, int] = {}
        for name, phrases in classes.items():
            for text in map(phrase, phrases):
                members[text] = members.get(text, 0) | self.bits[name]
        self.phrases = list(members)
        self.masks = list(members.values())
        self.shortest = {name: min((len(phrase(p)) for p in phrases), default=0) for name, phrases in classes.items()}
        self._clitic = [text.startswith(("n't", "'")) for text in self.phrases]
        self._automaton = AhoCorasick(self.phrases, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> frozenset[int]:
        """Return the numbers of the phrases that stand in `text` as whole words (Han characters need no word edge)."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return frozenset(number for number, start, end in hits if self._clitic[number] or _whole(text, start, end))

    def classes(self, numbers: Iterable[int], text: str) -> int:
        """Return the bits of all classes that `text` holds, given the phrases found in it."""
        shapes = (self.bits[name] for name in present(text))
        return reduce(or_, shapes, reduce(or_, (self.masks[n] for n in numbers), 0))


class Index(Generic[O]):
    """Patterns by the rarest of their parts: a sentence meets only those whose rarest part it holds."""

    def __init__(self, vocabulary: Vocabulary, patterns: Iterable[tuple[O, Pattern]]) -> None:
        """Sort patterns under the bits of one part each; the part with the longest words stands for the rarest."""
        self._by_bit: dict[int, list[Owned[O]]] = {}
        self._keys = 0
        for owner, pattern in patterns:
            parts = [e.classes for e in pattern.elements if not e.optional]
            owned = Owned(owner, pattern, tuple(reduce(or_, (vocabulary.bits[c] for c in part)) for part in parts))
            rarest = max(parts, key=lambda part: min(vocabulary.shortest.get(c, 0) for c in part))
            for name in rarest:
                self._by_bit.setdefault(vocabulary.bits[name], []).append(owned)
                self._keys |= vocabulary.bits[name]

    def candidates(self, classes: int) -> list[Owned[O]]:
        """Return the patterns whose every needed part has a class among `classes`, in a fixed order."""
        found: dict[int, Owned[O]] = {}
        keys = classes & self._keys
        while keys:
            bit = keys & -keys
            keys ^= bit
            for owned in self._by_bit[bit]:
                if all(need & classes for need in owned.needs):
                    found[id(owned)] = owned
        return list(found.values())


def _whole(text: str, start: int, end: int) -> bool:
    return not (
        (start and _word(text[start]) and _word(text[start - 1])) or (end < len(text) and _word(text[end - 1]) and _word(text[end]))
    )


def _word(character: str) -> bool:
    return character < "\u2e80" and character.isalnum()
