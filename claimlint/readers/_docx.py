"""A Word document passes in; body, tables, text boxes, headers, footers, notes and alt texts pass out, comments apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimlint.readers._docx_runs import Line, Notes, on, read_runs
from claimlint.readers._docx_styles import Style, Styles, described, read_styles
from claimlint.readers._extract import Extract, document, put, remark
from claimlint.readers._ooxml import Link, chart, count_unread, diagram, links, main_part, shown, target
from claimlint.readers._references import Section
from claimlint.readers._xml import children, first, tree
from claimlint.readers._zip import Archive, opened

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from claimlint.model import Document, Span

_WRAPPERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"})
_NOTES = (("footnote", ""), ("endnote", "e"))


@dataclass(frozen=True, slots=True)
class _In:
    """What a block stands in: a cell or a text box, by its place."""

    place: str = ""
    kind: str = ""


_BODY = _In()


@dataclass(slots=True)
class _Story:
    """A part under way: where it leads, what its places are called, and how far it has been counted."""

    archive: Archive
    extract: Extract
    styles: Styles
    notes: dict[str, Notes]
    remarked: dict[str, Span]  # where each comment hangs
    links: dict[str, Link] = field(default_factory=dict)
    name: str = ""  # "header"; "" for the body, where paragraphs and tables count
    counts: Counter[str] = field(default_factory=Counter)
    pending: Line | None = None  # a paragraph whose end was deleted: the next one continues it


def unpack(path: str, data: bytes) -> Document:
    """Return the draft as it reads when every tracked change is accepted. Macros and embedded files are counted, never opened.

    Raises UnreadableError for what is damaged, protected by a password, or beyond the limits of `_zip` and `_xml`.
    """
    archive = opened(path, data, "Word document")
    name, root = main_part(archive, "Word document")
    found = links(archive, name)
    parts = {link.kind: link.target for link in found.values() if not link.outside}
    styles = read_styles(archive, parts.get("styles", ""), parts.get("numbering", ""))
    story = _Story(archive, Extract(path), styles, {kind: Notes(sign) for kind, sign in _NOTES}, {}, found)
    for body in children(root, "w:body"):
        _blocks(story, body)
    _margins(story)
    for kind, sign in _NOTES:
        _notes(story, parts.get(f"{kind}s", ""), kind, sign)
    _comments(story, parts.get("comments", ""))
    count_unread(archive, found, story.extract.omitted)
    return document(story.extract)


def _blocks(story: _Story, parent: Element, within: _In = _BODY) -> None:
    for block in shown(parent):
        if block.tag == "w:p":
            _paragraph(story, block, within)
        elif block.tag == "w:tbl":
            _table(story, block)
        elif block.tag in _WRAPPERS:
            _blocks(story, block, within)
    if story.pending is not None:
        line, story.pending = story.pending, None
        _put(story, line, Style(), "", within)


def _paragraph(story: _Story, element: Element, within: _In) -> None:
    properties = first(element, "w:pPr")
    line, story.pending = story.pending or _line(story), None
    read_runs(line, element)
    if on(first(properties, "w:rPr"), "w:del"):
        story.pending = line
        return
    style, number = described(story.styles, properties) if _says(line) else (Style(), "")
    if style.contents:
        story.extract.omitted["line of a table of contents"] += 1
    else:
        _put(story, line, style, number, within)


def _line(story: _Story) -> Line:
    return Line(story.links, story.notes, story.extract.omitted)


def _says(line: Line) -> bool:
    return any(text.strip() for _, text in line.parts)


def _put(story: _Story, line: Line, style: Style, number: str, within: _In) -> None:
    """Add a paragraph, then what hangs on it: alternative texts, drawings, text boxes."""
    if _says(line):
        story.counts["paragraph"] += not within.place
    address = within.place or story.name or f"paragraph {max(1, story.counts['paragraph'])}"
    kind = within.kind if within.kind and style.kind in {"", "heading"} else style.kind or "paragraph"
    place = put(story.extract, line.parts, kind, address, number=number)
    story.remarked.update(dict.fromkeys(line.remarks, place))
    for alt in line.alts:
        put(story.extract, alt, "alt", f"alt text in {address}")
    for what, key in line.drawn:
        part = target(story.links, key, what)
        for text in chart(story.archive, part) if what == "chart" else diagram(story.archive, part):
            put(story.extract, text, "caption", f"{'chart' if what == 'chart' else 'diagram'} in {address}")
    for box in line.boxes:
        story.counts["text box"] += 1
        _blocks(story, box, _In(f"text box {story.counts['text box']}"))


def _table(story: _Story, table: Element) -> None:
    """Read a table row by row; rows whose deletion is tracked are left out."""
    story.counts["table"] += 1
    name = f"{story.name + ', ' if story.name else ''}table {story.counts['table']}"
    for number, row in enumerate(_inner(table, "w:tr"), 1):
        if first(row, "w:trPr", "w:del") is not None:
            story.extract.omitted["tracked deletion"] += 1
            continue
        for place, cell in enumerate(_inner(row, "w:tc"), 1):
            _blocks(story, cell, _In(f"{name}, row {number}, cell {place}", "cell"))


def _inner(parent: Element, tag: str) -> list[Element]:
    """Return rows or cells, also those that stand in a content control."""
    found: list[Element] = []
    for child in shown(parent):
        if child.tag == tag:
            found.append(child)
        elif child.tag in _WRAPPERS:
            found += _inner(child, tag)
    return found


def _story(story: _Story, part: str, name: str) -> _Story:
    """Return a story of its own for another part of the same document."""
    story.extract.section = Section()
    return _Story(
        story.archive, story.extract, story.styles, story.notes, story.remarked, links(story.archive, part), name, Counter(story.counts)
    )


def _margins(story: _Story) -> None:
    """Read headers and footers; one that says what another has said is passed over."""
    said: set[str] = set()
    for kind in ("header", "footer"):
        for part in sorted({link.target for link in story.links.values() if link.kind == kind and not link.outside}):
            root = tree(story.archive, part)
            words = "" if root is None else "".join(root.itertext())
            if root is not None and words not in said:
                said.add(words)
                _blocks(_story(story, part, kind), root)


def _notes(story: _Story, part: str, kind: str, sign: str) -> None:
    """Read the notes that the text refers to, in its order, each as one segment."""
    root = tree(story.archive, part)
    if root is None:
        return
    bodies = {note.get("w:id", ""): note for note in children(root, f"w:{kind}")}
    inner = _story(story, part, kind)
    for key, number in list(story.notes[kind].numbers.items()):
        line = _line(inner)
        for paragraph in bodies[key].iter("w:p") if key in bodies else ():
            read_runs(line, paragraph)
            line.parts.append(("", " "))
        address = f"{kind} {number}"
        place = put(inner.extract, line.parts, "footnote", address, label=f"{sign}{number}")
        inner.remarked.update(dict.fromkeys(line.remarks, place))
        for alt in line.alts:
            put(inner.extract, alt, "alt", f"alt text in {address}")


def _comments(story: _Story, part: str) -> None:
    root = tree(story.archive, part)
    for comment in () if root is None else children(root, "w:comment"):
        text = "\n".join("".join(t.text or "" for t in p.iter("w:t")) for p in comment.iter("w:p"))
        place = story.remarked.get(comment.get("w:id", ""))
        if place is not None:
            remark(story.extract, place, text)
        story.extract.omitted["comment"] += 1
