"""A PowerPoint deck passes in; slides in order with tables, charts, notes and alt texts pass out, comments apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimlint.errors import UnreadableError
from claimlint.model import Document, Span
from claimlint.readers._extract import Extract, document, put, raised, remark
from claimlint.readers._ooxml import Link, chart, count_unread, diagram, links, main_part, shown, target
from claimlint.readers._references import Section
from claimlint.readers._xml import children, first, tree, value
from claimlint.readers._zip import Archive, opened

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from claimlint.readers._extract import Part

SLIDES = 5_000
_TITLES = frozenset({"title", "ctrTitle", "subTitle"})
_LISTS = frozenset({"body", "obj", ""})  # placeholders whose paragraphs are points; "" where a layout gives the type
_FURNITURE = frozenset({"sldNum", "dt", "hdr", "sldImg"})
_OFF = frozenset({"0", "false"})


@dataclass(slots=True)
class _Slide:
    """A slide, its notes, or what its layout puts on it: where it leads, and what its places are called."""

    archive: Archive
    extract: Extract
    links: dict[str, Link]
    name: str
    said: set[str]  # what footers and layouts have said on an earlier slide
    counts: Counter[str] = field(default_factory=Counter)


def unpack(path: str, data: bytes) -> Document:
    """Return the deck as it is shown, slide by slide, each with its notes. Macros and embedded files are counted, never opened.

    Raises UnreadableError for what is damaged, protected by a password, or beyond the limits of `_zip`, `_xml` and SLIDES.
    """
    archive = opened(path, data, "PowerPoint deck")
    name, root = main_part(archive, "PowerPoint deck")
    found = links(archive, name)
    order = [target(found, entry.get("r:id", ""), "slide") for entry in children(root, "p:sldIdLst", "p:sldId")]
    if len(order) > SLIDES:
        raise UnreadableError(f"{len(order):,} slides are over the limit of {SLIDES:,}", path=path, remedy="split the deck")
    extract, said, layouts = Extract(path), set[str](), dict[str, None]()
    for number, part in enumerate(order, 1):
        _slide(archive, extract, part, number, said, layouts)
    for layout in layouts:
        _layout(archive, extract, layout, said)
    count_unread(archive, found, extract.omitted)
    return document(extract)


def _slide(archive: Archive, extract: Extract, part: str, number: int, said: set[str], layouts: dict[str, None]) -> None:  # noqa: PLR0913, PLR0917 — what slides share
    root = tree(archive, part)
    if root is None:
        extract.omitted["slide that is missing from the file"] += 1
        return
    extract.section = Section()
    hidden = " (hidden)" if root.get("show", "") in _OFF else ""
    slide = _Slide(archive, extract, links(archive, part), f"slide {number}{hidden}", said)
    start = len(extract.done)
    _shapes(slide, first(root, "p:cSld", "p:spTree"))
    for link in slide.links.values():
        if link.kind == "notesSlide":
            _notes(slide, link.target)
        elif link.kind == "comments":
            _comments(slide, link.target, start)
        elif link.kind == "slideLayout":
            layouts[link.target] = None
    count_unread(archive, slide.links, extract.omitted)


def _shapes(slide: _Slide, parent: Element | None) -> None:
    """Read the shapes of a slide in the order in which they were drawn, groups from within."""
    for shape in () if parent is None else shown(parent):
        if shape.tag == "p:grpSp":
            _described(slide, first(shape, "p:nvGrpSpPr", "p:cNvPr"))
            _shapes(slide, shape)
        elif shape.tag == "p:graphicFrame":
            _described(slide, first(shape, "p:nvGraphicFramePr", "p:cNvPr"))
            _frame(slide, shape)
        elif shape.tag in {"p:sp", "p:cxnSp"}:
            _described(slide, first(shape, "p:nvSpPr", "p:cNvPr"))
            _text(slide, shape)
        elif shape.tag == "p:pic":
            _described(slide, first(shape, "p:nvPicPr", "p:cNvPr"))


def _text(slide: _Slide, shape: Element) -> None:
    place = first(shape, "p:nvSpPr", "p:nvPr", "p:ph")
    role = None if place is None else place.get("type", "")
    words = "".join(shape.itertext()).strip()
    if role in _FURNITURE or (role == "ftr" and words in slide.said):
        return
    if role == "ftr":
        slide.said.add(words)
    kind = "heading" if role in _TITLES else "item" if role in _LISTS else "paragraph"
    for number, paragraph in _numbered(first(shape, "p:txBody")):
        parts = _parts(slide, paragraph)
        if any(text.strip() for _, text in parts):
            slide.counts["text"] += kind != "heading"
            where = "title" if kind == "heading" else "footer" if role == "ftr" else f"text {slide.counts['text']}"
            put(slide.extract, parts, kind, f"{slide.name}, {where}", number=number)


def _numbered(body: Element | None) -> list[tuple[str, Element]]:
    """Return the paragraphs of a text body, each with its number where it is numbered by itself."""
    found: list[tuple[str, Element]] = []
    number = 0
    for paragraph in () if body is None else children(body, "a:p"):
        auto = first(paragraph, "a:pPr", "a:buAutoNum")
        start = value(auto, name="startAt")
        number = 0 if auto is None else number + 1 if number else int(start) if start.isdecimal() and len(start) < 5 else 1  # noqa: PLR2004 — four digits
        found.append((str(number) if number else "", paragraph))
    return found


def _parts(slide: _Slide, paragraph: Element) -> list[Part]:
    parts: list[Part] = []
    for run in shown(paragraph):
        if run.tag in {"a:r", "a:fld"}:
            text = "".join(t.text or "" for t in children(run, "a:t"))
            lift = value(run, "a:rPr", name="baseline")
            parts.append(("", raised(text) if lift and not lift.startswith("-") and lift.strip("0%") else text))
            link = slide.links.get(value(run, "a:rPr", "a:hlinkClick", name="r:id"))
            if link is not None and link.outside:
                parts.append(("link", link.target))
        elif run.tag == "a:br":
            parts.append(("", "\n"))
        else:
            parts.extend(("", t.text or "") for t in run.iter("m:t"))
    return parts


def _frame(slide: _Slide, frame: Element) -> None:
    """Read a table, a chart or a diagram; whatever else a frame may hold is an embedded object, counted by its part."""
    for table in frame.iter("a:tbl"):
        slide.counts["table"] += 1
        for row_number, row in enumerate(children(table, "a:tr"), 1):
            for number, cell in enumerate(children(row, "a:tc"), 1):
                address = f"{slide.name}, table {slide.counts['table']}, row {row_number}, cell {number}"
                for paragraph in cell.iter("a:p"):
                    put(slide.extract, _parts(slide, paragraph), "cell", address)
    for drawn in frame.iter("c:chart"):
        for text in chart(slide.archive, target(slide.links, drawn.get("r:id", ""), "chart")):
            put(slide.extract, text, "caption", f"{slide.name}, chart")
    for drawn in frame.iter("dgm:relIds"):
        for text in diagram(slide.archive, target(slide.links, drawn.get("r:dm", ""), "diagramData")):
            put(slide.extract, text, "item", f"{slide.name}, diagram")


def _described(slide: _Slide, properties: Element | None) -> None:
    said = value(properties, name="descr").strip() or value(properties, name="title").strip()
    if said:
        put(slide.extract, said, "alt", f"{slide.name}, alt text")


def _notes(slide: _Slide, part: str) -> None:
    root = tree(slide.archive, part)
    slide.extract.section = Section()
    notes = _Slide(slide.archive, slide.extract, links(slide.archive, part), f"{slide.name}, notes", slide.said)
    for shape in () if root is None else root.iter("p:sp"):
        role = value(shape, "p:nvSpPr", "p:nvPr", "p:ph", name="type")
        for number, paragraph in _numbered(first(shape, "p:txBody")) if role not in {*_FURNITURE, "ftr"} else ():
            put(notes.extract, _parts(notes, paragraph), "paragraph", notes.name, number=number)


def _comments(slide: _Slide, part: str, start: int) -> None:
    """Take the remarks on a slide, of the older kind and of the threads that replaced it; they hang on the slide's first line."""
    root = tree(slide.archive, part)
    pieces = slide.extract.done[start].pieces if start < len(slide.extract.done) else ()
    span = Span(pieces[0].source, pieces[-1].source + pieces[-1].source_length) if pieces else Span(0, 0)
    for comment in () if root is None else root:
        text = "".join(t.text or "" for t in comment.iter() if t.tag in {"p:text", "a:t"})
        remark(slide.extract, span, text)
        slide.extract.omitted["comment"] += 1


def _layout(archive: Archive, extract: Extract, part: str, said: set[str]) -> None:
    """Read what a layout and its master put on every slide: their own texts, not the prompts that slides replace."""
    found = links(archive, part)
    masters = [link.target for link in found.values() if link.kind == "slideMaster"]
    for name, each in (("slide layout", part), *(("slide master", master) for master in masters)):
        root = tree(archive, each) if each not in said else None
        said.add(each)
        extract.section = Section()
        page = _Slide(archive, extract, links(archive, each), name, said)
        own = [] if root is None else [s for s in root.iter("p:sp") if first(s, "p:nvSpPr", "p:nvPr", "p:ph") is None]
        for shape in own:
            _text(page, shape)
