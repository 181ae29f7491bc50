"""Segments → sentences, each with its language: English full stops with care, Chinese ends 。！？； and never the dot of 99.91 %."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from claimlint.language.normalise import HAN, has_han
from claimlint.model import Segment, Sentence, Span

_TAIL = r"[\"'”’»)\]）】」』]*+"  # possessive, here and below: a hostile run of marks must not be tried in every way
_MARKS = r"(?:\s?(?:\[[\d,;\s–-]{1,20}\]|\[\^[^\]\s]{1,40}\])|[\u00b9\u00b2\u00b3\u2070-\u2079])*"  # a note mark belongs to what it follows
_LATIN_END = re.compile(rf"[.!?…](?<![.!?…].)[.!?…]*+{_TAIL}{_MARKS}(?=\s++[^a-z\s])\s*+")
_HAN_END = re.compile(rf"[。！？!?；;…](?<![。！？!?；;…].)[。！？!?；;…]*+{_TAIL}{_MARKS}\s*+|\.(?<=[A-Za-z][A-Za-z)]\.){_MARKS}\s++")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_NOT_WORD = re.compile(f"[{HAN}。！？，、；：“”（）(\"'\\[]")  # what a word does not reach back over
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]")
_NOT_LATIN = re.compile(f"[{HAN}\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]")
_NOUN_ASKED = re.compile(r"\s*[\"'“‘]?(\w[\w'’-]*(?: [\w'’-]+){0,2})")  # three words at most
_LONGEST = 1_000  # characters: what goes on longer is no sentence, and would cost more than its length
_FIRST = 100  # characters: English mostly shows itself by then
_ENOUGH = 8  # words below which the common words of a language may all be absent


def split(segment: Segment, abbreviations: Collection[str], common: Collection[str]) -> Iterator[Sentence]:
    """Yield the sentences of a segment in order; their spans are trimmed and cover all that is not white space."""
    text, start = segment.text, 0
    plain = "" if _mixes(text) else _latin(text, common)  # a segment in one script speaks one language
    for end in _ends(text, abbreviations, common, latin=bool(plain)):
        span = _trimmed(text, start, end)
        if span.start < span.end:
            yield Sentence(segment, span, plain or language(text[span.start : span.end], common))
        start = end


def tally(text: str, abbreviations: Collection[str], common: Collection[str]) -> tuple[str, int] | None:
    """Return the language of a text in one script and how many sentences `split` makes of it; None where scripts mix."""
    if _mixes(text):
        return None
    last, count = 0, 0
    for end in _ends(text, abbreviations, common, latin=True):
        count += bool(text[last:end].strip()) if end == len(text) else 1
        last = end
    return _latin(text, common), count


def language(text: str, common: Collection[str]) -> str:
    """Return "zh", "en", or "und" for a script or language that no lexicon here reads.

    More Han characters than Latin words means Chinese. Eight Latin words or more without one of the `common` words
    of English are not English.
    """
    if not _mixes(text):
        return _latin(text, common)
    han = len(_HAN_CHARACTER.findall(text))
    words = _LATIN_WORD.findall(text)
    others = _OTHER_SCRIPT.findall(text)
    if len(others) > max(han, 2 * len(words)) or "\u3040" <= max(others, default="") <= "\u30ff":
        return "und"
    return "zh" if han >= max(1, len(words)) else _latin(text, common)


def _mixes(text: str) -> bool:
    return not text.isascii() and _NOT_LATIN.search(text) is not None


def _latin(text: str, common: Collection[str]) -> str:
    if any(word in common for word in text[:_FIRST].lower().split()) or any(word in common for word in text.lower().split()):
        return "en"
    words = _LATIN_WORD.findall(text)
    return "en" if len(words) < _ENOUGH or any(w.lower() in common for w in words) else "und"


def _ends(text: str, abbreviations: Collection[str], common: Collection[str], *, latin: bool) -> Iterator[int]:
    pattern = _LATIN_END if latin or not has_han(text) else _HAN_END
    last = 0
    for found in pattern.finditer(text):
        certain = pattern is _HAN_END and text[found.start()] != "."
        if certain or _ends_here(text[max(0, found.start() - 30) : found.start() + 1], abbreviations):
            asks = pattern is _LATIN_END and text[found.start()] == "?" and found.end() < len(text)
            if asks and _only_names(text[last : found.start()], common):
                continue
            if found.end() - last > _LONGEST:
                yield from _cuts(text, last, found.end())
            last = found.end()
            yield last
    if len(text) - last > _LONGEST:
        yield from _cuts(text, last, len(text))
    yield len(text)


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield places to cut a stretch that is too long to be one sentence: after a comma, else after a space, else anywhere."""
    while end - start > _LONGEST:
        window = text[start : start + _LONGEST]
        cut = max(window.rfind(mark) for mark in ",，、:：") + 1 or window.rfind(" ") + 1 or _LONGEST
        start += cut
        yield start


def _ends_here(before: str, abbreviations: Collection[str]) -> bool:
    words = before[:-1].rsplit(None, 1)
    if before[-1] != "." or not words or before[-2:-1].isspace():
        return True
    last = _NOT_WORD.split(words[-1])[-1].lower()
    return not (last in abbreviations or (len(last) == 1 and last.isalpha()))


def _only_names(text: str, common: Collection[str]) -> bool:
    """Tell whether a question is but a noun, so that its answer belongs to it, as in "Side effects? None"."""
    found = _NOUN_ASKED.fullmatch(text) if len(text) < _FIRST else None
    return found is not None and not any(word in common for word in found[1].lower().split())


def _trimmed(text: str, start: int, end: int) -> Span:
    stretch = text[start:end]
    kept = stretch.strip()
    first = start + stretch.find(kept)
    return Span(first, first + len(kept))
