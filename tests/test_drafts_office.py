"""Whole drafts in office formats and what is read and found in them; `pytest --update` rewrites what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimlint.discover import discover
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)
DRAFTS = Path(__file__).parent / "drafts"
NAMES = ["leaflet.docx", "leaflet.odt", "leaflet.pdf", "deck.pptx", "ads.xlsx", "newsletter.eml"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_and_found(two_rules, snapshot, name):
    report = two_rules.lint(read(name, (DRAFTS / name).read_bytes(), READERS))
    document = report.document
    lines = [f"{s.address} | {s.kind}{' ' + s.label if s.label else ''} | {s.text}" for s in document.segments]
    lines += [f"not read: {o.what} {o.count}" for o in document.omitted]
    lines += [f"comment on {document.source[c.span.start : c.span.end]!r}: {c.text}" for c in document.comments]
    lines += [f"finding: {f.address} | {f.code} | {f.quote}" for f in report.findings]
    snapshot(f"drafts/{name}.txt", "\n".join(lines) + "\n")


def test_the_leaflet_says_the_same_in_every_format(two_rules):
    found = {}
    for name in NAMES[:3]:
        report = two_rules.lint(read(name, (DRAFTS / name).read_bytes(), READERS))
        found[name] = {(f.code, f.quote) for f in report.findings if not f.address.startswith("alt text")}
    assert found["leaflet.docx"] == found["leaflet.odt"] == found["leaflet.pdf"]
    assert len(found["leaflet.docx"]) >= 5


def test_notes_of_word_and_open_document_are_citations(two_rules):
    for name in ("leaflet.docx", "leaflet.odt"):
        report = two_rules.lint(read(name, (DRAFTS / name).read_bytes(), READERS))
        cited = {citation for claim in report.claims for citation in claim.citations}
        assert {"[^1]", "[2]", "https://doi.org/10.5555/jqn.2021.012"} <= cited
