"""Whole drafts in text formats and what is read and found in them; `pytest --update` rewrites what is expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimlint.discover import discover
from claimlint.model import Span, line_column, line_starts
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)
DRAFTS = Path(__file__).parent / "drafts"
NAMES = [
    "ads.csv", "app.po", "app.xlf", "content.json", "content.toml", "content.yaml", "faq.mdx", "guide.adoc", "guide.rst", "landing.html",
    "letter.txt", "offer.html.j2", "video.srt", "video.vtt",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_and_found(two_rules, snapshot, name):
    report = two_rules.lint(read(name, (DRAFTS / name).read_bytes(), READERS))
    document = report.document
    starts = line_starts(document.source)

    def place(span):
        return "{}:{}".format(*line_column(starts, span.start))

    outcome = {
        "segments": [[place(s.locate(Span(0, 1))), s.address, s.kind, s.text] for s in document.segments],
        "findings": [[f"{f.line}:{f.column}", f.address, f.code, f.quote] for f in report.findings],
        "cleared": [[f"{c.line}:{c.column}", c.address, c.code, c.quote] for c in report.cleared],
        "not_read": {o.what: o.count for o in document.omitted},
        "comments": [[place(c.span), c.text] for c in document.comments],
        "front": list(document.front),
    }
    assert report.findings
    assert all(document.source[f.span.start : f.span.end] == f.quote for f in report.findings)
    lines = [json.dumps({key: value}, ensure_ascii=False, indent=1) for key, value in outcome.items()]
    snapshot(f"drafts/{name}.json", "\n".join(lines) + "\n")
