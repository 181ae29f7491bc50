"""Bytes of a draft pass in, a Document with exact source places passes out; each file here declares READER."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from claimlint.errors import UnreadableError
from claimlint.model import Omission
from claimlint.readers._encoding import LIMIT, decode, decoded, decoded_chunks
from claimlint.readers._settings import is_settings

if TYPE_CHECKING:
    from claimlint.model import Document

__all__ = ["LIMIT", "OFFICE", "Parts", "Reader", "archived", "decode", "is_settings", "limit", "parts", "read"]

OFFICE = 256 * 1024 * 1024  # bytes of a file that is mostly pictures
_HTML = (b"<!doctype html", b"<html")
_FOREIGN = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "an Office file of before 2007, or one with a password",
        "save it as .docx, .pptx or .xlsx without one",
    ),
    b"{\\rtf": ("rich text (RTF)", "save it as .docx"),
    b"\x89PNG": ("a picture", ""),
    b"\xff\xd8\xff": ("a picture", ""),
    b"GIF8": ("a picture", ""),
    b"PK\x03\x04": ("an archive that is no draft", "unpack it and name what is inside"),
    b"\x1f\x8b": ("a packed file", "unpack it first"),
    b"7z\xbc\xaf": ("an archive that is no draft", "unpack it and name what is inside"),
    b"Rar!": ("an archive that is no draft", "unpack it and name what is inside"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """An input format: its name, the lower-case suffixes it owns (with the dot), and how a path and a draft become a Document.

    `read` takes decoded text; `unpack` takes the bytes of a format that is no text (docx, pdf); `keyed` takes decoded text and
    the patterns of the keys whose values are copy (none: the default of lexicons/data-files.toml). A reader has one of the three.
    `knows` tells by the first bytes, or the parts of an archive, whether a file is of this format whatever its name; a format
    without a signature of its own has none. `limit` is how many bytes a file may have; `stream` takes what is longer, piece by
    piece, and gives a Document for each part, which may be let go before the next.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str, str], Document] | None = None
    unpack: Callable[[str, bytes], Document] | None = None
    keyed: Callable[[str, str, tuple[str, ...]], Document] | None = None
    knows: Callable[[bytes], bool] | None = None
    stream: Callable[[str, Iterable[str]], Iterator[Document]] | None = None
    limit: int = LIMIT


def read(path: str, data: bytes, readers: Iterable[Reader], keys: tuple[str, ...] = ()) -> Document:
    """Return the draft at `path`, read by the first reader that owns its suffix (in any case), unless the content tells better.

    A file whose content is plainly of another format than its suffix says is read as what it is, and the document says so.
    Raises UnreadableError where no reader owns the suffix, or where the bytes are not what any reader can take.
    """
    readers = tuple(readers)
    suffix = PurePath(path).suffix.lower()
    named = next((reader for reader in readers if suffix in reader.suffixes), None)
    reader = _told(data, readers) or _mistaken(data, readers, named) or named
    if reader is None:
        _refuse_foreign(path, data)
        raise UnreadableError(f"no reader for {suffix or 'a file without a suffix'}", path=path, remedy="save it as .md, .html or .txt")
    if len(data) > reader.limit:
        raise UnreadableError(f"{len(data):,} bytes is over the limit of {reader.limit:,} bytes", path=path, remedy="split the file")
    found = _by(reader, path, data, keys)
    return found if reader is named else _saying(found, f"file read as {reader.name} in spite of its suffix")


@dataclass(frozen=True, slots=True)
class Parts:
    """A draft too long to hold: its path, and its parts, which can be gone through once."""

    path: str
    documents: Iterator[Document]


def parts(path: str, chunks: Iterable[bytes], readers: Iterable[Reader]) -> Parts | None:
    """Return a long draft in parts, None where no reader can take it so. Going through them raises UnreadableError."""
    suffix = PurePath(path).suffix.lower()
    stream = next((reader.stream for reader in readers if suffix in reader.suffixes and reader.stream), None)
    return Parts(path, stream(path, decoded_chunks(path, chunks))) if stream else None


def limit(path: str, readers: Iterable[Reader]) -> int:
    """Return how many bytes a file of this name may have."""
    suffix = PurePath(path).suffix.lower()
    return max((reader.limit for reader in readers if suffix in reader.suffixes), default=LIMIT)


def archived(data: bytes, name: str) -> bool:
    """Tell whether the bytes are an archive with a part of this name, or in this folder ("word/")."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    from claimlint.readers._zip import holds  # most drafts are text

    return holds(data, name)


def _by(reader: Reader, path: str, data: bytes, keys: tuple[str, ...]) -> Document:
    if reader.unpack:
        return reader.unpack(path, data)
    _refuse_foreign(path, data)
    text, encoding = decoded(path, data)
    if reader.keyed:
        found = reader.keyed(path, text, keys)
    elif reader.read:
        found = reader.read(path, text)
    else:
        raise TypeError(f"the reader {reader.name} can neither read nor unpack")
    return _saying(found, f"file read as {encoding}") if encoding else found


def _saying(document: Document, what: str) -> Document:
    """Return the document with a remark on how it was read."""
    return replace(document, omitted=tuple(sorted((*document.omitted, Omission(what, 1)), key=lambda o: o.what)))


def _refuse_foreign(path: str, data: bytes) -> None:
    """Raise UnreadableError for content that begins like a format that no reader takes."""
    foreign = next((what for sign, what in _FOREIGN.items() if data.startswith(sign)), None)
    if foreign:
        raise UnreadableError(f"the content is {foreign[0]}", path=path, remedy=foreign[1])


def _told(data: bytes, readers: tuple[Reader, ...]) -> Reader | None:
    """Return the reader that knows the content by its signature."""
    return next((reader for reader in readers if reader.knows and reader.knows(data)), None)


def _mistaken(data: bytes, readers: tuple[Reader, ...], named: Reader | None) -> Reader | None:
    """Return the reader of text where a suffix promises a format with a signature and the content is text without it."""
    if named is None or named.knows is None or named.unpack is None:
        return None
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head or b"\0" in head or b"%pdf-" in head or head.startswith(b"pk\x03\x04") or min(head) < ord("\t"):
        return None
    try:
        decode("", data)
    except UnreadableError:
        return None  # no text either: let the reader of its suffix say what is wrong with it
    suffix = ".html" if head.startswith(_HTML) else ".txt"
    return next((reader for reader in readers if suffix in reader.suffixes), None)
