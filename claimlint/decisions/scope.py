"""Directives and the blocks of a draft → the stretch of the source that each directive speaks of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
        self._blocks: Sequence[_Block] | None = None
        self._starts: list[int] = []

    def beside(self, comment: Span) -> tuple[Span, ...]:
        """Return the block that encloses a comment, else those before and after it on its lines, else the next one."""
        blocks = self._laid_out()
        around = [b for b in blocks if b.span.start < comment.start and comment.end < b.span.end]
        if around:
            return self._rows(around[-1:])
        first, last = self._line(comment.start), self._line(max(comment.start, comment.end - 1))
        before = [b for b in blocks if b.span.end <= comment.start and self._line(max(b.span.start, b.span.end - 1)) == first]
        after = next((b for b in blocks if b.span.start >= comment.end), None)
        chosen = before[-1:] if before else []
        if after and (not before or after.line == last):
            chosen = [*chosen, after]
        return self._rows(chosen)

    def _rows(self, chosen: Sequence[_Block]) -> tuple[Span, ...]:
        """Return the places of blocks; a cell stands for its row, the cells that begin on its line."""
        lines = {b.line for b in chosen if b.kind == "cell"}
        row = [b for b in self._laid_out() if b.kind == "cell" and b.line in lines]
        return tuple(dict.fromkeys(b.span for b in (*chosen, *row)))

    def _laid_out(self) -> Sequence[_Block]:
        if self._blocks is None:
            self._starts = line_starts(self._document.source)
            places = [(s.kind, s.locate(Span(0, len(s.text)))) for s in self._document.segments if s.pieces]
            self._blocks = sorted((_Block(kind, span, self._line(span.start)) for kind, span in places), key=lambda b: b.span)
        return self._blocks

    def _line(self, offset: int) -> int:
        return line_column(self._starts, offset)[0]
