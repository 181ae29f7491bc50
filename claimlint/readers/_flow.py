"""A stretch of HTML passes in (a page, or a block inside Markdown), its segments in reading order pass out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimlint.errors import UnreadableError
from claimlint.readers._html import TAG, atoms, attributes, hides, remark, spoken
from claimlint.readers._linked_data import is_linked_data, linked_data
from claimlint.readers._references import Section, enter, marker
from claimlint.readers._segments import Atom, View, segment

if TYPE_CHECKING:
    from claimlint.model import Comment, Segment

KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quote",
    "title": "title",
    **dict.fromkeys(("ul", "ol", "dl", "table", "menu"), ""),  # what stands in them without an element of its own is a paragraph
}
BLOCKS = frozenset(KINDS) | frozenset(
    "address article aside body button center details dialog div fieldset figure footer form frameset head header hgroup hr html legend "  # noqa: SIM905
    "main nav noscript optgroup option p search section select summary tbody textarea tfoot thead tr".split()
)
MUTED = {
    **{name: name for name in ("script", "style", "template", "svg", "math", "iframe", "object", "noembed", "noframes")},
    "code": "inline code",
    "pre": "code block",
}
_RAW = frozenset({"script", "style", "iframe", "noembed", "noframes"})  # no tag inside means anything
_EMBEDDED = frozenset({"br", "img", "input", "video", "audio", "canvas", "embed", "picture"})  # these part words
_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


_VOID = _EMBEDDED | {"area", "base", "col", "hr", "link", "meta", "param", "source", "track", "wbr"}  # nothing stands in them


@dataclass(slots=True)
class Hidden:
    """An element that is not shown: its name, how many of that name are open inside, and the runs that it broke into."""

    name: str
    runs: list[Atom]
    depth: int = 0


@dataclass(slots=True)
class Flow:
    """What reading has come to: open elements, the runs of the segment under way, what is done, what was left out."""

    text: str
    view: View
    base: str = "paragraph"
    section: Section = field(default_factory=Section)
    open: list[list[str]] = field(default_factory=list)  # [element, kind, number of the latest item]
    depth: Counter[str] = field(default_factory=Counter)
    runs: list[Atom] = field(default_factory=list)
    number: str = ""
    done: list[Segment] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    comments: list[Comment] = field(default_factory=list)
    hidden: Hidden | None = None


def read_flow(flow: Flow) -> None:
    """Read the whole of `flow.text` into `flow.done` and `flow.omitted`. Never recurses; time grows with the length."""
    text, at, search = flow.text, 0, TAG.search
    while (tag := search(text, at)) is not None:
        _text(flow, at, tag.start())
        at = _tag(flow, tag)
    _text(flow, at, len(text))
    _emerge(flow)
    flush(flow)


def _text(flow: Flow, start: int, end: int) -> None:
    if start == end or (not flow.runs and flow.text[start:end].isspace()):
        return  # between blocks there is much white space
    if flow.text.find("&", start, end) < 0:
        flow.runs.append((start, end, None))
    else:
        flow.runs.extend(atoms(flow.text, start, end))


def flush(flow: Flow) -> None:
    """End the segment under way."""
    runs, flow.runs = flow.runs, []
    if runs:
        kind = flow.open[-1][1] if flow.open else flow.base
        made = segment(flow.text, runs, kind or "paragraph", flow.view, address="hidden text" if flow.hidden else "")
        if made is not None:
            flow.done.append(enter(flow.section, made, flow.number))
            flow.number = ""


def _tag(flow: Flow, tag: re.Match[str]) -> int:
    """Take one tag in; return where reading goes on."""
    if tag["comment"]:
        flow.omitted["comment"] += 1
        flow.comments.append(remark(tag, flow.view))
    if not tag["name"]:
        return tag.end()
    name = tag["name"].lower()
    if not tag[0].endswith(">"):
        flow.omitted["unfinished tag"] += 1
    return _closing(flow, name, tag) if tag["close"] else _opening(flow, name, tag)


def _closing(flow: Flow, name: str, tag: re.Match[str]) -> int:
    if name in BLOCKS:
        flush(flow)
        _leave(flow, name)
    if flow.hidden and flow.hidden.name == name:
        flow.hidden.depth -= 1
        _emerge(flow, ended=flow.hidden.depth < 0)
    return tag.end()


def _opening(flow: Flow, name: str, tag: re.Match[str]) -> int:
    if flow.hidden and flow.hidden.name == "p" and name in BLOCKS:
        _emerge(flow)  # a paragraph ends where a block begins
    if name in MUTED:
        return _mute(flow, name, tag)
    if name in BLOCKS:
        flush(flow)
        _open(flow, name, tag)
    elif name in _EMBEDDED:
        _embed(flow, name, tag)
    flow.done.extend(spoken(flow.text, tag, flow.view))
    if flow.hidden:
        flow.hidden.depth += flow.hidden.name == name
    elif name not in _VOID and hides(flow.text, tag):
        flow.hidden, flow.runs = Hidden(name, flow.runs), []
    return tag.end()


def _emerge(flow: Flow, *, ended: bool = True) -> None:
    """End the element that is not shown: what it holds is a segment of its own, what it broke into reads on without it."""
    if flow.hidden and ended:
        flush(flow)
        flow.runs, flow.hidden = flow.hidden.runs, None


def _embed(flow: Flow, name: str, tag: re.Match[str]) -> None:
    """Part words where something stands between them, and entries of a list of sources at a line break."""
    if name == "br" and flow.section.inside and marker(flow.text[tag.end() : tag.end() + 20].lstrip()):
        flush(flow)
    else:
        flow.runs.append((tag.start(), tag.end(), " "))


def _open(flow: Flow, name: str, tag: re.Match[str]) -> None:
    if name not in KINDS:
        return
    number = ""
    if name == "li" and flow.open and flow.open[-1][0] == "li":
        _leave(flow, "li")  # a new item ends the one before it
    if name == "ol":
        number = _count(flow, tag, "start", "1")
    elif name == "li" and flow.section.inside:
        flow.number = number = _next(flow, tag)
    flow.open.append([name, KINDS[name], number])
    flow.depth[name] += 1


def _next(flow: Flow, tag: re.Match[str]) -> str:
    """Return the number of a list item under an ordered list, "" elsewhere."""
    for entry in reversed(flow.open):
        if entry[0] == "ol":
            number = _count(flow, tag, "value", entry[2])
            entry[2] = str(int(number) + 1)
            return number
        if entry[0] != "li":
            break
    return ""


def _count(flow: Flow, tag: re.Match[str], name: str, default: str) -> str:
    for attribute in attributes(flow.text, *tag.span("attributes")):
        value = flow.text[attribute.start : attribute.end]
        if attribute.name == name and re.fullmatch(r"[0-9]{1,4}", value):
            return value
    return default


def _leave(flow: Flow, name: str) -> None:
    """Close an element and whatever was left open inside it; a close tag without its element closes nothing."""
    if not flow.depth[name]:
        return
    while flow.open:
        last = flow.open.pop()[0]
        flow.depth[last] -= 1
        if last == name:
            return


def _mute(flow: Flow, name: str, tag: re.Match[str]) -> int:
    """Pass over what is not prose; return where it ends. Unclosed inline code ends with its block."""
    if name == "script" and is_linked_data(flow.text, *tag.span("attributes")):
        return _linked(flow, tag)
    flow.omitted[MUTED[name]] += 1
    flow.runs.append((tag.start(), tag.end(), " "))
    if tag[0].endswith("/>") and name in {"svg", "math"}:
        return tag.end()
    if name in _RAW:
        end = _END[name].search(flow.text, tag.end())
        close = TAG.match(flow.text, end.start()) if end else None
        return close.end() if close else len(flow.text)
    if name == "pre":
        flush(flow)
    depth, at = 1, tag.end()
    while depth and (inner := TAG.search(flow.text, at)) is not None:
        inside = (inner["name"] or "").lower()
        if name == "code" and inside in BLOCKS:
            return inner.start()
        at = inner.end()
        if inside in _RAW and not inner["close"]:
            at = end.start() if (end := _END[inside].search(flow.text, at)) else len(flow.text)
        depth += 0 if inside != name else -1 if inner["close"] else 1
    return at if not depth else len(flow.text)


def _linked(flow: Flow, tag: re.Match[str]) -> int:
    """Read linked data, or pass over it where it is broken; return where the script ends."""
    end = _END["script"].search(flow.text, tag.end())
    close = TAG.match(flow.text, end.start()) if end else None
    stop = end.start() if end else len(flow.text)
    try:
        flow.done += linked_data(flow.text, tag.end(), stop, flow.view)
    except UnreadableError:
        flow.omitted["JSON-LD that is not valid"] += 1
    return close.end() if close else len(flow.text)
