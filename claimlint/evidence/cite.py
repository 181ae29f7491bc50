"""A document → the citations in its prose, each tied to its place and to the entry it leads to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimlint.evidence._entries import Entry, Places, Sources, declared, links, places, sources
from claimlint.evidence._marks import BARE, SIGN, Mark, marks, source_marks
from claimlint.evidence._names import Name, names
from claimlint.evidence._spans import place
from claimlint.evidence._text import dated
from claimlint.evidence.identifiers import hinted, identifiers, located
from claimlint.model import Document, Piece, Segment, Span
from claimlint.rules.levels import Standards, standards

_PROSE = ("paragraph", "heading", "item", "cell", "alt", "title", "quote", "caption", "footnote", "meta")
_MALFORMED = re.compile(
    r"(?<![A-Za-z0-9])doi\s*[:：]?\s*(?:https?://(?:dx\.)?doi\.org/)?10\.[^\s,;，；。)）\]]*|(?<![A-Za-z0-9])NCT[\s:]?\d{4,12}(?!\d)",
    re.IGNORECASE,
)
_LINKED = re.compile(r"[^\W\d]\w*")
_ASIDE = re.compile(r"[(（\[［【][^()（）\n]{1,200}[)）\]］】]\W*")
_INNER = re.compile(r"(?<=\w)[^\w.。!！?？…:：;；](?=[^.。!！?？…:：;；]*\Z)")  # a blank or comma after which no sentence ends
_LABEL = re.compile(
    r"(?:(?<![A-Za-z0-9])(?:doi|PMID|PMCID|PubMed ID|ISRCTN|ChiCTR)\b\s*[:：#]?\s*|https?://(?:www\.)?[\w./?=&%-]*)$", re.IGNORECASE
)
_NEAR = 12  # characters between identifiers that belong to one citation: "; PMCID: "
_MARKS = "[［【⁰¹²³⁴⁵⁶⁷⁸⁹^"
_WINDOW = 240  # characters before or after a marker that are looked at
_OPEN_MARK = re.compile(r"[\[［【(（]\^?[\d,，、;；\s–—~-]{0,200}$")
_MARK_SIGNS = re.compile(r"[\[［【]\^?[\d,，\s–-]+[\]］】]|[⁰¹²³⁴-⁹^\d,\s]")
_MARK_RUN = re.compile(r"^(?:[\[［【]\^?[\w,，;\s–-]+[\]］】]|[⁰¹²³⁴-⁹]+|\^?\d+\^?|[,，\s])+")
_ENDS = '.。!！?？…:：;；)）"”’」』'


@dataclass(frozen=True, slots=True)
class Pointer:
    """A citation in prose. `span` is in characters of the segment's text; `segment.locate(span)` is its place in the source.

    The words of a link are prose: its span is a character beside the linked word, which `segment` locates at the target.
    `reference` is the full entry it leads to, or its own text where it needs no entry; "" where the list lacks the entry.
    `sure` is False for words that may be no citation at all ("(Lyon, 2019)"): count them only where they resolve.
    """

    segment: Segment
    index: int  # of the segment in its document
    span: Span
    written: str
    reference: str
    identifiers: tuple[tuple[str, str], ...]
    note: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a segment's own text does not show: raised numbers, and targets of links with their place."""

    marks: tuple[Mark, ...] = ()
    links: tuple[tuple[Span, Segment], ...] = ()


_NOTHING = _Beside()


@dataclass(frozen=True, slots=True)
class Cited:
    """The citations of a document in its order, and the indexes of the segments that only list sources: nobody's claims."""

    pointers: tuple[Pointer, ...]
    listed: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Hints:
    """What a document may hold anywhere: asked once a document, so that most pages pay for no pattern."""

    sign: re.Pattern[str] | None  # what a marker has, where the document holds it
    years: bool
    identifiers: bool
    declared: bool


def find(document: Document) -> Cited:
    """Return every citation in the prose of a document; its list of sources holds none."""
    standard = standards()
    where = places(document) if _points_back(document) else Places(())
    known = sources(document, where, standard)
    beside = _all_beside(document, where, known)
    hints = _hints("\n".join(segment.text for segment in document.segments), known, standard)
    found: list[Pointer] = []
    for index, segment in enumerate(document.segments):
        if segment.kind in _PROSE and index not in known.segments:
            found += _in_segment(segment, index, known, standard, beside.get(index, _NOTHING), hints)
    return Cited(tuple(sorted(found, key=lambda p: (p.index, p.span, p.written))), known.segments)


def owner(start: int, sentences: Sequence[Span], text: str = "") -> int:
    """Return the index of the sentence that a citation at `start` belongs to, -1 where there is no sentence.

    A marker right after a full stop ("… by 30 %.[1] Next …") belongs to the sentence before it. `text` is that of the
    segment; without it, a citation that opens a sentence is taken to close the one before.
    """
    first = max(0, start - _WINDOW)
    inside = _OPEN_MARK.search(text, first, start) if text else None
    start = inside.start() if inside else start
    at = max(0, bisect_right(sentences, start, key=lambda span: span.start) - 1) if sentences else -1
    if at <= 0:
        return at
    opening = sentences[at].start
    if text and start - opening <= 1 and _ASIDE.fullmatch(text, opening, sentences[at].end):
        return at - 1  # a bracket by itself speaks of what it follows: "… by 30 %. (PMID: 1)"
    if start > opening and (not text or start - opening > _WINDOW or _MARK_SIGNS.sub("", text[opening:start])):
        return at  # words stand between the beginning of the sentence and the citation
    return at - 1 if not text or _closes(text, start) else at


def _closes(text: str, start: int) -> bool:
    """Tell whether the markers at `start` close the sentence before: they are markers, and a new sentence follows them."""
    glued = text[start].isdigit() and start > 0 and text[start - 1] in _ENDS  # "… by 30 %.1 Next": raised in the source only
    if text[start] not in _MARKS and not glued:
        return False
    rest = _MARK_RUN.sub("", text[start : start + _WINDOW])
    return not rest[:1].islower()


def _points_back(document: Document) -> bool:
    """Tell whether something has to be found by its place in the source: a raised number, the target of a link."""
    return "<sup" in document.source.lower() or any(s.kind == "link" and hinted(s.text) for s in document.segments)


def _may_cite(text: str, hints: _Hints) -> bool:
    """Tell whether a segment may hold a citation, by its characters alone: mostly it does not."""
    return bool(
        (hints.sign and hints.sign.search(text)) or (hints.years and dated(text)) or (hints.identifiers and hinted(text)) or hints.declared
    )


def _hints(text: str, known: Sources, standard: Standards) -> _Hints:
    folded = text.casefold()
    sign = SIGN if known.labelled or known.footnotes else BARE
    return _Hints(sign if sign.search(text) else None, dated(text), hinted(text), any(word in folded for word in standard.alone_words))


def _in_segment(  # noqa: PLR0913, PLR0917 — everything that one reading of a segment may need
    segment: Segment, index: int, known: Sources, standard: Standards, beside: _Beside, hints: _Hints
) -> list[Pointer]:
    """Return the pointers of one segment; of two readings of the same words the first wins."""
    if beside is _NOTHING and not _may_cite(segment.text, hints):
        return []
    found: list[Pointer] = []
    taken: list[tuple[int, int]] = []
    for span, pointers in _readings(segment, index, known, standard, beside, hints):
        if place(taken, span.start, span.end):
            found += pointers
    seen = {pair for pointer in found for pair in pointer.identifiers}
    links = [(span, link) for span, link in beside.links if not seen & set(identifiers(link.text))]
    # a linked number needs no list: <a href="https://doi.org/…">1</a>
    found = [p for p in found if p.reference or not any(p.span.start <= span.start < p.span.end for span, _ in links)]
    return found + [_link(segment, index, span, link, standard) for span, link in links]


def _readings(  # noqa: PLR0913, PLR0917 — likewise
    segment: Segment, index: int, known: Sources, standard: Standards, beside: _Beside, hints: _Hints
) -> Iterator[tuple[Span, list[Pointer]]]:
    """Yield what may be a citation, the reading that says most first."""
    text = segment.text
    for name in names(text, standard, known) if hints.years else ():
        yield name.span, [_named(segment, index, name, known, standard)]
    for span in _identified(text) if hints.identifiers else ():
        yield span, [_own(segment, index, span, standard)]
    for mark in sorted((*marks(text, known, standard), *beside.marks), key=lambda m: m.span):
        yield mark.span, list(_marked(segment, index, mark, known))
    folded = text.casefold() if hints.declared else ""
    if len(folded) != len(text):
        return
    for match in standard.alone.finditer(folded):
        yield Span(*match.span()), [_own(segment, index, Span(*match.span()), standard)]


def _all_beside(document: Document, where: Places, known: Sources) -> dict[int, _Beside]:
    """Return what only the source shows, by segment: raised numbers and targets of links."""
    raised: dict[int, list[Mark]] = {}
    linked: dict[int, list[tuple[Span, Segment]]] = {}
    for index, mark in source_marks(document, where, known, standards()):
        raised.setdefault(index, []).append(mark)
    for link, index, offset in links(document, where):
        at = _beside_word(document.segments[index].text, offset)
        linked.setdefault(index, []).append((Span(at, at + 1), link))
    every = sorted({*raised, *linked})
    return {index: _Beside(tuple(raised.get(index, ())), tuple(linked.get(index, ()))) for index in every}


def _beside_word(text: str, offset: int) -> int:
    """Return the offset of a character of the same sentence that is no letter where there is one, of a linked number itself.

    What citations stand on is not read as prose, and the words of a link are.
    """
    at = min(offset, len(text) - 1)
    word = _LINKED.match(text, at)
    if word is None or word.end() < len(text):
        return word.end() if word else at
    inner = _INNER.search(text, max(0, at - _WINDOW), at)
    return inner.start() if inner else at


def _link(segment: Segment, index: int, span: Span, link: Segment, standard: Standards) -> Pointer:
    """Return the citation that a link makes. Its place is the target as the source has it, not the letter it hangs on."""
    start, end = link.pieces[0].source, link.pieces[-1].source + link.pieces[-1].source_length
    view = replace(segment, pieces=(Piece(span.start, 1, start, end - start),))
    return Pointer(view, index, span, link.text, link.text, *declared(link.text, standard))


def _named(segment: Segment, index: int, name: Name, known: Sources, standard: Standards) -> Pointer:
    written = segment.text[name.span.start : name.span.end]
    entry = next((e for lead in (name.family, *name.others) if lead and (e := known.named(lead, name.year))), None)
    if entry is not None:
        return _to(segment, index, name.span, written, entry)
    return Pointer(segment, index, name.span, written, written, *declared(written, standard), sure=name.sure)


def _own(segment: Segment, index: int, span: Span, standard: Standards) -> Pointer:
    written = segment.text[span.start : span.end]
    return Pointer(segment, index, span, written, written, *declared(written, standard))


def _marked(segment: Segment, index: int, mark: Mark, known: Sources) -> Iterator[Pointer]:
    for label, span in mark.labels:
        entry = known.footnotes.get(label) if mark.footnote else known.labelled.get(label) or known.footnotes.get(label)
        if entry is None and mark.footnote:
            entry = known.labelled.get(label)
        written = f"[^{label}]" if mark.footnote else f"[{label}]"
        if entry is None:
            yield Pointer(segment, index, span, written, "", ())
        elif entry.citable:
            yield _to(segment, index, span, written, entry)


def _to(segment: Segment, index: int, span: Span, written: str, entry: Entry) -> Pointer:
    return Pointer(segment, index, span, written, entry.text, entry.identifiers, entry.note)


def _identified(text: str) -> Iterator[Span]:
    """Yield the ranges of identifiers in running text, those that stand together as one; malformed ones too."""
    spans = [Span(_labelled(text, start), end) for _, _, start, end in located(text)]
    taken = sorted((span.start, span.end) for span in spans)
    if hinted(text):
        spans += [Span(*match.span()) for match in _MALFORMED.finditer(text) if place(taken, *match.span())]
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start - joined[-1].end <= _NEAR and re.fullmatch(r"[\s;,.；，。|/]*", text[joined[-1].end : span.start]):
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    yield from joined


def _labelled(text: str, start: int) -> int:
    # "doi:" and "https://doi.org/" before it belong to what was written
    label = _LABEL.search(text, max(0, start - 60), start)
    return label.start() if label else start
