"""lexicons/waivers.toml and the rules of a run → what a decision must say, and which findings none can reach."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from claimlint.model import SEVERITIES, Card, Finding, Market, Severity
from claimlint.rules.tables import Table, read_table

FILE = "waivers.toml"
_CARD = ("name", "severity", "message", "why", "fix", "flag", "clear")
_WIDE = "WF"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Which reasons are none: those in `placeholders` (folded), and those narrower than `least`."""

    placeholders: frozenset[str]
    least: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What decisions are held against in one configuration.

    `known`: every code there is; `active`: codes judged in this run, so that a decision on another is not called unused;
    `forbidden`: (market, code) → why no decision can let it pass; `cards`: by code, those that are reported.
    """

    reasons: Reasons
    cards: dict[str, Card[str]]
    known: frozenset[str] = frozenset()
    active: frozenset[str] = frozenset()
    forbidden: tuple[tuple[tuple[str, str], str], ...] = ()


def load_cards(home: Path) -> tuple[Card[str], ...]:
    """Read what the codes about decisions say of themselves; their examples are directives as they stand in a draft.

    Raises LexiconError with file, line and remedy.
    """
    cards = read_table(home / FILE).table("card")
    return tuple(_card(cards.table(code), code) for code in sorted(cards.data))


def load_reasons(home: Path) -> Reasons:
    """Read which reasons are none. Raises LexiconError with file, line and remedy."""
    table = read_table(home / FILE).table("reason")
    table.only("least", "placeholders")
    return Reasons(frozenset(folded(word) for word in table.strings("placeholders")), table.get("least", int))


def _card(table: Table, code: str) -> Card[str]:
    table.only(*_CARD)
    name, message, why, fix = (table.get(key, str) for key in ("name", "message", "why", "fix"))
    severity = cast("Severity", table.choice("severity", SEVERITIES))
    return Card(code, name, severity, message, why, fix, table.strings("flag"), table.strings("clear"))


def folded(reason: str) -> str:
    """Return a reason as placeholders are compared: NFKC, lower case, words without punctuation."""
    text = unicodedata.normalize("NFKC", reason).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def fault_of(reason: str, reasons: Reasons) -> str:
    """Return what is wrong with a reason, or nothing where it is one."""
    text = folded(reason)
    if not text:
        return "gives no reason"
    if text in reasons.placeholders or all(word in reasons.placeholders for word in text.split()):
        return f'"{reason}" is a placeholder and no reason'
    width = sum(2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)
    return f'"{reason}" is too short to weigh' if width < reasons.least else ""


def forbidden_in(markets: Iterable[Market]) -> tuple[tuple[tuple[str, str], str], ...]:
    """Return what the markets of a run forbid to let pass: ((market, code), why)."""
    return tuple(((m.id, code), ruling.because) for m in markets for code, ruling in m.rulings.items() if not ruling.waivable)


def barrier(finding: Finding, forbidden: Sequence[tuple[tuple[str, str], str]]) -> str:
    """Return why no decision can let a finding pass, or nothing where one can.

    Only the markets that object to this very finding count: those whose provisions it rests on.
    """
    objecting = {law.market for law in finding.basis} or {"general"}
    return next((why for (market, code), why in forbidden if code == finding.code and market in objecting), "")
