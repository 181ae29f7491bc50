"""Claims → sources that call themselves independent and are not, or that nobody can find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import TRIAL
from claimlint.checks.evidence._weigh import Verdict, problem, proof
from claimlint.model import Problem, Span
from claimlint.rules.words import sections

if TYPE_CHECKING:
    from claimlint.model import Citation, Claim

_OWN = ("data on file", "press release", "white paper")  # what a maker says of itself
_STUDIES = "EFF006"  # the rule on studies that are invoked and not cited: where it speaks, this check has nothing to add


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for independence that the record denies, and for a source named too vaguely to be found."""
    known = sections("sources")
    for claim in claims:
        text = claim.sentence.text.lower()
        boast = known["independent"].pattern.search(text)
        for citation in claim.citations:
            against = _dependent(citation)
            if boast and against:
                verdict = Verdict(CARD.code, f"{CARD.message}: {against}", "warning", "not independent")
                yield problem(claim, citation, verdict, proof(citation, citation.record, "funding", against, boast[0]))
        vague = known["vague"].pattern.search(text)
        told = any(mention.rule == _STUDIES and mention.cleared is None for mention in claim.mentions)
        if vague and not claim.citations and not told and not known["given"].pattern.search(text):
            place = claim.sentence.locate(Span(*vague.span()))
            yield Problem(CARD.code, claim, place, f"{CARD.message}: {vague[0]}", "which one?", severity="warning")


def _dependent(citation: Citation) -> str:
    """Return the words that show whose work a source is, "" where nothing is known against it."""
    if citation.note in _OWN:
        return citation.note
    known = sections("sources")
    text = citation.record.abstract.lower() if citation.record else ""
    found = known["sponsored"].pattern.search(text)
    return found[0] if found and not known["public"].pattern.search(text, found.start(), found.end() + 120) else ""


_PAID = replace(TRIAL, key="sample:paid", abstract=TRIAL.abstract + " Funding: the study was sponsored by Walkwell Shoes.")
_GRANT = replace(TRIAL, key="sample:grant", abstract=TRIAL.abstract + " Funding: the study was funded by the National Institute of Health.")

CARD = Card(
    code="EVD012",
    name="independence-or-source-obscured",
    severity="warning",
    message="The source is not what the copy makes of it",
    why="Who paid and where the data stand decide how far a reader may trust them; a source that cannot be found supports nothing.",
    fix="Give identifier, funder, method and date; call it independent only where it is.",
    flag=(
        Sample("An independent study found that walking eases knee pain [1].", _PAID),
        Sample("A leading university found that it works.", cited=False),
        Sample("权威研究发现步行可减轻膝痛。", cited=False),
    ),
    clear=(
        Sample("An independent study found that walking eases knee pain [1].", _GRANT),
        Sample("In our own survey of 512 customers in June 2024 (method at our site), 92% felt better.", cited=False),
        Sample("本公司资助的研究发现步行可减轻膝痛[1]。", _PAID),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD001", "EVD002"))
