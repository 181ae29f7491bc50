"""Claims → animal, cell and computer studies cited for a benefit to people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import MOUSE
from claimlint.checks.evidence._weigh import Verdict, default, designs, judged, short, weak

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem
    from claimlint.rules.levels import Standards


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each preclinical citation under a claim that asks for more, unless the sentence states its limits."""
    standard = default()
    for claim in claims:
        asked = short(claim, judged(claim, standard), "E2", standard)
        if asked is None or _limited(claim.sentence.text, standard):
            continue
        for cited in designs(claim, standard):
            if cited.design.level == "E2":
                yield weak(claim, cited, Verdict(CARD.code, CARD.message, asked.severity, cited.design.recorded, CARD.fix), asked)


def _limited(text: str, standard: Standards) -> bool:
    """Tell whether the sentence says that nothing is known of people, or names the species and promises nobody anything."""
    return standard.says("limits", text) or (standard.says("species", text) and not standard.says("audience", text))


CARD = Card(
    code="EVD004",
    name="preclinical-for-human-claim",
    severity="error",
    message="An animal, cell or computer study is cited for a benefit to people",
    why="Animal and laboratory work is background; it does not show that people benefit.",
    fix="Move it to the background and name the species, or drop the human benefit.",
    flag=(
        Sample("Proven to shrink tumours, research shows [M1].", MOUSE),
        Sample("Lab-tested immunity boost for your kids [M4].", MOUSE),
        Sample("能有效治疗肿瘤，守护您的健康[M2]。", MOUSE),
    ),
    clear=(
        Sample("In mice, the compound reduced tumour size; it has not been tested in people [M1].", MOUSE),
        Sample("The peptide binds the receptor in vitro [M2].", MOUSE),
        Sample("小鼠实验观察到肿瘤缩小，尚无人体数据[M1]。", MOUSE),
    ),
)
CHECK = Check(CARD, run)
