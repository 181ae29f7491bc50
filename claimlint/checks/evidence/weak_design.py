"""Claims → protocols, opinions, case reports and uncontrolled studies cited for more than they can carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import CASE, COHORT, TRIAL
from claimlint.checks.evidence._weigh import CAUSAL, Verdict, default, designs, judged, short, weak

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem
    from claimlint.rules.demands import Demand
    from claimlint.rules.levels import Design, Standards

_ANY = ("efficacy",)  # a study without results carries nothing, whatever kind of claim it is


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each citation below the level that its claim needs, unless the sentence names the design."""
    standard = default()
    for claim in claims:
        text = claim.sentence.text
        if "risk-statement" in claim.kinds or standard.says("design", text) or standard.says("planned", text):
            continue  # case reports are fit for warnings; and a named design overstates nothing
        kinds = judged(claim, standard)
        for cited in designs(claim, standard):
            asked = _short(claim, kinds, cited.design, standard)
            if asked:
                design = cited.design.recorded
                message = f"One {design} carries this only with care" if asked.outcome == "note" else f"{CARD.message}: {design}"
                severity = asked.severity if kinds else "warning"  # of what kind such a claim is, nobody knows
                yield weak(claim, cited, Verdict(CARD.code, message, severity, design, CARD.fix), asked if kinds else None)


def _short(claim: Claim, kinds: tuple[str, ...], design: Design, standard: Standards) -> Demand | None:
    """Return what a design falls short of; EVD004 tells of laboratory work, EVD010 of observation told as cause."""
    if design.level == "E2" or (design.observational and CAUSAL & set(kinds)):
        return None
    if design.observational and design.level == "E4" and standard.says("association", claim.sentence.text):
        return None  # "was associated with" is what observation can say
    return short(claim, kinds or (_ANY if design.predata else ()), design.level, standard)


CARD = Card(
    code="EVD005",
    name="weak-design-for-claim",
    severity="warning",
    message="The cited study cannot carry this claim",
    why="Each kind of claim asks for a level of evidence; a protocol, an opinion, a case report or an uncontrolled study is below it.",
    fix="Match the verb to the design (was reported, suggests), name the design, or cite a controlled trial.",
    flag=(
        Sample("Clinically proven to ease knee pain [C1].", CASE),
        Sample("Reduces knee pain by 60% [C2].", CASE),
        Sample("经临床证实可减轻膝痛[C1]。", CASE),
    ),
    clear=(
        Sample("One case report described improvement; that is not proof [C1].", CASE),
        Sample("Walking reduces knee pain by 38% [1].", TRIAL),
        Sample("Dementia was less common among coffee drinkers than among others [1].", COHORT),
        Sample("One in five coffee drinkers had a relative with dementia [1].", COHORT),
        Sample("个案报告观察到膝痛减轻，不能作为证明[C1]。", CASE),
    ),
)
CHECK = Check(CARD, run)
