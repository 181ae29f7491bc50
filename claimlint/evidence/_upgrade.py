"""A registry of an older version → one of today, with its records read by today's extractor."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from claimlint.errors import RegistryError
from claimlint.evidence import _facts, _files, _schema
from claimlint.evidence._database import Database, SqliteDatabase
from claimlint.evidence._store import connected


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: the version there was, and how many records were read again for their facts."""

    before: int
    read: int


def upgrade(registry: Path | str) -> Upgraded:
    """Bring a registry to the version of this program, and its facts to today's extractor. Raises RegistryError where it is none."""
    if _files.is_server(registry):
        from claimlint.evidence._postgres import open_to_write

        with closing(open_to_write(str(registry))) as shared:
            version = shared.version()
            if not version:
                remedy = f"claimlint registry import FILES --registry {shared.name}"
                raise RegistryError("no registry on this server", path=shared.name, remedy=remedy)
            with shared.writing():
                return Upgraded(int(version), _again(shared))
    path = Path(registry)
    if not _files.is_ordinary(_files.status(path, str(registry))):
        raise RegistryError("no such registry", path=str(registry), remedy="name a file made by claimlint registry import")
    with closing(connected(path)) as connection:
        _schema.check(connection, str(path))
        before = int(connection.execute("PRAGMA user_version").fetchone()[0])
        database = SqliteDatabase(connection, str(path))
        with database.writing():
            _schema.migrate(connection)
            return Upgraded(before, _again(database))


def _again(database: Database) -> int:
    _facts.forget_others(database)
    return _facts.extract(database)
