"""Claims → citations of preprints, abstracts, theses and other work that nobody reviewed, used as if somebody had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import PREPRINT, TRIAL
from claimlint.checks.evidence._weigh import Verdict, default, problem, proof, unreviewed

if TYPE_CHECKING:
    from claimlint.model import Citation, Claim, Problem
    from claimlint.rules.levels import Standards

_NOWHERE = ("data on file", "press release", "white paper", "poster")  # needs no record to be known for what it is


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each such citation, an error where the sentence speaks of published or proven results."""
    standard = default()
    for claim in claims:
        text = claim.sentence.text.casefold()
        rest = standard.words["unreviewed"].sub(" ", text)
        boast = standard.words["reviewed"].search(rest)
        labelled = rest != text and not boast  # "in a preprint, not peer reviewed": the reader is told
        for citation in claim.citations:
            kind = _kind(citation, standard)
            if not kind or labelled or (kind == "trial registration" and standard.says("planned", text)):
                continue
            verdict = Verdict(CARD.code, f"The cited source is not peer reviewed: {kind}", "error" if boast else "warning", kind)
            yield problem(claim, citation, verdict, proof(citation, citation.record, "types", kind, boast[0] if boast else ""))


def _kind(citation: Citation, standard: Standards) -> str:
    kind = unreviewed(citation, standard)
    # a declared preprint that the registry lacks is told as missing first
    return kind if citation.record or not citation.tier or kind in _NOWHERE else ""


CARD = Card(
    code="EVD003",
    name="preprint-as-peer-reviewed",
    severity="warning",
    message="A preprint, abstract, thesis, press release or trial registration is used as peer-reviewed proof",
    why="What has not been peer reviewed may not survive review; readers must be able to tell.",
    fix="Label the status in the sentence, or wait for the paper.",
    flag=(
        Sample("Published research proves that walking eases knee pain [P1].", PREPRINT),
        Sample("Walking eases knee pain [P2].", PREPRINT),
        Sample("步行使膝痛显著减轻[P1]。", PREPRINT),
    ),
    clear=(
        Sample("In a preprint, not peer reviewed, knee pain fell by 38% [P1].", PREPRINT),
        Sample("Walking eases knee pain [1].", TRIAL),
        Sample("据预印本（未经同行评议），膝痛减轻38%[P1]。", PREPRINT),
    ),
)
CHECK = Check(CARD, run)
