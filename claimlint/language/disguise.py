"""Folded text with words written so that no filter shall know them → the same text with those words as they are read aloud.

A disguise is only taken off where what comes out is a word of the lexicon, so that part numbers, units and names stay
what they are. Every character keeps its place: `c.u.r.e`, `cur3`, `сure` (with a Cyrillic с) and `zhi疗` all lead back
to the characters of the draft.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import islice, product

from claimlint.language.normalise import HAN, PLAIN, Folded, fold, has_han, phrase, simplified
from claimlint.model import Disguises, Span

_SPACED = re.compile(r"(?<![a-z0-9])[a-z](?:([ .*_\-·|/])[a-z])(?:\1[a-z])+(?![a-z0-9])")
_BROKEN_HAN = re.compile(f"(?<=[{HAN}])[ .*_·|/~^+#]{{1,3}}(?=[{HAN}])")
_PINYIN = re.compile(f"(?<=[{HAN}])[a-z]{{2,6}}(?![a-z])|(?<![a-z])[a-z]{{2,6}}(?=[{HAN}])")
_MIXED = f"[a-z](?=[{HAN}])|(?<=[{HAN}])[a-z]"
_APART = re.compile(r"(?:^|[ .*_\-·|/])[a-z][ .*_\-·|/][a-z][ .*_\-·|/][a-z](?![a-z0-9])")
_FLAT = re.compile(" [a-z] [a-z] [a-z] ")  # the same in text made flat
_WAYS = 32  # readings of one word that are tried: two for each of five doubtful letters
_WINDOW = 4  # Han characters of a word
_LEAST = 4  # letters of a word that may hide behind digits: shorter ones are units and part numbers
Edit = tuple[int, int, str]


class Unmasker:
    """What one language knows of disguises, and the words that may hide behind them."""

    def __init__(self, disguises: Disguises, phrases: Collection[str]) -> None:
        """Keep the words of `phrases`; a language without any disguise data costs nothing."""
        self._letters = disguises.letters
        self._sounds = disguises.sounds
        shown = {sign: f" {word} " if word.isascii() else word for sign, word in disguises.symbols.items()}
        spelled = {phrase(written): meant for written, meant in (shown | disguises.spellings).items()}
        self._spellings = sorted(spelled.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        self._phrases = frozenset(phrases)
        words = (word for found in phrases for word in found.split())
        self._words = frozenset(word for word in words if word.isascii() and len(word) >= _LEAST)
        masks = f"[{''.join(map(re.escape, self._letters))}]" if self._letters else ""
        plain = f"[{''.join(re.escape(c) for c in self._letters if c.isascii())}]" if any(map(str.isascii, self._letters)) else ""
        self._masked = re.compile(f"(?:[a-z0-9]|{masks})*[a-z](?:[a-z0-9]|{masks})*") if masks else None
        written = [wrong for wrong, _ in self._spellings]
        self._ascii = _signs(plain, [wrong for wrong in written if wrong.isascii()])
        self._any = _signs(masks, written)
        self._in_han = re.compile(f"{_BROKEN_HAN.pattern}|{_MIXED}" if self._sounds else _BROKEN_HAN.pattern)

    def doubtful(self, text: str) -> bool:
        """Tell whether a text, folded or not, could hold a disguise: a look that nearly every sentence passes."""
        lower = text.lower()
        return self._signed(text) or _APART.search(lower) is not None or (has_han(text) and self._in_han.search(lower) is not None)

    def hides(self, text: str, *, apart: bool) -> bool:
        """Tell whether a text without Han, not yet folded, holds a word of the lexicon in disguise.

        `apart` is whether letters may stand apart in it, which `stands_apart` tells of a whole page.
        """
        if not (self._signed(text) or (apart and _APART.search(text.lower()))):
            return False
        folded = fold(text)
        return self(folded) is not folded

    def _signed(self, text: str) -> bool:
        lower = text.lower()
        return any(sign.search(lower) for sign in (self._ascii if text.isascii() else self._any))

    def __call__(self, folded: Folded) -> Folded:
        """Return the text with every disguise taken off that hides a word of the lexicon."""
        if not self.doubtful(folded.text):
            return folded
        for find in (self._spelled, self._masks, self._apart, self._sounded):
            folded = edited(folded, list(find(folded.text)))
        return folded

    def _spelled(self, text: str) -> Iterator[Edit]:
        """Yield pictures that stand for a word and known other spellings, the longer first."""
        for wrong, right in self._spellings:
            at = text.find(wrong)
            while at >= 0:
                yield at, at + len(wrong), right
                at = text.find(wrong, at + len(wrong))

    def _masks(self, text: str) -> Iterator[Edit]:
        """Yield words in which digits, signs or letters of other scripts stand for letters that look like them."""
        for found in self._masked.finditer(text) if self._masked else ():
            word = found[0].rstrip("!|$@*")  # at the end of a word these are what they seem
            way = self._read(word)
            yield from ((found.start() + i, found.start() + i + 1, c) for i, c in enumerate(way) if c != word[i])

    def _read(self, word: str) -> str:
        """Return the word of the lexicon that a word may be read as, or the word itself."""
        plain = word.isascii() and (word.isalpha() or len(word) < _LEAST)
        if plain or word in self._words:
            return word
        ways = product(*(self._letters.get(c, (c,)) for c in word))
        return next(("".join(way) for way in islice(ways, _WAYS) if "".join(way) in self._words), word)

    def _apart(self, text: str) -> Iterator[Edit]:
        """Yield what stands between the letters or characters of one word."""
        for found in _SPACED.finditer(text):
            if found[0][::2] in self._words:
                yield from ((at, at + 1, "") for at in range(found.start() + 1, found.end(), 2))
        for found in _BROKEN_HAN.finditer(text):
            if self._is_word(text[: found.start()], "", text[found.end() :]):
                yield found.start(), found.end(), ""

    def _sounded(self, text: str) -> Iterator[Edit]:
        """Yield syllables in Latin letters that stand for a Han character of the word they are in."""
        for found in _PINYIN.finditer(text):
            for character in self._sounds.get(found[0], ()):
                if self._is_word(text[: found.start()], character, text[found.end() :]):
                    yield found.start(), found.end(), character
                    break

    def _is_word(self, before: str, inserted: str, after: str) -> bool:
        """Tell whether a phrase of the lexicon spans the place between `before` and `after`, with `inserted` in it."""
        before = before[1 - _WINDOW :]
        around = before + inserted + after[: _WINDOW - 1]
        low, high = len(before), len(before) + len(inserted)
        ranges = ((start, end) for start in range(low + 1) for end in range(max(high, start + 2), min(len(around), start + _WINDOW) + 1))
        return any(around[start:end] in self._phrases for start, end in ranges if inserted or start < low < end)


def edited(folded: Folded, edits: list[Edit]) -> Folded:
    """Return the text with ranges replaced, each character still leading back to where it was read; overlaps are dropped."""
    if not edits:
        return folded
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, text in [*sorted(edits), (len(folded.text), len(folded.text), "")]:
        if start < at:
            continue
        for i in range(at, start):
            place = folded.back(Span(i, i + 1))
            starts.append(place.start)
            ends.append(place.end)
        parts += [folded.text[at:start], text]
        if text:
            place = folded.back(Span(start, end))
            starts.extend([place.start] * len(text))
            ends.extend([place.end] * len(text))
        at = end
    return Folded("".join(parts), tuple(starts), tuple(ends))


def reads(written: str, folded: str) -> str:
    """Return `folded` where it tells a reader something that `written` hides, else nothing.

    Case, hyphens, the width of spaces and marks, and traditional characters hide nothing.
    """
    plain = written.lower().translate(PLAIN)
    if not plain.isascii():
        plain = "".join(simplified().get(c, c if c.isalnum() else unicodedata.normalize("NFKC", c)) for c in plain)
    return "" if plain.split() == folded.translate(PLAIN).split() else folded


def stands_apart(flat: str) -> bool:
    """Tell whether letters stand apart in a text made flat."""
    return _FLAT.search(flat) is not None


def _signs(masks: str, written: Collection[str]) -> list[re.Pattern[str]]:
    """Return the expressions for a look-alike among letters and for other spellings.

    Each begins with what is rare, and is searched for alone: `re` then runs to the next such character at once.
    """
    found = [f"{masks}(?:[a-z]{{2}}|(?<=[a-z].)[a-z])", "[0-9](?<=[a-z]{2}.)(?![a-z0-9])"] if masks else []
    return [re.compile(sign) for sign in (*found, "|".join(map(re.escape, written))) if sign]
