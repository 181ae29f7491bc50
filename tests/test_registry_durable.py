"""What a registry survives: being killed half-way, two imports at once, a broken file after good ones, its own older versions."""

# ruff: noqa: E501 - tables stand as they were

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimlint.cli import app
from claimlint.errors import RegistryError
from claimlint.evidence import _schema
from claimlint.evidence._upgrade import Upgraded, upgrade
from claimlint.evidence.registry import import_files, open_registry

IMPORT = "import sys; from claimlint.evidence.registry import import_files; print(import_files(sys.argv[1], sys.argv[2:]))"
SPILL = "from claimlint.evidence import _database; _database._CACHE = -64; "  # pages go to the file while the import is under way


def records(path: Path, count: int, first: int = 0) -> Path:
    works = (
        {"title": f"Walking study number {n} of knees and hips", "DOI": f"10.5555/k.{n}", "abstract": "x" * 400}
        for n in range(first, first + count)
    )
    path.write_text("[" + ",\n".join(map(json.dumps, works)) + "]", encoding="utf-8")
    return path


def importing(registry: Path, *files: Path, spill: bool = False) -> subprocess.Popen[str]:
    program = SPILL + IMPORT if spill else IMPORT
    return subprocess.Popen(
        [sys.executable, "-c", program, str(registry), *map(str, files)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def whole(registry: Path) -> int:
    """Return the number of records of a registry that is sound in every page and every index."""
    connection = sqlite3.connect(registry)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("INSERT INTO title_index (title_index) VALUES ('integrity-check')")
        return connection.execute("SELECT count(*) FROM record").fetchone()[0]
    finally:
        connection.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so plainly")
def test_an_import_that_is_killed_leaves_the_registry_as_it_was(tmp_path):
    registry = tmp_path / "r.db"
    import_files(registry, [records(tmp_path / "old.json", 300)])
    before = open_registry(registry).records(0, 1000)
    new = records(tmp_path / "new.json", 6_000, first=300)
    process = importing(registry, new, spill=True)
    journal = tmp_path / "r.db-journal"
    try:
        give_up = time.monotonic() + 60
        while not (journal.exists() and registry.stat().st_size > 1_000_000) and process.poll() is None and time.monotonic() < give_up:
            time.sleep(0.01)
        assert process.poll() is None, "the import was over before it could be killed"
        process.send_signal(signal.SIGKILL)
    finally:
        process.communicate()
    assert journal.exists()  # half-written pages are in the file: this is no clean end
    reopened = open_registry(registry)
    assert reopened.records(0, 1000) == before
    reopened.close()
    assert whole(registry) == 300
    assert import_files(registry, [new]).records == 6_300
    assert whole(registry) == 6_300


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so plainly")
def test_a_first_import_that_is_killed_leaves_no_registry(tmp_path):
    registry, new = tmp_path / "r.db", records(tmp_path / "new.json", 6_000)
    process = importing(registry, new, spill=True)
    try:
        give_up = time.monotonic() + 60
        while (
            not any(p.stat().st_size > 1_000_000 for p in tmp_path.glob(".r.db.*.part"))
            and process.poll() is None
            and time.monotonic() < give_up
        ):
            time.sleep(0.01)
        assert process.poll() is None, "the import was over before it could be killed"
        process.send_signal(signal.SIGKILL)
    finally:
        process.communicate()
    assert not registry.exists()
    assert import_files(registry, [records(tmp_path / "few.json", 5)]).records == 5


@pytest.mark.parametrize("there", [True, False])
def test_two_imports_at_once_lose_nothing(tmp_path, there):
    registry = tmp_path / "r.db"
    if there:
        import_files(registry, [records(tmp_path / "old.json", 1)])
    running = [importing(registry, records(tmp_path / f"{n}.json", 400, first=1 + 400 * n)) for n in range(3)]
    ends = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], ends
    assert whole(registry) == 1_200 + there
    assert [p.name for p in tmp_path.iterdir() if ".part" in p.name or "-journal" in p.name] == []


def test_an_import_that_has_to_wait_too_long_says_why(tmp_path, monkeypatch):
    registry = tmp_path / "r.db"
    import_files(registry, [records(tmp_path / "a.json", 1)])
    monkeypatch.setattr(_schema, "PATIENCE", 0.1)
    other = sqlite3.connect(registry, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegistryError, match="another process is writing") as caught:
            import_files(registry, [tmp_path / "a.json"])
        assert caught.value.remedy
        assert open_registry(registry).size() == 1  # reading needs no wait
    finally:
        other.close()


V1 = """
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
INSERT INTO record VALUES (1, 'doi:10.5555/v1', 'Gentle walking', 'gentle walking', 'gentle walking', 2021, 'J', '1', '', '5', '', 'moreau', 'moreau', 'a.toml:1');
INSERT INTO identifier VALUES ('doi', '10.5555/v1', 1);
INSERT INTO author VALUES (1, 0, 'Moreau A');
INSERT INTO editorial_notice VALUES ('doi', '10.5555/v1', 'retraction', '', '2023', 'PubMed');
INSERT INTO term SELECT term, doc FROM title_words;
PRAGMA application_id = 1131179380;
PRAGMA user_version = 1;
"""


@pytest.fixture
def old(tmp_path) -> Path:
    """A registry as version 1 of the tables has it."""
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript(V1)
    connection.close()
    return path


def shape(path: Path) -> dict[str, set[str]]:
    connection = sqlite3.connect(path)
    try:
        names = [
            n
            for (n,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type IN ('table', 'index', 'trigger') AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {name: {row[1] for row in connection.execute(f"SELECT * FROM pragma_table_info('{name}')")} for name in names}  # noqa: S608 - our own names
    finally:
        connection.close()


def test_an_older_registry_says_what_to_do(old):
    with pytest.raises(RegistryError, match="version 1") as caught:
        open_registry(old)
    assert caught.value.remedy == f"claimlint registry upgrade --registry {old}"


def test_an_upgrade_keeps_all_and_leaves_what_a_new_registry_has(old, tmp_path):
    assert upgrade(old) == Upgraded(1, 0)  # no record there has an abstract
    record = open_registry(old).by_id("doi", "10.5555/v1")
    assert (record.title, record.authors, [n.nature for n in record.notices]) == ("Gentle walking", ("Moreau A",), ["retraction"])
    import_files(tmp_path / "new.db", [records(tmp_path / "a.json", 1)])
    assert shape(old) == shape(tmp_path / "new.db")
    assert upgrade(old) == Upgraded(_schema.VERSION, 0)


def test_an_import_upgrades_on_its_way(old, tmp_path):
    import_files(old, [records(tmp_path / "a.json", 2)])
    assert open_registry(old).size() == 3
    assert whole(old) == 3


def test_an_upgrade_by_command(old, tmp_path):
    done = CliRunner().invoke(app, ["registry", "upgrade", "--registry", str(old)])
    assert (done.exit_code, done.stdout) == (0, f"{old}: version 1, now {_schema.VERSION}\n")
    assert isinstance(CliRunner().invoke(app, ["registry", "upgrade", "--registry", str(tmp_path / "none.db")]).exception, RegistryError)


@pytest.mark.skipif(os.name == "nt", reason="no resource limits here")
def test_a_large_file_is_read_in_little_memory(tmp_path):
    path = tmp_path / "large.nbib"
    with path.open("w", encoding="utf-8") as file:
        for n in range(12_000):
            file.write(f"PMID- {n + 1}\nTI  - Walking study {n}\nAB  - {'knees and hips ' * 400}\n\n")
    assert path.stat().st_size > 70_000_000
    program = (
        "import resource; before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; from claimlint.evidence._store import format_of; "
    )
    program += "from claimlint.evidence import _files; from pathlib import Path; import sys; p = Path(sys.argv[1]); "
    program += (
        "f = format_of(p, _files.head(p, 'x'), 'x'); _files.digest(p, 'x'); before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
    )
    program += (
        "n = sum(1 for _ in f.parse('x', _files.text(p, 'x'))); print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    count, grown = map(int, done.stdout.split())
    assert count == 12_000
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB here
    assert grown * unit < path.stat().st_size / 4
