"""Statements that a market requires: when, in which words, and how near the words must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimlint.model.card import Card

Tolerance = Literal["exact", "near", "elements", "pattern"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One required statement. A page calls for it by the declared kind of product, or by `hints` where none is declared.

    exact, near: one of `wordings` must stand there; near allows for what is left of `ratio` per cent (typing, OCR).
    elements: one phrase of each group of `elements` must. pattern: a regular expression, `wordings` hint at a broken one.
    """

    id: str
    markets: tuple[str, ...]
    language: str
    kinds: tuple[str, ...]
    tolerance: Tolerance
    wordings: tuple[str, ...] = ()
    elements: tuple[tuple[str, ...], ...] = ()
    pattern: str = ""
    ratio: int = 100
    spare: tuple[str, ...] = ()  # near: words that may be lost or added; any other word makes it altered
    triggers: tuple[str, ...] = ()  # signals of a sentence that call for it; none: the kind of product alone does
    hints: tuple[str, ...] = ()
    requires: tuple[tuple[str, tuple[str, ...]], ...] = ()  # fields of the profile that must hold one of these values
    unless: tuple[tuple[str, tuple[str, ...]], ...] = ()
    genres: tuple[str, ...] = ("promotion",)
    contradicted_by: tuple[str, ...] = ()  # signals, or codes, of a sentence that says the opposite
    denied_by: tuple[str, ...] = ()  # words with which a sentence says the opposite of that: it contradicts nothing
    placement: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """An example of a disclosure file: a page, the product on it, and what must come of it ("" for silence)."""

    text: str
    product: str
    market: str
    outcome: str
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty(Card[str]):
    """A code of the DIS family: its card, its statements, its proof. `flag` and `clear` tell of the trials in words."""

    statements: tuple[Statement, ...]
    trials: tuple[Trial, ...]
    path: str
