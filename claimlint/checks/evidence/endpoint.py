"""Claims → outcomes that patients live through, resting on a record that measured something in their stead, or in some only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._clauses import clauses, keys
from claimlint.checks.evidence._content import Said, Shown, said, siblings, told
from claimlint.checks.evidence._question import asked
from claimlint.checks.evidence._samples import ACCURACY, LIPIDS, TRIAL
from claimlint.checks.evidence._weigh import Verdict
from claimlint.rules.terms import vocabulary
from claimlint.rules.words import sections

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem

_ALIGNED = 0.99  # share of the outcome's words that the other sentences must hold to bear it out


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each hard outcome that the record never looked at, and for each result of a part of its people."""
    for one in said(claims):
        if one.record.abstract and not one.denies:
            found = _stand_in(one) or _part(one)
            if found:
                yield told(one, Verdict(CARD.code, f"{CARD.message}: {found.recorded}", "warning", found.recorded), found)


def _stand_in(one: Said) -> Shown | None:
    known = sections("endpoints")
    question = asked(one)
    held = frozenset(k for record in (one, *siblings(one)) for fact in record.facts for k in keys(fact))
    hard = ((question.question.outcome if question else frozenset()) & known["hard"].concepts) - held
    lives = known["lives"].pattern.search(one.text) if not held & known["lives"].concepts else None
    claimed = lives[0] if lives else next((one.text[t.start : t.end] for t in one.terms if t.key in hard), "")
    if not claimed:
        return None
    measured = next(((t, fact) for fact in one.facts for t in fact.terms if t.key in known["surrogate"].concepts), None)
    if measured is None:
        return None
    term, fact = measured
    return Shown("endpoint", claimed, fact.text[term.start : term.end], fact)


def _part(one: Said) -> Shown | None:
    """Return the words by which the only aligned sentence limits its result to a part of those studied."""
    known, question = sections("endpoints")["part"].pattern, asked(one)
    if question is None or known.search(one.text):
        return None
    found = [c for c in clauses(question.question, one.facts, vocabulary()) if c.fact.section != "title" and c.own >= _ALIGNED]
    limits = [known.search(clause.fact.text.lower()) for clause in found]
    if found and all(limits) and limits[0]:
        return Shown("endpoint", question.words, limits[0][0], found[0].fact)
    return None


CARD = Card(
    code="EVD009",
    name="endpoint-mismatch",
    severity="warning",
    message="The cited record measured something else than patients would feel",
    why="A blood value, a test's accuracy or a subgroup need not tell what happens to patients.",
    fix="Name the endpoint that was measured, and say that the effect on patients is unknown.",
    flag=(
        Sample("Plant sterol yogurt saves lives [2].", LIPIDS),
        Sample("Sterol yogurt prevents heart attacks [4].", LIPIDS),
        Sample("The algorithm reduces deaths from missed fractures [5].", ACCURACY),
        Sample("植物甾醇酸奶可挽救生命[2]。", LIPIDS),
    ),
    clear=(
        Sample("Sterol yogurt lowered LDL cholesterol by 0.4 mmol/L [4].", LIPIDS),
        Sample("Sensitivity was 91% on 2,000 radiographs; the effect on patients was not studied [5].", ACCURACY),
        Sample("Walking reduces knee pain [1].", TRIAL),
        Sample("植物甾醇酸奶使低密度脂蛋白胆固醇降低0.4 mmol/L[4]。", LIPIDS),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD013", "EVD006"))
