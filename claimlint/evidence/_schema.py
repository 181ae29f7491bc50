"""The tables of a registry file, and how such a file is opened to read or to write."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from claimlint.errors import RegistryError
from claimlint.evidence._files import ordinary

APPLICATION = 0x436C6D74  # "Clmt": what tells a registry from any other SQLite file
VERSION = 1

TABLES = """
CREATE TABLE record (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, folded TEXT NOT NULL, terms TEXT NOT NULL, year INTEGER,
  journal TEXT NOT NULL, volume TEXT NOT NULL, issue TEXT NOT NULL, pages TEXT NOT NULL, abstract TEXT NOT NULL,
  lead TEXT NOT NULL, families TEXT NOT NULL, place TEXT NOT NULL
);
CREATE INDEX record_lead ON record (lead, year);
CREATE TABLE identifier (scheme TEXT, value TEXT, record INTEGER REFERENCES record, PRIMARY KEY (scheme, value, record)) WITHOUT ROWID;
CREATE INDEX identifier_record ON identifier (record);
CREATE TABLE author (record INTEGER, position INTEGER, name TEXT, PRIMARY KEY (record, position)) WITHOUT ROWID;
CREATE TABLE pub_type (record INTEGER, position INTEGER, name TEXT, PRIMARY KEY (record, position)) WITHOUT ROWID;
CREATE TABLE mesh (record INTEGER, position INTEGER, name TEXT, PRIMARY KEY (record, position)) WITHOUT ROWID;
CREATE TABLE editorial_notice (
  scheme TEXT, value TEXT, nature TEXT, identifier TEXT, date TEXT, source TEXT, UNIQUE (scheme, value, nature, identifier, date, source)
);
CREATE TABLE import_log (number INTEGER PRIMARY KEY, path TEXT, format TEXT, sha256 TEXT, records INTEGER);
CREATE TABLE term (word TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE title_index USING fts5 (terms, content = 'record', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE title_words USING fts5vocab (title_index, 'row');
CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
  INSERT INTO title_index (rowid, terms) VALUES (new.id, new.terms);
END;
CREATE TRIGGER record_removed AFTER DELETE ON record BEGIN
  INSERT INTO title_index (title_index, rowid, terms) VALUES ('delete', old.id, old.terms);
END;
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty registry inside the open transaction."""
    for statement in _statements():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a registry file without any right to change it. Raises RegistryError where it is none, or of another version."""
    ordinary(path, str(path))
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise RegistryError(f"cannot be opened: {error}", path=str(path)) from error
    try:
        check(connection, str(path))
    except RegistryError:
        connection.close()
        raise
    return connection


def check(connection: sqlite3.Connection, path: str) -> None:
    """Raise RegistryError unless the open file is a registry of this version."""
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        kinds = dict(connection.execute("SELECT name, type FROM sqlite_schema WHERE name IN ('record', 'identifier', 'title_index')"))
    except sqlite3.Error as error:
        raise RegistryError(f"not a registry: {error}", path=path, remedy="name a file made by claimlint registry import") from error
    if application != APPLICATION:
        raise RegistryError("an SQLite file, but not a registry", path=path, remedy="name a file made by claimlint registry import")
    if version != VERSION:
        remedy = "import its record files into a new registry"
        raise RegistryError(f"a registry of version {version}; this program reads version {VERSION}", path=path, remedy=remedy)
    if len(kinds) != 3 or set(kinds.values()) != {"table"}:  # noqa: PLR2004 - the three names above
        raise RegistryError("the registry is damaged: tables are missing", path=path, remedy="import its record files again")


def _statements() -> list[str]:
    statements, part = [], ""
    for line in TABLES.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            statements.append(part)
            part = ""
    return [s for s in statements if s.strip()]
