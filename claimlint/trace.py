"""A place in a draft → why it was flagged, or why it was not: the sentence there and every step of its judgement."""

from __future__ import annotations

from dataclasses import dataclass

from claimlint.engine import Linter
from claimlint.language.analyse import Trace
from claimlint.model import Cleared, Document, DocumentReport, Finding, Segment, Sentence, Span, line_starts


@dataclass(frozen=True, slots=True)
class Traced:
    """What was read at a place and what came of it; `sentence` None: nothing there is read as prose."""

    segment: Segment | None
    sentence: Sentence | None = None
    trace: Trace | None = None  # None where no rules are written for the language
    findings: tuple[Finding, ...] = ()
    cleared: tuple[Cleared, ...] = ()


def offset_of(document: Document, line: int, column: int) -> int | None:
    """Return the offset of a 1-based line and column (code points) of the source, or None where there is no such place."""
    starts = [*line_starts(document.source), len(document.source) + 1]
    if not 1 <= line < len(starts) or not 1 <= column <= starts[line] - starts[line - 1]:
        return None
    return starts[line - 1] + column - 1


def first_on(document: Document, line: int) -> int | None:
    """Return the offset of the first prose on a 1-based line of the source, or None."""
    start = offset_of(document, line, 1)
    if start is None:
        return None
    end = next((at for at in line_starts(document.source) if at > start), len(document.source))
    extents = (_extent(s) for s in document.segments if s.pieces)
    return next((max(start, e.start) for e in extents if e.start < end and start < e.end), start)


def addressed(document: Document, address: str) -> int | None:
    """Return the offset at which the first segment with this address begins, or None."""
    wanted = address.casefold().strip()
    return next((s.pieces[0].source for s in document.segments if s.pieces and s.address.casefold() == wanted), None)


def explain(linter: Linter, document: Document, offset: int) -> Traced:
    """Return what the sentence at `offset` of the source went through."""
    segment = next((s for s in document.segments if s.pieces and _extent(s).start <= offset < _extent(s).end), None)
    if segment is None:
        return Traced(None)
    found = linter.trace(document, segment, offset)
    if found is None:
        return Traced(segment)
    sentence, trace = found
    place = sentence.locate(Span(0, len(sentence.text)))
    report: DocumentReport = linter.lint(document)
    findings = tuple(f for f in report.findings if f.span.overlaps(place))
    return Traced(segment, sentence, trace, findings, tuple(c for c in report.cleared if c.span.overlaps(place)))


def _extent(segment: Segment) -> Span:
    return segment.locate(Span(0, len(segment.text)))
