"""A gettext catalogue passes in; its translations (of a .pot: its originals) pass out, each with its message as address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from claimlint.errors import UnreadableError
from claimlint.model import Comment, Document, Span
from claimlint.readers import Reader
from claimlint.readers._escapes import unescaped
from claimlint.readers._segments import Atom, by_place, in_order, omissions
from claimlint.readers._written import Gathered, read_written, written

_LINE = re.compile(r"[^\r\n]+")
_STRING = re.compile(
    r"""[ \t]*+(?:(?P<word>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<form>\d{1,3})\])?[ \t]*+)?"""
    r""""(?P<text>[^"\\]*+(?:\\.[^"\\]*+)*)"[ \t]*+"""
)
_SHOWN = 40  # characters of a message in an address


@dataclass(slots=True)
class _Message:
    """An entry under way: the runs of each of its strings; `strings` keeps their order."""

    strings: dict[str, list[Atom]] = field(default_factory=dict)
    latest: str = ""
    fuzzy: bool = False


def read_po(path: str, source: str) -> Document:
    """Return the draft: every translation, HTML inside it read as such; the header, and what has no translation, left out.

    Raises UnreadableError, with line, for a line that is neither comment nor string.
    """
    into = Gathered()
    wanted = ("msgid", "msgid_plural") if PurePath(path).suffix.lower() == ".pot" else ("msgstr",)
    for message in _messages(path, source, into):
        original = written(source, message.strings.get("msgid", ())).text
        if not original:
            continue  # the header
        address = _address(written(source, message.strings.get("msgctxt", ())).text or original, fuzzy=message.fuzzy)
        before = len(into.done)
        for name, atoms in message.strings.items():
            if name.split("[")[0] in wanted:
                read_written(written(source, atoms), "paragraph", address, into, markdown=False)
        into.omitted["message without a translation"] += len(into.done) == before
    return Document(path, source, by_place(into.done), omissions(+into.omitted), in_order(into.comments))


def _messages(path: str, source: str, into: Gathered) -> Iterator[_Message]:
    message = _Message()
    for line in _LINE.finditer(source):
        written_line = line[0].strip()
        if written_line.startswith("#"):
            if "msgstr" in _words(message):
                yield message
                message = _Message()
            _remark(line, message, into)
        elif written_line:
            found = _STRING.fullmatch(line[0])
            if found is None or not (found["word"] or message.latest):
                place = source.count("\n", 0, line.start()) + 1
                raise UnreadableError("not a line of a gettext catalogue", path=path, line=place, remedy="run msgfmt --check on it")
            word = found["word"] or ""
            if word in {"msgid", "msgctxt"} and ("msgstr" in _words(message) or word in message.strings):
                yield message
                message = _Message()
            message.latest = f"{word}[{found['form']}]" if found["form"] else word or message.latest
            start, end = (line.start() + at for at in found.span("text"))
            message.strings.setdefault(message.latest, []).extend(unescaped(source, start, end))
    yield message


def _words(message: _Message) -> set[str]:
    return {name.split("[")[0] for name in message.strings}


def _remark(line: re.Match[str], message: _Message, into: Gathered) -> None:
    """Take a comment in: flags and places of the source are the program's, entries out of use are nobody's."""
    text = line[0].strip()
    if text.startswith("#~"):
        into.omitted["message out of use"] += '"' in text and "msgid " in text
    elif text.startswith("#,"):
        message.fuzzy = "fuzzy" in text
    elif not text.startswith(("#:", "#|")):
        into.comments.append(Comment(Span(*line.span()), text.lstrip("#.").strip()))


def _address(name: str, *, fuzzy: bool) -> str:
    shown = " ".join(name.split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return f'message "{shown}"' + (" (fuzzy)" if fuzzy else "")


READER = Reader("po", (".po", ".pot"), read_po)
