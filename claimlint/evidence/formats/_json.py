"""JSON of strangers → its objects one after the other, each with its line; nothing is held that is not needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

from claimlint.errors import RegistryError

_SPACE = re.compile(r"[\s,]*")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LONE = re.compile(r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]")
_DEEPEST = 60  # brackets within brackets; a record of real life has a dozen
_LARGEST = 64_000_000  # characters of one object: a page of a service with a thousand records has 20 million
_CHUNK = 1 << 20

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A record as JSON, where it begins, and what to do where it is wrong, so that errors can say so."""

    path: str
    line: int
    data: Data
    remedy: str
    counts: tuple[str, ...] = ()  # keys that may be written as a number

    def fail(self, message: str, remedy: str = "") -> RegistryError:
        """Return an error at this record."""
        return RegistryError(message, path=self.path, line=self.line, remedy=remedy or self.remedy)

    def part(self, data: Data) -> Item:
        """Return an object within this record, at the same place."""
        return Item(self.path, self.line, data, self.remedy, self.counts)

    def text(self, key: str) -> str:
        """Return a text, "" where it is missing; of a list the first, as Crossref has it, but a record has one title."""
        value = self.data.get(key)
        if isinstance(value, list) and (len(value) <= 1 or (key != "title" and all(isinstance(v, str) for v in value))):
            value = value[0] if value else ""
        if isinstance(value, int) and not isinstance(value, bool) and key in self.counts:
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise self.fail(f'"{key}" must be text, not {kind(value)}', f'write "{key}": "…"')
        return (value or "").strip()

    def inner(self, *keys: str) -> Item:
        """Return the object that a chain of keys leads to, an empty one where a link is missing."""
        data: Data = self.data
        for key in keys:
            value = data.get(key)
            if value is not None and not isinstance(value, dict):
                raise self.fail(f'"{key}" must be an object, not {kind(value)}')
            data = value or {}
        return self.part(data)

    def objects(self, key: str) -> list[Item]:
        """Return the objects of a list, none where it is missing."""
        value = self.data.get(key)
        if value is not None and not (isinstance(value, list) and all(isinstance(v, dict) for v in value)):
            raise self.fail(f'"{key}" must be a list of objects, not {kind(value)}')
        return [self.part(each) for each in value or ()]

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none where it is missing."""
        value = self.data.get(key)
        if value is not None and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise self.fail(f'"{key}" must be a list of texts, not {kind(value)}')
        return tuple(v.strip() for v in value or () if v.strip())

    def number(self, key: str) -> int | None:
        """Return a whole number, also one written as text; None where it is missing or none."""
        value = self.data.get(key)
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 10:  # noqa: PLR2004 - digits
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(slots=True)
class _Buffer:
    path: str
    file: TextIO
    remedy: str
    text: str = ""
    at: int = 0
    counted: int = 0  # offset up to which lines are counted: `line` is the line there
    line: int = 1
    done: bool = False
    decoder: json.JSONDecoder = field(default_factory=lambda: json.JSONDecoder(parse_constant=_no_constant))

    def more(self) -> bool:
        """Read on, as much again as is held: the text of one object is tried a few times at most."""
        if self.done:
            return False
        rest = self.text[self.at :]
        piece = self.file.read(max(_CHUNK, len(rest)))
        self.line = self.place(self.at)
        self.text, self.at, self.counted, self.done = rest + piece, 0, 0, not piece
        return not self.done

    def peek(self) -> str:
        """Return the next sign that is neither blank nor comma, "" at the end."""
        while True:
            match = _SPACE.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text) or not self.more():
                return self.text[self.at : self.at + 1]

    def place(self, at: int) -> int:
        """Return the line of an offset of the text at hand."""
        return self.line + self.text.count("\n", self.counted, at)

    def fail(self, message: str, at: int | None = None, remedy: str = "") -> RegistryError:
        """Return an error at an offset, or where reading stands."""
        return RegistryError(message, path=self.path, line=self.place(self.at if at is None else at), remedy=remedy or self.remedy)

    def decode(self) -> tuple[Data, int]:
        """Return the next object and its line."""
        while True:
            try:
                item, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if len(self.text) - self.at < _LARGEST and self.more():
                    continue
                raise self.fail(f"not valid JSON: {error.msg}", error.pos) from None
            except (RecursionError, ValueError) as error:
                raise self.fail(f"JSON that cannot be read: {error}") from None
            self.line, self.counted = self.place(self.at), self.at
            self._whole(item, end)
            self.at = end
            return item, self.line

    def _whole(self, item: object, end: int) -> None:
        """Raise RegistryError for what is no object, is nested beyond sense, or holds half a character."""
        if not isinstance(item, dict) or _depth(item) > _DEEPEST:
            raise self.fail("a record must be an object")
        first = _SURROGATE.search(self.text, self.at, end)
        if first is None:
            return
        try:
            json.dumps(item, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            lone = _LONE.search(self.text, self.at, end) or first
            message, remedy = "half a character: a lone surrogate such as \\ud800", "write the character in full, or leave it out"
            raise self.fail(message, lone.start(), remedy) from None


def items(path: str, file: TextIO, kind_of_json: str, remedy: str) -> Iterator[tuple[Data, int]]:
    """Yield each object of a list, of lines that hold one each, or the one object that the text is, with its line.

    Raises RegistryError at the line where the JSON breaks.
    """
    buffer = _Buffer(path, file, remedy)
    first = buffer.peek().replace("\ufeff", "")
    if not first and buffer.text[buffer.at : buffer.at + 1]:  # a byte order mark
        buffer.at += 1
        first = buffer.peek()
    if first not in ("[", "{"):
        raise buffer.fail(f"{kind_of_json} is a list of records")
    listed = first == "["
    buffer.at += listed
    while (sign := buffer.peek()) and sign != "]":
        yield buffer.decode()
    if listed and not sign:
        raise buffer.fail("the list of records is cut short")


def kind(value: object) -> str:
    """Return what JSON calls a value that stands in the wrong place."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "an object" if isinstance(value, dict) else "text" if isinstance(value, str) else f"the number {str(value)[:40]}"


def _depth(value: object) -> int:
    # levels, breadth first: no recursion on what a stranger nested
    layer, depth = [value], 0
    while layer:
        layer = [v for part in layer if isinstance(part, dict | list) for v in (part.values() if isinstance(part, dict) else part)]
        depth += 1
    return depth


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
