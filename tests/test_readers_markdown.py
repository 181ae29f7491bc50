"""Markdown: what is read, as what, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claimlint.errors import UnreadableError
from claimlint.model import Document, Omission, Segment, Span
from claimlint.readers.markdown import READER


def read(source: str, path: str = "draft.md") -> Document:
    return READER.read(path, source)


def seen(source: str, path: str = "draft.md") -> list[tuple[str, str]]:
    return [(s.kind, s.text) for s in read(source, path).segments]


def written(document: Document, words: str) -> str:
    """Return the source of the first segment's `words`."""
    segment = next(s for s in document.segments if words in s.text)
    at = segment.text.index(words)
    place = segment.locate(Span(at, at + len(words)))
    return document.source[place.start : place.end]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Head *one* ##\n\nText\nruns on.", [("heading", "Head one"), ("paragraph", "Text runs on.")]),
        ("Title\n=====\n", [("heading", "Title")]),
        ("c**ure**s c<b>ure</b>s ~~old~~ sn_a_ke ***x***", [("paragraph", "cures cures old sn_a_ke x")]),
        ("**unclosed and 2 * 3 * 4", [("paragraph", "**unclosed and 2 * 3 * 4")]),
        ("*a **b* c**", [("paragraph", "a b c")]),
        ("**糖尿病**可治愈", [("paragraph", "糖尿病可治愈")]),
        ("Fast &amp; safe &#8805; 5 &notanentity; \\*star\\* \\x", [("paragraph", "Fast & safe ≥ 5 &notanentity; *star* \\x")]),
        ("use`x`now and `y` then", [("paragraph", "use now and then")]),
        ("a  \nb\\\nc<br>d", [("paragraph", "a b c d")]),
        ("- one\n  more\n  - two\n\n    three\n3. four", [("item", "one more"), ("item", "two"), ("item", "three"), ("item", "four")]),
        ("> said\nlazy\n> - item\n>\n> end", [("quote", "said lazy"), ("item", "item"), ("quote", "end")]),
        ("- > deep\n  > er", [("quote", "deep er")]),
        ("| a | b \\| c |\n|---|---|\n| `x` d | **e** |\n| | f |", [("cell", t) for t in ("a", "b | c", "d", "e", "f")]),
        ("> a | b\n> --|--\n> c | d\n", [("cell", t) for t in "abcd"]),
        ('Now [our study](https://doi.org/10.1/x_y "The *T*").',
         [("paragraph", "Now our study."), ("link", "https://doi.org/10.1/x_y"), ("title", "The *T*")]),
        ("[a **b**](<u v>)", [("paragraph", "a b"), ("link", "u v")]),
        ("See https://a.b/c_d_e and <https://f.g>.", [("paragraph", "See https://a.b/c_d_e and https://f.g.")]),
        ("x![an *alt* text](i.png 'tt')y", [("paragraph", "x y"), ("alt", "an alt text"), ("title", "tt")]),
        ("![a ![b](c) d](e)", [("alt", "a d"), ("alt", "b")]),
        ("Cures[^1] it [^no].\n\n[^1]: Smith\n    2020\n", [("paragraph", "Cures[^1] it [^no]."), ("footnote", "Smith 2020")]),
        ("Cures^[a *note*] it", [("paragraph", "Cures it"), ("footnote", "a note")]),
        ("Cures [1] it¹ [2,3]<sup>4</sup>", [("paragraph", "Cures [1] it¹ [2,3]4")]),
        ('Cures [1], [it][2].\n\n[1]: https://a.b\n[2]: <https://c.d> "T"',
         [("paragraph", "Cures [1], it[2]."), ("reference", "https://a.b"), ("reference", '<https://c.d> "T"')]),
        ("[it][key]\n\n[Key]: <https://a.b>", [("paragraph", "it"), ("link", "key"), ("link", "https://a.b")]),
        ("    code\n\n```\nmore\n```\n\n<!-- no -->\n\ntext<!-- no -->", [("paragraph", "text")]),
        ("<div title='T'>\n<p>One <i>two</i></p>\n<script>no()</script>\n</div>\n\nThree",
         [("title", "T"), ("paragraph", "One two"), ("paragraph", "Three")]),
        ("a <img alt='A &lt; B'> b", [("paragraph", "a b"), ("alt", "A < B")]),
        ("a <script>no()</script> b <code>no</code>", [("paragraph", "a b")]),
        ("\tcode\n\na\tb", [("paragraph", "a b")]),
        ("# a\r\n\r\nb\\\r\nc\r\n> d\r\n> e\r\n", [("heading", "a"), ("paragraph", "b c"), ("quote", "d e")]),
        ("---\n\ntext", [("paragraph", "text")]),
        ("  \n\n", []),
    ],
)  # fmt: skip
def test_kinds_and_texts(source: str, expected: list[tuple[str, str]]) -> None:
    assert seen(source) == expected


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ('---\ntitle: "A: b"\ntags: [x]\n---\n', ["A: b"]),
        ("---\r\nTitle: 'A'\r\nseo:\r\n  description: B # no\r\n---\r\n", ["A", "B"]),
        ("---\ndescription: >\n  one\n  two\n\n  three\nlayout: x\n...\n", ["one two three"]),
        ("---\nsummary: one\n  two\nother: y\n---\n", ["one two"]),
        ("---\nsummary:\n  en: y\n---\n", []),
        ('+++\ntitle = "A"\nsubtitle="""B\nC"""\n+++\n', ["A", "B C"]),
        ("---\nlayout: title\n---\n", []),
    ],
)
def test_front_matter(front: str, expected: list[str]) -> None:
    assert seen(front + "Body") == [*(("meta", text) for text in expected), ("paragraph", "Body")]


def references(source: str) -> list[tuple[str, str]]:
    return [(s.label, s.text) for s in read(source).segments if s.kind == "reference"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## References\n\n3. Smith\n4. Li *et al*\n\n## Terms\n\n1. Buy", [("3", "Smith"), ("4", "Li et al")]),
        ("# 5. 参考文献：\n\n[1] 张三。\n[2] 李四\n王五\n[3] 赵六", [("1", "张三。"), ("2", "李四 王五"), ("3", "赵六")]),
        ("**Sources**\n\n(1) A\n\n2) B\n\n¹² C\n\nNo entry\n\n[3] D", [("1", "A"), ("2", "B"), ("12", "C")]),
        ("## Bibliography\n\n- Smith 2020\n- Thanks to all", [("", "Smith 2020")]),
        ("## Our sources of pride\n\n1. Buy", []),
        ("[1] A\n[2] B", []),
    ],
)
def test_references(source: str, expected: list[tuple[str, str]]) -> None:
    assert references(source) == expected


def test_labels() -> None:
    segments: tuple[Segment, ...] = read("[x][k] and[^n]\n\n[^n]: note\n\n[K]: https://a.b").segments
    assert [(s.kind, s.label) for s in segments] == [("paragraph", ""), ("link", "k"), ("footnote", "n"), ("link", "k")]


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("A c**ure**s B", "cures", "c**ure**s"),
        ("x &amp; y &lt;b", "& y", "&amp; y"),
        ("\\*x\\*", "*x*", "\\*x\\*"),
        ("> one\r\n> two", "one two", "one\r\n> two"),
        ("cure cure *cure* [cure](cure)", "cure cure cure cure", "cure cure *cure* [cure"),
        ("- a\n  - b\n\t- c **d**", "c d", "c **d"),
        ("# x x ##", "x x", "x x"),
        ("| a | a |\n|--|--|\n| b | \\| a |", "| a", "\\| a"),
        ("use `x` now", "use now", "use `x` now"),
        ("👩‍⚕️ e\u0301 *cures*", "e\u0301 cures", "e\u0301 *cures"),
        ("[1]: x\n\n![a **b**](c)", "a b", "a **b"),
        ("> <p>a\n> b</p>", "a b", "a\n> b"),
    ],
)
def test_places(source: str, words: str, expected: str) -> None:
    assert written(read(source), words) == expected


def test_repeated_words_keep_their_own_places() -> None:
    document = read("cures\n\n> cures\n\n1. cures `cures` **cures**")
    places = [s.locate(Span(0, 5)).start for s in document.segments]
    assert places == [0, 9, 19]
    assert document.segments[2].locate(Span(6, 11)) == Span(35, 40)


def test_what_is_left_out_is_counted() -> None:
    document = read("`a` b `c`\n\n```\nx\n```\n\n    y\n\n<!-- z -->\n\n<script>\n</script>\n\nq <!-- r -->")
    assert document.omitted == (Omission("code block", 2), Omission("comment", 2), Omission("inline code", 2), Omission("script", 1))


def test_mdx_code_is_not_prose() -> None:
    source = 'import A from "a"\n\nexport const b = {\n  title: "no",\n}\n\n# T {b.x}\n\n<A n={1}>Text</A>\n\n    not code\n'
    assert seen(source, "draft.mdx") == [("heading", "T"), ("paragraph", "Text"), ("paragraph", "not code")]
    assert ("paragraph", "Text {b.x}") in seen("Text {b.x}")


def test_deep_nesting_keeps_its_text() -> None:
    assert seen("> " * 60 + "x") == [("quote", "x")]
    assert seen("[" * 200 + "x" + "]" * 200)[0][1].strip("[]") == "x"


PLAIN = MarkdownIt("commonmark").enable("strikethrough")
CHUNKS = [
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "[",
    "]",
    "](u)",
    "![",
    "\\",
    "&amp;",
    "<b>",
    "a",
    "b ",
    " c",
    "，",
    "\n",
    "<https://x.y>",
    '](<a> "t")',
]


SHOWN = {"text", "text_special"}
PARTING = {"softbreak", "hardbreak", "code_inline", "image", "inline"}


def rendered(source: str) -> str:
    """Return what markdown-it itself shows of a draft, code and images apart."""
    tokens = [token for block in PLAIN.parse(source) for token in [*(block.children or ()), block]]
    return "".join(token.content if token.type in SHOWN else " " for token in tokens if token.type in SHOWN | PARTING)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(CHUNKS), max_size=14).map("".join))
def test_markup_is_what_the_parser_takes_for_markup(chunks: str) -> None:
    source = "x" + chunks  # begins a paragraph
    prose = [s.text for s in read(source).segments if s.kind == "paragraph"]
    assert " ".join(prose).split() == rendered(source).split()


def test_what_is_nested_too_deep_is_told():
    deep = READER.read("a.md", "> " * 150 + "It cures colds.\n")
    assert deep.segments == ()
    assert [(o.what, o.count) for o in deep.omitted] == [("text nested too deep", 1)]
    assert READER.read("a.md", "> " * 50 + "It cures colds.\n").omitted == ()


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("---\ntitle: a\nclaimlint:\n  product: {kind: drug-rx, reviewed: true}\n  markets: [us, 'eu']\n---\n", [
            ("product.kind", "drug-rx"), ("product.reviewed", "true"), ("markets", "us"), ("markets", "eu"),
        ]),
        ("+++\r\n[claimlint.product]\r\nkind = 'device'\r\nreviewed = true\r\n+++\r\n", [
            ("product.kind", "device"), ("product.reviewed", "true"),
        ]),
        ("---\ntitle: claimlint: no\n---\n", []),
        ("---\ntitle: a\n---\nclaimlint: no\n", []),
    ],
)  # fmt: skip
def test_front_matter_holds_settings(front: str, expected: list[tuple[str, str]]) -> None:
    assert list(read(front + "Body").front) == expected


@pytest.mark.parametrize("front", ["---\na: 1\nclaimlint: [\n---\n", "+++\na = 1\n[claimlint\n+++\n"])
def test_settings_that_cannot_be_read_are_told(front: str) -> None:
    with pytest.raises(UnreadableError, match="not valid") as caught:
        read(front + "Body")
    assert caught.value.line in {3, 4}
