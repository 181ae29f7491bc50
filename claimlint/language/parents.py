"""Headings and lead-ins → the items that stand under them: a verbless item says what it says together with its parent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claimlint.language.normalise import HAN
from claimlint.model import Document, Mention, Qualifier, Segment, Sentence, Span

_ENDS = ("heading", "paragraph", "cell", "quote", "caption", "title")  # what closes a list; a note or a picture inside it does not
_LEADS = (":", "：")
_ASKS = ("?", "？")
_CLOSING = re.compile(r"[\s:：?？.。…—–-]+$")
_SENTENCE = re.compile(r"[.!?]\s+|[。！？；]")
_WORD = re.compile(rf"[{HAN}]|[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST = 200  # characters of a parent: what goes on longer is a text of its own
_LATIN, _HAN = 12, 30  # words, characters of an item that may lean on its parent
_BEFORE, _HAN_BEFORE = 1, 4  # words, characters of an item before the one that a phrase needs: "chronic gout"
_FRAGMENT = 60  # characters of a paragraph that may be but an answer
_HAN_WORD = re.compile(f"[{HAN}]")
ASKED = "? "  # between a question and its answer
JOINTS = (" ", ": ")  # as one clause, "Our tea treats gout"; else as a label and its value, "Side effects: none"


@dataclass(frozen=True, slots=True)
class Parent:
    """A heading or lead-in and the range of its words that govern.

    `leads`: it ends in a colon, so its sentence goes on in the item; `asks`: it is a question, which the item may answer.
    """

    segment: Segment
    span: Span
    leads: bool
    asks: bool = False

    @property
    def words(self) -> str:
        """Return the words that govern, without the mark at their end."""
        return self.segment.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Joined:
    """An item read after its parent: `whole` is what is judged, in which the parent ends at `cut` and the item begins at `begin`.

    `item` is the sentence of the item; its segment goes on with the text of the parent, so that places in the parent have
    offsets like those of a sentence that follows.
    """

    whole: Sentence
    cut: int
    begin: int
    item: Sentence
    offset: int  # of the parent's words, from the start of the item's sentence
    leads: bool  # the parent is an unfinished sentence, which the item ends

    def back(self, span: Span) -> Span:
        """Return the place in `item` of a range of the whole; of one that goes over the joint, the part in the item."""
        if span.end > self.begin:
            return Span(max(span.start, self.begin), span.end).shift(-self.begin)
        return Span(span.start, min(span.end, self.cut)).shift(self.offset)

    def reaches(self, parts: Sequence[Span]) -> bool:
        """Tell whether the parts of a phrase, in order, begin in the parent and go on at the head of the item.

        What lies deeper in an item has words of its own before it, which the parent does not govern.
        """
        inside = next((part.start for part in parts if part.start >= self.begin), None)
        if inside is None or parts[0].start >= self.cut:
            return False
        before = self.whole.text[self.begin : inside]
        return before.count(" ") <= _BEFORE and len(_HAN_WORD.findall(before)) <= _HAN_BEFORE

    def placed(self, mention: Mention) -> Mention:
        """Return a mention of the whole with all its places in `item`, and with the parent that it rests on."""
        qualifiers = tuple(Qualifier(q.kind, self.back(q.span)) for q in mention.qualifiers)
        cleared = mention.cleared and Qualifier(mention.cleared.kind, self.back(mention.cleared.span))
        span, anchor = self.back(mention.span), self.back(mention.anchor)
        return replace(mention, span=span, anchor=anchor, qualifiers=qualifiers, cleared=cleared, reads="", under=self.under)

    @property
    def under(self) -> Span:
        """Return the place of the parent's words, as of the item's sentence."""
        return Span(self.offset, self.offset + self.cut)


def governed(document: Document, prose: Iterable[tuple[int, Segment]]) -> dict[int, Parent]:
    """Return the parent of each short item, by the index of its segment.

    The nearest heading, or paragraph that ends in a colon, governs the items up to the next heading or paragraph; an item
    that ends in a colon governs those indented deeper; a heading that asks governs the fragment
    right after it. `prose` is what is judged, with its indexes, in order.
    """
    found: dict[int, Parent] = {}
    over: Parent | None = None
    leader: tuple[Parent, int] | None = None
    for index, segment in prose:
        if segment.kind == "paragraph" and over and over.asks and len(segment.text) <= _FRAGMENT:
            found[index] = over
        if segment.kind in _ENDS:
            over, leader = _parent(segment), None
        if segment.kind != "item" or (over is None and leader is None and not segment.text.endswith(_LEADS)):
            continue
        depth = _depth(document, segment)
        leader = leader if leader and depth > leader[1] + 1 else None
        parent = leader[0] if leader else over
        if parent is not None and _is_short(segment.text):
            found[index] = parent
        own = _parent(segment)
        leader = (own, depth) if own else leader
    return found


def join(item: Sentence, parent: Parent, joint: str, language: str) -> Joined:
    """Return the sentence of an item read after its parent, with `joint` between them."""
    words = parent.words
    begin = len(words) + len(joint)
    text = words + joint + item.text
    whole = Sentence(Segment(text, item.segment.kind, ()), Span(0, len(text)), language)
    after = len(item.segment.text) + 1
    long = replace(
        item.segment,
        text=f"{item.segment.text}\n{parent.segment.text}",
        pieces=(*item.segment.pieces, *(replace(piece, start=piece.start + after) for piece in parent.segment.pieces)),
    )
    offset = after + parent.span.start - item.span.start
    return Joined(whole, len(words), begin, Sentence(long, item.span, language), offset, parent.leads)


def _parent(segment: Segment) -> Parent | None:
    """Return what a segment is to the items after it: its last sentence, where it is a heading or ends in a colon."""
    text = segment.text.rstrip()
    leads = text.endswith(_LEADS)
    if not (leads or segment.kind == "heading"):
        return None
    end = len(_CLOSING.sub("", text[-_LONGEST:])) + max(0, len(text) - _LONGEST)
    start = max((found.end() for found in _SENTENCE.finditer(text, max(0, end - _LONGEST), end)), default=0)
    asks = segment.kind == "heading" and text.endswith(_ASKS)
    return Parent(segment, Span(start, end), leads, asks) if 0 < end - start < _LONGEST else None


def _depth(document: Document, segment: Segment) -> int:
    """Return the column at which an item begins in the source: what is nested stands further in."""
    at = segment.pieces[0].source if segment.pieces else 0
    return at - (document.source.rfind("\n", 0, at) + 1)


def _is_short(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    words = _WORD.findall(text)
    return len(words) <= (_HAN if _HAN_WORD.search(text) else _LATIN)
