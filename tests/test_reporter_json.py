from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import PackageNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reporter_values import drafted, finding, whole_report

from claimlint.model import Report, Span
from claimlint.reporters import Style, _version
from claimlint.reporters import json as reporter

FINDING = """
path code name family severity confidence message line column end_line end_column offset end_offset
quote role fingerprint basis fix address reasons
"""
CLAIM = "path line column offset end_offset quote language kinds status citations records address"
CLEARED = "path code line column offset end_offset quote reason cue address phrase who"


def test_whole_report(snapshot, monkeypatch):
    monkeypatch.setattr(reporter, "tool_version", lambda: "9.9.9")
    snapshot("report.json", reporter.render(whole_report(), Style()))


def read(report):
    return json.loads(reporter.render(report, Style()))


def test_keys_of_the_contract():
    data = read(whole_report())
    assert list(data) == ["version", "tool", "findings", "claims", "cleared", "waived", "skipped", "documents", "counts"]
    assert data["version"] == 1
    assert list(data["tool"]) == ["name", "version", "markets", "registry", "fail_on"]
    evidence, wording, _ = data["findings"]
    assert list(wording) == FINDING.split()
    assert list(evidence) == [*FINDING.split(), "citation", "record", "field", "claimed", "recorded", "excerpt", "arithmetic"]
    assert list(evidence["basis"][0]) == ["market", "law", "article", "verified"]
    assert list(data["claims"][0]) == CLAIM.split()
    assert list(data["cleared"][0]) == CLEARED.split()
    assert data["skipped"] == [{"path": "drafts/scan.pdf", "reason": "not a text file"}]
    assert data["counts"] == {
        "files": 3,
        "sentences": {"en": 5, "zh": 2},
        "errors": 2,
        "warnings": 1,
        "notes": 0,
        "waived": 0,
        "baseline": 0,
        "citations_not_checked": 3,
        "failing": 2,
        "rules": 61,
        "not_read": {".png file": 2, "code block": 2, "spreadsheet": 1, "table": 1},
    }


def test_an_empty_report():
    data = read(Report())
    assert data["findings"] == data["claims"] == data["cleared"] == data["skipped"] == []
    assert data["counts"]["files"] == 0


def test_the_order_of_findings_does_not_depend_on_the_run():
    report = whole_report()
    turned = replace(report, documents=tuple(replace(d, findings=d.findings[::-1]) for d in report.documents[::-1]))
    assert reporter.render(turned, Style()) == reporter.render(report, Style())


def test_chinese_is_written_as_it_is():
    text = reporter.render(whole_report(), Style())
    assert "治愈高血压" in text
    assert text.endswith("}\n")


@given(st.text(st.characters(categories=["L", "C", "Z", "M", "S"]), min_size=1))
def test_every_text_comes_back_and_none_can_fail_to_encode(text):
    written = reporter.render(Report((drafted(text, finding(text, Span(0, len(text)), message=text)),)), Style())
    assert not set(written) & set("\x1b\x9b\u202e\u200b\u2028")
    assert json.loads(written.encode())["findings"][0]["message"] == text


def test_lone_surrogates():
    report = Report((drafted("a\ud800b", finding("a\ud800b", Span(0, 3), path="bad\udcff.md")),))
    found = json.loads(reporter.render(report, Style()).encode())["findings"][0]
    assert (found["quote"], found["path"]) == ("a\ud800b", "bad\udcff.md")


def test_a_tree_that_was_never_installed_has_an_unknown_version(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(_version, "version", missing)
    assert _version.tool_version() == "0+unknown"


@pytest.mark.parametrize("module", ["claimlint.reporters.json", "claimlint.reporters.terminal"])
def test_reporters_load_without_rich(module):
    done = subprocess.run([sys.executable, "-c", f"import {module}, sys; sys.exit('rich' in sys.modules)"], check=False)
    assert done.returncode == 0
