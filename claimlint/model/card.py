"""What a code says of itself, wherever it lies: in a check, in a disclosure file, among the codes about decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from claimlint.model.outcome import Severity

Proof_ = TypeVar("Proof_")  # a sentence with the record it cites, or text alone


@dataclass(frozen=True, slots=True)
class Card(Generic[Proof_]):
    """A code, for `explain`, the table of rules and the reports; `claimlint test` runs the examples in `flag` and `clear`."""

    code: str
    name: str
    severity: Severity
    message: str
    why: str
    fix: str
    flag: tuple[Proof_, ...]
    clear: tuple[Proof_, ...]
