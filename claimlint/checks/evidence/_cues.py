"""Aligned clauses → named features: which words stand there, which is nearest to the outcome, what the figures say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from claimlint.checks.evidence._clauses import Clause, Question
from claimlint.model.facts import Fact, Quantity
from claimlint.rules.effects import Effects, effects

_SENTENCES = 3  # best aligned sentences that are read
_NEAR = 40.0  # characters in which a word says most about its neighbour
_ALPHA = 0.05
_LEVEL = 90  # of an interval: "95 %"
_FULL = 0.9  # of the best alignment: as much about the outcome as the best
_CLOSE = 0.04  # relative difference of two values that are as good as equal
_REACH = 30  # characters that a "no" governs
_STOP = re.compile(r"[,;:]| but | and ")
_FAR, _BEYOND = 40, 30
_VALUES = ("percent", "measure", "number", "time", "points", "dose")
_VERSUS = re.compile(r"\b(?:vs|versus|compared)\b")
_PLACES = {"title": "title", "conclusion": "end"}
_NEXT = 22  # characters to the word that another word strengthens
_SURE, _OPEN = {"p small", "interval closed"}, {"p large", "interval open"}  # what figures say of chance
_OPPOSITE_CUES = ("up", "down", "better", "worse")
OPPOSITE = {"up": "down", "down": "up", "better": "worse", "worse": "better", "larger": "smaller", "smaller": "larger"}


def features(question: Question, found: list[Clause]) -> dict[str, float]:
    """Return the features of the best sentences: the first counts whole, the next by how much less it is aligned."""
    known = effects()
    total: dict[str, float] = {"bias": 1.0}
    seen: list[Fact] = []
    for clause in found:
        if clause.fact in seen:
            continue
        seen.append(clause.fact)
        counts = max(0.0, 1 - 2 * (found[0].rank - clause.rank))
        place = _PLACES.get(clause.fact.section, "found")
        for name, value in _cues(question, clause, known):
            key = f"{place} {name}"
            total[key] = max(total.get(key, 0.0), value * counts)
        if len(seen) == _SENTENCES:
            break
    full = [clause for clause in found if clause.own >= _FULL * found[0].own and clause.fact.section != "title"]
    if any(known.cues["chance"].search(clause.text) for clause in full) and not _settled(full, known):
        total["chance anywhere"] = 1.0
    return total


def _settled(full: list[Clause], known: Effects) -> bool:
    """Tell whether one of the best clauses says that a difference was significant, and the first does not itself leave it to chance."""
    return not known.cues["chance"].search(full[0].text) and any(_tells(clause, known) for clause in full)


def _tells(clause: Clause, known: Effects) -> bool:
    """Tell whether a clause says in so many words that a difference was significant: what others leave to chance is another matter."""
    spans, tests = _read(clause, known)
    sure = _SURE & tests or known.cues["significant"].search(clause.text)
    return bool(sure) and not spans["null"] and _moves(spans)


def plain(clause: Clause) -> bool:
    """Tell whether a clause says in so many words that nothing was found, and nothing else: no rise, no fall, no small p value."""
    spans, tests = _read(clause, effects())
    denied = bool(spans["null"]) or tests >= _OPEN
    return denied and not _moves(spans) and not _SURE & tests


def asserts(clause: Clause) -> bool:
    """Tell whether a clause says that something rose, fell or was significant."""
    spans, tests = _read(clause, effects())
    return bool(_SURE & tests) or (_moves(spans) and not spans["null"])


def tested(clause: Clause) -> bool:
    """Tell whether a clause bears out by a p value or an interval that something rose or fell, and denies nothing."""
    spans, tests = _read(clause, effects())
    return bool(_SURE & tests) and not spans["null"]


def _read(clause: Clause, known: Effects) -> tuple[dict[str, list[tuple[int, int]]], set[str]]:
    """Return where each cue of a clause stands, and what its p values and intervals say."""
    return _spans(clause.text, known), set(_tested(clause.quantities, clause.text))


def _moves(spans: dict[str, list[tuple[int, int]]]) -> bool:
    return any(spans[cue] for cue in _OPPOSITE_CUES)


def _cues(question: Question, clause: Clause, known: Effects) -> Iterator[tuple[str, float]]:
    """Yield (feature, strength) of one clause."""
    text = clause.text
    turned = _turned(question, clause, known)
    near: list[tuple[float, str]] = []
    for cue, spans in _spans(text, known).items():
        name = _named(cue, question, turned=turned)
        if spans:
            distance = _distance(spans, _places(question, clause), text)
            near.append((distance, name))
            yield name, 1.0 / (1.0 + distance / _NEAR)
        elif cue in ("null", "up", "down") and known.cues[cue].search(clause.fact.text.lower()):
            yield f"{name} elsewhere", 1.0
    if near:
        yield f"nearest {min(near)[1]}", 1.0
    inside = clause.quantities
    yield from ((name, 1.0) for name in _tested(inside, text))
    yield from ((name, 1.0) for name in _valued(question, inside, clause, known))
    yield from ((cue, 1.0) for cue in ("significant", "together", "hedged") if known.cues[cue].search(text))
    if not clause.arm:
        yield "no arm", 1.0
    if known.cues["chance"].search(text):
        yield "chance", 1.0
    if any(known.cues["among"].search(text, max(0, a - _NEXT), b + 2 * _NEXT) for a, b in _null(text, known)):
        yield "null among", 1.0
    if not clause.own:
        yield "sweeping", 1.0


def _spans(text: str, known: Effects) -> dict[str, list[tuple[int, int]]]:
    """Return where each cue stands; "not" before a word makes it say nothing."""
    null = _null(text, known)
    linked = max((m.end() for m in known.cues["linking"].finditer(text)), default=0)  # "higher intake was associated with a lower risk"
    found: list[tuple[int, int, str]] = [
        (*m.span(), cue)
        for cue in _OPPOSITE_CUES
        for m in known.cues[cue].finditer(text)
        if m.start() >= linked and not any(a <= m.start() < b or _governs(text, b, m.start()) for a, b in null)
    ]
    spans: dict[str, list[tuple[int, int]]] = {"null": null} | {cue: [] for cue in _OPPOSITE_CUES}
    turn = bool(linked and not found[1:] and known.cues["down"].search(text, 0, linked))  # less of it, the more: more of it, the less
    for (start, end, cue), following in zip_longest(sorted(found), sorted(found)[1:]):
        near = following is not None and following[0] - end <= _NEXT and following[0] >= end
        if near and known.cues["amplifying"].fullmatch(text, start, end):
            continue
        if near and known.cues["weakening"].fullmatch(text, start, end):
            turn = True
            continue
        spans[OPPOSITE[cue] if turn else cue].append((start, end))
        turn = False
    return spans


def _governs(text: str, end: int, start: int) -> bool:
    """Tell whether a "no" that ends at `end` still holds for a word at `start`: "no evidence of a protective effect"."""
    return 0 <= start - end <= _REACH and not _STOP.search(text, end, start)


def _null(text: str, known: Effects) -> list[tuple[int, int]]:
    return [m.span() for m in known.cues["null"].finditer(text)]


def _named(cue: str, question: Question, *, turned: bool) -> str:
    """Return what a cue means for the outcome: a better pain score is less pain; "higher in the controls" is lower."""
    if question.good and cue in ("better", "worse"):
        cue = "gain up" if (cue == "better") == (question.good > 0) else "gain down"
        return {"gain up": "gain down", "gain down": "gain up"}[cue] if turned else cue
    return OPPOSITE.get(cue, cue) if turned else cue


def _tested(inside: list[Quantity], text: str) -> Iterator[str]:
    """Yield what p values and intervals of the clause say: chance, or not."""
    values = [q.value for q in inside if q.kind == "p"]
    if values:
        yield "p large" if min(values) > _ALPHA else "p small"
    bounds = [q for q in inside if q.kind == "bound" and not (q.unit == "%" and q.value >= _LEVEL)]
    ratio = any(q.kind == "ratio" for q in inside) or "ratio" in text
    pairs = [(a.value, b.value) for a, b in zip(bounds[::2], bounds[1::2], strict=False) if a.value <= b.value and (ratio or a.value < 0)]
    opened = {low <= (1.0 if ratio else 0.0) <= high for low, high in pairs}
    if len(opened) == 1:  # a list of doses in which only some differ says neither
        yield "interval open" if opened == {True} else "interval closed"


def _valued(question: Question, inside: list[Quantity], clause: Clause, known: Effects) -> Iterator[str]:
    """Yield whether the treated group's value is the larger one: "93 % versus 41 %", "197 s in the controls, 102 s in the drug group"."""
    text = clause.fact.text.lower()
    values = [q for q in inside if q.kind in _VALUES and text[: q.start].rstrip()[-1:] != "±"]
    by_arm = _by_arm(question, values, clause, known)
    if by_arm is None:
        joined = ((a, b) for a, b in pairwise(values) if a.kind == b.kind and _VERSUS.search(text, a.end, b.start))
        by_arm = next(((-a.value, -b.value) if _turned(question, clause, known) else (a.value, b.value) for a, b in joined), None)
    if by_arm is not None:
        first, second = by_arm
        close = abs(first - second) <= _CLOSE * max(abs(first), abs(second))
        yield "equal" if close else "larger" if first > second else "smaller"


def _by_arm(question: Question, values: list[Quantity], clause: Clause, known: Effects) -> tuple[float, float] | None:
    """Return the first value that stands nearest to the treated group's name and the first nearest to the other's."""
    text = clause.fact.text.lower()
    given, other = question.intervention - question.comparator, question.comparator - question.intervention
    named = [(t.start, t.end, t.key in given) for t in clause.fact.terms if t.key in given ^ other]
    named += [(*m.span(), cue == "given") for cue in ("given", "controls") for m in known.cues[cue].finditer(text)]
    found: dict[bool, Quantity] = {}
    for value in values:
        distance, mine = min(((max(0, a - value.end, value.start - b), arm) for a, b, arm in named), default=(_FAR, True))
        if distance < _FAR:
            found.setdefault(mine, value)
    if len(found) < len(("given", "other")) or found[True].kind != found[False].kind:
        return None
    return found[True].value, found[False].value


def _turned(question: Question, clause: Clause, known: Effects) -> bool:
    """Tell whether the sentence compares the other way round: "lower with placebo than with the drug"."""
    given, other = question.intervention - question.comparator, question.comparator - question.intervention
    terms = clause.fact.terms
    than = known.cues["comparing"].search(clause.text)
    if than:
        whole = clause.fact.text.lower()
        start = clause.start + than.end()
        comma = whole.find(", ", start, clause.end)
        end = comma if comma > 0 else clause.end  # "compared with placebo, the drug …": what follows the comma comes first
        after, rest = {t.key for t in terms if start <= t.start < end}, {t.key for t in terms if not start <= t.start < end}
        sides = whole[start:end], whole[:start] + whole[end:]
        given_after, given_before = (
            bool(t & given) or known.cues["given"].search(s) is not None for t, s in zip((after, rest), sides, strict=True)
        )
        other_before = bool(rest & other) or known.cues["controls"].search(sides[1]) is not None
        return (given_after and not given_before) or (other_before and not given_before and not after & other)
    held = {t.key for t in terms}
    inside = {t.key for t in terms if clause.start <= t.start < clause.end}
    return bool(inside & other) and not held & given and " in " in clause.text


def _places(question: Question, clause: Clause) -> list[tuple[int, int]]:
    asked = [t for t in clause.fact.terms if t.key in question.outcome and clause.start <= t.start < clause.end]
    return [(t.start - clause.start, t.end - clause.start) for t in asked] or [(0, len(clause.text))]


def _distance(spans: list[tuple[int, int]], places: list[tuple[int, int]], text: str) -> float:
    """Return the characters between a cue and the outcome; what lies beyond an "and" belongs to something else."""
    return min(max(0, a - d, c - b) + (_BEYOND if " and " in text[d:a] or ", " in text[d:a] else 0) for a, b in spans for c, d in places)
