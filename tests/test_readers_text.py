"""Plain text, and the choice of a reader: what is read, as what, and what is refused."""

from __future__ import annotations

import pytest

from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.readers import LIMIT, Reader, decode, read
from claimlint.readers.text import READER

READERS = discover("readers", "READER", Reader)
LONG = "A line that is much longer than the fifty columns of a headline"


def seen(source: str, path: str = "a.txt") -> list[tuple[str, str]]:
    return [(s.kind, s.text) for s in READER.read(path, source).segments]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One\n\nTwo\r\n\r\nThree\r\rFour\n \t\nFive", ["One", "Two", "Three", "Four", "Five"]),
        (f"{LONG}\nRuns on", [f"{LONG} Runs on"]),
        ("Say goodbye to pain\nTry it today", ["Say goodbye to pain", "Try it today"]),
        ("It helps\nwith sleep,\nMood;\nMore", ["It helps with sleep, Mood; More"]),
        ("三天见效\n治愈糖尿病", ["三天见效", "治愈糖尿病"]),
        (
            "这款应用可以帮助医生更快地发现皮肤癌并且给出治疗方案的建议和随访\n计划",
            ["这款应用可以帮助医生更快地发现皮肤癌并且给出治疗方案的建议和随访 计划"],
        ),
        ("See https://a.b/c now", ["See https://a.b/c now"]),
        ("  a \t b  ", ["a b"]),
        ("1.5 mg a day", ["1.5 mg a day"]),
        ("", []),
    ],
)
def test_paragraphs(source: str, expected: list[str]) -> None:
    assert seen(source) == [("paragraph", text) for text in expected]


def test_items_run_on_until_the_next_one() -> None:
    source = "Benefits:\n- Sleep\n  Better\n* Mood\n• Joy\n1. First\n2) Second\n3、第三\n\nEnd"
    items = ["Sleep Better", "Mood", "Joy", "First", "Second", "第三"]
    assert seen(source) == [("paragraph", "Benefits:"), *(("item", text) for text in items), ("paragraph", "End")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Text [1].\n\nReferences\n1. Smith J.\n   Title. 2020\n2. Li\n\nTerms\n\n1. Buy", [("1", "Smith J. Title. 2020"), ("2", "Li")]),
        ("参考文献：\n[1] 张三\n（2）李四", [("1", "张三"), ("2", "李四")]),
        ("[1] Smith", []),
    ],
)
def test_references(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(s.label, s.text) for s in READER.read("a.txt", source).segments if s.kind == "reference"] == expected


@pytest.mark.parametrize(("path", "kind"), [("a.MD", "item"), ("b.Html", "paragraph"), ("c.txt", "item")])
def test_the_suffix_chooses_the_reader(path: str, kind: str) -> None:
    assert [(s.kind) for s in read(path, b"- x", READERS).segments] == [kind]


def test_no_two_readers_own_a_suffix() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes)) > 10


@pytest.mark.parametrize("path", ["a.xyz", "dir.md/a"])
def test_an_unknown_suffix_is_refused(path: str) -> None:
    with pytest.raises(UnreadableError, match="no reader for"):
        read(path, b"x", READERS)


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"ok\nbad \xff", "not valid UTF-8 at byte 7", 2),
        (b"\xef\xbb\xbfa\n\n\xc3", "not valid UTF-8 at byte 6", 3),
        ("é\n\0".encode(), "NUL byte.* at byte 3", 2),
        (b"\xff\xfea\0\0", "not valid UTF-16-LE at byte 4", 1),
        (b"\xff\xfea\0\0\0", "NUL byte.* at byte 4", 1),
        (b"x" * (LIMIT + 1), "20,971,521 bytes is over the limit of 20,971,520", 0),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str, line: int) -> None:
    with pytest.raises(UnreadableError, match=message) as caught:
        decode("a.md", data)
    assert (caught.value.path, caught.value.line) == ("a.md", line)
    assert caught.value.remedy
