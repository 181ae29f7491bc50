"""What records say is read once at import, kept in tables, and read again where words, records or the extractor change."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from claimlint.cli import app
from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.discover import discover
from claimlint.evidence import _facts, _schema
from claimlint.evidence._database import SqliteDatabase
from claimlint.evidence._upgrade import Upgraded, upgrade
from claimlint.evidence.facts import facts
from claimlint.evidence.registry import import_files, open_registry
from claimlint.readers import Reader, read

ABSTRACT = (
    "BACKGROUND: Knee pain is common. METHODS: Adults (n = 120) walked or took placebo. RESULTS: Walking reduced knee pain by 12 % "
    "(95% CI 8 to 16; p = 0.01) against placebo. CONCLUSION: Walking eases pain."
)
WALKING = {"title": "Walking and knee pain: a randomised trial", "DOI": "10.5555/f.1", "abstract": ABSTRACT}
TITLED = {"title": "Tea in 24 adults", "DOI": "10.5555/f.2"}


def put(folder: Path, name: str, *records: dict[str, str]) -> Path:
    path = folder / name
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def registry(tmp_path) -> Path:
    import_files(tmp_path / "r.db", [put(tmp_path, "r.json", WALKING, TITLED)])
    return tmp_path / "r.db"


def told(path: Path, key: str = "doi:10.5555/f.1"):
    with closing(open_registry(path)) as opened:
        return opened.facts(key)


def figures(path: Path) -> list[str]:
    return [quantity.text for fact in told(path) for quantity in fact.quantities]


def test_the_tables_hold_what_a_record_says(registry):
    with closing(open_registry(registry)) as opened:
        assert opened.facts("doi:10.5555/f.1") == facts(opened.by_key("doi:10.5555/f.1"))
    held = rows(registry, "SELECT quantity, kind, unit, section, outcome, sentence FROM stated WHERE written = '12 %'")
    sentence = "Walking reduced knee pain by 12 % (95% CI 8 to 16; p = 0.01) against placebo."
    assert held == [(12.0, "percent", "%", "results", "knee-pain", sentence)]
    assert [row[0] for row in rows(registry, "SELECT quantity FROM fact WHERE kind = 'bound' ORDER BY position")] == [95.0, 8.0, 16.0]


def test_a_record_without_an_abstract_is_read_when_it_is_cited(registry):
    assert told(registry, "doi:10.5555/f.2") == ()
    assert rows(registry, "SELECT count(*) FROM told") == [(1,)]


def test_the_arm_beside_a_figure_is_told(tmp_path):
    text = "RESULTS: Pain fell by 30 % in group B and by 5 % in group A."
    import_files(tmp_path / "r.db", [put(tmp_path, "r.json", WALKING | {"abstract": text})])
    assert rows(tmp_path / "r.db", "SELECT written, arm FROM fact ORDER BY position") == [("30 %", "#b"), ("5 %", "#a")]


WORDS = st.sampled_from(
    [
        "Pain",
        "RESULTS:",
        "fell by",
        "12.5 %",
        "(95% CI 0.2 to 0.9)",
        "vs.",
        "HR 0.7",
        "三成",
        "疼痛",
        "p < .05",
        ". ",
        "。",
        "\n",
        "  ",
        "(RP)",
        "İ",
    ]
)
TEXT = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(title=TEXT, abstract=TEXT.filter(bool))
def test_whatever_a_record_says_comes_back_as_it_was_read(title, abstract):
    record = (title, abstract)
    if any("\ud800" <= c <= "\udfff" for c in title + abstract):
        return  # no row can hold half a character: the import refuses it before
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        database = SqliteDatabase(connection, "memory")
        with database.writing():
            _schema.create(connection)
            insert = "INSERT INTO record (id, key, title, abstract, folded, terms, journal, volume, issue, pages, lead, families, place)"
            connection.execute(f"{insert} VALUES (1, 'k', ?, ?, '', '', '', '', '', '', '', '', '')", record)
            assert _facts.extract(database) == 1
        assert _facts.told(database, "k") == _facts.stated(title, abstract)
        assert len(_facts.figures(database, "k")) == sum(len(f.quantities) for f in _facts.stated(title, abstract))


def test_a_changed_abstract_is_read_again_and_an_unchanged_one_is_kept(registry, tmp_path):
    rows(registry, "UPDATE fact SET written = 'kept' WHERE written = '12 %'")
    import_files(registry, [tmp_path / "r.json"])
    assert "kept" in figures(registry)
    import_files(registry, [put(tmp_path, "r.json", WALKING | {"abstract": ABSTRACT.replace("12 %", "14 %")})])
    assert "14 %" in figures(registry)
    assert "kept" not in figures(registry)


def test_works_that_become_one_leave_no_facts_behind(tmp_path):
    by_doi = put(tmp_path, "a.json", WALKING)
    by_pmid = put(tmp_path, "b.json", {"title": "Walking", "PMID": "99000008", "abstract": "Pain fell by 3 %."})
    both = put(tmp_path, "c.json", WALKING | {"PMID": "99000008"})
    import_files(tmp_path / "r.db", [by_doi, by_pmid])
    assert rows(tmp_path / "r.db", "SELECT count(*) FROM told") == [(2,)]
    import_files(tmp_path / "r.db", [both])
    for table in ("told", "sentence", "fact"):
        assert rows(tmp_path / "r.db", f"SELECT count(*) FROM {table} WHERE record NOT IN (SELECT id FROM record)") == [(0,)]  # noqa: S608 - our own names
    assert rows(tmp_path / "r.db", "SELECT count(*) FROM told") == [(1,)]


def test_facts_of_another_extractor_count_for_nothing_until_an_upgrade(registry):
    before = told(registry)
    rows(registry, "UPDATE told SET extractor = 'older'")
    rows(registry, "UPDATE fact SET quantity = 99")
    assert told(registry) == ()
    done = CliRunner().invoke(app, ["registry", "upgrade", "--registry", str(registry)])
    assert done.stdout == f"{registry}: version {_schema.VERSION} already; facts of 1 record extracted\n"
    assert told(registry) == before
    assert upgrade(registry) == Upgraded(_schema.VERSION, 0)


def test_an_upgrade_from_version_2_extracts(registry):
    before = told(registry)
    for statement in ("DROP VIEW stated", "DROP TABLE told", "DROP TABLE sentence", "DROP TABLE fact", "PRAGMA user_version = 2"):
        rows(registry, statement)
    assert upgrade(registry) == Upgraded(2, 1)
    assert told(registry) == before != ()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE sentence SET terms = '[\"pain\", 1]'",
        "UPDATE sentence SET terms = '{}'",
        "UPDATE sentence SET terms = 'pain'",
        "UPDATE sentence SET terms = '[1, 2, 3]'",
        "UPDATE sentence SET terms = replace(hex(zeroblob(100000)), '0', '[')",
        "UPDATE sentence SET section = 'poem'",
        "UPDATE sentence SET begins = 'x'",
        "UPDATE fact SET kind = 'poem'",
        "UPDATE fact SET quantity = 'much'",
        "UPDATE fact SET begins = 'x'",
    ],
)
def test_facts_that_make_no_sense_are_none(registry, damage):
    rows(registry, damage)
    assert told(registry) == ()


def codes(registry: Path) -> set[str]:
    text = b"Walking reduced knee pain by 12 % (doi:10.5555/f.1).\n"
    report = build(Config(registry=str(registry))).linter.lint(read("page.md", text, discover("readers", "READER", Reader)))
    return {finding.code for finding in report.findings}


def test_a_draft_is_judged_by_the_facts_that_are_kept(registry):
    assert "EVD007" not in codes(registry)
    rows(registry, "UPDATE fact SET quantity = 40, written = '40 %' WHERE written = '12 %'")
    assert "EVD007" in codes(registry)
    rows(registry, "UPDATE told SET extractor = 'older'")
    assert "EVD007" not in codes(registry)


def test_a_folder_keeps_facts_only_in_its_cache(tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    put(folder, "r.json", WALKING)
    with closing(open_registry(folder, tmp_path / "cache")) as kept, closing(open_registry(folder)) as passing:
        assert kept.facts("doi:10.5555/f.1") == facts(passing.by_key("doi:10.5555/f.1"))
        assert passing.facts("doi:10.5555/f.1") == ()


def test_show_tells_the_figures(registry):
    done = CliRunner().invoke(app, ["registry", "show", "10.5555/f.1", "--registry", str(registry), "--format", "json"])
    assert "12 % (percent, results, arm placebo, outcome knee-pain)" in json.loads(done.stdout)["figures"]
