"""Claims → those whose newest source is older than evidence of that kind stays good."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import TABLETS, TRIAL
from claimlint.checks.evidence._weigh import Verdict, default, judged, problem, proof, sound
from claimlint.rules.ageing import years

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem

_TODAY = "2040-06-30"  # on which the samples are judged


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a note for each claim whose newest source is old on the day of the claim; without that day nothing is."""
    standard = default()
    for claim in claims:
        kinds = judged(claim, standard)
        cited = [c for c in claim.citations if sound(c, standard)]
        dates = [c.record.year for c in cited if c.record and c.record.year]
        if not claim.today or not kinds or not dates or len(dates) != len(claim.citations):
            continue  # a source whose year nobody knows may be new
        newest, limit = max(dates), years(kinds)
        age = int(claim.today[:4]) - newest
        if age > limit and str(newest) not in claim.sentence.text:  # copy that names the year hides nothing
            citation = next(c for c in cited if c.record and c.record.year == newest)
            verdict = Verdict(CARD.code, f"{CARD.message}: {newest}, {age} years ago", "note", f"newest source: {newest}")
            yield problem(claim, citation, verdict, proof(citation, citation.record, "year", str(newest), f"at most {limit} years old"))


CARD = Card(
    code="EVD015",
    name="dated-source",
    severity="note",
    message="The newest source of this claim is old",
    why="Care, comparators and software change: old evidence may still be right, but somebody has to look whether it is.",
    fix="Look for newer work, cite it, or say in the sentence of which year the evidence is.",
    flag=(
        Sample("Walking reduces knee pain [2].", TRIAL, today=_TODAY),
        Sample("Zinc tablets shorten the common cold [2].", TABLETS, today=_TODAY),
        Sample("步行可减轻膝痛[2]。", TRIAL, today=_TODAY),
    ),
    clear=(
        Sample("Walking reduces knee pain [2].", TRIAL, today="2021-01-31"),
        Sample("In a trial of 2019, walking reduced knee pain [2].", TRIAL, today=_TODAY),
        Sample("步行可减轻膝痛[2]。", TRIAL),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD001", "EVD002", "EVD013"))
