"""XML source passes in, its elements and texts with exact places pass out; document types and entities of its own are refused.

No library gives the place of every character, so the text is read token by token; nothing recurses, time grows with the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from claimlint.errors import UnreadableError
from claimlint.readers._escapes import character
from claimlint.readers._segments import Atom

DEEPEST = 200
_TOKEN = re.compile(
    r"""<(?:
      (?P<close>/)(?P<closed>[^\s<>/]++)\s*+>
    | (?P<name>[^\s<>/!?="'&]++)(?P<attributes>(?:\s++[^\s<>/="']++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*)\s*+(?P<empty>/?)>
    | !--(?P<comment>(?:[^-]|-(?!-))*)-->
    | !\[CDATA\[(?P<cdata>(?:[^\]]|\](?!\]>))*)\]\]>
    | \?(?:[^?]|\?(?!>))*\?>
    | (?P<doctype>!DOCTYPE)
    )""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s<>/="']++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_ENTITY = re.compile(r"&(?:(?P<named>amp|lt|gt|quot|apos)|#(?P<number>\d{1,7})|#x(?P<hex>[0-9a-fA-F]{1,6}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@dataclass(frozen=True, slots=True)
class Part:
    """A start tag (with its attributes), an end tag, a comment, or a text (with its runs); names without their prefix."""

    kind: Literal["open", "close", "text", "comment"]
    start: int
    end: int
    name: str = ""
    empty: bool = False
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    atoms: tuple[Atom, ...] = ()


def parts(path: str, source: str) -> Iterator[Part]:
    """Yield the parts of a document in order. Raises UnreadableError, with line, where it is not well formed or not allowed."""
    at, seen = 0, False
    open_: list[str] = []
    while at < len(source):
        start = source.find("<", at)
        end = start if start >= 0 else len(source)
        if end > at and open_:
            yield Part("text", at, end, atoms=tuple(_text(path, source, at, end)))
        elif source[at:end].strip("\ufeff \t\r\n"):
            raise _wrong(path, source, at, "text outside the root element")
        if start < 0:
            break
        token = _TOKEN.match(source, start)
        if token is None:
            raise _wrong(path, source, start, "a tag that is not well formed")
        if token["doctype"]:
            raise _wrong(path, source, start, "a document type declaration, which claimlint does not read", "remove the DOCTYPE")
        at = token.end()
        if token["name"] and not open_ and seen:
            raise _wrong(path, source, start, "a second root element")
        seen = seen or bool(token["name"])
        yield from _part(path, source, token, open_)
    if open_ or not seen:
        raise _wrong(path, source, len(source), f"<{open_[-1]}> is never closed" if open_ else "no element")


def _part(path: str, source: str, token: re.Match[str], open_: list[str]) -> Iterator[Part]:
    if token["name"]:
        if len(open_) >= DEEPEST:
            raise _wrong(path, source, token.start(), f"nested deeper than {DEEPEST} levels")
        attributes = {a[1].rpartition(":")[2]: unescape(a[2] or a[3] or "") for a in _ATTRIBUTE.finditer(token["attributes"])}
        yield Part("open", *token.span(), token["name"].rpartition(":")[2], bool(token["empty"]), attributes=attributes)
        if not token["empty"]:
            open_.append(token["name"])
    elif token["close"]:
        if not open_ or open_.pop() != token["closed"]:
            raise _wrong(path, source, token.start(), f"</{token['closed']}> closes nothing")
        yield Part("close", *token.span(), token["closed"].rpartition(":")[2])
    elif token["comment"] is not None:
        yield Part("comment", *token.span(), text=token["comment"].strip())
    elif token["cdata"]:
        yield Part("text", *token.span(), atoms=((*token.span("cdata"), None),))


def _text(path: str, source: str, start: int, end: int) -> Iterator[Atom]:
    at = start
    while (amp := source.find("&", at, end)) >= 0:
        entity = _ENTITY.match(source, amp, end)
        if entity is None or len(entity[0]) == 1:
            raise _wrong(path, source, amp, "an entity that XML does not know")
        if amp > at:
            yield at, amp, None
        number = int(entity["number"] or 0) or int(entity["hex"] or "0", 16)
        yield amp, entity.end(), _NAMED.get(entity["named"]) or character(number)
        at = entity.end()
    if at < end:
        yield at, end, None


def _wrong(path: str, source: str, at: int, what: str, remedy: str = "mend the file, or exclude it") -> UnreadableError:
    return UnreadableError(f"not well-formed XML: {what}", path=path, line=source.count("\n", 0, at) + 1, remedy=remedy)
