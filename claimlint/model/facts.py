"""What a sentence of a record says: its words, its figures, and whether it tells of an effect or of none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QuantityKind = Literal[
    "percent", "points", "ratio", "fold", "money", "measure", "dose", "time", "count", "p", "bound", "number"
]  # bound: an end of an interval
Section = Literal["title", "background", "methods", "results", "conclusion", ""]


@dataclass(frozen=True, slots=True)
class Term:
    """A telling word, reduced to what its forms share, or "=concept" for a phrase of the concept table; place in its text."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a text: `value` in `unit` ("%", "mmHg", "hazard ratio"), as written in `text` at `start`:`end`.

    `value` is negative only where a minus sign was written. `bound`: "up to", "at least", "about" or "".
    """

    value: float
    kind: QuantityKind
    unit: str
    text: str
    start: int
    end: int
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence of a record: its section, its terms and its figures."""

    text: str
    section: Section
    terms: tuple[Term, ...] = ()
    quantities: tuple[Quantity, ...] = ()
