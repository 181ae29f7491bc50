from __future__ import annotations

import re
import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reporter_values import CHINESE, LAUNCH, SGR, drafted, finding, plain, snippet, whole_report

from claimlint.discover import discover
from claimlint.model import Document, DocumentReport, Label, Piece, Report, Segment, Span
from claimlint.reporters import Reporter, Style
from claimlint.reporters._widths import cells, visible
from claimlint.reporters.terminal import render, summarise

WIDTHS = [40, 60, 80, 140]


@pytest.mark.parametrize("width", WIDTHS)
def test_whole_report(snapshot, width):
    snapshot(f"report-{width}.txt", render(whole_report(), Style(width=width)))


def test_whole_report_in_ascii(snapshot):
    snapshot("report-ascii.txt", render(whole_report(), Style(unicode=False)))


def test_whole_report_in_colour(snapshot):
    text = render(whole_report(), Style(color=True))
    assert plain(text) == render(whole_report(), Style())
    snapshot("report-colour.txt", text.replace("\x1b", "<ESC>"))


def test_only_the_sixteen_colours_and_every_one_is_closed():
    codes = SGR.findall(render(whole_report(), Style(color=True)))
    assert set(codes) <= {f"\x1b[{code}m" for code in ("0", "1", "4", "94", "1;91", "1;33", "1;92", "1;96")}
    assert codes.count("\x1b[0m") * 2 == len(codes)


def test_the_span_is_underlined_where_there_is_colour():
    assert "\x1b[4mreversed type 2 diabetes in 93% of users within 30 days\x1b[0m" in render(whole_report(), Style(color=True, width=140))


def test_ascii_signs_only_where_the_draft_is_ascii():
    report = Report((drafted(LAUNCH, finding(LAUNCH, "lower price", labels=(Label(Span(2, 9), "x"),))),))
    assert render(report, Style(unicode=False, width=50)).isascii()
    assert not render(report, Style(width=50)).isascii()


def marked(text, sign="^"):
    """Return the text that stands over the first row of carets, by cells."""
    rows = snippet(text)
    at = next(i for i, row in enumerate(rows) if sign in row and not re.match(r"\s*\d", row))
    carets = rows[at]
    start = carets.index(sign)
    width = len(carets[start:]) - len(carets[start:].lstrip(sign))
    return between(next(row for row in reversed(rows[:at]) if re.match(r"\s*\d", row)), start, start + width)


def between(line, start, end):
    """Return the characters of a line from one cell to another, by widths measured one character at a time."""
    kept, at = "", 0
    for char in re.findall("👩‍⚕️|👨‍👩‍👧|e\u0301|.", line, re.DOTALL):
        on_top = bool(unicodedata.combining(char[0]))
        if start <= at - on_top < end:
            kept += char
        at += 0 if on_top else 2 if unicodedata.east_asian_width(char[0]) in "WF" else 1
    return kept


@pytest.mark.parametrize("quote", ["国家级", "（无需", "98％", "ﾃｽﾄ", "👩‍⚕️", "👨‍👩‍👧", "cafe\u0301", "治愈\u200b了", "a\tb", "\x1b[2J"])
@pytest.mark.parametrize("before", ["", "国家级", "（％", "ﾃｽﾄ", "👩‍⚕️👨‍👩‍👧", "cafe\u0301 ", "\t", "\u200b\u202e", "\x1b]8;;"])
def test_carets_stand_under_the_quote(before, quote):
    source = f"{before}|{quote}|国 end。"
    text = render(Report((drafted(source, finding(source, quote)),)), Style())
    assert marked(text) == visible(quote)


def test_line_breaks_inside_a_sentence_become_one_space_and_carets_stay():
    source = "It lowers\r\n\t   blood    pressure\n  quickly. Yes."
    text = render(Report((drafted(source, finding(source, "blood    pressure\n  quickly")),)), Style())
    assert snippet(text)[0] == "2 │ It lowers blood    pressure quickly. Yes."
    assert marked(text) == "blood    pressure quickly"


words = st.text("abc def国家级，。（％😀\u200b\u202e\x1b\t\n\u0301e", max_size=300)


@settings(max_examples=150, deadline=None)
@given(
    words,
    st.text("ab 国％\u200be\u0301\n", max_size=60),
    words,
    st.sampled_from([(40, True), (40, False), (60, True), (80, False), (140, True)]),
)
@example("x" * 5000, "国" * 500, "y" * 5000, (40, True))
@example("\n" * 900, " " * 900, "\n" * 900, (40, True))
def test_snippets_fit_and_carets_cover_the_quote(before, quote, after, look):
    width, box = look
    source = f"{before}|x{quote}|{after}"
    span = Span(len(before) + 1, len(before) + 2 + len(quote))
    one = finding(source, span, label="some eight words at most and no more", labels=(Label(Span(0, 1), "the start of it all"),))
    text = render(Report((drafted(source, one),)), Style(width=width, unicode=box))
    assert text == plain(render(Report((drafted(source, one),)), Style(width=width, unicode=box, color=True)))
    rows = snippet(text)
    assert all(cells(row) <= width for row in rows)
    assert re.fullmatch(r" +[│|] +\^+( some eight words at most and no more)?", rows[1])
    covered = marked(text)
    if covered != visible(f"x{quote}"):  # a quote wider than the room shows its beginning and its end
        assert cells(visible(quote)) > width // 2
        assert ("…" if box else "...") in covered
        assert covered[0] == "x"
        assert visible(f"x{quote}").endswith(re.split(r"…|\.\.\.", covered)[-1])


def test_a_long_sentence_is_cut_at_words_round_the_span():
    source = "Every word here is short. " + "some more words " * 400 + "it cures colds " + "and so on it goes " * 400
    rows = snippet(render(Report((drafted(source, finding(source, "cures colds")),)), Style(width=60)))
    text = rows[0].removeprefix("1 │ ")
    assert text.startswith("…")
    assert text.endswith(" …")
    assert set(text.strip("… ").split()) <= set(source.split())
    assert cells(rows[0]) <= 60
    assert len(text) > 50


def test_a_long_chinese_sentence_is_not_cut_before_a_stop():
    source = "本品疗效显著，" * 100 + "三天治愈高血压" + "，人人称赞" * 100
    for width in range(40, 90):
        row = snippet(render(Report((drafted(source, finding(source, "三天治愈高血压")),)), Style(width=width)))[0]
        assert not row.removeprefix("1 │ …").startswith("，")
        assert cells(row) <= width


def test_a_label_that_does_not_fit_stands_under_the_carets():
    source = "A tested product of ours for you that cures colds."
    one = finding(source, "cures colds", label="nothing in the record says so")
    rows = snippet(render(Report((drafted(source, one),)), Style(width=60)))
    assert rows[1].strip("│ ") == "^" * 11
    assert rows[2].endswith("nothing in the record says so")
    assert cells(rows[2]) <= 60


def test_an_empty_span_has_one_caret_where_something_is_missing():
    for source, at, column in [("", 0, 4), ("Buy now.", 8, 12), ("Buy now.", 4, 8)]:
        rows = snippet(render(Report((drafted(source, finding(source, Span(at, at))),)), Style()))
        assert rows[1] == "  │ ".ljust(column) + "^"


@pytest.mark.parametrize("length", range(30, 45))
def test_the_caret_after_the_last_word_fits(length):
    source = ("word " * 9)[:length].rstrip().ljust(length, ".")
    rows = snippet(render(Report((drafted(source, finding(source, Span(length, length))),)), Style(width=40)))
    assert all(cells(row) <= 40 for row in rows)
    assert rows[1].index("^") == cells(rows[0])


def test_a_span_outside_the_source_does_not_crash():
    one = replace(finding("Short.", "Short"), span=Span(50, 90), sentence=Span(40, 99))
    assert "EFF003" in render(Report((drafted("Short.", one),)), Style())


def test_hostile_words_never_reach_the_terminal():
    evil = "\x1b]8;;http://x\x07\x1b[2J\u202e\u200b\r\nend\x9b"
    source = f"It cures {evil} colds."
    one = finding(source, f"cures {evil} colds", path=f"d/{evil}.md", message=evil, why=evil, fix=evil, label=evil, name=evil)
    one = replace(one, labels=(Label(Span(0, 2), evil),), proof=whole_report().findings[0].proof)
    one = replace(one, proof=replace(one.proof, citation=evil, record=evil, excerpt=evil, place=evil))
    text = render(Report((drafted(source, one),), skipped=whole_report().skipped, markets=(evil,), registry=evil), Style())
    assert not {c for c in text if unicodedata.category(c) in {"Cc", "Cf"}} - {"\n"}
    assert "<U+001B>" in text
    assert "<U+202E>" in text


def test_plain_text_has_no_escapes():
    assert "\x1b" not in render(whole_report(), Style())


@pytest.mark.parametrize(("given_width", "used"), [(0, 40), (10, 40), (10_000, 140)])
def test_width_is_clamped(given_width, used):
    assert render(whole_report(), Style(width=given_width)) == render(whole_report(), Style(width=used))


def test_more_than_three_of_a_rule_in_a_file_are_held_back_unless_all_are_asked_for():
    source = "It cures colds. " * 10
    found = [finding(source, Span(i * 16 + 3, i * 16 + 14)) for i in range(10)]
    other = finding(source, Span(0, 2), code="SAF001")
    report = Report((drafted(source, *found, other), drafted(source, *found, path="b.md")))
    text = render(report, Style())
    assert text.count("✖ error EFF003") == 6
    assert text.count("+ 7 more EFF003 in this file (--all)\n") == 2
    assert "more SAF001" not in text
    assert render(report, Style(show_all=True)).count("✖ error EFF003") == 20
    assert "✖ 21 errors in 2 of 2 files" in text


def test_findings_on_one_span_share_a_frame_gravest_first():
    source = "It cures colds."
    one = finding(source, "cures colds", severity="note", code="AAA001", why="first reason")
    two = finding(source, "cures colds", severity="error", code="ZZZ001", why="second reason")
    text = render(Report((drafted(source, one, two),)), Style())
    assert text.index("✖ error ZZZ001") < text.index("• note AAA001") < text.index("╭─")
    assert text.count("╭─") == 1
    assert "why (ZZZ001): second reason" in text
    assert "why (AAA001): first reason" in text


def test_paths_are_relative_to_the_working_directory():
    source = "It cures colds."
    for path, shown in [("/w/site/a.md", "site/a.md:1:4"), ("/wide/a.md", "/wide/a.md:1:4"), ("-", "-:1:4")]:
        report = Report((drafted(source, finding(source, "cures", path=path)),))
        assert f"╭─ {shown}\n" in render(report, Style(cwd="/w"))


def test_a_long_path_is_never_wrapped():
    path = "drafts/" + "very-long-name/" * 20 + "a.md"
    source = "It cures colds."
    assert f"{path}:1:4\n" in render(Report((drafted(source, finding(source, "cures", path=path)),)), Style(width=40))


def test_a_file_without_lines_shows_the_address_and_no_numbers():
    source = "It cures colds.\nAnd flu."
    segment = Segment(source[:15], "paragraph", (Piece(0, 15, 0, 15),), address="slide 3, notes")
    found = finding(source, "cures", path="a.pptx", address="slide 3, notes", labels=(Label(Span(20, 23), "and this"),))
    document = Document("a.pptx", source, (segment,), extracted=True)
    text = render(Report((DocumentReport(document, (found,)),)), Style())
    assert "╭─ a.pptx: slide 3, notes\n" in text
    assert not [line for line in text.splitlines() if line[:1].isdigit()]


def test_a_file_with_lines_shows_an_address_beside_them():
    source = "It cures colds."
    found = finding(source, "cures", path="a.csv", address="row 1, body")
    assert "a.csv:1:4 (row 1, body)\n" in render(Report((DocumentReport(Document("a.csv", source, ()), (found,)),)), Style())


def test_law_names_markets_and_says_what_was_not_read():
    text = render(whole_report(), Style(width=140))
    assert "us: FTC Act s.12 s.12(a); 21 CFR 101.93 (g)(2) (recalled, not verified) + 1 more" in text
    assert "cn: 广告法 第十七条" in text


def test_quiet():
    assert render(whole_report(), Style(quiet=2)) == ""
    assert render(whole_report(), Style()).startswith(render(whole_report(), Style(quiet=1)))
    assert "not a legal review" not in render(whole_report(), Style(quiet=1))
    assert summarise(whole_report(), Style(quiet=1)) == ""
    assert render(whole_report(), Style()).endswith("\n\n" + summarise(whole_report(), Style()))


def test_the_formats_are_found():
    found = {r.name: r.machine for r in discover("reporters", "REPORTER", Reporter)}
    assert [name for name, machine in found.items() if not machine] == ["grouped", "narrated", "statistics", "text"]
    assert found["json"]


def test_two_thousand_findings_take_less_than_two_seconds():
    source = (LAUNCH.replace("\n", " ") + CHINESE.strip()) * 40
    one = whole_report().findings[0]
    found = [replace(one, span=Span(i * 4, i * 4 + 40), sentence=Span(0, len(source)), labels=()) for i in range(2000)]
    began = time.process_time()
    text = render(Report((drafted(source, *found),)), Style(show_all=True, color=True))
    assert time.process_time() - began < 2
    assert text.count("EFF003 quantified") + text.count("EFF003\x1b[0m quantified") == 2000
