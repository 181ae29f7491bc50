"""Where things stand: spans, segments with their way back to the source, documents, sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters (code points)."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """Return the same range moved by `by` characters."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of segment text and the run of source text it was read from.

    Runs of equal length map character by character. Where the lengths differ (a decoded entity, a run of white space
    shown as one space) the piece is indivisible: any character of it stands for the whole source run.
    """

    start: int
    length: int
    source: int
    source_length: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A readable stretch of a draft (a paragraph, a heading, a cell, an alt text); it knows its place in the source."""

    text: str
    kind: str  # paragraph, heading, item, cell, alt, title, meta, footnote, reference, link, quote, caption
    pieces: tuple[Piece, ...]
    label: str = ""  # number or key of a footnote or reference
    address: str = ""  # human place where the source is not text: "slide 3, notes"

    def locate(self, span: Span) -> Span:
        """Return the place in the source of a range of this segment's text; an empty range gives an empty place."""
        if span.start >= span.end:
            at = self._edge(span.start, end=False) if self.pieces else 0
            return Span(at, at)
        return Span(self._edge(span.start, end=False), self._edge(span.end - 1, end=True))

    def _edge(self, index: int, *, end: bool) -> int:
        piece = self.pieces[max(0, bisect_right(self.pieces, index, key=lambda p: p.start) - 1)]
        if piece.length == piece.source_length:
            return piece.source + (index - piece.start) + (1 if end else 0)
        return piece.source + (piece.source_length if end else 0)


@dataclass(frozen=True, slots=True)
class Omission:
    """Something in a draft that was deliberately not read as prose, and how often: ("code block", 2)."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in a draft that no reader of the page sees: its place in the source, and its text without the delimiters."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A draft, read once. `source` is the text that every offset of a finding points into.

    `extracted`: the file itself is no text (docx, pdf), so `source` is what was taken out of it, and a person finds a
    place by the address of its segment, not by line and column. `front`: settings that front matter gives for this page
    under the key `claimlint`, as (dotted key, value). `stations`: addresses that hold from a source offset on, where a
    segment goes through several ("page 4, line 7").
    """

    path: str
    source: str
    segments: tuple[Segment, ...]
    omitted: tuple[Omission, ...] = ()
    comments: tuple[Comment, ...] = ()
    front: tuple[tuple[str, str], ...] = ()
    extracted: bool = False
    stations: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A view of one sentence: a range of a segment's text and its language ("en", "zh", or "und" where none fits)."""

    segment: Segment
    span: Span
    language: str

    @property
    def text(self) -> str:
        """Return the sentence as it reads."""
        return self.segment.text[self.span.start : self.span.end]

    def said(self, span: Span) -> str:
        """Return the words of a range given in characters of this sentence, which may lie beyond it in its segment."""
        return self.segment.text[self.span.start + span.start : self.span.start + span.end]

    def locate(self, span: Span) -> Span:
        """Return the source place of a range given in characters of this sentence."""
        return self.segment.locate(span.shift(self.span.start))


def address_at(document: Document, segment: Segment, offset: int) -> str:
    """Return the human place of a source offset inside a segment: of the nearest station before it, else of the segment."""
    at = bisect_right(document.stations, offset, key=lambda station: station[0]) - 1
    near = at >= 0 and segment.pieces and document.stations[at][0] >= segment.pieces[0].source
    return document.stations[at][1] if near else segment.address


def line_starts(source: str) -> list[int]:
    """Return the offset of each line; CR LF, LF and lone CR end a line."""
    return [0, *[found.end() for found in _LINE_END.finditer(source)]]


def line_column(starts: list[int], offset: int) -> tuple[int, int]:
    """Return the 1-based line and column (code points) of an offset."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
