"""A stretch of AsciiDoc inside a block passes in; its readable runs pass out, links, notes, alt texts and code noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.readers._html import decode
from claimlint.readers._lines import tokenised
from claimlint.readers._segments import Atom

if TYPE_CHECKING:
    from claimlint.readers._lines import Reading

_TOKEN = re.compile(
    r"""(?<!`)``?(?=\S)(?P<code>[^`\n]{1,500})``?(?!`)
    | \+\+\+(?P<passed>[^+]{0,2000})\+\+\+
    | (?P<macro>footnote|image|icon|link|mailto|xref|kbd|btn|menu|stem|latexmath|asciimath|pass|anchor|indexterm2?)
      :(?P<target>[^\s\[\]]{0,500})\[(?P<inside>[^\]]{0,2000})\]
    | (?P<url>https?://[^\s\[\]<>]{1,2000})\[(?P<words>[^\]]{0,2000})\]
    | <<(?P<place>[^<>,]{1,200})(?:,(?P<called>[^<>]{1,500}))?>>
    | \[\[[^\]]{0,200}\]\] | \(\(\([^)]{0,200}\)\)\)
    | \{(?P<attribute>[\w-]{1,60})\}
    | \\(?P<escaped>[*_`\#^~\[{<+])
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});)
    | \[(?:\.|\#)?[\w.\#-]{1,60}\](?=[\#*_`])
    | (?P<doubled>\*\*|__|\#\#)
    | (?<![\w*_\#\\])(?P<opened>[*_\#])(?=[^\s*_\#])
    | (?<=[^\s*_\#])(?P<closed>[*_\#])(?!\w)
    | ~(?=\S)|(?<=\S)~
    | [ ]\+(?=[\r\n])""",
    re.VERBOSE,
)
_HINT = re.compile(r"[`+\[{<*_#~\\&(]")
_ALT = re.compile(r"(?:[^,\]\"=]+|\"[^\"]*\")")


def runs(reading: Reading, start: int, end: int) -> Iterator[Atom]:
    """Return the readable runs between `start` and `end` of the source."""
    if _HINT.search(reading.source, start, end) is None:
        return iter([(start, end, None)])
    return tokenised(reading, start, end, _TOKEN, _token)


def _token(reading: Reading, token: re.Match[str]) -> Iterator[Atom]:
    whole = (token.start(), token.end(), " ")
    if token["code"]:
        reading.omitted["inline code"] += 1
        yield whole
    elif token["passed"] is not None:
        yield *token.span("passed"), None
    elif token["macro"]:
        yield from _macro(reading, token)
    elif token["url"]:
        reading.plain(*token.span("url"), "link")
        yield (*token.span("words"), None) if token["words"].strip("^") else (*token.span("url"), None)
    elif token["called"]:
        yield *token.span("called"), None
    elif token["place"] or token["attribute"]:
        yield whole
    elif token["escaped"]:
        yield token.start(), token.end(), token["escaped"]
    elif token["entity"]:
        text, length = decode(token["entity"])
        yield (token.start(), token.end(), text) if length == len(token["entity"]) else (token.start(), token.end(), None)


def _macro(reading: Reading, token: re.Match[str]) -> Iterator[Atom]:
    """Read the words of a macro where they are part of the sentence, beside it where they are not."""
    name, inside = token["macro"], token.span("inside")
    if name == "footnote":
        reading.plain(*inside, "footnote")
        yield token.start(), token.end(), " "
    elif name in {"image", "icon"}:
        alt(reading, *inside)
        yield token.start(), token.end(), " "
    elif name in {"link", "mailto", "xref", "pass", "btn", "indexterm2"} and inside[0] < inside[1]:
        if name == "link":
            reading.plain(*token.span("target"), "link")
        yield *inside, None
    else:
        reading.omitted["inline code"] += name in {"stem", "latexmath", "asciimath"}
        yield token.start(), token.end(), " "


def alt(reading: Reading, start: int, end: int) -> None:
    """Add the alt text that begins the attributes of an image."""
    words = _ALT.match(reading.source, start, end)
    if words and not reading.source.startswith("=", words.end()):
        quoted = words[0].startswith('"')
        reading.plain(words.start() + quoted, words.end() - quoted, "alt")
