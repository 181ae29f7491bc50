"""A report to a claim list as an Excel workbook; every cell is text, none a formula or a link."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from claimlint.errors import ConfigError
from claimlint.reporters import Reporter, Style
from claimlint.reporters._claims import COLUMNS, rows

if TYPE_CHECKING:
    from claimlint.model import Report

_LONGEST = 32_767  # characters of a cell
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # a workbook must name a day: the same report gives the same bytes
_WIDE = ("words", "message", "better", "reason")


def render(report: Report, style: Style) -> bytes:
    """Return the bytes of a workbook with one sheet. Raises ConfigError where the extra `office` is not installed."""
    try:
        import xlsxwriter  # heavy, and only for this format
    except ImportError as error:
        raise ConfigError("the format xlsx needs XlsxWriter", remedy='pip install "claimlint-health[office]"') from error
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Claims", "created": _EPOCH})
        sheet = book.add_worksheet("claims")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, 50 if column in _WIDE else 14)
            sheet.write_string(0, at, column, book.add_format({"bold": True}))
        for line, row in enumerate(rows(report, style), start=1):
            for at, column in enumerate(COLUMNS):
                sheet.write_string(line, at, row.get(column, "")[:_LONGEST])
    return out.getvalue()


REPORTER = Reporter("xlsx", machine=True, render=render)
