"""What judges claims: each check declares a CHECK that reads claims and tells problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem, Severity, Span


@dataclass(frozen=True, slots=True)
class Card:
    """What a check says of itself, for `explain`, the table of rules and the reports. `flag` and `clear` are example sentences."""

    code: str
    name: str
    severity: Severity
    message: str
    why: str
    fix: str
    flag: tuple[str, ...]
    clear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A card, and the judge: it reads all claims of a document and tells the problems it sees.

    `yields_to`: codes of the checks whose finding on the same citation explains this one: one root cause, one finding.
    """

    card: Card
    run: Callable[[tuple[Claim, ...]], Iterable[Problem]]
    yields_to: tuple[str, ...] = ()


def settled(problems: Sequence[Problem], checks: Iterable[Check]) -> list[Problem]:
    """Return the problems without those that an earlier check's problem with the same citation explains."""
    yields = {check.card.code: frozenset(check.yields_to) for check in checks}
    told: dict[tuple[int, Span], set[str]] = {}
    for problem in problems:
        told.setdefault((id(problem.claim), problem.span), set()).add(problem.code)
    return [p for p in problems if not yields.get(p.code, frozenset()) & told[id(p.claim), p.span]]
