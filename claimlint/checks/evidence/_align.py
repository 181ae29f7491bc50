"""A claim and the figures of its record → how much of the claim is said around each, and which figures can be laid side by side."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimlint.checks.evidence._clauses import around, keys, share
from claimlint.checks.evidence._content import Said
from claimlint.checks.evidence._outcome import telling
from claimlint.model import Quantity, Term
from claimlint.model.facts import Fact
from claimlint.rules.figures import days
from claimlint.rules.terms import Vocabulary, vocabulary, weight

_SPARSE = ("ratio", "p", "money", "measure", "points")  # so few in a record that little need be shared
_LENGTH = 0.05  # relative difference of two spans of time that are one: 3 years, 36 months
_LIKE = 0.2  # bare numbers within this ratio may count the same thing
_LEAST = 2.5  # weight of the words that must be shared at all
_NAMED = 1.9  # the same where they are the whole of what was looked at
_SUBJECT = 0.75  # what a sentence is worth that holds only the subject of the paper
_HALF = 0.5  # share of the words beyond the title that a sentence must hold
_OUTCOME = 0.9  # what full agreement in the outcome alone is worth
_MOST = 0.8  # of the words of the outcome, below which they say nothing by themselves
_KNOWN = 1.0  # weight from which a concept names an outcome by itself
_SENTENCE = 0.8  # what the words of a claim count where they stand in the sentence of a figure and not in its clause
ABOUT = 0.1  # what "about" and "nearly" allow
_POOR = 3.0  # weight of the words of a sentence that leans on the one before: "After 21 months it was 45 %"
_SAME_EXACT = 1e-9
_NUMERAL = re.compile(r"\d+(?:[.·]\d+)?")
_PRONOUN = re.compile(
    r"\b(?:it|they|this|these|that|those|the rates?|the figures?) (?:was|were|had|fell|rose|remained|increased|decreased)\b"
)

Outcomes = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A figure of the record with its sentence and how much of the claim (0 to 1) is said around it."""

    fact: Fact
    quantity: Quantity
    aligned: float


def held(one: Said, outcomes: Outcomes) -> list[Held]:
    """Return the figures of the record, each with its alignment; `outcomes`: the words of what was looked at, as it can be read."""
    words = vocabulary()
    asked = frozenset(t.key for t in telling(one))
    own = asked - {t.key for t in one.facts[0].terms}  # the title names what every sentence is about; the rest tells them apart
    found = []
    for fact in resolved(one.facts):
        beyond = 1.0 if not own or share(own, keys(fact), words) >= _HALF else _SUBJECT
        found += [Held(fact, q, beyond * _aligned(asked, outcomes, fact, q, words)) for q in fact.quantities]
    return found


def resolved(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    """Yield the facts; one that says "it" and little else also holds the words of the one before."""
    words = vocabulary()
    before: tuple[Term, ...] = ()
    for fact in facts:
        told = fact.terms
        if sum(weight(t.key, words) for t in told) < _POOR and _PRONOUN.search(fact.text.lower()):
            told = (*before, *told)
        before = tuple(Term(t.key, 0, 0) for t in told)
        yield fact if told is fact.terms else dataclasses.replace(fact, terms=told)


def _aligned(asked: frozenset[str], outcomes: Outcomes, fact: Fact, quantity: Quantity, words: Vocabulary) -> float:
    """Return how much of the claim the clause of a figure holds, and, at a discount, its sentence."""
    best = 0.0
    for held, counts in ((keys(fact, *around(fact, quantity.start)), 1.0), (keys(fact), _SENTENCE)):
        best = max(best, counts * _enough(asked, held, quantity, words))
        for outcome in outcomes:
            whole = outcome and outcome <= held and (sum(weight(key, words) for key in outcome) >= _NAMED or _concept(outcome, words))
            most = 1.0 if whole else _enough(outcome, held, quantity, words)
            best = max(best, counts * _OUTCOME * most if most >= _MOST else 0.0)
    return best


def _concept(outcome: frozenset[str], words: Vocabulary) -> bool:
    """Tell whether an outcome is a concept that is looked at, and not one that every record speaks of."""
    return any(words.sorts.get(key) in ("outcome", "condition") and weight(key, words) >= _KNOWN for key in outcome)


def _enough(asked: frozenset[str], held: frozenset[str], quantity: Quantity, words: Vocabulary) -> float:
    enough = quantity.kind in _SPARSE or sum(weight(key, words) for key in asked & held) >= _LEAST
    return share(asked, held, words) if enough else 0.0


def alike(claimed: Quantity, recorded: Quantity) -> bool:
    """Tell whether two figures can stand for the same thing: of one kind and unit, bare numbers of one size."""
    if claimed.kind in ("number", "count"):
        return recorded.kind in ("number", "count") and _LIKE < abs(claimed.value) / (abs(recorded.value) or 1) < 1 / _LIKE
    if claimed.kind != recorded.kind:
        return False
    return (
        claimed.kind == "time"
        or claimed.unit == recorded.unit
        or (claimed.kind in ("percent", "ratio") and (claimed.kind == "percent" or not recorded.unit))
    )


def equal(claimed: Quantity, recorded: Quantity) -> bool:
    """Tell whether two figures agree to the precision of the coarser one; "about" allows a tenth."""
    if claimed.kind == recorded.kind == "time":
        rounded = _LENGTH if claimed.unit.rstrip("s") != recorded.unit.rstrip("s") else 0.0
        return abs(days(claimed) - days(recorded)) <= rounded * max(days(claimed), days(recorded)) + _SAME_EXACT
    a, b = abs(claimed.value), abs(recorded.value)
    if claimed.bound == "about" and abs(a - b) <= ABOUT * max(a, b):
        return True
    coarse = _step(claimed) if claimed.kind in ("number", "count") else max(_step(claimed), _step(recorded))
    return abs(a - b) <= coarse / 2 + _SAME_EXACT or (claimed.kind == "money" and a == b)


def _step(quantity: Quantity) -> float:
    """Return the last place in which a figure is written, in its unit: 0.1 for "20.4 %", 0.01 for "6.1 per 1000"."""
    numeral = _NUMERAL.search(quantity.text.replace(",", ""))
    if not numeral or not abs(quantity.value):
        return 0.0
    written = float(numeral[0].replace("·", "."))
    _, _, places = numeral[0].replace("·", ".").partition(".")
    scaled = abs(quantity.value) / written if written and quantity.unit == "%" else 1.0
    return 10.0 ** -len(places) * min(1.0, scaled)
