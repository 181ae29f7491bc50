"""Text as written → text to match on, with a map back: width, case, zero-width, hyphens, spaces beside Han, traditional → simplified."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from claimlint.model import Span

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HAN = re.compile(f"[{HAN}]")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'）)】」』，。；\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e]+", re.IGNORECASE)
_HYPHENS = re.compile(r"[-\u2010\u2011](?:(?<=[a-z0-9].)(?=[a-z])|(?<=[a-z].)(?=[0-9]))", re.DOTALL)  # the mark first: it is rare
_HAN_GAP = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}a-z0-9])|(?<=[a-z0-9])\\s+(?=[{HAN}])")
SEPARATOR = "\0"  # between texts that are folded at once; no draft holds it: readers refuse what does
_BLANKS = bytes(code if (chr(code).isascii() and chr(code).isalnum()) or code == 0 else 32 for code in range(256))
_SIGNS = "™℠"  # beside a name; as letters they would make it another word
_MOVES = "\uffff"  # no character: stands for one whose folding changes the length
# letters in another dress, which no normal form undoes: white in black circles and squares, small capitals
_DRESSED = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_DRESSED |= {chr(first + at): chr(ord("a") + at) for first in (0x1F150, 0x1F170) for at in range(26)}
_QUOTES = str.maketrans("\u2018\u2019\u201b\u2032", "''''", "")
PLAIN = {**_QUOTES, **dict.fromkeys(map(ord, "-\u2010\u2011"), " ")}  # differences that nobody would call a disguise


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `starts[i]` and `ends[i]` are the range of the original that character i stands for (None: itself)."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def back(self, span: Span) -> Span:
        """Return the range of the original text that a non-empty range of the folded text stands for."""
        if self.starts is None or self.ends is None:
            return span
        return Span(self.starts[span.start], self.ends[span.end - 1])


def fold(text: str, blanks: Collection[Span] = ()) -> Folded:
    """Fold `text` for matching. `blanks` (citation marks) and URLs read as spaces: they are not prose."""
    if blanks or "://" in text or "www." in text:
        text = _blanked(text, [*blanks, *(Span(*m.span()) for m in _URL.finditer(text))])
    if text.isascii() and text.isprintable():
        return Folded(_parted(text.lower()))
    folded = text.translate(_one_to_one())
    return _without_gaps(_folded_clusters(text) if _MOVES in folded else Folded(_parted(folded)))


def flat(text: str) -> str | None:
    """Return Latin text for a keyword search alone: words in lower case, every other character a space, SEPARATOR kept.

    None where that would hide words that `fold` shows: full-width letters, zero-width characters, combining marks.
    """
    text = text.lower().replace("\u2019", "'").replace("n't", " n't").replace("cannot", "can not")
    if not text.isascii() and not all(map(_plain, set(text))):
        return None
    return text.encode("ascii", "replace").translate(_BLANKS).decode()


@cache
def _plain(character: str) -> bool:
    """Tell whether a character is ASCII, or stands for itself or a mark: then it can be blanked without hiding a word."""
    shown = _shown(character) if not unicodedata.combining(character) else ""
    return character.isascii() or (bool(shown) and not any(c.isascii() and c.isalnum() for c in shown))


def phrase(text: str) -> str:
    """Fold a phrase of a lexicon the way text is folded."""
    return _parted(text.lower()) if text.isascii() else fold(text).text


def has_han(text: str) -> bool:
    """Tell whether the text holds a Han character."""
    return not text.isascii() and _HAN.search(text) is not None


def without_han(text: str) -> str:
    """Return the text with a space for each Han character, at equal length."""
    return _HAN.sub(" ", text)


def _blanked(text: str, blanks: list[Span]) -> str:
    characters = list(text)
    for span in blanks:
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


class Learned(dict[int, str]):
    """A translation that learns what each character becomes when it first meets it."""

    def __init__(self, become: Callable[[str], str]) -> None:
        """Keep what tells what a character becomes."""
        super().__init__()
        self._become = become

    def __missing__(self, code: int) -> str:
        """Learn a character."""
        self[code] = self._become(chr(code))
        return self[code]


@cache
def _one_to_one() -> Learned:
    """Return the translation under which a character that does not fold to exactly one gives a mark, for then places move."""

    def become(character: str) -> str:
        shown = _shown(character)
        return shown if len(shown) == 1 and not unicodedata.combining(character) else _MOVES

    return Learned(become)


def _parted(text: str) -> str:
    """Return folded text with the hyphens inside words as spaces."""
    return _HYPHENS.sub(" ", text) if "-" in text or not text.isascii() else text


def _folded_clusters(text: str) -> Folded:
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        shown = _shown(text[at:end])
        characters.append(shown)
        starts.extend([at] * len(shown))
        ends.extend([end] * len(shown))
        at = end
    return Folded(_parted("".join(characters)), tuple(starts), tuple(ends))


@cache
def _shown(cluster: str) -> str:
    category = unicodedata.category(cluster[0])
    if cluster[0] in _SIGNS:
        return " "
    if category == "Cc":  # a control character ends a word
        return " "
    if category == "Cf":  # zero-width, bidi and other characters that show nothing
        return ""
    if category == "No" and unicodedata.decomposition(cluster[0]).startswith("<super>"):  # a note mark, not a digit of the word before it
        return " "
    plain = _DRESSED.get(cluster[0]) or unicodedata.normalize("NFKC", cluster).translate(_QUOTES).lower()
    return "".join(simplified().get(c, c) for c in plain)


@cache
def simplified() -> dict[str, str]:
    """Return traditional → simplified, character by character: a phrase table would move places.

    opencc is imported here because only text beyond ASCII needs it.
    """
    from opencc import OpenCC

    han = [chr(c) for c in range(0x4E00, 0xA000)]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {a: b for a, b in zip(han, simple, strict=True) if a != b}


def _without_gaps(folded: Folded) -> Folded:
    gaps = [m.span() for m in _HAN_GAP.finditer(folded.text)]
    if not gaps:
        return folded
    dropped = {i for start, end in gaps for i in range(start, end)}
    kept = [i for i in range(len(folded.text)) if i not in dropped]
    places = [folded.back(Span(i, i + 1)) for i in kept]
    return Folded("".join(folded.text[i] for i in kept), tuple(p.start for p in places), tuple(p.end for p in places))
