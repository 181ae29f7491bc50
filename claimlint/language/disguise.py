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

from claimlint.language.normalise import HAN, PLAIN, Folded, fold, phrase, simplified
from claimlint.model import Disguises, Span

_SPACED = re.compile(r"(?<![a-z0-9])[a-z](?:([ .*_\-·|/])[a-z])(?:\1[a-z])+(?![a-z0-9])")
_BROKEN_HAN = re.compile(f"(?<=[{HAN}])(?:[ .*_·|/~^+#&丨—–-]{{1,3}}|[】)」』》〉”\\]][【(「『《〈“\\[])(?=[{HAN}])")
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_SYLLABLE = f"[a-zü{_TONED}]{{2,6}}"
_PINYIN = re.compile(f"(?<=[{HAN}]){_SYLLABLE}(?![a-z])|(?<![a-z]){_SYLLABLE}(?=[{HAN}])")
_SYLLABLES = re.compile(f"(?<![a-z]){_SYLLABLE}(?: ?{_SYLLABLE}){{0,3}}(?![a-z])")
_STARRED = re.compile(r"[a-z]+(?:\*+[a-z]+)+")
_STAR = r"\*(?<=[a-z]\*)\*{0,2}[a-z]"
_ACCENTED = "\u00c0-\u024f\u1e00-\u1eff"
_MIXED = f"[a-z](?=[{HAN}])|(?<=[{HAN}])[a-z]"
_APART = r"(?:^|[ .*_\-·|/])[a-z][ .*_\-·|/][a-z][ .*_\-·|/][a-z](?![a-z0-9])"
_BESIDE_HAN = re.compile(f"(?<=[a-z0-9])\\s+(?=[{HAN}])|(?<=[{HAN}])\\s+(?=[a-z0-9])")
_WAYS = 32  # readings of one word that are tried: two for each of five doubtful letters
_WINDOW = 4  # Han characters of a word
_NEAR = 10  # characters within which a word must stand that gives a homophone away
_LEAST = 4  # letters of a word that may hide behind digits: shorter ones are units and part numbers
Edit = tuple[int, int, str]


class Unmasker:
    """What one language knows of disguises, and the words that may hide behind them."""

    def __init__(self, disguises: Disguises, phrases: Collection[str], near: Collection[str] = ()) -> None:
        """Keep the words of `phrases`, and those `near` which a homophone is taken for the word it sounds like.

        A language without any disguise data costs nothing.
        """
        self._letters = disguises.letters
        self._sounds = disguises.sounds
        self._homophones = disguises.homophones
        self._near = frozenset(near)
        self._hidden = tuple(word for word in disguises.hidden if word.isascii())
        shown = {sign: f" {word} " if word.isascii() else word for sign, word in disguises.symbols.items()}
        spelled = {phrase(written): meant for written, meant in (shown | disguises.spellings).items()}
        self._spellings = sorted(spelled.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        self._phrases = frozenset(phrases)
        words = (word for found in phrases for word in found.split())
        self._words = frozenset(word for word in words if word.isascii() and len(word) >= _LEAST)
        masks = f"[{''.join(map(re.escape, self._letters))}{_ACCENTED}]" if self._letters else ""
        plain = f"[{''.join(re.escape(c) for c in self._letters if c.isascii())}]" if any(map(str.isascii, self._letters)) else ""
        self._masked = re.compile(f"(?:[a-z0-9]|{masks})*[a-z{_ACCENTED}](?:[a-z0-9]|{masks})*") if masks else None
        written = [re.escape(wrong) for wrong in (*(wrong for wrong, _ in self._spellings), *self._homophones)]
        pictures = [re.escape(sound) for sound in self._sounds if not sound.isalpha()]
        self._picture = re.compile("|".join(pictures)) if pictures else None
        star = _STAR if self._hidden else ""
        sounded = [_MIXED, f"[{_TONED}]", *pictures] if self._sounds else []
        self._doubt_ascii = re.compile("|".join(filter(None, [_masking(plain), _APART, star, *filter(str.isascii, written)])))
        self._doubt = re.compile(
            "|".join(filter(None, [_masking(masks), f"[{_ACCENTED}]{{3}}", _APART, star, _BROKEN_HAN.pattern, *written, *sounded]))
        )

    def doubtful(self, text: str) -> bool:
        """Tell whether a text, folded or not, could hold a disguise: one look that nearly every sentence passes."""
        return (self._doubt_ascii if text.isascii() else self._doubt).search(text.lower()) is not None

    def hides(self, text: str) -> bool:
        """Tell whether a text, not yet folded, holds a word of the lexicon in disguise."""
        if not self.doubtful(text):
            return False
        folded = fold(text)
        return self(folded) is not folded

    def __call__(self, folded: Folded) -> Folded:
        """Return the text with every disguise taken off that hides a word of the lexicon."""
        if not self.doubtful(folded.text):
            return folded
        for find in (self._spelled, self._starred, self._masks, self._apart, self._toned, self._sounded, self._homophonic):
            folded = edited(folded, list(find(folded.text)))
        return folded

    def _spelled(self, text: str) -> Iterator[Edit]:
        """Yield pictures that stand for a word and known other spellings, the longer first."""
        for wrong, right in self._spellings:
            at = text.find(wrong)
            while at >= 0:
                yield at, at + len(wrong), right
                at = text.find(wrong, at + len(wrong))

    def _starred(self, text: str) -> Iterator[Edit]:
        """Yield words some of whose letters are stars: "c*re". Only words that are known to be hidden so are read into them."""
        for found in _STARRED.finditer(text) if self._hidden else ():
            way = re.compile(found[0].replace("*", "[a-z]"))
            right = next((word for word in self._hidden if way.fullmatch(word)), found[0])
            yield from ((found.start() + i, found.start() + i + 1, c) for i, c in enumerate(right) if c != found[0][i])

    def _homophonic(self, text: str) -> Iterator[Edit]:
        """Yield words that sound like another, where words stand near that tell which is meant."""
        for wrong, right in self._homophones.items():
            for found in re.finditer(re.escape(wrong), text):
                around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
                if any(word in around for word in self._near):
                    yield *found.span(), right

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
        ways = product(*(self._letters.get(c) or (_bare(c),) for c in word))
        return next(("".join(way) for way in islice(ways, _WAYS) if "".join(way) in self._words), word)

    def _apart(self, text: str) -> Iterator[Edit]:
        """Yield what stands between the letters or characters of one word."""
        for found in _SPACED.finditer(text):
            if found[0][::2] in self._words:
                yield from ((at, at + 1, "") for at in range(found.start() + 1, found.end(), 2))
        gaps = [found.span() for found in _BROKEN_HAN.finditer(text)]
        whole, lost = _BROKEN_HAN.sub("", text) if gaps else "", 0
        for start, end in gaps:
            if self._is_word(whole[: start - lost], "", whole[start - lost :]):
                yield start, end, ""
            lost += end - start

    def _toned(self, text: str) -> Iterator[Edit]:
        """Yield runs of syllables with marks for their tones that make a word: "gēn zhì"."""
        for found in _SYLLABLES.finditer(text) if self._sounds and any(c in _TONED for c in text) else ():
            ways = islice(product(*(self._sounds.get(_bare(part), ("",)) for part in found[0].split())), _WAYS)
            right = next((word for word in map("".join, ways) if word in self._phrases), "")
            if right and any(c in _TONED for c in found[0]):
                yield *found.span(), right

    def _sounded(self, text: str) -> Iterator[Edit]:
        """Yield syllables in Latin letters that stand for a Han character of the word they are in."""
        for found in (*_PINYIN.finditer(text), *(self._picture.finditer(text) if self._picture else ())):
            for character in self._sounds.get(found[0]) or self._sounds.get(_bare(found[0]), ()):
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

    Case, hyphens, the width of spaces and marks, spaces between Latin and Han, and traditional characters hide nothing.
    """
    plain = written.lower().translate(PLAIN)
    if not plain.isascii():
        plain = "".join(simplified().get(c, c if c.isalnum() else unicodedata.normalize("NFKC", c)) for c in plain)
        plain = _BESIDE_HAN.sub("", plain)
    return "" if plain.split() == folded.translate(PLAIN).split() else folded


def _bare(letters: str) -> str:
    """Return Latin letters without their accents; others as they are."""
    plain = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    return plain if plain.isascii() else letters


def _masking(masks: str) -> str:
    """Return the expression for a look-alike among letters; it begins with the rarer of the two, which makes it quick."""
    return f"{masks}(?:[a-z]{{2}}|(?<=[a-z].)[a-z])|[0-9](?<=[a-z]{{2}}.)(?![a-z0-9])" if masks else ""
