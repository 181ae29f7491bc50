"""Claims → people, or a dose, that the cited study did not look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._content import Said, Shown, number, said, siblings, told
from claimlint.checks.evidence._population import Mismatch, mismatch
from claimlint.checks.evidence._samples import TABLETS, TRIAL
from claimlint.checks.evidence._weigh import Verdict, default

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem

_SCALE = {"g": 1000.0, "mg": 1.0, "µg": 0.001}
_SAME = 0.05  # relative difference within which two doses are one


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each record of other people or another dose, unless another cited record fits."""
    standard = default()
    for one in said(claims):
        if one.denies or any(mismatch(other, standard) is None and not _other_dose(other) for other in siblings(one)):
            continue
        found = mismatch(one, standard) or _other_dose(one)
        if found:
            what = "dose" if found.field == "dose" else "population"
            verdict = Verdict(CARD.code, f"{CARD.message}: {found.claimed}, the record: {found.recorded}", "error", f"another {what}")
            yield told(one, verdict, Shown(found.field, found.claimed, found.recorded, found.fact))


def _other_dose(one: Said) -> Mismatch | None:
    """Return the doses where copy and record both state some in one unit of mass and share none."""
    claimed = [q for q in one.claim.quantities if q.unit in _SCALE and q.kind == "dose"]
    held = [(f, q) for f in one.facts if f.section != "background" for q in f.quantities if q.unit in _SCALE and q.kind == "dose"]
    amounts = [q.value * _SCALE[q.unit] for _, q in held]
    if any(q.kind == "measure" and q.value == c.value for f in one.facts for q in f.quantities for c in claimed):
        return None  # a result with another unit: EVD007 tells
    if not claimed or not held or any(_near(q.value * _SCALE[q.unit], amount) for q in claimed for amount in amounts):
        return None
    fact = held[0][0]
    return Mismatch(number(claimed[0]), ", ".join(dict.fromkeys(number(q) for _, q in held[:3])), fact, "dose")


def _near(first: float, second: float) -> bool:
    return abs(first - second) <= _SAME * max(first, second)


CARD = Card(
    code="EVD006",
    name="population-or-intervention-mismatch",
    severity="error",
    message="The cited study looked at others than the copy speaks of",
    why="What holds for the people, the dose and the product that were studied need not hold for others.",
    fix="State who was studied and at which dose, and stop there.",
    flag=(
        Sample("Walking eases knee pain in children [2].", TRIAL),
        Sample("Our 20 mg zinc tablet works against the common cold [3].", TABLETS),
        Sample("锌片可缓解女性感冒[2]。", TABLETS),
    ),
    clear=(
        Sample("In adults with osteoarthritis, walking eased knee pain [2].", TRIAL),
        Sample("The trial used 80 mg zinc in men with a cold [3].", TABLETS),
        Sample("步行可减轻成人骨关节炎患者的膝痛[2]。", TRIAL),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD013",))
