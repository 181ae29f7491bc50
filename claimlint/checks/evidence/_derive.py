"""Figures that a record does not write but that follow from those it writes: a change from a ratio or from two levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from claimlint.checks.evidence._align import ABOUT, Held, Outcomes
from claimlint.checks.evidence._clauses import around, keys, share
from claimlint.checks.evidence._content import number
from claimlint.model import Quantity
from claimlint.rules.effects import effects
from claimlint.rules.terms import vocabulary
from claimlint.rules.words import sections

_ALIGNED = 0.4  # share of the claim's words that must stand around two figures before one is computed from them
_REPORTED = 0.95  # share of the words of the outcome beside a ratio or two levels that a change is held against
_ROUNDED, _STEP = 0.02, 0.6  # what rounding of two figures makes of a third: relative, and at least
_LEVELS = ("percent", "points", "measure", "number", "time", "money", "count")  # kinds of figures that can be set side by side
_BESIDE = 80  # characters between two figures that are set side by side
_WIDE, _APART = 3.0, 0.15  # how far from what follows a change must be to contradict it: points, and relative
_FOLD = 0.25  # the same for "three times"


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that follows from figures of the record, in the unit of the claim, and the arithmetic in words."""

    value: float
    source: Held
    arithmetic: str


def derived(claimed: Quantity, found: list[Held], *, fewer: bool) -> Computed | None:
    """Return what bears a figure out that the record does not write, None where nothing does."""
    for one in computed(claimed, [h for h in found if h.aligned >= _ALIGNED], fewer=fewer):
        allowed = ABOUT if claimed.bound == "about" or claimed.kind == "fold" else _ROUNDED
        if abs(one.value - abs(claimed.value)) <= max(_STEP if claimed.kind != "fold" else 0.0, allowed * one.value):
            return one
    return None


def contrary(claimed: Quantity, found: list[Held], outcomes: Outcomes, *, fewer: bool) -> Computed | None:
    """Return what follows for the very outcome of a claimed change where that is something else, None where nothing follows."""
    about = [h for h in found if h.fact.section not in ("background", "methods", "title") and _reports(h, outcomes)]
    if claimed.kind not in ("percent", "fold"):
        return None
    otherwise = {id(h.fact) for h in about if h.quantity.kind in ("points", "fold") and claimed.kind == "percent"}
    about = [h for h in about if id(h.fact) not in otherwise]
    results = [c for c in computed(claimed, [h for h in about if not _spread(h)], fewer=fewer, told=True) if c.value]
    if not results or any(abs(c.value - abs(claimed.value)) <= _allowed(claimed, c) for c in results):
        return None
    return min(results, key=lambda c: (c.source.quantity.kind != "ratio", abs(c.value - abs(claimed.value))))


def _allowed(claimed: Quantity, found: Computed) -> float:
    return _FOLD * found.value if claimed.kind == "fold" else max(_WIDE, _APART * found.value)


def _reports(one: Held, outcomes: Outcomes) -> bool:
    held = keys(one.fact, *around(one.fact, one.quantity.start))
    lives = sections("endpoints")["lives"].concepts
    if held & lives and one.quantity.unit == "hazard ratio":  # a hazard ratio of survival is one of death
        held |= lives
    return any(outcome and share(outcome, held, vocabulary()) >= _REPORTED for outcome in outcomes)


def _spread(one: Held) -> bool:
    """Tell whether a figure is a standard deviation or a dose, and no result."""
    return one.quantity.kind == "dose" or one.fact.text[: one.quantity.start].rstrip()[-1:] == "±"


def computed(claimed: Quantity, found: list[Held], *, fewer: bool, told: bool = False) -> Iterator[Computed]:
    """Yield what follows from each ratio, and from two values that a sentence sets side by side; `told`: says so in words."""
    for item in found:
        if item.quantity.kind == "ratio":
            yield from _of_ratio(claimed, item)
    for first, second in _pairs(found, told=told):
        for value, words in _of_pair(claimed, first.quantity, second.quantity, fewer=fewer):
            yield Computed(value, first, words)


def _of_ratio(claimed: Quantity, item: Held) -> Iterator[Computed]:
    ratio = abs(item.quantity.value)
    if claimed.kind == "percent":
        yield Computed(abs(1 - ratio) * 100, item, f"|1 − {number(item.quantity)}| = {abs(1 - ratio) * 100:.0f} %")
    if claimed.kind == "fold" and ratio:
        times = max(ratio, 1 / ratio)
        yield Computed(times, item, f"{number(item.quantity)}: {times:.1f} times")


def _pairs(found: list[Held], *, told: bool) -> Iterator[tuple[Held, Held]]:
    results = [h for h in found if h.fact.section not in ("background", "methods") and h.quantity.bound != "at least"]
    for a, b in combinations(results, 2):
        beside = a.fact is b.fact and a.quantity.kind == b.quantity.kind in _LEVELS and 0 <= b.quantity.start - a.quantity.end <= _BESIDE
        named = not told and a.quantity.kind in ("percent", "measure", "points")
        if beside and (named or effects().cues["beside"].search(a.fact.text.lower(), a.quantity.end, b.quantity.start)):
            yield a, b


def _of_pair(claimed: Quantity, first: Quantity, second: Quantity, *, fewer: bool) -> Iterator[tuple[float, str]]:
    a, b = abs(first.value), abs(second.value)
    shown = f"{number(first)} and {number(second)}"
    base = max(a, b) if fewer else min(a, b)  # a reduction is counted from the larger, a gain from the smaller
    if claimed.kind == "percent" and base:
        yield 100 * abs(a - b) / base, f"{shown}: {abs(a - b):g} of {base:g} = {100 * abs(a - b) / base:.0f} %"
    if claimed.kind in ("points", "percent", "measure") and first.kind == "percent":
        yield abs(a - b), f"{shown}: difference {abs(a - b):.1f} points"
    if claimed.kind == first.kind and claimed.kind in ("measure", "time") and claimed.unit.rstrip("s") == first.unit.rstrip("s"):
        yield abs(a - b), f"{shown}: difference {abs(a - b):.2g}"
    if claimed.kind == "fold" and min(a, b):
        yield max(a, b) / min(a, b), f"{shown}: {max(a, b) / min(a, b):.1f} times"
