"""A table (CSV, TSV) passes in; its cells pass out, each with its row and field as address: "row 14, headline"."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from claimlint.errors import UnreadableError
from claimlint.model import Document, Segment
from claimlint.readers import Reader
from claimlint.readers._rows import Row, fields, rows, separator
from claimlint.readers._segments import View, by_place, in_order, omissions, segment
from claimlint.readers._written import Gathered, plain, read_written, written

_TABS = (".tsv", ".tab")
_BEGINNING = 200  # characters by which the names of fields show what parts them; a piece is mostly far longer
_LONGEST = 4_000_000  # characters of a row in a table that is read in parts


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


def stream_csv(path: str, chunks: Iterable[str]) -> Iterator[Document]:
    """Yield the draft in parts of whole rows. Raises UnreadableError where a quote is never closed or a row has no end."""
    table = _Table(tabs=PurePath(path).suffix.lower() in _TABS)
    rest, waiting = "", None
    for chunk in chunks:
        if waiting is not None:
            rest = yield from _part(path, table, rest + waiting, last=False)
        waiting = chunk
    yield from _part(path, table, rest + (waiting or ""), last=True)


@dataclass(slots=True)
class _Table:
    """What the beginning of a long table tells about the rest of it, and how many rows have gone by."""

    tabs: bool
    mark: str = ""
    names: tuple[str, ...] = ()
    rows: int = 0


def _part(path: str, table: _Table, source: str, *, last: bool) -> Generator[Document, None, str]:
    """Yield the rows of a part as a document, and return what is left over: a row whose end is not there yet."""
    into, end = Gathered(), 0
    if not table.mark and not last and len(source) < _BEGINNING:
        return source  # what parts the cells shows in the first lines
    if not table.mark:
        table.mark, end = separator(source, tabs=table.tabs)
    for row in rows(path, source, table.mark, end, last=last):
        table.names = table.names if table.rows else fields(row, source)
        table.rows += 1
        into.done += _cells(row, table.rows, table.names if table.rows > 1 else (), source, into)
        end = row.end
    if end:
        yield Document(path, source[:end], by_place(into.done), omissions(into.omitted), in_order(into.comments))
    if len(source) - end > _LONGEST:
        raise UnreadableError(f"row {table.rows + 1:,} does not end: is a quote left open?", path=path, remedy="close or double it")
    return source[end:]


READER = Reader("csv", (".csv", *_TABS), read_csv, stream=stream_csv)
