"""An identifier or a reference → what the registry holds on it; a path → an open registry."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from claimlint.errors import RegistryError
from claimlint.evidence import _facts, _files, _rows, _schema, standing
from claimlint.evidence._database import Database, Row, SqliteDatabase
from claimlint.evidence._folder import index_folder
from claimlint.evidence._store import AS_OF, ImportReport, import_files
from claimlint.evidence._text import fold, heads, terms, years
from claimlint.model import EvidenceRecord, Fact, Notice, Subject

if TYPE_CHECKING:
    from claimlint.evidence.resolve import Resolution

__all__ = ["Candidate", "ImportReport", "Registry", "SqlRegistry", "import_files", "open_registry"]

Asked = tuple[str, tuple[tuple[str, str], ...]]  # a reference and its identifiers
_HEADER = b"SQLite format 3\x00"
_RAREST = 8  # words of a reference that are looked up
_POSTINGS = 2_500  # titles that these words may name together: what bounds the time of a look-up
_SAME_NAME = 300  # works of one family name in three years that are looked at
_NAMED = 400  # records whose titles name what a claim speaks of, the newest rows: more are not looked at
_READ = 20  # of those, the latest that hold a word of its outcome
_OF_IDENTIFIER = (
    "id = (SELECT i.record FROM identifier AS i WHERE i.scheme = ? AND i.value = ? ORDER BY "
    "EXISTS (SELECT 1 FROM identifier AS o WHERE o.record = i.record AND o.scheme IN ('doi', 'pmid')), i.record LIMIT 1)"
)
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

    def facts(self, key: str) -> tuple[Fact, ...]:
        """Return what the record of a key was found to say when it was imported; () where that is not known, or no longer so."""

    def candidates(self, text: str, limit: int = 15) -> tuple[Candidate, ...]:
        """Return records whose titles share rare words with a reference, or whose first author and year do."""

    def authored(self, families: tuple[str, ...], year: int, within: int = 0) -> tuple[Candidate, ...]:
        """Return records by first author (folded family name) and year, give or take `within`."""

    def about(self, subject: Subject) -> tuple[EvidenceRecord, ...]:
        """Return records on a subject, the latest first; no more than are worth reading."""

    def notices(self, scheme: str, value: str) -> tuple[Notice, ...]:
        """Return the editorial notices on an identifier, also where no record holds it."""

    def as_of(self) -> str:
        """Return the ISO day up to which the notices are complete, "" where nobody said."""

    def size(self) -> int:
        """Return the number of records."""

    def describe(self, today: str = "") -> str:
        """Return the registry in a few words: "evidence/ (12 records, notices as of 2026-08-31)", with their age on an ISO day."""


class SqlRegistry:
    """The registry in tables, opened to read only."""

    def __init__(self, database: Database, path: str) -> None:
        """Keep an open database; `path` is what `describe` calls it."""
        self._database, self._path = database, path
        self.answers: dict[Asked, Resolution] = {}

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def by_id(self, scheme: str, value: str) -> EvidenceRecord | None:
        """Return the record of a normalised identifier; of several papers on one trial the registration, else the first."""
        return next((record for _, record in _rows.records(self._database, _OF_IDENTIFIER, (scheme, value))), None)

    def by_key(self, key: str) -> EvidenceRecord | None:
        """Return the record of a key."""
        return next((record for _, record in _rows.records(self._database, "key = ?", (key,))), None)

    def facts(self, key: str) -> tuple[Fact, ...]:
        """Return what the record of a key was found to say when it was imported; () where that is not known, or no longer so."""
        return _facts.told(self._database, key)

    def figures(self, key: str) -> tuple[Row, ...]:
        """Return the figures of a record: as written, kind, unit, section, arm, outcome, sentence."""
        return _facts.figures(self._database, key)

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

    def about(self, subject: Subject) -> tuple[EvidenceRecord, ...]:
        """Return records on a subject, the latest first; words of the title find them, so the abstract alone decides nothing."""
        groups = [tuple(filter(None, map(_indexed, group))) for group in subject.given]
        looked = [[word.removesuffix("*") for word in words] for words in subject.looked]
        if not looked or not groups or not all(groups):
            return ()
        found = self._database.named(groups, _NAMED)
        either = " OR ".join(" AND ".join(["lower(title || ' ' || abstract) LIKE ?"] * len(words)) for words in looked)
        where = f"id IN ({','.join('?' * len(found))}) AND ({either}) ORDER BY coalesce(year, 0) DESC, id DESC LIMIT ?"
        values = (*found, *(f"%{word}%" for words in looked for word in words), _READ)
        return tuple(record for _, record in _rows.records(self._database, where, values)) if found else ()

    def notices(self, scheme: str, value: str) -> tuple[Notice, ...]:
        """Return the editorial notices on an identifier."""
        return _rows.notices(self._database, scheme, value)

    def as_of(self) -> str:
        """Return the ISO day up to which the notices are complete."""
        return next((str(value) for (value,) in self._rows("SELECT value FROM about WHERE name = ?", (AS_OF,))), "")

    def records(self, after: int = 0, limit: int = 500) -> tuple[tuple[int, EvidenceRecord], ...]:
        """Return records in the order of their rows, those after a row: a page of all there are."""
        return tuple(_rows.records(self._database, "id > ? ORDER BY id LIMIT ?", (after, limit)))

    def contradictions(self, key: str = "") -> tuple[Row, ...]:
        """Return what lost where two descriptions of one work met: key, field, kept, dropped, and the places of both."""
        sql = "SELECT key, field, kept, dropped, kept_place, dropped_place FROM merge_log"
        where = (" WHERE key = ?", (key,)) if key else ("", ())
        return tuple(self._rows(f"{sql}{where[0]} ORDER BY key, field, kept, dropped", where[1]))

    def size(self) -> int:
        """Return the number of records."""
        return int(self._rows("SELECT count(*) FROM record")[0][0])

    def describe(self, today: str = "") -> str:
        """Return path, number of records, and the day of the notices where it is known, with their age where `today` is given."""
        size, day = self.size(), self.as_of()
        known = f", notices {standing.age(day, today) if today else f'as of {day}'}" if day else ""
        return f"{self._path} ({size:,} record{'' if size == 1 else 's'}{known})"

    def _by_title(self, words: str, limit: int) -> list[Row]:
        rare = self._rarest(tuple(w for w in dict.fromkeys(words.split()) if _telling(w)))
        if not rare:
            return []
        best = self._database.titled(rare, limit)
        marks = ",".join("?" * len(best))
        return self._rows(f"SELECT {_COLUMNS} FROM record WHERE id IN ({marks}) ORDER BY id", best) if best else []  # noqa: S608 - question marks

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

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._database.rows(sql, values)


def open_registry(path: Path | str, cache_dir: Path | None = None) -> SqlRegistry:
    """Open a registry: a file, a postgresql:// address, or a folder of record files.

    A folder is indexed in `cache_dir`, in memory where that is None or unwritable.

    Raises RegistryError where the path is missing or not a registry, or where a record file is broken.
    """
    if _files.is_server(path):
        from claimlint.evidence._postgres import open_to_read, shown

        return SqlRegistry(open_to_read(str(path)), shown(str(path)))
    where = Path(path)
    found = _files.status(where, str(path))
    if _files.is_folder(found):
        name = f"{str(path).rstrip('/')}/"
        return SqlRegistry(SqliteDatabase(index_folder(where, cache_dir), name), name)
    if found is None:
        raise RegistryError("no such registry", path=str(path), remedy="claimlint registry import FILES --registry " + str(path))
    return SqlRegistry(SqliteDatabase(_open_file(where), str(path)), str(path))


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


def _indexed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of an alternative as titles are indexed: pairs of Chinese characters, no accents, letters and digits only."""
    found: list[str] = []
    for word in words:
        parts = terms(fold(word)).split()
        lone = not word.isascii() and parts == [word] and len(word) == 1
        found += [f"{part}*" if lone or (word.endswith("*") and part is parts[-1]) else part for part in parts]
    return tuple(found)


def _telling(word: str) -> bool:
    # initials, volumes and pages of a reference are rare in titles, and say nothing about them
    return not word.isascii() or (len(word) > 2 and not word.isdigit())  # noqa: PLR2004 - letters


def _candidate(row: Row) -> Candidate:
    _, key, title, year, volume, pages, journal, families = row
    known = year if isinstance(year, int) else None
    return Candidate(str(key), str(title), known, str(volume), str(pages), str(journal), tuple(str(families).split()))
