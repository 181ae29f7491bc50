"""A report to a claim list in CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from claimlint.reporters import Reporter, Style
from claimlint.reporters._claims import COLUMNS, rows

if TYPE_CHECKING:
    from claimlint.model import Report

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render(report: Report, style: Style) -> str:
    """Return a header and one line a claim or finding (RFC 4180); a cell that would be a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows(report, style))
    return out.getvalue()


def harmless(value: str) -> str:
    """Return the value as text: spreadsheets take what begins with one of the signs of a formula for one."""
    return f"'{value}" if value.lstrip().startswith(_FORMULA) else value


REPORTER = Reporter("csv", machine=True, render=render)
