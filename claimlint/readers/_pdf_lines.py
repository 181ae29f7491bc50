"""The lines of PDF pages with their boxes pass in; headings, paragraphs, items and notes pass out, joined so that sentences survive."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_WIDE = "\u2e80"  # from here on a character fills two columns, and no blank parts words
_HYPHENS = ("\x02", "\ufffe", "\u00ad")  # how the library gives a hyphen at the end of a line
_ONWARD = ("-", "–", ",", "，", "、", *_HYPHENS)
_ENDS = tuple('.!?。！？:：;；"”’)）]』」')
_STOPS = (".", "!", "?", "。", "！", "？")
_BULLET = re.compile(r"(?:[-*•‣◦▪●○■□–➢✓✔\uf000-\uf0ff\ue000-\uf8ff]|\d{1,2}[.)](?=\s))\s*(?=\S)")
_ENTRY = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)、．])\s*\S|[⁰¹²³⁴-⁹]{1,3}\s?\S")
_NOTE = re.compile(r"([⁰¹²³⁴-⁹]{1,3})\s?(?=\S)")
_SMALL_NOTE = re.compile(r"(\d{1,3})\s?(?=[^\W\d])")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PAGE = re.compile(r"(?:page|第)?\s*\d{1,4}\s*(?:(?:of|/|,|，|页共)\s*\d{1,4})?\s*页?|[-–—]\s*\d{1,4}\s*[-–—]", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LARGE = 1.15  # times the height of the text that most lines have: a heading
_SMALL = 0.92  # times: a footnote, where a number begins it
_OTHER = 0.08  # of it more or less: no longer the same type size
_GAP = 1.3  # times the usual distance of lines: a new paragraph
_BACK = 8  # blocks that a line may continue
_FEW = 3  # pages from which lines can repeat


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a cell of one: its text, its box in points (y grows upward), its type size, and page and line from 1.

    `links` are web addresses by the offset of the text's end that leads there.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    page: int
    number: int
    links: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item or note: its text, and at which offset each of its lines begins and each of its links ends."""

    kind: str
    text: str
    label: str = ""
    starts: list[tuple[int, Line]] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is usual on a page: the distance of two lines, and the right edge."""

    pitch: float
    right: float


def blocks(pages: Sequence[Sequence[Line]], omitted: Counter[str]) -> Iterator[Block]:
    """Yield the blocks of all pages; what stands at the edge of most pages is given once, page numbers are left out."""
    kept = _without_edges(pages, omitted)
    usual = statistics.median([line.size for page in kept for line in page] or [0.0])
    joined = _Joined({_bare(word) for page in kept for line in page for word in line.text.split() if word[-1:] not in _HYPHENS})
    groups: list[list[Line]] = []
    for page in kept:
        measure = _measure(page)
        for line in page:
            home = next((group for group in groups[: -_BACK - 1 : -1] if _goes_on(group, line, measure, latest=group is groups[-1])), None)
            if home is None:
                groups.append([line])
            else:
                home.append(line)
    for group in groups:
        yield _block(joined, group, usual)


def _without_edges(pages: Sequence[Sequence[Line]], omitted: Counter[str]) -> list[list[Line]]:
    """Leave out page numbers, and all but the first of the headers and footers that most pages share."""
    edges = Counter(key for page in pages for key in {_masked(line) for line in _edge(page)})
    seen: set[str] = set()
    kept: list[list[Line]] = []
    for page in pages:
        edge, rest = set(_edge(page)), list[Line]()
        for line in page:
            key = _masked(line)
            if line in edge and _PAGE.fullmatch(line.text):
                omitted["page number"] += 1
            elif line in edge and len(pages) >= _FEW and 2 * edges[key] > len(pages) and key in seen:
                omitted["repeated header or footer line"] += 1
            else:
                rest.append(line)
                seen.add(key)
        kept.append(rest)
    return kept


def _edge(page: Sequence[Line]) -> list[Line]:
    """Return the two highest and the two lowest lines of a page."""
    order = sorted(page, key=lambda line: -line.top)
    return [*order[:2], *order[-2:]]


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _measure(page: Sequence[Line]) -> _Measure:
    """Return the usual distance of lines: the lower quartile, for gaps between paragraphs are no distance of lines."""
    steps = sorted(
        above.bottom - below.bottom for above, below in pairwise(page) if above.size / 2 < above.bottom - below.bottom < 3 * above.size
    )
    usual = statistics.median([line.size for line in page] or [0.0])
    return _Measure(steps[len(steps) // 4] if steps else 1.2 * usual, max((line.right for line in page), default=0.0))


def _goes_on(group: list[Line], line: Line, measure: _Measure, *, latest: bool) -> bool:
    """Tell whether `line` continues a block; beside the latest only such as stand right above it, or broke off a page before."""
    last = group[-1]
    if abs(line.size - last.size) > _OTHER * last.size or _begins(last, line):
        return False
    if line.page != last.page or line.bottom > last.top:
        return _runs_on(last, line) or (latest and last.text.endswith(_ONWARD))  # the top of the next page or column
    step = last.bottom - line.bottom
    if step < last.size / 2:  # beside it: the same line after a gap, or a cell of a table
        return latest and 0 <= line.left - last.right < last.size
    row = [other for other in group[-_BACK:] if abs(other.bottom - last.bottom) <= last.size / 2]  # a broken file has letters of no size
    left, right = min(other.left for other in row), max(other.right for other in row)
    if line.left >= right or line.right <= left or (not latest and abs(line.left - left) > last.size):
        return False
    if step > _GAP * measure.pitch:
        return latest and step < 2 * measure.pitch and _runs_on(last, line)
    return not (_ended_early(last, line, measure) or _set_in(group, line) or (len(group) == 1 and _ended(last, line)))


def _begins(last: Line, line: Line) -> bool:
    """Tell whether a line begins with a bullet or a number that the line before does not lead up to ("2020;7:33-" / "40.")."""
    mark = _BULLET.match(line.text) or _ENTRY.match(line.text)
    return bool(mark) and not (line.text[0].isdigit() and last.text.endswith(_ONWARD))


def _runs_on(last: Line, line: Line) -> bool:
    """Tell whether a sentence plainly goes on from one line to the other."""
    if last.text.endswith(_ENDS):
        return False
    first = line.text[:1]
    return first.islower() or last.text.endswith(_HYPHENS) or (first >= _WIDE and last.text[-1:] >= _WIDE)


def _ended(last: Line, line: Line) -> bool:
    """Tell whether a sentence ends with the one line and another begins: what parts them there breaks no sentence."""
    return last.text.endswith(_STOPS) and not line.text[:1].islower()


def _ended_early(last: Line, line: Line, measure: _Measure) -> bool:
    """Tell whether the first word of `line` would have found room on the line before: so somebody ended a paragraph there."""
    if line.text[:1].islower():
        return False
    width = (last.right - last.left) / max(1, _columns(last.text))
    word = line.text[:1] if line.text[:1] >= _WIDE else line.text.split(maxsplit=1)[0]
    return last.right + width * (_columns(word) + 2) < measure.right


def _set_in(group: list[Line], line: Line) -> bool:
    """Tell whether `line` is set in where the lines before it are not: the first line of a paragraph."""
    left = max(other.left for other in group[-_BACK:])
    first = _BULLET.match(group[0].text) or _ENTRY.match(group[0].text) or _SMALL_NOTE.match(group[0].text)
    return not first and line.left - left > line.size


def _columns(text: str) -> int:
    return len(text) + sum(char >= _WIDE for char in text)


@dataclass(frozen=True, slots=True)
class _Joined:
    """The words of the draft, which tell whether a hyphen at the end of a line belongs to its word."""

    words: set[str]

    def compound(self, word: str, after: str) -> bool:
        """Tell whether two halves are written with a hyphen: elsewhere they are, or both are words and the whole is none."""
        whole, halves = _bare(word + after), {_bare(word), _bare(after)}
        return _bare(f"{word}-{after}") in self.words or (whole not in self.words and halves <= self.words)

    def seam(self, last: str, line: str) -> tuple[str, str]:
        """Return the end of one line without a hyphen that only its break made, and what parts it from the next line."""
        word, after = (last[:-1].split() or [""])[-1], line.split(maxsplit=1)[0]
        if last.endswith(_HYPHENS):
            return (f"{last[:-1]}-" if self.compound(word, after) else last[:-1]), ""
        if last[-1:] == "-" and last[-2:-1].isalpha():
            return (last[:-1], "") if _bare(word + after) in self.words and line[:1].islower() else (last, "")
        if last.endswith(("-", "–")) and last[-2:-1].isdigit() and line[:1].isdigit():
            return last, ""
        return (last, "") if last[-1:] >= _WIDE and line[:1] >= _WIDE else (last, " ")


def _bare(word: str) -> str:
    return word.casefold().strip('.,;:!?)"”’')


def _block(joined: _Joined, group: list[Line], usual: float) -> Block:
    """Return the block that a group of lines makes. The number of a note is its label and no part of it."""
    size = group[0].size
    note = _NOTE.match(group[0].text) or (_SMALL_NOTE.match(group[0].text) if size < _SMALL * usual else None)
    kind = "footnote" if note else "heading" if size > _LARGE * usual else "item" if _BULLET.match(group[0].text) else "paragraph"
    parts, starts, length = list[str](), list[tuple[int, Line]](), 0
    for line in group:
        if parts:
            end, between = joined.seam(parts[-1], line.text)
            length += len(end) - len(parts[-1]) + len(between)
            parts[-1:] = [end, between]
        starts.append((length, line))
        parts.append(line.text)
        length += len(line.text)
    cut = note.end() if note else 0
    label = note[1].translate(_PLAIN) if note else ""
    text = "".join(parts)[cut:]
    links = [(min(max(0, at + offset - cut), len(text)), address) for at, line in starts for offset, address in line.links]
    return Block(kind, text, label, [(max(0, at - cut), line) for at, line in starts], sorted(links))


def bullet(text: str) -> int:
    """Return how many characters of an item are its bullet or number."""
    match = _BULLET.match(text)
    return match.end() if match else 0
