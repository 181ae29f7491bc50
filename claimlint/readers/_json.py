"""JSON text passes in, with comments or one record a line if need be; its strings with their keys and places pass out.

No library gives the place of every escape, so the text is read token by token; nothing recurses, time grows with the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimlint.errors import UnreadableError
from claimlint.model import Comment, Span
from claimlint.readers._escapes import unescaped
from claimlint.readers._keys import Value, below
from claimlint.readers._written import written

DEEPEST = 200
_TOKEN = re.compile(
    r"""[ \t\n\r\ufeff]*+(?:
      "(?P<string>[^"\\\x00-\x1f]*+(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*+)*)"
    | (?P<mark>[{}\[\],:])
    | (?P<word>true|false|null|-?\d++(?:\.\d++)?(?:[eE][+-]?\d++)?)(?![\w.+-])
    | (?P<remark>//[^\n\r]*+|/\*(?:[^*]|\*(?!/))*\*/)
    | (?P<end>\Z)
    | (?P<wrong>.)
    )""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(slots=True)
class _Open:
    """An object or array under way: the path of it, and the key or the index of what comes next."""

    path: str
    array: bool
    index: int = 0
    key: str = ""


@dataclass(slots=True)
class Json:
    """A reading of JSON: `many` texts one after another are records ("record 2.title"); comments are kept."""

    source: str
    path: str
    start: int = 0
    end: int = -1
    many: bool = False
    comments: list[Comment] = field(default_factory=list)
    _inside: list[_Open] = field(default_factory=list)
    _records: int = 0

    def values(self) -> Iterator[Value]:
        """Yield every string that is no key. Raises UnreadableError, with line, where the text is no JSON or too deep."""
        at, state = self.start, "value"  # value, first (of an array), key, name (of an object that is empty yet), colon, more
        end = len(self.source) if self.end < 0 else self.end
        while (token := _TOKEN.match(self.source, at, end)) is not None:
            at = token.end()
            kind = token.lastgroup
            if kind == "remark":
                self.comments.append(Comment(Span(*token.span("remark")), token["remark"].strip("/* \t\r\n")))
            elif kind == "end":
                self._finish(at, state)
                return
            elif kind == "string" and state in {"key", "name"}:
                self._inside[-1].key = written(self.source, unescaped(self.source, *token.span("string"))).text
                state = "colon"
            elif kind in {"string", "word"} and state in {"value", "first"}:
                if kind == "string":
                    yield self._value(token)
                state = self._after()
            elif kind == "mark" and (after := self._mark(token["mark"], state, at)):
                state = after
            else:
                raise self._wrong(token.start(kind or 0), state)
        raise self._wrong(at, state)

    def _mark(self, mark: str, state: str, at: int) -> str:
        """Take a bracket, comma or colon in; return the state after it, "" where it may not stand here."""
        if mark in "{[" and state in {"value", "first"}:
            if len(self._inside) >= DEEPEST:
                raise UnreadableError(f"nested deeper than {DEEPEST} levels", path=self.path, line=line_at(self.source, at))
            self._inside.append(_Open(self._below(), array=mark == "["))
            return "first" if mark == "[" else "name"
        if mark == ":" and state == "colon":
            return "value"
        if not self._inside:
            return ""
        top = self._inside[-1]
        if mark == "," and state == "more":
            top.index += 1
            return "first" if top.array else "name"  # a comma before the closing bracket is let pass
        if mark == ("]" if top.array else "}") and state in {"more", "first" if top.array else "name"}:
            self._inside.pop()
            return self._after()
        return ""

    def _after(self) -> str:
        if self._inside:
            return "more"
        self._records += 1
        return "value" if self.many else "done"

    def _below(self) -> str:
        if self._inside:
            top = self._inside[-1]
            return below(top.path, f"[{top.index}]" if top.array else top.key)
        return f"record {self._records + 1}" if self.many else ""

    def _value(self, token: re.Match[str]) -> Value:
        key = next((o.key for o in reversed(self._inside) if not o.array), "")
        return Value(self._below(), key, tuple(unescaped(self.source, *token.span("string"))))

    def _finish(self, at: int, state: str) -> None:
        if self._inside or not (state == "done" or (self.many and state == "value")):
            raise self._wrong(at, state)

    def _wrong(self, at: int, state: str) -> UnreadableError:
        wanted = {"colon": "a colon", "more": "a comma or a closing bracket", "name": "a key", "done": "the end of the file"}
        what = f"not valid JSON: expected {wanted.get(state, 'a value')}"
        return UnreadableError(what, path=self.path, line=line_at(self.source, at), remedy="mend the file, or exclude it")


def line_at(source: str, at: int) -> int:
    """Return the 1-based line of an offset."""
    return source.count("\n", 0, at) + 1
