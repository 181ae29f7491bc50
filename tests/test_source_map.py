"""The law of every reader: a segment's characters are the source's, and know where they stand."""

from __future__ import annotations

import html
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimlint.discover import discover
from claimlint.model import Document, Segment, Span
from claimlint.readers import Reader, decode

READERS = discover("readers", "READER", Reader)
CASES = [(reader, suffix) for reader in READERS for suffix in reader.suffixes if reader.read]
IDS = [suffix for _, suffix in CASES]

BLANK = " \t\n\r\f\v"
DROPPED = ("`", "<", "!", "{", "\\", "import", "export")  # code, tags, images, components and hard breaks may read as one space

WORDS = [
    "cures", "AI", "diabetes", "糖尿病", "治愈。", "，", "👩‍⚕️", "e\u0301", "\u200b", "\u202e", "\u3000", "\u00a0", "\ufeff", "x", "1", "0",
]  # fmt: skip
MARKUP = [
    "*", "**", "_", "~~", "`", "``", "[", "]", "(", ")", "](u)", '](<u v> "t")', "![", "[^1]", "[1]", "[k]", "^[", "<",
    ">", "</", "/>", "\\",
    "&amp;", "&amp", "&#x41;", "&#0;", "&#99999999;", "&notit;", "&nbsp;", "&", "<b>", "</b>", "<br>", "<sup>",
    "</sup>", "<code>", "</code>",
    "<!--", "-->", "<img alt=\"a &lt; b\" title='t'>", '<a href="https://x.y/?a=1&amp;b">', "</a>", "<script>",
    "</script>", "<pre>", "</pre>",
    "<svg>", "<style>", "<?", "<![CDATA[", "https://x.y/z", "<https://x.y>", "{a}", "<Foo a={1}>", "|", "\\|", "\\*", '"', "'", "#", "=",
]  # fmt: skip
STARTS = [
    "", "", "", "# ", "## ", "> ", ">", "- ", "* ", "1. ", "2) ", "  ", "    ", "\t", " \t", "| ", "[^1]: ", "[1]: ",
    "[k]: ", "```", "~~~", "---",
    "+++", "===", "|---|---|", "title: ", "title: '", 'description: "', "description: >", "import ", "export ",
    "References", "参考文献", "[2] ", "¹",
    "<div>", "</div>", "<p>", "<ul><li>", "<td>", "<blockquote>", "<h2>", "<table>", "<ol start=3>", "<title>",
    "<meta name=description content='",
]  # fmt: skip
ENDS = ["", "", "  ", " #", " ##", "\\", " |"]
BREAKS = ["\n", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\n \n", "\n\t\n", "\x0b", "\x0c", "\u2028", "\x85"]

inline = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKUP), st.sampled_from([" ", " ", "  ", "\t"])), max_size=10).map(
    "".join
)
line = st.tuples(st.lists(st.sampled_from(STARTS), max_size=3).map("".join), inline, st.sampled_from(ENDS), st.sampled_from(BREAKS)).map(
    "".join
)
drafts = st.lists(line, max_size=14).map("".join)


def obeys(document: Document, segment: Segment) -> None:
    source, text = document.source, segment.text
    assert text
    assert text == text.strip()
    assert segment.pieces[0].start == 0
    assert sum(piece.length for piece in segment.pieces) == len(text)
    for before, after in pairwise(segment.pieces):
        assert before.start + before.length == after.start
        assert before.source + before.source_length <= after.source
    for piece in segment.pieces:
        written, read = source[piece.source : piece.source + piece.source_length], text[piece.start : piece.start + piece.length]
        assert piece.source >= 0
        assert len(written) == piece.source_length > 0
        if piece.length == piece.source_length:
            assert all(a == b or (a == " " and b in BLANK) for a, b in zip(read, written, strict=True)), (read, written)
        else:
            assert stands_for(read, written), (read, written)


def stands_for(read: str, written: str) -> bool:
    if read == " " and (not written.strip(BLANK + ">") or written.lstrip(BLANK).startswith(DROPPED) or "\\" in written):
        return True
    return written == "\\" + read or (written[0] == "&" and (html.unescape(written) == read or read in {" ", "\ufffd"}))


def lawful(reader: Reader, suffix: str, source: str) -> Document:
    document = reader.read("draft" + suffix, source)
    assert document.source == source
    for segment in document.segments:
        obeys(document, segment)
        places = [segment.locate(Span(i, i + 1)) for i in range(len(segment.text))]
        assert all(0 <= place.start < place.end <= len(source) for place in places)
        assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(places))
        assert segment.locate(Span(0, len(segment.text))) == Span(places[0].start, places[-1].end)
    starts = [segment.pieces[0].source for segment in document.segments]
    assert starts == sorted(starts)
    assert [o.what for o in document.omitted] == sorted({o.what for o in document.omitted})
    assert all(o.count > 0 for o in document.omitted)
    return document


@pytest.mark.parametrize(("reader", "suffix"), CASES, ids=IDS)
@settings(max_examples=100, deadline=None)
@given(source=drafts)
@example(source="\ufeff> a\r\n> **b**c\r\n\tlazy\r\n\r\n1. x\r\n   - y\r\n\r\n     z\r\n")
@example(source="# cures #\x0b\n\n# a #\t\n")
@example(source="| a \\| b | c |\n|---|---|\n| `x\\|y` | *d* |\n")
def test_every_character_is_its_source_character_one_space_or_an_entity(reader: Reader, suffix: str, source: str) -> None:
    lawful(reader, suffix, source)


@pytest.mark.parametrize(("reader", "suffix"), CASES, ids=IDS)
@settings(max_examples=60, deadline=None)
@given(source=st.text())
@example(source="\0")
@example(source="\ud800")
def test_any_text_can_be_read(reader: Reader, suffix: str, source: str) -> None:
    lawful(reader, suffix, source)


@pytest.mark.parametrize(("reader", "suffix"), CASES, ids=IDS)
@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.sampled_from(["Our", "app", "cures", "糖尿病", "fast", "👩‍⚕️"]), min_size=1, max_size=8))
def test_plain_words_are_never_lost(reader: Reader, suffix: str, words: list[str]) -> None:
    document = lawful(reader, suffix, " ".join(words))
    assert [s.text for s in document.segments] == [" ".join(words)]


@settings(max_examples=100, deadline=None)
@given(source=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_decoding_returns_the_text_without_its_mark(source: str) -> None:
    assert decode("a.txt", b"\xef\xbb\xbf" + source.encode()) == source
    assert decode("a.txt", b"\xff\xfe" + source.encode("utf-16-le")) == source
    assert decode("a.txt", b"\xfe\xff" + source.encode("utf-16-be")) == source


HOSTILE = [
    "<div>",
    "<",
    "<a ",
    '<a b="',
    "<!--",
    "[",
    "![",
    "![](",
    "[a](",
    "*a_",
    "> ",
    "- ",
    "&",
    "&#1",
    "\\",
    "`a``",
    "<b",
    "|",
    "^[",
    "~~a",
    "{",
    "1. ",
    "(",
    "a *b _c ",
]


@pytest.mark.parametrize(("reader", "suffix"), CASES, ids=IDS)
@pytest.mark.parametrize("piece", HOSTILE)
def test_repetition_neither_overflows_nor_breaks_the_law(reader: Reader, suffix: str, piece: str) -> None:
    lawful(reader, suffix, piece * 300 + "x" + piece[::-1] * 300)
