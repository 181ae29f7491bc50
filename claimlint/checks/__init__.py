"""What judges claims: each check declares a CHECK that reads claims and tells problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem, Severity


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
    """A card, and the judge: it reads all claims of a document and tells the problems it sees."""

    card: Card
    run: Callable[[tuple[Claim, ...]], Iterable[Problem]]
