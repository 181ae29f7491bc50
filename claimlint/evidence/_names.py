"""Citations by author and year in running text: (Smith et al., 2021), Smith & Jones 2020, 张三等（2020）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claimlint.evidence._text import CJK, dated, family, years
from claimlint.evidence.identifiers import identifiers
from claimlint.model import Span

if TYPE_CHECKING:
    from claimlint.evidence._entries import Sources
    from claimlint.rules.levels import Standards

_YEAR = r"(?:19|20)\d\d[a-z]?(?!\d)"
_ROUND = re.compile(r"[(（]((?:[^()（）]|\([^()（）]{0,200}\)){3,600})[)）]")
_SQUARE = re.compile(r"\[([^\[\]]{6,400})\]")
_CAPITAL = r"[A-Z\u00c0-\u00de][\w'’\-]*"
_CHINESE = re.compile(rf"([{CJK}]{{2,3}})(?:等人?|和[{CJK}]{{2,3}}|与[{CJK}]{{2,3}})[，,]?\s?[（(]?((?:19|20)\d\d)(?!\d|年)")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Name:
    """A citation by name: its range in the text, folded family of the first author, year, and whether it is one for certain."""

    span: Span
    family: str
    year: int
    sure: bool
    others: tuple[str, ...] = ()  # what the family may be instead: "Also Smith" begins a sentence


def names(text: str, standard: Standards, known: Sources) -> Iterator[Name]:
    """Yield citations by author and year, those in brackets with all that the brackets say of them."""
    if not dated(text):
        return
    shapes = _patterns(standard.cite["et_al"], standard.cite["particles"])
    for bracket in (*_ROUND.finditer(text), *_SQUARE.finditer(text)):
        at = bracket.start(1)
        for item in re.split(r"([;；])", bracket[1]):
            name = _item(item, at, shapes, standard, known)
            at += len(item)
            if name:
                yield name
    for match in shapes.narrative.finditer(text):
        sure = match["etal"] is not None
        words = match["family"].split()
        yield Name(
            Span(*match.span()), family(match["family"]), int(match["year"][:4]), sure, tuple(family(w) for w in words[-1:] if words[1:])
        )
    for match in _CHINESE.finditer(text):
        name = _chinese(match, known)
        if name:
            yield name


def _item(item: str, at: int, shapes: _Patterns, standard: Standards, known: Sources) -> Name | None:
    """Read one part of a bracket as a citation; None where it is something else."""
    written = item.strip()
    start = at + len(item) - len(item.lstrip())
    match = shapes.cited.match(written) if len(written) <= _LONGEST else None
    if not match or not years(written):
        return None
    first, year = match["family"].strip(), years(written)[0]
    if first.casefold().strip(".") in standard.cite["months"]:
        return None
    lead = family(first)
    listed = known.named(lead, year) is not None
    sure = match["more"] is not None or listed or bool(identifiers(written))
    if sure or shapes.single.fullmatch(written):
        return Name(Span(start, start + len(written)), lead, year, sure)
    return None


def _chinese(match: re.Match[str], known: Sources) -> Name | None:
    """Chinese runs have no word ends: of 2 or 3 characters before 等, those that begin an entry are the name."""
    year, run = int(match[2]), match[1]
    for length in (3, 2):
        lead = run[-length:]
        if known.named(lead, year):
            return Name(Span(match.end(1) - len(lead), match.end()), lead, year, sure=True)
    return Name(Span(*match.span()), run, year, sure=False)


@dataclass(frozen=True, slots=True)
class _Patterns:
    cited: re.Pattern[str]
    single: re.Pattern[str]
    narrative: re.Pattern[str]


@cache
def _patterns(et_al: tuple[str, ...], particles: tuple[str, ...]) -> _Patterns:
    """Return what citations look like, given the words for "et al." and for "van"."""
    before = "|".join(map(re.escape, (*particles, *(p.capitalize() for p in particles))))
    surname = rf"(?:(?:{before})\s){{0,2}}{_CAPITAL}(?:\s{_CAPITAL}(?=,|\set\s))?"
    others, latin = _alternatives(et_al), _alternatives(tuple(w for w in et_al if w.isascii()))
    initials = r"(?:,?\s(?:[A-Z]\.?-?){1,3}(?![a-z]))?"
    more = (
        rf"(?:(?:,?\s?(?:&|and\s|,)\s?{surname}{initials}){{0,6}},?\s?(?:{others})"
        rf"|,?\s(?:&|and)\s{surname}{initials}|(?:、|和|与)[{CJK}]{{2,3}})"
    )
    journal = r",?\s(?:[A-Z][\w&.'’:-]*\s(?:(?:of|and|in|the|for|on|&)\s)?){1,8}"
    return _Patterns(
        # in brackets: a family name, then perhaps a co-author or et al.
        re.compile(rf"(?:see\s|e\.g\.,?\s|参见|见)?(?P<family>{surname}|[{CJK}]{{2,3}}?(?=等|[，,、和与])){initials}(?P<more>{more})?"),
        # one author: "Van Baak, Nutrients 2014", "Jones, 2021"
        re.compile(rf"{surname}(?:\s[A-Z]{{1,3}})?,\s?(?:(?:[\w&.'’:-]+\s){{1,9}})?\(?{_YEAR}\)?"),
        # outside: "Smith et al. (2020)", "Smith et al., BMC Ophthalmology 2006", "Smith and Jones (2020)"
        re.compile(
            rf"(?<!\w)(?P<family>{surname})(?:(?P<etal>,?\s(?:{latin}))(?:{journal})?|\s(?:and|&)\s{surname})"
            rf"[,.]?\s?(?P<open>\()?(?P<year>{_YEAR})(?(open)\))"
        ),
    )


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
