"""Comments: every reader hands on what no reader of the page sees, with its place."""

from __future__ import annotations

import time

import pytest

from claimlint.discover import discover
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.md", "# A\n\n<!-- c: x -->\nB <!-- y\nz --> c\n", [("c: x", "<!-- c: x -->"), ("y\nz", "<!-- y\nz -->")]),
        ("a.md", "> <!-- d\r\n> e -->\r\n\r\n- f\r\n  <!-- g", [("d \ne", "<!-- d\r\n> e -->"), ("g", "<!-- g")]),
        ("a.md", "`<!-- no -->` and\n\n    <!-- no -->\n", []),
        ("a.mdx", "A {/* claimlint: x */} b\n\n{ /* y\nz */ }\n", [("claimlint: x", "{/* claimlint: x */}"), ("y\nz", "{ /* y\nz */ }")]),
        ("a.html", "<p>a<!--b--->c<!-->d<!-- e --!>", [("b-", "<!--b--->"), ("", "<!-->"), ("e", "<!-- e --!>")]),
        ("a.html", "<script><!-- no --></script><p title='<!-- no -->'>x", []),
        ("a.txt", "Abc\n# claimlint: x\r\nd", [("claimlint: x", "# claimlint: x")]),
        ("a.txt", "# no\r// claimlint: y \rd\n# no\n", [("claimlint: y", "// claimlint: y ")]),
    ],
)  # fmt: skip
def test_comments_and_their_places(path, source, expected):
    document = read(path, source.encode(), READERS)
    assert [(c.text, document.source[c.span.start : c.span.end]) for c in document.comments] == expected


def test_a_remark_parts_the_lines_of_a_text_and_is_not_prose():
    document = read("a.txt", b"our app and\n# claimlint: x\nits rivals\n", READERS)
    assert [s.text for s in document.segments] == ["our app and", "its rivals"]


@pytest.mark.parametrize(("path", "piece"), [("a.mdx", "{/* "), ("a.html", "<!- <!"), ("a.txt", "# claimlint"), ("a.txt", " \t")])
def test_what_is_never_closed_costs_no_more_than_its_length(path, piece):
    def cost(count):
        start = time.process_time()
        read(path, (piece * count).encode(), READERS)
        return time.process_time() - start

    cost(1_000)
    small = max(cost(5_000), 0.002)
    assert cost(40_000) < 8 * 6 * small
