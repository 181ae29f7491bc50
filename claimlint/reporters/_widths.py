"""Text to glyphs: what a terminal shows as one unit, how many cells it takes, and what must never reach it as it is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TAB = "    "
_WIDE = 2
_MARKS = 4  # more combining marks than this on one letter would smear over the lines around it
_SPACE = " \t\r\n\v\f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BLANKS = re.compile(f"[{_SPACE}]+")
_BREAK = re.compile("[\r\n\v\f\x85\u2028\u2029]")
_BASE = (
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_ONE = f"{_BASE}[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]{{0,2}}"
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_ONE}(?:\u200d{_ONE}){{0,8}}")
_HAN = "\u3001\u3002\u3008-\u3011\u4e00-\u9fff\uff01-\uff0c\uff0e-\uff5e"
_PLAIN = re.compile(f"(?:[!-~]+(?: [!-~]+)*|[{_HAN}]+)(?=[\n -~{_HAN}]|\\Z)")  # runs of characters that stand alone, all of one width
_HIDDEN = re.compile(  # invisible although their category is that of letters or marks
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\ufffe\uffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_CLOSING = frozenset("，。！？；：、）》〉」』】〕”’…％℃·,.!?;:)]}%~～")
_OPENING = frozenset("（《〈「『【〔“‘([{$¥￥#＃@")


class Glyph(NamedTuple):
    """One unit on the screen: its text as shown, its width in cells (never 0), and its range of source characters.

    A tuple, because a long report makes a million of them and a frozen dataclass takes four times as long to make.
    """

    text: str
    width: int
    start: int
    end: int
    cut: bool = False  # stands for text that was left out


def glyphs(source: str, start: int, end: int) -> Iterator[Glyph]:
    """Yield the glyphs of a range of `source` on one line: a run of white space with a line break in it is one space."""
    at = start
    while at < end:
        if plain := _PLAIN.match(source, at, end):
            stop, width = plain.end(), 1 if source[at] <= "~" else _WIDE
            yield from [Glyph(source[i], width, i, i + 1) for i in range(at, stop)]
        elif blank := _BLANKS.match(source, at, end):
            stop = blank.end()
            yield from _blanks(source, at, stop)
        else:
            stop = _cluster(source, at, end)
            yield Glyph(*_shown(source[at:stop]), at, stop)
        at = stop


def _blanks(source: str, at: int, stop: int) -> Iterator[Glyph]:
    if _BREAK.search(source, at, stop):
        yield Glyph(" ", 1, at, stop)
    else:
        yield from (Glyph(*_shown(source[i]), i, i + 1) for i in range(at, stop))


@lru_cache(4096)
def visible(text: str) -> str:
    """Return `text` on one line, with every control, bidi or invisible character spelled out as `<U+200B>`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(g.text for g in glyphs(text, 0, len(text)))


def cells(text: str) -> int:
    """Return how many cells a visible text takes."""
    if text.isascii():
        return len(text)
    return sum(g.width for g in glyphs(text, 0, len(text)))


def breakable(before: Glyph, after: Glyph) -> bool:
    """Tell whether a line may be cut between two glyphs: after white space and beside a wide character, but not before a closing mark."""
    if after.text.isspace() or after.text in _CLOSING or before.text in _OPENING:
        return False
    return before.text.isspace() or _WIDE in {before.width, after.width}


def clip(text: str, room: int, cut: str) -> str:
    """Return a visible text in at most `room` cells, ending in `cut` where something is missing."""
    if cells(text) <= room:
        return text
    kept, used = [], len(cut)
    for glyph in glyphs(text, 0, len(text)):
        used += glyph.width
        if used > room:
            break
        kept.append(glyph.text)
    return "".join(kept).rstrip() + cut


@lru_cache(1024)
def wrap(text: str, room: int) -> tuple[str, ...]:
    """Return a visible text in lines of at most `room` cells, broken at words and between Chinese characters.

    Kept, because the notes of one rule are the same at each of its findings.
    """
    lines, line, used = [], "", 0
    for word, width in _words(text, room):
        if used and used + cells(word.rstrip()) > room:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + word, used + width
    return (*lines, line.rstrip())


def _words(text: str, room: int) -> Iterator[tuple[str, int]]:
    """Yield pieces that stay on one line, with their widths; one wider than the room is split where it is full."""
    piece, width, before = "", 0, None
    for glyph in glyphs(text, 0, len(text)):
        full = width + glyph.width > room and not glyph.text.isspace()
        if before and (full or breakable(before, glyph)) and not (before.text == glyph.text == " "):
            yield piece, width
            piece, width = "", 0
        piece, width, before = piece + glyph.text, width + glyph.width, glyph
    yield piece, width


def _cluster(source: str, at: int, end: int) -> int:
    """Return where the unit that begins at `at` ends: an emoji sequence, or a character with its combining marks."""
    following = source[at + 1 : at + 2]
    if source[at] < "\xa0" and following < "\u0300":
        return at + 1
    if _is_mark(source[at]) or _is_hidden(source[at]):
        return at + 1
    emoji = _EMOJI.match(source, at, end)
    stop = emoji.end() if emoji else at + 1
    last = min(end, stop + _MARKS)
    while stop < last and _is_mark(source[stop]):
        stop += 1
    return stop


@lru_cache(4096)
def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me", "Mc"} and not _HIDDEN.match(char)


@lru_cache(8192)
def _shown(cluster: str) -> tuple[str, int]:
    """Return the text and width of one unit; whatever takes no cell of its own, or steers the terminal, is spelled out."""
    if cluster == "\t":
        return TAB, len(TAB)
    width = _width(cluster)
    if width and not _is_hidden(cluster[0]):
        return cluster, width
    text = "".join(f"<U+{ord(char):04X}>" for char in cluster)
    return text, len(text)


@lru_cache(4096)
def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _NEVER or bool(_HIDDEN.match(char))


def _width(cluster: str) -> int:
    """Measure one unit: an emoji sequence takes two cells whatever its parts add up to; all else is as rich counts it."""
    from rich.cells import cell_len  # 30 ms: not needed for a clean run or a machine format

    sequence = len(cluster) > 1 and _EMOJI.fullmatch(cluster)
    if sequence and not cluster.endswith("\ufe0e"):
        return _WIDE
    if unicodedata.category(cluster[0]).startswith("M"):
        return 0  # a mark with no letter to stand on
    return cell_len(cluster[0]) if sequence else sum(cell_len(char) for char in cluster)
