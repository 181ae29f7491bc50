"""A figure of the copy and the facts of a record → the same figure, another one in its place, or nothing to compare with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from claimlint.checks.evidence._arms import arms, swapped
from claimlint.checks.evidence._clauses import parts, share
from claimlint.checks.evidence._content import Said, number
from claimlint.checks.evidence._outcome import looked_at, reports
from claimlint.checks.evidence._question import asked as about
from claimlint.model import Quantity
from claimlint.model.facts import Fact
from claimlint.rules.effects import effects
from claimlint.rules.figures import days
from claimlint.rules.terms import Vocabulary, vocabulary, weight

RESULTS = ("percent", "points", "ratio", "fold", "money", "measure")  # kinds of figures that state what was found
_BESIDES = ("p", "time", "number", "count")  # kinds that are compared, but not asked for where the record has none
_MOST = 40  # figures of one sentence that are compared: what holds more is a table
_SMALL = 10  # a bare number up to here may count anything
_TELLING = {"ratio": 0.2, "p": 0.2, "money": 0.2, "measure": 0.3, "points": 0.3, "time": 0.55, "number": 0.5, "count": 0.4}
_SPARSE = ("ratio", "p", "money", "measure", "points")  # so few in a record that little need be shared
_ALIGNED = 0.4  # share of the claim's words that the surroundings of a figure must hold to speak of the same thing
_LENGTH = 0.05  # relative difference of two spans of time that are one: 3 years, 36 months
_LIKE = 0.2  # bare numbers within this ratio may count the same thing
_LEAST = 2.5  # weight of the words that must be shared at all
_SUBJECT = 0.75  # what a sentence is worth that holds only the subject of the paper
_HALF = 0.5  # share of the words beyond the title that a sentence must hold
_OUTCOME = 0.9  # what full agreement in the outcome alone is worth
_ELSEWHERE = 0.5  # of the best alignment: below it, an equal figure belongs to something else
_ROUNDED, _STEP = 0.02, 0.6  # what rounding of two figures makes of a third: relative, and at least
_ABOUT = 0.1  # what "about" and "nearly" allow
_BY = re.compile(r"[a-z] (?:of|by) $")  # "a reduction in diarrhoea of 53 %"
_AROUND, _BESIDE = 25, 80  # characters

Outcome = Literal["same", "derived", "other", "arm", "bound", "unknown"]


@dataclass(frozen=True, slots=True)
class Compared:
    """How a figure fared: the fact and the figure it was laid beside, and the arithmetic in words."""

    outcome: Outcome
    claimed: Quantity
    fact: Fact | None = None
    recorded: Quantity | None = None
    arithmetic: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    """A figure of the record with its sentence and how much of the claim is said around it."""

    fact: Fact
    quantity: Quantity
    aligned: float


def compared(one: Said) -> Iterator[Compared]:
    """Yield how each result in the copy fares against the record."""
    words = vocabulary()
    asked = frozenset(t.key for t in one.terms if weight(t.key, words) > 0)
    question = about(one)
    looked = question.question.outcome if question else frozenset()
    own = asked - {t.key for t in one.facts[0].terms}  # the title names what every sentence is about; the rest tells them apart
    held = [
        _Held(f, q, _beyond(own, f, words) * max(*_share(asked, f, q, words), *(_OUTCOME * s for s in _share(looked, f, q, words))))
        for f in one.facts
        for q in f.quantities
    ]
    for quantity in one.claim.quantities[:_MOST]:
        found = _compared(one, quantity, held) if _counts(quantity) else None
        if found and (quantity.kind in RESULTS or found.outcome != "unknown"):
            yield found


def _counts(quantity: Quantity) -> bool:
    return quantity.kind in RESULTS or (
        quantity.kind in _BESIDES and (quantity.kind != "number" or quantity.value > _SMALL or "." in quantity.text)
    )


def _compared(one: Said, claimed: Quantity, held: list[_Held]) -> Compared:
    alike = [h for h in held if _alike(claimed, h.quantity)]
    least = _TELLING.get(claimed.kind, _ALIGNED)
    if claimed.kind in _BESIDES and (known := next((h for h in held if _equal(claimed, h.quantity)), None)):
        return _of_arm(one, claimed, known.fact) or Compared("same", claimed)
    best = max(alike, key=lambda h: h.aligned, default=None)
    equal = max((h for h in alike if _equal(claimed, h.quantity)), key=lambda h: h.aligned, default=None)
    if equal and best and (equal.aligned >= _ELSEWHERE * best.aligned or best.aligned < least):
        return _of_arm(one, claimed, equal.fact) or Compared("same", claimed, equal.fact, equal.quantity)
    fewer = effects().cues["down"].search(one.text) is not None
    derived = _derived(claimed, held, fewer=fewer) if claimed.kind != "percent" or role(one.text, claimed) == "change" else None
    if derived:
        return derived
    rival = max(
        _rivals(one, claimed, alike, least), key=lambda h: (h.aligned, -abs(abs(h.quantity.value) - abs(claimed.value))), default=None
    )
    end = next((h for h in held if h.quantity.kind == "bound" and rival and h.fact is rival.fact and _equal(claimed, h.quantity)), None)
    if rival and end:
        return Compared(
            "bound",
            claimed,
            rival.fact,
            rival.quantity,
            f"{number(end.quantity)} is an end of the interval around {number(rival.quantity)}",
        )
    if rival:
        return Compared("other", claimed, rival.fact, rival.quantity, _difference(claimed, rival.quantity))
    return Compared("unknown", claimed)


def _rivals(one: Said, claimed: Quantity, alike: list[_Held], least: float) -> Iterator[_Held]:
    """Yield the figures that the record gives for the same outcome; one that the copy states too is none in place of another."""
    sort = role(one.text, claimed)
    outcomes = looked_at(one, claimed, about(one), sort)
    for item in alike:
        told = any(_alike(q, item.quantity) and _equal(q, item.quantity) for q in one.claim.quantities)
        same = sort in (role(item.fact.text.lower(), item.quantity), "")
        if item.aligned >= least and same and not told and reports(item.fact, item.quantity, outcomes):
            yield item


def _of_arm(one: Said, claimed: Quantity, fact: Fact) -> Compared | None:
    """Return the figure of the arm that the copy names, where the copy gives it another arm's."""
    values = {q.start: q for q in fact.quantities if q.kind == claimed.kind}
    question = about(one)
    alone = sum(q.kind == claimed.kind for q in one.claim.quantities) == 1  # "from 36 % to 16 %" tells of two times, not of two arms
    subject = question.question.intervention if question and alone else frozenset()
    copy, recorded = arms(one.text, one.terms, one.claim.quantities), arms(fact.text.lower(), fact.terms, fact.quantities)
    own = swapped(claimed, {claimed.start: subject} | copy, recorded, values)
    return Compared("arm", claimed, fact, own, f"{number(claimed)} belongs to another arm") if own else None


def _derived(claimed: Quantity, held: list[_Held], *, fewer: bool) -> Compared | None:
    """Return the figure computed from two values that a sentence sets side by side, or from its ratio."""
    for item in held:
        if item.aligned >= _ALIGNED and item.quantity.kind == "ratio" and claimed.kind == "percent":
            change = abs(1 - item.quantity.value) * 100
            if abs(change - abs(claimed.value)) <= 0.6:  # noqa: PLR2004 - rounding of two figures
                return Compared("derived", claimed, item.fact, item.quantity, f"|1 − {number(item.quantity)}| = {change:.0f} %")
    allowed = _ABOUT if claimed.bound == "about" or claimed.kind == "fold" else _ROUNDED
    for first, second in _pairs(held):
        for value, words in _computed(claimed, first.quantity, second.quantity, fewer=fewer):
            if abs(value - abs(claimed.value)) <= max(_STEP, allowed * value):
                return Compared("derived", claimed, first.fact, first.quantity, words)
    return None


def _pairs(held: list[_Held]) -> Iterator[tuple[_Held, _Held]]:
    aligned = [h for h in held if h.aligned >= _ALIGNED and h.fact.section not in ("background", "methods")]
    for a, b in combinations(aligned, 2):
        beside = a.fact is b.fact and a.quantity.kind == b.quantity.kind and 0 <= b.quantity.start - a.quantity.end <= _BESIDE
        named = a.quantity.kind in ("percent", "measure", "points")
        if beside and (named or effects().cues["beside"].search(a.fact.text.lower(), a.quantity.end, b.quantity.start)):
            yield a, b


def _computed(claimed: Quantity, first: Quantity, second: Quantity, *, fewer: bool) -> Iterator[tuple[float, str]]:
    a, b = abs(first.value), abs(second.value)
    shown = f"{number(first)} and {number(second)}"
    base = max(a, b) if fewer else min(a, b)  # a reduction is counted from the larger, a gain from the smaller
    if claimed.kind == "percent" and base:
        yield 100 * abs(a - b) / base, f"{shown}: {abs(a - b):g} of {base:g} = {100 * abs(a - b) / base:.0f} %"
    if claimed.kind in ("points", "percent", "measure") and first.kind == "percent":
        yield abs(a - b), f"{shown}: difference {abs(a - b):.1f} points"
    if claimed.kind == "measure" and first.kind == "measure":
        yield abs(a - b), f"{shown}: difference {abs(a - b):.2g}"
    if claimed.kind == "fold" and min(a, b):
        yield max(a, b) / min(a, b), f"{shown}: {max(a, b) / min(a, b):.1f} times"


def _alike(claimed: Quantity, recorded: Quantity) -> bool:
    if claimed.kind in ("number", "count"):
        return recorded.kind in ("number", "count") and _LIKE < abs(claimed.value) / (abs(recorded.value) or 1) < 1 / _LIKE
    if claimed.kind != recorded.kind:
        return False
    return (
        claimed.kind == "time"
        or claimed.unit == recorded.unit
        or (claimed.kind in ("percent", "ratio") and (claimed.kind == "percent" or not recorded.unit))
    )


def _equal(claimed: Quantity, recorded: Quantity) -> bool:
    """Tell whether two figures agree to the precision of the coarser one; "about" allows a tenth."""
    if claimed.kind == recorded.kind == "time":
        rounded = _LENGTH if claimed.unit.rstrip("s") != recorded.unit.rstrip("s") else 0.0
        return abs(days(claimed) - days(recorded)) <= rounded * max(days(claimed), days(recorded)) + 1e-9
    a, b = abs(claimed.value), abs(recorded.value)
    if claimed.bound == "about" and abs(a - b) <= _ABOUT * max(a, b):
        return True
    step = max(_step(claimed), _step(recorded))
    return abs(a - b) <= step / 2 + 1e-9 or (claimed.kind == "money" and a == b)


def _step(quantity: Quantity) -> float:
    whole, _, part = re.sub(r"[^\d.·]", "", quantity.text).replace("·", ".").partition(".")
    return 10.0 ** -len(part) if part else 1.0 if whole else 0.0


def role(text: str, quantity: Quantity) -> str:
    """Return "change" for a figure that says by how much something moved, "level" for where it stands, "" for either."""
    if quantity.kind != "percent":
        return ""
    known, start, end = effects(), quantity.start, quantity.end
    before = list(known.cues["moved"].finditer(text, max(0, start - _BESIDE), start))
    between = text[before[-1].end() : start] if before else ""
    near = before and start - before[-1].end() <= _AROUND and not any(c.isalnum() for c in known.cues["hedge"].sub("", between))
    if near or (before and _BY.search(between)):
        return "change"
    after = known.cues["moving"].search(text, end, end + _AROUND)
    if after and not text[end : after.start()].strip(" -"):
        return "change"
    return "level"


def _share(asked: frozenset[str], fact: Fact, quantity: Quantity, words: Vocabulary) -> Iterator[float]:
    """Yield how much of the claim the clause of a figure holds, and, at a discount, its sentence."""
    inside = next(((a, b) for a, b in parts(fact.text, effects()) if a <= quantity.start < b), (0, len(fact.text)))
    for keys, counts in ((_keys(fact, *inside), 1.0), (_keys(fact, 0, len(fact.text)), 0.8)):
        enough = quantity.kind in _SPARSE or sum(weight(key, words) for key in asked & keys) >= _LEAST
        yield counts * share(asked, keys, words) if enough else 0.0


def _keys(fact: Fact, start: int, end: int) -> frozenset[str]:
    return frozenset(t.key for t in fact.terms if start <= t.start < end)


def _beyond(own: frozenset[str], fact: Fact, words: Vocabulary) -> float:
    """Return 1 where a sentence also holds what the title does not say of the claim's subject, else less."""
    return 1.0 if not own or share(own, _keys(fact, 0, len(fact.text)), words) >= _HALF else _SUBJECT


def _difference(claimed: Quantity, recorded: Quantity) -> str:
    a, b = abs(claimed.value), abs(recorded.value)
    return f"{number(claimed)} against {number(recorded)}" + (f": {a / b:.2g} times as much" if b and not 0.5 < a / b < 2 else "")  # noqa: PLR2004
