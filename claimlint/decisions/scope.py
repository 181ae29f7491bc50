"""Directives and the blocks of a draft → the stretch of the source that each directive speaks of."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from claimlint.decisions.directives import Directive
from claimlint.model import Document, Span, line_starts
from claimlint.model.places import line_column

EVERYWHERE = Span(0, 1 << 62)


@dataclass(frozen=True, slots=True)
class Scoped:
    """A directive and the stretches of the source it speaks of; none where it is at fault."""

    directive: Directive
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    span: Span
    line: int


def scoped(document: Document, found: Iterable[Directive]) -> tuple[Scoped, ...]:
    """Return each directive with its scope, in order; `end` without a beginning and a block without an end are at fault."""
    page = _Page(document)
    done: list[Scoped] = []
    open_blocks: list[int] = []
    for directive in found:
        if directive.form == "end":
            if open_blocks:
                at = open_blocks.pop()
                begun = done[at].directive
                done[at] = Scoped(begun, () if begun.fault else (Span(begun.span.end, directive.span.start),))
            else:
                done.append(Scoped(dataclasses.replace(directive, fault='"end" without "allow-block" before it')))
        elif directive.form == "allow-block":
            open_blocks.append(len(done))
            done.append(Scoped(directive))
        elif directive.fault:
            done.append(Scoped(directive))
        else:
            done.append(Scoped(directive, (EVERYWHERE,) if directive.form == "allow-file" else page.beside(directive.span)))
    for at in open_blocks:
        begun = done[at].directive
        done[at] = Scoped(dataclasses.replace(begun, fault=begun.fault or '"allow-block" without "claimlint: end" after it'))
    return tuple(done)


class _Page:
    """The blocks of a draft by place, laid out when a directive first asks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks: list[_Block] | None = None
        self._starts: list[int] = []
        self._begins: list[int] = []  # where each block begins
        self._reach: list[int] = []  # how far any block up to and with this one goes
        self._rows: dict[int, list[_Block]] = defaultdict(list)

    def beside(self, comment: Span) -> tuple[Span, ...]:
        """Return the blocks that a comment stands in or over, else those before and after it on its lines, else the next one.

        A comment of an office draft stands over the words it was made on. A cell stands for its row, the cells on its line.
        """
        blocks = self._laid_out()
        chosen = self._shared(blocks, comment) or self._around(blocks, comment)
        rows = [cell for block in chosen if block.kind == "cell" for cell in self._rows[block.line]]
        return tuple(dict.fromkeys(b.span for b in (*chosen, *rows)))

    def _shared(self, blocks: Sequence[_Block], comment: Span) -> list[_Block]:
        found: list[_Block] = []
        at = bisect_left(self._begins, comment.end) - 1
        while at >= 0 and self._reach[at] > comment.start:
            found += [blocks[at]] if blocks[at].span.overlaps(comment) else []
            at -= 1
        return found[::-1]

    def _around(self, blocks: Sequence[_Block], comment: Span) -> list[_Block]:
        first, last = self._line(comment.start), self._line(max(comment.start, comment.end - 1))
        at = bisect_left(self._begins, comment.start)
        before = [b for b in blocks[max(0, at - 1) : at] if self._line(max(b.span.start, b.span.end - 1)) == first]
        after = blocks[(following := bisect_left(self._begins, comment.end)) : following + 1]
        return [*before, *(b for b in after if not before or b.line == last)]

    def _laid_out(self) -> Sequence[_Block]:
        if self._blocks is None:
            self._starts = line_starts(self._document.source)
            places = [(s.kind, s.locate(Span(0, len(s.text)))) for s in self._document.segments if s.pieces]
            self._blocks = sorted((_Block(kind, span, self._line(span.start)) for kind, span in places), key=lambda b: b.span)
            self._begins = [b.span.start for b in self._blocks]
            self._reach = list(accumulate((b.span.end for b in self._blocks), max))
            for block in self._blocks:
                if block.kind == "cell":
                    self._rows[block.line].append(block)
        return self._blocks

    def _line(self, offset: int) -> int:
        return line_column(self._starts, offset)[0]
