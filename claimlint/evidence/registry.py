"""An identifier or a reference → what the registry holds on it; a path → an open registry."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from claimlint.errors import RegistryError
from claimlint.evidence import _files, _schema
from claimlint.evidence._folder import index_folder
from claimlint.evidence._store import ImportReport, import_files
from claimlint.evidence._text import fold, heads, terms, years
from claimlint.model import EvidenceRecord, Notice

if TYPE_CHECKING:
    from claimlint.evidence.resolve import Resolution

__all__ = ["Candidate", "ImportReport", "Registry", "SqliteRegistry", "import_files", "open_registry"]

Asked = tuple[str, tuple[tuple[str, str], ...]]  # a reference and its identifiers
Row = tuple[Any, ...]  # a row of SQLite, as its driver types it
_HEADER = b"SQLite format 3\x00"
_RAREST = 8  # words of a reference that are looked up
_POSTINGS = 2_500  # titles that these words may name together: what bounds the time of a look-up
_SAME_NAME = 300  # works of one family name in three years that are looked at
_COLUMNS = "record.id, record.key, record.folded, record.year, record.volume, record.pages, record.journal, record.families"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared with a reference: folded title, year, volume, pages, journal, folded family names in order."""

    key: str
    title: str
    year: int | None
    volume: str
    pages: str
    journal: str
    families: tuple[str, ...]


class Registry(Protocol):
    """Records that can be looked up. All answers are in a fixed order."""

    @property
    def answers(self) -> dict[Asked, Resolution]:
        """What references resolved to so far: a page cites the same few again and again. The records never change."""

    def by_id(self, scheme: str, value: str) -> EvidenceRecord | None:
        """Return the record of a normalised identifier."""

    def by_key(self, key: str) -> EvidenceRecord | None:
        """Return the record of a key."""

    def candidates(self, text: str, limit: int = 15) -> tuple[Candidate, ...]:
        """Return records whose titles share rare words with a reference, or whose first author and year do."""

    def authored(self, families: tuple[str, ...], year: int, within: int = 0) -> tuple[Candidate, ...]:
        """Return records by first author (folded family name) and year, give or take `within`."""

    def notices(self, scheme: str, value: str) -> tuple[Notice, ...]:
        """Return the editorial notices on an identifier, also where no record holds it."""

    def size(self) -> int:
        """Return the number of records."""

    def describe(self) -> str:
        """Return the registry in a few words: "evidence/ (12 records)"."""


class SqliteRegistry:
    """The registry in an SQLite file, opened to read only."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        """Keep an open connection; `path` is what error messages and `describe` call it."""
        self._connection, self._path = connection, path
        self.answers: dict[Asked, Resolution] = {}

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def by_id(self, scheme: str, value: str) -> EvidenceRecord | None:
        """Return the record of a normalised identifier; of several papers on one trial the registration, else the first."""
        rows = self._rows(
            "SELECT i.record FROM identifier AS i WHERE i.scheme = ? AND i.value = ? ORDER BY "
            "EXISTS (SELECT 1 FROM identifier AS o WHERE o.record = i.record AND o.scheme IN ('doi', 'pmid')), i.record LIMIT 1",
            (scheme, value),
        )
        return self._record(rows[0][0]) if rows else None

    def by_key(self, key: str) -> EvidenceRecord | None:
        """Return the record of a key."""
        rows = self._rows("SELECT id FROM record WHERE key = ?", (key,))
        return self._record(rows[0][0]) if rows else None

    def candidates(self, text: str, limit: int = 15) -> tuple[Candidate, ...]:
        """Return records whose titles share rare words with a reference, or whose first author and year do."""
        folded = fold(text)
        found = {row[0]: row for row in self._by_title(terms(folded), limit)}
        for year in years(text)[:4]:
            found |= {row[0]: row for row in self._by_author(heads(folded), year - 1, year + 1)}
        return tuple(_candidate(found[number]) for number in sorted(found))

    def authored(self, families: tuple[str, ...], year: int, within: int = 0) -> tuple[Candidate, ...]:
        """Return records by first author and year, give or take `within`."""
        return tuple(_candidate(row) for row in self._by_author(families, year - within, year + within))

    def notices(self, scheme: str, value: str) -> tuple[Notice, ...]:
        """Return the editorial notices on an identifier."""
        sql = "SELECT nature, identifier, date, source FROM editorial_notice WHERE scheme = ? AND value = ? ORDER BY rowid"
        return tuple(Notice(*row) for row in self._rows(sql, (scheme, value)))

    def size(self) -> int:
        """Return the number of records."""
        return int(self._rows("SELECT count(*) FROM record")[0][0])

    def describe(self) -> str:
        """Return path and number of records."""
        size = self.size()
        return f"{self._path} ({size:,} record{'' if size == 1 else 's'})"

    def _by_title(self, words: str, limit: int) -> list[Row]:
        rare = self._rarest(tuple(w for w in dict.fromkeys(words.split()) if _telling(w)))
        if not rare:
            return []
        # words hold letters and digits only, and stand in quotes: nothing of the query language can get through
        query = " OR ".join(f'"{word}"' for word in rare)
        best = "SELECT rowid FROM title_index WHERE title_index MATCH ? ORDER BY rank, rowid LIMIT ?"
        sql = f"SELECT {_COLUMNS} FROM record WHERE id IN ({best}) ORDER BY id"  # noqa: S608 - constants
        return self._rows(sql, (query, limit))

    def _rarest(self, words: tuple[str, ...]) -> tuple[str, ...]:
        known = []
        for start in range(0, min(len(words), 400), 100):
            chunk = words[start : start + 100]
            marks = ",".join("?" * len(chunk))
            known += self._rows(f"SELECT documents, word FROM term WHERE word IN ({marks})", chunk)  # noqa: S608 - question marks
        chosen: list[str] = []
        total = 0
        for documents, word in sorted(known)[:_RAREST]:
            total += int(documents)
            if chosen and total > _POSTINGS:
                break
            chosen.append(str(word))
        return tuple(chosen)

    def _by_author(self, families: tuple[str, ...], first: int, last: int) -> list[Row]:
        marks = ",".join("?" * len(families))
        sql = f"SELECT {_COLUMNS} FROM record WHERE lead IN ({marks}) AND year BETWEEN ? AND ? ORDER BY id LIMIT ?"  # noqa: S608 - question marks
        return self._rows(sql, (*families, first, last, _SAME_NAME)) if families else []

    def _record(self, number: int) -> EvidenceRecord:
        key, title, year, journal, volume, issue, pages, abstract, place = self._rows(
            "SELECT key, title, year, journal, volume, issue, pages, abstract, place FROM record WHERE id = ?", (number,)
        )[0]
        identifiers = tuple(
            (s, v) for s, v in self._rows("SELECT scheme, value FROM identifier WHERE record = ? ORDER BY scheme, value", (number,))
        )
        marked = [self.notices(scheme, value) for scheme, value in (*identifiers, ("key", key))]
        return EvidenceRecord(
            key, title, year, self._names("author", number), journal, volume, issue, pages, identifiers,
            self._names("pub_type", number), self._names("mesh", number), abstract,
            tuple(dict.fromkeys(notice for notices in marked for notice in notices)), place,
        )  # fmt: skip

    def _names(self, table: str, number: int) -> tuple[str, ...]:
        return tuple(name for (name,) in self._rows(f"SELECT name FROM {table} WHERE record = ? ORDER BY position", (number,)))  # noqa: S608 - our own names

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Row]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:  # half a character, from a name or a pipe in another encoding: no row can hold it
            return []
        except sqlite3.Error as error:
            raise RegistryError(f"the registry is damaged: {error}", path=self._path, remedy="import its record files again") from error


def open_registry(path: Path | str, cache_dir: Path | None = None) -> SqliteRegistry:
    """Open an SQLite registry, or index a folder of record files (in memory where `cache_dir` is None or unwritable).

    Raises RegistryError where the path is missing or not a registry, or where a record file is broken.
    """
    where = Path(path)
    found = _files.status(where, str(path))
    if _files.is_folder(found):
        return SqliteRegistry(index_folder(where, cache_dir), f"{str(path).rstrip('/')}/")
    if found is None:
        raise RegistryError("no such registry", path=str(path), remedy="claimlint registry import FILES --registry " + str(path))
    return SqliteRegistry(_open_file(where), str(path))


def _open_file(path: Path) -> sqlite3.Connection:
    _files.ordinary(path, str(path))
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError as error:
        raise _files.unreadable(str(path), error) from error
    if head != _HEADER:
        remedy = "import record files into one: claimlint registry import FILES --registry registry.db"
        raise RegistryError("not a registry", path=str(path), remedy=remedy)
    return _schema.open_to_read(path)


def _telling(word: str) -> bool:
    # initials, volumes and pages of a reference are rare in titles, and say nothing about them
    return not word.isascii() or (len(word) > 2 and not word.isdigit())  # noqa: PLR2004 - letters


def _candidate(row: Row) -> Candidate:
    _, key, title, year, volume, pages, journal, families = row
    known = year if isinstance(year, int) else None
    return Candidate(str(key), str(title), known, str(volume), str(pages), str(journal), tuple(str(families).split()))
