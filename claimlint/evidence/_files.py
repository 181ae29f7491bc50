"""A path that a user named → what stands there: pipes and devices are refused before anything opens them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from claimlint.errors import RegistryError

LARGEST = 50 * 1024 * 1024  # bytes of one record file
_BESIDE = ("", "-journal", "-wal", "-shm")  # what SQLite opens with a database


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


def content(path: Path, name: str) -> bytes:
    """Return the bytes of a record file. Raises RegistryError where it is missing, no ordinary file, or too large."""
    found = status(path, name)
    if found is None:
        raise RegistryError("cannot be read: No such file or directory", path=name, remedy="check the name")
    if not is_ordinary(found):
        remedy = "name the record files in it" if is_folder(found) else "save the records as a file first"
        raise RegistryError("not an ordinary file", path=name, remedy=remedy)
    if found.st_size > LARGEST:
        raise RegistryError("larger than 50 MB", path=name, remedy="split the file")
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise unreadable(name, error) from error


def unreadable(name: str, error: OSError) -> RegistryError:
    """Return the error of a path that the system does not let us read."""
    return RegistryError(
        f"cannot be read: {error.strerror or error}", path=name, remedy="check the permissions of the file and its folders"
    )
