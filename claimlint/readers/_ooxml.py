"""What docx, pptx and xlsx share: how parts lead to one another, charts and diagrams, and what is never read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimlint.readers._xml import children, tree
from claimlint.readers._zip import Archive, damaged

if TYPE_CHECKING:
    from collections import Counter
    from xml.etree.ElementTree import Element

_NOT_READ = {"vbaProject": "macro project", "oleObject": "embedded object", "package": "embedded object", "aFChunk": "embedded document"}
_DEEPEST = 60  # shapes within groups within groups


@dataclass(frozen=True, slots=True)
class Link:
    """Where a part leads: the kind of what is there ("footnotes"), its name or address, and whether that is outside the file."""

    kind: str
    target: str
    outside: bool


def links(archive: Archive, part: str) -> dict[str, Link]:
    """Return where a part leads by id, in the order of the file; `part` is "" for the package."""
    folder, name = posixpath.split(part)
    root = tree(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Link] = {}
    for entry in () if root is None else children(root, "rel:Relationship"):
        outside = entry.get("TargetMode") == "External"
        target = entry.get("Target", "")
        kind = entry.get("Type", "").rpartition("/")[2]
        found[entry.get("Id", "")] = Link(kind, target if outside else _inside(folder, target), outside)
    return found


def main_part(archive: Archive, what: str) -> tuple[str, Element]:
    """Return the name and the root of the part that everything hangs on. Raises UnreadableError where there is none."""
    name = next((link.target for link in links(archive, "").values() if link.kind == "officeDocument"), "")
    root = tree(archive, name)
    if root is None:
        raise damaged(archive.path, f"the {what} has no main part")
    return name, root


def target(found: dict[str, Link], key: str, kind: str) -> str:
    """Return the part that an id leads to where it is of a kind, else ""."""
    link = found.get(key)
    return link.target if link and link.kind == kind and not link.outside else ""


def chart(archive: Archive, name: str) -> Iterator[str]:
    """Yield the texts of a chart: titles, names of series, categories; each once, numbers left out."""
    root = tree(archive, name)
    said: dict[str, None] = {}
    for element in () if root is None else root.iter():
        if element.tag == "a:p":
            said["".join(t.text or "" for t in element.iter("a:t"))] = None
        elif element.tag == "c:strCache":
            said.update(dict.fromkeys(v.text or "" for v in element.iter("c:v")))
    yield from (text for text in said if any(map(str.isalpha, text)))


def diagram(archive: Archive, name: str) -> Iterator[str]:
    """Yield the texts of a diagram (SmartArt), point by point."""
    root = tree(archive, name)
    for paragraph in () if root is None else root.iter("a:p"):
        text = "".join(t.text or "" for t in paragraph.iter("a:t"))
        if text.strip():
            yield text


def shown(parent: Element, *, depth: int = 0) -> Iterator[Element]:
    """Yield the children of an element; of alternatives for different programs only the first, for all say the same."""
    for child in parent:
        if child.tag == "mc:AlternateContent" and depth < _DEEPEST:
            for choice in list(child)[:1]:
                yield from shown(choice, depth=depth + 1)
        else:
            yield child


def count_unread(archive: Archive, found: dict[str, Link], omitted: Counter[str]) -> None:
    """Count what hangs on a part and is never opened or run: macros, embedded files, documents inside the document."""
    for link in found.values():
        if link.kind in _NOT_READ and (link.outside or link.target in archive.names):
            omitted[_NOT_READ[link.kind]] += 1


def _inside(folder: str, target: str) -> str:
    path = posixpath.normpath(target if target.startswith("/") else posixpath.join("/", folder, target))
    return path.lstrip("/")
