"""What an inline scan of Markdown finds: the runs of text, and what stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown_it.helpers import parseLinkDestination, parseLinkTitle

if TYPE_CHECKING:
    from claimlint.readers._segments import Atom


@dataclass(frozen=True, slots=True)
class Aside:
    """A range of the content that reads apart from it: a link's destination, a title, an alt text, an inline note."""

    kind: str
    start: int
    end: int
    label: str = ""


@dataclass(slots=True)
class Inline:
    """What a block's content, or a range of it, holds; offsets are into the content."""

    atoms: list[Atom] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    tags: list[re.Match[str]] = field(default_factory=list)
    comments: list[re.Match[str]] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)


def destination(src: str, bracket: int, end: int, *, link: bool) -> Iterator[Aside]:
    """Yield destination (of links only) and title of an inline link or image whose brackets stand at `bracket` and `end`."""
    at = _past_blank(src, bracket + 1, end)
    target = parseLinkDestination(src, at, end)
    if not target.ok:
        return
    angled = src[at : at + 1] == "<"
    if link and target.pos > at:
        yield Aside("link", at + angled, target.pos - angled)
    at = _past_blank(src, target.pos, end)
    title = parseLinkTitle(src, at, end)
    if at > target.pos and title.ok:
        yield Aside("title", at + 1, title.pos - 1)


def _past_blank(src: str, at: int, end: int) -> int:
    while at < end and src[at] in " \t\n":
        at += 1
    return at
