"""Plain text passes in, its template code blanked; the draft passes out. Readers of several formats share this."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimlint.model import Comment, Document, Segment, Span
from claimlint.readers._references import Section, enter, is_heading, marker
from claimlint.readers._segments import View, by_place, in_order, omissions, segment
from claimlint.readers._templates import masked

_LINE = re.compile(r"[^\r\n]+")
_ITEM = re.compile(r"[ \t]*(?:[-*+•‣◦▪·●○–]|\d{1,3}[.)])[ \t]+(?=\S)|[ \t]*\d{1,3}、")
_REMARK = re.compile(r"(?:\A|(?<=[\r\n]))[ \t]*+(?:#|//)[ \t]*(claimlint:[^\r\n]*)")
_SHORT = 50  # columns; a wide character fills two
_WIDE = "\u2e80"
_ONWARD = (",", ";", ":", "-", "，", "；", "、", "：")


def read_text(path: str, source: str) -> Document:
    """Return the draft; blank lines part paragraphs, and a break after a short line does unless the line plainly goes on."""
    section = Section()
    segments: list[Segment] = []
    left = masked(source)
    text = left.text
    comments = tuple(Comment(Span(*found.span()), found[1].rstrip()) for found in _REMARK.finditer(text)) if "claimlint:" in source else ()
    remarks = frozenset(found.span.start for found in comments)
    for start, end in _blocks(text, section, remarks):
        mark = None if section.inside and marker(text[start:end].lstrip()) else _ITEM.match(text, start, end)
        begin, kind = (mark.end(), "item") if mark else (start, "paragraph")
        made = segment(text, [(begin, end, None)], kind, View())
        if made is not None:
            segments.append(enter(section, made))
    return Document(path, source, by_place(segments), omissions(left.omitted), in_order([*comments, *left.comments]))


def _blocks(source: str, section: Section, remarks: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the range of each paragraph, item or entry; `section` is read as it stands when the next line is looked at."""
    first = last = None
    for line in _LINE.finditer(source):
        if not line[0].strip():
            continue
        if line.start() in remarks:  # a remark to this program parts what stands above it from what stands below
            if first is not None and last is not None:
                yield first.start(), last.end()
            first = None
            continue
        if first is not None and last is not None and _parted(source, first, last, line, section):
            yield first.start(), last.end()
            first = None
        first, last = first or line, line
    if first is not None and last is not None:
        yield first.start(), last.end()


def _parted(source: str, first: re.Match[str], last: re.Match[str], line: re.Match[str], section: Section) -> bool:
    """Tell whether a new segment begins at `line`, given the first and last line of the one that is open."""
    between = source[last.end() : line.start()].replace("\r\n", "\n").replace("\r", "\n")
    if between.count("\n") > 1 or _ITEM.match(line[0]) or is_heading(last[0].strip()) or is_heading(line[0].strip()):
        return True
    if section.inside and marker(line[0].lstrip()):
        return True
    if _ITEM.match(first[0]) or (section.inside and marker(first[0].lstrip())):
        return False  # an item or entry runs on until the next one begins
    ended = last[0].rstrip()
    return _columns(ended) < _SHORT and not ended.endswith(_ONWARD) and not line[0].lstrip()[:1].islower()


def _columns(line: str) -> int:
    return len(line) + sum(char >= _WIDE for char in line)
