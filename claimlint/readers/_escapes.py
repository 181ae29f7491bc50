"""The inside of a quoted string passes in; its runs pass out, each escape with what it reads as (JSON, YAML, TOML, PO alike)."""

from __future__ import annotations

import re

from claimlint.readers._segments import Atom

_ESCAPE = re.compile(
    r"""\\(?:
      u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})
    | (?:u(?P<four>[0-9a-fA-F]{4}) | U(?P<eight>[0-9a-fA-F]{8}) | x(?P<two>[0-9a-fA-F]{2})) | (?P<octal>[0-7]{1,3})
    | (?P<fold>[ \t]*+(?:\r\n|\n|\r)[ \t\r\n]*+)
    | (?P<letter>[abefnrtvNLP_"'\\/ \t])
    )""",
    re.VERBOSE,
)
_LETTERS = {"a": " ", "b": " ", "e": " ", "f": " ", "v": " ", "n": "\n", "r": "\r", "t": "\t", "N": " ", "L": "\n", "P": "\n", "_": "\xa0"}
_NO_CHARACTER = "\ufffd"
_FIRST, _LAST, _SURROGATES = 0x20, 0x10FFFF, range(0xD800, 0xE000)


def unescaped(source: str, start: int, end: int) -> list[Atom]:
    """Return the runs of a string whose inside is `source[start:end]`. A backslash that begins no escape reads as written."""
    if source.find("\\", start, end) < 0:
        return [(start, end, None)]
    found: list[Atom] = []
    at = start
    for escape in _ESCAPE.finditer(source, start, end):
        found += [(at, escape.start(), None)] if at < escape.start() else []
        found.append((*escape.span(), _decoded(escape)))
        at = escape.end()
    return [*found, (at, end, None)] if at < end or not found else found


def doubled(source: str, start: int, end: int, mark: str) -> list[Atom]:
    """Return the runs of a string in which the quote mark itself is written twice."""
    found: list[Atom] = []
    at = start
    while (pair := source.find(mark * 2, at, end)) >= 0:
        found += [(at, pair, None)] if at < pair else []
        found.append((pair, pair + 2, mark))
        at = pair + 2
    return [*found, (at, end, None)] if at < end or not found else found


def _decoded(escape: re.Match[str]) -> str:
    if escape["high"]:
        return chr(0x10000 + ((int(escape["high"], 16) & 0x3FF) << 10) + (int(escape["low"], 16) & 0x3FF))
    digits = escape["four"] or escape["eight"] or escape["two"]
    if digits or escape["octal"]:
        return character(int(digits, 16) if digits else int(escape["octal"], 8))
    return "" if escape["fold"] else _LETTERS.get(escape["letter"], escape["letter"])


def character(number: int) -> str:
    """Return what a number reads as: U+FFFD where it is no character, a space for a control character."""
    if number > _LAST or number in _SURROGATES or not number:
        return _NO_CHARACTER
    return " " if number < _FIRST and chr(number) not in "\t\n\r" else chr(number)
