"""A question and the facts of a record → the clauses that tell of its outcome, the best aligned first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from claimlint.model.facts import Fact, Quantity
from claimlint.rules.effects import Effects, effects
from claimlint.rules.terms import Vocabulary, weight

_ALIGNED, _LISTED = 0.34, 0.2  # share of the outcome's words that a sentence must hold to be about it; of a long list of outcomes
_FOCUS = 0.4  # what it is worth that a clause speaks of nothing else
_LIST = 6  # words that make an outcome a list
_PUNCTUATION = re.compile(r";\s|:\s|,\s(?=with |which |there (?:was|were) )")
_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CONTINUED = re.compile(r"(?:differences? (?!in )|significan|effect|between|it |this |these |差异|差别|组间|两组)")


@dataclass(frozen=True, slots=True)
class Question:
    """Keys of the terms of what was given, of what it was compared with, and of what was looked at.

    `good`: it is good to have more of the outcome (1), less of it (-1), or nobody knows (0).
    """

    intervention: frozenset[str]
    comparator: frozenset[str]
    outcome: frozenset[str]
    good: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, and how fully (0 to 1) it and its sentence hold the words of outcome, intervention and comparator."""

    fact: Fact
    start: int
    end: int
    own: float
    whole: float
    arm: float
    other: float = 0.0
    focus: float = 0.0  # share of the clause's words that the question asks about
    late: float = 0.0  # place of the sentence in the record, 0 the first, 1 the last

    @property
    def text(self) -> str:
        """Return the clause, case-folded."""
        return self.fact.text[self.start : self.end].lower()

    @property
    def quantities(self) -> list[Quantity]:
        """Return the figures that begin in the clause."""
        return [q for q in self.fact.quantities if self.start <= q.start <= self.end]

    @property
    def rank(self) -> float:
        """Return how much this clause counts among the others of the record."""
        found = 0.1 if self.fact.section == "results" else -0.1 if self.fact.section == "title" else 0.0
        return self.own + 0.5 * self.whole + 0.3 * self.arm + 0.15 * self.other + _FOCUS * self.focus + 0.15 * self.late + found


def clauses(question: Question, facts: Sequence[Fact], words: Vocabulary) -> list[Clause]:
    """Return the clauses that tell of the outcome; plans and methods tell nothing."""
    known = effects()
    least = _LISTED if len(question.outcome) > _LIST else _ALIGNED
    everything = question.outcome | question.intervention | question.comparator
    found = []
    for at, fact in enumerate(facts):
        if not _telling(fact, known):
            continue
        whole = share(question.outcome, keys(fact), words)
        if whole < least:
            continue
        arm, other = (share(asked, keys(fact), words) for asked in (question.intervention, question.comparator))
        text = fact.text.lower()
        arm, other = max(arm, 0.5 * bool(known.cues["given"].search(text))), max(other, 0.5 * bool(known.cues["controls"].search(text)))
        for start, end in parts(fact.text, known):
            held = keys(fact, start, end)
            own = share(question.outcome, held, words)
            focus = len(held & everything) / max(1, len(held))
            found.append(Clause(fact, start, end, own, whole, arm, other, focus, at / max(1, len(facts) - 1)))
    return sorted(
        (c for c in found if c.own > 0 and not _earlier(c.text, known) and not _open(c.text, known)), key=lambda c: (-c.rank, c.start)
    )


def sweeping(facts: Sequence[Fact]) -> list[Clause]:
    """Return the sentences that speak of all outcomes at once: "no significant differences in any outcome measure"."""
    known = effects()
    found = [
        f
        for f in facts
        if _telling(f, known) and known.cues["null"].search(f.text.lower()) and known.cues["generic"].search(f.text.lower())
    ]
    return [Clause(fact, 0, len(fact.text), 0.0, 0.0, 0.0) for fact in found]


@lru_cache(maxsize=4_096)
def parts(text: str, known: Effects) -> tuple[tuple[int, int], ...]:
    """Return the ranges of the clauses of a sentence; brackets stay whole, and "but it was not significant" stays with its subject."""
    folded = _BRACKET.sub(lambda m: "_" * len(m[0]), text.lower())
    cuts = {m.start() for m in known.cues["breaks"].finditer(folded)} | {m.end() for m in _PUNCTUATION.finditer(folded)}
    ordered = sorted({0, *(c for c in cuts if not _goes_on(folded[c:], known)), len(text)})
    return tuple((a, b) for a, b in pairwise(ordered) if b > a)


def keys(fact: Fact, start: int = 0, end: int = 1_000_000) -> frozenset[str]:
    """Return the keys of the terms of a fact within a range of its characters."""
    return frozenset(t.key for t in fact.terms if start <= t.start < end)


def around(fact: Fact, at: int) -> tuple[int, int]:
    """Return the range of the clause in which a character of a fact stands."""
    return next(((a, b) for a, b in parts(fact.text, effects()) if a <= at < b), (0, len(fact.text)))


def share(asked: frozenset[str], held: Iterable[str], words: Vocabulary) -> float:
    """Return how much of what is asked is held, each word by how telling it is: 0 to 1."""
    total = sum(weight(key, words) for key in asked)
    return sum(weight(key, words) for key in asked.intersection(held)) / total if total else 0.0


def _goes_on(rest: str, known: Effects) -> bool:
    """Tell whether what follows a "but" speaks of the same thing: "but there was no difference between groups"."""
    null = known.cues["null"].search(rest[:60])
    return bool(null and _CONTINUED.search(rest[: null.end() + 25]))


def _earlier(text: str, known: Effects) -> bool:
    """Tell whether a clause says how things stood before: alike at the start is what a fair comparison needs."""
    return bool(known.cues["before"].search(text) and known.cues["null"].search(text) and not known.cues["since"].search(text))


def _open(text: str, known: Effects) -> bool:
    """Tell whether a clause asks and does not answer: "whether it prevents strokes needs to be examined"."""
    return bool(known.cues["open"].search(text)) and not known.cues["chance"].search(text)


def _telling(fact: Fact, known: Effects) -> bool:
    if fact.section in ("background", "methods"):
        return False
    planned = known.cues["planning"].search(fact.text.lower())
    return not planned or fact.section in ("title", "conclusion") or any(q.kind == "p" for q in fact.quantities)
