"""A report to workflow commands: annotations in a pull request, gravest first, as many as GitHub shows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import shown_path
from claimlint.reporters._lines import addressed, gravest_first, told

if TYPE_CHECKING:
    from claimlint.model import Document, Finding, Report

SHOWN = 10  # annotations of one level a step; GitHub drops the rest without a word
_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, style: Style) -> str:
    """Return at most ten commands a level, then one that says how many more there are; what could not be read is an error."""
    lines = [f"::error file={_property(shown_path(s.path, style.cwd))},title=not checked::{_data(s.reason)}\n" for s in report.skipped]
    seen: Counter[str] = Counter({"error": len(lines)})
    more = 0
    for document, finding in gravest_first(report):
        seen[finding.severity] += 1
        if seen[finding.severity] <= SHOWN - (finding.severity == "note"):  # one notice is kept for the last line
            lines.append(_command(document, finding, style))
        else:
            more += 1
    if more:
        lines.append(f"::notice title=claimlint::{more} more findings: see the job summary\n")
    return "".join(lines)


def _command(document: Document, finding: Finding, style: Style) -> str:
    properties = {"file": shown_path(finding.path, style.cwd)}
    if not document.extracted:
        properties |= {"line": str(finding.line), "endLine": str(finding.end_line)}
    if not document.extracted and finding.line == finding.end_line:  # columns count only on one line
        properties |= {"col": str(finding.column), "endColumn": str(finding.end_column)}
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    at = addressed(document, finding)
    better = f"\nBetter: {finding.fix}" if finding.fix else ""
    return f"::{_LEVELS[finding.severity]} {listed}::{_data(f'{at}{told(finding)}{better} [{finding.fingerprint}]')}\n"


def _data(text: str) -> str:
    """Return a message with the characters that end a command escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


REPORTER = Reporter("github", machine=True, render=render)
