"""YAML text passes in; its scalars with their keys and places, and its comments, pass out. Nothing is built, no alias followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from claimlint.errors import UnreadableError
from claimlint.model import Comment, Span
from claimlint.readers._escapes import doubled, unescaped
from claimlint.readers._keys import Value, below
from claimlint.readers._segments import Atom

DEEPEST = 200
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where it is there: thirty times the speed
_PROPERTIES = re.compile(r"(?:[&!]\S*+\s++)*")
_REMARK = re.compile(r"(?:\A|(?<=\s))#([^\r\n]*+)")
_LINE = re.compile(r"([ \t]*+)([^\r\n]*+(?:\r\n|\n|\r|\Z))")


@dataclass(slots=True)
class _Open:
    """A mapping or sequence under way: its path; the key under which the next value stands, None where a key comes next."""

    path: str
    sequence: bool
    index: int = 0
    key: str | None = None


@dataclass(slots=True)
class Yaml:
    """A reading of the YAML between `start` and `end`; places are those of the whole source."""

    source: str
    path: str
    start: int = 0
    end: int = -1
    comments: list[Comment] = field(default_factory=list)
    _inside: list[_Open] = field(default_factory=list)
    _last: int = 0  # where the latest scalar ended: comments stand only between scalars

    def values(self) -> Iterator[Value]:
        """Yield every scalar that is no key. Raises UnreadableError, with line, where the text is no YAML or too deep."""
        self._last = self.start
        try:
            text = self.source if self.end < 0 and not self.start else self.source[self.start : self.end if self.end >= 0 else None]
            for event in yaml.parse(text, Loader=_LOADER):
                if isinstance(event, yaml.ScalarEvent):
                    yield from self._scalar(event)
                elif isinstance(event, yaml.CollectionStartEvent):
                    self._enter(event)
                elif isinstance(event, yaml.CollectionEndEvent):
                    self._inside.pop()
                    self._passed("")
                elif isinstance(event, yaml.AliasEvent):
                    self._passed("")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line if error.problem_mark else 0
            raise self._wrong(str(error.problem or error.context), line) from None
        except yaml.reader.ReaderError as error:
            raise self._wrong("a character that YAML does not allow", self.source.count("\n", self.start, error.position)) from None
        except UnicodeEncodeError as error:
            raise self._wrong("a character that YAML does not allow", self.source.count("\n", self.start, error.start)) from None
        self._remarks(len(self.source) if self.end < 0 else self.end)

    def _enter(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._inside) >= DEEPEST:
            raise UnreadableError(
                f"nested deeper than {DEEPEST} levels", path=self.path, line=self.source.count("\n", 0, self.start + _place(event)[0]) + 1
            )
        self._inside.append(_Open(self._below(), isinstance(event, yaml.SequenceStartEvent)))

    def _scalar(self, event: yaml.ScalarEvent) -> Iterator[Value]:
        start, end = _place(event)
        start, end = start + self.start, end + self.start
        if start > self._last:
            self._remarks(start)
        top = self._inside[-1] if self._inside else None
        if top is None or top.sequence or top.key is not None:
            atoms = self._atoms(start, end, event.style)
            if atoms:
                key = next((o.key for o in reversed(self._inside) if o.key is not None), "") or ""
                yield Value(self._below(), key, tuple(atoms))
        self._last = max(self._last, end)
        self._passed(event.value)

    def _atoms(self, start: int, end: int, style: str | None) -> list[Atom]:
        properties = _PROPERTIES.match(self.source, start, end)
        start = properties.end() if properties and style is not None else start
        if style == '"':
            return unescaped(self.source, start + 1, end - 1)
        if style == "'":
            return doubled(self.source, start + 1, end - 1, "'")
        if style in {"|", ">"}:
            return self._block(start, end)
        start = properties.end() if properties else start
        return [(start, end, None)] if start < end else []

    def _block(self, start: int, end: int) -> list[Atom]:
        """Return the lines of a block scalar without its header and without the indentation they share."""
        header = _LINE.match(self.source, start, end)
        at = header.end() if header else start
        self._remarks(at, start)
        lines = list(_LINE.finditer(self.source, at, end))
        indents = [len(line[1]) for line in lines if line[2].strip()]
        shared = min(indents, default=0)
        return [(line.start() + min(shared, len(line[1])), line.end(), None) for line in lines if line[0]]

    def _below(self) -> str:
        if not self._inside:
            return ""
        top = self._inside[-1]
        return below(top.path, f"[{top.index}]" if top.sequence else top.key or "")

    def _passed(self, value: str) -> None:
        """Note that a scalar, alias or collection has gone by."""
        if self._inside:
            top = self._inside[-1]
            top.index += 1
            top.key = (value if top.key is None else None) if not top.sequence else None

    def _remarks(self, upto: int, start: int = -1) -> None:
        for found in _REMARK.finditer(self.source, self._last if start < 0 else start, upto):
            self.comments.append(Comment(Span(*found.span()), found[1].strip()))

    def _wrong(self, what: str, lines: int) -> UnreadableError:
        line = self.source.count("\n", 0, self.start) + lines + 1
        return UnreadableError(f"not valid YAML: {what}", path=self.path, line=line, remedy="mend the file, or exclude it")


def _place(event: yaml.Event) -> tuple[int, int]:
    """Return where an event begins and ends, in characters of the text that was parsed."""
    if event.start_mark is None or event.end_mark is None:
        raise ValueError("the parser gives every event its marks")
    return event.start_mark.index, event.end_mark.index
