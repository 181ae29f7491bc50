"""A report to the rows of a claim list: one a finding, and one for each claim that nobody objected to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.reporters._frame import shown_path
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.model import ClaimEntry, DocumentReport, Finding, Report, Waiver
    from claimlint.reporters import Style

COLUMNS = (
    *("path", "place", "words", "status", "code", "rule", "severity", "confidence", "message", "better"),
    *("citations", "records", "language", "kinds", "decision", "reason", "by", "until", "fingerprint"),
)
Row = dict[str, str]


def rows(report: Report, style: Style) -> Iterator[Row]:
    """Yield one row a finding, waived or not, and one a claim without any, by draft and place; every value is visible text."""
    for draft in report.documents:
        yield from ({key: visible(value) for key, value in row.items()} for row in _of(draft, style))
    for skipped in report.skipped:
        yield {"path": shown_path(skipped.path, style.cwd), "status": "not checked", "message": visible(skipped.reason)}


def _of(draft: DocumentReport, style: Style) -> list[Row]:
    claims = {claim.span: claim for claim in draft.claims}
    judged = [(f, None) for f in draft.findings] + [(w.finding, w.waiver) for w in draft.waived]
    found = [(f.span, _finding(f, waiver, claims.get(f.sentence))) for f, waiver in judged]
    touched = {f.sentence for f, _ in judged}
    free = [(claim.span, _claim(claim)) for claim in draft.claims if claim.span not in touched]
    path = shown_path(draft.document.path, style.cwd)
    ordered = sorted([*found, *free], key=lambda pair: (pair[0], pair[1].get("code", "")))
    return [{"path": path, "place": _place(draft, row), **row} for _, row in ordered]


def _place(draft: DocumentReport, row: Row) -> str:
    address, line_column = row.pop("address"), row.pop("line_column")
    return address or ("page" if draft.document.extracted else line_column)


def _finding(finding: Finding, waiver: Waiver | None, claim: ClaimEntry | None) -> Row:
    row = _claim(claim) if claim else {}
    row |= {
        "words": finding.quote,
        "code": finding.code,
        "rule": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "better": finding.fix,
        "fingerprint": finding.fingerprint,
        "address": finding.address,
        "line_column": f"{finding.line}:{finding.column}",
    }
    return row | ({"decision": waiver.kind, "reason": waiver.reason, "by": waiver.by, "until": waiver.until} if waiver else {})


def _claim(claim: ClaimEntry) -> Row:
    return {
        "words": claim.quote,
        "status": claim.status,
        "citations": "; ".join(claim.citations),
        "records": "; ".join(claim.records),
        "language": claim.language,
        "kinds": ", ".join(claim.kinds),
        "address": claim.address,
        "line_column": f"{claim.line}:{claim.column}",
    }
