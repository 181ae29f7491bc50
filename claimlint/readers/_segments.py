"""Runs of source text pass in, segments that know where each of their characters came from pass out.

The law of the map: each character of a segment is its source character; or is one space that stands for a run of white
space, for a line break with the markers that continue a list or quotation, or for something dropped that would glue its
neighbours (inline code, an image, a line-break tag); or is a decoded entity or escape. Places strictly grow.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from claimlint.model import Comment, Omission, Piece, Segment

Atom = tuple[int, int, str | None]  # content start, content end, what it reads as (None: verbatim)

FILLER = "\ufdd0"  # no character: stands for code that was blanked, and reads like white space
_BLANK = " \t\n\r\f\v" + FILLER
_RUN = re.compile(rf"[ \t\n\r\f\v{FILLER}]{{2,}}")


@dataclass(frozen=True, slots=True)
class View:
    """Where the lines of a block's content stand in the source: content offsets of line starts, and how far each is shifted."""

    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def at(self, offset: int) -> int:
        """Return the source offset of a content offset."""
        if len(self.shifts) == 1:
            return offset + self.shifts[0]
        return offset + self.shifts[max(0, bisect_right(self.starts, offset) - 1)]


@dataclass(slots=True)
class _Draft:
    """Text and runs under construction; each run is text start, length, content start, content length."""

    parts: list[str] = field(default_factory=list)
    runs: list[tuple[int, int, int, int]] = field(default_factory=list)
    length: int = 0
    spaced: bool = True  # the text so far ends in a space, or is empty


def segment(  # noqa: PLR0913 -- label and address only where a segment has one
    content: str, atoms: Iterable[Atom], kind: str, view: View, *, label: str = "", address: str = ""
) -> Segment | None:
    """Return the segment that the atoms of `content` make, white space collapsed and trimmed; None where nothing is left to read."""
    draft = _Draft()
    for start, end, reads_as in atoms:
        if reads_as is None:
            _verbatim(draft, content, start, end)
        elif reads_as != " ":
            _put(draft, reads_as, start, end - start)
        elif not draft.spaced:
            _put(draft, " ", start, end - start)
    text = "".join(draft.parts)
    trimmed = text.strip()
    if not trimmed:
        return None
    lead = len(text) - len(text.lstrip())
    runs = draft.runs
    if len(trimmed) != len(text):
        runs = _cut(runs, lead, lead + len(trimmed))
    return Segment(trimmed, kind, _pieces(runs, view), label, address)


def drop(segment: Segment, count: int, *, kind: str, label: str) -> Segment:
    """Return the segment without its first `count` characters (a list marker, a reference number), renamed."""
    runs = [(p.start, p.length, p.source, p.source_length) for p in segment.pieces]
    pieces = tuple(Piece(*run) for run in _cut(runs, count, len(segment.text)))
    return Segment(segment.text[count:], kind, pieces, label, segment.address)


def by_place(segments: Iterable[Segment | None]) -> tuple[Segment, ...]:
    """Return the segments in the order in which they begin in the source, the absent ones left out."""
    return tuple(sorted((s for s in segments if s is not None), key=lambda s: s.pieces[0].source))


def in_order(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Return the comments in the order in which they stand in the source."""
    return tuple(sorted(comments, key=lambda comment: comment.span))


def omissions(counts: Counter[str]) -> tuple[Omission, ...]:
    """Return what was left out and how often, sorted by name."""
    return tuple(Omission(what, count) for what, count in sorted(counts.items()))


def _verbatim(draft: _Draft, content: str, start: int, end: int) -> None:
    """Add a run of content character by character; runs of white space become one space."""
    if draft.spaced:
        while start < end and content[start] in _BLANK:
            start += 1
    plain = _spaces(content[start:end])
    if "  " not in plain and FILLER not in plain:  # nearly always
        _put(draft, plain, start, end - start)
        return
    at = start
    for blank in _RUN.finditer(content, start, end):
        if blank.start() > at:
            _put(draft, _spaces(content[at : blank.start()]), at, blank.start() - at)
        if not draft.spaced:
            _put(draft, " ", blank.start(), blank.end() - blank.start())
        at = blank.end()
    if at < end:
        _put(draft, _spaces(content[at:end]), at, end - at)


def _spaces(text: str) -> str:
    """Return the text with each white-space character shown as a space; a chain of replacements beats a translation tenfold."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\f", " ").replace("\v", " ")


def _put(draft: _Draft, text: str, start: int, length: int) -> None:
    if not text:
        return
    if draft.runs and len(text) == length:
        begin, size, source, source_size = draft.runs[-1]
        if size == source_size and source + size == start:
            draft.runs[-1] = (begin, size + length, source, size + length)
        else:
            draft.runs.append((draft.length, length, start, length))
    else:
        draft.runs.append((draft.length, len(text), start, length))
    draft.parts.append(text)
    draft.length += len(text)
    draft.spaced = text[-1] == " "


def _cut(runs: list[tuple[int, int, int, int]], start: int, end: int) -> list[tuple[int, int, int, int]]:
    """Return the runs of the text between `start` and `end`, counted from `start`."""
    kept = []
    for begin, size, source, source_size in runs:
        low, high = max(begin, start), min(begin + size, end)
        if low >= high:
            continue
        if size == source_size:
            kept.append((low - start, high - low, source + low - begin, high - low))
        else:
            kept.append((low - start, high - low, source, source_size))
    return kept


def _pieces(runs: list[tuple[int, int, int, int]], view: View) -> tuple[Piece, ...]:
    """Return the runs with their content offsets turned into source offsets."""
    if len(view.shifts) == 1:
        shift = view.shifts[0]
        return tuple(Piece(begin, size, source + shift, length) for begin, size, source, length in runs)
    pieces: list[Piece] = []
    for begin, size, source, length in runs:
        if size == length:
            _split(pieces, begin, size, source, view)
        else:
            place = view.at(source)
            pieces.append(Piece(begin, size, place, view.at(source + length - 1) + 1 - place))
    return tuple(pieces)


def _split(pieces: list[Piece], begin: int, size: int, source: int, view: View) -> None:
    """Add a verbatim run, cut at each line whose shift differs from the one before."""
    line = max(0, bisect_right(view.starts, source) - 1)
    end = source + size
    while source < end:
        stop = line + 1
        while stop < len(view.starts) and view.starts[stop] < end and view.shifts[stop] == view.shifts[line]:
            stop += 1
        upto = min(end, view.starts[stop]) if stop < len(view.starts) else end
        pieces.append(Piece(begin, upto - source, source + view.shifts[line], upto - source))
        begin += upto - source
        source, line = upto, stop
