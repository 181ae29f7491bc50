"""A report to SARIF 2.1.0: rules with their law, findings with fingerprints, decisions as suppressions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claimlint.model import line_column, line_starts
from claimlint.reporters import Reporter, Style
from claimlint.reporters._lines import findings, place, told, uri
from claimlint.reporters._sarif_rules import rules
from claimlint.reporters._version import tool_version
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from claimlint.model import Document, Finding, Label, Report, Skipped, Waiver

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "claimlint/v1"
_BASE = "SRCROOT"


def render(report: Report, style: Style) -> str:
    """Return one run. Columns and offsets count code points, and the run says so (`columnKind`)."""
    listed = [(d, f, None) for d, f in findings(report)]
    waived = [(draft.document, w.finding, w.waiver) for draft in report.documents for w in draft.waived]
    known = rules(f for _, f, _ in [*listed, *waived])
    index = {rule["id"]: at for at, rule in enumerate(known)}
    run = {
        "tool": {"driver": {"name": "claimlint", "semanticVersion": tool_version(), "rules": known}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder that claimlint was started in."}}},
        "invocations": [_invocation(report, style)],
        "results": [_result(d, f, w, style, index) for d, f, w in [*listed, *waived]],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _invocation(report: Report, style: Style) -> dict[str, Any]:
    """Return whether all was read; a draft that was not is a notification, so that nobody takes silence for a clean page."""
    return {
        "executionSuccessful": not report.skipped,
        "toolExecutionNotifications": [_notification(skipped, style) for skipped in report.skipped],
    }


def _notification(skipped: Skipped, style: Style) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": _artifact(skipped.path, style)}}
    return {"level": "error", "message": {"text": f"not checked: {visible(skipped.reason)}"}, "locations": [location]}


def _result(document: Document, finding: Finding, waiver: Waiver | None, style: Style, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": finding.severity,
        "message": {"text": _message(document, finding)},
        "locations": [_location(document, finding, style)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {"confidence": finding.confidence, "role": finding.role, "markets": sorted({law.market for law in finding.basis})},
    }
    if finding.labels and not document.extracted:
        result["relatedLocations"] = [_related(document, finding, label, at, style) for at, label in enumerate(finding.labels)]
    if waiver:
        result["suppressions"] = [_suppression(waiver)]
    return result


def _message(document: Document, finding: Finding) -> str:
    at = f" ({place(document, finding)})" if document.extracted else ""
    better = f". Better: {visible(finding.fix)}" if finding.fix else ""
    return f"{told(finding)}{at}{better}"


def _location(document: Document, finding: Finding, style: Style) -> dict[str, Any]:
    physical = {"artifactLocation": _artifact(finding.path, style), "region": _region(document, finding)}
    named = {"logicalLocations": [{"fullyQualifiedName": visible(finding.address)}]} if finding.address else {}
    return {"physicalLocation": physical, **named}


def _region(document: Document, finding: Finding) -> dict[str, Any]:
    """Return the region of a finding; a file that is no text has no lines, and hosts want one: the first stands for the whole."""
    if document.extracted:
        return {"startLine": 1}
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "charOffset": finding.span.start,
        "charLength": finding.span.end - finding.span.start,
        "snippet": {"text": finding.quote.encode(errors="replace").decode()},
    }


def _related(document: Document, finding: Finding, label: Label, at: int, style: Style) -> dict[str, Any]:
    starts = line_starts(document.source)
    (line, column), (end_line, end_column) = (line_column(starts, offset) for offset in (label.span.start, label.span.end))
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    physical = {"artifactLocation": _artifact(finding.path, style), "region": region}
    return {"id": at, "physicalLocation": physical, "message": {"text": visible(label.text)}}


def _suppression(waiver: Waiver) -> dict[str, Any]:
    """Return a decision: inline ones are in the source; the ledger and the baseline are outside it."""
    why = waiver.reason or "in the baseline"
    more = {key: value for key, value in (("by", waiver.by), ("until", waiver.until), ("place", waiver.place)) if value}
    kind = "inSource" if waiver.kind == "inline" else "external"
    return {"kind": kind, "status": "accepted", "justification": visible(why), "properties": {"decision": waiver.kind, **more}}


def _artifact(path: str, style: Style) -> dict[str, str]:
    address = uri(path, style)
    return {"uri": address} if address.startswith("file:") else {"uri": address, "uriBaseId": _BASE}


REPORTER = Reporter("sarif", machine=True, render=render)
