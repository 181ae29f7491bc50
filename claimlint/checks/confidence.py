"""Doubts about a finding → how sure it is, and the reasons in words."""

from __future__ import annotations

from collections.abc import Iterable

from claimlint.model import Confidence, Weights

CERTAIN = 100


def weigh(doubts: Iterable[str], weights: Weights, details: dict[str, str] | None = None) -> tuple[Confidence, tuple[str, ...]]:
    """Return the level that is left once every doubt has taken its points, and what each doubt says.

    A doubt that the data does not know takes nothing. `details` fill the place `{…}` in what a doubt says.
    """
    points, reasons = CERTAIN, []
    for doubt in dict.fromkeys(doubts):
        if doubt in weights.less:
            less, say = weights.less[doubt]
            points -= less
            reasons.append(say.replace("{}", (details or {}).get(doubt, "")))
    level: Confidence = "high" if points >= weights.high else "medium" if points >= weights.medium else "low"
    return level, tuple(reasons)
