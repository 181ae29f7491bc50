"""A document → its list of sources: the entries that markers and names in prose can lead to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimlint.evidence._text import fold, heads, years
from claimlint.evidence.identifiers import identifiers
from claimlint.rules.levels import Standards, phrases

if TYPE_CHECKING:
    from claimlint.model import Document, Segment

_OWN_MARK = re.compile(r"^[\[［【](?P<label>\d{1,4}|[A-Za-z][\w-]{0,20})[\]］】]\s*(?=\S)|^(?P<number>\d{1,3})[.)、]\s*(?=\D)")
_NUMBERED = re.compile(r"(?:(?<=\s)|^)\[?(\d{1,3})[\].)]\s+(?=\S)")
_BRACKETED = re.compile(r"^[\[［【](\d{1,3})[\]］】]\s*(?=\S)")
_BODY = ("paragraph", "item", "quote", "cell")
_ASIDE = ("link", "alt", "title", "meta")
_TAG_END = re.compile(r"[\"']?[^<>\n]*>")
_FEW = 2
_HEADING = 60  # characters: a longer text is no heading of a list


@dataclass(frozen=True, slots=True)
class Entry:
    """One source: its label ("" in an unnumbered list), its text, its identifiers, the status it declares, and what it is."""

    label: str
    text: str
    identifiers: tuple[tuple[str, str], ...]
    note: str
    footnote: bool = False
    citable: bool = True  # False: law, or a remark that names no source


@dataclass(frozen=True, slots=True)
class Sources:
    """The entries of a document by label, the rest in order, and the indexes of segments that hold entries."""

    labelled: dict[str, Entry]
    footnotes: dict[str, Entry]
    leads: dict[tuple[str, int], tuple[Entry, ...]]  # by folded family name that may begin it, and year
    segments: frozenset[int]

    def named(self, family: str, year: int) -> Entry | None:
        """Return the entry that begins with a folded family name and holds the year; None where none or several do."""
        found = self.leads.get((family, year), ())
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Places:
    """Where source characters went: runs of source, sorted, with segment index and text offset."""

    runs: tuple[tuple[int, int, int, int], ...]  # source, source length, segment index, text start

    def find(self, offset: int, source: str, end: int | None = None) -> tuple[int, int] | None:
        """Return (segment index, text offset) of a source offset, else of what stands before it in the same block.

        `end` is given for something that has no place of its own, such as the target of a link: where a tag closes
        right after it, its place is what follows, else what precedes.
        """
        at = bisect_right(self.runs, (offset, 1 << 62, 0, 0)) - 1
        if end is not None and at + 1 < len(self.runs):
            run = self.runs[at + 1]
            tag = _TAG_END.match(source, end)
            if tag and tag.end() <= run[0] <= tag.end() + 40:
                return run[2], run[3]
        if at < 0:
            return None
        start, length, index, text = self.runs[at]
        return index, text + min(offset - start, length - 1 if end is not None else length)


def places(document: Document) -> Places:
    """Return where the source of every readable segment went; links, alt texts and meta data have places of their own."""
    runs = [
        (piece.source, piece.source_length, index, piece.start)
        for index, segment in enumerate(document.segments)
        if segment.kind not in _ASIDE
        for piece in segment.pieces
    ]
    return Places(tuple(sorted(runs)))


def sources(document: Document, where: Places, standard: Standards) -> Sources:
    """Return every entry of a document, with the identifiers of the links that stand in it."""
    labelled: dict[str, Entry] = {}
    footnotes: dict[str, Entry] = {}
    loose: list[Entry] = []
    held: set[int] = set()
    linked = _linked(document, where)
    for index, label, text, footnote in _raw(document, standard):
        entry = _entry(label, text, linked.get(index, ()), standard, footnote=footnote)
        if entry.citable or not footnote:  # a remark in a footnote is copy like any other
            held.add(index)
        home = footnotes if footnote else labelled
        if not label:
            loose.append(entry)
        elif label not in home:
            home[label] = entry
    return Sources(labelled, footnotes, _leads((*labelled.values(), *loose)), frozenset(held))


def _leads(entries: tuple[Entry, ...]) -> dict[tuple[str, int], tuple[Entry, ...]]:
    leads: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        for family in heads(fold(entry.text), 4):
            for year in years(entry.text):
                leads.setdefault((family, year), []).append(entry)
    return {lead: tuple(found) for lead, found in leads.items()}


def _raw(document: Document, standard: Standards) -> Iterator[tuple[int, str, str, bool]]:
    heading = phrases(standard.cite["headings"])
    inside = False
    for index, segment in enumerate(document.segments):
        if segment.kind in ("reference", "footnote"):
            yield index, segment.label, segment.text, segment.kind == "footnote"
        elif segment.kind == "heading" or (segment.kind in _BODY and _is_heading(segment.text, heading)):
            inside = _is_heading(segment.text, heading)
        elif segment.kind in _BODY:
            parts = list(_parts(segment, standard, heading, inside=inside))
            inside = inside and (bool(parts) or segment.kind != "paragraph")
            yield from ((index, label, text, False) for label, text in parts)


def _parts(segment: Segment, standard: Standards, heading: re.Pattern[str], *, inside: bool) -> Iterator[tuple[str, str]]:
    """Yield the entries that a paragraph or list item holds, none where it is prose."""
    text = segment.text
    start = heading.match(text.casefold())
    if not inside and start and text[start.end() : start.end() + 1] in (":", "："):
        text, inside = text[start.end() + 1 :].strip(), True
    if inside:
        several = _several(text)
        if several:
            yield from several
            return
    mark = (_OWN_MARK if inside else _BRACKETED).match(text)
    body = text[mark.end() :] if mark else text
    if (inside or mark) and _bibliographic(body, standard) and (inside or identifiers(body) or _reads_as_entry(body)):
        yield (next(g for g in mark.groups() if g) if mark else segment.label), body


def _several(text: str) -> list[tuple[str, str]]:
    """Return numbered entries that run on in one paragraph, where they count up by one."""
    marks, expected = [], None
    for mark in _NUMBERED.finditer(text):
        number = int(mark[1])
        if expected is None and mark.start() > 0:
            return []
        if expected is None or number == expected:
            marks.append(mark)
            expected = number + 1
    if len(marks) < _FEW:
        return []
    ends = [*(m.start() for m in marks[1:]), len(text)]
    return [(mark[1], text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)]


def _is_heading(text: str, heading: re.Pattern[str]) -> bool:
    if len(text) > _HEADING:
        return False
    bare = text.strip().strip("*_#:：. ").casefold()
    return heading.fullmatch(bare) is not None


def _bibliographic(text: str, standard: Standards) -> bool:
    return bool(years(text) or identifiers(text) or standard.note(text))


def _reads_as_entry(text: str) -> bool:
    # "[1] Smith J, Jones K. Title. Journal 2020": names and initials before the first full stop, or a GB/T 7714 mark
    return bool(re.match(r"[^.。]{2,200}[A-Z]{1,3}[.,]|[^\[]{3,200}\[[A-Z](?:/OL)?\]", text))


def _entry(label: str, text: str, linked: tuple[tuple[str, str], ...], standard: Standards, *, footnote: bool) -> Entry:
    found = tuple(dict.fromkeys((*identifiers(text), *linked)))
    note = standard.note(text) or _preprint(found, standard)
    law = not found and bool(phrases(standard.cite["legal"]).search(text.casefold()))
    remark = footnote and not found and not note and not years(text)
    return Entry(label, text, found, note, footnote, citable=not (law or remark))


def _preprint(found: tuple[tuple[str, str], ...], standard: Standards) -> str:
    dois = [value for scheme, value in found if scheme == "doi"]
    return "preprint" if any(d.startswith(standard.prefixes) and not d.startswith(standard.reviewed_prefixes) for d in dois) else ""


def declared(text: str, standard: Standards) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the identifiers of a pointer's own text, and the status it declares."""
    found = identifiers(text)
    return found, standard.note(text) or _preprint(found, standard)


def _linked(document: Document, where: Places) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return identifiers in link targets by the index of the segment in which the link stands."""
    linked: dict[int, list[tuple[str, str]]] = {}
    for segment, index, _ in links(document, where):
        linked.setdefault(index, []).extend(identifiers(segment.text))
    return {index: tuple(found) for index, found in linked.items()}


def links(document: Document, where: Places) -> Iterator[tuple[Segment, int, int]]:
    """Yield each link target that holds an identifier, with the segment and text offset where it stands."""
    for segment in document.segments:
        if segment.kind == "link" and segment.pieces and identifiers(segment.text):
            first, last = segment.pieces[0], segment.pieces[-1]
            place = where.find(first.source, document.source, last.source + last.source_length)
            if place is not None:
                yield segment, *place
