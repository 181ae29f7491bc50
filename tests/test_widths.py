from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.reporters._widths import cells, clip, glyphs, visible, wrap

STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("plain words", 11),
        ("国家级", 6),
        ("（", 2),
        ("％", 2),
        ("ﾃｽﾄ", 3),
        ("👩‍⚕️", 2),
        ("👨‍👩‍👧", 2),
        ("e\u0301", 1),
        ("é", 1),
        ("🇨🇳", 2),
        ("👍🏽", 2),
        ("1️⃣", 2),
        ("☁️", 2),
        ("葛\U000e0100", 2),
        ("“±≥…—”", 6),
    ],
)
def test_a_text_takes_its_cells(text, width):
    assert cells(text) == width
    assert visible(text) == text


@pytest.mark.parametrize("text", ["👩‍⚕️", "👨‍👩‍👧", "e\u0301", "1️⃣", "🇨🇳", "☁️", "葛\U000e0100"])
def test_a_sequence_is_one_glyph(text):
    assert [(g.text, g.start, g.end) for g in glyphs(f"a{text}b", 1, 1 + len(text))] == [(text, 1, 1 + len(text))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb", "a<U+200B>b"),
        ("a\u200db", "a<U+200D>b"),
        ("\u202eabc", "<U+202E>abc"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("\x9b31m", "<U+009B>31m"),
        ("\x07\x00\x7f", "<U+0007><U+0000><U+007F>"),
        ("\ud800", "<U+D800>"),
        ("\ufeffx", "<U+FEFF>x"),
        ("soft\xadhyphen", "soft<U+00AD>hyphen"),
        ("\u0301x", "<U+0301>x"),
        ("x\ufe0f", "x<U+FE0F>"),
        ("x\u3164", "x<U+3164>"),
        ("\U000e0041", "<U+E0041>"),
        ("a\tb", "a    b"),
        ("a \n\t b", "a b"),
        ("a\u2028b", "a b"),
        ("a  b", "a  b"),
    ],
)
def test_what_hides_or_steers_is_spelled_out(text, shown):
    assert visible(text) == shown


def test_marks_piled_on_one_letter_are_spelled_out_after_the_fourth():
    assert visible("o" + "\u0308" * 6) == "o" + "\u0308" * 4 + "<U+0308>" * 2


@given(st.text(st.characters()))
def test_glyphs_cover_the_text_once_and_nothing_steers(text):
    line = list(glyphs(text, 0, len(text)))
    assert [g.start for g in line] == [0, *(g.end for g in line)][: len(line)]
    assert (line[-1].end if line else 0) == len(text)
    assert all(g.width >= 1 for g in line)
    shown = visible(text)
    assert not {c for c in shown if unicodedata.category(c) in STEERING} - {"\u200d"}  # the joiner inside an emoji stays


@given(st.text(st.characters()))
def test_what_is_visible_stays_as_it_is(text):
    assert visible(visible(text)) == visible(text)


@given(st.text("ab，。（国 家%\u0301😀", max_size=200), st.integers(10, 60))
def test_wrapped_lines_fit_and_lose_only_spaces(text, room):
    shown = visible(text)
    lines = wrap(shown, room)
    assert all(cells(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


def test_lines_break_at_words_and_between_chinese_characters_but_not_before_a_stop():
    assert wrap("one two three", 8) == ("one two", "three")
    assert wrap("三天治愈。", 8) == ("三天治", "愈。")
    assert wrap("an extraordinarilylongword", 10) == ("an", "extraordin", "arilylongw", "ord")


@given(st.text("ab国😀 ", max_size=50), st.integers(4, 20), st.sampled_from(["…", "..."]))
def test_a_clipped_text_fits_and_says_so(text, room, cut):
    clipped = clip(text, room, cut)
    assert cells(clipped) <= room
    assert clipped == text or (clipped.endswith(cut) and cells(text) > room)
