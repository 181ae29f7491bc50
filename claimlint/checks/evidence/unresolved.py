"""Claims → citations that lead nowhere: no entry, no record, or several that fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import TRIAL
from claimlint.checks.evidence._weigh import Verdict, problem, proof

if TYPE_CHECKING:
    from claimlint.model import Citation, Claim, Problem

_ELSEWHERE = ("data on file", "press release", "white paper", "poster")  # what no registry of publications holds: EVD003 speaks


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each citation that no record answers; without a registry nothing is asked."""
    for claim in claims:
        for citation in claim.citations:
            if citation.record is None and citation.tier and citation.note not in _ELSEWHERE:
                yield _problem(claim, citation)


def _problem(claim: Claim, citation: Citation) -> Problem:
    if not citation.reference:
        verdict = Verdict(CARD.code, f"{citation.written} leads to no entry in the list of sources", "error", "no such entry")
        return problem(claim, citation, verdict, proof(citation, None, "entry", "none"))
    if citation.tier == "ambiguous":
        verdict = Verdict(CARD.code, "The cited source fits several records of the registry", "warning", "which one?")
        return problem(claim, citation, verdict, proof(citation, None, "record", citation.how))
    verdict = Verdict(CARD.code, CARD.message, "error", "not in the registry")
    return problem(claim, citation, verdict, proof(citation, None, "record", "none"))


CARD = Card(
    code="EVD001",
    name="citation-unresolved",
    severity="error",
    message="The cited source is not in the evidence registry",
    why="An unverifiable source is no substantiation. In China an unverifiable citation makes the advertisement a false one.",
    fix="Add the record to the registry, correct the identifier, or remove the claim.",
    flag=(
        Sample("It lowers LDL by 12% [7]."),
        Sample("Walking eases knee pain [4]."),
        Sample("研究证实有效[9]。"),
    ),
    clear=(
        Sample("Walking eases knee pain [1].", TRIAL),
        Sample("Walking eases knee pain.", cited=False),
        Sample("步行可减轻膝盖疼痛[2]。", TRIAL),
    ),
)
CHECK = Check(CARD, run)
