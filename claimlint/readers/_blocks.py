"""Markdown source passes in, block by block; segments in no particular order and counts of what was left out pass out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it.rules_block import StateBlock

from claimlint.readers._asides import Inline
from claimlint.readers._flow import Flow, read_flow
from claimlint.readers._html import atoms, remark, spoken
from claimlint.readers._inline import MARKUP, parser, read_asides, read_inline
from claimlint.readers._mdx import blank_code
from claimlint.readers._references import Section, enter, marker
from claimlint.readers._segments import Atom, View, segment

if TYPE_CHECKING:
    from markdown_it.token import Token

    from claimlint.model import Comment, Segment

_CONTAINERS = {
    "blockquote_open": "quote",
    "list_item_open": "item",
    "footnote_reference_open": "footnote",
    "heading_open": "heading",
    "th_open": "cell",
    "td_open": "cell",
}
_CLOSING = frozenset(name.replace("_open", "_close") for name in _CONTAINERS)
_DEFINITION = re.compile(
    r"\[(?P<key>(?:[^\[\]\\]|\\.)+)\]:[ \t]*+(?:\n[ \t>]*+)?(?P<target><[^>\n]*+>|[^\s<]\S*+)(?P<title>[ \t]+[\"'(][^\n]*)?"
)
_BREAK = re.compile(r"\n[ \t]*")


@dataclass(slots=True)
class _Walk:
    """Where the walk over the blocks stands, and what it has gathered."""

    text: str
    marks: list[int]  # offset of each line's first character
    ends: list[int]  # offset of each line's break
    env: dict[str, object]
    inside: list[tuple[str, str]] = field(default_factory=list)  # kind and label of each open container
    numbers: list[int] = field(default_factory=list)  # next number of each open ordered list; -1 for bullets
    number: str = ""
    atx: bool = False  # the open heading began with "#", so it may end with them
    cells: list[tuple[int, int]] = field(default_factory=list)
    section: Section = field(default_factory=Section)
    done: list[Segment | None] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    comments: list[Comment] = field(default_factory=list)


def read_blocks(
    source: str, body: int, *, mdx: bool, indented_code: bool = True
) -> tuple[list[Segment | None], Counter[str], list[Comment]]:
    """Return the segments of the body that begins at `body`, counts of what was left out, and the comments."""
    # every replacement keeps the length, so offsets into `text` are offsets into the source
    text = source.replace("\r\n", " \n").replace("\r", "\n") if "\r" in source else source
    omitted: Counter[str] = Counter()
    comments: list[Comment] = []
    if mdx:
        text, omitted["component"], comments = blank_code(text)
    md = parser(indented_code=indented_code and not mdx)
    state = StateBlock(text[body:], md, {"crlf": "\r\n" in source}, [])
    if body:
        state.src = text
        state.bMarks, state.eMarks = [mark + body for mark in state.bMarks], [mark + body for mark in state.eMarks]
    md.block.tokenize(state, 0, state.lineMax)
    if any(token.nesting == 1 and token.level + 1 >= md.options.maxNesting for token in state.tokens):
        omitted["text nested too deep"] = 1  # the parser gives up there and says nothing
    walk = _Walk(text, state.bMarks, state.eMarks, dict(state.env), omitted=+omitted, comments=comments)
    for token in state.tokens:
        _block(walk, token)
    walk.done.extend(_definitions(walk))
    return walk.done, walk.omitted, walk.comments


def _block(walk: _Walk, token: Token) -> None:
    kind = token.type
    if kind == "inline":
        _content(walk, token)
    elif kind in _CONTAINERS:
        _enter(walk, token)
    elif kind in _CLOSING:
        walk.inside.pop()
    elif kind in {"ordered_list_open", "bullet_list_open"}:
        walk.numbers.append(int(token.attrs.get("start", 1)) if kind == "ordered_list_open" else -1)
    elif kind in {"ordered_list_close", "bullet_list_close"}:
        walk.numbers.pop()
    elif kind == "tr_open":
        walk.cells = _cells(walk, token)[::-1]
    elif kind in {"fence", "code_block"}:
        walk.omitted["code block"] += 1
    elif kind == "html_block":
        _html(walk, token)


def _enter(walk: _Walk, token: Token) -> None:
    kind, label = _CONTAINERS[token.type], str(token.meta.get("label", ""))
    walk.inside.append((kind, label))
    if token.type == "list_item_open" and walk.numbers[-1] >= 0:
        walk.number = str(walk.numbers[-1])
        walk.numbers[-1] += 1
    elif token.type == "heading_open":
        walk.atx = token.markup.startswith("#")
    else:
        walk.number = ""


def _content(walk: _Walk, token: Token) -> None:
    """Read one paragraph, heading or cell."""
    content = token.content
    kind, label = walk.inside[-1] if walk.inside else ("paragraph", "")
    if kind == "cell":
        start, end = walk.cells.pop() if walk.cells else (0, 0)
        content, view = walk.text[start:end], View((0,), (start,))
    elif not content:
        return
    else:
        view = _view(walk, content, token.map, atx=walk.atx and kind == "heading")
    found = read_inline(content, 0, len(content), walk.env) if MARKUP.search(content) else Inline([(0, len(content), None)])
    for part in _entries(walk, content, found.atoms):
        made = segment(content, part, kind, view, label=label)
        if made is not None:
            walk.done.append(enter(walk.section, made, walk.number))
            walk.number = ""
    if found.asides or found.tags or found.omitted:  # comments are among what is left out
        _beside(walk, content, found, view)


def _beside(walk: _Walk, content: str, found: Inline, view: View) -> None:
    """Read what stands beside the text of a block: links, titles, alt texts, inline notes, what tags say."""
    every = [found]
    for aside, inner in read_asides(content, found, walk.env):
        walk.done.append(segment(content, inner.atoms, aside.kind, view))
        every.append(inner)
    for each in every:
        walk.omitted.update(each.omitted)
        for aside in each.asides:
            if aside.kind in {"link", "title"}:
                walk.done.append(segment(content, atoms(content, aside.start, aside.end), aside.kind, view, label=aside.label))
        for tag in each.tags:
            walk.done.extend(spoken(content, tag, view))
        walk.comments += [remark(tag, view) for tag in each.comments]


def _entries(walk: _Walk, content: str, runs: list[Atom]) -> Iterator[list[Atom]]:
    """Yield the atoms, under "References" parted where a line begins with a number."""
    if not walk.section.inside or "\n" not in content:
        yield runs
        return
    cuts = [b.start() for b in _BREAK.finditer(content) if marker(content, b.end())]
    for low, high in pairwise([0, *cuts, len(content)]):
        yield [(max(s, low), min(e, high), t) if t is None else (s, e, t) for s, e, t in runs if (s < high and e > low)]


def _view(walk: _Walk, content: str, lines: list[int] | None, *, atx: bool = False) -> View:
    """Return where each line of a block's content stands: always at the end of its source line, for only markers go before."""
    line, last = lines or [0, 0]
    end = _end(walk, min(line + content.count("\n"), len(walk.ends) - 1), content.rpartition("\n")[2], atx=atx)
    if walk.text.endswith(content, walk.marks[line], max(0, end)):
        return View((0,), (end - len(content),))  # the lines stand in the source as they are
    starts: list[int] = []
    shifts: list[int] = []
    at = 0
    for written in content.split("\n"):
        end = _end(walk, line, written, atx=atx)
        while end < 0 and line + 1 < last:
            line += 1  # lines of exotic blanks were trimmed from the top
            end = _end(walk, line, written, atx=atx)
        shift = (end if end >= 0 else walk.ends[line]) - (at + len(written))
        if not shifts or shift != shifts[-1]:
            starts.append(at)
            shifts.append(shift)
        at += len(written) + 1
        line = min(line + 1, len(walk.ends) - 1)
    return View(tuple(starts), tuple(shifts))


def _end(walk: _Walk, line: int, written: str, *, atx: bool) -> int:
    """Return where what a block keeps of a source line ends, -1 where the line does not hold it.

    Behind it stand only blanks that were trimmed off a block (which blanks, the parser's version decides) and the
    closing marks of a heading; so it is the last place where it is found. Before it, tabs may have become spaces.
    """
    core, stop = written.lstrip(), walk.ends[line]
    if atx:
        bare = walk.text[walk.marks[line] : stop].rstrip(" \t").rstrip("#")
        stop = walk.marks[line] + len(bare) if bare[-1:] in {" ", "\t"} else stop
    found = walk.text.rfind(core, walk.marks[line], stop)
    return found + len(core) if found >= 0 else -1


def _cells(walk: _Walk, token: Token) -> list[tuple[int, int]]:
    """Return the range of each cell of a table row: between pipes that no backslash precedes, the outermost left off."""
    line = token.map[0] if token.map else 0
    start = walk.marks[line]
    end = start + len(walk.text[start : walk.ends[line]].rstrip())
    markers = re.compile(rf"[ \t]*(?:(?:>|[-*+]|\d{{1,9}}[.)]|\[\^[^\]]+\]:)[ \t]*){{0,{len(walk.inside)}}}").match(walk.text, start, end)
    start = markers.end() if markers else start
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", walk.text[start:end])]
    cells = [(start + low + 1, start + high) for low, high in pairwise([-1, *bars, end - start])]
    if len(cells) > 1 and not bars[0]:
        cells = cells[1:]
    return cells


def _html(walk: _Walk, token: Token) -> None:
    kind, _ = walk.inside[-1] if walk.inside else ("paragraph", "")
    content = token.content.rstrip("\n")
    view = _view(walk, content, token.map)
    flow = Flow(content, view, kind, walk.section)
    read_flow(flow)
    walk.done.extend(flow.done)
    walk.omitted.update(flow.omitted)
    walk.comments += flow.comments


def _definitions(walk: _Walk) -> Iterator[Segment | None]:
    """Yield the targets of link definitions; one with a number for its key is an entry of the list of sources."""
    defined = walk.env.get("references", {})
    for entry in defined.values() if isinstance(defined, dict) else ():
        first, last = entry["map"]
        match = _DEFINITION.search(walk.text, walk.marks[first], walk.ends[last - 1])
        if match is None:
            continue
        start, end = match.span("target")
        angled = match["target"].startswith("<")
        key = " ".join(match["key"].casefold().split())
        if key.isdecimal():
            yield segment(walk.text, [(start, match.end(), None)], "reference", View(), label=key)
        else:
            yield segment(walk.text, [(start + angled, end - angled, None)], "link", View(), label=key)
