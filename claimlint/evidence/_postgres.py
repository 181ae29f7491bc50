"""A registry on a PostgreSQL server, for teams that write to one together: the same tables behind the same SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claimlint.errors import RegistryError
from claimlint.evidence import _schema
from claimlint.evidence._database import joined

if TYPE_CHECKING:
    import psycopg

    from claimlint.evidence._database import Row
    from claimlint.model import Words

_LOCK = 0x436C6D74  # one import at a time, whoever asks
_VECTOR = "array_to_tsvector(array_remove(string_to_array(terms, ' '), ''))"  # the very words: no parser of the server comes between
_MOST = 5_000  # titles that are weighed; their rarest words name no more together
_WAIT = 10  # seconds for a server to answer
_TITLES = f"CREATE INDEX record_terms ON record USING gin ({_VECTOR})"
_PASSWORD = re.compile(r"(?<=://)([^:@/]*):[^@/]*@")
_PARAMETER = re.compile(r"(?<=[?&]password=)[^&]*")


class PostgresDatabase:
    """The tables on a server."""

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
        """Keep an open connection."""
        self.connection, self.name = connection, name

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows that a statement gives."""
        import psycopg

        try:
            with self.connection.cursor() as cursor:
                cursor.execute(_spelled(sql), tuple(values))
                return cursor.fetchall() if cursor.description else []
        except (psycopg.DataError, UnicodeEncodeError) as error:
            if sql.startswith("SELECT"):  # half a character or a zero byte, which no row can hold
                return []
            raise RegistryError(f"cannot be kept: {error}", path=self.name, remedy="take the character out") from error
        except psycopg.Error as error:
            raise _refused(error, self.name) from error

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row of values."""
        import psycopg

        try:
            with self.connection.cursor() as cursor:
                cursor.executemany(_spelled(sql), [tuple(row) for row in rows])
        except psycopg.Error as error:
            raise _refused(error, self.name) from error

    def titled(self, words: tuple[str, ...], limit: int) -> list[int]:
        """Return ids of records by the words of their titles, weighed by how rare each is."""
        held: dict[str, int] = dict(self.rows(f"SELECT word, documents FROM term WHERE word IN ({','.join('?' * len(words))})", words))  # noqa: S608 - question marks
        query = " | ".join(f"'{word}'" for word in words)  # letters and digits only
        sql = f"SELECT id, terms FROM record WHERE {_VECTOR} @@ CAST(? AS tsquery) ORDER BY id LIMIT {_MOST}"  # noqa: S608 - our own names
        weighed = [(-sum(1 / held.get(w, 1) for w in words if w in terms.split()), number) for number, terms in self.rows(sql, (query,))]
        return [number for _, number in sorted(weighed)[:limit]]

    def named(self, groups: Sequence[Words], limit: int) -> list[int]:
        """Return ids of records by alternatives of the words of their titles."""
        query = joined(groups, " & ", " | ", lambda word: f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'")
        sql = f"SELECT id FROM record WHERE {_VECTOR} @@ CAST(? AS tsquery) ORDER BY id DESC LIMIT ?"  # noqa: S608 - our own names
        return [number for (number,) in self.rows(sql, (query, limit))]

    def count_words(self) -> None:
        """Count the words of titles again."""
        self.rows("DELETE FROM term")
        self.rows(f"INSERT INTO term SELECT word, ndoc FROM ts_stat('SELECT {_VECTOR.replace(chr(39), chr(39) * 2)} FROM record')")  # noqa: S608 - our own names

    def version(self) -> str:
        """Return the version of the registry, "" where there is none."""
        there = self.rows("SELECT to_regclass('about'), to_regclass('record')")[0]
        if not all(there):
            return ""
        return next((str(value) for (value,) in self.rows("SELECT value FROM about WHERE name = 'version'")), "")

    def close(self) -> None:
        """Leave the server."""
        self.connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to write, and keep everything or nothing of what is written. The tables are made where they are missing."""
        with self._whole():
            self.rows("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
            self._update(self.version())
            yield

    @contextmanager
    def _whole(self) -> Iterator[None]:
        import psycopg

        try:
            with self.connection.transaction():
                yield
        except psycopg.Error as error:
            raise _refused(error, self.name) from error

    def _update(self, version: str) -> None:
        """Make the tables, or bring those of an older version to this one."""
        if not version:
            self._create()
            return
        if not version.isdecimal() or int(version) > _schema.VERSION:
            said = f"a registry of version {version}; this program writes version {_schema.VERSION}"
            raise RegistryError(said, path=self.name, remedy="upgrade claimlint")
        for step in range(int(version), _schema.VERSION):
            for statement in _schema.statements(_schema.MIGRATIONS[step]):
                self.rows(statement)
        self.rows("UPDATE about SET value = ? WHERE name = 'version'", (str(_schema.VERSION),))

    def _create(self) -> None:
        for statement in (*_schema.statements(_schema.TABLES + _schema.ADDED + _schema.FACTS), _TITLES):
            self.rows(statement)
        self.rows("INSERT INTO about VALUES ('version', ?)", (str(_schema.VERSION),))


def open_to_read(address: str) -> PostgresDatabase:
    """Open a registry on a server for reading. Raises RegistryError where it does not answer or holds no registry of this version."""
    database = _opened(address)
    database.rows("SET default_transaction_read_only = on")
    version = database.version()
    if version != str(_schema.VERSION):
        database.close()
        said = f"a registry of version {version}" if version else "no registry on this server"
        remedy = f"claimlint registry {'upgrade' if version else 'import FILES'} --registry {shown(address)}"
        raise RegistryError(said, path=shown(address), remedy=remedy)
    return database


def open_to_write(address: str) -> PostgresDatabase:
    """Open a registry on a server for writing. Raises RegistryError where it does not answer."""
    return _opened(address)


def shown(address: str) -> str:
    """Return an address without its password, for messages and reports."""
    return _PARAMETER.sub("…", _PASSWORD.sub(r"\1@", address))


def _opened(address: str) -> PostgresDatabase:
    try:
        import psycopg
    except ImportError:
        remedy = 'pip install "claimlint-health[postgres]"'
        raise RegistryError("PostgreSQL needs psycopg", path=shown(address), remedy=remedy) from None
    try:
        connection = psycopg.connect(address, connect_timeout=_WAIT, autocommit=True)
    except psycopg.Error as error:
        remedy = "check the address and that the server runs"
        raise RegistryError(f"does not answer: {str(error).splitlines()[0]}", path=shown(address), remedy=remedy) from None
    return PostgresDatabase(connection, shown(address))


def _spelled(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _refused(error: psycopg.Error, name: str) -> RegistryError:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return RegistryError(f"the server refused: {said}", path=name, remedy="check its log")
