"""An Excel workbook passes in; the words of its cells pass out with sheet, cell and the field their column is headed by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimlint.errors import UnreadableError
from claimlint.readers._extract import Extract, document, put, remark
from claimlint.readers._ooxml import chart, count_unread, links, main_part, target
from claimlint.readers._references import Section
from claimlint.readers._xml import children, stream, tree
from claimlint.readers._zip import Archive, opened

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from claimlint.model import Document, Span

SHEETS = 1_000
TEXTS = 100_000_000  # characters of shared texts, which many cells may show
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WORDED = frozenset({"s", "str", "inlineStr"})
_HEAD = 40  # characters: a longer cell heads no column
_ENDS = (".", "!", "?", "。", "！", "？")


@dataclass(slots=True)
class _Cell:
    """A cell under way."""

    place: str = ""
    kind: str = ""
    text: list[str] = field(default_factory=list)
    formula: bool = False


@dataclass(slots=True)
class _Sheet:
    """Takes a sheet in cell by cell, for a sheet may be far larger than what it says; a row is put when it ends."""

    extract: Extract
    shared: list[str]
    name: str
    row: list[tuple[str, str]] = field(default_factory=list)  # column and text
    heads: dict[str, str] | None = None
    cell: _Cell = field(default_factory=_Cell)
    line: int = 0
    muted: int = 0
    reading: bool = False
    places: dict[str, Span] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """Take a row, a cell, a value or a formula in."""
        if tag == "s:row":
            number = attributes.get("r", "")
            self.line = int(number) if re.fullmatch(r"[0-9]{1,7}", number) else self.line + 1
        elif tag == "s:c":
            self.cell = _Cell(attributes.get("r", ""), attributes.get("t", "n"))
        elif tag in {"s:rPh", "s:f"}:
            self.muted += 1
            self.cell.formula = self.cell.formula or tag == "s:f"
        elif tag in {"s:v", "s:t"}:
            self.reading = not self.muted

    def data(self, text: str, /) -> None:
        """Take text in where it is that of a cell."""
        if self.reading:
            self.cell.text.append(text)

    def end(self, tag: str, /) -> None:
        """Finish what ends."""
        if tag in {"s:v", "s:t"}:
            self.reading = False
        elif tag in {"s:rPh", "s:f"}:
            self.muted -= 1
        elif tag == "s:c":
            _take(self)
        elif tag == "s:row":
            _finish_row(self)


def unpack(path: str, data: bytes) -> Document:
    """Return the words of a workbook, sheet by sheet; formulas as their stored values; numbers are counted, for they say nothing.

    Raises UnreadableError for what is damaged, protected by a password, or beyond the limits of `_zip`, `_xml` and this module.
    """
    archive = opened(path, data, "Excel workbook")
    name, root = main_part(archive, "Excel workbook")
    found = links(archive, name)
    sheets = list(children(root, "s:sheets", "s:sheet"))
    if len(sheets) > SHEETS:
        raise UnreadableError(f"{len(sheets):,} sheets are over the limit of {SHEETS:,}", path=path, remedy="split the workbook")
    shared = _shared(archive, next((link.target for link in found.values() if link.kind == "sharedStrings"), ""))
    extract = Extract(path)
    for sheet in sheets:
        part = target(found, sheet.get("r:id", ""), "worksheet")
        hidden = " (hidden)" if sheet.get("state", "visible") != "visible" else ""
        if part in archive.names:
            _sheet(archive, extract, shared, part, f"{sheet.get('name', '')}{hidden}")
    count_unread(archive, found, extract.omitted)
    return document(extract)


def _sheet(archive: Archive, extract: Extract, shared: list[str], part: str, name: str) -> None:
    extract.section = Section()
    sheet = _Sheet(extract, shared, name)
    stream(archive, part, sheet)
    found = links(archive, part)
    for link in found.values():
        if link.kind == "comments":
            _comments(archive, sheet, link.target)
        elif link.kind == "drawing" and not link.outside:
            _drawing(archive, sheet, link.target)
    count_unread(archive, found, extract.omitted)


def _take(sheet: _Sheet) -> None:
    """Keep a finished cell for its row where it holds words."""
    cell, sheet.cell = sheet.cell, _Cell()
    text = "".join(cell.text)
    if cell.kind == "s":
        text = sheet.shared[int(text)] if text.isdecimal() and len(text) < 10 and int(text) < len(sheet.shared) else ""  # noqa: PLR2004 — digits
    if cell.formula and not text:
        sheet.extract.omitted["formula without a stored value"] += 1
    elif cell.kind not in _WORDED and text:
        sheet.extract.omitted["number cell"] += 1
    place = _PLACE.fullmatch(cell.place)
    if cell.kind in _WORDED and text.strip():
        sheet.row.append((place[1] if place else "", text))


def _finish_row(sheet: _Sheet) -> None:
    """Add a row; the first with several short cells heads the columns of all that follow."""
    row, sheet.row = sheet.row, []
    for column, text in row:
        head = (sheet.heads or {}).get(column, "")
        address = f"{sheet.name}!{column}{sheet.line}" + (f", {head}" if head else "")
        sheet.places[f"{column}{sheet.line}"] = put(sheet.extract, text, "cell", address)
    if sheet.heads is None and row:
        heads = len(row) > 1 and all(len(text) <= _HEAD and not text.rstrip().endswith(_ENDS) for _, text in row)
        sheet.heads = {column: " ".join(text.split()) for column, text in row} if heads else {}


def _shared(archive: Archive, part: str) -> list[str]:
    """Return the texts that cells share. Raises UnreadableError where they are too long to keep."""
    texts = _Texts(archive.path)
    if part in archive.names:
        stream(archive, part, texts)
    return texts.done


@dataclass(slots=True)
class _Texts:
    """Takes shared texts in; what stands above characters to say how they sound is left out."""

    path: str
    done: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    muted: bool = False
    reading: bool = False
    length: int = 0

    def start(self, tag: str, _attributes: dict[str, str], /) -> None:
        """Take a text or a part of one in."""
        self.muted = self.muted or tag == "s:rPh"
        self.reading = tag == "s:t" and not self.muted

    def data(self, text: str, /) -> None:
        """Take characters in where they are those of a text."""
        if self.reading:
            self.parts.append(text)
            self.length += len(text)
            if self.length > TEXTS:
                raise UnreadableError(f"over the limit of {TEXTS:,} characters of text", path=self.path, remedy="split the workbook")

    def end(self, tag: str, /) -> None:
        """Finish a text."""
        self.reading = False
        if tag == "s:rPh":
            self.muted = False
        elif tag == "s:si":
            self.done.append("".join(self.parts))
            self.parts = []


def _comments(archive: Archive, sheet: _Sheet, part: str) -> None:
    root = tree(archive, part)
    for comment in () if root is None else children(root, "s:commentList", "s:comment"):
        place = sheet.places.get(comment.get("ref", ""))
        if place is not None:
            remark(sheet.extract, place, "".join(t.text or "" for t in comment.iter("s:t")))
        sheet.extract.omitted["comment"] += 1


def _drawing(archive: Archive, sheet: _Sheet, part: str) -> None:
    """Read text boxes, alternative texts and charts that lie on a sheet."""
    root = tree(archive, part)
    found = links(archive, part)
    for element in () if root is None else root.iter():
        if element.tag == "xdr:cNvPr" and element.get("descr", "").strip():
            put(sheet.extract, element.get("descr", ""), "alt", f"{sheet.name}, alt text")
        elif element.tag == "xdr:txBody":
            for paragraph in element.iter("a:p"):
                put(sheet.extract, _said(paragraph), "paragraph", f"{sheet.name}, text box")
        elif element.tag == "c:chart":
            for text in chart(archive, target(found, element.get("r:id", ""), "chart")):
                put(sheet.extract, text, "caption", f"{sheet.name}, chart")


def _said(paragraph: Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter("a:t"))
