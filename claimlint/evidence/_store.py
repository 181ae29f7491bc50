"""Record files → rows of a registry, all of them in one transaction or none."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from claimlint.discover import discover
from claimlint.errors import RegistryError
from claimlint.evidence import _facts, _files, _rows, _schema
from claimlint.evidence._database import Database, SqliteDatabase, refused
from claimlint.evidence._text import fold
from claimlint.evidence.formats import Format, Marked, Snapshot
from claimlint.model import EvidenceRecord

AS_OF = "notices as of"  # the property that says up to which day the notices are complete
_SEEN = "CREATE TEMP TABLE IF NOT EXISTS seen (record INTEGER PRIMARY KEY, line INTEGER, title TEXT, pairs TEXT)"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: files read, records added, updated, now in the registry; notices read; records that said nothing new."""

    files: int
    added: int
    updated: int
    records: int
    notices: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        """Return the counts as one line."""
        files, added, notices = ("" if count == 1 else "s" for count in (self.files, self.added, self.notices))
        marked = f"{self.notices:,} notice{notices} read; " if self.notices else ""
        same = f", {self.unchanged:,} unchanged" if self.unchanged else ""
        read = f"{self.files:,} file{files}: {self.added:,} record{added} added"
        return f"{read}, {self.updated:,} updated{same}; {marked}{self.records:,} in the registry"


@dataclass(slots=True)
class _Counts:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    notices: int = 0
    written: bool = False  # some row of a record was
    last: int = 0  # id of the newest record


def import_files(registry: Path | str, files: Iterable[Path | str], as_of: str = "") -> ImportReport:
    """Import record files into a registry, which is made where it is missing; all in one transaction.

    `as_of` is the ISO day up to which the notices in the files are complete, where the files do not say it themselves. An
    import waits for one that another process is doing. Raises RegistryError with file and line where a file is broken or the
    registry is none; then nothing has changed.
    """
    named = tuple(files)
    if _files.is_server(registry):
        from claimlint.evidence._postgres import open_to_write

        with closing(open_to_write(str(registry))) as database, database.writing():
            return _import(database, named, as_of)
    path = Path(registry)
    found = _files.status(path, str(registry))
    if _files.is_folder(found):
        raise RegistryError("a folder: put the record files into it instead", path=str(registry), remedy="or name a file to import into")
    _files.ordinary(path, str(registry))
    if found is None:
        report = _import_anew(path, named, as_of)
        if report is not None:
            return report
    return _import_into(path, named, as_of)


def keep(registry: Path | str, items: Sequence[tuple[EvidenceRecord | Marked, str]], *, recount: bool) -> None:
    """Write records and notices, each with the name of the format it came in, in one transaction.

    `recount`: count the words of titles again, without which new words find nothing; a long import does it once, at its end.
    """
    ranks = {used.name: used.rank for used in formats()}
    if _files.is_server(registry):
        from claimlint.evidence._postgres import open_to_write

        with closing(open_to_write(str(registry))) as shared, shared.writing():
            _keep_all(shared, items, ranks, recount=recount)
            return
    path = Path(registry)
    _files.ordinary(path, str(registry))
    if _files.status(path, str(registry)) is None:
        _import_anew(path, (), "")
    with closing(connected(path)) as connection:
        _schema.check(connection, str(path))
        database = SqliteDatabase(connection, str(path))
        with database.writing():
            _schema.migrate(connection)
            _keep_all(database, items, ranks, recount=recount)


def _keep_all(database: Database, items: Sequence[tuple[EvidenceRecord | Marked, str]], ranks: dict[str, int], *, recount: bool) -> None:
    last = int(database.rows("SELECT coalesce(max(id), 0) FROM record")[0][0])
    for item, used in items:
        if isinstance(item, Marked):
            _rows.mark(database, item)
        else:
            last = max(last, _rows.put(database, _rows.known(database, item), item, ranks.get(used, 1), last + 1)[0])
    if recount:
        _facts.extract(database)
        database.count_words()


def _import_anew(path: Path, files: Sequence[Path | str], as_of: str) -> ImportReport | None:
    """Make a registry beside its place and put it there whole; None where another process was quicker."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise _files.unreadable(str(path), error) from error
    os.close(handle)
    try:
        with closing(connected(Path(name))) as connection:
            report = write(SqliteDatabase(connection, str(path)), files, as_of, fresh=True)
        Path(name).chmod(0o666 & ~_umask())
        return report if _placed(Path(name), path) else None
    finally:
        Path(name).unlink(missing_ok=True)


def _placed(made: Path, path: Path) -> bool:
    try:
        os.link(made, path)  # unlike a renaming, this never replaces what another process has put there
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        made.rename(path)
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _import_into(path: Path, files: Sequence[Path | str], as_of: str) -> ImportReport:
    with closing(connected(path)) as connection:
        fresh = path.stat().st_size == 0
        if not fresh:
            _schema.check(connection, str(path))
        return write(SqliteDatabase(connection, str(path)), files, as_of, fresh=fresh)


def connected(path: Path) -> sqlite3.Connection:
    """Open a registry file to write. Raises RegistryError where it cannot be opened."""
    try:
        return sqlite3.connect(path, isolation_level=None, timeout=_schema.PATIENCE)
    except sqlite3.Error as error:
        raise RegistryError(f"cannot be opened: {error}", path=str(path)) from error


def write(database: SqliteDatabase, files: Iterable[Path | str], as_of: str = "", *, fresh: bool, told: bool = True) -> ImportReport:
    """Write the records of files into an open registry in one transaction.

    `fresh` makes its tables first; without `told` their facts are not extracted: an index of one run is asked for few of them.
    """
    try:
        with database.writing():
            if fresh and not database.rows("SELECT 1 FROM sqlite_schema LIMIT 1"):
                _schema.create(database.connection)
            else:
                _schema.migrate(database.connection)
            return _import(database, tuple(files), as_of, told=told)
    except sqlite3.Error as error:
        raise refused(error, database.name) from error


def _import(database: Database, files: Sequence[Path | str], as_of: str, *, told: bool = True) -> ImportReport:
    counts = _Counts(last=int(database.rows("SELECT coalesce(max(id), 0) FROM record")[0][0]))
    for file in files:
        _import_file(database, Path(file), as_of, counts)
    if told:
        _facts.extract(database)
    if counts.written:
        database.count_words()
    total = int(database.rows("SELECT count(*) FROM record")[0][0])
    return ImportReport(len(files), counts.added, counts.updated, total, counts.notices, counts.unchanged)


def formats() -> tuple[Format, ...]:
    """Return the record formats, ours and those of plug-ins."""
    return discover("evidence.formats", "FORMAT", Format)


def format_of(path: Path, head: str, name: str) -> Format:
    """Return the format of a record file: by its ending and looks, else by looks alone. Raises RegistryError where none fits.

    What says most of itself is asked first: what Crossref writes looks like CSL JSON, too.
    """
    known = sorted(formats(), key=lambda f: (-f.rank, f.name))
    ending = path.suffix.casefold()
    named = [f for f in known if ending in f.suffixes]
    if len(named) == 1 and ending != ".txt":
        return named[0]
    for candidate in (*named, *known):
        if candidate.sniff(head):
            return candidate
    if named and ending != ".txt":
        return min(named, key=lambda f: (f.rank, f.name))
    remedy = "known formats: " + ", ".join(sorted(f.name for f in known))
    raise RegistryError("not a known record format", path=name, line=1, remedy=remedy)


def _import_file(database: Database, path: Path, as_of: str, counts: _Counts) -> None:
    name = os.fsencode(path).decode("utf-8", "replace")  # a name in no encoding could not be kept in the registry
    used = format_of(path, _files.head(path, name), name)
    digest = _files.digest(path, name, tolerant=used.tolerant)
    database.rows(_SEEN)
    database.rows("DELETE FROM seen")
    read = 0
    try:
        with _files.text(path, name, tolerant=used.tolerant) as file:
            for item, line in used.parse(name, file):
                _keep(database, item, name, line, used, as_of, counts)
                read += not isinstance(item, Snapshot)
    except UnicodeDecodeError as error:
        raise RegistryError("was changed while it was read", path=name, remedy="import it again") from error
    if not read:
        remedy = "export the records again: " + ", ".join(sorted(f.name for f in formats()))
        raise RegistryError("no record in this file", path=name, line=1, remedy=remedy)
    _log(database, (name, used.name, digest, read))


def _keep(  # noqa: PLR0913, PLR0917 - all that one item of a file needs
    database: Database, item: EvidenceRecord | Marked | Snapshot, name: str, line: int, used: Format, as_of: str, counts: _Counts
) -> None:
    if isinstance(item, Snapshot):
        complete_until(database, item.date)
        return
    if isinstance(item, Marked):
        _rows.mark(database, item)
        counts.notices += 1
        if as_of and counts.notices == 1:
            complete_until(database, as_of)
        return
    record = replace(item, checked=item.checked or as_of)
    held = _rows.known(database, record)
    _agree(database, held, name, record, line)
    written, changed = _rows.put(database, held, record, used.rank, counts.last + 1)
    fresh = not held
    counts.last += fresh
    seen = not fresh and bool(database.rows("SELECT 1 FROM seen WHERE record = ?", (written,)))
    counts.added += fresh
    counts.updated += changed and not fresh and not seen
    counts.unchanged += not changed and not seen
    counts.written |= changed
    if not seen:
        pairs = " ".join(f"{s}|{v}" for s, v in record.identifiers)
        database.rows("INSERT INTO seen VALUES (?, ?, ?, ?)", (written, line, fold(record.title), pairs))


def complete_until(database: Database, day: str) -> None:
    """Note that the notices are complete up to a day; an older list makes a newer one no older."""
    held = database.rows("SELECT value FROM about WHERE name = ?", (AS_OF,))
    if not held or max(value for (value,) in held) < day:
        database.rows("DELETE FROM about WHERE name = ?", (AS_OF,))
        database.rows("INSERT INTO about VALUES (?, ?)", (AS_OF, day))


def _log(database: Database, row: tuple[str, str, str, int]) -> None:
    """Note an import, once for the same file with the same content."""
    if not database.rows("SELECT 1 FROM import_log WHERE path = ? AND format = ? AND sha256 = ? AND records = ?", row):
        number = int(database.rows("SELECT coalesce(max(number), 0) FROM import_log")[0][0]) + 1
        database.rows("INSERT INTO import_log (number, path, format, sha256, records) VALUES (?, ?, ?, ?, ?)", (number, *row))


def _agree(database: Database, held: tuple[int, ...], name: str, second: EvidenceRecord, line: int) -> None:
    """Raise RegistryError where two records of one file that bear one identifier are not copies: one of them would be lost."""
    for number in held:
        for above, title, pairs in database.rows("SELECT line, title, pairs FROM seen WHERE record = ?", (number,)):
            first = [tuple(pair.split("|", 1)) for pair in pairs.split()]
            _differ(name, first, int(above), title, second, line)


def _differ(  # noqa: PLR0913, PLR0917 - two records and their places
    name: str, first: list[tuple[str, ...]], above: int, title: str, second: EvidenceRecord, line: int
) -> None:
    schemes = {s for s, _ in first} & {s for s, _ in second.identifiers} & set(_rows.WORK)
    differ = [s for s in sorted(schemes) if {v for t, v in first if t == s}.isdisjoint(v for t, v in second.identifiers if t == s)]
    if title != fold(second.title) and title and second.title:
        differ.insert(0, "title")
    if differ:
        shared = next((f"{s} {v}" for s, v in second.identifiers if (s, v) in first), second.key)
        message = f"the records at lines {above} and {line} have the same {shared}, but another {differ[0]}"
        raise RegistryError(message, path=name, line=line, remedy="correct the identifier of one, or delete one")
