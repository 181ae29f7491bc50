"""Claims → citations of works that were updated or corrected since: there is a newer version to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import CORRECTED, TRIAL, UPDATED
from claimlint.checks.evidence._weigh import Verdict, default, problem, proof
from claimlint.model import Notice

if TYPE_CHECKING:
    from claimlint.model import Citation, Claim, Problem

_WORDS = {"update": "was updated", "correction": "was corrected"}


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a note for each citation of such a work, unless the sentence itself speaks of it; EVD002 tells of graver notices."""
    standard = default()
    for claim in claims:
        for citation in claim.citations:
            found = _newer(citation)
            if found and not standard.says("retraction", claim.sentence.text):
                where = f": see {found.identifier}" if found.identifier else ""
                told = " ".join(part for part in (found.nature, found.date, found.identifier) if part)
                verdict = Verdict(CARD.code, f"The cited article {_WORDS[found.nature]}{where}", "note", _WORDS[found.nature])
                yield problem(claim, citation, verdict, proof(citation, citation.record, "notice", told))


def _newer(citation: Citation) -> Notice | None:
    """Return the notice that names a newer version, an update before a correction, the latest first."""
    known = [*(citation.record.notices if citation.record else ()), *citation.notices]
    for nature in _WORDS:
        found = [notice for notice in known if notice.nature == nature]
        if found:
            return max(found, key=lambda n: (n.date, n.identifier))
    return None


CARD = Card(
    code="EVD016",
    name="superseded-source",
    severity="note",
    message="The cited article was updated or corrected",
    why="A review that was updated may say something else by now, and a correction may concern the very figure that is cited.",
    fix="Read the newer version, cite it, and see whether the sentence still holds.",
    flag=(
        Sample("Walking reduces knee pain [2].", UPDATED),
        Sample("Walking cut knee pain by 38% [2].", CORRECTED),
        Sample("步行可减轻膝痛[2]。", UPDATED),
    ),
    clear=(
        Sample("Walking reduces knee pain [2].", TRIAL),
        Sample("The corrected version gives 38% less knee pain [2].", CORRECTED),
        Sample("步行可减轻膝痛[2]。", TRIAL),
    ),
)
CHECK = Check(CARD, run, yields_to=("EVD002",))
