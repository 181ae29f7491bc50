"""The evidence registry: imported whole or not at all, read without a trace, and unmoved by hostile files."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from claimlint.cli import app
from claimlint.errors import ConfigError, RegistryError
from claimlint.evidence import _files
from claimlint.evidence.registry import SqlRegistry, import_files, open_registry

ONE = 'title = "Gentle walking and knee pain"\nyear = 2021\nauthors = ["Moreau A"]\ndoi = "10.5555/w.1"\ntypes = ["Journal Article"]\n'
TWO = 'title = "Brisk walking and hip pain"\nyear = 2020\nauthors = ["Lind B"]\npmid = "99000002"\nabstract = "Two."\n'


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("_", ".", 1)).write_text(text, encoding="utf-8")
    return folder


def made(tmp_path: Path, *texts: str) -> Path:
    for number, text in enumerate(texts):
        (tmp_path / f"r{number}.toml").write_text(text, encoding="utf-8")
    database = tmp_path / "registry.db"
    import_files(database, [tmp_path / f"r{number}.toml" for number in range(len(texts))])
    return database


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_what_is_imported_is_found_by_every_way(tmp_path):
    registry = open_registry(made(tmp_path, ONE, TWO))
    one = registry.by_id("doi", "10.5555/w.1")
    assert one is not None
    assert (one.title, one.year, one.authors, one.types) == ("Gentle walking and knee pain", 2021, ("Moreau A",), ("Journal Article",))
    assert one.place == f"{tmp_path / 'r0.toml'}:1"
    assert registry.by_key("doi:10.5555/w.1") == one
    assert [c.key for c in registry.candidates("brisk hips")] == ["pmid:99000002"]
    assert [c.key for c in registry.authored(("lind",), 2020)] == ["pmid:99000002"]
    assert registry.by_id("doi", "10.5555/none") is None
    assert (registry.size(), registry.describe()) == (2, f"{tmp_path / 'registry.db'} (2 records)")


def test_import_twice_changes_nothing(tmp_path):
    database = made(tmp_path, ONE, TWO)
    before = open_registry(database).by_id("doi", "10.5555/w.1")
    report = import_files(database, [tmp_path / "r0.toml", tmp_path / "r1.toml"])
    assert (report.files, report.added, report.updated, report.unchanged, report.records) == (2, 0, 0, 2, 2)
    assert open_registry(database).by_id("doi", "10.5555/w.1") == before


def test_the_same_files_again_leave_every_byte_and_an_edited_one_does_not(tmp_path):
    database = made(tmp_path, ONE, TWO, RETRACTED)
    files = [tmp_path / f"r{number}.toml" for number in range(3)]
    before = database.read_bytes()
    assert str(import_files(database, files)) == "3 files: 0 records added, 0 updated, 3 unchanged; 3 in the registry"
    assert database.read_bytes() == before
    files[2].write_text(RETRACTED.replace("Tai chi", "Tai chi at noon"), encoding="utf-8")
    report = import_files(database, files)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 2)
    assert [c.key for c in open_registry(database).candidates("noon")] == ["pmid:99000003"]


RETRACTED = 'title = "Tai chi"\nyear = 2019\npmid = "99000003"\n[[notice]]\nnature = "retraction"\n'
RICHER = 'title = "Tai chi"\ndoi = "10.5555/tai"\npmid = "99000003"\nmesh = ["Humans"]\n'


@pytest.mark.parametrize("texts", [(ONE, TWO), (RETRACTED,), (RETRACTED, RICHER), (RICHER, RETRACTED), (ONE, RETRACTED, RICHER, ONE)])
def test_the_same_files_again_change_no_row(tmp_path, texts):
    database = made(tmp_path, *texts)
    before = rows(database)
    for _ in range(2):
        import_files(database, [tmp_path / f"r{number}.toml" for number in range(len(texts))])
        assert rows(database) == before


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of ours; how the title index packs its own is its own matter."""
    tables = ("record", "identifier", "author", "pub_type", "mesh", "editorial_notice", "import_log", "term", "told", "sentence", "fact")
    connection = sqlite3.connect(path)
    try:
        found = {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}  # noqa: S608 - our own names
        found["title_words"] = connection.execute("SELECT * FROM title_words").fetchall()
    finally:
        connection.close()
    return found


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([ONE], "1 file: 1 record added, 0 updated; 1 in the registry"),
        ([ONE, TWO], "2 files: 2 records added, 0 updated; 2 in the registry"),
        ([ONE, ONE], "2 files: 1 record added, 0 updated, 1 unchanged; 1 in the registry"),
    ],
)
def test_an_import_counts_in_words_that_fit(tmp_path, files, words):
    paths = [tmp_path / f"{number}.toml" for number in range(len(files))]
    for path, text in zip(paths, files, strict=True):
        path.write_text(text, encoding="utf-8")
    assert str(import_files(tmp_path / "r.db", paths)) == words


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ('"title": "Hip pain", "DOI": "10.5555/a"', "lines 2 and 3 have the same doi 10.5555/a, but another title"),
        ('"title": "Knee pain", "PMID": "1", "DOI": "10.5555/b"', "lines 2 and 3 have the same pmid 1, but another doi"),
    ],
)
def test_two_works_under_one_identifier_in_a_file_are_an_error(tmp_path, second, words):
    path = tmp_path / "a.json"
    path.write_text(f'[\n{{"title": "Knee pain", "PMID": "1", "DOI": "10.5555/a"}},\n{{{second}}}]', encoding="utf-8")
    with pytest.raises(RegistryError, match=words) as caught:
        import_files(tmp_path / "r.db", [path])
    assert (caught.value.path, caught.value.line) == (str(path), 3)
    assert not (tmp_path / "r.db").exists()


def test_a_copy_of_a_record_in_the_same_file_is_one_record(tmp_path):
    path = tmp_path / "a.nbib"
    path.write_text("PMID- 1\nTI  - Knee pain\n\nPMID- 1\nTI  - Knee pain.\nPMC - PMC123\n", encoding="utf-8")
    report = import_files(tmp_path / "r.db", [path])
    assert (report.added, report.updated, report.records) == (1, 0, 1)


@pytest.mark.parametrize(("name", "text"), [("a.nbib", ""), ("a.nbib", "\n\n"), ("a.json", "[]"), ("a.json", " [ ] ")])
def test_a_file_without_a_record_is_an_error(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match="no record in this file") as caught:
        import_files(tmp_path / "r.db", [tmp_path / name])
    assert caught.value.path == str(tmp_path / name)
    assert not (tmp_path / "r.db").exists()


pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@pipes
def test_a_pipe_is_refused_and_not_waited_on(tmp_path):
    pipe = tmp_path / "f.nbib"
    os.mkfifo(pipe)
    put(tmp_path, a_toml=ONE)
    for attempt in (
        lambda: open_registry(pipe),
        lambda: import_files(tmp_path / "x.db", [pipe]),
        lambda: import_files(pipe, [tmp_path / "a.toml"]),
    ):
        with pytest.raises(RegistryError, match="not an ordinary file") as caught:
            attempt()
        assert (caught.value.path, bool(caught.value.remedy)) == (str(pipe), True)
    assert not (tmp_path / "x.db").exists()


@pipes
def test_a_pipe_beside_a_database_is_refused_too(tmp_path):
    database = made(tmp_path, ONE)
    os.mkfifo(tmp_path / "registry.db-journal")
    with pytest.raises(RegistryError, match="not an ordinary file"):
        open_registry(database)


@pipes
def test_a_pipe_in_a_folder_is_passed_by(tmp_path):
    home = folder(tmp_path)
    os.mkfifo(home / "p.nbib")
    assert open_registry(home).size() == 2


@pytest.fixture
def locked(tmp_path):
    """A folder that nobody may look into, with a folder of records and a database in it."""
    home = tmp_path / "locked"
    home.mkdir()
    folder(home)
    put(home, a_toml=ONE)
    import_files(home / "r.db", [home / "a.toml"])
    home.chmod(0)
    yield home
    home.chmod(0o700)


can_all = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is locked for the superuser")


@can_all
@pytest.mark.parametrize("name", [".", "r.db", "evidence", "none.db"])
def test_what_may_not_be_read_is_told_so(locked, name):
    with pytest.raises(RegistryError, match="cannot be read") as caught:
        open_registry(locked / name)
    assert "permissions" in caught.value.remedy


@can_all
def test_a_locked_folder_within_is_told_and_not_missed(tmp_path):
    home = folder(tmp_path)
    (home / "deep").chmod(0)
    try:
        with pytest.raises(RegistryError, match="cannot be read") as caught:
            open_registry(home)
    finally:
        (home / "deep").chmod(0o700)
    assert caught.value.path == (home / "deep").as_posix()


def test_what_the_system_refuses_is_an_error_with_a_remedy(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path / "loop", tmp_path / ("x" * 5000)):
        with pytest.raises(RegistryError, match="cannot be read") as caught:
            open_registry(path)
        assert caught.value.remedy
    with pytest.raises(RegistryError, match="not the name of a file"):
        open_registry(tmp_path / "a\x00b")


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="this system's file names are Unicode")
def test_a_file_name_in_no_encoding_is_read_all_the_same(tmp_path):
    home = tmp_path / "evidence"
    home.mkdir()
    Path(os.fsdecode(os.fsencode(home) + b"/\xff.toml")).write_text(ONE, encoding="utf-8")
    record = open_registry(home, tmp_path / "cache").by_id("doi", "10.5555/w.1")
    assert record is not None
    assert record.place == f"{home.as_posix()}/\ufffd.toml:1"


STEERING = "Tea\x1b[31m and\u202e \u200bsleep 茶　眠"


def said(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["registry", *arguments])
    assert done.exit_code == code, done.output
    return done.stdout


@pytest.fixture
def steering(tmp_path) -> str:
    put(tmp_path, a_json=json.dumps([{"title": STEERING, "PMID": "99000004", "issued": {"date-parts": [[2020]]}}]))
    import_files(tmp_path / "r.db", [tmp_path / "a.json"])
    return str(tmp_path / "r.db")


def test_nothing_in_a_record_steers_the_terminal(steering):
    for out in (said("show", "99000004", "--registry", steering), said("resolve", "PMID 99000004", "--registry", steering)):
        assert "Tea<U+001B>[31m and<U+202E> <U+200B>sleep 茶" in out
        assert all(c.isprintable() or c in "\n\u3000" for c in out)


def test_json_escapes_what_steers_and_reads_back_the_same(steering):
    for out in (
        said("show", "99000004", "--registry", steering, "--format", "json"),
        said("resolve", "PMID 99000004", "--registry", steering, "--format", "json"),
    ):
        assert all(c.isprintable() or c == "\n" for c in out)
        assert json.loads(out)["title"] == " ".join(STEERING.split())


@pytest.mark.parametrize(
    "written", ["99000004", " 099000004 ", "PMID:99000004", "pmid:99000004", "https://pubmed.ncbi.nlm.nih.gov/99000004/"]
)
def test_show_takes_an_identifier_as_people_write_it(steering, written):
    assert said("show", written, "--registry", steering).startswith("key: pmid:99000004\n")


def test_show_takes_bare_numbers_of_other_registers(tmp_path):
    database = made(tmp_path, 'title = "Tea"\npmcid = "PMC9900001"\nnct = "NCT09900001"\n')
    for written in ("PMC9900001", "nct09900001", "pmcid:PMC9900001"):
        assert said("show", written, "--registry", str(database)).startswith("key: pmcid:PMC9900001\n")


def test_show_counts_in_text_and_in_json(steering):
    assert said("show", "--registry", steering) == f"{steering} (1 record)\n"
    assert json.loads(said("show", "--registry", steering, "--format", "json")) == {"registry": steering, "records": 1}


@pytest.mark.parametrize("command", ["show", "resolve"])
@pytest.mark.parametrize(("wrong", "remedy"), [("jsonl", 'did you mean "json"?'), ("xml", "known: text, json")])
def test_an_unknown_format_is_told(steering, command, wrong, remedy):
    done = CliRunner().invoke(app, ["registry", command, "99000004", "--registry", steering, "--format", wrong])
    assert isinstance(done.exception, ConfigError)
    assert (done.exception.message, done.exception.remedy) == (f'"{wrong}" is no --format', remedy)


def test_half_a_character_finds_nothing(steering):
    with pytest.raises(ConfigError, match="no record"):
        CliRunner().invoke(app, ["registry", "show", "\udcff", "--registry", steering], catch_exceptions=False)


def test_an_update_replaces_what_it_states_and_keeps_the_rest(tmp_path):
    database = made(tmp_path, TWO)
    later = 'title = "Brisk walking and hip pain, corrected"\npmid = "99000002"\ndoi = "10.5555/w.2"\n[[notice]]\nnature = "retraction"\n'
    (tmp_path / "later.toml").write_text(later, encoding="utf-8")
    import_files(database, [tmp_path / "later.toml"])
    registry = open_registry(database)
    record = registry.by_id("doi", "10.5555/w.2")
    assert record is not None
    assert (record.key, record.title, record.abstract, record.year) == (
        "pmid:99000002",
        "Brisk walking and hip pain, corrected",
        "Two.",
        2020,
    )
    assert [n.nature for n in record.notices] == ["retraction"]
    assert [c.title for c in registry.candidates("corrected hip")] == ["brisk walking and hip pain corrected"]


def test_a_retraction_outlives_a_poorer_record(tmp_path):
    database = made(tmp_path, ONE + '[[notice]]\nnature = "retraction"\n')
    (tmp_path / "r0.toml").write_text(ONE, encoding="utf-8")
    import_files(database, [tmp_path / "r0.toml"])
    record = open_registry(database).by_id("doi", "10.5555/w.1")
    assert record is not None
    assert [n.nature for n in record.notices] == ["retraction"]


def test_two_pubmed_numbers_are_two_works_though_they_share_a_doi(tmp_path):
    texts = [f'title = "Walking {n}"\npmid = "9900000{n}"\ndoi = "10.5555/same"\n' for n in (1, 2)]
    assert open_registry(made(tmp_path, *texts)).size() == 2


def test_a_broken_file_leaves_the_registry_as_it_was(tmp_path):
    database = made(tmp_path, ONE)
    before = dump(database)
    put(tmp_path, good_toml=TWO, bad_toml='title = "A"\nyaer = 1\n')
    with pytest.raises(RegistryError) as caught:
        import_files(database, [tmp_path / "good.toml", tmp_path / "bad.toml"])
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "bad.toml"), 2)
    assert dump(database) == before


def test_a_broken_first_import_leaves_no_file(tmp_path):
    put(tmp_path, bad_json='[{"title": "A"}')
    with pytest.raises(RegistryError):
        import_files(tmp_path / "new.db", [tmp_path / "bad.json"])
    assert not (tmp_path / "new.db").exists()


def test_reading_writes_nothing(tmp_path):
    database = made(tmp_path, ONE, TWO)
    database.chmod(0o444)
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    registry = open_registry(database)
    registry.candidates("gentle walking 2021")
    registry.by_id("pmid", "99000002")
    registry.describe()
    registry.close()
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["r0.toml", "r1.toml", "registry.db"]


def test_an_open_registry_cannot_be_written(tmp_path):
    registry = open_registry(made(tmp_path, ONE))
    with pytest.raises(RegistryError, match=r"readonly|read-only|damaged"):
        registry._rows("DELETE FROM record")  # noqa: SLF001 - what must not work


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"just text", "not a registry"),
        (b"", "not a registry"),
        (b"SQLite format 3\x00" + b"\xff" * 4096, "not a registry"),
        (b"PK\x03\x04 a zip", "not a registry"),
    ],
)
def test_what_is_no_registry_is_told_so(tmp_path, content, words):
    path = tmp_path / "registry.db"
    path.write_bytes(content)
    with pytest.raises(RegistryError, match=words) as caught:
        open_registry(path)
    assert caught.value.path == str(path)
    assert caught.value.remedy


def test_a_missing_registry_says_how_to_make_one(tmp_path):
    with pytest.raises(RegistryError, match="no such registry") as caught:
        open_registry(tmp_path / "none.db")
    assert "registry import" in caught.value.remedy


def test_another_sqlite_file_is_no_registry_and_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE record (id)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RegistryError, match="not a registry"):
        open_registry(path)
    put(tmp_path, a_toml=ONE)
    with pytest.raises(RegistryError, match="not a registry"):
        import_files(path, [tmp_path / "a.toml"])
    assert path.read_bytes() == before


def test_a_registry_of_another_version_is_refused(tmp_path):
    database = made(tmp_path, ONE)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(RegistryError, match="version 99"):
        open_registry(database)


def test_a_registry_with_a_torn_page_is_an_error_and_no_crash(tmp_path):
    database = made(tmp_path, ONE, TWO)
    data = bytearray(database.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    database.write_bytes(bytes(data))
    with pytest.raises(RegistryError):
        open_registry(database).candidates("gentle walking")


HOSTILE = [
    "'; DROP TABLE record; --",
    '" OR 1=1 OR "',
    "NEAR(gentle walking, 5)",
    "title : gentle * ^ NOT AND OR",
    '{gentle walking} + "x" - (y',
    "%_%s%n",
    "\x00gentle",
    "walking" * 1000,
    "",
    "   ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_queries_are_words(tmp_path, text):
    registry = open_registry(made(tmp_path, ONE))
    registry.candidates(text)
    registry.by_id(text, text)
    registry.authored((text,), 2020)
    assert registry.size() == 1


@pytest.mark.parametrize("text", [t for t in HOSTILE if t.strip() and "\x00" not in t])
def test_hostile_titles_are_kept_as_they_are(tmp_path, text):
    put(tmp_path, a_json=json.dumps([{"title": text, "DOI": "10.5555/h", "author": [{"family": text}], "container-title": text}]))
    import_files(tmp_path / "r.db", [tmp_path / "a.json"])
    record = open_registry(tmp_path / "r.db").by_id("doi", "10.5555/h")
    assert record is not None
    assert record.title == " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", b"\x89PNG\x00\x01", "UTF-8|binary"),
        ("a.nbib", b"PMID- 1\nTI  - \x00\n", "binary"),
        ("a.nbib", b"PMID- 1\nTI  - \xff\xfe\n", "UTF-8"),
        ("a.json", b'[{"title": "A"', "JSON"),
        ("a.bin", b"hello", "format"),
        ("a.txt", b"hello", "format"),
        ("a.toml", b"title = ", "TOML"),
    ],
)
def test_hostile_record_files_are_errors_with_a_place(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RegistryError, match=words) as caught:
        import_files(tmp_path / "r.db", [tmp_path / name])
    assert caught.value.path == str(tmp_path / name)


def test_a_missing_or_oversized_record_file_is_an_error(tmp_path, monkeypatch):
    with pytest.raises(RegistryError, match="cannot be read"):
        import_files(tmp_path / "r.db", [tmp_path / "none.toml"])
    monkeypatch.setattr(_files, "LARGEST", 10)
    put(tmp_path, a_toml=ONE)
    with pytest.raises(RegistryError, match="larger than"):
        import_files(tmp_path / "r.db", [tmp_path / "a.toml"])


def folder(tmp_path: Path) -> Path:
    home = tmp_path / "evidence"
    (home / "deep").mkdir(parents=True)
    put(home, a_toml=ONE, notes_txt="Nothing but notes.", README_md="# Read me")
    (home / "deep" / "b.txt").write_text("PMID- 99000002\nTI  - Brisk walking and hip pain\n", encoding="utf-8")
    (home / ".hidden.toml").write_text("broken", encoding="utf-8")
    return home


def test_a_folder_is_a_registry(tmp_path):
    home = folder(tmp_path)
    registry = open_registry(home, tmp_path / "cache")
    assert registry.describe() == f"{home}/ (2 records)"
    record = registry.by_id("pmid", "99000002")
    assert record is not None
    assert record.place == f"{home.as_posix()}/deep/b.txt:1"


def test_a_folder_is_indexed_once_for_the_same_content(tmp_path):
    home, cache = folder(tmp_path), tmp_path / "cache"
    open_registry(home, cache).close()
    (first,) = cache.iterdir()
    before = first.stat().st_mtime_ns
    open_registry(home, cache).close()
    assert first.stat().st_mtime_ns == before
    put(home, a_toml=TWO)
    open_registry(home, cache).close()
    assert len(list(cache.iterdir())) == 2


def test_a_damaged_cache_is_made_again(tmp_path):
    home, cache = folder(tmp_path), tmp_path / "cache"
    open_registry(home, cache).close()
    (cached,) = cache.iterdir()
    cached.write_bytes(b"rubbish")
    assert open_registry(home, cache).size() == 2


def test_an_unusable_cache_is_no_error(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert open_registry(folder(tmp_path), blocked / "cache").size() == 2
    assert open_registry(tmp_path / "evidence").size() == 2


def test_a_broken_record_in_a_folder_is_told_with_its_place(tmp_path):
    home = folder(tmp_path)
    put(home, z_toml='title = "A"\nyaer = 1\n')
    with pytest.raises(RegistryError) as caught:
        open_registry(home, tmp_path / "cache")
    assert (caught.value.path, caught.value.line) == (f"{home.as_posix()}/z.toml", 2)
    assert not list((tmp_path / "cache").glob("*"))


def test_a_folder_without_records_is_an_error(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(RegistryError, match="without record files"):
        open_registry(tmp_path / "empty")


def test_links_are_not_followed(tmp_path):
    home = folder(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    put(outside, c_toml='title = "Secret"\ndoi = "10.5555/secret"\n')
    (home / "c.toml").symlink_to(outside / "c.toml")
    (home / "linked").symlink_to(outside)
    registry = open_registry(home)
    assert (registry.size(), registry.by_id("doi", "10.5555/secret")) == (2, None)


def test_of_several_works_on_one_trial_the_registration_answers(tmp_path):
    paper = 'title = "Walking: results"\ndoi = "10.5555/results"\nnct = "NCT09900001"\n'
    registration = 'title = "Walking, registered"\nnct = "NCT09900001"\ntypes = ["Clinical Trial Registration"]\n'
    record = open_registry(made(tmp_path, paper, registration)).by_id("nct", "NCT09900001")
    assert record is not None
    assert record.title == "Walking, registered"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> SqlRegistry:
    return open_registry(made(tmp_path_factory.mktemp("registry"), ONE, TWO))


@settings(max_examples=60)
@given(text=st.text(max_size=120))
def test_any_text_can_be_looked_up(small, text):
    assert len(small.candidates(text)) <= 2
    assert small.by_key(text) is None
