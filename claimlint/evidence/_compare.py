"""A reference and a candidate → how alike they are, and whether one can mean the other."""

# ruff: noqa: PLR2004 - the numbers here are measured bounds; each stands once, beside what it bounds

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimlint.evidence._text import fold, weight

if TYPE_CHECKING:
    from claimlint.evidence.registry import Candidate

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}
_SPELLED = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
}
_CHINESE = {character: str(number) for number, character in enumerate("一二三四五六七八九十", 1)}
_NUMBERS = _ROMAN | _SPELLED | _CHINESE
_NUMERAL = re.compile(
    rf"\d+|(?<=part )i\b|\b(?:ii|iii|iv|vi|vii|viii|{'|'.join(_SPELLED)})\b"
    r"|[一二三四五六七八九十](?=年|个月|周|期|部分)|(?<=之)[一二三四五六七八九]"
)


@dataclass(frozen=True, slots=True)
class Query:
    """A reference: its folded text and words, the names its beginning can spell, its years."""

    folded: str
    words: frozenset[str]
    heads: frozenset[str]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """How a candidate compares with a reference; `title` is 0 to 100."""

    candidate: Candidate
    title: float
    opening: float  # of the first half of the title alone
    author: bool
    year: bool
    volume: bool
    page: bool
    clash: bool
    whole: bool  # the reference is this title and nothing else
    named: bool  # author, year and the whole name of the journal stand in it
    elsewhere: bool  # the reference names a volume or page, and both of the candidate are others

    @property
    def points(self) -> float:
        """Return what candidates are ordered by."""
        return (
            self.title
            + 5 * self.author
            + 4 * self.year
            + 2 * self.volume
            + 5 * self.page
            + (8 if self.opening >= 88 and self.author else 0)
        )


def tier(match: Match) -> str:
    """Grade a match; the bounds were measured on 5,180 real and disturbed references."""
    if match.clash and not (match.author and match.year and match.page):
        return ""
    if match.elsewhere and not (match.title >= 97 and match.author):
        return ""  # a companion paper, or a title that stands inside a longer one
    length, signs = weight(match.candidate.title), match.author + match.year + match.volume + match.page
    high = (
        (match.title >= 88 and match.author and match.year and (length >= 50 or signs > 2))
        or (match.title >= 92 and length >= 40 and signs >= 2)
        or (match.title >= 90 and match.author and match.page)
        or (match.title >= 96 and (length >= 60 or (match.whole and length >= 20)))
    )
    return "high" if high else "medium" if _medium(match, signs) else ""


def _medium(match: Match, signs: int) -> bool:
    if match.named and match.title >= 97 and len(match.candidate.title.split()) >= 3:
        return True  # "Author. Short title. Journal. Year."
    if signs < 3:
        return False
    if not match.author:  # a misspelt name
        return match.title >= 95
    # all else agreeing, a title may be garbled or cut in half
    whole = match.title >= (60 if signs == 4 else 74 if match.page else 85)
    return whole or (match.page and match.opening >= 88)


def match(query: Query, candidate: Candidate) -> Match:
    """Compare a candidate with a reference."""
    # rapidfuzz is imported where it is first needed: a draft without references does not pay for it
    from rapidfuzz import fuzz

    aligned = fuzz.partial_ratio_alignment(candidate.title, query.folded)
    window = query.folded[aligned.dest_start : aligned.dest_end] if aligned else ""
    page = re.match(r"[a-z]*\d+[a-z]?", candidate.pages.casefold())
    paged = page is not None and page[0] in query.words
    volume = fold(candidate.volume) in query.words
    half = candidate.title[: (len(candidate.title) + 1) // 2]
    author = bool(candidate.families) and candidate.families[0] in query.heads
    year = candidate.year is not None and any(abs(candidate.year - y) <= 1 for y in query.years)
    return Match(
        candidate,
        aligned.score if aligned else 0.0,
        fuzz.partial_ratio(half, query.folded) if paged else 0.0,
        author,
        year,
        volume,
        paged,
        _clash(candidate.title, window),
        fuzz.ratio(candidate.title, query.folded) >= 95,
        author and year and _in(fold(candidate.journal), query.folded.replace(window, "", 1)),
        bool(candidate.volume and page and not volume and not paged and _located(query, window)),
    )


def _in(words: str, text: str) -> bool:
    return bool(words) and f" {words} " in f" {text} "


def _located(query: Query, window: str) -> bool:
    """Tell whether a reference holds numbers beside its title that are no years: a volume, an issue, pages."""
    beside = query.words - set(window.split())
    return any(word.isdigit() and int(word) not in query.years for word in beside if len(word) < 7)


def _clash(title: str, window: str) -> bool:
    """Tell whether the numerals of two titles contradict: "part 2" against "part 3", 3 years against 5."""
    mine, theirs = _numerals(title), _numerals(window)
    return bool(mine - theirs) and bool(theirs - mine)


def _numerals(text: str) -> set[str]:
    return {_NUMBERS.get(n, n.lstrip("0") or "0") for n in _NUMERAL.findall(text)}
