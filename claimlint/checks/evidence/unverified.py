"""Claims → figures that the registry's text of the cited record neither bears out nor contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._content import Shown, number, said, siblings, told
from claimlint.checks.evidence._numbers import compared
from claimlint.checks.evidence._samples import LIPIDS, TRIAL
from claimlint.checks.evidence._weigh import Verdict

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield one note a citation for the figures that no cited record holds: the full text may."""
    for one in said(claims):
        known = {q.claimed.start for other in siblings(one) for q in compared(other) if q.outcome != "unknown"}
        unknown = [c.claimed for c in compared(one) if c.outcome == "unknown" and c.claimed.start not in known]
        if unknown:
            figures = ", ".join(dict.fromkeys(map(number, unknown)))
            held = "abstract" if one.record.abstract else "title (the registry has no abstract)"
            verdict = Verdict(CARD.code, f"{CARD.message}: {figures}", "note", "check the full text")
            yield told(one, verdict, Shown(held, figures, "no such figure"))


CARD = Card(
    code="EVD014",
    name="figure-unverified",
    severity="note",
    message="The figure does not stand in what the registry holds of the record",
    why="Most figures stand in the full text and not in the abstract: a missing one is no error, but nobody has checked it.",
    fix="Find the figure in the full text and keep its sentence with the record, or drop the figure.",
    flag=(
        Sample("Walking helped 62% of shop assistants [2].", TRIAL),
        Sample("Plain yogurt costs £3.20 [4].", LIPIDS),
        Sample("步行使62%的店员受益[2]。", TRIAL),
    ),
    clear=(
        Sample("Knee pain fell by 38% with walking [2].", TRIAL),
        Sample("Knee pain eased in the trial [2].", TRIAL),
        Sample("膝痛减轻38%[2]。", TRIAL),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD013", "EVD004", "EVD006", "EVD007", "EVD008"))
