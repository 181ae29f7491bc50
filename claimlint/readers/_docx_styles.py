"""The styles and numberings of a Word document pass in; what a paragraph is, and which number it bears, passes out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimlint.readers._xml import children, first, tree, value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from claimlint.readers._zip import Archive

_HEADING = re.compile(r"heading [1-9]|(?:sub)?title")
_KINDS = {"caption": "caption", "quote": "quote", "intense quote": "quote", "block text": "quote"}
_CONTENTS = re.compile(r"toc [1-9]|table of figures|index [1-9]")
_DEEPEST = 12  # styles that rest on one another
_LEVELS = "012345678"
_BODY = "9"  # outline level of what is no heading


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style makes of a paragraph: its kind, whether it is a line of a table of contents, and its numbering."""

    kind: str = ""
    contents: bool = False
    list_id: str = ""
    level: str = ""


@dataclass(slots=True)
class Styles:
    """The styles of a document, its numberings as (format, first number) by list and level, and how far each has counted."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)


def read_styles(archive: Archive, styles: str, numbering: str) -> Styles:
    """Return the styles and numberings that two parts of an archive hold; a document may have neither."""
    found = Styles()
    root = tree(archive, styles)
    every = {} if root is None else {e.get("w:styleId", ""): e for e in children(root, "w:style") if e.get("w:type") == "paragraph"}
    for key in every:
        found.styles[key] = _style(every, key)
    root = tree(archive, numbering)
    if root is not None:
        _numberings(found, root)
    return found


def described(styles: Styles, properties: Element | None) -> tuple[Style, str]:
    """Return what a paragraph is by its properties, and its number in an ordered list ("" elsewhere): this one counts."""
    style = styles.styles.get(value(properties, "w:pStyle"), Style())
    outline = value(properties, "w:outlineLvl")
    own = first(properties, "w:numPr")
    list_id = value(own, "w:numId") if own is not None else style.list_id
    level = (value(own, "w:ilvl") if own is not None else style.level) or "0"
    kind = "heading" if outline and outline != _BODY else style.kind
    if list_id in {"", "0"} or kind == "heading":
        return Style(kind, style.contents), ""
    return Style(kind or "item", style.contents), _next(styles, list_id, level)


def _next(styles: Styles, list_id: str, level: str) -> str:
    form, start = styles.lists.get((list_id, level), ("bullet", 1))
    if form in {"bullet", "none"}:
        return ""
    styles.counted[list_id, level] += 1
    for deeper in _LEVELS:
        if deeper > level:
            styles.counted.pop((list_id, deeper), None)
    return str(start + styles.counted[list_id, level] - 1)


def _style(every: dict[str, Element], key: str) -> Style:
    """Return a style with what it takes over from those that it rests on."""
    kind, contents, list_id, level = "", False, "", ""
    for _ in range(_DEEPEST):
        element = every.get(key)
        if element is None:
            break
        name = value(element, "w:name").casefold()
        outline = value(element, "w:pPr", "w:outlineLvl")
        heading = _HEADING.fullmatch(name) or (outline and outline != _BODY)
        kind = kind or ("heading" if heading else _KINDS.get(name, ""))
        contents = contents or bool(_CONTENTS.fullmatch(name))
        list_id = list_id or value(element, "w:pPr", "w:numPr", "w:numId")
        level = level or value(element, "w:pPr", "w:numPr", "w:ilvl")
        key = value(element, "w:basedOn")
    return Style(kind, contents, list_id, level)


def _numberings(styles: Styles, root: Element) -> None:
    levels: dict[str, dict[str, tuple[str, int]]] = {}
    for abstract in children(root, "w:abstractNum"):
        levels[abstract.get("w:abstractNumId", "")] = {
            level.get("w:ilvl", ""): (value(level, "w:numFmt"), _number(value(level, "w:start"))) for level in children(abstract, "w:lvl")
        }
    for entry in children(root, "w:num"):
        key = entry.get("w:numId", "")
        for level, form in levels.get(value(entry, "w:abstractNumId"), {}).items():
            styles.lists[key, level] = form
        for override in children(entry, "w:lvlOverride"):
            at = key, override.get("w:ilvl", "")
            start = value(override, "w:startOverride")
            if start and at in styles.lists:
                styles.lists[at] = styles.lists[at][0], _number(start)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 1
