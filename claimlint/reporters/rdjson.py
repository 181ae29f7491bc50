"""A report to reviewdog's diagnostic format; its columns count bytes of UTF-8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claimlint.model import line_starts
from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import shown_path
from claimlint.reporters._lines import addressed, findings, told
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from claimlint.model import Document, Finding, Report, Skipped

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(report: Report, style: Style) -> str:
    """Return one object with a diagnostic a finding; the fingerprint stands at the end of the message."""
    diagnostics = [_diagnostic(document, finding, style) for document, finding in findings(report)]
    diagnostics += [_unread(skipped, style) for skipped in report.skipped]
    return json.dumps({"source": {"name": "claimlint"}, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(document: Document, finding: Finding, style: Style) -> dict[str, Any]:
    at = addressed(document, finding)
    location: dict[str, Any] = {"path": shown_path(finding.path, style.cwd)}
    if not document.extracted:
        starts = line_starts(document.source)
        location["range"] = {
            "start": _position(document.source, starts[finding.line - 1], finding.line, finding.span.start),
            "end": _position(document.source, starts[finding.end_line - 1], finding.end_line, finding.span.end),
        }
    return {
        "message": f"{at}{told(finding)} [{finding.fingerprint}]",
        "location": location,
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }


def _unread(skipped: Skipped, style: Style) -> dict[str, Any]:
    location = {"path": shown_path(skipped.path, style.cwd)}
    message = f"not checked: {visible(skipped.reason)}"
    return {"message": message, "location": location, "severity": "ERROR", "code": {"value": "claimlint"}}


def _position(source: str, start: int, line: int, offset: int) -> dict[str, int]:
    """Return line and column, the column in bytes of UTF-8 from 1, as the format wants it."""
    return {"line": line, "column": len(source[start:offset].encode(errors="surrogatepass")) + 1}


REPORTER = Reporter("rdjson", machine=True, render=render)
