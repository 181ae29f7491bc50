"""A reStructuredText draft passes in; its headings, paragraphs, items, cells, notes, links and alt texts pass out."""

from __future__ import annotations

import re

from claimlint.model import Comment, Document, Span
from claimlint.readers import Reader
from claimlint.readers._lines import Line, Reading, read_lines
from claimlint.readers._rst_inline import runs
from claimlint.readers._rst_tables import grid, simple

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}")
_SHORT_RULE = re.compile(r"([=~^\"'`#*+-])\1+")
_ITEM = re.compile(r"(?:[-*+•‣]|\(?(?:\d{1,4}|[a-zA-Z]|#)[.)])[ \t]+")
_FIELD = re.compile(r":(?P<name>[^:\s][^:\n]{0,80}):(?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"\.\. (?:\|[^|]{1,80}\| )?(?P<name>[\w:.+-]{1,60})::(?:[ \t]+(?P<argument>.*))?")
_NOTE = re.compile(r"\.\. \[(?P<label>[^\]\s]{1,60})\][ \t]*")
_TARGET = re.compile(r"\.\. _|__ ")
_CODE = frozenset(
    "code code-block sourcecode highlight literalinclude math raw include toctree contents parsed-literal productionlist graphviz "  # noqa: SIM905
    "index meta default-role role unicode date class prompt doctest testcode csv-table plantuml mermaid".split()
)
_TITLED = frozenset(
    "note warning tip important caution danger attention hint error admonition topic sidebar rubric centered epigraph seealso table "  # noqa: SIM905
    "list-table versionadded versionchanged deprecated replace card grid-item-card dropdown tab".split()
)
_READ_FIELDS = frozenset({"title", "description", "subtitle", "abstract", "summary", "dedication", "caption"})
_GRID = re.compile(r"\+(?:[-=]+\+)+")
_SIMPLE = re.compile(r"=+(?:[ \t]+=+)+")


def read_rst(path: str, source: str) -> Document:
    """Return the draft; literal blocks, code and what directives take for themselves are not prose."""
    return read_lines(path, source, runs, _block)


def _block(reading: Reading, line: Line) -> None:
    """Read what begins at the next line."""
    after = reading.line(1)
    if not line.text:
        reading.at += 1
    elif line.text == ".." or line.text.startswith((".. ", "__ ")):
        _explicit(reading, line)
    elif line.text.startswith(">>> "):
        reading.omitted["code block"] += 1
        _skip_paragraph(reading)
    elif _GRID.fullmatch(line.text):
        grid(reading)
    elif _SIMPLE.fullmatch(line.text):
        simple(reading)
    elif _RULE.fullmatch(line.text) and after is not None and after.text and _is_rule(reading.line(2), after):
        reading.add([(after.begin, after.end)], "heading")
        reading.at += 3
    elif _RULE.fullmatch(line.text):
        reading.at += 1  # a transition
    elif _is_rule(after, line):
        reading.add([(line.begin, line.end)], "heading")
        reading.at += 2
    else:
        _text(reading, line)


def _is_rule(line: Line | None, title: Line) -> bool:
    """Tell whether a line underlines a title."""
    if line is None or not (_RULE.fullmatch(line.text) or _SHORT_RULE.fullmatch(line.text)) or line.indent:
        return False
    return len(line.text) >= min(len(title.text), 4) and not _GRID.fullmatch(line.text)


def _text(reading: Reading, line: Line) -> None:
    """Read a paragraph, list item, field or line of a line block, and pass over the literal block that it announces."""
    item, entry = _ITEM.match(line.text), _FIELD.match(line.text)
    first = line.begin + (item.end() if item else entry.end() if entry else 2 if line.text.startswith("| ") else 0)
    reading.at += 1
    last = line
    while (following := reading.line()) is not None and following.text and not _starts(following):
        if _is_rule(reading.line(1), following) and not item:
            break
        last = following
        reading.at += 1
    if entry and entry["name"].lower() not in _READ_FIELDS:
        reading.omitted["field"] += 1
    elif first < last.end and last.text != "::":
        number = item[0].strip(" \t().") if item else ""
        kind = "item" if item else "meta" if entry else "paragraph"
        reading.add([(first, last.end)], kind, number=number if number.isdecimal() else "")
    if last.text.endswith("::"):
        _literal(reading, line)


def _starts(line: Line) -> bool:
    """Tell whether a line inside a paragraph begins something of its own."""
    return bool(_ITEM.match(line.text) or line.text.startswith((".. ", "| ")) or (_FIELD.match(line.text) and not line.indent))


def _literal(reading: Reading, line: Line) -> None:
    stop = reading.below(line.indent)
    if stop > reading.at:
        reading.omitted["code block"] += 1
        reading.at = stop


def _skip_paragraph(reading: Reading) -> None:
    while (line := reading.line()) is not None and line.text:
        reading.at += 1


def _explicit(reading: Reading, line: Line) -> None:
    """Read what two dots begin: a directive, a note, a target, or a comment."""
    directive, note = _DIRECTIVE.match(line.text), _NOTE.match(line.text)
    reading.at += 1
    stop = reading.below(line.indent)
    end = reading.lines[stop - 1].end if stop > reading.at else line.end
    if note:
        reading.add([(line.begin + note.end(), end)], "footnote", label=note["label"].lstrip("#"))
        reading.at = stop
    elif directive:
        _directive(reading, line, directive, stop)
    elif _TARGET.match(line.text):
        reading.at = stop
    else:
        reading.omitted["comment"] += 1
        reading.comments.append(Comment(Span(line.begin, end), reading.source[line.begin + 2 : end].strip()))
        reading.at = stop


def _directive(reading: Reading, line: Line, directive: re.Match[str], stop: int) -> None:
    """Read the title and alt text of a directive; its content follows as text, unless it is code."""
    name = directive["name"].rpartition(":")[2]
    if name in _CODE:
        reading.omitted["code block"] += 1
        reading.at = stop
        return
    if directive["argument"] and name in _TITLED:
        reading.add([(line.begin + directive.start("argument"), line.end)], "caption" if name.endswith("table") else "paragraph")
    while reading.at < stop and (option := reading.line()) is not None and (entry := _FIELD.match(option.text)):
        if entry["name"] in {"alt", "caption", "title"} and entry.end() < len(option.text):
            reading.plain(option.begin + entry.end(), option.end, "alt" if entry["name"] == "alt" else "title")
        reading.at += 1


READER = Reader("rst", (".rst", ".rest"), read_rst)
