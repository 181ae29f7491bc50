"""What judges claims: each check declares a CHECK that reads claims and tells problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimlint.model import Card

if TYPE_CHECKING:
    from claimlint.model import Claim, EvidenceRecord, Problem, Span, Subject

__all__ = ["Card", "Check", "Sample", "settled"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence of copy and the record that it cites, as the example of a check; None: the citation leads nowhere.

    `cited`: whether the sentence points anywhere at all; `note`: what its citation declares of itself ("data on file");
    `today`: the ISO day on which the sentence is judged; `others`: what the registry holds besides; `markets`: where it is judged.
    """

    text: str
    record: EvidenceRecord | None = None
    cited: bool = True
    note: str = ""
    today: str = ""
    others: tuple[EvidenceRecord, ...] = ()
    markets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A card, and the judge: it reads all claims of a document and tells the problems it sees.

    `yields_to`: codes of the checks whose finding on the same citation explains this one: one root cause, one finding.
    `seeks`: what other records of the registry the check wants to see beside a claim.
    """

    card: Card[Sample]
    run: Callable[[tuple[Claim, ...]], Iterable[Problem]]
    yields_to: tuple[str, ...] = ()
    seeks: Callable[[Claim], Subject | None] | None = None


def settled(problems: Sequence[Problem], checks: Iterable[Check]) -> list[Problem]:
    """Return the problems without those that an earlier check's problem with the same citation explains."""
    yields = {check.card.code: frozenset(check.yields_to) for check in checks}
    told: dict[tuple[int, Span], set[str]] = {}
    for problem in problems:
        told.setdefault((id(problem.claim), problem.span), set()).add(problem.code)
    return [p for p in problems if not yields.get(p.code, frozenset()) & told[id(p.claim), p.span]]
