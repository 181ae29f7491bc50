"""Text in English or Chinese → the figures in it: percentages, ratios, money, measures, doses, times, p values, intervals."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise, zip_longest
from pathlib import Path
from typing import cast, get_args

from claimlint.model import Citation
from claimlint.model.facts import Quantity, QuantityKind
from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import Table, read_table

_NUM = r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|\d{1,12}(?:[.·]\d{1,12})?|(?<!\d)[.·]\d{1,12}"
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(rf"(?<![a-z_.·0-9])(?<![a-z]-)(?P<num>{_NUM})")
_JOIN = re.compile(r"\s*(?:%|％)?\s*(?:,|/|to|and|vs\.?|versus|against|compared with|与|和|至|到|比|对|~|-|–|−)\s*[-−–]?\s*$")
_PERCENT = re.compile(r"\s?(?:%|％|﹪|per ?cent\b|percent\b)")
_POINTS = re.compile(r"\s?(?:%|percentage|per ?cent)?[ -]?(?:points?\b)|个百分点|\s?pp\b")
_P = re.compile(r"\bp(?:[ -]?values?)?\s?(?:for \w+ )?\s?[:=<>≤≥]{1,2}\s?$")
_FOLD = re.compile(r"[ -]?(?:fold\b|times\b(?! (?:a|an|per|daily|each|every|weekly|in)\b)|倍)")
_OF_MANY = re.compile(  # "6.1 per 1000", 每10万: a share written as a rate; a rate over time is none
    r"\s?(?:per|/)\s?(?P<many>1,?000|10[, ]?000|100[, ]?000|1[, ]000[, ]000|100|million|thousand|hundred)\b"
    r"(?!(?:\s?-?(?:person|patient|woman|child|participant))?\s?-?(?:year|month|week|day))"
)
_PLAIN_UNITS: tuple[tuple[QuantityKind, str, re.Pattern[str]], ...] = (
    ("points", "points", _POINTS), ("percent", "%", _PERCENT), ("percent", "", _OF_MANY), ("fold", "times", _FOLD),
)  # fmt: skip
_MANY = {"million": 1e6, "thousand": 1e3, "hundred": 1e2}
_MONEY = re.compile(r"(?:us)?[$€£¥]\s?$|(?:usd|eur|gbp|rmb)\s?$")
_MONEY_AFTER = re.compile(r"\s?(?:dollars|euros|pounds|元|美元|欧元)")
_AGE = re.compile(r"[ -](?:old|of age)")
_N = re.compile(r"\bn\s?=\s?$")
_HAN_PERCENT = re.compile(r"百分之([零一二三四五六七八九十百两〇点\d.]{1,8})")
_TENTHS = re.compile(r"([一二两三四五六七八九])成([一二三四五六七八九])?")
_OUT_OF = re.compile(
    r"\b(?P<a>\d{1,4}|[a-z]{3,5}) (?:in|out of) (?:every )?(?P<b>\d{1,3}(?:[, ]\d{3})+|\d{1,6}|[a-z]{3,7})\b(?P<s> million| thousand)?"
    r"|每(?P<c>[\d一二三四五六七八九十百]{1,4})[人名例位个]?[^，。]{0,6}?[有中](?P<d>[\d一二三四五六七八九十]{1,4})"
)
_TIMES_SAID = re.compile(r"\b([a-z]{3,6})(?: times\b(?! (?:a|an|per|daily|each|every|weekly|in)\b)|-?fold\b)")
_HAN_TIMES = re.compile(r"([二两三四五六七八九十])倍")
_OUT = (" in ", " out of ", "每")  # one of them stands in whatever _OUT_OF finds
_GIVEN = ("percent", "measure", "points", "time", "dose")  # kinds whose unit is written once for two figures
_UNITS: tuple[QuantityKind, ...] = ("measure", "dose", "time")
_YEARS = (1900, 2100)
_BEFORE = 14  # characters before a figure that may hold "p < ", "n = " or a sign of money
_REST = {  # what may stand between such a word and its figure
    "name": re.compile(r"[^\d;.]{0,40}?(?:was|of|is|[=:,(为是])?\W{0,3}"),
    "ratio": re.compile(r"\W{0,3}(?:was|of|is|为|是)?\W{0,3}"),
    "bound": re.compile(r"\W{0,2}"),
    "interval": re.compile(r"\]?\W{0,4}(?:\d+(?:[.·]\d+)?\s?(?:%|％)?)?\W{0,3}(?:to|至|,|-|–)?\W{0,3}[-−–]?"),
}
_SHORT = 4  # letters of an abbreviation ("HR"), which must stand right beside its figure
_LEVEL = re.compile(r"\s?-?(?:ci\b|confidence|credible|置信|可信)")
_NEGATIVE = re.compile(r"(?:^|[^a-z0-9\s%)])\s?[-−–]\s?$|(?:to|\s)\s?[-−–]$")
_BETWEEN = re.compile(r"\s?(?:%|％)?\s?(?:to|-|–|−|,|;|至|到|~)\s?[-−–]?\s?")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of figures.toml, compiled."""

    numbers: dict[str, float]
    digits: dict[str, int]
    scales: re.Pattern[str]
    scale: dict[str, float]
    spoken: re.Pattern[str]  # a figure in words
    said: dict[str, tuple[QuantityKind, float]]  # these words → kind and value
    names: dict[str, tuple[str, str]]  # word before a figure → (ratio, name, bound or interval; what it names)
    before: re.Pattern[str]  # any of these words
    units: tuple[tuple[QuantityKind, re.Pattern[str]], ...]
    same: dict[str, str]
    days: dict[str, float]  # unit of time → days


@cache
def figure_words(path: Path | None = None) -> Words:
    """Read figures.toml, once a process. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "figures.toml")
    table.only("numbers", "digits", "scales", "phrase", "ratios", "units", "days", "bounds", "interval")
    units, ratios, bounds = table.table("units"), table.table("ratios"), table.table("bounds")
    names = {w: ("ratio" if len(w) <= _SHORT else "name", name) for name in ratios.data for w in ratios.strings(name)}
    names |= {w: ("bound", name) for name in bounds.data for w in bounds.strings(name)}
    names |= dict.fromkeys(table.table("interval").strings("words"), ("interval", ""))
    said = {w: (_kind(row), float(row.data["value"])) for row in table.tables("phrase") for w in row.strings("words")}
    scale = {k: float(v) for k, v in table.table("scales").data.items()}
    return Words(
        numbers={k: float(v) for k, v in table.table("numbers").data.items()},
        digits={k: int(v) for k, v in table.table("digits").data.items()},
        scales=re.compile(r"\s?(" + "|".join(map(re.escape, scale)) + ")"),
        scale=scale,
        spoken=_any(said),
        said=said,
        days={str(k): float(v) for k, v in table.table("days").data.items()},
        names=names,
        before=_any(names),
        units=tuple((kind, _starting(units.strings(kind))) for kind in _UNITS),
        same={str(k): str(v) for k, v in units.table("same").data.items()},
    )


def quantities(text: str, words: Words | None = None) -> tuple[Quantity, ...]:
    """Return the figures of a text in order; bare years and digits inside words are none."""
    words = words or figure_words()
    folded = text.replace("\xa0", " ").replace(" ", " ").casefold()
    if len(folded) != len(text):  # a letter that folds to two: places would shift
        folded = text.lower() if len(text.lower()) == len(text) else text
    found = sorted(chain(_plain(folded, words), _spoken(folded, words)), key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    if not kept:
        return ()
    return tuple(_bracketed(list(_shared(kept, folded)), folded))


def days(quantity: Quantity, words: Words | None = None) -> float:
    """Return a span of time in days, whatever its unit."""
    return abs(quantity.value) * (words or figure_words()).days.get(quantity.unit.rstrip("s"), 1.0)


def without(text: str, citations: Iterable[Citation]) -> str:
    """Return a text of the same length with its citations blank: "[12]", "2021;3:45" and the year of a name are no figures."""
    for citation in citations:
        text = text.replace(citation.written, " " * len(citation.written)) if citation.written else text
    return text


def _plain(text: str, words: Words) -> Iterator[Quantity]:
    figures = list(_FIGURE.finditer(text)) if _DIGIT.search(text) else []
    named = [(m.end(), *words.names[m[0]]) for m in words.before.finditer(text)] if figures else []
    at, last = 0, (-1, "", "")
    for found in figures:
        start, end = found.start("num"), found.end()
        while at < len(named) and named[at][0] <= start:
            last, at = named[at], at + 1
        role, name = (last[1], last[2]) if last[1] and _REST[last[1]].fullmatch(text, last[0], start) else ("", "")
        value = float(re.sub(r"[, ]", "", found["num"]).replace("·", "."))
        scale = words.scales.match(text, end)
        if scale:
            value, end = value * words.scale[scale[1]], scale.end()
        before = text[max(0, start - _BEFORE) : start]
        kind, unit, end = _what(text, before, end, words)
        if kind == "percent" and unit != "%":
            value, unit = 100 * value / _whole(unit), "%"
        if kind == "number" and role in ("ratio", "name") and not value.is_integer():
            kind, unit = "ratio", name
        if (role == "interval" and kind != "p") or _LEVEL.match(text, end):
            kind = "bound"
        if kind == "number" and _YEARS[0] <= value < _YEARS[1] and found["num"].isdigit():
            continue
        signed = -value if _NEGATIVE.search(before) else value
        yield Quantity(signed, kind, unit, text[start:end].strip(), start, end, name if role == "bound" else "")


def _what(text: str, before: str, end: int, words: Words) -> tuple[QuantityKind, str, int]:
    """Return the kind, the unit and the end of a figure, by what stands before and after it."""
    if _P.search(before):
        return "p", "p", end
    if _N.search(before):
        return "count", "n", end
    if _MONEY.search(before) or _MONEY_AFTER.match(text, end):
        return "money", "money", end
    return _by_unit(text, end, words)


def _by_unit(text: str, end: int, words: Words) -> tuple[QuantityKind, str, int]:
    for kind, name, pattern in _PLAIN_UNITS:
        if found := pattern.match(text, end):
            return kind, name or found["many"], found.end()
    for kind, pattern in words.units:
        unit = pattern.match(text, end)
        if unit:
            name = unit[0].strip(" -")
            if kind == "time" and _AGE.match(text, unit.end()):
                return "count", "years of age", unit.end()
            return kind, words.same.get(name, name), unit.end()
    return "number", "", end


def _spoken(text: str, words: Words) -> Iterator[Quantity]:
    """Yield what is written in words: "nine in ten", "halved", 三成, 百分之三十."""
    for found in words.spoken.finditer(text):
        kind, value = words.said[found[0]]
        yield Quantity(value, kind, "%" if kind == "percent" else "times", found[0], *found.span(), "about")
    if not text.isascii():
        yield from _han_spoken(text, words)
    for found in _TIMES_SAID.finditer(text):
        value = words.numbers.get(found[1], 0.0)
        if value > 1:
            yield Quantity(value, "fold", "times", found[0], *found.span(), "about")
    for found in _OUT_OF.finditer(text) if any(mark in text for mark in _OUT) else ():
        part, whole = (_read(found[a] or found[b], words) for a, b in (("a", "d"), ("b", "c")))
        whole *= _MANY.get((found["s"] or "").strip(), 1.0)
        if whole > 0 and 0 < part <= whole and whole != 1:
            yield Quantity(100 * part / whole, "percent", "%", found[0], *found.span(), "about")


def _han_spoken(text: str, words: Words) -> Iterator[Quantity]:
    for found in _HAN_PERCENT.finditer(text):
        value = _han(found[1], words)
        yield Quantity(value, "percent", "%", found[0], *found.span())
    for found in _HAN_TIMES.finditer(text):
        yield Quantity(float(words.digits.get(found[1], 10)), "fold", "times", found[0], *found.span(), "about")
    for found in _TENTHS.finditer(text):
        value = words.digits[found[1]] * 10.0 + (words.digits[found[2]] if found[2] else 0)
        yield Quantity(value, "percent", "%", found[0], *found.span(), "about")


def _whole(written: str) -> float:
    return _MANY.get(written) or float(re.sub(r"\D", "", written))


def _shared(found: list[Quantity], text: str) -> Iterator[Quantity]:
    """Give a bare figure the unit of the next one it is joined to: "20.4 vs 26.4 %", "2.4 (1.1) and 3.5 mmHg"."""
    for quantity, following in zip_longest(found, found[1:]):
        if following and quantity.kind == "number" and following.kind in _GIVEN and _JOIN.fullmatch(text[quantity.end : following.start]):
            many = _OF_MANY.search(following.text)
            rate = 100 / _whole(many["many"]) if many else 1.0
            yield dataclasses.replace(quantity, kind=following.kind, unit=following.unit, value=quantity.value * rate)
        else:
            yield quantity


def _bracketed(found: list[Quantity], text: str) -> Iterator[Quantity]:
    """Call the two figures of a bracket that follows another figure what they are: an interval, "1.85 (0.91 to 3.77)"."""
    ends = set()
    for at, (low, high) in enumerate(pairwise(found), start=1):
        opened = at > 1 and text[found[at - 2].end : low.start].strip(" -−–") in ("(", "[", "% (", "(ci ")
        if (
            opened
            and _BETWEEN.fullmatch(text, low.end, high.start)
            and text[high.end : high.end + 2].strip()[:1] in (")", "]", "%", ";", ",")
        ):
            ends |= {at - 1, at}
    ratio = ""
    for at, quantity in enumerate(found):
        measured = quantity.kind not in ("p", "time", "count")
        ratio = quantity.unit if quantity.kind == "ratio" else ratio
        if at in ends and measured:
            yield dataclasses.replace(quantity, kind="bound")
        elif ratio and quantity.kind == "number" and {at + 1, at + 2} <= ends and not quantity.value.is_integer():
            yield dataclasses.replace(
                quantity, kind="ratio", unit=ratio
            )  # the next of a list: "ratio 0.93 (0.74 to 1.15) …, 0.88 (0.71 to 1.10)"
        else:
            yield quantity


def _han(numeral: str, words: Words) -> float:
    if re.fullmatch(r"\d+(?:\.\d+)?", numeral):
        return float(numeral)
    whole, _, part = numeral.partition("点")
    tens, ten, ones = whole.rpartition("十")
    value = (words.digits.get(tens, 1) if tens or ten else 0) * 10 * bool(ten) + words.digits.get(ones, 0)
    if whole == "百":
        value = 100
    return float(f"{value}.{''.join(str(words.digits.get(c, 0)) for c in part)}") if part else float(value)


def _read(word: str, words: Words) -> float:
    figures = re.sub(r"[, ]", "", word)
    return (
        float(figures)
        if figures.isascii() and figures.isdigit()
        else words.numbers.get(word, _han(word, words) if not word.isascii() else 0.0)
    )


def _kind(row: Table) -> QuantityKind:
    return cast("QuantityKind", row.choice("kind", get_args(QuantityKind)))


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of some words, the longest first; English words stand apart, others need not."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    plain = "|".join(re.escape(w) for w in ordered if w[0].isascii() and w[0].isalnum())
    other = "|".join(re.escape(w) for w in ordered if not (w[0].isascii() and w[0].isalnum()))
    return re.compile(rf"\b(?:{plain})\b|{other}")


def _starting(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted({w.casefold() for w in words}, key=lambda w: (-len(w), w))
    return re.compile(r"[ -]?(?:" + "|".join(re.escape(w) + (r"(?![a-z0-9/])" if w[-1].isascii() else "") for w in ordered) + ")")
