"""A value as its format writes it (escapes, continued lines, quotes doubled, markup inside) passes in, its segments pass out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from claimlint.model import Comment, Piece, Segment, Span
from claimlint.readers._flow import Flow, read_flow
from claimlint.readers._segments import Atom, View, segment

_MARKS = re.compile(r"[*_`\\~&<\[\n\r]")  # where none of this occurs, a value is its own text
_HTML = re.compile(r"\s*+<(?:[a-zA-Z!/])")
_TAGS = re.compile(r"<(?:/?[a-zA-Z][^<>]*+>|!--)|&(?:#\w++|\w++);")
_BREAK = re.compile(r"[\n\r]")  # lines are paragraphs and lists in whatever is written by people
_MARKDOWN = re.compile(r"[*_`\\~\[\n\r]")


@dataclass(frozen=True, slots=True)
class Written:
    """What a value reads as, and where each run of it stands: text start, length, source start, source length."""

    text: str
    runs: tuple[tuple[int, int, int, int], ...]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range of a range of the text that is not empty."""
        first, last = self._run(start), self._run(end - 1)
        begin = first[2] + (start - first[0] if first[1] == first[3] else 0)
        return begin, last[2] + (end - last[0] if last[1] == last[3] else last[3])

    def index(self, at: int) -> int:
        """Return the index of the run that holds a character of the text."""
        return max(0, bisect_right(self.runs, at, key=lambda run: run[0]) - 1)

    def _run(self, at: int) -> tuple[int, int, int, int]:
        return self.runs[self.index(at)]


@dataclass(slots=True)
class Gathered:
    """What a reader of values has come to."""

    done: list[Segment] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    comments: list[Comment] = field(default_factory=list)


def written(source: str, atoms: Iterable[Atom]) -> Written:
    """Return the value that the atoms of a source make, every character kept."""
    parts: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    length = 0
    for start, end, reads_as in atoms:
        text = source[start:end] if reads_as is None else reads_as
        if text and end > start:
            parts.append(text)
            runs.append((length, len(text), start, end - start))
            length += len(text)
    return Written("".join(parts), tuple(runs))


def plain(source: str, start: int, end: int) -> bool:
    """Tell whether the stretch reads as it is written: no mark of Markdown or HTML, no line break."""
    return _MARKS.search(source, start, end) is None


def read_written(value: Written, kind: str, address: str, into: Gathered, *, markdown: bool = True) -> None:
    """Add the segments of a value to `into`: as HTML where it begins with a tag, as Markdown where it holds its marks.

    Without `markdown` its marks mean nothing in the format, and tags are HTML wherever they stand.
    """
    text = value.text
    flows = _HTML.match(text) or (not markdown and _TAGS.search(text))
    if not text.strip():
        return
    if flows:
        flow = Flow(text, View(), kind)
        read_flow(flow)
        made, omitted, comments = flow.done, flow.omitted, flow.comments
    elif _BREAK.search(text.strip()) or (markdown and (_MARKDOWN.search(text) or _TAGS.search(text))):
        from claimlint.readers._blocks import read_blocks  # markdown-it is imported only for a value that needs it

        blocks, omitted, comments = read_blocks(text, 0, mdx=False, indented_code=False)
        made = [s for s in blocks if s is not None]
    else:
        whole = segment(text, [(0, len(text), None)], kind, View())
        made, omitted, comments = ([whole] if whole else []), Counter(), []
    into.done += [_outward(s, value, kind, address) for s in made]
    into.omitted.update(omitted)
    into.comments += [replace(c, span=Span(*value.locate(c.span.start, c.span.end))) for c in comments]


def _outward(inner: Segment, value: Written, kind: str, address: str) -> Segment:
    """Return a segment of a value's text as a segment of the source."""
    pieces = [outer for piece in inner.pieces for outer in _pieces(piece, value)]
    return Segment(inner.text, kind if inner.kind == "paragraph" else inner.kind, tuple(pieces), inner.label, address)


def _pieces(piece: Piece, value: Written) -> Iterable[Piece]:
    if piece.length != piece.source_length:
        start, end = value.locate(piece.source, piece.source + piece.source_length)
        yield Piece(piece.start, piece.length, start, end - start)
        return
    at, end, runs = piece.source, piece.source + piece.length, value.runs
    for number in range(value.index(at), len(runs)):
        begin, length, source, source_length = runs[number]
        low, high = max(at, begin), min(end, begin + length)
        if low >= high:
            break
        if length == source_length:
            yield Piece(piece.start + low - at, high - low, source + low - begin, high - low)
        else:
            yield Piece(piece.start + low - at, high - low, source, source_length)
