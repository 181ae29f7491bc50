"""Claims → cohort, cross-sectional and registry studies stated as cause and effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import COHORT
from claimlint.checks.evidence._weigh import CAUSAL, Verdict, default, designs, judged, short, weak

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each observational citation under a causal claim, unless the sentence speaks of association."""
    standard = default()
    for claim in claims:
        kinds = tuple(k for k in judged(claim, standard) if k in CAUSAL)
        if not kinds or standard.says("association", claim.sentence.text):
            continue
        for cited in designs(claim, standard):
            asked = short(claim, kinds, "E4", standard)
            if asked and cited.design.level == "E4" and cited.design.observational:
                yield weak(claim, cited, Verdict(CARD.code, CARD.message, asked.severity, cited.design.recorded, CARD.fix), asked)


CARD = Card(
    code="EVD010",
    name="observational-as-causal",
    severity="warning",
    message="An observational study is stated as cause and effect",
    why="Who was watched and not assigned may differ in more than the product; such a design shows association only.",
    fix='Use words of association ("was associated with") and name the design.',
    flag=(
        Sample("Coffee prevents dementia [2].", COHORT),
        Sample("Coffee lowers your risk of dementia [2].", COHORT),
        Sample("咖啡预防痴呆[2]。", COHORT),
    ),
    clear=(
        Sample("Coffee drinkers had a lower rate of dementia in a cohort; cause is not shown [2].", COHORT),
        Sample("Coffee drinking was associated with less dementia [2].", COHORT),
        Sample("喝咖啡与痴呆较少相关[2]。", COHORT),
    ),
)
CHECK = Check(CARD, run)
