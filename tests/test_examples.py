"""The example drafts, whole: what is found where; the revised pages are silent; every place decodes to its quote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimlint.cli import app

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        done = CliRunner().invoke(app, ["check", "examples", "--format", "json", "--today", "2026-11-01"])
    assert done.exit_code == 1, done.output
    return json.loads(done.stdout)


def test_what_is_found(report, snapshot):
    lines = [f"{f['path']}:{f['line']}:{f['column']} {f['severity']} {f['code']} {f['quote']}" for f in report["findings"]]
    snapshot("examples", "\n".join(lines) + "\n")


def test_the_revised_pages_are_silent_and_say_why(report):
    revised = [f for f in report["findings"] if "revised" in f["path"]]
    assert revised == []
    assert {c["reason"] for c in report["cleared"] if "revised" in c["path"]} >= {"negated"}


def test_the_five_kinds_of_trouble_with_evidence(report):
    assert {"EVD001", "EVD002", "EVD003", "EVD004"} <= {f["code"] for f in report["findings"]}


def test_a_claim_that_rests_on_its_record(report):
    claims = [c for c in report["claims"] if "revised" in c["path"] and c["citations"]]
    assert [c["status"] for c in claims] == ["substantiated"]
    assert claims[0]["records"] == ["pmid:26157077"]


def test_one_configuration_means_one_registry(report):
    assert report["tool"]["registry"] == "examples/evidence/ (7 records)"


def test_every_place_decodes_to_its_quote(report):
    for finding in report["findings"]:
        source = (ROOT / finding["path"]).read_text(encoding="utf-8")
        assert source[finding["offset"] : finding["end_offset"]] == finding["quote"]
        before = source[: finding["offset"]]
        assert finding["line"] == before.count("\n") + 1
        assert finding["column"] == len(before) - (before.rfind("\n") + 1) + 1


def test_every_finding_tells_reason_law_and_better_wording(report):
    for finding in report["findings"]:
        assert finding["message"]
        assert finding["fix"]
        assert finding["basis"]
