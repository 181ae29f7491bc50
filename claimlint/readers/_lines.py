"""What readers of line-based markup share: the lines of a source, and a draft under construction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimlint.model import Document
from claimlint.readers._references import Section, enter
from claimlint.readers._segments import Atom, View, by_place, in_order, omissions, segment
from claimlint.readers._templates import masked

if TYPE_CHECKING:
    from claimlint.model import Comment, Segment

_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its break: where it begins and ends, and how far its text is indented."""

    start: int
    end: int
    indent: int
    text: str  # without the blanks round it

    @property
    def begin(self) -> int:
        """Return where the text begins."""
        return self.start + self.indent


@dataclass(slots=True)
class Reading:
    """A source that is read line by line, the line that comes next, and what has been read."""

    source: str
    lines: list[Line]
    inline: Callable[[Reading, int, int], Iterable[Atom]]
    at: int = 0
    section: Section = field(default_factory=Section)
    done: list[Segment] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    comments: list[Comment] = field(default_factory=list)

    def add(self, ranges: Iterable[tuple[int, int]], kind: str, label: str = "", number: str = "") -> None:
        """Add the segment that ranges of the source make, the inline markup in them read."""
        atoms: list[Atom] = []
        for start, end in ranges:
            if atoms and atoms[-1][1] < start:
                atoms.append((atoms[-1][1], start, " "))
            atoms += self.inline(self, start, end)
        made = segment(self.source, atoms, kind, View(), label=label)
        if made is not None:
            self.done.append(made if label else enter(self.section, made, number))

    def plain(self, start: int, end: int, kind: str) -> None:
        """Add a range of the source as it stands."""
        made = segment(self.source, [(start, end, None)], kind, View())
        self.done += [made] if made is not None else []

    def line(self, ahead: int = 0) -> Line | None:
        """Return the line that comes next, or one further on; None after the last."""
        return self.lines[self.at + ahead] if 0 <= self.at + ahead < len(self.lines) else None

    def below(self, indent: int) -> int:
        """Return the index after the lines from the next one on that are blank or indented deeper; blank ones at the end left out."""
        stop = last = self.at
        while stop < len(self.lines) and (not self.lines[stop].text or self.lines[stop].indent > indent):
            stop += 1
            last = stop if self.lines[stop - 1].text else last
        return last


def read_lines(
    path: str, source: str, inline: Callable[[Reading, int, int], Iterable[Atom]], block: Callable[[Reading, Line], None]
) -> Document:
    """Return the draft that `block`, given the next line, reads on from there; template code is blanked before."""
    left = masked(source)
    reading = Reading(left.text, lines(left.text), inline)
    while (line := reading.line()) is not None:
        block(reading, line)
    comments = in_order([*reading.comments, *left.comments])
    return Document(path, source, by_place(reading.done), omissions(+reading.omitted + left.omitted), comments)


def tokenised(
    reading: Reading, start: int, end: int, token: re.Pattern[str], read: Callable[[Reading, re.Match[str]], Iterable[Atom]]
) -> Iterator[Atom]:
    """Yield the readable runs of a range: what `read` makes of each `token` in it, and what lies between."""
    at = start
    for found in token.finditer(reading.source, start, end):
        yield at, found.start(), None
        yield from read(reading, found)
        at = found.end()
    yield at, end, None


def lines(source: str) -> list[Line]:
    """Return the lines of a source."""
    found = []
    for match in _LINE.finditer(source):
        written = match[1]
        text = written.strip()
        found.append(Line(match.start(), match.start() + len(written.rstrip()), len(written) - len(written.lstrip()) if text else 0, text))
    return found
