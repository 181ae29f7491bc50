"""Segments under a heading such as "References" pass in; entries with their number as label pass out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimlint.readers._segments import drop

if TYPE_CHECKING:
    from claimlint.model import Segment

# Headings that open a list of sources: parsing vocabulary of the formats, not words that claims are judged by.
HEADINGS = frozenset(
    {
        "references", "reference", "bibliography", "sources", "works cited", "literature cited", "citations",
        "参考文献", "参考资料", "參考文獻", "參考資料", "文献", "文獻", "来源", "來源", "资料来源", "引用文献",
    }
)  # fmt: skip

_HEADING = re.compile(r"[\W\d_]*(.*?)[\W_]*", re.DOTALL)
_LONGEST = 40
_NUMBER = re.compile(
    r"(?:\[(?P<a>\d{1,3})\]|\((?P<b>\d{1,3})\)|（(?P<c>\d{1,3})）|【(?P<d>\d{1,3})】|［(?P<e>\d{1,3})］|(?P<f>\d{1,3})(?:[.)](?=\s|[^\W\d])|[、．]|(?=\s+\D))"
    r"|(?P<g>[⁰¹²³⁴-⁹]{1,3}))\s*(?=\S)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b10\.\d{4,9}/")


@dataclass(slots=True)
class Section:
    """Whether the reader stands under such a heading, and whether an entry has been seen since."""

    inside: bool = False
    entries: int = 0


def is_heading(text: str) -> bool:
    """Tell whether a line or heading opens a list of sources; numbering and punctuation around the word do not matter."""
    if len(text) > _LONGEST:
        return False
    match = _HEADING.fullmatch(text)
    return match is not None and match[1].casefold() in HEADINGS


def marker(text: str, start: int = 0) -> tuple[str, int] | None:
    """Return the number that begins an entry at `start` and the offset after it: "[1] ", "1. ", "(1)", "1) ", "¹"; or None."""
    match = _NUMBER.match(text, start)
    if match is None:
        return None
    number = next(group for group in match.groups() if group)
    return "".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(c)) if c in "⁰¹²³⁴⁵⁶⁷⁸⁹" else c for c in number), match.end()


def enter(section: Section, segment: Segment, number: str = "") -> Segment:
    """Return the segment, as a reference where it is an entry of the section; headings open and close the section.

    `number` is the place in an ordered list; it wins over a bare number that begins the text ("21 CFR 101.93"), a label in
    square brackets over it. An unnumbered list item counts as an entry where it holds a year or a DOI; an unnumbered
    paragraph after the first entry closes the section.
    """
    if segment.kind in {"heading", "paragraph"} and is_heading(segment.text):
        section.inside, section.entries = True, 0
        return segment
    if not section.inside:
        return segment
    if segment.kind == "heading":
        section.inside = False
        return segment
    if segment.kind not in {"paragraph", "item", "cell", "quote"}:
        return segment
    return _entry(section, segment, number)


def _is_label(written: str, number: str) -> bool:
    """Tell whether the number that begins an entry labels it, though its list numbers it too: "[7]", or the same again."""
    return written[0] in "[［【" or written.strip("()（）.、．") == number != written


def _entry(section: Section, segment: Segment, number: str) -> Segment:
    written = marker(segment.text)
    if written is not None and (not number or _is_label(segment.text[: written[1]].strip(), number)):
        section.entries += 1
        return drop(segment, written[1], kind="reference", label=written[0])
    if number or (segment.kind == "item" and _YEAR.search(segment.text)):
        section.entries += 1
        return replace(segment, kind="reference", label=number)
    if section.entries and segment.kind == "paragraph":
        section.inside = False
    return segment
