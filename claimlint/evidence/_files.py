"""A path that a user named → what stands there: pipes and devices are refused before anything opens them."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from pathlib import Path
from typing import TextIO

from claimlint.errors import RegistryError

LARGEST = 8_000_000_000  # bytes of one record file
_SERVERS = ("postgresql://", "postgres://")
_HEAD = 200_000  # bytes that tell a format
_PIECE = 1 << 20
_BESIDE = ("", "-journal", "-wal", "-shm")  # what SQLite opens with a database


def is_server(name: Path | str) -> bool:
    """Tell whether what a user named as a registry is the address of a server and no path."""
    return str(name).startswith(_SERVERS)


def status(path: Path, name: str, *, follow: bool = True) -> os.stat_result | None:
    """Return what the system knows of a path, None where nothing is there. Raises RegistryError where it may not be asked."""
    try:
        return path.stat(follow_symlinks=follow)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable(name, error) from error
    except ValueError as error:  # a zero byte in the name
        raise RegistryError("not the name of a file", path=name, remedy="name a file or folder") from error


def is_folder(found: os.stat_result | None) -> bool:
    """Tell whether a status is that of a folder."""
    return found is not None and stat.S_ISDIR(found.st_mode)


def is_ordinary(found: os.stat_result | None) -> bool:
    """Tell whether a status is that of an ordinary file: no pipe, socket or device, which could be waited on for ever."""
    return found is not None and stat.S_ISREG(found.st_mode)


def ordinary(path: Path, name: str) -> None:
    """Raise RegistryError where something stands at a database's path, or beside it, that is no ordinary file."""
    for ending in _BESIDE:
        found = status(path.with_name(path.name + ending) if ending else path, name + ending)
        if found is not None and not is_ordinary(found):
            raise RegistryError("not an ordinary file", path=name + ending, remedy="name a file made by claimlint registry import")


def head(path: Path, name: str) -> str:
    """Return the beginning of a record file, for a look. Raises RegistryError where it is missing, no ordinary file, or too large."""
    found = status(path, name)
    if found is None:
        raise RegistryError("cannot be read: No such file or directory", path=name, remedy="check the name")
    if not is_ordinary(found):
        remedy = "name the record files in it" if is_folder(found) else "save the records as a file first"
        raise RegistryError("not an ordinary file", path=name, remedy=remedy)
    if found.st_size > LARGEST:
        raise RegistryError(f"larger than {LARGEST / 1e9:g} GB", path=name, remedy="split the file")
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8-sig", "ignore")
    except OSError as error:
        raise unreadable(name, error) from error


def digest(path: Path, name: str, *, tolerant: bool = False) -> str:
    """Return the SHA-256 of a record file, having seen that all of it is text. Raises RegistryError at the line where it is not."""
    whole, line = hashlib.sha256(), 1
    decoder = codecs.getincrementaldecoder("utf-8")("replace" if tolerant else "strict")
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                whole.update(piece)
                line = _text(decoder, piece, name, line)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise RegistryError("not UTF-8 text", path=name, line=line, remedy="save it as UTF-8") from None
    except OSError as error:
        raise unreadable(name, error) from error
    return whole.hexdigest()


def _text(decoder: codecs.IncrementalDecoder, piece: bytes, name: str, line: int) -> int:
    """Return the line at the end of a piece of text that begins at `line`."""
    held = len(decoder.getstate()[0])  # bytes of a character that the piece before began
    try:
        decoder.decode(piece)
    except UnicodeDecodeError as error:
        line += piece.count(b"\n", 0, max(0, error.start - held))
        raise RegistryError("not UTF-8 text", path=name, line=line, remedy="save it as UTF-8") from None
    zero = piece.find(b"\x00")
    if zero >= 0:
        raise RegistryError("binary data, not a record file", path=name, line=line + piece.count(b"\n", 0, zero))
    return line + piece.count(b"\n")


def text(path: Path, name: str, *, tolerant: bool = False) -> TextIO:
    """Open a record file as text, to be read piece by piece."""
    try:
        return path.open(encoding="utf-8-sig", errors="replace" if tolerant else "strict")
    except OSError as error:
        raise unreadable(name, error) from error


def unreadable(name: str, error: OSError) -> RegistryError:
    """Return the error of a path that the system does not let us read."""
    return RegistryError(
        f"cannot be read: {error.strerror or error}", path=name, remedy="check the permissions of the file and its folders"
    )
