"""A place in a draft to one line that fits: the sentence round it, cut with `…` at words, and where the carets go."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from claimlint.model import Span
from claimlint.reporters._widths import Glyph, breakable, glyphs

_BEFORE = 3  # one part in three of the free room goes before the span, the rest after it

_SPARE = 40  # characters looked at beyond the room on either side: some take no cell of their own


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Glyphs of one line, the cuts among them included."""

    shown: tuple[Glyph, ...]

    def columns(self, span: Span) -> tuple[int, int] | None:
        """Return the half-open range of cells under which `span` stands, or None where none of it is shown.

        An empty span stands under the glyph it precedes, or under the cell after the last one.
        """
        edges = [0, *accumulate(glyph.width for glyph in self.shown)]
        hits = [i for i, glyph in enumerate(self.shown) if not glyph.cut and _touches(glyph, span)]
        if hits:
            return edges[hits[0]], edges[hits[-1] + 1]
        at_end = span.start >= span.end and (not self.shown or (self.shown[-1].end <= span.start and not self.shown[-1].cut))
        return (edges[-1], edges[-1] + 1) if at_end else None


def excerpt(source: str, sentence: Span, span: Span, room: int, cut: str) -> Excerpt:
    """Return the part of `sentence` round `span` that fits into `room` cells; spans are clamped to the source.

    All of the span is shown where it fits, else its beginning and its end. A sentence that does not touch the span, or
    an empty one, is replaced by the line of the span.
    """
    span = _clamp(span, len(source))
    reach = room + _SPARE
    region = _region(source, _clamp(sentence, len(source)), span, reach + 1)
    near = Span(max(region.start, span.start - reach), min(region.end, span.end + reach))
    head, tail = _halves(source, near, span, reach)
    line = [*head, *tail]
    free = room - 1 if span.start == span.end else room  # the caret of an empty span may stand after the last glyph
    if tail or near != region or _width(line) > free:
        line = _window(line, span, free - 2 * len(cut), cut)
    before = _cut_mark(cut, region.start, region.start) if line and line[0].start > region.start else ()
    after = _cut_mark(cut, region.end, region.end) if line and line[-1].end < region.end else ()
    return Excerpt((*before, *line, *after))


def _touches(glyph: Glyph, span: Span) -> bool:
    if span.start >= span.end:
        return glyph.start <= span.start < glyph.end
    return glyph.start < span.end and span.start < glyph.end


def _clamp(span: Span, length: int) -> Span:
    start = max(0, min(span.start, length))
    return Span(start, max(start, min(span.end, length)))


def _region(source: str, sentence: Span, span: Span, reach: int) -> Span:
    """Return what the excerpt may show: the sentence stretched to hold the span, else the line (at most `reach` either side)."""
    touching = sentence.start <= span.end and span.start <= sentence.end
    if touching and sentence.start < sentence.end:
        return Span(min(sentence.start, span.start), max(sentence.end, span.end))
    first, last = max(0, span.start - reach), min(len(source), span.end + reach)
    start = max(source.rfind(mark, first, span.start) for mark in "\r\n") + 1
    while start < span.start and source[start].isspace():
        start += 1
    ends = [at for mark in "\r\n" if (at := source.find(mark, span.end, last)) >= 0]
    return Span(max(start, first), min(ends, default=last))


def _halves(source: str, near: Span, span: Span, reach: int) -> tuple[list[Glyph], list[Glyph]]:
    """Return the glyphs of the region, in two parts where the span is far too long to look at all of it."""
    if span.end - span.start <= 2 * reach:
        return list(glyphs(source, near.start, near.end)), []
    head = list(glyphs(source, near.start, span.start + reach))
    return head, list(glyphs(source, span.end - reach, near.end))


def _window(line: list[Glyph], span: Span, room: int, cut: str) -> list[Glyph]:
    """Return the span and as much round it as fits, or, where it does not fit, its two ends."""
    first = next((i for i, g in enumerate(line) if g.end > span.start), len(line))
    last = next((i for i in range(len(line), first, -1) if line[i - 1].start < span.end), min(first + 1, len(line)))
    free = room - _width(line[first:last])
    if free < 0 or any(a.end != b.start for a, b in pairwise(line[first:last])):
        return _elided(line[first:last], room - len(cut), cut)
    left = _take([g.width for g in reversed(line[:first])], max(free // _BEFORE, free - _width(line[last:])))
    start = _after_break(line, first - left, first, first)
    end = last + _take([g.width for g in line[last:]], free - _width(line[start:first]))
    return line[start : _before_break(line, end, last, last)]


def _elided(line: list[Glyph], room: int, cut: str) -> list[Glyph]:
    """Return the beginning and the end of a span that is wider than the room, with a cut between them."""
    head = min(_take([g.width for g in line], room // 2), len(line) - 1)
    tail = max(len(line) - _take([g.width for g in reversed(line)], room - room // 2), head)
    head = _before_break(line, head, 1, head)
    tail = _after_break(line, tail, len(line) - 1, tail)
    return [*line[:head], *_cut_mark(cut, line[head - 1].end, line[tail].start), *line[tail:]]


def _take(widths: list[int], room: int) -> int:
    """Return how many of the widths, from the first on, fit into the room."""
    return sum(1 for total in accumulate(widths) if total <= room)


def _after_break(line: list[Glyph], at: int, stop: int, otherwise: int) -> int:
    """Move the start of a line forward to where a word begins, before `stop`."""
    if at == 0:
        return 0
    places = (i for i in range(at, stop) if breakable(line[i - 1], line[i]) and not line[i].text.isspace())
    return next(places, otherwise)


def _before_break(line: list[Glyph], at: int, stop: int, otherwise: int) -> int:
    """Move the end of a line back to where a word ends, after `stop`."""
    if at == len(line):
        return at
    return next((i for i in range(at, stop, -1) if breakable(line[i - 1], line[i])), otherwise)


def _width(line: list[Glyph]) -> int:
    return sum(glyph.width for glyph in line)


def _cut_mark(cut: str, start: int, end: int) -> tuple[Glyph, ...]:
    return (Glyph(cut, len(cut), start, end, cut=True),)
