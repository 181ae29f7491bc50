"""An AsciiDoc draft passes in; its headings, paragraphs, items, cells, notes, links and alt texts pass out."""

from __future__ import annotations

import re

from claimlint.model import Comment, Document, Span
from claimlint.readers import Reader
from claimlint.readers._adoc_inline import alt, runs
from claimlint.readers._lines import Line, Reading, read_lines

_HEADING = re.compile(r"(?:={1,6}|#{1,6})[ \t]+(?=\S)")
_TITLE = re.compile(r"\.(?=[^\s.])")
_ATTRIBUTE = re.compile(r":!?(?P<name>[\w-]{1,60})!?:(?:[ \t]+|$)")
_ITEM = re.compile(r"(?:\*{1,6}|-|\.{1,6}|\d{1,4}\.|[a-zA-Z]\.|<\d{1,3}>|<\.>)[ \t]+(?:\[\[\[[^\]]{1,60}\]\]\][ \t]*)?(?=\S)")
_TERM = re.compile(r"(?P<term>\S.{0,300}?)(?:::{1,3}|;;)(?:[ \t]+|$)")
_MACRO = re.compile(r"(?P<name>image|video|audio|include|toc|ifdef|ifndef|ifeval|endif|link)::(?P<target>\S*?)\[(?P<inside>.*)\]")
_STYLE = re.compile(r"\[(?P<style>[^\[\]\n]*)\]")
_CODE = re.compile(r"(?:source|listing|literal|stem|latexmath|asciimath|mermaid|plantuml|ditaa|pass)\b|,")
_FENCE = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|`{3,}.*|/{4,})")
_OPEN = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|\"\")")
_TABLE = re.compile(r"[|,:!]={3,}")
_CELL = re.compile(r"(?<!\\)(?:(?:\d{1,3}(?:\.\d{1,3})?[+*]|\.\d{1,3}\+)?[<^>]?(?:\.[<^>])?[a-z]?)?\|")
_READ_ATTRIBUTES = frozenset({"description", "title", "subtitle", "abstract", "summary"})
_SETEXT = re.compile(r"([=~^+-])\1{2,}")


def read_asciidoc(path: str, source: str) -> Document:
    """Return the draft; listings, literal and passed-through blocks, and what include names, are not prose."""
    return read_lines(path, source, runs, _block)


def _block(reading: Reading, line: Line) -> None:
    """Read what begins at the next line."""
    text = line.text
    if _FENCE.fullmatch(text):
        _fenced(reading, line)
    elif _TABLE.fullmatch(text):
        _table(reading, line)
    elif text.startswith("//") and not text.startswith("///"):
        reading.omitted["comment"] += 1
        reading.comments.append(Comment(Span(line.begin, line.end), text[2:].strip()))
        reading.at += 1
    elif not text or _OPEN.fullmatch(text) or text in {"'''", "<<<", "+"} or _one_line(reading, line):
        reading.at += 1
    elif _STYLE.fullmatch(text):
        _styled(reading, text)
    elif line.indent and not (_ITEM.match(text) or _TERM.match(text)):
        reading.omitted["code block"] += 1
        _skip_paragraph(reading)
    else:
        _text(reading, line)


def _one_line(reading: Reading, line: Line) -> bool:
    """Read a heading, block macro or attribute; tell whether the line is one."""
    text, heading = line.text, None if line.indent else _HEADING.match(line.text)
    macro, entry = _MACRO.fullmatch(text), _ATTRIBUTE.match(text)
    if heading:
        reading.add([(line.begin + heading.end(), line.end)], "heading")
    elif macro:
        if macro["name"] == "image":
            alt(reading, line.begin + macro.start("inside"), line.begin + macro.end("inside"))
        reading.omitted["included file"] += macro["name"] == "include"
    elif entry and entry["name"] in _READ_ATTRIBUTES and entry.end() < len(text):
        reading.add([(line.begin + entry.end(), line.end)], "meta")
    return bool(heading or macro or entry)


def _fenced(reading: Reading, line: Line) -> None:
    """Pass over a block up to the line that ends it; a comment is handed on."""
    fence = "```" if line.text.startswith("```") else line.text
    reading.at += 1
    first = reading.line()
    while (inner := reading.line()) is not None and inner.text != fence:
        reading.at += 1
    last = reading.lines[reading.at - 1]
    reading.at += 1
    if not fence.startswith("/"):
        reading.omitted["code block"] += 1
        return
    reading.omitted["comment"] += 1
    if first is not None and first.start <= last.end:
        reading.comments.append(Comment(Span(line.begin, last.end), reading.source[first.start : last.end].strip()))


def _styled(reading: Reading, text: str) -> None:
    """Take an attribute line in: what follows one for code is code, with or without a fence."""
    style = text[1:-1]
    reading.at += 1
    following = reading.line()
    if _CODE.match(style) and following is not None and following.text and not _delimits(following.text):
        reading.omitted["code block"] += 1
        _skip_paragraph(reading)


def _delimits(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_FENCE, _OPEN, _STYLE)) or _TITLE.match(text) is not None


def _skip_paragraph(reading: Reading) -> None:
    while (line := reading.line()) is not None and line.text:
        reading.at += 1


def _text(reading: Reading, line: Line) -> None:
    """Read a paragraph, list item, term or block title."""
    item, title, term = _ITEM.match(line.text), _TITLE.match(line.text), _TERM.match(line.text)
    reading.at += 1
    following = reading.line()
    if title and not item:
        reading.add([(line.begin + 1, line.end)], "caption")
        return
    if following is not None and _SETEXT.fullmatch(following.text) and abs(len(following.text) - len(line.text)) <= 1:
        reading.add([(line.begin, line.end)], "heading")
        reading.at += 1
        return
    first = line.begin + (item.end() if item else term.end() if term else 0)
    if term:
        reading.add([(line.begin + term.start("term"), line.begin + term.end("term"))], "item")
    last = line
    while (following := reading.line()) is not None and following.text and not _starts(following):
        last = following
        reading.at += 1
    number = item[0].split(".")[0].strip() if item else ""
    if first < last.end:
        reading.add([(first, last.end)], "item" if item or term else "paragraph", number=number if number.isdecimal() else "")


def _starts(line: Line) -> bool:
    """Tell whether a line inside a paragraph begins something of its own."""
    text = line.text
    return bool(
        _ITEM.match(text) or _FENCE.fullmatch(text) or _OPEN.fullmatch(text) or _TABLE.fullmatch(text) or _STYLE.fullmatch(text)
        or text.startswith("//") or text == "+" or _TERM.match(text) or _MACRO.fullmatch(text)
    )  # fmt: skip


def _table(reading: Reading, line: Line) -> None:
    """Read the cells of a table: each runs from its bar to the next, over lines."""
    reading.at += 1
    cell: list[tuple[int, int]] = []
    while (row := reading.line()) is not None and row.text != line.text:
        reading.at += 1
        at = row.begin
        for bar in _CELL.finditer(reading.source, row.begin, row.end):
            cell += [(at, bar.start())] if at < bar.start() and cell else []
            reading.add(cell, "cell")
            cell, at = [(bar.end(), bar.end())], bar.end()
        cell += [(at, row.end)] if at < row.end else []
    reading.add(cell, "cell")
    reading.at += 1


READER = Reader("asciidoc", (".adoc", ".asciidoc", ".asc"), read_asciidoc)
