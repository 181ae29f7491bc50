"""A part of an archive passes in; its elements pass out under short names, and nothing that XML can do harm with is obeyed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from claimlint.errors import UnreadableError
from claimlint.readers._zip import chunks, damaged

if TYPE_CHECKING:
    from claimlint.readers._zip import Archive

DEPTH = 160  # elements within one another: a walk may go down by calling itself
ELEMENTS = 2_000_000  # in one part that is kept as a tree

_OOXML = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_SHORT = {
    "wordprocessingml/2006/main": "w",
    "wordprocessingml/main": "w",
    "drawingml/2006/main": "a",
    "drawingml/main": "a",
    "presentationml/2006/main": "p",
    "presentationml/main": "p",
    "spreadsheetml/2006/main": "s",
    "spreadsheetml/main": "s",
    "officeDocument/2006/relationships": "r",
    "officeDocument/relationships": "r",
    "drawingml/2006/chart": "c",
    "drawingml/chart": "c",
    "drawingml/2006/diagram": "dgm",
    "drawingml/diagram": "dgm",
    "drawingml/2006/wordprocessingDrawing": "wp",
    "drawingml/wordprocessingDrawing": "wp",
    "drawingml/2006/spreadsheetDrawing": "xdr",
    "drawingml/spreadsheetDrawing": "xdr",
    "officeDocument/2006/math": "m",
    "officeDocument/math": "m",
    "markup-compatibility/2006": "mc",
    "package/2006/relationships": "rel",
}
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_OTHER = {"urn:schemas-microsoft-com:vml": "v", "http://www.w3.org/1999/xlink": "xlink", "http://purl.org/dc/elements/1.1/": "dc"}


class Target(Protocol):
    """What is told of each element, its end, and the text between them."""

    def start(self, tag: str, attributes: dict[str, str], /) -> object:
        """Take an element in."""

    def end(self, tag: str, /) -> object:
        """Take the end of an element in."""

    def data(self, text: str, /) -> object:
        """Take text in."""


class _Refused(Exception):  # noqa: N818 — carries a message to this module only
    """XML that no office program writes."""


class _Guard:
    """Passes on what the parser meets, under short names; refuses a document type and endless nesting."""

    def __init__(self, target: Target, names: dict[str, str]) -> None:
        self._target, self._names, self._depth = target, names, 0
        self.data = target.data

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise _Refused("it declares a document type, which may hold entities that grow without end")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise _Refused(f"elements are nested deeper than {DEPTH}")
        names = self._names
        self._target.start(names.get(tag) or _name(names, tag), {names.get(k) or _name(names, k): v for k, v in attributes.items()})

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._target.end(self._names[tag])


class _Tree:
    """Builds a tree of at most ELEMENTS elements."""

    def __init__(self) -> None:
        self._builder, self._count = TreeBuilder(), 0
        self.data, self.end, self.close = self._builder.data, self._builder.end, self._builder.close

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > ELEMENTS:
            raise _Refused(f"it has more than {ELEMENTS:,} elements")
        self._builder.start(tag, attributes)


def tree(archive: Archive, name: str) -> Element | None:
    """Return the root of a part, its names shortened ("w:p", "text:note"); None where there is no such part.

    Raises UnreadableError for what is not well-formed, declares a document type, or is beyond the limits.
    """
    if name not in archive.names:
        return None
    builder = _Tree()
    stream(archive, name, builder)
    return builder.close()


def stream(archive: Archive, name: str, target: Target) -> None:
    """Tell `target` what a part holds without keeping it. Raises as `tree` does."""
    names: dict[str, str] = {}
    parser = XMLParser(target=_Guard(target, names))  # noqa: S314 — see doctype above
    try:
        for chunk in chunks(archive, name):
            parser.feed(chunk)
        parser.close()
    except _Refused as error:
        raise UnreadableError(f"{name}: {error}", path=archive.path, remedy="no office program writes this; do not open it") from error
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(archive.path, f"{name} is no well-formed XML") from error


def children(element: Element, *path: str) -> Iterator[Element]:
    """Yield the elements at the end of a path of names below an element."""
    if not path:
        yield element
        return
    for child in element:
        if child.tag == path[0]:
            yield from children(child, *path[1:])


def first(element: Element | None, *path: str) -> Element | None:
    """Return the first element at the end of a path of names, None where there is none."""
    return None if element is None else next(children(element, *path), None)


def value(element: Element | None, *path: str, name: str = "w:val") -> str:
    """Return an attribute of the first element at the end of a path of names, "" where there is none."""
    found = first(element, *path)
    return "" if found is None else found.get(name, "")


def _name(names: dict[str, str], tag: str) -> str:
    """Return and remember the short form of "{namespace}name"; names of unknown namespaces keep only themselves."""
    space, _, local = tag[1:].rpartition("}") if tag[:1] == "{" else ("", "", tag)
    bare = next((space.removeprefix(home) for home in _OOXML if space.startswith(home)), "")
    short = _SHORT.get(bare) or _OTHER.get(space) or (space.removeprefix(_ODF).split(":")[0] if space.startswith(_ODF) else "")
    short = "draw" if short == "drawing" else short
    names[tag] = f"{short}:{local}" if short else local
    return names[tag]
