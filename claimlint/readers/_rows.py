"""Text of a table (CSV, TSV) passes in; its rows pass out, each cell with its runs. Time grows with the length, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimlint.errors import UnreadableError
from claimlint.readers._escapes import doubled
from claimlint.readers._segments import Atom

_SEPARATOR = re.compile(r"sep=(.)(?:\r\n|\n|\r)")
_FIRST_LINE = re.compile(r'(?:[^"\r\n]|"[^"]*+(?:"|\Z))*')
_QUOTED = re.compile(r'"[^"]*+"?')
_LONGEST = 60  # characters of a field's name
_MARKS = ("\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it begins and ends (its line break with it), and the runs of each of its cells."""

    start: int
    end: int
    cells: tuple[tuple[Atom, ...], ...]


def separator(source: str, *, tabs: bool) -> tuple[str, int]:
    """Return what parts the cells, and where the rows begin: "sep=;" may say so, else the first line shows it."""
    declared = _SEPARATOR.match(source)
    if declared:
        return declared[1], declared.end()
    first = _FIRST_LINE.match(source)
    bare = _QUOTED.sub("", first[0]) if first else ""
    if tabs:
        return "\t", 0
    counts = {mark: bare.count(mark) for mark in _MARKS}
    best = max(_MARKS, key=counts.__getitem__)
    return (best, 0) if counts[best] and not bare.count(",") else (",", 0)


def rows(path: str, source: str, mark: str, start: int = 0, *, last: bool = True) -> Iterator[Row]:
    """Yield the rows from `start` on; where the source is not the `last` part of a file, a row without its end is not yielded.

    Raises UnreadableError, with line, where a quote that opens a cell is never closed.
    """
    separated = re.escape(mark)
    cell = re.compile(
        rf'(?:[ ]*+"(?P<quoted>[^"]*+(?:""[^"]*+)*)(?P<shut>"?)(?P<more>[^{separated}\r\n]*+)|(?P<bare>[^{separated}\r\n]*+))'
        rf"(?P<end>{separated}|\r\n|\n|\r|\Z)"
    )
    at, begin = start, start
    cells: list[tuple[Atom, ...]] = []
    while at < len(source) or cells:
        found = cell.match(source, at)
        if found is None:
            raise UnreadableError("not a table", path=path, line=source.count("\n", 0, at) + 1)
        if found["shut"] == "":
            if last:
                line = source.count("\n", 0, at) + 1
                raise UnreadableError("a quote that opens a cell is never closed", path=path, line=line, remedy="close or double it")
            return
        ended = found["end"] != mark
        if ended and not last and found.end() >= len(source) - 1:
            return  # the row may go on, or its line break, in the next part
        cells.append(_cell(source, found))
        at = found.end()
        if ended:
            yield Row(begin, at, tuple(cells))
            cells, begin = [], at


def _cell(source: str, found: re.Match[str]) -> tuple[Atom, ...]:
    if found["quoted"] is None:
        start, end = found.span("bare")
        return ((start, end, None),) if start < end else ()
    atoms = doubled(source, *found.span("quoted"), '"') if found["quoted"] else []
    start, end = found.span("more")
    return (*atoms, (start, end, None)) if start < end else tuple(atoms)


def fields(row: Row, source: str) -> tuple[str, ...]:
    """Return the names of the fields where the row is a header, else (): short, all different, none empty, no sentences."""
    names = [source[cell[0][0] : cell[-1][1]].strip(" \ufeff\t").replace('""', '"') if cell else "" for cell in row.cells]
    named = [name for name in names if name]
    if len(named) < min(2, len(names)) or len(set(named)) != len(named) or not named:
        return ()
    sentence = re.compile(r"[.!?。！？]|\d\d")
    if any(len(name) > _LONGEST or sentence.search(name) or len(name.split()) > len("six of") for name in named):
        return ()
    return tuple(" ".join(name.split()) for name in names)
