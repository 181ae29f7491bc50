"""Every machine format, checked by its own schema or grammar, on one report with something of everything in it."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from reporter_values import drafted, finding, whole_report

from claimlint.discover import discover
from claimlint.model import Report, Skipped, Span, Waived, Waiver
from claimlint.reporters import Reporter, Style

SCHEMAS = Path(__file__).parent / "schemas"
REPORTERS = {r.name: r for r in discover("reporters", "REPORTER", Reporter)}
MACHINE = sorted(name for name, r in REPORTERS.items() if r.machine and name not in ("xlsx", "github"))
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*)(?:,[a-zA-Z]+=[^,:\r\n]*)*)?::([^\r\n]*)")


def decided():
    """Return the whole report with a waived finding, a baseline finding and a draft that is no text."""
    report = whole_report()
    source = "Cures gout. Heals all."
    gout = finding(source, "Cures gout", path="drafts/old.md", fingerprint="aaaabbbbccccdddd")
    heals = finding(source, "Heals all", path="drafts/old.md", fingerprint="1111222233334444")
    waived = (
        Waived(gout, Waiver("inline", "EFF003", "label text agreed with legal", "J. Ito", "2027-03-01", place="drafts/old.md:1")),
        Waived(heals, Waiver("baseline", "EFF003", fingerprint=heals.fingerprint)),
    )
    slide = finding("Ends pain", "Ends pain", path="deck.pptx", address="slide 3, notes", fingerprint="9999888877776666")
    deck = drafted("Ends pain", slide, path="deck.pptx")
    return replace(
        report,
        documents=(
            *report.documents,
            drafted(source, path="drafts/old.md", waived=waived),
            replace(deck, document=replace(deck.document, extracted=True)),
        ),
    )


def rendered(name, report=None, style=None):
    return REPORTERS[name].render(report or decided(), style or Style())


def schema(name):
    return Draft202012Validator(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", MACHINE)
def test_every_finding_is_in_every_machine_format_with_its_fingerprint(name):
    text = rendered(name)
    wanted = Counter(f.fingerprint for f in decided().findings)
    assert wanted
    for fingerprint, number in wanted.items():
        assert text.count(fingerprint) >= number


def test_sarif_is_valid_and_complete():
    log = json.loads(rendered("sarif"))
    assert list(schema("sarif-2.1.0.json").iter_errors(log)) == []
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    inside, outside = [r["suppressions"][0] for r in run["results"] if "suppressions" in r]
    assert (inside["kind"], inside["justification"]) == ("inSource", "label text agreed with legal")
    assert (outside["kind"], outside["properties"]["decision"]) == ("external", "baseline")
    notified = run["invocations"][0]["toolExecutionNotifications"]
    assert [n["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for n in notified] == ["drafts/scan.pdf"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_places_a_deck_by_its_address_and_escapes_paths():
    results = json.loads(rendered("sarif"))["runs"][0]["results"]
    (deck,) = [r for r in results if r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "deck.pptx"]
    assert deck["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "slide 3, notes"}]
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results}
    assert "drafts/%E6%96%B0%E5%93%81.md" in uris


def test_sarif_regions_point_at_the_words():
    report = whole_report()
    sources = {d.document.path: d.document.source for d in report.documents}
    for result in json.loads(rendered("sarif", report))["runs"][0]["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        path = "drafts/launch.md" if "launch" in str(result["locations"]) else "drafts/新品.md"
        start = region["charOffset"]
        assert sources[path][start : start + region["charLength"]] == region["snippet"]["text"]


def test_github_commands_follow_the_grammar():
    lines = rendered("github").splitlines()
    assert lines
    assert all(COMMAND.fullmatch(line) for line in lines)
    assert lines[0].startswith("::error file=drafts/scan.pdf,title=not checked::")
    assert "93%25" in "".join(lines)


def test_github_shows_ten_a_level_and_says_what_is_left():
    source = "x" * 60
    many = [finding(source, Span(i, i + 1), severity=s) for i in range(20) for s in ("error", "warning", "note")]
    lines = rendered("github", Report((drafted(source, *many),))).splitlines()
    levels = Counter(line.split(" ")[0] for line in lines)
    assert levels == {"::error": 10, "::warning": 10, "::notice": 10}
    assert lines[0].startswith("::error")
    assert lines[-1] == "::notice title=claimlint::31 more findings: see the job summary"


@pytest.mark.parametrize("name", ["rdjson", "gitlab"])
def test_json_formats_are_valid(name):
    assert list(schema(f"{name}.json").iter_errors(json.loads(rendered(name)))) == []


def test_rdjson_counts_bytes():
    (found,) = [d for d in json.loads(rendered("rdjson"))["diagnostics"] if d["code"]["value"] == "EFF001"]
    source = next(d.document.source for d in whole_report().documents if "新品" in d.document.path)
    start, end = found["location"]["range"]["start"], found["location"]["range"]["end"]
    assert source.encode()[start["column"] - 1 : end["column"] - 1].decode() == "治愈高血压，有效率98％"


def test_gitlab_fingerprints_are_unique_and_begin_with_ours():
    twice = drafted("Cure. Cure.", finding("Cure. Cure.", Span(0, 4)), finding("Cure. Cure.", Span(6, 10)))
    found = [issue["fingerprint"] for issue in json.loads(rendered("gitlab", Report((twice,))))]
    assert found == ["0123456789abcdef", "0123456789abcdef-2"]


@pytest.mark.parametrize("name", ["junit", "checkstyle"])
def test_xml_formats_are_valid(name):
    xsd = etree.XMLSchema(etree.parse(SCHEMAS / f"{name}.xsd"))
    xsd.assertValid(etree.fromstring(rendered(name).encode()))


def test_junit_counts_what_it_holds():
    for suite in etree.fromstring(rendered("junit").encode()):
        assert int(suite.get("tests")) == len(suite)
        for attribute, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(attribute)) == len(suite.findall(f"testcase/{element}"))


def test_json_keeps_to_its_shipped_schema():
    shipped = json.loads((files("claimlint") / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(shipped)
    data = json.loads(rendered("json"))
    assert list(Draft202012Validator(shipped).iter_errors(data)) == []
    assert data["counts"]["waived"] == data["counts"]["baseline"] == 1
    data["findings"][0].pop("fingerprint")
    assert list(Draft202012Validator(shipped).iter_errors(data))


def test_csv_holds_claims_and_decisions_and_no_formula():
    source = "=HYPERLINK(1) +1 －2 @x"
    spans = [Span(0, 13), Span(14, 16), Span(17, 19), Span(20, 22)]
    report = Report((drafted(source, *[finding(source, s) for s in spans]),))
    rows = list(csv.DictReader(io.StringIO(rendered("csv", report))))
    assert [row["words"][0] for row in rows] == ["'"] * 4
    decisions = [row["decision"] for row in csv.DictReader(io.StringIO(rendered("csv")))]
    assert sorted(filter(None, decisions)) == ["baseline", "inline"]


def test_xlsx_holds_text_only_and_is_the_same_every_time():
    pytest.importorskip("xlsxwriter")
    source = "=1+1"
    report = Report((drafted(source, finding(source, Span(0, 4), fix="https://example.org")),))
    data = rendered("xlsx", report)
    assert data == rendered("xlsx", report)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert "=1+1" in book.read("xl/sharedStrings.xml").decode()


def test_markdown_is_inert_and_bounded():
    nasty = "<script>|`x`![a](http://e.org) @team"
    text = rendered("markdown", Report((drafted(nasty, finding(nasty, Span(0, len(nasty)), message=nasty)),)))
    assert "<script>" not in text
    assert "![a]" not in text
    assert "@team" not in text
    long = "y" * 3000
    many = drafted(long, *[finding(long, Span(i, i + 300)) for i in range(2700)], path="p" * 200)
    cut = rendered("markdown", Report((many,)))
    assert len(cut.encode()) <= 1_048_576
    assert re.search(r"\d+ more findings are not listed here", cut)


@pytest.mark.parametrize("name", ["narrated", "grouped", "statistics", "concise"])
def test_texts_for_people(name, snapshot):
    snapshot(f"report-{name}.txt", rendered(name, style=Style(unicode=False)))


@given(st.text(min_size=1, max_size=30))
def test_no_text_breaks_a_format(text):
    span = Span(0, len(text))
    report = Report(
        (drafted(text, finding(text, span, message=text, fix=text, path=f"{text}.md"), path=f"{text}.md"),), (Skipped(text, text),)
    )
    for name in MACHINE:
        REPORTERS[name].render(report, Style()).encode()
    etree.fromstring(rendered("junit", report).encode())
    etree.fromstring(rendered("checkstyle", report).encode())
    assert all(COMMAND.fullmatch(line) for line in rendered("github", report).split("\n")[:-1])
    assert len(list(csv.DictReader(io.StringIO(rendered("csv", report))))) == 2  # the finding, and what was not read
