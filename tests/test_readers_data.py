"""Data files (JSON, YAML, TOML): what is copy, by which key, as what, and where it stands."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.model import Span
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)


def opened(path, source, keys=()):
    return read(path, source.encode(), READERS, keys)


def seen(path, source, keys=()):
    """Return address, text and the source of the text of each segment."""
    document = opened(path, source, keys)
    return [(s.address, s.text, document.source[slice(*place(s))]) for s in document.segments]


def place(segment):
    span = segment.locate(Span(0, len(segment.text)))
    return span.start, span.end


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.json", r'{"hero": {"title": "Cures \u7cd6 \"now\""}}', [("hero.title", 'Cures 糖 "now"', r"Cures \u7cd6 \"now\"")]),
        ("a.json", r'["\ud83d\ude00 smile a day", 1, null]', [("[0]", "😀 smile a day", r"\ud83d\ude00 smile a day")]),
        ("a.json", '{"faq": [{"k": "x"}, {"Answer": "No."}]}', [("faq[1].Answer", "No.", "No.")]),
        ("a.json", '{"body": "<p>c<b>ure</b>s &amp; x</p>"}', [("body", "cures & x", "c<b>ure</b>s &amp; x")]),
        ("a.json", r'{"body": "One.\n\n- *two*"}', [("body", "One.", "One."), ("body", "two", "two")]),
        ("a.jsonc", '// c\n{"text": "x", /* d */ "list": ["a b c",],}', [("text", "x", "x"), ("list[0]", "a b c", "a b c")]),
        ("a.jsonl", '{"text": "x"}\n{"text": "y"}\n', [("record 1.text", "x", "x"), ("record 2.text", "y", "y")]),
        ("a.yaml", "title: it's a\n  cure # no\n", [("title", "it's a cure", "it's a\n  cure")]),
        ("a.yaml", "title: 'it''s'\n", [("title", "it's", "it''s")]),
        ("a.yaml", 'title: "a \\\n  b\\u00e9"\n', [("title", "a bé", "a \\\n  b\\u00e9")]),
        ("a.yaml", "text: >-\n  One\n  two.\n\n  Three.\n", [("text", "One two.", "One\n  two."), ("text", "Three.", "Three.")]),
        ("a.yaml", "text: |2\n    - c**ure**s\r\n    - 👩‍⚕️ x\r\n", [("text", "cures", "c**ure**s"), ("text", "👩‍⚕️ x", "👩‍⚕️ x")]),
        ("a.yaml", "a: &x\n  title: One\nb: *x\nc: {title: [Two, !!str Three]}\n", [
            ("a.title", "One", "One"), ("c.title[0]", "Two", "Two"), ("c.title[1]", "Three", "Three"),
        ]),
        ("a.toml", "[hero]\ntitle = 'C:\\x'\n", [("hero.title", "C:\\x", "C:\\x")]),
        ("a.toml", '[[faq]]\n[[faq]]\nq.answer = """\nNo \\\n  way"""\n', [("faq[1].q.answer", "No way", "No \\\n  way")]),
        ("a.toml", 'a = [{ text = "x" }, { text = "y" }]\n', [("a[0].text", "x", "x"), ("a[1].text", "y", "y")]),
    ],
)  # fmt: skip
def test_values_their_addresses_and_their_places(path, source, expected):
    assert seen(path, source) == expected


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("metaDescription", "Fast", True),
        ("hero_title", "Fast", True),
        ("标题", "快", True),
        ("home.greeting.short", "Fast", False),
        ("home.greeting.short", "It helps you", True),
        ("k1", "治愈糖尿病", True),
        ("k1", "治愈", False),
        ("href", "it helps you sleep", False),
        ("imageUrl", "it helps you sleep", False),
        ("k1", "https://example.org/it helps", False),
        ("k1", "src/it/helps-you", False),
    ],
)
def test_which_values_are_copy(key, value, read):
    document = opened("a.json", json.dumps({key: value}))
    assert bool(document.segments) is read
    assert bool(document.omitted) is not read


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("promo",), ["Yes"]),
        (("PROMO", "title"), ["Yes", "One"]),
        (("page.*",), ["Yes", "One", "Two"]),
        (("page.items.text",), ["Two"]),
        (("*.text",), ["Two"]),
        (("*",), ["Yes", "One", "Two", "x"]),
    ],
)
def test_keys_may_be_chosen(keys, expected):
    source = '{"page": {"promo": "Yes", "title": "One", "items": [{"text": "Two"}]}, "id": "x"}'
    assert [s.text for s in opened("a.json", source, keys).segments] == expected


def test_remarks_under_their_keys_are_comments():
    document = opened("a.json", '{"//": "claimlint: x", "title": "<!-- claimlint: y -->A", /* z */ "b": 1}')
    assert [(c.text, document.source[c.span.start : c.span.end]) for c in document.comments] == [
        ("claimlint: x", "claimlint: x"), ("claimlint: y", "<!-- claimlint: y -->"), ("z", "/* z */"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.yaml", "# a\nt: | # b\n  # no\n  x\n# c\nu: 'x # no' # d\nv: x#no\n", ["a", "b", "c", "d"]),
        ("a.toml", "# a\nt = '# no' # b\nu = [ # c\n]\nv = '''\n# no\n'''", ["a", "b", "c"]),
    ],
)
def test_comments(path, source, expected):
    document = opened(path, source)
    assert [c.text for c in document.comments] == expected
    assert all(document.source[c.span.start] == "#" for c in document.comments)


@pytest.mark.parametrize(
    ("path", "source", "message", "line"),
    [
        ("a.json", '{"a": 1,\n "b" 2}', "expected a colon", 2),
        ("a.json", '{"a": "x\n"}', "not valid JSON", 1),
        ("a.json", "", "expected a value", 1),
        ("a.json", "[1] 2", "expected the end", 1),
        ("a.json", "[" * 100_000, "nested deeper than 200 levels", 1),
        ("a.json", '{"a":' * 100_000, "nested deeper than 200 levels", 1),
        ("a.yaml", "a: b\nc: d: e", "not valid YAML", 2),
        ("a.yaml", "\n\x01", "does not allow", 2),
        ("a.yaml", "[" * 100_000, "nested deeper than 200 levels", 1),
        ("a.yaml", "- " * 100_000 + "x", "nested deeper than 200 levels", 1),
        ("a.toml", "a = 1\nb", "not valid TOML", 2),
        ("a.toml", "a = " + "[" * 100_000, "not valid TOML", 1),
    ],
)
def test_what_is_broken_or_too_deep_is_refused_with_its_line(path, source, message, line):
    with pytest.raises(UnreadableError, match=message) as caught:
        opened(path, source)
    assert (caught.value.path, caught.value.line) == (path, line)


def test_aliases_are_not_followed():
    bomb = "a0: &a0 [lol lol lol]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 60))
    assert [s.text for s in opened("a.yaml", bomb).segments] == ["lol lol lol"]


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="*_`\\~&<[\ufeff\u2028\u2029\ufffe\uffff"), min_size=1)
plain = texts.map(lambda text: " ".join(f"Our {text} cures".split(" "))).filter(lambda text: "  " not in text)
WRITERS = {
    "a.json": lambda value: json.dumps({"a": [value]}),
    "b.json": lambda value: json.dumps({"a": [value]}, ensure_ascii=False, indent=2),
    "a.yaml": lambda value: yaml.safe_dump({"a": [value]}),
    "b.yaml": lambda value: yaml.safe_dump({"a": [value]}, allow_unicode=True, default_style="'"),
    "c.yaml": lambda value: yaml.safe_dump({"a": [value]}, allow_unicode=True, default_style="|"),
    "d.yaml": lambda value: yaml.safe_dump({"a": [value]}, allow_unicode=True, default_style=">", width=20),
    "a.toml": lambda value: f"a = [{json.dumps(value, ensure_ascii=False)}]",
}


@pytest.mark.parametrize("path", WRITERS)
@settings(max_examples=60, deadline=None)
@given(value=plain)
def test_what_a_program_writes_is_what_is_read(path, value):
    written = WRITERS[path](value)
    document = opened(path, written, ("a",))
    assert " ".join(s.text for s in document.segments) == " ".join(value.split(" "))
    last = document.segments[-1]
    end = last.locate(Span(len(last.text) - 5, len(last.text)))
    assert written[end.start : end.end] == "cures"
