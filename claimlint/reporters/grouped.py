"""A report to a block for each draft: its path, then one aligned line a finding, then the summary."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import shown_path
from claimlint.reporters._lines import findings, told
from claimlint.reporters._paint import paint
from claimlint.reporters._summary import summary
from claimlint.reporters._widths import cells, visible

if TYPE_CHECKING:
    from claimlint.model import Document, Finding, Report

_SILENT = 2


def render(report: Report, style: Style) -> str:
    """Return the blocks and, unless `quiet`, the summary; lines are not wrapped."""
    if style.quiet >= _SILENT:
        return ""
    drafts = groupby(findings(report), key=lambda pair: pair[1].path)
    blocks = [_block(path, list(pairs), style) for path, pairs in drafts]
    return "\n".join([*blocks, *([] if style.quiet else [summary(report, style)])])


def _block(path: str, pairs: list[tuple[Document, Finding]], style: Style) -> str:
    """Return a path and its findings, place, severity and code in columns."""
    rows = [(_place(d, f), f) for d, f in pairs]
    widest = max(cells(at) for at, _ in rows)
    lines = [_line(at + " " * (widest - cells(at)), finding, style) for at, finding in rows]
    return paint(style, "strong", shown_path(path, style.cwd)) + "\n" + "".join(lines)


def _line(place: str, finding: Finding, style: Style) -> str:
    severity = paint(style, finding.severity, f"{finding.severity:7}")
    return f"  {place}  {severity}  {finding.code}  {told(finding)} [{finding.fingerprint}]\n"


def _place(document: Document, finding: Finding) -> str:
    if document.extracted:
        return visible(finding.address) or "page"
    return f"{finding.line}:{finding.column}" + (f" {visible(finding.address)}" if finding.address else "")


REPORTER = Reporter("grouped", machine=False, render=render)
