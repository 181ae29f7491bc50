"""A report to Checkstyle's XML, which many review tools read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import shown_path
from claimlint.reporters._lines import addressed, findings, told
from claimlint.reporters._xml import HEAD, element

if TYPE_CHECKING:
    from claimlint.model import Document, Finding, Report

_SEVERITIES = {"error": "error", "warning": "warning", "note": "info"}


def render(report: Report, style: Style) -> str:
    """Return one `file` a draft with findings and one `error` a finding; `source` is `claimlint.CODE`."""
    files = []
    for path, pairs in groupby(findings(report), key=lambda pair: pair[1].path):
        files.append(element("file", {"name": shown_path(path, style.cwd)}, ["\n", *(_error(d, f) for d, f in pairs)]))
    for skipped in report.skipped:
        error = element("error", {"line": 1, "severity": "error", "message": f"not checked: {skipped.reason}", "source": "claimlint"})
        files.append(element("file", {"name": shown_path(skipped.path, style.cwd)}, ["\n", error]))
    return HEAD + element("checkstyle", {"version": "8.0"}, ["\n", *files])


def _error(document: Document, finding: Finding) -> str:
    at = addressed(document, finding)
    position = {"line": 1} if document.extracted else {"line": finding.line, "column": finding.column}
    said = {"severity": _SEVERITIES[finding.severity], "message": f"{at}{told(finding)} [{finding.fingerprint}]"}
    return element("error", {**position, **said, "source": f"claimlint.{finding.code}"})


REPORTER = Reporter("checkstyle", machine=True, render=render)
