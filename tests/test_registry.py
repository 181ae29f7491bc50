"""The evidence registry: imported whole or not at all, read without a trace, and unmoved by hostile files."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import RegistryError
from claimlint.evidence import _store
from claimlint.evidence.registry import SqliteRegistry, import_files, open_registry

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
    assert (report.files, report.added, report.updated, report.records) == (2, 0, 2, 2)
    assert open_registry(database).by_id("doi", "10.5555/w.1") == before


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
    monkeypatch.setattr(_store, "LARGEST", 10)
    put(tmp_path, a_toml=ONE)
    with pytest.raises(RegistryError, match="50 MB"):
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
def small(tmp_path_factory) -> SqliteRegistry:
    return open_registry(made(tmp_path_factory.mktemp("registry"), ONE, TWO))


@settings(max_examples=60)
@given(text=st.text(max_size=120))
def test_any_text_can_be_looked_up(small, text):
    assert len(small.candidates(text)) <= 2
    assert small.by_key(text) is None
