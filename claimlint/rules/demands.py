"""Kinds of a claim, a level of evidence, the markets of a run → what the decision table asks for, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimlint.model import Severity
from claimlint.rules.levels import LEVELS, OUTCOMES, Outcome, Standards

_SEVERITIES: dict[Outcome, Severity] = {"note": "note", "warn": "warning", "err": "error"}
_BEST, _SEEN = "E6", "E4"


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for beyond a level: how gravely, for which kind of claim, in which markets ("" where the run has none), and why.

    `asks` is the lowest level that raises nothing there; `why` are the reasons of markets with rows of their own; `spared` are the
    markets of the run to which the level is enough.
    """

    outcome: Outcome
    kind: str
    markets: tuple[str, ...]
    asks: str
    why: tuple[tuple[str, str], ...]
    spared: tuple[str, ...]

    @property
    def severity(self) -> Severity:
        """Return how grave it is to fall short."""
        return _SEVERITIES[self.outcome]

    def words(self, names: dict[str, str]) -> str:
        """Return the demand as the end of a message: "claims of the kind disease ask for a controlled trial in EU, UK"."""
        where = ", ".join(market.upper() for market in self.markets if market)
        return f"claims of the kind {self.kind} ask for {names.get(self.asks, self.asks)}" + (f" in {where}" if where else "")

    @property
    def reasons(self) -> str:
        """Return what the markets go by, as sentences: "US: as a rule randomised controlled trials on people."."""
        return " ".join(f"{market.upper()}: {because}." for market, because in self.why)


def demand(kinds: Sequence[str], level: str, markets: Sequence[str], standard: Standards) -> Demand | None:
    """Return the gravest demand that a level does not meet, None where it meets all of them.

    A kind that a market bars whatever the evidence asks for none there: other rules speak of it. Of observation, what only tells how
    many or when asks for nothing more: an effect beside it asks for itself.
    """
    if level == _SEEN:
        kinds = tuple(kind for kind in kinds if kind not in standard.described)
    failed = list(_failed(kinds, level, markets, standard))
    if not failed:
        return None
    grave, kind = max((g, k) for g, k, _ in failed)
    where = tuple(sorted(m for g, k, m in failed if (g, k) == (grave, kind)))
    why = tuple((m, standard.reasons[m, kind].because) for m in where if (m, kind) in standard.reasons)
    objecting = {m for _, _, m in failed}
    asks = max(_asked(kind, market, standard) for market in where)
    return Demand(OUTCOMES[grave], kind, where, asks, why, tuple(m for m in markets if m not in objecting))


def _failed(kinds: Sequence[str], level: str, markets: Sequence[str], standard: Standards) -> Iterator[tuple[int, str, str]]:
    """Yield (gravity, kind, market) for each kind and market that ask for more."""
    for market in markets or ("",):
        for kind in kinds:
            outcome = standard.outcome(kind, level, market)
            if outcome != "ok" and standard.outcome(kind, _BEST, market) != "err":
                yield OUTCOMES.index(outcome), kind, market


def _asked(kind: str, market: str, standard: Standards) -> str:
    return next((level for level in LEVELS if standard.outcome(kind, level, market) == "ok"), _BEST)
