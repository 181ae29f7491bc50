"""The tables of a registry, how an older registry becomes one of today, and how a file is opened to read."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from claimlint.errors import RegistryError
from claimlint.evidence._files import ordinary

APPLICATION = 0x436C6D74  # "Clmt": what tells a registry from any other SQLite file
VERSION = 3
PATIENCE = 60.0  # seconds that one import waits for another
_NEEDED = ("record", "identifier", "title_index")

# Both engines make these; what only one of them has stands below.
TABLES = """
CREATE TABLE record (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, folded TEXT NOT NULL, terms TEXT NOT NULL, year INTEGER,
  journal TEXT NOT NULL, volume TEXT NOT NULL, issue TEXT NOT NULL, pages TEXT NOT NULL, abstract TEXT NOT NULL,
  lead TEXT NOT NULL, families TEXT NOT NULL, place TEXT NOT NULL,
  believed INTEGER NOT NULL DEFAULT 0, funding TEXT NOT NULL DEFAULT '', interests TEXT NOT NULL DEFAULT '',
  checked TEXT NOT NULL DEFAULT '', review_by TEXT NOT NULL DEFAULT '', origins TEXT NOT NULL DEFAULT ''
);
CREATE INDEX record_lead ON record (lead, year);
CREATE TABLE identifier (scheme TEXT, value TEXT, record INTEGER REFERENCES record, PRIMARY KEY (scheme, value, record));
CREATE INDEX identifier_record ON identifier (record);
CREATE TABLE author (record INTEGER, position INTEGER, name TEXT, PRIMARY KEY (record, position));
CREATE TABLE pub_type (record INTEGER, position INTEGER, name TEXT, PRIMARY KEY (record, position));
CREATE TABLE mesh (record INTEGER, position INTEGER, name TEXT, PRIMARY KEY (record, position));
CREATE TABLE editorial_notice (
  scheme TEXT, value TEXT, nature TEXT, identifier TEXT, date TEXT, source TEXT, UNIQUE (scheme, value, nature, identifier, date, source)
);
CREATE TABLE import_log (number INTEGER PRIMARY KEY, path TEXT, format TEXT, sha256 TEXT, records INTEGER);
CREATE TABLE term (word TEXT PRIMARY KEY, documents INTEGER);
"""
# since version 2: what lost where two descriptions of one work met, and facts about the registry as a whole
ADDED = """
CREATE TABLE merge_log (
  key TEXT, field TEXT, kept TEXT, dropped TEXT, kept_place TEXT, dropped_place TEXT, PRIMARY KEY (key, field, kept, dropped)
);
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# since version 3: what titles and abstracts say, read once. `sentence` holds places and packed terms, `fact` a figure a row with the
# arm and the outcome that stand beside it, `told` by which extractor a record was read; `stated` is all of it for people to ask
FACTS = """
CREATE TABLE told (record INTEGER PRIMARY KEY, extractor TEXT NOT NULL);
CREATE TABLE sentence (
  record INTEGER, position INTEGER, section TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL, terms TEXT NOT NULL,
  PRIMARY KEY (record, position)
);
CREATE TABLE fact (
  record INTEGER, sentence INTEGER, position INTEGER, quantity DOUBLE PRECISION NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL,
  written TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL, bound TEXT NOT NULL, arm TEXT NOT NULL, outcome TEXT NOT NULL,
  PRIMARY KEY (record, sentence, position)
);
CREATE VIEW stated AS
  SELECT r.key AS record, f.quantity, f.kind, f.unit, f.bound, f.written, f.arm, f.outcome, s.section,
    CASE WHEN s.position = 0 THEN r.title ELSE substr(r.abstract, s.begins + 1, s.ends - s.begins) END AS sentence,
    s.position AS place, f.position
  FROM fact AS f JOIN sentence AS s ON s.record = f.record AND s.position = f.sentence JOIN record AS r ON r.id = f.record;
"""
_TITLES = """
CREATE VIRTUAL TABLE title_index USING fts5 (terms, content = 'record', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE title_words USING fts5vocab (title_index, 'row');
CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
  INSERT INTO title_index (rowid, terms) VALUES (new.id, new.terms);
END;
CREATE TRIGGER record_removed AFTER DELETE ON record BEGIN
  INSERT INTO title_index (title_index, rowid, terms) VALUES ('delete', old.id, old.terms);
END;
"""
# from a version to the next; what they leave is what `create` makes, but for the order of columns nobody asks about
MIGRATIONS = {
    1: """
ALTER TABLE record ADD COLUMN believed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN funding TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN interests TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN checked TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN review_by TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN origins TEXT NOT NULL DEFAULT '';
"""
    + ADDED,
    2: FACTS,
}


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty registry inside the open transaction."""
    tables = TABLES + ADDED + FACTS
    for name in (
        "identifier",
        "author",
        "pub_type",
        "mesh",
        "term",
        "sentence",
        "fact",
    ):  # small rows that are only ever looked up by their key
        tables = _keyed(tables, name)
    for statement in (*statements(tables), *statements(_TITLES)):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables of an older version to this one inside the open transaction; the facts are still to be extracted."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    for step in range(version, VERSION):
        for statement in statements(MIGRATIONS[step]):
            connection.execute(statement)
    if version != VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a registry file without any right to change it. Raises RegistryError where it is none, or of another version."""
    ordinary(path, str(path))
    try:
        _recover(path)
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise RegistryError(f"cannot be opened: {error}", path=str(path)) from error
    try:
        check(connection, str(path), oldest=VERSION)
    except RegistryError:
        connection.close()
        raise
    return connection


def _recover(path: Path) -> None:
    """Take back what an import that was killed left half-written: reading alone may not, and would fail."""
    if not path.with_name(path.name + "-journal").exists():
        return
    connection = sqlite3.connect(path, timeout=PATIENCE)
    with contextlib.closing(connection), contextlib.suppress(sqlite3.OperationalError):  # not ours to write: opening says what is wrong
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def check(connection: sqlite3.Connection, path: str, oldest: int = 1) -> None:
    """Raise RegistryError unless the open file is a registry, of this version or one that can still be brought to it."""
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        kinds = dict(connection.execute("SELECT name, type FROM sqlite_schema WHERE name IN ('record', 'identifier', 'title_index')"))
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise RegistryError("another process is writing to it", path=path, remedy="try again when that import is done") from error
        raise RegistryError(f"not a registry: {error}", path=path, remedy="name a file made by claimlint registry import") from error
    if application != APPLICATION:
        raise RegistryError("an SQLite file, but not a registry", path=path, remedy="name a file made by claimlint registry import")
    if not oldest <= version <= VERSION:
        older = version < oldest
        remedy = f"claimlint registry upgrade --registry {path}" if older else "upgrade claimlint"
        raise RegistryError(f"a registry of version {version}; this program reads version {VERSION}", path=path, remedy=remedy)
    if len(kinds) != len(_NEEDED) or set(kinds.values()) != {"table"}:
        raise RegistryError("the registry is damaged: tables are missing", path=path, remedy="import its record files again")


def statements(script: str) -> list[str]:
    """Return the statements of a script; a trigger is one, though it holds semicolons."""
    found, part = [], ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            found.append(part)
            part = ""
    return [s for s in found if s.strip()]


def _keyed(tables: str, name: str) -> str:
    start = tables.index(f"CREATE TABLE {name} (")
    end = tables.index(";", start)
    return f"{tables[:end]} WITHOUT ROWID{tables[end:]}"
