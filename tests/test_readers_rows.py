"""Catalogues, subtitles and tables: what is read, under which address, and where it stands."""

from __future__ import annotations

import contextlib
import time

import pytest

from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.model import Span, address_at
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)


def opened(path, source):
    return read(path, source.encode(), READERS)


def seen(path, source):
    """Return address, text and the source of the text of each segment."""
    document = opened(path, source)
    spans = [(s, s.locate(Span(0, len(s.text)))) for s in document.segments]
    return [(s.address, s.text, document.source[span.start : span.end]) for s, span in spans]


UNIT = "<xliff><file><unit id='a' name='hero'><segment><source>S</source>{}</segment></unit></file></xliff>"


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.po", 'msgid ""\nmsgstr "X: y"\n\nmsgid "Buy"\nmsgstr "Our \\"c<b>ure"\n"</b>s\\" &amp; x"\n', [
            ('message "Buy"', 'Our "cures" & x', 'Our \\"c<b>ure"\n"</b>s\\" &amp; x'),
        ]),
        ("a.po", '#, fuzzy\nmsgctxt "hero"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "One"\nmsgstr[1] "Two"\n', [
            ('message "hero" (fuzzy)', "One", "One"), ('message "hero" (fuzzy)', "Two", "Two"),
        ]),
        ("a.pot", 'msgid "Buy"\nmsgstr ""\n', [('message "Buy"', "Buy", "Buy")]),
        ("a.xlf", UNIT.format("<target>Our c<g id='1'>ure</g>s &lt;i&gt;x&lt;/i&gt; &#x7cd6;</target>"), [
            ('unit "hero"', "Our cures x 糖", "Our c<g id='1'>ure</g>s &lt;i&gt;x&lt;/i&gt; &#x7cd6;"),
        ]),
        ("a.xliff", UNIT.format("<target>a<ph id='1'>no</ph>b<![CDATA[ c & d]]></target>"), [
            ('unit "hero"', "a b c & d", "a<ph id='1'>no</ph>b<![CDATA[ c & d"),
        ]),
        ("a.srt", "1\n00:01:23,000 --> 00:01:24,000\nIt c<i>ure</i>s\nall\n\n2\n00:01:24,500 --> 00:01:25,000\nof it. Yes.\n", [
            ("00:01:23", "It cures all of it. Yes.", "It c<i>ure</i>s\nall\n\n2\n00:01:24,500 --> 00:01:25,000\nof it. Yes."),
        ]),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n治愈\n\n2\n00:00:02,000 --> 00:00:03,000\n糖尿病。\n", [
            ("00:00:01", "治愈糖尿病。", "治愈\n\n2\n00:00:02,000 --> 00:00:03,000\n糖尿病。"),
        ]),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n- Really?\n- {\\an8}Yes\n\n2\n00:00:09,000 --> 00:00:10,000\nlater", [
            ("00:00:01", "Really?", "Really?"), ("00:00:01", "Yes", "Yes"), ("00:00:09", "later", "later"),
        ]),
        ("a.vtt", "WEBVTT\n\nid\n01:02.000 --> 01:03.000 line:0\n<v Ann>Hi &amp; bye\n", [("00:01:02", "Hi & bye", "Hi &amp; bye")]),
        ("a.csv", 'Headline,Copy\r\n"c<b>ure</b>s ""all""",x\r\n', [
            ("row 1, column 1", "Headline", "Headline"), ("row 1, column 2", "Copy", "Copy"),
            ("row 2, Headline", 'cures "all"', 'c<b>ure</b>s ""all""'), ("row 2, Copy", "x", "x"),
        ]),
        ("a.csv", "Our tea is new.,x\ny,z\n", [
            ("row 1, column 1", "Our tea is new.", "Our tea is new."), ("row 1, column 2", "x", "x"),
            ("row 2, column 1", "y", "y"), ("row 2, column 2", "z", "z"),
        ]),
        ("a.csv", 'a;b\n"x;\n\ny";\n', [
            ("row 1, column 1", "a", "a"), ("row 1, column 2", "b", "b"), ("row 2, a", "x;", "x;"), ("row 2, a", "y", "y"),
        ]),
        ("a.tsv", "a\tb\nc, d\te\n", [
            ("row 1, column 1", "a", "a"), ("row 1, column 2", "b", "b"), ("row 2, a", "c, d", "c, d"), ("row 2, b", "e", "e"),
        ]),
    ],
)  # fmt: skip
def test_texts_addresses_and_places(path, source, expected):
    assert seen(path, source) == expected


def test_every_cue_has_its_own_time():
    source = "1\n00:00:01,000 --> 00:00:02,000\nIt is\n\n2\n00:00:03,000 --> 00:00:04,000\na tea.\n"
    document = opened("a.srt", source)
    (segment,) = document.segments
    assert address_at(document, segment, source.index("It")) == "00:00:01"
    assert address_at(document, segment, source.index("tea")) == "00:00:03"


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.po", '# claimlint: x\n#. y\n#: a.c:3\nmsgid "a"\nmsgstr "b"\n', ["claimlint: x", "y"]),
        ("a.xlf", "<!-- claimlint: x -->" + UNIT.format("<target>b</target><note>y</note>"), ["claimlint: x", "y"]),
        ("a.vtt", "WEBVTT\n\nNOTE claimlint: x\ny\n\n00:01.000 --> 00:02.000\nb\n", ["claimlint: x\ny"]),
        ("a.csv", "a,<!-- claimlint: x -->b\n", ["claimlint: x"]),
    ],
)
def test_comments(path, source, expected):
    assert [c.text for c in opened(path, source).comments] == expected


@pytest.mark.parametrize(
    ("path", "source", "what"),
    [
        ("a.po", 'msgid "a"\nmsgstr ""\n\n#~ msgid "b"\n#~ msgstr "c"\n', ["message out of use", "message without a translation"]),
        ("a.xlf", UNIT.format(""), ["unit without a translation"]),
        ("a.vtt", "WEBVTT\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000\nb\n", ["style block"]),
    ],
)
def test_what_is_left_out_is_counted(path, source, what):
    assert [o.what for o in opened(path, source).omitted] == what


@pytest.mark.parametrize(
    ("path", "source", "message", "line"),
    [
        ("a.po", 'msgid "a"\nhello\n', "not a line of a gettext catalogue", 2),
        ("a.xlf", "<?xml version='1.0'?>\n<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;'>]><x>&b;</x>", "document type", 2),
        ("a.xlf", "<x>\n&b;</x>", "entity", 2),
        ("a.xlf", "<x>\n<y></x>", "closes nothing", 2),
        ("a.xlf", "<x>" * 100_000, "nested deeper", 1),
        ("a.xlf", "hello", "outside the root", 1),
        ("a.srt", "hello\nthere\n", "without a time code", 1),
        ("a.csv", 'a,b\n"c,d\n', "never closed", 2),
    ],
)
def test_what_is_broken_is_refused_with_its_line(path, source, message, line):
    with pytest.raises(UnreadableError, match=message) as caught:
        opened(path, source)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("path", "head", "piece"),
    [
        ("a.csv", "", '"'),
        ("a.csv", "", '"a'),
        ("a.csv", "", '"a",'),
        ("a.csv", '"', "a,\n"),
        ("a.po", 'msgid "a"\nmsgstr ', '"\\\\"\n'),
        ("a.po", "", "# x\n"),
        ("a.srt", "", "0:0:1,0 --> 0:0:2,0\na\n\n"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n", "<i\n\n"),
        ("a.xlf", "<x>", "<!--"),
        ("a.xlf", "<x>", "<y a='1' "),
        ("a.json", "", '{"a":["\\'),
        ("a.json", "[", '"a\\u0041",'),
        ("a.json", "[", "/* "),
        ("a.yaml", "", "a: &a [*a, "),
        ("a.yaml", "", "# x\n"),
        ("a.toml", "", "[a]\n"),
    ],
)
def test_time_grows_with_the_length(path, head, piece):
    def cost(count):
        start = time.process_time()
        with contextlib.suppress(UnreadableError):
            opened(path, head + piece * count)
        return time.process_time() - start

    cost(500)
    assert cost(16_000) < 8 * 6 * max(cost(2_000), 0.004)
