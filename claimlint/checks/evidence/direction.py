"""Claims → benefits whose cited record found no difference, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._content import Said, Shown, said, siblings, told
from claimlint.checks.evidence._cues import tested
from claimlint.checks.evidence._direction import REVERSE, Answer, answer
from claimlint.checks.evidence._numbers import compared, role
from claimlint.checks.evidence._question import Asked, every
from claimlint.checks.evidence._samples import TABLETS, TRIAL
from claimlint.checks.evidence._weigh import Verdict
from claimlint.rules.effects import effects
from claimlint.rules.terms import vocabulary

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem

_REVERSED = 0.6  # odds from which a record is taken to say the reverse
_LIKELY, _FULL, _NAMED = 0.5, 0.99, 0.6  # the same where a clause holds the whole outcome and names what was given
_LOOKED_AT, _ALPHA = ("outcome", "condition"), 0.05
_SURE = 0.75  # odds from which the finding is as sure as any
_ALIGNED = 0.5  # share of the outcome's words that the sentence must hold
_AGREES = 0.5


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each asserted effect that the record did not find, unless another cited record found it."""
    for one in said(claims):
        problem = next((p for question in every(one) for p in _judged(one, question)), None)
        if problem:
            yield problem


def _judged(one: Said, question: Asked) -> Iterator[Problem]:
    found = _answered(one, question)
    if found and found.clause.whole >= _ALIGNED and not _agrees(one, question):
        reverse = REVERSE.get(question.label, "")
        named = found.clause.own >= _FULL and found.clause.arm >= _NAMED
        if found.null and not tested(found.clause) and "risk-statement" not in one.claim.kinds and not _stated(one):
            yield _problem(one, question, found, "none")
        elif reverse and not _either_way(question, found) and found.odds[reverse] >= (_LIKELY if named else _REVERSED):
            yield _problem(one, question, found, reverse)


def _either_way(question: Asked, found: Answer) -> bool:
    """Tell whether the record says "improved" of what may be good or bad to have more of: that turns nothing round."""
    cues = effects().cues
    return not question.question.good and any(cues[cue].search(found.clause.text) for cue in ("better", "worse"))


def _answered(one: Said, question: Asked) -> Answer | None:
    """Return what the record says of a question, else of the same with fewer words: those of the title go without saying."""
    found = answer(question.question, one.facts)
    if found is None or found.clause.fact.section == "title":  # "pain of knee arthritis": a result may say no more than "pain"
        return _shortened(one, question) or found
    rest = question.question.outcome - {t.key for t in one.facts[0].terms}
    if not found.null and found.clause.whole < _FULL and any(vocabulary().sorts.get(key) in _LOOKED_AT for key in rest):
        fewer = answer(replace(question.question, outcome=rest), one.facts)
        return fewer if fewer and fewer.null else found
    return found


def _stated(one: Said) -> bool:
    """Tell whether the record states the very change that the copy states, and does not leave it to chance."""
    cues = effects().cues
    same = (c for c in compared(one) if c.outcome == "same" and c.fact and c.claimed.kind in ("percent", "points", "measure"))
    changes = (c.fact for c in same if c.fact and role(one.text, c.claimed) != "level")
    return any(not cues["null"].search(f.text.lower()) and all(q.value <= _ALPHA for q in f.quantities if q.kind == "p") for f in changes)


def _shortened(one: Said, question: Asked) -> Answer | None:
    """Return what the record says of the first thing looked at that is a concept of its own and that its results speak of."""
    sorts, looked = vocabulary().sorts, question.question.outcome
    for key in dict.fromkeys(t.key for t in one.terms if t.key in looked and sorts.get(t.key) in _LOOKED_AT):
        found = answer(replace(question.question, outcome=frozenset((key,))), one.facts)
        if found and (found.null or (found.clause.own and found.clause.fact.section != "title")):
            return found
    return None


def _agrees(one: Said, question: Asked) -> bool:
    """Tell whether another record of the same sentence found what the copy asserts."""
    answers = (answer(question.question, other.facts) for other in siblings(one))
    return any(found and max(found.odds.get(question.label, 0.0), 1 - found.odds["none"]) >= _AGREES for found in answers)


def _problem(one: Said, question: Asked, found: Answer, label: str) -> Problem:
    null = label == "none"
    message = "The cited record found no such difference" if null else "The cited record found the reverse"
    verdict = Verdict(CARD.code, message, "error" if null else "warning", "no difference found" if null else f"record: {label}")
    arithmetic = f"{min(found.odds[label], 0.99):.0%} sure: {', '.join(found.reasons)}"
    recorded = "no difference" if null else label
    problem = told(one, verdict, Shown("direction", question.words, recorded, found.fact, arithmetic, question.place))
    return problem if found.odds[label] >= _SURE else replace(problem, confidence="medium", reasons=("the record's wording leaves doubt",))


CARD = Card(
    code="EVD008",
    name="direction-or-significance-mismatch",
    severity="error",
    message="The cited record does not show the effect that the copy claims",
    why="A null or contrary result cited for a benefit turns the evidence round; readers cannot see it without the paper.",
    fix="Report what was found, the primary result first, or cite a study that found the effect.",
    flag=(
        Sample("Zinc tablets shorten the common cold [2].", TABLETS),
        Sample("Walking improves sleep quality [3].", TRIAL),
        Sample("Walking brings the number of falls down [4].", TRIAL),
        Sample("锌片可缩短感冒病程[2]。", TABLETS),
    ),
    clear=(
        Sample("The trial found no difference in the length of colds [2].", TABLETS),
        Sample("Walking reduces knee pain [3].", TRIAL),
        Sample("试验未发现锌片能缩短感冒病程[2]。", TABLETS),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD013", "EVD006", "EVD007"))
