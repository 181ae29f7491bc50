"""Claims → each with a sound record that says something: the copy's words and figures on one side, the record's on the other."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from claimlint.checks.evidence._weigh import Verdict, default, problem, sound
from claimlint.model import Citation, Claim, EvidenceRecord, Label, Problem, Proof, Quantity, Span, Term
from claimlint.model.facts import Fact
from claimlint.rules.effects import effects
from claimlint.rules.figures import without
from claimlint.rules.terms import paired, terms, vocabulary

_SHOWN = 300  # characters of an entry or of a sentence that a finding repeats
_ENOUGH = 400  # characters of an abstract that show its language
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Said:
    """A claim, one of its citations, and the record that it leads to."""

    claim: Claim
    citation: Citation
    record: EvidenceRecord

    @cached_property
    def text(self) -> str:
        """Return the sentence with its citations blank, case-folded, of the same length."""
        text = without(self.claim.sentence.text, self.claim.citations)
        return text.lower() if len(text.lower()) == len(text) else text

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Return the telling words of the sentence; Chinese that no concept names tells nothing beside an English record."""
        spoken = [(q.start, q.end) for q in self.claim.quantities]  # "六成五", "5 billion"
        found = tuple(t for t in terms(self.text, vocabulary()) if not any(a <= t.start and t.end <= b for a, b in spoken))
        return found if _HAN.search(self.record.title + self.record.abstract[:_ENOUGH]) else tuple(t for t in found if not paired(t))

    @cached_property
    def denies(self) -> bool:
        """Tell whether the copy itself reports that nothing was found."""
        return effects().cues["null"].search(self.text) is not None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return what the record says."""
        return self.record.facts

    @property
    def han(self) -> bool:
        """Tell whether the sentence is Chinese."""
        return _HAN.search(self.text) is not None


def said(claims: tuple[Claim, ...]) -> Iterator[Said]:
    """Yield every claim with each of its sound records whose text is known."""
    standard = default()
    for claim in claims:
        for citation in claim.citations:
            if citation.record and citation.record.facts and sound(citation, standard):
                yield Said(claim, citation, citation.record)


def siblings(one: Said) -> Iterator[Said]:
    """Yield the other records that the same sentence cites."""
    for other in said((one.claim,)):
        if other.citation is not one.citation:
            yield other


@dataclass(frozen=True, slots=True)
class Shown:
    """Both sides of a disagreement: its field, what the copy says, what the record says, the record's sentence (else its title)."""

    field: str
    claimed: str
    recorded: str
    fact: Fact | None = None
    arithmetic: str = ""
    place: Span | None = None  # of what the copy says, in characters of the sentence


def told(one: Said, verdict: Verdict, shown: Shown) -> Problem:
    """Return a problem that shows both sides: what the copy says, and the sentence of the record."""
    excerpt = (shown.fact.text if shown.fact else one.record.title)[:_SHOWN]
    entry = (one.citation.reference or one.citation.written)[:_SHOWN]
    proof = Proof(entry, one.record.key, shown.field, shown.claimed, shown.recorded, one.record.place, excerpt, shown.arithmetic)
    found = problem(one.claim, one.citation, verdict, proof)
    if shown.place is None:
        return found
    return dataclasses.replace(found, labels=(Label(one.claim.sentence.locate(shown.place), "said here"),))


def number(quantity: Quantity) -> str:
    """Return a figure as it was written, white space made single."""
    return " ".join(quantity.text.split())
