"""Claims → citations of articles that were retracted, withdrawn, or are under an expression of concern."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import CONCERN, RETRACTED, TRIAL
from claimlint.checks.evidence._weigh import Verdict, against, default, judged, problem, proof
from claimlint.rules.demands import demand

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each citation of such an article, unless the sentence itself speaks of the retraction."""
    standard = default()
    for claim in claims:
        if standard.says("retraction", claim.sentence.text):
            continue  # the sentence says itself that the work no longer stands
        for citation in claim.citations:
            found = against(citation, standard)
            if found:
                asked = demand(judged(claim, standard), "EQ", claim.markets, standard) if found.severity != "error" else None
                severity = "error" if asked and asked.outcome == "err" else found.severity  # what is in doubt is the least under a cure
                verdict = Verdict(CARD.code, f"The cited article {found.words}", severity, found.words)
                yield problem(claim, citation, verdict, proof(citation, citation.record, "notice", found.recorded))


CARD = Card(
    code="EVD002",
    name="retracted-or-concerned-source",
    severity="error",
    message="The cited article is retracted, withdrawn, or under an expression of concern",
    why="Retracted work supports nothing; a work under concern should not be relied on until the matter is settled.",
    fix="Drop the claim unless other records carry it, or cite the corrected version.",
    flag=(
        Sample("Backed by research [R1].", RETRACTED),
        Sample("Walking eases knee pain [R2].", CONCERN),
        Sample("研究表明有效[R1]。", RETRACTED),
    ),
    clear=(
        Sample("The 2019 study was retracted in 2023 and is not used here [R1].", RETRACTED),
        Sample("Walking eases knee pain [4].", TRIAL),
        Sample("该研究已于2023年撤稿，不作依据[R1]。", RETRACTED),
    ),
)
CHECK = Check(CARD, run)
