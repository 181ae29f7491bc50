"""The YAML or TOML that opens a Markdown file passes in; its titles, descriptions and settings for this program pass out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.readers._segments import View, segment
from claimlint.readers._written import written

if TYPE_CHECKING:
    from claimlint.model import Segment

_OPEN = re.compile(r"(---|\+\+\+)[ \t]*\r?\n")
_CLOSE = {"---": re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE), "+++": re.compile(r"^\+\+\+[ \t]*\r?$\n?", re.MULTILINE)}
_KEY = re.compile(
    r"^(?P<indent>[ \t]*)(?:- )?(?P<quote>[\"']?)(?:title|description|summary|subtitle|excerpt|meta_description|og_title|og_description)"
    r"(?P=quote)[ \t]*[:=][ \t]*(?P<value>[^\r\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_OURS = re.compile(r"^[ \t]*[\[{]*[\"']?claimlint\b", re.MULTILINE)
_INDEX = re.compile(r"\[\d+\]")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?[ \t]*(?:#.*)?")
_MORE = re.compile(r"\r?\n([ \t]+)(?=\S)[^\r\n]*|\r?\n[ \t]*(?=\r?\n)")


def front_matter(source: str, path: str = "") -> tuple[list[Segment | None], int, tuple[tuple[str, str], ...]]:
    """Return the readable values of the front matter, where the body begins (0 where there is none), and its settings for us.

    Settings are what stands under the key `claimlint`: dotted keys, an item of a list under the key of the list. Raises
    UnreadableError, with line, where there are such and the front matter is not valid.
    """
    opening = _OPEN.match(source)
    closing = _CLOSE[opening[1]].search(source, opening.end()) if opening else None
    if opening is None or closing is None:
        return [], 0, ()
    end = closing.start()
    ours = _OURS.search(source, opening.end(), end)
    settings = tuple(_settings(source, path, opening[1], opening.end(), end)) if ours else ()
    return [_value(source, key, end) for key in _KEY.finditer(source, opening.end(), end)], closing.end(), settings


def _settings(source: str, path: str, mark: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    # a page mostly has no settings: only one that has needs the parsers
    if mark == "+++":
        from claimlint.readers._toml import table

        yield from _flat("", table(source, path, start, end).get("claimlint", {}))
        return
    from claimlint.readers._yaml import Yaml

    for value in Yaml(source, path, start, end).values():
        if value.path.startswith("claimlint."):
            yield _INDEX.sub("", value.path.removeprefix("claimlint.")), written(source, value.atoms).text.strip()


def _flat(key: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the plain values of a table under dotted keys, written as TOML writes them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{key}.{name}" if key else name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(key, inner)
    else:
        yield key, str(value).lower() if isinstance(value, bool) else str(value)


def _value(source: str, key: re.Match[str], end: int) -> Segment | None:
    start, stop = key.span("value")
    written = key["value"].rstrip()
    if written[:1] in {'"', "'"}:
        return _quoted(source, start, end)
    if _BLOCK_SCALAR.fullmatch(written):
        start, stop = stop, _continued(source, stop, end, len(key["indent"]))
    elif written:
        comment = written.find(" #")
        stop = start + comment if comment >= 0 else _continued(source, stop, end, len(key["indent"]))
    return segment(source, [(start, stop, None)], "meta", View())


def _quoted(source: str, start: int, end: int) -> Segment | None:
    """Read a quoted value up to its closing quote, which may stand on a later line."""
    mark = source[start]
    if source.startswith(mark * 3, start, end):
        close = source.find(mark * 3, start + 3, end)
        return segment(source, [(start + 3, close if close >= 0 else end, None)], "meta", View())
    body = re.compile(r'(?:[^"\\]|\\.)*' if mark == '"' else r"(?:[^']|'')*", re.DOTALL)
    match = body.match(source, start + 1, end)
    return segment(source, [(start + 1, match.end() if match else end, None)], "meta", View())


def _continued(source: str, stop: int, end: int, indent: int) -> int:
    """Return where the lines end that are indented deeper than their key."""
    while (more := _MORE.match(source, stop, end)) is not None and (more[1] is None or len(more[1]) > indent):
        stop = more.end()
    return stop
