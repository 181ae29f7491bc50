"""One contract for every engine that can hold a registry: an SQLite file, and PostgreSQL where it is installed."""

# ruff: noqa: E501 - records stand as services write them

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from claimlint.errors import RegistryError
from claimlint.evidence import _schema
from claimlint.evidence._upgrade import Upgraded, upgrade
from claimlint.evidence.facts import facts
from claimlint.evidence.registry import SqlRegistry, import_files, open_registry
from claimlint.evidence.resolve import resolve
from claimlint.model import Subject

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
RECORDS = [
    {"title": "Gentle walking against knee pain in older adults: a randomised trial", "DOI": "10.5555/pg.1", "PMID": "99000001",
     "author": [{"family": "Moreau", "given": "A"}], "issued": {"date-parts": [[2021]]}, "container-title": "J Gentle Walk", "volume": "12", "page": "101"},
    {"title": "Tea, sleep and mood", "DOI": "10.5555/pg.2", "author": [{"family": "Okafor", "given": "B"}], "issued": {"date-parts": [[2018]]}},
    {"title": "步行训练对老年膝骨关节炎患者疼痛的影响", "DOI": "10.5555/pg.3", "author": [{"family": "张", "given": "三"}], "issued": {"date-parts": [[2020]]}},
]  # fmt: skip
NOTICES = {"as_of": "2026-08-31", "retractions": {"10.5555/pg.2": "10.5555/pg.note", "10.5555/elsewhere": None}}


def as_user() -> dict[str, object]:
    """Return how to start a server that refuses to run as the superuser."""
    return {"user": "postgres"} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server of our own in a folder of its own, reached by a socket."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    if not SERVERS or not shutil.which("initdb", path=str(SERVERS[-1])):
        pytest.skip("PostgreSQL is not installed")
    home = Path(tempfile.mkdtemp(prefix="claimlint-pg-"))
    try:
        if as_user():
            try:
                shutil.chown(home, "postgres")
            except LookupError:
                pytest.skip("there is no user to run PostgreSQL as")
        run = {"capture_output": True, "cwd": home, "timeout": 120, **as_user()}
        subprocess.run(
            [SERVERS[-1] / "initdb", "-D", home / "data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"], check=True, **run
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync=off"
        start = [SERVERS[-1] / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-o", options, "start"]
        subprocess.run(start, check=True, **{**run, "capture_output": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL})
        yield home
        subprocess.run([SERVERS[-1] / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop"], check=True, **run)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """Where an empty registry of an engine may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "registry.db")
    import psycopg

    home = request.getfixturevalue("server")
    name = f"test_{abs(hash(request.node.nodeid)) % 10**9}"
    with psycopg.connect(f"postgresql:///postgres?host={home}&user=tester", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    return f"postgresql:///{name}?host={home}&user=tester"


@pytest.fixture
def opened():
    """Open registries that are closed when the test is over."""
    held = []

    def opening(address: str) -> SqlRegistry:
        held.append(open_registry(address))
        return held[-1]

    yield opening
    for registry in held:
        registry.close()


@pytest.fixture
def filled(address, tmp_path, opened) -> SqlRegistry:
    import_files(address, [put(tmp_path, "r.json", RECORDS), put(tmp_path, "notices.json", NOTICES)])
    return opened(address)


def put(folder: Path, name: str, data: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(data) if not isinstance(data, str) else data, encoding="utf-8")
    return path


def test_what_is_imported_is_found_by_every_way(filled):
    one = filled.by_id("doi", "10.5555/pg.1")
    assert (one.title, one.year, one.authors, one.volume) == (RECORDS[0]["title"], 2021, ("Moreau A",), "12")
    assert filled.by_key("pmid:99000001") == one
    assert filled.by_id("doi", "10.5555/none") is None
    assert [c.key for c in filled.authored(("okafor",), 2018)] == ["doi:10.5555/pg.2"]
    assert [c.key for c in filled.candidates("walking, knee pain")] == ["pmid:99000001"]
    assert [c.key for c in filled.candidates("老年膝骨关节炎")] == ["doi:10.5555/pg.3"]
    assert filled.size() == 3


def test_references_resolve_alike(filled):
    text = "Moreau A. Gentle walking against knee pain in older adults: a randomised trial. J Gentle Walk. 2021;12:101."
    found = resolve(text, (), filled)
    assert (found.record.key, found.tier) == ("pmid:99000001", "high")


def about(registry: SqlRegistry, given: list[tuple[tuple[str, ...], ...]], looked: tuple[tuple[str, ...], ...]) -> list[str]:
    return [record.key for record in registry.about(Subject(tuple(given), looked, "E4"))]


def test_what_records_are_about(address, tmp_path, opened):
    more = [
        {
            "title": "Zinc lozenges and colds: a trial",
            "DOI": "10.5555/s.1",
            "abstract": "SLEEP got better.",
            "issued": {"date-parts": [[2011]]},
        },
        {"title": "Zincated iron", "DOI": "10.5555/s.2", "abstract": "Sleep was measured.", "issued": {"date-parts": [[2020]]}},
        {"title": "锌与感冒：随机对照试验", "DOI": "10.5555/s.3", "abstract": "睡眠良好。", "issued": {"date-parts": [[2015]]}},
        {"title": "Crohn’s disease and vitamin D", "DOI": "10.5555/s.4", "abstract": "100% of 5_000."},
    ]
    import_files(address, [put(tmp_path, "r.json", RECORDS), put(tmp_path, "more.json", more)])
    registry = opened(address)
    zinc, colds, sleep = (("zinc",), ("锌",)), (("cold*",), ("感冒",)), (("sleep*",), ("睡眠",))
    assert about(registry, [zinc], sleep) == ["doi:10.5555/s.3", "doi:10.5555/s.1"]  # the latest first; a title decides, case does not
    assert about(registry, [(("zinc*",),)], sleep) == ["doi:10.5555/s.2", "doi:10.5555/s.1"]
    assert about(registry, [zinc, colds], sleep) == ["doi:10.5555/s.3", "doi:10.5555/s.1"]
    assert about(registry, [zinc, (("tea",),)], sleep) == []
    assert about(registry, [(("vitamin*", "d"),)], (("crohn*",),)) == ["doi:10.5555/s.4"]
    assert about(registry, [(("knee", "pain"),)], (("older", "adults"), ("nothing",))) == ["pmid:99000001"]
    assert about(registry, [], sleep) == about(registry, [zinc], ()) == about(registry, [((),)], sleep) == []


@pytest.mark.parametrize(
    "word", ["'; DROP TABLE record; --", '" OR 1=1 OR "', "zinc' | 'tea", "NEAR(zinc", "*", "%", "\x00zinc", "\udcff", ":*"]
)
def test_hostile_subjects_are_words(filled, word):
    about(filled, [((word,), (f"{word}*",))], ((word,),))
    about(filled, [(("gentle",),)], ((word,),))
    assert filled.size() == 3


def test_notices_stand_apart_from_records(filled):
    assert [n.nature for n in filled.by_id("doi", "10.5555/pg.2").notices] == ["retraction"]
    assert [n.nature for n in filled.notices("doi", "10.5555/elsewhere")] == ["retraction"]
    assert filled.notices("doi", "10.5555/pg.1") == ()
    assert filled.as_of() == "2026-08-31"


def test_importing_again_changes_nothing(filled, address, tmp_path, opened):
    before = [filled.records(), filled.as_of(), filled.contradictions()]
    report = import_files(address, [tmp_path / "r.json", tmp_path / "notices.json"])
    again = opened(address)
    assert (report.added, report.updated, report.unchanged, report.records) == (0, 0, 3, 3)
    assert [again.records(), again.as_of(), again.contradictions()] == before


def test_a_broken_file_changes_nothing(filled, address, tmp_path, opened):
    before = filled.records()
    put(tmp_path, "good.json", [{"title": "Another", "DOI": "10.5555/pg.9"}])
    put(tmp_path, "bad.json", '[{"title": "Third", "DOI": "10.5555/pg.10"},\n{"title": ')
    with pytest.raises(RegistryError) as caught:
        import_files(address, [tmp_path / "good.json", tmp_path / "bad.json"])
    assert caught.value.line == 2
    assert opened(address).records() == before


def test_two_descriptions_become_one_and_what_loses_is_logged(address, tmp_path, opened):
    poor = put(tmp_path, "poor.json", [{"title": "Gentle walking", "DOI": "10.5555/m.1", "volume": "13", "abstract": "Adults walked."}])
    rich = put(tmp_path, "rich.nbib", "PMID- 99000007\nTI  - Gentle walking and knees\nVI  - 12\nLID - 10.5555/m.1 [doi]\nAB  - Adults\n")
    import_files(address, [poor, rich])
    registry = opened(address)
    record = registry.by_id("doi", "10.5555/m.1")
    assert (record.key, record.title, record.volume, record.abstract) == (
        "pmid:99000007",
        "Gentle walking and knees",
        "12",
        "Adults walked.",
    )
    assert [row[1:4] for row in registry.contradictions("pmid:99000007")] == [
        ("abstract", "Adults walked.", "Adults"), ("title", "Gentle walking and knees", "Gentle walking"), ("volume", "12", "13"),
    ]  # fmt: skip


def test_the_order_of_imports_decides_nothing(address, tmp_path, opened):
    first = put(tmp_path, "a.json", [{"title": "Walking", "DOI": "10.5555/o.1", "volume": "1", "container-title": "J Walk"}])
    second = put(tmp_path, "b.ris", "TY  - JOUR\nTI  - Walking\nDO  - 10.5555/o.1\nVL  - 22\nJF  - Journal of Walking\nER  - \n")
    import_files(address, [second, first])
    once = opened(address).records()
    import_files(address, [first, second])
    assert opened(address).records() == once
    assert (once[0][1].volume, once[0][1].journal) == ("22", "Journal of Walking")


def test_records_that_prove_to_be_one_work_become_one_row(address, tmp_path, opened):
    by_doi = put(tmp_path, "a.json", [{"title": "Walking", "DOI": "10.5555/u.1"}])
    by_pmid = put(tmp_path, "b.json", [{"title": "Walking", "PMID": "99000008"}])
    both = put(tmp_path, "c.json", [{"title": "Walking", "PMID": "99000008", "DOI": "10.5555/u.1", "volume": "3"}])
    import_files(address, [by_doi, by_pmid])
    assert opened(address).size() == 2
    import_files(address, [both])
    registry = opened(address)
    assert registry.size() == 1
    assert registry.by_id("doi", "10.5555/u.1") == registry.by_id("pmid", "99000008")


def test_what_records_say_is_kept_and_read_again_by_an_upgrade(address, tmp_path, opened):
    text = "RESULTS: 疼痛减轻 12 % (95% CI 8 to 16). Walking reduced knee pain by 30 % in group B. CONCLUSION: It helps."
    told = {"title": "Walking", "DOI": "10.5555/t.1", "abstract": text}
    import_files(address, [put(tmp_path, "a.json", [told])])
    first = opened(address)
    assert first.facts("doi:10.5555/t.1") == facts(first.by_key("doi:10.5555/t.1"))
    assert [row[0] for row in first.figures("doi:10.5555/t.1")] == ["12 %", "95%", "8", "16", "30 %"]
    import_files(address, [put(tmp_path, "a.json", [told | {"abstract": text.replace("30 %", "33 %")}])])
    assert [row[0] for row in opened(address).figures("doi:10.5555/t.1")][-1] == "33 %"
    changed(address, "UPDATE told SET extractor = 'older'")
    assert opened(address).facts("doi:10.5555/t.1") == ()
    assert upgrade(address) == Upgraded(_schema.VERSION, 1)
    assert upgrade(address) == Upgraded(_schema.VERSION, 0)
    assert len(opened(address).facts("doi:10.5555/t.1")) == 4


def test_an_older_registry_is_refused_and_upgraded(filled, address, opened):
    before = filled.records()
    filled.close()
    tables = ["DROP VIEW stated", "DROP TABLE told", "DROP TABLE sentence", "DROP TABLE fact"]
    changed(
        address, *tables, "PRAGMA user_version = 2" if address.endswith(".db") else "UPDATE about SET value = '2' WHERE name = 'version'"
    )
    with pytest.raises(RegistryError, match="version 2") as caught:
        open_registry(address)
    assert caught.value.remedy.startswith("claimlint registry upgrade --registry ")
    assert upgrade(address) == Upgraded(2, 0)
    assert opened(address).records() == before


def test_a_newer_registry_is_not_written(address, tmp_path):
    file = put(tmp_path, "a.json", RECORDS)
    import_files(address, [file])
    changed(address, "PRAGMA user_version = 99" if address.endswith(".db") else "UPDATE about SET value = '99' WHERE name = 'version'")
    with pytest.raises(RegistryError, match="version 99"):
        import_files(address, [file])


def changed(address: str, *statements: str) -> None:
    """Run statements on a registry behind its back."""
    if address.endswith(".db"):
        with closing(sqlite3.connect(address)) as file, file:
            for statement in statements:
                file.execute(statement)
        return
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE record; --", '" OR 1=1 OR "', "NEAR(gentle, 5) %s ? $1", "\x00gentle", "\udcff walking 2021", "a | b & !c"]
)
def test_hostile_queries_are_words(filled, text):
    filled.candidates(text)
    filled.by_id(text, text)
    filled.authored((text,), 2020)
    assert filled.size() == 3


def test_what_is_open_to_read_cannot_be_written(filled):
    with pytest.raises(RegistryError):
        filled._rows("DELETE FROM record")  # noqa: SLF001 - what must not work


def test_a_server_that_does_not_answer_is_told_without_its_password():
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    with pytest.raises(RegistryError, match="does not answer") as caught:
        open_registry("postgresql://someone:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)
    with pytest.raises(RegistryError, match="does not answer") as caught:
        open_registry("postgresql://127.0.0.1:1/none?user=someone&password=secret")
    assert "secret" not in str(caught.value)
