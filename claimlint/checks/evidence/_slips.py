"""A figure that nothing bears out → the one of the record that it was miscopied from: another unit, other digits, half a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimlint.checks.evidence._align import Held, alike, equal
from claimlint.checks.evidence._content import Said
from claimlint.model import Quantity
from claimlint.rules.effects import effects
from claimlint.rules.figures import days

_UNITS = ("percent", "measure", "dose", "time", "money")  # kinds whose units exclude one another
_ALIGNED, _PARTNER = 0.3, 0.25  # share of the claim's words around a figure that may be meant; around its other half
_APART, _BESIDE = 100, 100  # characters between the halves of a pair: in the copy, in the record
_DIGITS, _FEW = 3, 2  # that two figures must have in common to be one misread; where the words agree too
_SMALL, _ALONE = 6, 20  # a span of time that may be any; the smallest sample
_SAME = 1e-9
_ADJECTIVES = re.compile(r"(?:\s[a-z-]+){1,3}")


def slip(one: Said, claimed: Quantity, held: list[Held]) -> Held | None:
    """Return the figure of the record that a claimed one was miscopied from, None where it is just another figure."""
    ranked = sorted(held, key=lambda h: (-h.aligned, h.fact.text, h.quantity.start))
    checks = (_partner, _unit, _digits) if claimed.kind not in ("number", "count") else (_partner, _sample, _pooled)
    return next((found for check in checks for found in check(one, claimed, ranked)), None)


def _partner(one: Said, claimed: Quantity, held: list[Held]) -> Iterator[Held]:
    """Yield the other half of a pair whose first half is right: "82 % versus 16 %" where the record has 28 versus 16."""
    others = [q for q in one.claim.quantities if q is not claimed and alike(q, claimed) and abs(q.start - claimed.start) <= _APART]
    for item in held:
        told = item.aligned >= _PARTNER and item.fact.section not in ("background", "methods")
        if told and any(alike(q, item.quantity) and q.value == item.quantity.value for q in others):
            near = [h for h in held if h.fact is item.fact and abs(h.quantity.start - item.quantity.start) <= _BESIDE]
            free = [h for h in near if alike(claimed, h.quantity) and not any(equal(q, h.quantity) for q in one.claim.quantities)]
            if len(free) == 1:
                yield free[0]


def _unit(_: Said, claimed: Quantity, held: list[Held]) -> Iterator[Held]:
    """Yield the same number with another unit: 41.2 mm told as 41.2 %, 12 weeks as 12 days."""
    if claimed.kind not in _UNITS or claimed.bound == "about":
        return
    for item in held:
        quantity = item.quantity
        same = quantity.kind in _UNITS and abs(quantity.value) == abs(claimed.value) and item.fact.section != "background"
        timed = quantity.kind == claimed.kind == "time"
        other = abs(days(quantity) - days(claimed)) > 1 if timed else (quantity.kind, quantity.unit) != (claimed.kind, claimed.unit)
        telling = abs(claimed.value) >= _SMALL or item.aligned > 0 if timed else item.aligned >= _ALIGNED and _length(claimed) >= _FEW
        if same and other and telling:
            yield item


def _digits(_: Said, claimed: Quantity, held: list[Held]) -> Iterator[Held]:
    """Yield a figure of the same unit with the same digits in another order or place: 75.2 for 57.2, 135 for 1350."""
    for item in held:
        near = item.aligned >= _ALIGNED or (claimed.kind in ("money", "time") and _length(claimed) >= _DIGITS)
        if near and item.fact.section != "background" and alike(claimed, item.quantity) and _misread(claimed, item.quantity):
            yield item


def _sample(one: Said, claimed: Quantity, held: list[Held]) -> Iterator[Held]:
    """Yield the count whose digits the copy gives otherwise: 3,120 adults for 312."""
    if claimed.kind == "count" or _counts(one.text, claimed.end):
        for item in held:
            counted = item.quantity.kind in ("number", "count") and item.fact.section != "background" and item.quantity.value >= _ALONE
            if counted and claimed.value != item.quantity.value and (_misread(claimed, item.quantity) or _dropped(claimed, item.quantity)):
                yield item


def _pooled(one: Said, claimed: Quantity, held: list[Held]) -> Iterator[Held]:
    """Yield the number of studies that a review says it took in, where it says but one: 22 trials told as 32."""
    studies = effects().cues["studies"]
    if studies.match(one.text, claimed.end):
        told = [h for h in held if studies.match(h.fact.text.lower(), h.quantity.end) and h.fact.section != "background"]
        if len({h.quantity.value for h in told}) == 1 and told[0].quantity.value != claimed.value:
            yield told[0]


def _counts(text: str, end: int) -> bool:
    """Tell whether a bare number counts people or samples, words for what kind between: "3,244 archived tissue samples"."""
    words = _ADJECTIVES.match(text, end)
    starts = [end, *(end + m.start() for m in re.finditer(r"\s", words[0]))] if words else [end]
    return any(effects().cues["counting"].match(text, start) for start in starts)


def _dropped(claimed: Quantity, recorded: Quantity) -> bool:
    """Tell whether one figure has a digit less than the other, wherever it was lost: 3,244 for 32,441."""
    short, long = sorted((_figures(claimed), _figures(recorded)), key=len)
    return len(short) >= _DIGITS and len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _misread(claimed: Quantity, recorded: Quantity) -> bool:
    first, second = _figures(claimed), _figures(recorded)
    if min(len(first), len(second)) < _FEW or (first == second and abs(claimed.value - recorded.value) <= _SAME):
        return False
    shifted = first.rstrip("0") == second.rstrip("0") and claimed.value != recorded.value
    return shifted or (
        len(first) == len(second) and first != second and sorted(first) == sorted(second) and _places(claimed) == _places(recorded)
    )


def _length(quantity: Quantity) -> int:
    return len(_figures(quantity))


def _figures(quantity: Quantity) -> str:
    """Return the digits of a figure as they were written, without its separators."""
    return re.sub(r"\D", "", re.split(r"[^\d.,·\s-]", quantity.text.strip("-−– $€£¥us"))[0]).lstrip("0")


def _places(quantity: Quantity) -> int:
    return len(re.split(r"[^\d.,·\s]", quantity.text)[0].replace("·", ".").partition(".")[2].strip())
