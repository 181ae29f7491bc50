"""A paragraph of a Word document passes in; its accepted words and what hangs on them pass out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from claimlint.readers._extract import raised
from claimlint.readers._ooxml import Link, shown
from claimlint.readers._xml import first, value

if TYPE_CHECKING:
    from claimlint.readers._extract import Part

_FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
_OFF = {"0", "false", "off"}
_SILENT = frozenset({"w:pPr", "w:rPr", "w:sdtPr", "w:rt", "w:delText", "w:delInstrText", "wp:positionH", "wp:positionV"})
_SIGNS = {"w:tab": " ", "w:ptab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_PRIVATE = 0xF000  # symbol fonts put their characters here


@dataclass(slots=True)
class Notes:
    """Footnotes or endnotes: how their marks are written, and the number of each by id, in the order of the text."""

    sign: str
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """A paragraph being read: its parts, and what is read after it."""

    links: dict[str, Link]
    notes: dict[str, Notes]
    omitted: Counter[str]
    parts: list[Part] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    alts: dict[str, None] = field(default_factory=dict)
    drawn: list[tuple[str, str]] = field(default_factory=list)  # "chart" or "diagramData", and the id that leads to it
    remarks: list[str] = field(default_factory=list)  # ids of comments
    fields: list[str] = field(default_factory=list)  # instructions of the open fields


def read_runs(line: Line, element: Element) -> None:
    """Read what stands below an element into the line."""
    for child in shown(element):
        if child.tag in _SIGNS:
            line.parts.append(("", _SIGNS[child.tag]))
        elif child.tag in _SPECIAL:
            _SPECIAL[child.tag](line, child)
        elif child.tag not in _SILENT:
            read_runs(line, child)


def on(properties: Element | None, name: str) -> bool:
    """Tell whether a property such as w:vanish is set."""
    found = first(properties, name)
    return found is not None and found.get("w:val", "") not in _OFF


def _run(line: Line, element: Element) -> None:
    properties = first(element, "w:rPr")
    if on(properties, "w:vanish") and any(t.text for t in element.iter("w:t")):
        line.omitted["hidden text"] += 1
        return
    before = len(line.parts)
    read_runs(line, element)
    if value(properties, "w:vertAlign") == "superscript":
        line.parts[before:] = [(kind, raised(text) if not kind else text) for kind, text in line.parts[before:]]


def _text(line: Line, element: Element) -> None:
    line.parts.append(("", element.text or ""))


def _symbol(line: Line, element: Element) -> None:
    code = element.get("w:char", "")
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    line.parts.append(("", " " if number >= _PRIVATE or not number else chr(number)))


def _link(line: Line, element: Element) -> None:
    read_runs(line, element)
    link = line.links.get(element.get("r:id", ""))
    if link is not None and link.outside:
        line.parts.append(("link", link.target))


def _field(line: Line, element: Element) -> None:
    """Follow the marks of a field: its instruction is no text, save where it says where its words lead."""
    mark = element.get("w:fldCharType", "")
    if mark == "begin":
        line.fields.append("")
    elif mark == "end" and line.fields:
        _led(line, line.fields.pop())


def _instruction(line: Line, element: Element) -> None:
    if line.fields:
        line.fields[-1] += element.text or ""


def _simple_field(line: Line, element: Element) -> None:
    read_runs(line, element)
    _led(line, element.get("w:instr", ""))


def _led(line: Line, instruction: str) -> None:
    match = _FIELD.match(instruction)
    if match:
        line.parts.append(("link", match[1]))


def _deleted(line: Line, element: Element) -> None:
    if any(t.text for t in element.iter("w:delText")) or any(t.text for t in element.iter("w:t")):
        line.omitted["tracked deletion"] += 1


def _note(kind: str) -> Callable[[Line, Element], None]:
    def noted(line: Line, element: Element) -> None:
        notes = line.notes[kind]
        number = notes.numbers.setdefault(element.get("w:id", ""), len(notes.numbers) + 1)
        line.parts.append(("", f"[^{notes.sign}{number}]"))

    return noted


def _box(line: Line, element: Element) -> None:
    line.boxes.append(element)


def _remark(line: Line, element: Element) -> None:
    line.remarks.append(element.get("w:id", ""))


def _described(line: Line, element: Element) -> None:
    """Read the alternative text of a picture, a shape or a table."""
    for name in ("descr", "title", "alt"):
        if element.get(name, "").strip():
            line.alts[element.get(name, "")] = None
            break
    read_runs(line, element)


def _word_art(line: Line, element: Element) -> None:
    if element.get("string"):
        line.alts[element.get("string", "")] = None


def _chart(line: Line, element: Element) -> None:
    line.drawn.append(("chart", element.get("r:id", "")))


def _diagram(line: Line, element: Element) -> None:
    line.drawn.append(("diagramData", element.get("r:dm", "")))


_SPECIAL: dict[str, Callable[[Line, Element], None]] = {
    "w:r": _run,
    "w:t": _text,
    "m:t": _text,
    "w:sym": _symbol,
    "w:hyperlink": _link,
    "w:fldChar": _field,
    "w:instrText": _instruction,
    "w:fldSimple": _simple_field,
    "w:del": _deleted,
    "w:moveFrom": _deleted,
    "w:footnoteReference": _note("footnote"),
    "w:endnoteReference": _note("endnote"),
    "w:commentReference": _remark,
    "w:txbxContent": _box,
    "wp:docPr": _described,
    "v:shape": _described,
    "v:rect": _described,
    "v:textpath": _word_art,
    "c:chart": _chart,
    "dgm:relIds": _diagram,
}
