"""A report to Markdown: a table for a job summary or a review comment, no longer than GitHub takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimlint.reporters import Reporter, Style
from claimlint.reporters._lines import gravest_first, where
from claimlint.reporters._summary import NOTICE, counted, languages, severities
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.model import Document, Finding, Report

LIMIT = 1_000_000  # bytes; GitHub cuts a job summary at 1 MiB
_SYNTAX = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~&@:])")
_QUOTE = 300  # characters of a quote in a cell


def render(report: Report, style: Style) -> str:
    """Return heading, counts, a table of findings gravest first, and what could not be read; cut with a count at the limit."""
    head = "".join(f"{line}\n" for line in _head(report))
    tail = "".join(f"{line}\n" for line in _tail(report))
    rows, more = _rows(report, style, LIMIT - len((head + tail).encode(errors="replace")))
    table = "| | Rule | Place | Words | Better |\n|---|---|---|---|---|\n" + "".join(rows) + "\n" if rows else ""
    left = f"{more} more findings are not listed here.\n\n" if more else ""
    return head + table + left + tail


def _head(report: Report) -> Iterator[str]:
    found = {severity: number for severity, number in severities(report).items() if number}
    numbers = ", ".join(counted(number, severity) for severity, number in found.items()) or "no findings"
    waived = f", {len(report.waived)} waived or in the baseline" if report.waived else ""
    yield "## claimlint"
    yield ""
    yield f"**{numbers}** in {counted(len(report.documents), 'file')} ({counted(sum(languages(report).values()), 'sentence')}){waived}"
    yield ""


def _rows(report: Report, style: Style, room: int) -> tuple[list[str], int]:
    """Return as many rows as fit into `room` bytes, and how many do not."""
    found = gravest_first(report)
    rows: list[str] = []
    for at, (document, finding) in enumerate(found):
        row = _row(document, finding, style)
        room -= len(row.encode(errors="replace"))
        if room < 0:
            return rows, len(found) - at
        rows.append(row)
    return rows, 0


def _row(document: Document, finding: Finding, style: Style) -> str:
    quote = finding.quote if len(finding.quote) <= _QUOTE else finding.quote[:_QUOTE] + "…"
    rule = f"{escaped(finding.code)} {escaped(finding.message)}"
    cells = (finding.severity, rule, escaped(where(document, finding, style)), escaped(quote), escaped(finding.fix))
    return f"| {' | '.join(cells)} | <!-- {finding.fingerprint} -->\n"


def _tail(report: Report) -> Iterator[str]:
    if report.skipped:
        yield f"**{counted(len(report.skipped), 'file')} could not be checked:**"
        yield ""
        yield from (f"- {escaped(s.path)}: {escaped(s.reason)}" for s in report.skipped)
        yield ""
    yield f"*{NOTICE}*"


def escaped(text: str) -> str:
    """Return text in which no character means anything to Markdown or HTML."""
    return _SYNTAX.sub(lambda found: f"&#{ord(found[0])};", visible(text))


REPORTER = Reporter("markdown", machine=True, render=render)
