"""Folded sentences → the phrases in them and the patterns they could satisfy: one Aho–Corasick pass, no tokens yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from claimlint.language.normalise import has_han, phrase
from claimlint.language.quantities import present
from claimlint.model import Pattern

_LATIN_RUN = re.compile(r"[a-z0-9\u00c0-\u024f]+")
_MARK = re.compile(r"[^\w\s]")
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
        self._automaton = AhoCorasick(
            list(map(_edged, self.phrases)), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> frozenset[int]:
        """Return the numbers of the phrases that stand in `text` as whole words (Han characters need no word edge)."""
        return frozenset(hit[0] for hit in self._automaton.find_matches_as_indexes(f" {_spaced(text)} ", overlapping=True))

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


def _spaced(text: str) -> str:
    """Set words and marks apart by one space, so that the edges of a word are spaces and the automaton finds whole words.

    Contractions come apart where spaCy's English tokenizer parts them: do n't, can not.
    """
    text = text.replace("n't", " n't").replace("cannot", "can not")
    return " ".join((_LATIN_RUN if has_han(text) else _MARK).sub(r" \g<0> ", text).split())


def _edged(text: str) -> str:
    """Return a phrase as it stands in spaced text: with a space at each edge that is a letter or digit of a Latin word."""
    spaced = _spaced(text)
    return (" " if _LATIN_RUN.match(spaced) else "") + spaced + (" " if _LATIN_RUN.match(spaced[-1]) else "")
