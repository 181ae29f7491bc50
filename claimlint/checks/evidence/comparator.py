"""Claims → comparisons with something that the cited study was not compared with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._clauses import keys
from claimlint.checks.evidence._content import Said, Shown, said, siblings, told
from claimlint.checks.evidence._samples import LIPIDS, TABLETS, TRIAL
from claimlint.checks.evidence._weigh import Verdict
from claimlint.model import Span, Term
from claimlint.rules.effects import effects
from claimlint.rules.terms import vocabulary, weight

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem

_KINDS = ("superiority", "equality")
_NEAR = 14  # characters after "than" in which the comparator is named
_COMMON = 0  # weight of a word that names no comparator


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each named comparator that no cited record speaks of."""
    for one in said(claims):
        if not set(one.claim.kinds) & set(_KINDS) or one.denies or not one.record.abstract:
            continue
        named = _named(one)
        held = frozenset(k for record in (one, *siblings(one)) for fact in record.facts for k in keys(fact))
        if named and not held & {term.key for term in named}:
            words = one.text[named[0].start : named[-1].end]
            verdict = Verdict(CARD.code, f"{CARD.message}: {words}", "error", "no such comparison")
            shown = Shown("comparator", words, _studied(one), one.facts[0], place=Span(named[0].start, named[-1].end))
            yield told(one, verdict, shown)


def _named(one: Said) -> list[Term]:
    """Return the words that name what the copy compares with, none where it names nothing that can be looked for."""
    than = effects().cues["comparing"].search(one.text)
    after = [t for t in one.terms if than and than.end() <= t.start <= than.end() + _NEAR and weight(t.key, vocabulary()) > _COMMON]
    return after[:2]


def _studied(one: Said) -> str:
    """Return the comparison group that the record names, as it names it."""
    for fact in one.facts:
        found = effects().cues["controls"].search(fact.text.lower())
        if found:
            return fact.text[found.start() : found.end()]
    return "no such comparator"


CARD = Card(
    code="EVD011",
    name="comparator-mismatch",
    severity="error",
    message="The cited study made no such comparison",
    why="Only a head-to-head study shows that one thing beats another; a placebo group shows no more than that it beats placebo.",
    fix="Name the comparator that was used, or cite a head-to-head study.",
    flag=(
        Sample("Sterol yogurt lowers cholesterol better than statins [2].", LIPIDS),
        Sample("Walking is more effective than surgery against knee pain [3].", TRIAL),
        Sample("步行对膝痛比手术更有效[3]。", TRIAL),
    ),
    clear=(
        Sample("Walking eased knee pain more than usual care [3].", TRIAL),
        Sample("Zinc was no better than placebo for the common cold [2].", TABLETS),
        Sample("步行可减轻膝痛[3]。", TRIAL),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD013", "EVD006"))
