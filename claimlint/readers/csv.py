"""A table (CSV, TSV) passes in; its cells pass out, each with its row and field as address: "row 14, headline"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from claimlint.model import Document, Segment
from claimlint.readers import Reader
from claimlint.readers._rows import Row, fields, rows, separator
from claimlint.readers._segments import View, by_place, in_order, omissions, segment
from claimlint.readers._written import Gathered, plain, read_written, written

_TABS = (".tsv", ".tab")


def read_csv(path: str, source: str) -> Document:
    """Return the draft: every cell that says something, HTML inside it read as such. The first row names the fields where it can.

    Raises UnreadableError, with line, where a quote is never closed.
    """
    mark, start = separator(source, tabs=PurePath(path).suffix.lower() in _TABS)
    into = Gathered()
    names: tuple[str, ...] | None = None
    for number, row in enumerate(rows(path, source, mark, start), 1):
        if names is None:
            names = fields(row, source)
        into.done += _cells(row, number, names if number > 1 else (), source, into)
    return Document(path, source, by_place(into.done), omissions(into.omitted), in_order(into.comments))


def _cells(row: Row, number: int, names: tuple[str, ...], source: str, into: Gathered) -> Iterator[Segment]:
    for column, atoms in enumerate(row.cells):
        if not atoms:
            continue
        name = names[column] if column < len(names) and names[column] else f"column {column + 1}"
        address = f"row {number}, {name}"
        if len(atoms) == 1 and plain(source, atoms[0][0], atoms[0][1]):
            made = segment(source, atoms, "cell", View(), address=address)
            if made is not None:
                yield made
        else:
            read_written(written(source, atoms), "cell", address, into, markdown=False)


READER = Reader("csv", (".csv", *_TABS), read_csv)
