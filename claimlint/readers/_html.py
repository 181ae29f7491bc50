"""HTML source passes in, tags, attributes and decoded entities with their places pass out.

The standard library's parser is not used: it takes quadratic time on hostile input and counts lines to say where it is.
Every pattern here is linear: its loops are possessive, and what is left open ends with the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING

from claimlint.model import Comment, Span
from claimlint.readers._segments import Atom, View, segment

if TYPE_CHECKING:
    from claimlint.model import Segment

TAG = re.compile(
    r"""<(?:
      (?P<comment>!--(?:-?>|.*?(?:--!?>|\Z)))
    | (?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[^>=]|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?)*)(?:>|\Z)
    | (?:[!?]|/(?=[^a-zA-Z]))[^>]*+(?:>|\Z)
    )""",
    re.DOTALL | re.VERBOSE,
)
_BODY = re.compile(r"<!--(?:-?>)?(?P<text>.*?)(?:--!?>)?", re.DOTALL)
_ATTRIBUTE = re.compile(r"""(?<=[\s/"'])([^\s=/>"'<]++)\s*+=\s*+(?:"([^"]*+)|'([^']*+)|([^\s>"']++))""")
_TELLING = re.compile(r"\b(?:alt|title|aria-[a-z]+|placeholder|content|href|start|value|label|summary|style)\s*=", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[a-zA-Z][a-zA-Z0-9]{0,31}+;?)")
_HIDES = re.compile(r"\b(?:hidden|style)\b", re.IGNORECASE)
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]++)""")
_UNSEEN = ("display:none", "visibility:hidden", "mso-hide:all")
_ZERO = re.compile(r"(?:^|;)(?:opacity|font-size|max-height):0(?:px|em|%)?(?:;|!|$)")
_DIGITS = 10
_SPOKEN = {
    **dict.fromkeys(("alt", "aria-label", "aria-description", "aria-roledescription", "summary"), "alt"),
    **dict.fromkeys(("title", "placeholder", "aria-placeholder", "aria-valuetext"), "title"),
}
_SHOWN_VALUES = {"", "submit", "button", "reset", "text", "search", "email", "tel", "url"}  # types of input whose value is seen
_LABELLED = {"option", "optgroup", "track"}
_META = {
    "description", "og:title", "og:description", "og:site_name", "og:image:alt", "twitter:title", "twitter:description",
    "twitter:image:alt", "application-name", "apple-mobile-web-app-title", "abstract", "keywords", "name", "headline", "slogan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribute:
    """A named value and its place (entities not decoded)."""

    name: str
    start: int
    end: int


def attributes(text: str, start: int, end: int) -> Iterator[Attribute]:
    """Yield the attributes with a value between `start` and `end` of a tag, names in lower case."""
    if _TELLING.search(text, start, end) is None and text.find("name", start, end) < 0:
        return
    for match in _ATTRIBUTE.finditer(text, start, end):
        at = match.lastindex or 1
        if at > 1:
            yield Attribute(match[1].lower(), match.start(at), match.end(at))


def atoms(text: str, start: int, end: int, *, attribute: bool = False) -> Iterator[Atom]:
    """Yield the runs of a stretch of text without tags: verbatim, or decoded where it holds entities."""
    at = start
    if text.find("&", start, end) >= 0:
        for match in _ENTITY.finditer(text, start, end):
            decoded, length = decode(match[0])
            following = text[match.start() + length : match.start() + length + 1]
            if length == 0 or (attribute and text[match.start() + length - 1] != ";" and (following == "=" or following.isalnum())):
                continue
            yield at, match.start(), None
            yield match.start(), match.start() + length, decoded
            at = match.start() + length
    yield at, end, None


def decode(entity: str) -> tuple[str, int]:
    """Return what an entity reads as and how many of its characters belong to it; ("", 0) where it is none.

    A space for entities of ASCII white space; U+FFFD where a number is no character.
    """
    if entity[1] == "#":
        digits = entity[2:].strip(";xX").lstrip("0")
        text = unescape(entity) if len(digits) <= _DIGITS else "\ufffd"
        return (" " if text in "\t\n\r\f\v" and text else text or "\ufffd"), len(entity)
    for length in range(len(entity), 1, -1):
        if entity[1:length] in html5:
            text = html5[entity[1:length]]
            return (" " if text in "\t\n" else text), length
    return "", 0


def remark(tag: re.Match[str], view: View) -> Comment:
    """Return the comment that a tag is, with its text as it stands between the delimiters."""
    body = _BODY.fullmatch(tag[0])
    return Comment(Span(view.at(tag.start()), view.at(tag.end() - 1) + 1), body["text"].strip() if body else "")


def spoken(text: str, tag: re.Match[str], view: View) -> Iterator[Segment]:
    """Yield what a tag says in its attributes: alt and title texts, the link it leads to, the description it declares."""
    start, end = tag.span("attributes")
    if start >= end:
        return
    found = {a.name: a for a in reversed(list(attributes(text, start, end)))}
    name = tag["name"].lower()
    for key, kind in _SPOKEN.items():
        if key in found:
            yield from _value(text, found[key], kind, view)
    if name in {"a", "area"} and "href" in found:
        yield from _value(text, found["href"], "link", view)
    if name == "input" and "value" in found and _written(text, found, "type").lower() in _SHOWN_VALUES:
        yield from _value(text, found["value"], "title", view)
    if name in _LABELLED and "label" in found:
        yield from _value(text, found["label"], "title", view)
    if name == "meta" and "content" in found:
        keys = [found[key] for key in ("name", "property", "itemprop") if key in found]
        if any(text[key.start : key.end].strip().lower() in _META for key in keys):
            yield from _value(text, found["content"], "meta", view)


def _written(text: str, found: dict[str, Attribute], name: str) -> str:
    return text[found[name].start : found[name].end].strip() if name in found else ""


def hides(text: str, tag: re.Match[str]) -> bool:
    """Tell whether a start tag hides what stands in its element: the attribute `hidden`, or a style that shows nothing."""
    start, end = tag.span("attributes")
    if _HIDES.search(text, start, end) is None:
        return False
    found = {a.name: a for a in attributes(text, start, end)}
    style = "".join(_written(text, found, "style").lower().split())
    bare = _QUOTED.sub(" ", text[start:end]).lower().split()
    return "hidden" in bare or "hidden" in found or any(rule in style for rule in _UNSEEN) or bool(_ZERO.search(style))


def _value(text: str, value: Attribute, kind: str, view: View) -> Iterator[Segment]:
    made = segment(text, atoms(text, value.start, value.end, attribute=True), kind, view)
    if made is not None:
        yield made
