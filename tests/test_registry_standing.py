"""Notices that stand apart from records, how old they are, and what an audit tells."""

# ruff: noqa: E501 - answers stand as they are written

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimlint.cli import app
from claimlint.errors import ConfigError
from claimlint.evidence.registry import import_files, open_registry
from claimlint.evidence.standing import age, standing
from claimlint.model import Notice

TODAY = "2026-11-22"
RETRACTED = Notice("retraction", "doi:10.5555/note", "2024-05-01")


@pytest.mark.parametrize(
    ("notices", "checked", "words", "nature", "stale"),
    [
        ((), "2026-08-31", "not retracted as of 2026-08-31, 83 days old", "", False),
        ((), "2026-11-21", "not retracted as of 2026-11-21, 1 day old", "", False),
        ((), "2026-08-01", "not retracted as of 2026-08-01, 113 days old", "", True),
        ((), "", "never checked for notices", "", True),
        ((), "2027-01-01", "not retracted as of 2027-01-01, which is yet to come", "", True),
        ((RETRACTED,), "2026-08-31", "retracted: doi:10.5555/note 2024-05-01 (notices as of 2026-08-31, 83 days old)", "retraction", False),
        ((RETRACTED, Notice("reinstatement")), "2026-08-31", "not retracted as of 2026-08-31, 83 days old", "", False),
        ((Notice("retracted-and-republished", "doi:10.5555/new"), RETRACTED), "", "retracted and republished as doi:10.5555/new (notices as of an unknown day)",
         "retracted-and-republished", True),
        ((Notice("expression-of-concern"), Notice("correction")), "2026-11-01", "under an expression of concern (notices as of 2026-11-01, 21 days old)",
         "expression-of-concern", False),
    ],
)  # fmt: skip
def test_standing_says_how_old_it_is(notices, checked, words, nature, stale):
    found = standing(notices, checked, TODAY)
    assert (found.words, found.nature, found.stale) == (words, nature, stale)


def test_age_of_no_day_is_unknown():
    assert age("", TODAY) == "as of an unknown day"


@pytest.fixture
def registry(tmp_path) -> str:
    works = [
        {"title": "Walking", "DOI": "10.5555/fine", "issued": {"date-parts": [[2020]]}, "author": [{"family": "Moreau"}], "abstract": "A."},
        {"title": "Running", "DOI": "10.5555/gone", "issued": {"date-parts": [[2020]]}},
        {"title": "Nameless"},
    ]
    (tmp_path / "a.json").write_text(json.dumps(works), encoding="utf-8")
    (tmp_path / "b.toml").write_text('title = "Sleep"\nyear = 2019\ndoi = "10.5555/sleep"\nreview_by = 2026-06-30\n', encoding="utf-8")
    (tmp_path / "n.json").write_text(
        json.dumps({"as_of": "2026-08-31", "retractions": {"10.5555/gone": "10.5555/note", "10.5555/unheard": None},
                    "republished": {"10.5555/first": "10.5555/second"}}), encoding="utf-8",
    )  # fmt: skip
    import_files(tmp_path / "r.db", [tmp_path / "a.json", tmp_path / "b.toml", tmp_path / "n.json"])
    return str(tmp_path / "r.db")


def run(*arguments: str):
    return CliRunner().invoke(app, ["registry", *arguments])


def resolved(text: str, registry: str, today: str = TODAY) -> dict:
    return json.loads(run("resolve", text, "--registry", registry, "--format", "json", "--today", today).stdout)


def test_every_answer_says_how_the_work_stands(registry):
    assert resolved("doi:10.5555/fine", registry)["standing"] == "not retracted as of 2026-08-31, 83 days old"
    assert resolved("doi:10.5555/gone", registry)["standing"] == "retracted: doi:10.5555/note (notices as of 2026-08-31, 83 days old)"
    unheard = resolved("doi:10.5555/unheard", registry)
    assert (unheard["record"], unheard["standing"]) == (None, "retracted (notices as of 2026-08-31, 83 days old)")
    assert resolved("doi:10.5555/first", registry)["standing"].startswith("retracted and republished as doi:10.5555/second")
    assert resolved("doi:10.5555/nowhere", registry)["standing"] is None
    assert (
        "standing: not retracted as of 2026-08-31, 83 days old"
        in run("show", "10.5555/fine", "--registry", registry, "--today", TODAY).stdout
    )


def test_old_notices_are_warned_of(registry):
    assert "warning" not in run("resolve", "doi:10.5555/fine", "--registry", registry, "--today", TODAY).stderr
    done = run("resolve", "doi:10.5555/fine", "--registry", registry, "--today", "2027-11-22")
    assert done.stderr == "claimlint: warning: notices as of 2026-08-31, 448 days old: import a newer list\n"


def test_a_registry_says_the_day_of_its_notices(registry):
    assert open_registry(registry).describe() == f"{registry} (4 records, notices as of 2026-08-31)"
    assert json.loads(run("show", "--registry", registry, "--format", "json").stdout)["notices_as_of"] == "2026-08-31"


def test_an_older_list_makes_a_newer_one_no_older(registry, tmp_path):
    (tmp_path / "older.json").write_text('{"as_of": "2025-01-01", "retractions": {"10.5555/more": null}}', encoding="utf-8")
    import_files(registry, [tmp_path / "older.json"])
    assert open_registry(registry).as_of() == "2026-08-31"


def test_a_list_without_a_day_is_given_one(tmp_path):
    (tmp_path / "n.json").write_text('{"retractions": {"10.5555/more": null}}', encoding="utf-8")
    assert run("import", str(tmp_path / "n.json"), "--registry", str(tmp_path / "r.db"), "--as-of", "2026-08-31").exit_code == 0
    assert open_registry(tmp_path / "r.db").as_of() == "2026-08-31"
    assert isinstance(
        run("import", str(tmp_path / "n.json"), "--registry", str(tmp_path / "r.db"), "--as-of", "soon").exception, ConfigError
    )


def checked(folder: Path, text: str, registry: str) -> dict:
    (folder / "draft.md").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        app, ["check", str(folder / "draft.md"), "--isolated", "--registry", registry, "--format", "json", "--exit-zero"]
    )
    return json.loads(done.stdout)


def test_an_unregistered_work_that_is_retracted_is_flagged(registry, tmp_path):
    report = checked(tmp_path, "Our tea lowers blood pressure by 12 % (doi:10.5555/unheard).\n", registry)
    assert {f["code"] for f in report["findings"] if f["code"].startswith("EVD")} >= {"EVD001", "EVD002"}
    assert "EVD002" not in {
        f["code"] for f in checked(tmp_path, "Our tea lowers blood pressure by 12 % (doi:10.5555/nowhere).\n", registry)["findings"]
    }


def test_a_republished_work_points_to_the_new_paper(registry, tmp_path):
    report = checked(tmp_path, "Our tea lowers blood pressure by 12 % (doi:10.5555/first).\n", registry)
    (finding,) = [f for f in report["findings"] if f["code"] == "EVD002"]
    assert "10.5555/second" in json.dumps(finding)


def test_an_audit_tells_what_is_wrong(registry):
    done = run("audit", "--registry", registry, "--today", TODAY, "--format", "json")
    assert done.exit_code == 1
    told = {(t["kind"], t["record"].split(":")[0]): t for t in json.loads(done.stdout)["troubles"]}
    assert ("notice", "doi") in told
    assert told["notice", "doi"]["severity"] == "error"
    assert told["identifier", "title"]["severity"] == "warning"
    assert told["review", "doi"]["words"] == "was to be looked at again by 2026-06-30"
    assert "abstract" in told["missing", "doi"]["words"]
    assert ("age", "") not in told
    late = json.loads(run("audit", "--registry", registry, "--today", "2027-11-22", "--format", "json").stdout)["troubles"]
    assert "448 days old" in late[0]["words"]


def test_an_audit_tells_what_is_new_since_the_last(registry, tmp_path):
    last = tmp_path / "last.json"
    run("audit", "--registry", registry, "--today", TODAY, "--format", "json", "-o", str(last))
    (tmp_path / "m.json").write_text('{"retractions": {"10.5555/fine": null}}', encoding="utf-8")
    import_files(registry, [tmp_path / "m.json"])
    out = run("audit", "--registry", registry, "--today", TODAY, "--last", str(last)).stdout
    assert "error: doi:10.5555/fine: new: retracted" in out
    assert "error: doi:10.5555/gone: retracted" in out
    last.write_text("[]", encoding="utf-8")
    assert isinstance(run("audit", "--registry", registry, "--last", str(last)).exception, ConfigError)


def test_an_audit_names_the_copy_that_rests_on_a_record(registry, tmp_path):
    (tmp_path / "page.md").write_text("Our tea lowers blood pressure (doi:10.5555/gone).\n", encoding="utf-8")
    done = run("audit", str(tmp_path / "page.md"), "--registry", registry, "--today", TODAY)
    assert (
        f"error: doi:10.5555/gone: retracted: doi:10.5555/note (notices as of 2026-08-31, 83 days old)\n  rests on it: {tmp_path}/page.md:1\n"
        in done.stdout
    )


def test_init_makes_an_empty_registry_and_never_overwrites(tmp_path):
    home = tmp_path / "evidence"
    assert run("init", str(home)).exit_code == 0
    text = (home / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in home.iterdir()] == ["README.md"]
    example = text.split("```toml\n")[1].split("```")[0]
    (home / "smith-2021.toml").write_text(example, encoding="utf-8")
    record = open_registry(home).by_id("doi", "10.5555/jge.2021.101")
    assert (record.checked, record.review_by) == ("2026-08-31", "2027-06-30")
    assert isinstance(run("init", str(home)).exception, ConfigError)


def test_a_check_warns_of_old_notices_and_says_their_day(tmp_path):
    (tmp_path / "n.json").write_text('{"as_of": "2001-01-01", "retractions": {"10.5555/more": null}}', encoding="utf-8")
    import_files(tmp_path / "r.db", [tmp_path / "n.json"])
    (tmp_path / "page.md").write_text("The library opens at nine.\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(tmp_path / "page.md"), "--isolated", "--registry", str(tmp_path / "r.db")])
    assert "warning: " in done.stderr
    assert "notices as of 2001-01-01, " in done.stderr


def test_an_address_in_a_configuration_is_no_path(tmp_path):
    from claimlint.config import load_config

    (tmp_path / "claimlint.toml").write_text('registry = "postgresql://server/evidence"\n', encoding="utf-8")
    assert load_config(tmp_path / "claimlint.toml").registry == "postgresql://server/evidence"
