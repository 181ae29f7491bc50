"""Claims → citations of papers about something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._clauses import share
from claimlint.checks.evidence._content import Said, Shown, said, told
from claimlint.checks.evidence._samples import COHORT, LIPIDS, TRIAL
from claimlint.checks.evidence._weigh import Verdict
from claimlint.rules.terms import terms, vocabulary, weight

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem

_LEAST = 0.12  # share of the claim's telling words that any paper on its subject holds
_WORDS, _WEIGHT = 3, 7.0  # what a sentence must say before it can be off the subject
_MORE_WORDS, _MORE_WEIGHT = 3, 9.0  # more of it where only the title is known, or where the sentence had to be translated


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each record that shares next to nothing with the sentence that cites it."""
    words = vocabulary()
    for one in said(claims):
        asked = frozenset(t.key for t in one.terms if weight(t.key, words) > 1 and words.sorts.get(t.key) != "people")
        held = _held(one)
        overlap = share(asked, held, words)
        total = sum(weight(key, words) for key in asked)
        plain = one.record.abstract and not one.han
        least_words, least_weight = (_WORDS, _WEIGHT) if plain else (_MORE_WORDS, _MORE_WEIGHT)
        if len(asked) >= least_words and total >= least_weight and overlap < (_LEAST if plain else 1e-9):
            shared = ", ".join(sorted(k.strip("=#") for k in asked & held)) or "none"
            spoken = ", ".join(dict.fromkeys(one.text[t.start : t.end] for t in one.terms if t.key in asked))
            verdict = Verdict(CARD.code, CARD.message, "error", "about something else")
            yield told(one, verdict, Shown("subject", spoken, f"shares {shared}", arithmetic=f"{overlap:.0%} of the telling words"))


def _held(one: Said) -> frozenset[str]:
    mesh = (t.key for heading in one.record.mesh for t in terms(heading, vocabulary()))
    return frozenset((*(t.key for fact in one.facts for t in fact.terms), *mesh))


CARD = Card(
    code="EVD013",
    name="off-topic-source",
    severity="error",
    message="The cited record is about something else",
    why="A source that does not speak of the subject supports nothing; most such citations are slips in numbering.",
    fix="Cite the paper that the sentence rests on.",
    flag=(
        Sample("Iron tablets cure hair loss [2].", TRIAL),
        Sample("Zinc lozenges shorten the common cold [5].", LIPIDS),
        Sample("益生菌和维生素C可预防儿童流感和肺炎[5]。", COHORT),
    ),
    clear=(
        Sample("Walking eases knee pain [2].", TRIAL),
        Sample("It works [5].", TRIAL),
        Sample("步行可减轻膝盖疼痛[2]。", TRIAL),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD001", "EVD002"))
