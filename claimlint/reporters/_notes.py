"""What stands under an excerpt: why, which law, what the record says, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimlint.reporters._widths import clip, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimlint.model import Finding, Law, Proof

PROVISIONS = 2  # how many of one market are named
_VALUE = 200  # cells of a quoted citation or value


@dataclass(frozen=True, slots=True)
class Note:
    """A key (why, rule, evidence, sure, fix) and its paragraphs; all text is visible text."""

    key: str
    lines: tuple[str, ...]


def notes(findings: tuple[Finding, ...], cut: str) -> tuple[Note, ...]:
    """Return the notes of one frame in their fixed order; with several findings each note names its code, once."""
    kept: dict[tuple[str, ...], Note] = {}
    for finding in findings:
        for key, lines in _parts(finding, cut):
            if any(lines):
                named = f"{key} ({visible(finding.code)})" if len(findings) > 1 else key
                kept.setdefault((key, *lines), Note(named, lines))
    order = ("why", "rule", "evidence", "sure", "fix")
    return tuple(sorted(kept.values(), key=lambda note: order.index(note.key.split(" ")[0])))


def _parts(finding: Finding, cut: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("why", (visible(finding.why).strip(),)),
        ("rule", provisions(finding.basis)),
        ("sure", (sureness(finding),)),
        ("evidence", (proof_line(finding.proof, cut),) if finding.proof else ()),
        ("fix", (visible(finding.fix).strip(),)),
    )


def sureness(finding: Finding) -> str:
    """Return how sure a finding is and why, where it is not wholly sure: `medium: the words stand in quotation marks`."""
    if finding.confidence == "high":
        return ""
    reasons = "; ".join(visible(reason) for reason in finding.reasons)
    return f"{finding.confidence}: {reasons}" if reasons else finding.confidence


def provisions(laws: Iterable[Law]) -> tuple[str, ...]:
    """Return one line a market, in the order given: at most two provisions, then how many more; what was not read says so."""
    markets: dict[str, list[str]] = {}
    for law in laws:
        named = visible(f"{law.instrument} {law.article}".strip() or law.id)
        markets.setdefault(visible(law.market), []).append(named if law.verified else f"{named} (recalled, not verified)")
    return tuple(_market(market, named) for market, named in markets.items())


def _market(market: str, named: list[str]) -> str:
    more = len(named) - PROVISIONS
    return f"{market}: {'; '.join(named[:PROVISIONS])}" + (f" + {more} more" if more > 0 else "")


def proof_line(proof: Proof, cut: str) -> str:
    """Return record, field, both values and how they were compared: `smith2023, %: claims 93 %, record 61 %; 1.5 times as much`."""
    citation, record, field, claimed, recorded = (
        clip(visible(part).strip(), _VALUE, cut) for part in (proof.citation, proof.record, proof.field, proof.claimed, proof.recorded)
    )
    subject = ", ".join(part for part in (record or "no record", field) if part)
    values = ", ".join(part for part in (claimed and f"claims {claimed}", recorded and f"record {recorded}") if part)
    cited = f' (cited as "{citation}")' if citation else ""
    sum_ = clip(visible(proof.arithmetic).strip(), _VALUE, cut)
    return (f"{subject}: {values}" if values else subject) + (f"; {sum_}" if sum_ else "") + cited
