"""Record files → rows of a registry, all of them in one transaction or none."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from claimlint.discover import discover
from claimlint.errors import RegistryError
from claimlint.evidence import _files, _schema
from claimlint.evidence._text import family, fold, terms
from claimlint.evidence.formats import Format
from claimlint.model import EvidenceRecord

_WORK = ("doi", "pmid", "pmcid")  # identifiers of one work; many works may share a trial number


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: files read, records added, records updated, records now in the registry."""

    files: int
    added: int
    updated: int
    records: int

    def __str__(self) -> str:
        """Return the counts as one line."""
        files, added = ("" if count == 1 else "s" for count in (self.files, self.added))
        read = f"{self.files:,} file{files}: {self.added:,} record{added} added"
        return f"{read}, {self.updated:,} updated; {self.records:,} in the registry"


def import_files(registry: Path | str, files: Iterable[Path | str]) -> ImportReport:
    """Import record files into a registry file, which is made where it is missing; all in one transaction.

    Raises RegistryError with file and line where a file is broken or the registry is none; then nothing has changed.
    """
    path = Path(registry)
    found = _files.status(path, str(registry))
    missing = found is None
    if _files.is_folder(found):
        raise RegistryError("a folder: put the record files into it instead", path=str(registry), remedy="or name a file to import into")
    _files.ordinary(path, str(registry))
    try:
        connection = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise RegistryError(f"cannot be opened: {error}", path=str(registry)) from error
    try:
        return _checked_write(connection, str(registry), files, fresh=found is None or found.st_size == 0)
    except BaseException:
        connection.close()
        if missing:
            path.unlink(missing_ok=True)
        raise
    finally:
        connection.close()


def _checked_write(connection: sqlite3.Connection, name: str, files: Iterable[Path | str], *, fresh: bool) -> ImportReport:
    if not fresh:
        _schema.check(connection, name)
    try:
        return write(connection, files, fresh=fresh)
    except sqlite3.Error as error:
        raise RegistryError(f"cannot be written: {error}", path=name) from error


def write(connection: sqlite3.Connection, files: Iterable[Path | str], *, fresh: bool) -> ImportReport:
    """Write the records of files into an open registry in one transaction; `fresh` makes its tables first."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if fresh:
            _schema.create(connection)
        counts = [_import_file(connection, Path(file)) for file in files]
        connection.execute("DELETE FROM term")
        connection.execute("INSERT INTO term SELECT term, doc FROM title_words")
        total = connection.execute("SELECT count(*) FROM record").fetchone()[0]
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return ImportReport(len(counts), sum(a for a, _ in counts), sum(u for _, u in counts), total)


def formats() -> tuple[Format, ...]:
    """Return the record formats, ours and those of plug-ins."""
    return discover("evidence.formats", "FORMAT", Format)


def read(path: Path, name: str) -> str:
    """Return the text of a record file; `name` is what errors call it. Raises RegistryError where it cannot be used."""
    data = _files.content(path, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegistryError("not UTF-8 text", path=name, line=data.count(b"\n", 0, error.start) + 1, remedy="save it as UTF-8") from error
    if "\x00" in text:
        raise RegistryError("binary data, not a record file", path=name, line=text.count("\n", 0, text.index("\x00")) + 1)
    return text


def format_of(path: Path, text: str, name: str) -> Format:
    """Return the format of a record file: by its ending and looks, else by looks alone. Raises RegistryError where none fits."""
    known = formats()
    named = [f for f in known if path.suffix.casefold() in f.suffixes]
    if len(named) == 1 and path.suffix.casefold() != ".txt":
        return named[0]
    for candidate in (*named, *known):
        if candidate.sniff(text):
            return candidate
    remedy = "known formats: " + ", ".join(sorted(f.name for f in known))
    raise RegistryError("not a known record format", path=name, line=1, remedy=remedy)


def _import_file(connection: sqlite3.Connection, path: Path) -> tuple[int, int]:
    name = os.fsencode(path).decode("utf-8", "replace")  # a name in no encoding could not be kept in the registry
    text = read(path, name)
    used = format_of(path, text, name)
    seen: dict[int, tuple[EvidenceRecord, int]] = {}
    added = 0
    for record, line in used.parse(name, text):
        number = _known(connection, record)
        if number in seen:
            _agree(name, *seen[number], record, line)
        added += number is None
        seen[_put(connection, number, record)] = (record, line)
    if not seen:
        remedy = "export the records again, as MEDLINE, CSL JSON or TOML"
        raise RegistryError("no record in this file", path=name, line=1, remedy=remedy)
    _log(connection, (name, used.name, hashlib.sha256(text.encode()).hexdigest(), len(seen)))
    return added, len(seen) - added


def _log(connection: sqlite3.Connection, row: tuple[str, str, str, int]) -> None:
    """Note an import, once for the same file with the same content."""
    if not connection.execute("SELECT 1 FROM import_log WHERE (path, format, sha256, records) = (?, ?, ?, ?)", row).fetchone():
        connection.execute("INSERT INTO import_log (path, format, sha256, records) VALUES (?, ?, ?, ?)", row)


def _agree(name: str, first: EvidenceRecord, above: int, second: EvidenceRecord, line: int) -> None:
    """Raise RegistryError where two records of one file that bear one identifier are not copies: one of them would be lost."""
    schemes = {scheme for scheme, _ in first.identifiers} & {scheme for scheme, _ in second.identifiers} & set(_WORK)
    differ = [
        s for s in sorted(schemes) if {v for t, v in first.identifiers if t == s}.isdisjoint(v for t, v in second.identifiers if t == s)
    ]
    if fold(first.title) != fold(second.title) and first.title and second.title:
        differ.insert(0, "title")
    if differ:
        shared = next((f"{s} {v}" for s, v in second.identifiers if (s, v) in first.identifiers), second.key)
        message = f"the records at lines {above} and {line} have the same {shared}, but another {differ[0]}"
        raise RegistryError(message, path=name, line=line, remedy="correct the identifier of one, or delete one")


def _put(connection: sqlite3.Connection, number: int | None, record: EvidenceRecord) -> int:
    """Write one record and return its row. A known record keeps what the new one leaves out, and all its notices."""
    return _insert(connection, number, record if number is None else _kept(connection, number, record))


def _known(connection: sqlite3.Connection, record: EvidenceRecord) -> int | None:
    for scheme, value in record.identifiers:
        if scheme in _WORK:
            row = connection.execute("SELECT record FROM identifier WHERE scheme = ? AND value = ? LIMIT 1", (scheme, value)).fetchone()
            if row and not _conflict(connection, row[0], record):
                return int(row[0])
    row = connection.execute("SELECT id FROM record WHERE key = ?", (record.key,)).fetchone()
    return int(row[0]) if row else None


def _conflict(connection: sqlite3.Connection, number: int, record: EvidenceRecord) -> bool:
    """Tell whether two records bear different PubMed numbers: then they are two works, though they share a DOI."""
    known = {v for (v,) in connection.execute("SELECT value FROM identifier WHERE record = ? AND scheme = 'pmid'", (number,))}
    new = {value for scheme, value in record.identifiers if scheme == "pmid"}
    return bool(known and new and not known & new)


def _kept(connection: sqlite3.Connection, number: int, new: EvidenceRecord) -> EvidenceRecord:
    row = connection.execute(
        "SELECT title, year, journal, volume, issue, pages, abstract, key FROM record WHERE id = ?", (number,)
    ).fetchone()
    title, year, journal, volume, issue, pages, abstract, key = row
    names = {table: _names(connection, table, number) for table in ("author", "pub_type", "mesh")}
    old = tuple((s, v) for s, v in connection.execute("SELECT scheme, value FROM identifier WHERE record = ?", (number,)))
    return EvidenceRecord(
        _key(connection, new.key, key), new.title or title, new.year or year, new.authors or names["author"], new.journal or journal,
        new.volume or volume, new.issue or issue, new.pages or pages, tuple(sorted({*old, *new.identifiers})),
        new.types or names["pub_type"], new.mesh or names["mesh"], new.abstract or abstract, new.notices, new.place,
    )  # fmt: skip


def _key(connection: sqlite3.Connection, wanted: str, known: str) -> str:
    # a poorer record must not rename a richer one: "pmid:1" stays although a DOI-only copy comes later
    taken = connection.execute("SELECT 1 FROM record WHERE key = ?", (wanted,)).fetchone()
    return known if taken or known.startswith("pmid:") else wanted


def _names(connection: sqlite3.Connection, table: str, number: int) -> tuple[str, ...]:
    sql = f"SELECT name FROM {table} WHERE record = ? ORDER BY position"  # noqa: S608 - our own names
    return tuple(name for (name,) in connection.execute(sql, (number,)))


def _insert(connection: sqlite3.Connection, number: int | None, record: EvidenceRecord) -> int:
    if number is not None:
        for table in ("identifier", "author", "pub_type", "mesh"):
            connection.execute(f"DELETE FROM {table} WHERE record = ?", (number,))  # noqa: S608 - our own names
        connection.execute("DELETE FROM record WHERE id = ?", (number,))
    folded, families = fold(record.title), [f for f in map(family, record.authors) if f]
    row = (
        number, record.key, record.title, folded, terms(folded), record.year, record.journal, record.volume, record.issue, record.pages,
        record.abstract, families[0] if families else "", " ".join(families), record.place,
    )  # fmt: skip
    written = connection.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row).lastrowid or 0
    _relate(connection, written, record)
    return written


def _relate(connection: sqlite3.Connection, number: int, record: EvidenceRecord) -> None:
    pairs = record.identifiers
    connection.executemany("INSERT OR IGNORE INTO identifier VALUES (?, ?, ?)", [(s, v, number) for s, v in pairs])
    for table, names in (("author", record.authors), ("pub_type", record.types), ("mesh", record.mesh)):
        rows = [(number, position, name) for position, name in enumerate(names)]
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)  # noqa: S608 - our own names
    scheme, value = next(((s, v) for s, v in pairs if s in _WORK), ("key", record.key))
    sql = "SELECT nature, identifier, date, source FROM editorial_notice WHERE scheme = ? AND value = ?"
    known = {row for pair in (*pairs, ("key", record.key)) for row in connection.execute(sql, pair)}
    notices = dict.fromkeys((n.nature, n.identifier, n.date, n.source) for n in record.notices)
    marks = [(scheme, value, *notice) for notice in notices if notice not in known]
    connection.executemany("INSERT INTO editorial_notice VALUES (?, ?, ?, ?, ?, ?)", marks)
