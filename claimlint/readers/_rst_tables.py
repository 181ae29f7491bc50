"""Tables of reStructuredText pass in where they begin; their cells pass out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimlint.readers._lines import Line, Reading

_BORDER = re.compile(r"[=+| -]+")
_COLUMN = re.compile(r"=+")
Cells = list[list[tuple[int, int]]]


def grid(reading: Reading) -> None:
    """Read a table with drawn borders: what stands between bars, joined down each column until a border comes."""
    row: Cells = []
    while (line := reading.line()) is not None and line.text[:1] in {"+", "|"}:
        if line.text.startswith("+"):
            _flush(reading, row)
            row = []
        else:
            bars = [at for at in range(line.begin, line.end) if reading.source[at] == "|"]
            _join(row, [(low + 1, high) for low, high in pairwise(bars)])
        reading.at += 1
    _flush(reading, row)


def simple(reading: Reading) -> None:
    """Read a table with a line of equals signs over its columns; a row without a first cell goes on with the one above."""
    first = reading.line()
    if first is None:
        return
    columns = [match.start() + first.indent for match in _COLUMN.finditer(first.text)]
    reading.at += 1
    row: Cells = []
    borders = 0
    while (line := reading.line()) is not None and (line.text or borders < 1):
        reading.at += 1
        if not line.text or not _BORDER.sub("", line.text):
            _flush(reading, row)
            row = []
            borders += bool(line.text)
            following = reading.line()
            if borders and (following is None or not following.text):
                break
            continue
        cells = _cells(line, columns)
        if not reading.source[cells[0][0] : cells[0][1]].strip() and row:
            _join(row, cells)
        else:
            _flush(reading, row)
            row = [[cell] for cell in cells]
    _flush(reading, row)


def _cells(line: Line, columns: list[int]) -> list[tuple[int, int]]:
    edges = [min(line.start + column, line.end) for column in columns]
    return [(low, high) for low, high in zip(edges, [*edges[1:], line.end], strict=True)]


def _join(row: Cells, cells: list[tuple[int, int]]) -> None:
    for number, cell in enumerate(cells):
        if number < len(row):
            row[number].append(cell)
        else:
            row.append([cell])


def _flush(reading: Reading, row: Cells) -> None:
    for cell in row:
        reading.add([(start, end) for start, end in cell if start < end], "cell")
