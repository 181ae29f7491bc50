"""SQL → rows, on whichever engine holds the registry; what an engine refuses becomes an error that a user can mend."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from claimlint.errors import RegistryError
from claimlint.model import Words

Row = tuple[Any, ...]  # as the driver types it
_CACHE = -200_000  # KiB of pages that an import may keep in memory


class Database(Protocol):
    """A registry's tables. Placeholders are question marks on every engine."""

    name: str  # what error messages call it

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows that a statement gives. Raises RegistryError where the engine refuses it."""

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row of values."""

    def titled(self, words: tuple[str, ...], limit: int) -> list[int]:
        """Return ids of records whose titles hold one of the words, those that hold more and rarer words first."""

    def named(self, groups: Sequence[Words], limit: int) -> list[int]:
        """Return ids of records whose titles hold one alternative of each group, the newest row first."""

    def count_words(self) -> None:
        """Count again in how many titles each word stands."""

    def close(self) -> None:
        """Let go of the engine."""


class SqliteDatabase:
    """The tables in an SQLite file or in memory."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        """Keep an open connection."""
        self.connection, self.name = connection, name

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows that a statement gives."""
        try:
            return self.connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:  # half a character, from a name or a pipe in another encoding: no row can hold it
            return []
        except sqlite3.Error as error:
            raise refused(error, self.name) from error

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row of values."""
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise refused(error, self.name) from error

    def titled(self, words: tuple[str, ...], limit: int) -> list[int]:
        """Return ids of records by the words of their titles."""
        # words hold letters and digits only, and stand in quotes: nothing of the query language can get through
        query = " OR ".join(f'"{word}"' for word in words)
        best = "SELECT rowid FROM title_index WHERE title_index MATCH ? ORDER BY rank, rowid LIMIT ?"
        return [number for (number,) in self.rows(best, (query, limit))]

    def named(self, groups: Sequence[Words], limit: int) -> list[int]:
        """Return ids of records by alternatives of the words of their titles."""
        query = joined(groups, " AND ", " OR ", lambda word: f'"{word[:-1]}" *' if word.endswith("*") else f'"{word}"')
        found = "SELECT rowid FROM title_index WHERE title_index MATCH ? ORDER BY rowid DESC LIMIT ?"
        return [number for (number,) in self.rows(found, (query, limit))]

    def count_words(self) -> None:
        """Count the words of titles again."""
        self.rows("DELETE FROM term")
        self.rows("INSERT INTO term SELECT term, doc FROM title_words")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to write, and keep everything or nothing of what is written."""
        self.connection.execute(f"PRAGMA cache_size = {_CACHE}")
        self.rows("BEGIN IMMEDIATE")
        try:
            yield
            self.rows("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise


def joined(groups: Sequence[Words], both: str, either: str, quoted: Callable[[str], str]) -> str:
    """Return a query for one alternative of each group; words hold letters and digits only, and `quoted` puts them into quotes."""
    return both.join(f"({either.join(f'({both.join(map(quoted, words))})' for words in group)})" for group in groups)


def refused(error: sqlite3.Error, name: str) -> RegistryError:
    """Return what an error of SQLite means to a user."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return RegistryError("another process is writing to it", path=name, remedy="try again when that import is done")
    if "readonly" in said or "read-only" in said:
        return RegistryError(f"cannot be written: {said}", path=name, remedy="check the permissions of the file and its folder")
    if "full" in said:
        return RegistryError(f"cannot be written: {said}", path=name, remedy="make room on the disk")
    return RegistryError(f"the registry is damaged: {said}", path=name, remedy="import its record files again")
