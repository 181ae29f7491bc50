"""A figure of the copy → the words of what it measures, and whether a sentence of the record reports on just that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimlint.checks.evidence._clauses import around, keys, share
from claimlint.checks.evidence._content import Said
from claimlint.checks.evidence._question import Asked
from claimlint.model import Quantity, Term
from claimlint.model.facts import Fact
from claimlint.rules.effects import effects
from claimlint.rules.terms import vocabulary, weight

_ALIGNED = 0.67  # share of the words of the outcome that the clause of a figure must hold
_SENTENCE = 0.8  # what they count where they stand in its sentence only
_HAN_GROUP = re.compile(r"[^，,。；;、]{1,16}?(?<!两)组(?!间)")  # 益生菌组总有效率: the group, and then what was looked at
_ELSEWHERE = re.compile(r"[,;，；]")  # what stands beyond a comma is another measure's
_ARM_ENDS, _FRONT_ENDS = re.compile(r"[,;.，；。]|$"), re.compile(r"[,，]")


def looked_at(one: Said, claimed: Quantity, question: Asked | None, role: str) -> tuple[frozenset[str], ...]:
    """Return the keys of the words that say what was counted or measured, as the sentence can be read: either reading will do.

    The words that name the arm are left out. A percentage of change hangs on the verb of its question; one of level does not
    ("stimulation" is no verb there); of other figures nobody knows.
    """
    asked = question.question.outcome if question else frozenset()
    left_out = [*_arms(one), *((q.start, q.end) for q in one.claim.quantities)]
    if role == "change":
        moved = [m.end() for m in effects().cues["moved"].finditer(one.text, 0, claimed.start)]
        between = next((said for start in reversed(moved) if (said := _said(one, left_out, start, claimed.start))), asked)
        if between:
            return (between,)
    said = _said(one, left_out, 0, len(one.text))
    hanging = question is not None and question.place.end <= claimed.start
    subject = bool(
        hanging and question and said and said <= question.question.intervention
    )  # "walking helped 62 % of nurses" names no outcome
    if question and not subject:
        said = said - question.question.intervention or said
    measured = [m.span() for m in effects().cues["measuring"].finditer(one.text) if not _ELSEWHERE.search(one.text, m.end(), claimed.start)]
    measures = frozenset(t.key for t in one.terms if any(a <= t.start < b for a, b in measured))
    if len(measures) == 1:
        return (measures,)
    hangs = asked and (not role or subject) and hanging
    return (*(() if subject else (said,)), *((asked,) if hangs else ()))


def telling(one: Said) -> tuple[Term, ...]:
    """Return the words of a claim that say of what it speaks; that something rose, fell or occurred is no part of it."""
    words, cues = vocabulary(), effects().cues
    empty = [m.span() for cue in ("up", "down", "moved", "occurring") for m in cues[cue].finditer(one.text)]
    return tuple(
        t
        for t in one.terms
        if weight(t.key, words) > 0 and (t.key.startswith("=") or not any(a <= t.start and t.end <= b for a, b in empty))
    )


def _said(one: Said, left_out: list[tuple[int, int]], start: int, end: int) -> frozenset[str]:
    """Return the keys of the words of a stretch; that something occurred or was seen says nothing of what."""
    return frozenset(t.key for t in telling(one) if start <= t.start < end and not any(a <= t.start < b for a, b in left_out))


def reports(fact: Fact, quantity: Quantity, outcomes: tuple[frozenset[str], ...], title: frozenset[str] = frozenset()) -> bool:
    """Tell whether the sentence of a figure is a result, and one about one of these outcomes; what the title names goes without saying."""
    if fact.section in ("background", "methods"):
        return False
    if fact.section == "" and effects().cues["planning"].search(fact.text.lower()):
        return False
    clause, sentence = keys(fact, *around(fact, quantity.start)), keys(fact)
    return any(
        not o or max(share(o, clause, vocabulary()), _SENTENCE * share(o, sentence, vocabulary())) >= _ALIGNED
        for o in (outcome - title or outcome for outcome in outcomes)
    )


def _arms(one: Said) -> Iterator[tuple[int, int]]:
    """Yield the ranges that name who got what: "With the patch, … 24 %", "… 24 % with the gum"."""
    naming = effects().cues["naming"]
    front = naming.match(one.text.lstrip()) and _FRONT_ENDS.search(one.text)
    if front:
        yield 0, front.start()
    group = _HAN_GROUP.match(one.text.lstrip())
    if group:
        yield 0, len(one.text) - len(one.text.lstrip()) + group.end()
    for quantity in one.claim.quantities:
        start = quantity.end + len(one.text[quantity.end :]) - len(one.text[quantity.end :].lstrip(" )"))
        if naming.match(one.text, start) and (end := _ARM_ENDS.search(one.text, start)):
            yield start, end.start()
