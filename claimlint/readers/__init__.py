"""Bytes of a draft pass in, a Document with exact source places passes out; each file here declares READER."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from claimlint.errors import UnreadableError
from claimlint.readers._encoding import LIMIT, decode

if TYPE_CHECKING:
    from claimlint.model import Document

__all__ = ["LIMIT", "Reader", "decode", "read"]


@dataclass(frozen=True, slots=True)
class Reader:
    """An input format: its name, the lower-case suffixes it owns (with the dot), and how a path and a draft become a Document.

    `read` takes decoded text; `unpack` takes the bytes of a format that is no text (docx, pdf); `keyed` takes decoded text and
    the patterns of the keys whose values are copy (none: the default of lexicons/data-files.toml). A reader has one of the three.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str, str], Document] | None = None
    unpack: Callable[[str, bytes], Document] | None = None
    keyed: Callable[[str, str, tuple[str, ...]], Document] | None = None


def read(path: str, data: bytes, readers: Iterable[Reader], keys: tuple[str, ...] = ()) -> Document:
    """Return the draft at `path`, read by the first reader that owns its suffix (in any case).

    Raises UnreadableError where no reader owns the suffix, or where the bytes are no text.
    """
    suffix = PurePath(path).suffix.lower()
    for reader in readers:
        if suffix in reader.suffixes and reader.unpack:
            return reader.unpack(path, data)
        if suffix in reader.suffixes and reader.read:
            return reader.read(path, decode(path, data))
        if suffix in reader.suffixes and reader.keyed:
            return reader.keyed(path, decode(path, data), keys)
    raise UnreadableError(f"no reader for {suffix or 'a file without a suffix'}", path=path, remedy="save it as .md, .html or .txt")
