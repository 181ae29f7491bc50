"""Claims → sources that call themselves independent and are not, or that nobody can find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import TRIAL
from claimlint.checks.evidence._weigh import Verdict, problem, proof
from claimlint.model import Problem, Span
from claimlint.rules.words import sections

if TYPE_CHECKING:
    from claimlint.model import Citation, Claim, EvidenceRecord

_OWN = ("data on file", "press release", "white paper")  # what a maker says of itself
_SENTENCE = re.compile(r"[^.;。；]+")
_STUDIES = "EFF006"  # the rule on studies that are invoked and not cited: where it speaks, this check has nothing to add


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for independence that the record denies, and for a source named too vaguely to be found."""
    known = sections("sources")
    for claim in claims:
        text = claim.sentence.text.lower()
        boast = known["independent"].pattern.search(text)
        for citation in claim.citations:
            field, against = _dependent(citation) if boast else ("", "")
            if boast and against:
                verdict = Verdict(CARD.code, f"{CARD.message}: {against}", "warning", "not independent")
                yield problem(claim, citation, verdict, proof(citation, citation.record, field, against, boast[0]))
        vague = known["vague"].pattern.search(text)
        told = any(mention.rule == _STUDIES and mention.cleared is None for mention in claim.mentions)
        if vague and not claim.citations and not told and not known["given"].pattern.search(text):
            place = claim.sentence.locate(Span(*vague.span()))
            yield Problem(CARD.code, claim, place, f"{CARD.message}: {vague[0]}", "which one?", severity="warning")


def _dependent(citation: Citation) -> tuple[str, str]:
    """Return the field and the words that show whose work a source is, ("", "") where nothing is known against it."""
    if citation.note in _OWN:
        return "funding", citation.note
    record = citation.record
    if record is None:
        return "", ""
    known = sections("sources")
    text = record.abstract.lower()
    found = known["sponsored"].pattern.search(text)
    if found and not known["public"].pattern.search(text, found.start(), found.end() + 120):
        return "funding", found[0]
    tied = _tied(record.interests)
    paid = _payer(record)
    return ("interests", tied) if tied else ("funding", paid) if paid else ("", "")


def _tied(interests: str) -> str:
    """Return the sentence of a declaration that admits a tie to a company, "" where none does."""
    known = sections("sources")
    for sentence in _SENTENCE.findall(interests):
        lower = sentence.lower()
        for found in known["interested"].pattern.finditer(lower):
            denied = known["denied"].pattern.search(lower, 0, found.start())
            if not denied and not known["public"].pattern.search(lower, found.end()):
                return str(sentence.strip())
    return ""


def _payer(record: EvidenceRecord) -> str:
    """Return the first funder that is a company by its name, "" where none is."""
    known = sections("sources")
    firms = (f for f in record.funding if known["company"].pattern.search(f.lower()))
    return next((f for f in firms if not known["public"].pattern.search(f.lower())), "")


_PAID = replace(TRIAL, key="sample:paid", abstract=TRIAL.abstract + " Funding: the study was sponsored by Walkwell Shoes.")
_GRANT = replace(TRIAL, key="sample:grant", abstract=TRIAL.abstract + " Funding: the study was funded by the National Institute of Health.")
_STAFF = replace(TRIAL, key="sample:staff", interests="The authors are employees of Walkwell Shoes.")
_FREE = replace(
    TRIAL, key="sample:free", interests="None of the authors are employees of Walkwell Shoes.", funding=("University of Walking",)
)

CARD = Card(
    code="EVD012",
    name="independence-or-source-obscured",
    severity="warning",
    message="The source is not what the copy makes of it",
    why="Who paid and where the data stand decide how far a reader may trust them; a source that cannot be found supports nothing.",
    fix="Give identifier, funder, method and date; call it independent only where it is.",
    flag=(
        Sample("An independent study found that walking eases knee pain [1].", _PAID),
        Sample("An independent study found that walking eases knee pain [1].", _STAFF),
        Sample("A leading university found that it works.", cited=False),
        Sample("权威研究发现步行可减轻膝痛。", cited=False),
    ),
    clear=(
        Sample("An independent study found that walking eases knee pain [1].", _GRANT),
        Sample("An independent study found that walking eases knee pain [1].", _FREE),
        Sample("In our own survey of 512 customers in June 2024 (method at our site), 92% felt better.", cited=False),
        Sample("本公司资助的研究发现步行可减轻膝痛[1]。", _PAID),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD001", "EVD002"))
