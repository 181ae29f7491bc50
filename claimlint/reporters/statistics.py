"""A report to a table: which rule found how much, and in how many drafts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claimlint.model import rank
from claimlint.reporters import Reporter, Style
from claimlint.reporters._paint import paint
from claimlint.reporters._summary import counted, summary
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from claimlint.model import Finding, Report

_SILENT = 2


def render(report: Report, style: Style) -> str:
    """Return one line a rule, most findings first, and the summary unless `quiet`."""
    if style.quiet >= _SILENT:
        return ""
    lines = [_line(*row, style) for row in _counts(report)]
    return "\n".join(filter(None, ["".join(lines), "" if style.quiet else summary(report, style)]))


def _counts(report: Report) -> list[tuple[int, int, Finding]]:
    """Return for each rule how many findings in how many drafts, and one of the gravest; most findings first."""
    found = Counter(f.code for f in report.findings)
    drafts = Counter(code for draft in report.documents for code in {f.code for f in draft.findings})
    gravest: dict[str, Finding] = {}
    for finding in sorted(report.findings, key=lambda f: -rank(f.severity)):
        gravest.setdefault(finding.code, finding)
    return sorted(((found[c], drafts[c], f) for c, f in gravest.items()), key=lambda row: (-row[0], row[2].code))


def _line(number: int, drafts: int, finding: Finding, style: Style) -> str:
    severity = paint(style, finding.severity, f"{finding.severity:7}")
    return f"{number:6}  {severity}  {finding.code}  {visible(finding.name)}  in {counted(drafts, 'draft')}\n"


REPORTER = Reporter("statistics", machine=False, render=render)
