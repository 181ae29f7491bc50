"""An XLIFF file (1.2 or 2) passes in; its target texts pass out, each with the name of its unit as address."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimlint.model import Comment, Document, Span
from claimlint.readers import Reader
from claimlint.readers._segments import Atom, by_place, in_order, omissions
from claimlint.readers._written import Gathered, read_written, written
from claimlint.readers._xml_places import Part, parts

_UNITS = frozenset({"trans-unit", "unit"})
_CODE = frozenset({"ph", "it", "bpt", "ept"})  # what stands in them is markup of the original
_GAPS = frozenset({"x", "bx", "ex", "ph", "it", "cp"})  # something stands there that may part words
_ASIDE = frozenset({"alt-trans", "matches", "glossary", "original-data", "metadata", "source", "seg-source"})


@dataclass(slots=True)
class _Reading:
    """Where the reading stands: the unit, what is passed over (by depth), the runs of the target or note under way."""

    unit: str = ""
    targets: int = 0
    aside: int = 0
    code: int = 0
    runs: list[Atom] | None = None
    note: int = -1
    into: Gathered = field(default_factory=Gathered)


def read_xliff(path: str, source: str) -> Document:
    """Return the draft: every target, HTML inside it read as such; notes are comments, sources are left out.

    Raises UnreadableError, with line, for what is no well-formed XML, and for any document type or entity of its own.
    """
    reading = _Reading()
    for part in parts(path, source):
        if part.kind == "open":
            _open(reading, part, source)
        elif part.kind == "close":
            _close(reading, part, source)
        elif part.kind == "text" and reading.runs is not None and not (reading.aside or reading.code):
            reading.runs.extend(part.atoms)
        elif part.kind == "comment":
            reading.into.comments.append(Comment(Span(part.start, part.end), part.text))
    into = reading.into
    return Document(path, source, by_place(into.done), omissions(+into.omitted), in_order(into.comments))


def _open(reading: _Reading, part: Part, source: str) -> None:
    name = part.name
    if name in _UNITS:
        reading.unit, reading.targets = part.attributes.get("resname") or part.attributes.get("name") or part.attributes.get("id", ""), 0
    elif name in _ASIDE:
        reading.aside += 1
    elif name == "target" and not reading.aside:
        reading.runs = []
    elif name == "note":
        reading.note = part.end
    elif reading.runs is not None:
        reading.code += name in _CODE
        reading.runs += [(part.start, part.end, " ")] if name in _GAPS and part.start < part.end else []
    if part.empty:
        _close(reading, part, source)


def _close(reading: _Reading, part: Part, source: str) -> None:
    name = part.name
    if name in _ASIDE:
        reading.aside -= 1
    elif name == "target" and reading.runs is not None and not reading.aside:
        value = written(source, reading.runs)
        reading.targets += bool(value.text.strip())
        read_written(value, "paragraph", f'unit "{reading.unit[:60]}"', reading.into, markdown=False)
        reading.runs = None
    elif name in _UNITS:
        reading.into.omitted["unit without a translation"] += not reading.targets
    elif name in _CODE and reading.runs is not None:
        reading.code -= 1
    elif name == "note" and 0 <= reading.note < part.start:
        reading.into.comments.append(Comment(Span(reading.note, part.start), source[reading.note : part.start].strip()))
        reading.note = -1


READER = Reader("xliff", (".xlf", ".xliff"), read_xliff)
