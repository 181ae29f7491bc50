"""A report to GitLab's code quality artifact: a JSON list that merge requests compare with their target branch."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import shown_path
from claimlint.reporters._lines import addressed, findings, told
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from claimlint.model import Document, Finding, Report, Skipped

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(report: Report, style: Style) -> str:
    """Return one object a finding. GitLab drops equal fingerprints, so a claim that stands twice is numbered from the second on."""
    seen: Counter[str] = Counter()
    issues = []
    for document, finding in findings(report):
        seen[finding.fingerprint] += 1
        nth = seen[finding.fingerprint]
        issues.append(_issue(document, finding, style) | {"fingerprint": finding.fingerprint + (f"-{nth}" if nth > 1 else "")})
    issues += [_unread(skipped, style) for skipped in report.skipped]
    return json.dumps(issues, indent=2) + "\n"


def _issue(document: Document, finding: Finding, style: Style) -> dict[str, Any]:
    at = addressed(document, finding)
    lines = {"begin": 1} if document.extracted else {"begin": finding.line, "end": finding.end_line}
    return {
        "description": f"{finding.code}: {at}{told(finding)}",
        "check_name": finding.code,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": shown_path(finding.path, style.cwd), "lines": lines},
    }


def _unread(skipped: Skipped, style: Style) -> dict[str, Any]:
    """Return an issue for a draft that was not checked: a clean widget must never mean that nothing was looked at."""
    path = shown_path(skipped.path, style.cwd)
    return {
        "description": f"not checked: {visible(skipped.reason)}",
        "check_name": "claimlint",
        "severity": "blocker",
        "location": {"path": path, "lines": {"begin": 1}},
        "fingerprint": sha256(f"{path}\n{skipped.reason}".encode(errors="surrogatepass")).hexdigest()[:16],
    }


REPORTER = Reporter("gitlab", machine=True, render=render)
