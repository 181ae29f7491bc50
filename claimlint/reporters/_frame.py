"""Findings on one place to the lines of one frame: headers, location, excerpt with carets, the record, notes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimlint.model import Label, Span, line_column, rank
from claimlint.reporters._excerpt import Excerpt, excerpt
from claimlint.reporters._notes import Note, notes
from claimlint.reporters._paint import paint, signs
from claimlint.reporters._widths import cells, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.model import Document, Finding, Proof
    from claimlint.reporters import Style

_NARROW = 60
_RECORD_LINES = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A document and the offsets of its lines, which are only looked at where a finding has secondary labels."""

    document: Document
    starts: list[int]


@dataclass(frozen=True, slots=True)
class _Row:
    """One excerpt of a frame: its line number, what is underlined in it, and the marks under it."""

    line: str  # "" where lines are of our making
    shown: Excerpt
    primary: Span | None
    marks: tuple[tuple[str, Label], ...]  # role of the colour, and what is marked


def frame(style: Style, draft: Draft, findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield the lines for findings on one span, gravest first; `style.width` is taken as it is."""
    first = findings[0]
    digits = max(len(_number(draft, first.span, first.line)), *(len(_number(draft, label.span)) for f in findings for label in f.labels), 1)
    pad = " " * (digits + 1)
    for finding in findings:
        yield from header(style, finding)
    yield _location(style, draft, first, pad)
    for row in _rows(style, draft, findings, style.width - digits - 3):
        yield from _snippet(style, row, digits)
    for proof in {(f.proof.place, f.proof.excerpt): f.proof for f in reversed(findings) if f.proof}.values():
        yield from _record(style, proof, pad)
    for note in notes(findings, signs(style).cut):
        yield from _note(style, note, pad)


def header(style: Style, finding: Finding) -> Iterator[str]:
    """Yield symbol, severity, code, name and message: on one line, save on a narrow screen."""
    severity = finding.severity
    label = paint(style, severity, f"{signs(style).severity[severity]} {severity} {visible(finding.code)}")
    title, message = f"{label} {visible(finding.name)}", visible(finding.message)
    plain = f"{signs(style).severity[severity]} {severity} {visible(finding.code)} {visible(finding.name)}  {message}"
    if style.width < _NARROW and cells(plain) > style.width:
        yield title
        yield from ("  " + paint(style, "strong", line) for line in wrap(message, style.width - 2))
    else:
        yield f"{title}  {paint(style, 'strong', message)}"


def shown_path(path: str, cwd: str) -> str:
    """Return a path relative to `cwd` where it lies below it, with `/` between its parts, safe to print."""
    path, root = path.replace(os.sep, "/"), cwd.replace(os.sep, "/").rstrip("/") + "/"
    return visible(path.removeprefix(root) if cwd else path)


def line_of(draft: Draft, span: Span) -> int:
    """Return the 1-based line on which a span begins."""
    return line_column(draft.starts, span.start)[0]


def _number(draft: Draft, span: Span, known: int = 0) -> str:
    """Return the number of the line on which a span begins, nothing where the file has no lines."""
    return "" if draft.document.extracted else str(known or line_of(draft, span))


def _location(style: Style, draft: Draft, finding: Finding, pad: str) -> str:
    """Return the line that says where: path, line and column, or the human place where the file is no text."""
    place = shown_path(finding.path, style.cwd)
    if draft.document.extracted and finding.address:
        place += f": {visible(finding.address)}"
    else:
        place += f":{finding.line}:{finding.column}" + (f" ({visible(finding.address)})" if finding.address else "")
    return f"{paint(style, 'gutter', pad + signs(style).top)} {place}"


def _rows(style: Style, draft: Draft, findings: tuple[Finding, ...], room: int) -> Iterator[_Row]:
    """Yield the line of the finding with every mark that is in sight, then a line for each label that is not."""
    first, source, cut = findings[0], draft.document.source, signs(style).cut
    shown = excerpt(source, first.sentence, first.span, room, cut)
    severity = max((f.severity for f in findings), key=rank)
    texts = list(dict.fromkeys(f.label for f in findings if f.label)) or [""]
    labels = list(dict.fromkeys(label for f in findings for label in f.labels))
    near = [label for label in labels if shown.columns(label.span)]
    marks = [(severity, Label(first.span, text)) for text in texts] + [("second", label) for label in near]
    yield _Row(_number(draft, first.span, first.line), shown, first.span, tuple(marks))
    for label in labels:
        if label not in near:
            far = excerpt(source, Span(0, 0), label.span, room, cut)
            yield _Row(_number(draft, label.span), far, None, (("second", label),))


def _snippet(style: Style, row: _Row, digits: int) -> Iterator[str]:
    """Yield the excerpt and, under it, a row for each mark; the second label on one span goes without carets of its own."""
    bar = signs(style).bar
    number, blank = (paint(style, "gutter", f"{text:>{digits}} {bar}") for text in (row.line, ""))
    yield f"{number} {_underlined(style, row)}".rstrip()
    room, marked = style.width - digits - 3, set[Span]()
    for role, label in row.marks:
        columns, text = row.shown.columns(label.span), visible(label.text).strip()
        if columns is None:
            continue
        carets = "" if label.span in marked else ("-" if role == "second" else "^") * (columns[1] - columns[0])
        beside = text if carets and columns[1] + 1 + cells(text) <= room else ""
        if carets:
            yield f"{blank} {' ' * columns[0]}{paint(style, role, carets)} {paint(style, role, beside)}".rstrip()
        if text and not beside:
            yield from (f"{blank} {line}" for line in _below(style, role, columns[0], text, room))
        marked.add(label.span)


def _underlined(style: Style, row: _Row) -> str:
    """Return the text of a row with the primary span underlined."""
    columns = row.shown.columns(row.primary) if row.primary and style.color else None
    if not columns:
        return "".join(glyph.text for glyph in row.shown.shown).rstrip()
    parts, at = ["", "", ""], 0
    for glyph in row.shown.shown:
        parts[(at >= columns[0]) + (at >= columns[1])] += glyph.text
        at += glyph.width
    return f"{parts[0]}{paint(style, 'span', parts[1])}{parts[2].rstrip()}"


def _below(style: Style, role: str, start: int, text: str, room: int) -> Iterator[str]:
    """Yield a label under the start of its carets, moved left as far as it must to fit."""
    lines = wrap(text, room)
    indent = " " * max(0, min(start, room - max(cells(line) for line in lines)))
    yield from (indent + paint(style, role, line) for line in lines)


def _record(style: Style, proof: Proof, pad: str) -> Iterator[str]:
    """Yield the second frame: where the record stands, and what it says there."""
    place, said = shown_path(proof.place, style.cwd) or visible(proof.record), visible(proof.excerpt).strip()
    if not (proof.place or said):
        return
    mark = signs(style)
    yield f"{paint(style, 'gutter', pad + mark.top)} {place}".rstrip()
    room = style.width - len(pad) - 2
    lines = wrap(said, room)
    if len(lines) > _RECORD_LINES:
        last = wrap(lines[_RECORD_LINES - 1], room - len(mark.cut) - 1)[0]
        lines = (*lines[: _RECORD_LINES - 1], f"{last} {mark.cut}")
    yield from (f"{paint(style, 'gutter', pad + mark.bar)} {line}" for line in lines if line)


def _note(style: Style, note: Note, pad: str) -> Iterator[str]:
    """Yield one note with a hanging indent; on a narrow screen its text begins on the next line."""
    foot = signs(style).foot
    key = paint(style, "help" if note.key.startswith("fix") else "strong", f"{note.key}:")
    lead = f"{paint(style, 'gutter', pad + foot)} {key}"
    indent = len(pad) + 3 if style.width < _NARROW else len(pad) + len(foot) + len(note.key) + 3
    lines = [line for text in note.lines for line in wrap(text, style.width - indent)]
    if style.width < _NARROW:
        yield lead
    else:
        yield f"{lead} {lines.pop(0)}"
    yield from (" " * indent + line for line in lines)
