"""A stretch of reStructuredText inside a block passes in; its readable runs pass out, links and code noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.readers._lines import tokenised
from claimlint.readers._segments import Atom

if TYPE_CHECKING:
    from claimlint.readers._lines import Reading

_TOKEN = re.compile(
    r"""``(?P<code>[^`]{1,500})``
    | (?::(?P<role>[\w+.:-]{1,40}):)?`(?P<text>[^`<]{0,2000})(?P<target><[^<>`]{1,2000}>)?`(?P<after>:[\w+.-]{1,40}:|_{0,2})
    | (?P<note>\[(?:\d{1,4}|\#[\w.-]{0,40}|\*|[A-Za-z][\w.-]{0,40})\])_(?!\w)
    | (?<=\w)(?P<reference>_{1,2})(?=[\s.,;:!?)\]]|\Z)
    | \|(?P<substitution>[^|\s][^|\n]{0,60})\|_{0,2}
    | \\(?:(?=\ufdd0)|(?P<escaped>[\s\S]))  # FILLER, which stands for code, is nothing to escape
    | (?<![^\s"'(\[{<«“‘–—/:-])(?P<opened>\*{1,2})(?=\S)
    | (?<=\S)(?P<closed>\*{1,2})(?![^\s"')\]}>»”’–—/:.,;!?\\-])
    | (?P<gap>::)(?=\s*\Z)""",
    re.VERBOSE,
)
_HINT = re.compile(r"[`_|\\*:]")
_RAISED = ("sup", "superscript")
_CODE = ("code", "math", "literal", "kbd", "file", "command", "option", "program", "samp", "regexp", "envvar", "index")


def runs(reading: Reading, start: int, end: int) -> Iterator[Atom]:
    """Return the readable runs between `start` and `end` of the source."""
    if _HINT.search(reading.source, start, end) is None:
        return iter([(start, end, None)])
    return tokenised(reading, start, end, _TOKEN, _token)


def _token(reading: Reading, token: re.Match[str]) -> Iterator[Atom]:
    if token["code"] or (token["text"] is not None and _is_code(token)):
        reading.omitted["inline code"] += 1
        yield token.start(), token.end(), " "
    elif token["text"] is not None:
        yield from _interpreted(reading, token)
    else:
        yield from _mark(token)


def _interpreted(reading: Reading, token: re.Match[str]) -> Iterator[Atom]:
    """Yield the words of a role or reference; the target of a link reads apart."""
    start, end = token.span("text")
    if token["role"] in _RAISED:
        yield token.start(), start, " "  # a raised number is no part of the word before it
    yield start, start + len(token["text"].rstrip()) if token["target"] else end, None
    if token["target"] and not token["role"]:
        reading.plain(token.start("target") + 1, token.end("target") - 1, "link")


def _mark(token: re.Match[str]) -> Iterator[Atom]:
    """Yield what is left of a note, substitution, escape or the colons before a literal block; other marks leave nothing."""
    if token["note"]:
        yield *token.span("note"), None
    elif token["substitution"]:
        yield token.start(), token.end(), " "
    elif token["escaped"] and not token["escaped"].isspace():
        yield token.start(), token.end(), token["escaped"]
    elif token["gap"]:
        yield token.start(), token.start() + 1, None


def _is_code(token: re.Match[str]) -> bool:
    role = (token["role"] or "").rpartition(":")[2] or token["after"].strip(":_")
    return role in _CODE
