"""TOML text passes in; its strings with their keys and places, and its comments, pass out."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claimlint.errors import UnreadableError, broken_line
from claimlint.model import Comment, Span
from claimlint.readers._escapes import unescaped
from claimlint.readers._keys import Value, below
from claimlint.readers._segments import Atom
from claimlint.readers._written import written

_TOKEN = re.compile(
    r'''[ \t]*+(?:
      \#(?P<remark>[^\r\n]*+)
    | """(?P<basic3>(?:[^"\\]|\\.|"{1,2}(?!"))*"{0,2})"""
    | \'\'\'(?P<literal3>(?:[^']|'{1,2}(?!'))*'{0,2})\'\'\'
    | "(?P<basic>[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*)"
    | '(?P<literal>[^'\r\n]*+)'
    | (?P<line>[\r\n]++)
    | (?P<mark>[\[\]{},=.])
    | (?P<bare>[^\s\[\]{},=."'\#]++)
    )''',
    re.DOTALL | re.VERBOSE,
)
_TEXTS = ("basic3", "literal3", "basic", "literal")


def table(source: str, path: str, start: int, end: int) -> dict[str, Any]:
    """Return what the TOML between `start` and `end` says. Raises UnreadableError, with line, where it is no TOML or too deep."""
    text = source[start:end]
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = source.count("\n", 0, start) + broken_line(text, error)
        what = str(error).split(" (at ")[0] if isinstance(error, tomllib.TOMLDecodeError) else "nested too deep"
        raise UnreadableError(f"not valid TOML: {what}", path=path, line=line, remedy="mend the file, or exclude it") from None


@dataclass(slots=True)
class _Open:
    """An array or inline table under way."""

    path: str
    array: bool
    index: int = 0


@dataclass(slots=True)
class Toml:
    """A reading of the TOML between `start` and `end`; places are those of the whole source."""

    source: str
    path: str
    start: int = 0
    end: int = -1
    comments: list[Comment] = field(default_factory=list)
    _home: str = ""  # the table under way
    _counts: Counter[str] = field(default_factory=Counter)
    _inside: list[_Open] = field(default_factory=list)
    _keys: list[str] = field(default_factory=list)
    _header: int = 0  # brackets that opened the header under way
    _valued: bool = False  # an equals sign has been read

    def values(self) -> Iterator[Value]:
        """Yield every string that is no key. Raises UnreadableError, with line, where the text is no TOML or too deep."""
        end = len(self.source) if self.end < 0 else self.end
        table(self.source, self.path, self.start, end)
        at = self.start
        while (token := _TOKEN.match(self.source, at, end)) is not None:  # what is valid consists of these tokens only
            at = token.end()
            kind = token.lastgroup or ""
            if kind == "remark":
                self.comments.append(Comment(Span(token.start("remark") - 1, at), token["remark"].strip()))
            elif kind in _TEXTS and self._valued:
                yield Value(self._below(), self._key(), tuple(self._atoms(token, kind)))
            elif kind in _TEXTS or (kind == "bare" and not self._valued):
                self._keys.append(written(self.source, self._atoms(token, kind)).text)
            elif kind == "mark":
                self._mark(token["mark"])
            elif kind == "line" and not self._inside:
                self._keys, self._valued = [], False

    def _atoms(self, token: re.Match[str], kind: str) -> list[Atom]:
        start, end = token.span(kind)
        return unescaped(self.source, start, end) if kind.startswith("basic") else [(start, end, None)]

    def _mark(self, mark: str) -> None:
        if not self._valued and not self._inside and mark in "[]":
            self._bracket(mark)
        elif mark == "=":
            self._valued = True
        elif mark in "[{":
            self._inside.append(_Open(self._below(), mark == "["))
            self._keys, self._valued = [], mark == "["
        elif mark in "]}" and self._inside:
            self._keys, self._valued = [self._inside.pop().path], True
        elif mark == "," and self._inside:
            top = self._inside[-1]
            top.index += 1
            self._keys, self._valued = [], top.array

    def _bracket(self, mark: str) -> None:
        """Take a bracket of a header in; at its end its keys are the table under way."""
        self._header += 1
        if mark == "[" or not self._keys:
            return
        doubled = self._header > 2  # two opened, and this is the first to close  # noqa: PLR2004
        name = ".".join(self._keys)
        self._home = below("", f"{name}[{self._counts[name]}]" if doubled else name)
        self._counts[name] += doubled
        self._keys, self._header = [], 0

    def _below(self) -> str:
        if not self._inside:
            return below(self._home, ".".join(self._keys))
        top = self._inside[-1]
        return below(top.path, f"[{top.index}]" if top.array else ".".join(self._keys))

    def _key(self) -> str:
        if self._keys:
            return self._keys[-1]
        path = next((o.path for o in reversed(self._inside)), "")
        return re.sub(r"(?:\[\d+\])+\Z", "", path).rpartition(".")[2]
