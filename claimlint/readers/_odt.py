"""An OpenDocument text passes in; body, tables, frames, headers, footers, notes and alt texts pass out, comments apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimlint.errors import UnreadableError
from claimlint.readers._extract import Extract, document, put, raised, remark
from claimlint.readers._references import Section
from claimlint.readers._xml import children, first, tree, value
from claimlint.readers._zip import Archive, chunks, damaged, opened

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from claimlint.model import Document
    from claimlint.readers._extract import Part

_SIGN = {"footnote": "", "endnote": "e"}
_MANIFEST = "META-INF/manifest.xml"
_SPACES = 1_000  # blanks that one element may stand for
_INDEXES = frozenset({"text:table-of-content", "text:illustration-index", "text:table-index", "text:alphabetical-index", "text:user-index"})
_SILENT = frozenset(
    {"text:tracked-changes", "text:ruby-text", "office:forms", "text:sequence-decls", "text:note-citation", "text:hidden-text"}
)
_HELD = frozenset({"text:note", "draw:frame", "draw:custom-shape", "draw:g", "draw:rect", "office:annotation"})
_ROWS = frozenset({"table:table-rows", "table:table-header-rows", "table:table-row-group"})
_KINDS = {"caption": "caption", "quotations": "quote", "title": "heading", "subtitle": "heading"}


@dataclass(slots=True)
class _Styles:
    """What styles say: which ones raise text, which paragraphs are more than that, which lists and levels are numbered."""

    raised: set[str] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)
    ordered: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class _Story:
    """Where reading stands: what places are called, how far they have been counted, what is still to be read."""

    extract: Extract
    styles: _Styles
    name: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[str, int, Element]] = field(default_factory=list)
    held: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _In:
    """What a block stands in: a cell or box by its place, a list by its style, level and the number of the item."""

    place: str = ""
    kind: str = ""
    style: str = ""
    level: int = 0
    number: str = ""


def unpack(path: str, data: bytes) -> Document:
    """Return the draft as it reads when every tracked change is accepted. Embedded objects and macros are counted, never opened.

    Raises UnreadableError for what is damaged, protected by a password, or beyond the limits of `_zip` and `_xml`.
    """
    archive = opened(path, data, "OpenDocument text")
    # searched, not parsed: older programs name a document type in this part
    manifest = b"".join(chunks(archive, _MANIFEST)) if _MANIFEST in archive.names else b""
    if b"encryption-data" in manifest:
        raise UnreadableError("protected by a password", path=path, remedy="save it without a password")
    root, looks = tree(archive, "content.xml"), tree(archive, "styles.xml")
    body = first(root, "office:body", "office:text")
    if root is not None and body is None and first(root, "office:body") is not None:
        raise UnreadableError("an OpenDocument file that is no text", path=path, remedy="save it as .odt, .pptx or .xlsx")
    if root is None or body is None:
        raise damaged(path, "the OpenDocument text has no main part")
    story = _Story(Extract(path), _styles([e for e in (looks, root) if e is not None]))
    _blocks(story, body, _In())
    _margins(story, looks)
    for kind, number, note in story.notes:
        _note(story, kind, number, note)
    _count_unread(archive, body, story.extract)
    return document(story.extract)


def _styles(roots: list[Element]) -> _Styles:
    found = _Styles()
    for root in roots:
        for style in root.iter("style:style"):
            name = style.get("style:name", "")
            place = value(style, "style:text-properties", name="style:text-position")
            if place.startswith("super") or (place[:1].isdigit() and not place.startswith("0")):
                found.raised.add(name)
            known = style.get("style:display-name", name).casefold()
            parent = style.get("style:parent-style-name", "")
            kind = _KINDS.get(known) or found.kinds.get(parent) or _KINDS.get(parent.casefold())
            if kind:
                found.kinds[name] = kind
        for style in root.iter("text:list-style"):
            for level in children(style, "text:list-level-style-number"):
                if level.get("style:num-format"):
                    found.ordered.add((style.get("style:name", ""), level.get("text:level", "")))
    return found


def _blocks(story: _Story, parent: Element, within: _In) -> None:
    for block in parent:
        if block.tag in {"text:p", "text:h"}:
            _paragraph(story, block, within)
        elif block.tag == "text:list":
            _list(story, block, within)
        elif block.tag == "table:table":
            _table(story, block)
        elif block.tag in _INDEXES:
            story.extract.omitted["table of contents"] += 1
        elif block.tag == "text:tracked-changes":
            story.extract.omitted["tracked deletion"] += sum(1 for _ in block.iter("text:deletion"))
        elif block.tag in _HELD:
            _hanging(story, block, within.place or story.name or "page")
        elif block.tag not in _SILENT:
            _blocks(story, block, within)


def _list(story: _Story, block: Element, within: _In) -> None:
    style = block.get("text:style-name", "") or within.style
    level = within.level + 1
    ordered = (style, str(level)) in story.styles.ordered
    key = f"list {style} {level}"
    if block.get("text:continue-numbering") != "true" and not block.get("text:continue-list"):
        story.counts[key] = 0
    for item in children(block, "text:list-item"):
        start = item.get("text:start-value", "")
        story.counts[key] = int(start) if start.isdecimal() and len(start) < 5 else story.counts[key] + 1  # noqa: PLR2004 — four digits
        number = str(story.counts[key]) if ordered else ""
        _blocks(story, item, _In(within.place, within.kind or "item", style, level, number))


def _table(story: _Story, table: Element) -> None:
    story.counts["table"] += 1
    name = f"{story.name + ', ' if story.name else ''}table {story.counts['table']}"
    for number, row in enumerate(_rows(table), 1):
        cells = [cell for cell in row if cell.tag in {"table:table-cell", "table:covered-table-cell"}]
        for place, cell in enumerate(cells, 1):
            _blocks(story, cell, _In(f"{name}, row {number}, cell {place}", "cell"))


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, not those of tables in its cells."""
    for child in table:
        if child.tag == "table:table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _paragraph(story: _Story, block: Element, within: _In) -> None:
    """Add a paragraph, then what hangs on it."""
    outer, story.held = story.held, []
    parts = _parts(story, block)
    says = any(text.strip() for _, text in parts)
    story.counts["paragraph"] += says and not within.place
    address = within.place or story.name or f"paragraph {max(1, story.counts['paragraph'])}"
    style = story.styles.kinds.get(block.get("text:style-name", "")) or _KINDS.get(block.get("text:style-name", "").casefold(), "")
    kind = within.kind or ("heading" if block.tag == "text:h" else style or "paragraph")
    place = put(story.extract, parts, kind, address, number=within.number)
    held, story.held = story.held, outer
    for element in held:
        if element.tag == "office:annotation":
            remark(story.extract, place, "\n".join("".join(p.itertext()) for p in element.iter("text:p")))
            story.extract.omitted["comment"] += 1
        else:
            _hanging(story, element, address)


def _parts(story: _Story, element: Element, *, lifted: bool = False) -> list[Part]:
    parts: list[Part] = [("", raised(element.text) if lifted else element.text)] if element.text else []
    for child in element:
        if child.tag in _HELD:
            parts += _hold(story, child)
        elif child.tag == "text:s":
            count = child.get("text:c", "1")
            parts.append(("", " " * min(_SPACES, int(count) if count.isdecimal() and len(count) < 10 else 1)))  # noqa: PLR2004 — digits
        elif child.tag in {"text:tab", "text:line-break"}:
            parts.append(("", "\n" if child.tag == "text:line-break" else " "))
        elif child.tag not in _SILENT:
            parts += _parts(story, child, lifted=lifted or child.get("text:style-name", "") in story.styles.raised)
            if child.tag == "text:a" and "://" in child.get("xlink:href", ""):
                parts.append(("link", child.get("xlink:href", "")))
        if child.tail:
            parts.append(("", raised(child.tail) if lifted else child.tail))
    return parts


def _hold(story: _Story, child: Element) -> list[Part]:
    """Keep what hangs on a paragraph until the paragraph has been read; a note leaves its mark."""
    if child.tag != "text:note":
        story.held.append(child)
        return []
    kind = "endnote" if child.get("text:note-class") == "endnote" else "footnote"
    story.counts[kind] += 1
    story.notes.append((kind, story.counts[kind], child))
    return [("", f"[^{_SIGN[kind]}{story.counts[kind]}]")]


def _hanging(story: _Story, element: Element, address: str) -> None:
    """Read a picture's alternative text, and what a text box holds."""
    for name in ("svg-compatible:desc", "svg-compatible:title"):
        said = "" if (found := first(element, name)) is None else found.text or ""
        if said.strip():
            put(story.extract, said, "alt", f"alt text in {address}")
            break
    story.extract.omitted["embedded object"] += sum(1 for child in element if child.tag in {"draw:object", "draw:object-ole"})
    boxes = [element] if element.tag in {"draw:custom-shape", "draw:rect"} else list(children(element, "draw:text-box"))
    for box in boxes:
        if any(True for tag in ("text:p", "text:h", "text:list") for _ in children(box, tag)):
            story.counts["text box"] += 1
            _blocks(story, box, _In(f"text box {story.counts['text box']}"))
    for inner in element if element.tag == "draw:g" else ():
        _hanging(story, inner, address)


def _margins(story: _Story, looks: Element | None) -> None:
    """Read headers and footers of the page styles; one that says what another has said is passed over."""
    said: set[str] = set()
    for kind in ("header", "footer"):
        margins = (
            [] if looks is None else [e for e in looks.iter() if e.tag in {f"style:{kind}", f"style:{kind}-left", f"style:{kind}-first"}]
        )
        for margin in margins:
            words = "".join(margin.itertext())
            if words.strip() and words not in said:
                said.add(words)
                story.extract.section, story.name = Section(), kind
                _blocks(story, margin, _In())
    story.name = ""


def _note(story: _Story, kind: str, number: int, note: Element) -> None:
    story.extract.section = Section()
    parts: list[Part] = []
    for paragraph in _paragraphs(note):
        parts += [*_parts(story, paragraph), ("", " ")]
    put(story.extract, parts, "footnote", f"{kind} {number}", label=f"{_SIGN[kind]}{number}")


def _paragraphs(element: Element) -> Iterator[Element]:
    """Yield the paragraphs of a note, not those of what hangs on them."""
    for child in element:
        if child.tag == "text:p":
            yield child
        elif child.tag not in _HELD and child.tag not in _SILENT:
            yield from _paragraphs(child)


def _count_unread(archive: Archive, body: Element, extract: Extract) -> None:
    extract.omitted["macro project"] += any(name.startswith(("Basic/", "Scripts/")) for name in archive.names)
    extract.omitted["hidden text"] += sum(1 for _ in body.iter("text:hidden-text"))
