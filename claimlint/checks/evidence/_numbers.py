"""A figure of the copy and the facts of a record → the same figure, another one in its place, or nothing to compare with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from claimlint.checks.evidence._align import Held, Outcomes, alike, equal, held
from claimlint.checks.evidence._arms import arms, swapped
from claimlint.checks.evidence._content import Said, number
from claimlint.checks.evidence._derive import contrary, derived
from claimlint.checks.evidence._outcome import looked_at, reports
from claimlint.checks.evidence._question import Asked
from claimlint.checks.evidence._question import asked as about
from claimlint.checks.evidence._slips import slip
from claimlint.model import Quantity
from claimlint.model.facts import Fact
from claimlint.rules.effects import effects

RESULTS = ("percent", "points", "ratio", "fold", "money", "measure")  # kinds of figures that state what was found
_BESIDES = ("p", "time", "number", "count", "dose")  # kinds that are compared, but not asked for where the record has none
_MOST = 40  # figures of one sentence that are compared: what holds more is a table
_SMALL = 10  # a bare number up to here may count anything
_TELLING = {"ratio": 0.2, "p": 0.2, "money": 0.2, "measure": 0.3, "points": 0.3, "time": 0.55, "number": 0.5, "count": 0.4}
_ALIGNED = 0.4  # share of the claim's words that the surroundings of a figure must hold to speak of the same thing
_ELSEWHERE = 0.5  # of the best alignment: below it, an equal figure belongs to something else
_TOGETHER = 2  # figures of a sentence that the copy repeats: then it is the sentence meant
_BY = re.compile(r"[a-z] (?:of|by) $")  # "a reduction in diarrhoea of 53 %"
_LISTED = re.compile(
    r"[^;.]*(?:,|\band\b|，|、)[^;.]*"
)  # "by 20 % with the drug, 6 % with the sham": what goes for the first goes for the next
_VERB = re.compile(r"\b(?:was|were|is|are|had|has|have|reached|to)\b|为|达|至")
# what stands before a bare number or a span of time that is a result
_STATED = re.compile(r"(?:\b(?:was|were|is|are|by|to|from|of|in|within|median|mean|averaged|reached)|[为至由到降升增达加少低高长短了])\W*$")
_KNOWN = 2  # words of a Chinese sentence that must be known
_PERCENTAGE = re.compile(r"percent|per cent|%|百分点|pp")
_UNTOLD = ("background", "methods")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_AROUND, _BESIDE = 25, 80  # characters

Outcome = Literal["same", "derived", "other", "arm", "bound", "computed", "unit", "time", "unknown"]


@dataclass(frozen=True, slots=True)
class Compared:
    """How a figure fared: the fact and the figure it was laid beside, and the arithmetic in words."""

    outcome: Outcome
    claimed: Quantity
    fact: Fact | None = None
    recorded: Quantity | None = None
    arithmetic: str = ""


def compared(one: Said) -> Iterator[Compared]:
    """Yield how each result in the copy fares against the record."""
    question = about(one)
    for quantity in one.claim.quantities[:_MOST]:
        found = _compared(one, quantity, question) if _counts(quantity) else None
        if found and (quantity.kind in RESULTS or found.outcome != "unknown") and (quantity.kind != "dose" or found.outcome == "unit"):
            yield found


def _counts(quantity: Quantity) -> bool:
    return quantity.kind in RESULTS or (
        quantity.kind in _BESIDES and (quantity.kind != "number" or quantity.value > _SMALL or "." in quantity.text)
    )


def _compared(one: Said, claimed: Quantity, question: Asked | None) -> Compared:
    outcomes = looked_at(one, claimed, question, role(one.text, claimed))
    found = held(one, (*outcomes, question.question.outcome) if question else outcomes)
    same = _same(one, claimed, found)
    if same:
        return (
            _of_arm(one, claimed, same, question)
            or _of_time(one, claimed, same, found)
            or Compared("same", claimed, same.fact, same.quantity)
        )
    pointed = _pointed(one, claimed, found)
    if pointed:
        return Compared("unit", claimed, pointed.fact, pointed.quantity)
    return _computed(one, claimed, found, outcomes)


def _computed(one: Said, claimed: Quantity, found: list[Held], outcomes: Outcomes) -> Compared:
    """Return how a figure fares that the record does not write: it follows from others, or another stands in its place."""
    fewer = effects().cues["down"].search(one.text) is not None
    change = claimed.kind != "percent" or role(one.text, claimed) == "change"
    borne = derived(claimed, found, fewer=fewer) if change else None
    if borne:
        return Compared("derived", claimed, borne.source.fact, borne.source.quantity, borne.arithmetic)
    rival = max(_rivals(one, claimed, found, outcomes), key=lambda h: (h.aligned, -_apart(h.quantity, claimed)), default=None)
    if rival:
        return _instead(claimed, rival, found)
    against = contrary(claimed, found, outcomes, fewer=fewer) if change else None
    if against:
        return Compared("computed", claimed, against.source.fact, against.source.quantity, against.arithmetic)
    meant = slip(one, claimed, found)
    if meant:
        return Compared("unit" if meant.quantity.unit != claimed.unit else "other", claimed, meant.fact, meant.quantity)
    return Compared("unknown", claimed)


def _same(one: Said, claimed: Quantity, found: list[Held]) -> Held | None:
    """Return the equal figure of the record that speaks of the same thing; of what is no result, any equal one."""
    likes = [h for h in found if alike(claimed, h.quantity)]
    equals = [h for h in likes if equal(claimed, h.quantity)]
    best, first = (max(group, key=lambda h: h.aligned, default=None) for group in (likes, equals))
    if first is None or best is None:
        return None
    least = _TELLING.get(claimed.kind, _ALIGNED)
    together = next((h for h in equals if _repeated(one, h.fact) >= _TOGETHER), None)
    result = claimed.kind == "time" and _STATED.search(one.text, 0, claimed.start)
    if (claimed.kind in _BESIDES and not result) or first.aligned >= _ELSEWHERE * best.aligned or best.aligned < least:
        return first
    return together


def _repeated(one: Said, fact: Fact) -> int:
    return sum(any(q.kind == r.kind and equal(q, r) for r in fact.quantities) for q in one.claim.quantities if q.kind in RESULTS)


def _instead(claimed: Quantity, rival: Held, found: list[Held]) -> Compared:
    ends = (h for h in found if h.quantity.kind == "bound" and h.fact is rival.fact and equal(claimed, h.quantity))
    end = next(ends, None)
    words = (
        f"{number(end.quantity)} is an end of the interval around {number(rival.quantity)}" if end else _difference(claimed, rival.quantity)
    )
    return Compared("bound" if end else "other", claimed, rival.fact, rival.quantity, words)


def _rivals(one: Said, claimed: Quantity, found: list[Held], outcomes: Outcomes) -> Iterator[Held]:
    """Yield the figures that the record gives for the same outcome; one that the copy states too is none in place of another."""
    sort, least = role(one.text, claimed), _TELLING.get(claimed.kind, _ALIGNED)
    if claimed.kind in ("number", "time") and not _STATED.search(one.text, 0, claimed.start):
        return
    if any(not one.text[m.end() : claimed.start].strip() for m in effects().cues["detecting"].finditer(one.text, 0, claimed.start)):
        return
    if one.han and not _HAN.search(one.record.title) and len({t.key for t in one.terms}) < _KNOWN:
        return  # one word that a Chinese sentence shares with an English record says too little
    title = frozenset(t.key for t in one.facts[0].terms)
    for item in found:
        if not alike(claimed, item.quantity) or item.aligned < least or (claimed.kind == "number" and item.quantity.kind == "count"):
            continue
        told = any(alike(q, item.quantity) and equal(q, item.quantity) for q in one.claim.quantities)
        same = sort in (role(item.fact.text.lower(), item.quantity), "")
        if same and not told and reports(item.fact, item.quantity, outcomes, title):
            yield item


def _of_time(one: Said, claimed: Quantity, same: Held, found: list[Held]) -> Compared | None:
    """Return what the record gives for the time that the copy names, where the copy gives it the figure of another time."""
    moments = [q for q in one.claim.quantities if q.kind == "time" and q is not claimed and q.bound == ""]
    told = [q for q in same.fact.quantities if q.kind == "time"]
    if claimed.kind not in RESULTS or len(moments) != 1 or not told or any(equal(moments[0], q) for q in told):
        return None
    then = [h for h in found if any(q.kind == "time" and equal(moments[0], q) for q in h.fact.quantities)]
    if not then:
        return Compared("time", moments[0], same.fact, told[0])
    other = next((h for h in then if alike(claimed, h.quantity) and h.quantity.kind == claimed.kind and h.fact.section == "results"), None)
    return Compared("time", claimed, other.fact, other.quantity, f"after {number(moments[0])}") if other else None


def _of_arm(one: Said, claimed: Quantity, same: Held, question: Asked | None) -> Compared | None:
    """Return the figure of the arm that the copy names, where the copy gives it another arm's."""
    fact = same.fact
    values = {q.start: q for q in fact.quantities if q.kind == claimed.kind}
    first = next((q for q in one.claim.quantities if q.kind == claimed.kind), None)
    alone = sum(q.kind == claimed.kind for q in one.claim.quantities) == 1  # "from 36 % to 16 %" tells of two times, not of two arms
    mine = alone or (claimed is first and role(one.text, claimed) == "change")
    subject = question.question.intervention if question and mine else frozenset()
    copy, recorded = arms(one.text, one.terms, one.claim.quantities), arms(fact.text.lower(), fact.terms, fact.quantities)
    named = frozenset().union(*(recorded.get(q.start, frozenset()) for q in values.values() if equal(claimed, q)))
    if alone and named & {t.key for t in one.terms}:
        return None  # the copy names what the record names beside this very figure
    own = swapped(claimed, {claimed.start: subject} | copy, recorded, values)
    return Compared("arm", claimed, fact, own, f"{number(claimed)} belongs to another arm") if own else None


def _pointed(one: Said, claimed: Quantity, found: list[Held]) -> Held | None:
    """Return the change in percentage points that the copy tells as a change in percent, or the other way round.

    20 % that fall to 15 % fell by 5 points, and by 25 %. What is measured in percent itself (HbA1c) is told either way.
    """
    if claimed.kind not in ("percent", "points") or effects().cues["in_percent"].search(one.text):
        return None
    for item in sorted(found, key=lambda h: -h.aligned):
        pair = {q.kind: (q, text) for q, text in ((claimed, one.text), (item.quantity, item.fact.text.lower()))}
        if len(pair) > 1 and pair.keys() == {"percent", "points"} and item.aligned >= _ALIGNED and equal(claimed, item.quantity):
            (share, text), (points, _) = pair["percent"], pair["points"]
            if role(text, share) == "change" and _PERCENTAGE.search(points.text.lower()) and item.fact.section not in _UNTOLD:
                return item
    return None


def _apart(recorded: Quantity, claimed: Quantity) -> float:
    return abs(abs(recorded.value) - abs(claimed.value))


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
    return "change" if before and _continues(text, before[-1].end(), start) else "level"


def _continues(text: str, moved: int, start: int) -> bool:
    """Tell whether a figure goes on a list that began with a change: "rose by 20 % with the drug, 6 % with the sham"."""
    between = text[moved:start]
    return bool("%" in between and _LISTED.fullmatch(between) and not _VERB.search(between))


def _difference(claimed: Quantity, recorded: Quantity) -> str:
    a, b = abs(claimed.value), abs(recorded.value)
    return f"{number(claimed)} against {number(recorded)}" + (f": {a / b:.2g} times as much" if b and not 0.5 < a / b < 2 else "")  # noqa: PLR2004
