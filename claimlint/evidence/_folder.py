"""A folder of record files → an indexed registry, kept in a cache under the hash of what the files hold."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from pathlib import Path

from claimlint.errors import RegistryError
from claimlint.evidence import _files, _schema
from claimlint.evidence._database import SqliteDatabase
from claimlint.evidence._store import format_of, formats, write


def index_folder(folder: Path, cache_dir: Path | None) -> sqlite3.Connection:
    """Return an open index of every record file under `folder`. Raises RegistryError where one is broken.

    The index is read from `cache_dir` where the same content was indexed before. An unwritable cache is no error:
    the index is then built in memory.
    """
    files = record_files(folder)
    if cache_dir is None:
        return _in_memory(folder, files)
    cached = cache_dir / f"registry-{_digest(folder, files)}.db"
    try:
        return _schema.open_to_read(cached)
    except RegistryError:
        pass  # not there yet, or damaged: it is made again
    try:
        _build(cached, folder, files)
        return _schema.open_to_read(cached)
    except (OSError, sqlite3.OperationalError):
        return _in_memory(folder, files)


def record_files(folder: Path) -> tuple[str, ...]:
    """Return the record files under a folder, as paths that begin with it, sorted. Links and hidden names are left out.

    A .txt file counts only where it looks like a record file; the other endings always do. Raises RegistryError where a
    folder cannot be read: records in it would be missed in silence.
    """
    found = []
    endings = {ending for used in formats() for ending in used.suffixes}
    for home, folders, names in os.walk(folder, onerror=_refused, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(home, name)
            if name.startswith(".") or path.suffix.casefold() not in endings:
                continue
            if not _files.is_ordinary(_files.status(path, path.as_posix(), follow=False)):
                continue
            if path.suffix.casefold() != ".txt" or _looks_like_records(path):
                found.append(path.as_posix())
    return tuple(found)


def _refused(error: OSError) -> None:
    raise _files.unreadable(Path(str(error.filename)).as_posix(), error) from error


def _looks_like_records(path: Path) -> bool:
    try:
        format_of(path, _files.head(path, str(path)), str(path))
    except RegistryError:
        return False
    return True


def _digest(folder: Path, files: tuple[str, ...]) -> str:
    known = ",".join(sorted(used.name for used in formats()))
    digest = hashlib.sha256(f"{_schema.VERSION}\n{known}\n".encode() + os.fsencode(folder) + b"\n")
    for name in files:
        digest.update(os.fsencode(name) + b"\n" + _content(name).encode())
    return digest.hexdigest()[:32]


def _content(name: str) -> str:
    path = Path(name)
    return _files.digest(path, name, tolerant=format_of(path, _files.head(path, name), name).tolerant)


def _build(cached: Path, folder: Path, files: tuple[str, ...]) -> None:
    cached.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=cached.parent, prefix="registry-", suffix=".part")
    os.close(handle)
    try:
        connection = sqlite3.connect(name, isolation_level=None)
        try:
            _write(connection, folder, files, told=True)
        finally:
            connection.close()
        Path(name).replace(cached)  # atomic: two runs at once leave one whole file
    finally:
        Path(name).unlink(missing_ok=True)


def _in_memory(folder: Path, files: tuple[str, ...]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _write(connection, folder, files, told=False)
    except BaseException:
        connection.close()
        raise
    return connection


def _write(connection: sqlite3.Connection, folder: Path, files: tuple[str, ...], *, told: bool) -> None:
    if not files:
        raise RegistryError(
            "a folder without record files", path=folder.as_posix(), remedy="put record files there: .nbib, .ris, .bib, .json, .xml, .toml"
        )
    write(SqliteDatabase(connection, folder.as_posix()), files, fresh=True, told=told)
