"""A question (what was given, against what, what was looked at) and the facts of a record → more, less, or no difference."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimlint.checks.evidence._clauses import Clause, Question, clauses, sweeping
from claimlint.checks.evidence._cues import features
from claimlint.model.facts import Fact
from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import read_table
from claimlint.rules.terms import Vocabulary, vocabulary

LABELS = ("less", "none", "more")
_NULL, _ABOUT = 0.7, 0.75  # odds from which a null result is believed where a sentence holds this share of the outcome's words
_NULL_LESS, _ABOUT_LESS = 0.9, 0.5  # the same where it holds fewer; chosen by cross-validation on the half that was fitted


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says: the odds of each label, the sentence that says most, and the features that decided, gravest first."""

    odds: dict[str, float]
    clause: Clause
    reasons: tuple[str, ...]

    @property
    def null(self) -> bool:
        """Tell whether the record found no difference, sure enough to say so and about this outcome."""
        least = _NULL if self.clause.whole >= _ABOUT else _NULL_LESS
        return self.clause.whole >= _ABOUT_LESS and self.odds["none"] >= least

    @property
    def fact(self) -> Fact:
        """Return the sentence of the record that says most."""
        return self.clause.fact


def answer(question: Question, facts: Iterable[Fact], words: Vocabulary | None = None) -> Answer | None:
    """Return what a record says of a question, None where no sentence tells of the outcome."""
    facts = tuple(facts)
    found = clauses(question, facts, words or vocabulary()) or sweeping(facts)
    if not found:
        return None
    present = features(question, found)
    weights = model()
    scores = {label: sum(weights.get(name, {}).get(label, 0.0) * value for name, value in present.items()) for label in LABELS}
    total = sum(math.exp(s) for s in scores.values())
    odds = {label: math.exp(score) / total for label, score in scores.items()}
    best = max(LABELS, key=lambda label: odds[label])
    drawn = sorted((n for n in present if n in weights and weights[n][best] > 0), key=lambda n: -weights[n][best] * present[n])
    return Answer(odds, found[0], tuple(drawn[:3]))


@cache
def model(path: Path | None = None) -> dict[str, dict[str, float]]:
    """Read the weights: feature → label → weight. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "direction.toml")
    table.only("weights")
    rows = table.table("weights")
    return {str(name): {label: float(v) for label, v in rows.table(name).data.items()} for name in rows.data}
