"""Items under headings and lead-ins: what they say only together with their parent, and what the parent takes back."""

from __future__ import annotations

import pytest
from office_values import docx, p

from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.discover import discover
from claimlint.language.parents import governed
from claimlint.model import Document
from claimlint.readers import Reader, read
from claimlint.trace import explain

LINTER = build(Config(markets=("us", "eu", "uk", "cn"))).linter
READERS = discover("readers", "READER", Reader)


def draft(text: str | bytes, path: str = "a.md") -> Document:
    return read(path, text if isinstance(text, bytes) else text.encode(), READERS)


def flagged(text: str | bytes, path: str = "a.md") -> list[tuple[str, str]]:
    return [(f.code, f.quote) for f in LINTER.lint(draft(text, path)).findings]


def silent(text: str, path: str = "a.md") -> list[tuple[str, str, str]]:
    return [(c.code, c.quote, c.cue) for c in LINTER.lint(draft(text, path)).cleared]


@pytest.mark.parametrize(
    ("parent", "item", "code"),
    [
        ("Our tea treats:", "gout", "EFF001"),
        ("Good to know. Our tea treats:", "chronic gout.", "EFF001"),
        ("## Conditions we cure", "insomnia", "EFF001"),
        ("## What our AI does on its own", "Diagnosis of melanoma", "DIA001"),
        ("## Side effects", "None", "SAF002"),
        ("我们的茶能治：", "痛风", "EFF001"),
        ("## 能治什么", "失眠", "EFF001"),
        ("## AI 独立完成", "黑色素瘤诊断", "DIA001"),
        ("## 副作用", "无", "SAF002"),
    ],
)
def test_an_item_says_what_it_says_with_its_parent(parent, item, code):
    assert flagged(f"{parent}\n\nA plain line.\n\n- {item}\n") == []  # the parent is not over it
    assert flagged(f"{parent}\n") == []
    assert flagged(f"- {item}\n") == []
    assert code in [found for found, quote in flagged(f"{parent}\n\n- {item}\n") if quote == item.rstrip(".")]


@pytest.mark.parametrize(
    ("parent", "item", "cue"),
    [
        ("## What our tea does not do", "Treats gout", "What our tea does not"),
        ("## Not for", "Treats gout", "Not for"),
        ("## Myths about tea", "Cures gout", "Myths"),
        ("## Phrases we never write", "Cures gout", "Phrases we never"),
        ("Our tea does not:", "cure gout", "not"),
        ("## 不能做什么", "根治糖尿病", "不能做什么"),
        ("## 常见误区", "根治糖尿病", "误区"),
        ("我们的茶不能：", "根治糖尿病", "不"),
    ],
)
def test_a_parent_takes_back_what_an_item_claims_and_its_words_are_the_reason(parent, item, cue):
    assert [code for code, _ in flagged(f"- {item}\n")] == ["EFF001"]
    assert flagged(f"{parent}\n\n- {item}\n") == []
    assert ("EFF001", item, cue) in silent(f"{parent}\n\n- {item}\n")


@pytest.mark.parametrize(
    "heading",
    [
        "No more needles",
        "Why not try it?",
        "What doctors will not tell you",
        "Avoid surgery",
        "不吃药能治什么",
        "医生不会告诉你什么",
        "突破局限",
    ],
)
def test_a_heading_that_only_holds_a_negation_silences_nothing(heading):
    item = "根治糖尿病" if not heading.isascii() else "Cures gout"
    assert ("EFF001", item) in flagged(f"## {heading}\n\n- {item}\n")


@pytest.mark.parametrize(
    "page",
    [
        "## Conditions explained\n\n- gout\n- insomnia\n",
        "## Our tea\n\n- gout\n",
        "What our doctors treat:\n\n- gout\n",
        "## Side effects\n\n- None of the users told us their age\n",
        "You have about a year to:\n\n- Articulate a clear vision\n",
        "## 科普\n\n- 痛风\n- 失眠\n",
        "## 副作用\n\n- 无法排除头痛\n",
    ],
)
def test_innocent_lists_stay_silent(page):
    assert flagged(page) == []


def test_a_denied_heading_is_not_completed_and_says_why():
    page = "## What our AI does not do on its own\n\n- Diagnosis of melanoma\n"
    assert flagged(page) == []
    assert [(code, quote) for code, quote, cue in silent(page) if cue] == [("DIA001", "Diagnosis of melanoma")]


def test_the_finding_stands_on_the_item_and_names_the_parent():
    document = draft("## Conditions we cure\n\n- gout\n")
    (finding,) = LINTER.lint(document).findings
    assert (finding.line, finding.column, finding.quote) == (3, 3, "gout")
    assert "under “Conditions we cure”" in finding.message
    assert [document.source[label.span.start : label.span.end] for label in finding.labels] == ["Conditions we cure"]
    assert any("heading or line it stands under" in reason for reason in finding.reasons)


def test_the_fingerprint_is_that_of_the_item_and_survives_a_new_heading():
    one, other = (LINTER.lint(draft(f"{parent}\n\n- gout\n")).findings[0] for parent in ("## Conditions we cure", "Our tea treats:"))
    assert one.fingerprint == other.fingerprint


def test_nested_lists_in_markdown_end_with_their_depth():
    page = "## Plan\n\n- Our tea treats:\n  - gout\n- insomnia\n- Our tea does not:\n  - cure diabetes\n- Cures eczema\n"
    assert flagged(page) == [("EFF001", "gout"), ("EFF001", "Cures eczema")]


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("a.html", "<h2>Conditions we cure</h2><ul><li>gout<ul><li><b>gout</b></li></ul></li><li><p>gout</p></li></ul>"),
        ("a.html", "<p>Our tea treats:</p>\n<ol>\n<li>gout</li>\n<li>gout</li>\n<li>gout</li></ol>"),
        ("a.txt", "Our tea treats:\n- gout\n- gout\n- gout\n"),
        ("a.rst", "Conditions we cure\n==================\n\n- gout\n- gout\n- gout\n"),
        ("a.adoc", "== Conditions we cure\n\n* gout\n* gout\n* gout\n"),
        ("a.docx", docx(p("Our tea treats:") + 3 * p("gout", number="1"))),
    ],
)
def test_every_format_with_lists_has_parents(path, page):
    assert flagged(page, path) == [("EFF001", "gout")] * 3


def test_only_short_items_of_one_sentence_lean_on_a_parent():
    long = "gout, which as everybody in our little old village has always known hurts in the morning"
    document = draft(f"Our tea treats:\n\n- gout\n- {long}\n")
    assert [document.segments[index].text for index in governed(document, list(enumerate(document.segments)))] == ["gout"]
    assert flagged("Our tea treats:\n\n- Many colours. Gout\n") == []


@pytest.mark.parametrize(("place", "parent"), [("gout", "Our tea treats"), ("Cures", "Myths about tea")])
def test_the_trace_shows_the_parent_that_decided(place, parent):
    document = draft("Our tea treats:\n\n- gout\n\n## Myths about tea\n\n- Cures eczema\n")
    traced = explain(LINTER, document, document.source.index(place))
    assert traced.sentence is not None
    assert traced.trace is not None
    assert [traced.sentence.said(m.under) for m in traced.trace.mentions if m.under] == [parent]


def test_the_command_prints_the_parent(runs, tmp_path):
    (tmp_path / "a.md").write_text("Our tea treats:\n\n- gout\n", encoding="utf-8")
    assert "under      “Our tea treats”, read together with it" in str(runs("explain", "a.md:3:3"))
