"""Words taken out of a file that is no text pass in, line by line; a Document whose source is those lines passes out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from claimlint.errors import UnreadableError
from claimlint.model import Comment, Document, Piece, Segment, Span
from claimlint.readers._references import Section, enter, marker
from claimlint.readers._segments import Atom, View, by_place, omissions, segment

CHARACTERS = 20_000_000  # of text that one draft may hold
Part = tuple[str, str]  # "" and words, or "link" and where the words before it lead

_CONTROLS = {code: " " for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if code != ord("\n")}
_BLANKS = re.compile(r" {2,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NUMBERS = re.compile(r"[\d\s,，–-]*\d[\d\s,，–-]*")


@dataclass(slots=True)
class Extract:
    """What has been taken out of a file so far. `section` is where a list of sources would stand: renew it for each story."""

    path: str
    lines: list[str] = field(default_factory=list)
    length: int = 0
    section: Section = field(default_factory=Section)
    done: list[Segment] = field(default_factory=list)
    stations: list[tuple[int, str]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)


def put(  # noqa: PLR0913 — what a line is, and where it stands
    extract: Extract,
    parts: str | Sequence[Part],
    kind: str,
    address: str,
    *,
    label: str = "",
    number: str = "",
    stations: Sequence[tuple[int, str]] = (),
) -> Span:
    """Add one paragraph, heading, item, cell … as a line of the source, and its links; return the range of the line.

    `number` is its place in an ordered list. `stations` are addresses within the line by offset ("page 4, line 7"), for
    parts without runs of blanks. Raises UnreadableError where the text grows too long.
    """
    start = extract.length
    if isinstance(parts, str) and "\n" not in (plain := clean(parts).strip()):
        if plain:
            whole = Segment(plain, kind, (Piece(0, len(plain), start, len(plain)),), label, address)
            extract.done.append(enter(extract.section, whole, number))
            _line(extract, plain)
            extract.stations += [(start + offset, place) for offset, place in stations]
        return Span(start, max(start, extract.length - 1))
    content, atoms, links = _joined([("", parts)] if isinstance(parts, str) else parts)
    view = View((0,), (start,))
    for run in _entries(extract.section, content, atoms):
        made = segment(content, run, kind, view, label=label)
        if made is not None:
            extract.done.append(enter(extract.section, replace(made, address=address), number))
    for low, high in links:
        made = segment(content, [(low, high, None)], "link", view)
        if made is not None:
            extract.done.append(replace(made, address=address))
    if content.strip():
        _line(extract, content.replace("\n", " "))
        extract.stations += [(start + offset, place) for offset, place in stations]
    return Span(start, max(start, extract.length - 1))


def document(extract: Extract) -> Document:
    """Return what was taken out as a document: one line a paragraph, and an address for each."""
    return Document(
        extract.path,
        "".join(extract.lines),
        by_place(extract.done),
        omissions(+extract.omitted),
        comments=tuple(sorted(extract.comments, key=lambda c: c.span)),
        extracted=True,
        stations=tuple(extract.stations),
    )


def remark(extract: Extract, span: Span, text: str) -> None:
    """Add a comment of the file's authors on a range of the source."""
    if text.strip():
        extract.comments.append(Comment(span, clean(text).strip()))


def raised(text: str) -> str:
    """Return what was set as superscript: numbers as raised digits, for they may mark a source; all else as it is."""
    return text.translate(_RAISED) if _NUMBERS.fullmatch(text) else text


def clean(text: str) -> str:
    """Return the text without control characters and lone surrogates, its runs of blanks as one; line feeds stay."""
    text = text.translate(_CONTROLS)
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return _BLANKS.sub(" ", text)


def _line(extract: Extract, content: str) -> None:
    extract.lines += (content, "\n")
    extract.length += len(content) + 1
    if extract.length > CHARACTERS:
        raise UnreadableError(f"over the limit of {CHARACTERS:,} characters of text", path=extract.path, remedy="split the file")


def _joined(parts: Iterable[Part]) -> tuple[str, list[Atom], list[tuple[int, int]]]:
    """Return the line that the parts make, its runs of prose, and the range of each link's target."""
    texts: list[str] = []
    atoms: list[Atom] = []
    links: list[tuple[int, int]] = []
    at = 0
    for kind, text in parts:
        words = clean(text)
        if kind == "link":
            words = words.strip()
            links.append((at + 2, at + 2 + len(words)))
            words = f" ({words})"
        else:
            atoms.append((at, at + len(words), None))
        texts.append(words)
        at += len(words)
    return "".join(texts), atoms, links


def _entries(section: Section, content: str, runs: list[Atom]) -> Iterator[list[Atom]]:
    """Yield the runs, under "References" parted where a line begins with a number."""
    if not section.inside or "\n" not in content:
        yield runs
        return
    cuts = [b.end() for b in re.finditer(r"\n\s*", content) if marker(content, b.end())]
    for low, high in pairwise([0, *cuts, len(content)]):
        yield [(max(s, low), min(e, high), None) for s, e, _ in runs if s < high and e > low]
