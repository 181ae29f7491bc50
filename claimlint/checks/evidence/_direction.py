"""A question (what was given, against what, what was looked at) and the facts of a record → more, less, or no difference."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from claimlint.checks.evidence._clauses import Clause, Question, clauses, keys, share, sweeping
from claimlint.checks.evidence._cues import asserts, features, plain
from claimlint.model.facts import Fact
from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import read_table
from claimlint.rules.terms import Vocabulary, vocabulary

LABELS = ("less", "none", "more")
REVERSE = {"more": "less", "less": "more"}
_NULL, _ABOUT = 0.7, 0.75  # odds from which a null result is believed where a sentence holds this share of the outcome's words
_WHOLE, _LIKELY = 0.99, 0.4  # share of the outcome's words, and odds of none, from which plain words settle it
_NAMED, _SAID = 0.6, 0.8  # share of the words of what was given that must stand there; how sure such a sentence is
_NULL_LESS, _ABOUT_LESS = 0.9, 0.5  # the same where it holds fewer; chosen by cross-validation on the half that was fitted


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says: the odds of each label, the sentence that says most, and the features that decided, gravest first."""

    odds: dict[str, float]
    clause: Clause
    reasons: tuple[str, ...]
    plain: bool = False  # one sentence on just this outcome says so in so many words, and none says otherwise

    @property
    def null(self) -> bool:
        """Tell whether the record found no difference, sure enough to say so and about this outcome."""
        if self.plain:
            return True
        least = _NULL if self.clause.whole >= _ABOUT else _NULL_LESS
        return self.clause.whole >= _ABOUT_LESS and self.odds["none"] >= least

    @property
    def fact(self) -> Fact:
        """Return the sentence of the record that says most."""
        return self.clause.fact


def answer(question: Question, facts: Iterable[Fact], words: Vocabulary | None = None) -> Answer | None:
    """Return what a record says of a question, None where no sentence tells of the outcome."""
    facts, words = tuple(facts), words or vocabulary()
    found = clauses(question, facts, words) or sweeping(facts)
    if not found:
        return _of_given(question, facts, words)
    present = features(question, found)
    weights = model()
    scores = {label: sum(weights.get(name, {}).get(label, 0.0) * value for name, value in present.items()) for label in LABELS}
    total = sum(math.exp(s) for s in scores.values())
    odds = {label: math.exp(score) / total for label, score in scores.items()}
    best = max(LABELS, key=lambda label: odds[label])
    drawn = sorted((n for n in present if n in weights and weights[n][best] > 0), key=lambda n: -weights[n][best] * present[n])
    full = [clause for clause in found if clause.own >= _WHOLE and clause.fact.section != "title"]
    denied = next((clause for clause in full if plain(clause)), None)
    if denied and odds["none"] >= _LIKELY and not any(asserts(clause) for clause in full):
        return Answer(odds, denied, tuple(drawn[:3]), plain=True)
    return _of_given(question, facts, words) or Answer(odds, found[0], tuple(drawn[:3]))


def _of_given(question: Question, facts: tuple[Fact, ...], words: Vocabulary) -> Answer | None:
    """Return the null result of a sentence that names what was given and leaves unsaid what the title says was looked at.

    "No association was found with coffee" in a study of dry eyes answers for dry eyes, unless another sentence on coffee found something.
    """
    title = keys(facts[0]) if facts else frozenset()
    given = question.intervention - title
    least = _NAMED if given else _WHOLE
    if not given and question.comparator:  # both names together: "the gel was not superior to the spray"
        given = question.intervention | question.comparator
    looked = frozenset(key for key in question.outcome if key.startswith("=")) or question.outcome
    if not given or share(looked, title, words) < _NAMED:
        return None
    everything = replace(question, outcome=given)
    found = [c for c in clauses(everything, facts, words) if c.own >= least and c.fact.section != "title"]
    denied = next((clause for clause in found if plain(clause)), None)
    if denied is None or any(asserts(clause) for clause in found):
        return None
    return Answer({"none": _SAID, "less": 0.0, "more": 0.0}, denied, ("said of what was given",), plain=True)


@cache
def model(path: Path | None = None) -> dict[str, dict[str, float]]:
    """Read the weights: feature → label → weight. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "direction.toml")
    table.only("weights")
    rows = table.table("weights")
    return {str(name): {label: float(v) for label, v in rows.table(name).data.items()} for name in rows.data}
