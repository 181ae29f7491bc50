"""Claims → better evidence in the registry that found the contrary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._content import Shown, told
from claimlint.checks.evidence._rivals import Contrary, contrary, sought
from claimlint.checks.evidence._samples import CASE, COHORT, POOLED, REVIEW, TRIAL
from claimlint.checks.evidence._weigh import Verdict

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem

_FOUND = {"none": "no such difference", "more": "the reverse", "less": "the reverse"}


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each claim that stronger or equal and later evidence contradicts: a note where anything is in doubt."""
    for claim in claims:
        found = contrary(claim)
        if found:
            yield _problem(found)


def _problem(found: Contrary) -> Problem:
    asks = found.asking
    year = f", {found.record.year}" if found.record.year else ""
    message = f"{CARD.message}: {found.record.key} ({found.design.recorded}, {found.design.level}{year}) found {_FOUND[found.label]}"
    verdict = Verdict(CARD.code, message, "note" if found.doubts else "warning", f"{found.record.key} found otherwise")
    cited = f"{asks.design.level or 'of unknown design'}{f', {asks.one.record.year}' if asks.one.record.year else ''}"
    shown = Shown(
        "contrary evidence",
        f"{asks.question.words} (cited record: {cited})",
        f"{'no difference' if found.label == 'none' else found.label} ({found.design.level}{year})",
        found.answer.fact,
        f"{min(found.answer.odds[found.label], 0.99):.0%} sure: {', '.join(found.answer.reasons)}",
        asks.question.place,
    )
    problem = told(replace(asks.one, record=found.record), verdict, shown)
    return replace(problem, confidence="medium" if found.doubts else problem.confidence, reasons=found.doubts)


CARD = Card(
    code="EVD017",
    name="contrary-evidence",
    severity="warning",
    message="Better evidence in the registry says otherwise",
    why="A claim has to hold against the whole of the evidence; a weaker or older study is not the last word.",
    fix="Weigh both: report the better evidence, narrow the claim to what both bear out, or drop it.",
    flag=(
        Sample("Walking reduces knee pain [2].", TRIAL, others=(REVIEW,)),
        Sample("Coffee lowers the risk of dementia [4].", COHORT, others=(POOLED,)),
        Sample("步行可减轻膝痛[2]。", TRIAL, others=(REVIEW,)),
    ),
    clear=(
        Sample("Walking reduces knee pain [2].", TRIAL),
        Sample("Walking reduces knee pain [2].", REVIEW, others=(CASE,)),
        Sample("步行可减轻膝痛[2]。", TRIAL, others=(CASE,)),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD001", "EVD002", "EVD006", "EVD008", "EVD013"), seeks=sought)
