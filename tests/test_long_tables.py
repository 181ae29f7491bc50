"""Tables too long to hold: read in parts, whatever the parts, they give what the whole gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.cli.build import build
from claimlint.condense import PARTS, condensed
from claimlint.config import Config
from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.readers import Reader, parts, read
from claimlint.walk import chunks_of

READERS = discover("readers", "READER", Reader)
TABLE = (
    'Headline,"Body ""copy""",Link\r\n'
    'Tea for all,"It is a tea.\nOur tea cures diabetes, and it is ""100% safe"".",https://example.org\r\n'
    "👩‍⚕️ news,本品可以治愈糖尿病。,x\r\n"
    ",,\r\n"
    'Our tea cures cancer,"<p>Nothing c<b>ure</b>s a cold</p>",y\r\n'
) * 3


@pytest.fixture(scope="module")
def linter():
    return build(Config()).linter


def pieces(data, size):
    return (data[at : at + size] for at in range(0, len(data), size))


def outcome(report):
    return [(f.code, f.quote, f.address, f.fingerprint) for f in report.findings], report.sentences, report.unchecked


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("size", [400, 1000, 10_000])
def test_parts_give_what_the_whole_gives(linter, encoding, size):
    data = TABLE.encode(encoding)
    whole = linter.lint(read("a.csv", data, READERS))
    found = condensed("a.csv", (linter.lint(part) for part in parts("a.csv", pieces(data, size), READERS).documents))
    assert outcome(found) == outcome(whole)
    assert {f.code for f in found.findings} >= {"EFF001"}
    assert 'row 2, Body "copy"' in {f.address for f in found.findings}
    for finding in found.findings:
        assert found.document.source[finding.span.start : finding.span.end] == finding.quote
        line = found.document.source.split("\n")[finding.line - 1]
        assert line[finding.column - 1 :].startswith(finding.quote.split("\n")[0])
    assert found.document.extracted
    assert PARTS in [o.what for o in found.document.omitted]


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6), min_size=2, max_size=2),
        max_size=60,
    ),
    size=st.integers(1, 40),
)
def test_rows_are_the_same_however_they_are_cut(cells, size):
    data = ("a,b\n" + "".join(",".join('"' + c.replace('"', '""') + '"' for c in row) + "\n" for row in cells)).encode()
    whole = [(s.address, s.text) for s in read("a.csv", data, READERS).segments]
    apart = [(s.address, s.text) for part in parts("a.csv", pieces(data, size), READERS).documents for s in part.segments]
    assert apart == whole


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'a,b\n"never closed' + b"x" * 5_000_000, "does not end"),
        (b'a,b\n"never closed\n', "never closed"),
        (b"a,b\n" * 10 + b"\xff\n", "not valid"),
        (b"a,b\n" * 10 + b"\0\n", "NUL"),
        ("a,é".encode()[:-1], "cut off|not valid"),
    ],
)
def test_what_is_broken_is_refused(data, message):
    with pytest.raises(UnreadableError, match=message):
        list(parts("a.csv", pieces(data, 1 << 16), READERS).documents)


def test_only_tables_are_read_in_parts(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(TABLE.encode())
    assert b"".join(chunks_of(tmp_path / "a.csv", 100)) == TABLE.encode()
    assert parts("a.md", iter(()), READERS) is None
    with pytest.raises(UnreadableError):
        list(chunks_of(tmp_path / "missing.csv"))
