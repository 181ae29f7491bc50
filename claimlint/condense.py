"""Reports on the parts of a draft that is too long to hold pass in; one report whose source is the rows that matter passes out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from claimlint.errors import UnreadableError
from claimlint.model import ClaimEntry, Cleared, Document, DocumentReport, Finding, Label, Omission, Span, line_column, line_starts

Item = TypeVar("Item", Finding, Cleared, ClaimEntry)
MOST = 100_000  # findings, claims and cleared mentions that are kept of one draft
PARTS = "file read as a stream: places are those of the rows shown"


@dataclass(slots=True)
class _Kept:
    """What has been kept so far, and how long the rows are that stand in for the source."""

    rows: list[str] = field(default_factory=list)
    length: int = 0
    findings: list[Finding] = field(default_factory=list)
    cleared: list[Cleared] = field(default_factory=list)
    claims: list[ClaimEntry] = field(default_factory=list)
    sentences: Counter[str] = field(default_factory=Counter)
    omitted: Counter[str] = field(default_factory=Counter)
    unchecked: int = 0
    genres: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    unasked: set[tuple[str, str]] = field(default_factory=set)


def condensed(path: str, reports: Iterable[DocumentReport]) -> DocumentReport:
    """Return one report for all parts of a draft, read one after another, each let go before the next.

    Its source holds the rows in which something was said; places point there, and an address tells the row and field of the
    file. Raises UnreadableError where so much is said that no report could hold it.
    """
    kept = _Kept()
    for report in reports:
        _take(kept, report)
        if len(kept.findings) + len(kept.cleared) + len(kept.claims) > MOST:
            raise UnreadableError(f"more than {MOST:,} findings and claims", path=path, remedy="split the file")
    source = "".join(kept.rows)
    starts = line_starts(source)
    omitted = tuple(Omission(what, n) for what, n in sorted((+kept.omitted + Counter({PARTS: 1})).items()))
    genre, reasons = kept.genres[0] if kept.genres else ("promotion", ())
    return DocumentReport(
        Document(path, source, (), omitted, extracted=True),
        findings=tuple(_finding(finding, starts) for finding in kept.findings),
        cleared=tuple(_placed(item, starts) for item in kept.cleared),
        claims=tuple(_placed(item, starts) for item in kept.claims),
        sentences=tuple(sorted(kept.sentences.items())),
        unchecked=kept.unchecked,
        genre=genre,
        genre_reasons=reasons,
        unasked=tuple(sorted(kept.unasked)),
    )


def _take(kept: _Kept, report: DocumentReport) -> None:
    """Keep what a part says, with the rows it is said in."""
    for language, number in report.sentences:
        kept.sentences[language] += number
    for omission in report.document.omitted:
        kept.omitted[omission.what] += omission.count
    kept.unchecked += report.unchecked
    kept.unasked.update(report.unasked)
    kept.genres += [] if kept.genres else [(report.genre, report.genre_reasons)]
    places = [span for f in report.findings for span in (f.span, f.sentence, *(label.span for label in f.labels))]
    places += [c.span for c in report.cleared] + [c.span for c in report.claims]
    shift = _shift(kept, report.document.source, places)
    for finding in report.findings:
        labels = tuple(Label(shift.of(label.span), label.text) for label in finding.labels)
        kept.findings.append(replace(finding, span=shift.of(finding.span), sentence=shift.of(finding.sentence), labels=labels))
    kept.cleared += [replace(item, span=shift.of(item.span)) for item in report.cleared]
    kept.claims += [replace(item, span=shift.of(item.span)) for item in report.claims]


@dataclass(frozen=True, slots=True)
class _Shift:
    """Where the rows that are kept began in their part, and by how much each moved."""

    starts: tuple[int, ...]
    moves: tuple[int, ...]

    def of(self, span: Span) -> Span:
        """Return where a range of the part stands now."""
        return span.shift(self.moves[max(0, bisect_right(self.starts, span.start) - 1)])


def _shift(kept: _Kept, source: str, places: Iterable[Span]) -> _Shift:
    """Keep the lines in which the places stand; return how their offsets change."""
    starts: list[int] = []
    moves: list[int] = []
    done = -1  # where the latest lines kept end
    for start, end in _lines(source, sorted(set(places))):
        row = source[start:end]
        row += "" if row.endswith(("\n", "\r")) else "\n"
        starts.append(start)
        moves.append(kept.length - start)
        kept.rows.append(row)
        kept.length += len(row)
        done = end
    return _Shift(tuple(starts), tuple(moves)) if done >= 0 else _Shift((0,), (0,))


def _lines(source: str, places: list[Span]) -> Iterable[tuple[int, int]]:
    """Yield the ranges of whole lines that hold the places; those that touch are one."""
    begin = stop = -1
    for place in places:
        start = source.rfind("\n", 0, place.start) + 1
        end = source.find("\n", max(place.start, place.end - 1)) + 1 or len(source)
        if start <= stop and begin >= 0:
            stop = max(stop, end)
            continue
        if begin >= 0:
            yield begin, stop
        begin, stop = start, end
    if begin >= 0:
        yield begin, stop


def _finding(finding: Finding, starts: list[int]) -> Finding:
    end_line, end_column = line_column(starts, finding.span.end)
    return replace(_placed(finding, starts), end_line=end_line, end_column=end_column)


def _placed(item: Item, starts: list[int]) -> Item:
    line, column = line_column(starts, item.span.start)
    return replace(item, line=line, column=column)
