"""Claims → citations of papers about something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._clauses import share
from claimlint.checks.evidence._content import Said, Shown, said, told
from claimlint.checks.evidence._samples import COHORT, LIPIDS, TRIAL
from claimlint.checks.evidence._weigh import Verdict
from claimlint.rules.fields import fields, of_terms
from claimlint.rules.terms import terms, vocabulary, weight

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem, Severity

_LEAST = 0.12  # share of the claim's telling words that any paper on its subject holds
_WORDS, _WEIGHT = 3, 7.0  # what a sentence must say before it can be off the subject
_MORE_WORDS, _MORE_WEIGHT = 3, 9.0  # more of it where only the title is known, or where the sentence had to be translated
_KIN = 2  # more words where both are of the same part of medicine
_NOTHING = 1e-9  # no shared word at all
_HALF = 0.5  # share from which a record is about the subject, whatever part of medicine it belongs to


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each record that shares next to nothing with the sentence that cites it."""
    words = vocabulary()
    for one in said(claims):
        asked = frozenset(t.key for t in one.terms if weight(t.key, words) > 1 and words.sorts.get(t.key) != "people")
        held = _held(one)
        overlap = share(asked, held, words)
        near, apart = _parts(one, held) if overlap < (_HALF if one.record.abstract else _NOTHING) else (True, "")
        if apart or _nothing_shared(one, asked, overlap, near=near):
            shared = ", ".join(sorted(k.strip("=#") for k in asked & held)) or "none"
            spoken = ", ".join(dict.fromkeys(one.text[t.start : t.end] for t in one.terms if t.key in asked or t.key in fields()))
            severity, doubts = _sure(one, asked, apart)
            verdict = Verdict(CARD.code, CARD.message, severity, "about something else")
            arithmetic = f"{overlap:.0%} of the telling words{apart}"
            found = told(one, verdict, Shown("subject", spoken, f"shares {shared}", arithmetic=arithmetic))
            yield replace(found, confidence="medium", reasons=doubts) if doubts else found


def _sure(one: Said, asked: frozenset[str], apart: str) -> tuple[Severity, tuple[str, ...]]:
    """Return how grave a finding is, and what leaves doubt: a title does not hold every outcome, and copy has words that no paper uses."""
    sorts, doubts = vocabulary().sorts, []
    if not one.record.abstract:
        doubts.append("only the title of the record is known")
    if not apart and not any(key in sorts for key in asked):
        doubts.append("no word of the sentence is a known medical term")
    return ("note" if doubts and not one.record.abstract and not apart else "warning" if doubts else "error"), tuple(doubts)


def _nothing_shared(one: Said, asked: frozenset[str], overlap: float, *, near: bool) -> bool:
    """Tell whether a sentence says enough to expect some of its words in the record, and the record has next to none of them.

    It has to say more where both are of the same part of medicine ("mole" under a paper on melanoma).
    """
    words = vocabulary()
    plain = one.record.abstract and not one.han
    least_words, least_weight, least = (_WORDS, _WEIGHT, _LEAST) if plain else (_MORE_WORDS, _MORE_WEIGHT, _NOTHING)
    least_words += _KIN * near
    return len(asked) >= least_words and sum(weight(key, words) for key in asked) >= least_weight and overlap < least


def _parts(one: Said, held: frozenset[str]) -> tuple[bool, str]:
    """Tell whether sentence and record are of the same part of medicine, and of which they are where that is another.

    The second is "" unless each is of some, they share none, and no word of it. Two words are enough for that: so a registry of five
    records, or a sentence of four words, is judged like any other.
    """
    sorts = vocabulary().sorts
    ours, titled = (of_terms(t.key for t in found if sorts.get(t.key) != "people") for found in (one.terms, one.facts[0].terms))
    theirs = of_terms(held)
    parts, others = (sorted(frozenset().union(*found.values())) for found in (ours, theirs))
    near = bool(set(parts) & set(others))
    if not ours or not titled or near or ours.keys() & theirs.keys():
        return near, ""
    return near, f"; {', '.join(parts)} against {', '.join(others)}"


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
