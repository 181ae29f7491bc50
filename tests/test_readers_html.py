"""HTML: what is read, as what, and where it stands."""

from __future__ import annotations

import pytest

from claimlint.model import Document, Omission, Span
from claimlint.readers.html import READER


def read(source: str) -> Document:
    return READER.read("page.html", source)


def seen(source: str) -> list[tuple[str, str]]:
    return [(s.kind, s.text) for s in read(source).segments]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<title>A &amp; B</title><h1>C <em>d</em></h1>", [("title", "A & B"), ("heading", "C d")]),
        ("<p>c<b>ure</b>s<br>now<p>next", [("paragraph", "cures now"), ("paragraph", "next")]),
        (
            "<ul><li>a<li><p>b</p></ul>c<dl><dt>d<dd>e</dl>",
            [("item", "a"), ("item", "b"), ("paragraph", "c"), ("item", "d"), ("item", "e")],
        ),
        ("<table><tr><th>a</th><td>b<td><div>c</div></table>d", [("cell", "a"), ("cell", "b"), ("cell", "c"), ("paragraph", "d")]),
        ("<blockquote><p>a</p></blockquote><figure><figcaption>b</figcaption></figure>", [("quote", "a"), ("caption", "b")]),
        ("<div>a<p>b</p>c</div>", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")]),
        ("<meta name=description content='A &quot;b&quot;'><meta name=author content=no>", [("meta", 'A "b"')]),
        ('<META CONTENT="x" PROPERTY="og:title">', [("meta", "x")]),
        (
            '<img alt="a" title=b><input placeholder="c"><i aria-label=\'d\'></i>',
            [("alt", "a"), ("title", "b"), ("title", "c"), ("alt", "d")],
        ),
        ('<p>see <a href="/x?a=1&amp;b=2&copy=3">this</a>', [("paragraph", "see this"), ("link", "/x?a=1&b=2&copy=3")]),
        ("<p>a<sup>1</sup> [2]</p>", [("paragraph", "a1 [2]")]),
        ("<p>a &nbsp; b&ltc &#x2265;5 &#99999999; &#0; &bogus; &notit;", [("paragraph", "a \xa0 b<c ≥5 \ufffd \ufffd &bogus; ¬it;")]),
        ("a < b, 3<4 and c </ d> e", [("paragraph", "a < b, 3<4 and c e")]),
        ("<script>if (a<b) '</p>'</script>x<style>y</style><template><p>no</p></template>", [("paragraph", "x")]),
        ("<pre>no <b>no</b></pre>x <code>no</code>y<svg><title>no</title></svg>", [("paragraph", "x y")]),
        ("<p><code>no<p>yes", [("paragraph", "yes")]),
        ("<noscript>n</noscript><p hidden>h</p><p style='display:none'>i", [("paragraph", "n"), ("paragraph", "h"), ("paragraph", "i")]),
        ("<!doctype html><!-- no --><?php no ?>x<![CDATA[ no ]]>", [("paragraph", "x")]),
        ("<p title='a > b'>c</p>", [("title", "a > b"), ("paragraph", "c")]),
        ("<p>a\r\n\t b</p>", [("paragraph", "a b")]),
        ("<td>&nbsp;</td>", []),
        ("<p>a<!-- open <p>no", [("paragraph", "a")]),
        ("<p>a<b title='no", [("paragraph", "a"), ("title", "no")]),
        ("</p></td>a", [("paragraph", "a")]),
    ],
)
def test_kinds_and_texts(source: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(seen(source)) == sorted(expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>References</h2><ol start=3><li>A<li value=7><p>B</p><li>C</ol><h2>X</h2><ol><li>no", [("3", "A"), ("7", "B"), ("8", "C")]),
        ("<p><b>参考文献：</b></p><p>[1] 甲<br>[2] 乙<br/>丙</p>", [("1", "甲"), ("2", "乙 丙")]),
        ("<h3>Sources</h3><p><sup>1</sup> A</p><p>Other</p><p>[2] no</p>", [("1", "A")]),
        ("<ol><li>no</ol>", []),
    ],
)
def test_references(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(s.label, s.text) for s in read(source).segments if s.kind == "reference"] == expected


@pytest.mark.parametrize(
    ("source", "kind", "words", "expected"),
    [
        ("<p>cures c<b>ure</b>s</p>", "paragraph", "s cures", "s c<b>ure</b>s"),
        ("<p>x &amp; y</p>", "paragraph", "& y", "&amp; y"),
        ("<img title=cures alt='it cures &lt; x'>", "alt", "cures <", "cures &lt;"),
        ("<p>one\r\n  two", "paragraph", "one two", "one\r\n  two"),
        ("<p>👩‍⚕️ <i>cures</i>", "paragraph", "cures", "cures"),
        ("a<br>b", "paragraph", "a b", "a<br>b"),
    ],
)
def test_places(source: str, kind: str, words: str, expected: str) -> None:
    segment = next(s for s in read(source).segments if s.kind == kind)
    at = segment.text.index(words)
    place = segment.locate(Span(at, at + len(words)))
    assert source[place.start : place.end] == expected


def test_what_is_left_out_is_counted() -> None:
    source = "<script></script><script></script><!-- --><pre></pre><code></code><svg/><style></style><b a"
    assert [(o.what, o.count) for o in read(source).omitted] == [
        ("code block", 1), ("comment", 1), ("inline code", 1), ("script", 2), ("style", 1), ("svg", 1), ("unfinished tag", 1),
    ]  # fmt: skip
    assert read("<p>x").omitted == ()
    assert read("<!-- x").omitted == (Omission("comment", 1),)


@pytest.mark.parametrize("piece", ["<div>", "<li>", "<b>", "<blockquote>", "<td>", "<code>", "<svg>x", "<ul><li>"])
def test_depth_is_no_matter(piece: str) -> None:
    document = read(piece * 50_000 + "</td></p>" * 50_000)
    assert len(document.segments) == 0
    assert seen("<div>" * 100_000 + "cures" + "</div>" * 100_000) == [("paragraph", "cures")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a<p hidden>b<p>c", [("", "a"), ("hidden text", "b"), ("", "c")]),
        ("<div style='DISPLAY : none'><div>a</div>b</div>c", [("hidden text", "a"), ("hidden text", "b"), ("", "c")]),
        ("<p>It is <span style='visibility:hidden'>not</span>good", [("", "It is good"), ("hidden text", "not")]),
        ("<p>c<b hidden>x<b>y</b></b>ures", [("", "cures"), ("hidden text", "xy")]),
        ("<p style='font-size:0'>a</p><p style='opacity:0.9; max-height:0'>b</p>", [("hidden text", "a"), ("hidden text", "b")]),
        ("<p style='opacity:0.9'>a</p><p class=hidden title='hidden'>b</p>", [("", "a"), ("", "hidden"), ("", "b")]),
        ("<input hidden>a<br hidden>b", [("", "a b")]),
        ("<p hidden>a", [("hidden text", "a")]),
    ],
)
def test_hidden_text_is_read_apart_and_says_so(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(s.address, s.text) for s in read(source).segments] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<button aria-label='a'>b</button>", [("alt", "a"), ("paragraph", "b")]),
        ("<input type=submit value=Buy><input value='a b'><input type=hidden value=no><input type=checkbox value=no>", ["Buy", "a b"]),
        ("<input type=IMAGE alt=Go><option value=no label=Yes>", ["Go", "Yes"]),
        ("<meta property='og:image:alt' content=a><meta itemprop=description content=b><meta name=viewport content=no>", ["a", "b"]),
        ("<i aria-description=a aria-hidden=true></i><table summary=b>", ["a", "b"]),
    ],
)
def test_what_tags_say(source: str, expected: list) -> None:
    assert [s if isinstance(expected[0], tuple) else s[1] for s in seen(source)] == expected


def test_linked_data_is_read_with_the_path_of_its_key() -> None:
    source = """<script type="application/ld+json">
      {"@context": "https://schema.org", "@type": "Product", "name": "Tea", "offers": [{"description": "It c<b>ure</b>s \\u7cd6"}]}
    </script><p>x<script type='application/ld+json'>{broken</script>y<script type=module>"three more words"</script>"""
    document = read(source)
    assert [(s.kind, s.address, s.text) for s in document.segments] == [
        ("meta", "JSON-LD name", "Tea"), ("meta", "JSON-LD offers[0].description", "It cures 糖"), ("paragraph", "", "xy"),
    ]  # fmt: skip
    assert [o.what for o in document.omitted] == ["JSON-LD that is not valid", "script"]
    place = document.segments[1].locate(Span(3, len("It cures 糖")))
    assert source[place.start : place.end] == "c<b>ure</b>s \\u7cd6"
