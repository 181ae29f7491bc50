"""A report to text for people: a frame for each place, what was held back, and the summary."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from claimlint.model import line_starts, rank
from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import Draft, frame
from claimlint.reporters._summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.model import DocumentReport, Finding, Report

NARROWEST, WIDEST = 40, 140
SHOWN = 3  # findings of one rule in one file
_SILENT = 2


def render(report: Report, style: Style) -> str:
    """Return frames and summary; no byte of a draft, path or record reaches the result that could steer a terminal."""
    if style.quiet >= _SILENT:
        return ""
    style = clamped(style)
    blocks = [block for draft in report.documents for block in _blocks(draft, style)]
    if not style.quiet:
        blocks.append(summary(report, style))
    return "\n".join(blocks)


def summarise(report: Report, style: Style) -> str:
    """Return the summary alone, for standard error beside a machine format; nothing where `quiet` is set."""
    return "" if style.quiet else summary(report, clamped(style))


def clamped(style: Style) -> Style:
    """Return the style with a width from 40 to 140 cells."""
    return replace(style, width=max(NARROWEST, min(style.width, WIDEST)))


def _blocks(draft: DocumentReport, style: Style) -> Iterator[str]:
    """Yield one block for each place with findings, then one line for each rule that had more than may be shown."""
    starts = line_starts(draft.document.source) if any(finding.labels for finding in draft.findings) else []
    source, held, seen = Draft(draft.document, starts), Counter[str](), Counter[str]()
    for _, group in groupby(sorted(draft.findings, key=_order), key=lambda finding: finding.span):
        shown = []
        for finding in group:
            seen[finding.code] += 1
            if style.show_all or seen[finding.code] <= SHOWN:
                shown.append(finding)
            else:
                held[finding.code] += 1
        if shown:
            yield "\n".join(frame(style, source, tuple(shown))) + "\n"
    if held:
        yield "".join(f"+ {number} more {code} in this file (--all)\n" for code, number in sorted(held.items()))


def _order(finding: Finding) -> tuple[int, int, int, str]:
    return finding.span.start, finding.span.end, -rank(finding.severity), finding.code


REPORTER = Reporter("text", machine=False, render=render)
