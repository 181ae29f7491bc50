"""A report to GitLab's code quality artifact: a JSON list that merge requests compare with their target branch."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import shown_path
from claimlint.reporters._lines import findings, place, told

if TYPE_CHECKING:
    from claimlint.model import Document, Finding, Report

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(report: Report, style: Style) -> str:
    """Return one object a finding. GitLab drops equal fingerprints, so a claim that stands twice is numbered from the second on."""
    seen: Counter[str] = Counter()
    issues = []
    for document, finding in findings(report):
        seen[finding.fingerprint] += 1
        nth = seen[finding.fingerprint]
        issues.append(_issue(document, finding, style) | {"fingerprint": finding.fingerprint + (f"-{nth}" if nth > 1 else "")})
    return json.dumps(issues, indent=2) + "\n"


def _issue(document: Document, finding: Finding, style: Style) -> dict[str, Any]:
    at = f"{place(document, finding)}: " if document.extracted else ""
    lines = {"begin": 1} if document.extracted else {"begin": finding.line, "end": finding.end_line}
    return {
        "description": f"{finding.code}: {at}{told(finding)}",
        "check_name": finding.code,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": shown_path(finding.path, style.cwd), "lines": lines},
    }


REPORTER = Reporter("gitlab", machine=True, render=render)
