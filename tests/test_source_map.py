"""The law of every reader: a segment's characters are the source's, and know where they stand."""

from __future__ import annotations

import html
import json
from itertools import pairwise

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.model import Document, Segment, Span
from claimlint.readers import Reader, decode

READERS = discover("readers", "READER", Reader)
CASES = [(reader, suffix) for reader in READERS for suffix in reader.suffixes if not reader.unpack]
IDS = [suffix for _, suffix in CASES]

WRAPPED = {  # how a format that is no running text holds a value
    ".json": lambda text: json.dumps({"body": text}),
    ".jsonc": lambda text: json.dumps([{"body": text}, 1], ensure_ascii=False),
    ".jsonl": lambda text: json.dumps({"body": text}) + "\n" + json.dumps("x"),
    ".yaml": lambda text: "# c\n- body: " + json.dumps(text, ensure_ascii=False),
    ".yml": lambda text: yaml.safe_dump({"body": text}, allow_unicode=True),
    ".toml": lambda text: "body = " + json.dumps(text, ensure_ascii=False).replace("\x7f", " "),
    ".po": lambda text: 'msgid "x"\nmsgstr ""\n' + json.dumps(text, ensure_ascii=False),
    ".pot": lambda text: "msgid " + json.dumps(text) + '\nmsgstr ""',
    ".xlf": lambda text: f"<xliff><unit id='1'><target>{html.escape(text)}</target></unit></xliff>",
    ".srt": lambda text: "1\n00:00:01,000 --> 00:00:02,000\n" + text,
    ".vtt": lambda text: "WEBVTT\n\n00:01.000 --> 00:02.000\n" + text,
    ".csv": lambda text: 'a,b\n"' + text.replace('"', '""') + '",',
    ".tsv": lambda text: '"' + text.replace('"', '""') + '"\tx',
}
SAME = {".ndjson": ".jsonl", ".xliff": ".xlf", ".tab": ".tsv"}
BLANK = " \t\n\r\f\v"
# Code, tags, images, components, hard breaks, macros, roles, references and the other cells of a drawn table may read as one space.
DROPPED = (
    "`", "<", "!", "{", "\\", "import", "export", "|", ":", "+", "footnote:", "image:", "icon:", "xref:", "link:", "mailto:", "stem:",
    "kbd:",
)  # fmt: skip

WORDS = [
    "cures", "AI", "diabetes", "糖尿病", "治愈。", "，", "👩‍⚕️", "e\u0301", "\u200b", "\u202e", "\u3000", "\u00a0", "\ufeff", "x", "1", "0",
]  # fmt: skip
MARKUP = [
    "*", "**", "_", "~~", "`", "``", "[", "]", "(", ")", "](u)", '](<u v> "t")', "![", "[^1]", "[1]", "[k]", "^[", "<",
    ">", "</", "/>", "\\",
    "{{ a }}", "{% if b < c %}", "{# d #}", "{{< e >}}", "{{!-- f --}}", "{{", "}}", "<%= g %>", "{% comment %}", "{% endcomment %}",
    "&amp;", "&amp", "&#x41;", "&#0;", "&#99999999;", "&notit;", "&nbsp;", "&", "<b>", "</b>", "<br>", "<sup>",
    "</sup>", "<code>", "</code>",
    "<!--", "-->", "<img alt=\"a &lt; b\" title='t'>", '<a href="https://x.y/?a=1&amp;b">', "</a>", "<script>",
    "</script>", "<pre>", "</pre>",
    "<svg>", "<style>", "<?", "<![CDATA[", "https://x.y/z", "<https://x.y>", "{a}", "<Foo a={1}>", "|", "\\|", "\\*", '"', "'", "#", "=",
    ":ref:`a <b>`", "``", "`a`_", "_", "|s|", "::", "footnote:[a]", "image:x[a b]", "https://x.y[c]", "{attr}", "<<a,b>>", "^1^",
]  # fmt: skip
STARTS = [
    "", "", "", "# ", "## ", "> ", ">", "- ", "* ", "1. ", "2) ", "  ", "    ", "\t", " \t", "| ", "[^1]: ", "[1]: ",
    "[k]: ", "```", "~~~", "---",
    "+++", "===", "|---|---|", "title: ", "title: '", 'description: "', "description: >", "import ", "export ",
    "References", "参考文献", "[2] ", "¹",
    "<div>", "</div>", "<p>", "<ul><li>", "<td>", "<blockquote>", "<h2>", "<table>", "<ol start=3>", "<title>",
    "<meta name=description content='",
    ".. ", ".. note:: ", ".. code::", ".. [1] ", ":description: ", "+---+---+", "=== ===",
    "|===", "----", "====", "[source]", "//", "////", ". ", "a:: ",
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
    return any(means(read, form) for form in {written, unescaped(written), html.unescape(written)})


def means(read: str, form: str) -> bool:
    if read == " " and (not form.strip(BLANK + "\ufdd0>") or form.lstrip(BLANK + ">").startswith(DROPPED) or "\\" in form or form < " "):
        return True
    return (
        form in {read, "\\" + read} or (form[:1] == "&" and (html.unescape(form) == read or read in {" ", "\ufffd"})) or is_none(read, form)
    )


def is_none(read: str, form: str) -> bool:
    """Tell whether the form is half a surrogate pair or NUL, which is no character."""
    return read == "\ufffd" and (len(form) == 1 and (form == "\0" or "\ud800" <= form <= "\udfff"))


def unescaped(written: str) -> str:
    """Return what a value reads as, by the programs that such values are written for."""
    if written in {'""', "''"}:
        return written[0]
    try:
        return json.loads(f'"{written}"', strict=False)
    except ValueError:
        try:
            return yaml.safe_load(f'"{written}"') if written[:1] == "\\" else written
        except yaml.YAMLError:
            return written


def opened(reader: Reader, suffix: str, source: str) -> Document | None:
    """Read a source that may be none of its format: None where the reader says so."""
    try:
        return reader.read("draft" + suffix, source) if reader.read else reader.keyed("draft" + suffix, source, ())
    except UnreadableError:
        return None


def lawful(reader: Reader, suffix: str, source: str, *, bare: bool = False) -> Document | None:
    source = source if bare else WRAPPED.get(SAME.get(suffix, suffix), str)(source)
    document = opened(reader, suffix, source)
    if document is None:
        return None
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
@example(source="<div># \n\u3000\n. \n")
@example(source="- <meta name=description content='\t-\n \u3000 \ny'>")
@example(source="&#10;*\x85 \r\n")
@example(source="> a\n> \u3000\n> b\n")
@example(source="\\{{ a }}\n")
@example(source="x\\{# d #} y\n")
def test_every_character_is_its_source_character_one_space_or_an_entity(reader: Reader, suffix: str, source: str) -> None:
    lawful(reader, suffix, source)


@pytest.mark.parametrize(("reader", "suffix"), CASES, ids=IDS)
@settings(max_examples=60, deadline=None)
@given(source=st.text())
@example(source="\0")
@example(source="\ud800")
def test_any_text_can_be_read(reader: Reader, suffix: str, source: str) -> None:
    lawful(reader, suffix, source)
    lawful(reader, suffix, source, bare=True)


@pytest.mark.parametrize(("reader", "suffix"), CASES, ids=IDS)
@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.sampled_from(["Our", "app", "cures", "糖尿病", "fast", "👩‍⚕️"]), min_size=1, max_size=8))
def test_plain_words_are_never_lost(reader: Reader, suffix: str, words: list[str]) -> None:
    document = lawful(reader, suffix, " ".join(words))
    assert document is not None
    assert " ".join(words) in [s.text for s in document.segments]


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
    '"',
    "'",
    "- [",
    "{a: ",
    '{"a":[',
    "'''",
    "\n\n0:0",
    "#",
    "{%",
    ".. ",
    "|===\n",
    "<a>",
    "<unit>",
    "<![CDATA[",
    "\\u",
]


@pytest.mark.parametrize(("reader", "suffix"), CASES, ids=IDS)
@pytest.mark.parametrize("piece", HOSTILE)
def test_repetition_neither_overflows_nor_breaks_the_law(reader: Reader, suffix: str, piece: str) -> None:
    lawful(reader, suffix, piece * 300 + "x" + piece[::-1] * 300)
    lawful(reader, suffix, piece * 300 + "x" + piece[::-1] * 300, bare=True)
