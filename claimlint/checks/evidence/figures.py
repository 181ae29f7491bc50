"""Claims → figures that the cited record states differently where it speaks of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._content import Said, Shown, number, said, siblings, told
from claimlint.checks.evidence._numbers import Compared, compared
from claimlint.checks.evidence._samples import TRIAL
from claimlint.checks.evidence._weigh import Verdict
from claimlint.model import Span

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem

_WORDS = {
    "other": "the record says",
    "arm": "for this arm the record says",
    "bound": "an end of the interval, not the estimate:",
    "computed": "which does not follow from",
    "unit": "the record says",
    "time": "for this time the record says",
}


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each figure that an aligned sentence of the record contradicts and no other cited record bears out."""
    for one in said(claims):
        borne = {q.claimed.start for other in siblings(one) for q in compared(other) if q.outcome in ("same", "derived")}
        wrong = [c for c in compared(one) if c.outcome in _WORDS and c.claimed.start not in borne]
        if wrong:
            yield _problem(one, wrong[0])


def _problem(one: Said, found: Compared) -> Problem:
    recorded = number(found.recorded) if found.recorded else ""
    verdict = Verdict(
        CARD.code, f"{CARD.message}: {number(found.claimed)}, {_WORDS[found.outcome]} {recorded}", "error", f"record: {recorded}"
    )
    field = found.claimed.unit or found.claimed.kind
    return told(
        one,
        verdict,
        Shown(field, number(found.claimed), recorded, found.fact, found.arithmetic, Span(found.claimed.start, found.claimed.end)),
    )


CARD = Card(
    code="EVD007",
    name="number-mismatch",
    severity="error",
    message="The figure differs from the cited record",
    why="A cited figure must be the one that the source states, with its unit, its denominator and its interval.",
    fix="Copy estimate, unit and comparator from the sentence of the record.",
    flag=(
        Sample("Walking cut knee pain by 78% [2].", TRIAL),
        Sample("Walking reduces knee pain by 55% [2].", TRIAL),
        Sample("步行使膝痛减轻七成[2]。", TRIAL),
    ),
    clear=(
        Sample("Walking cut knee pain by 38% compared with usual care [2].", TRIAL),
        Sample("Walking eases knee pain [2].", TRIAL),
        Sample("与常规护理相比，步行使膝痛减轻38%[2]。", TRIAL),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD013", "EVD006"))
