"""reStructuredText and AsciiDoc: what is read, as what, and where it stands."""

from __future__ import annotations

import time

import pytest

from claimlint.discover import discover
from claimlint.model import Span
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)


def opened(path, source):
    return read(path, source.encode(), READERS)


def seen(path, source):
    return [(s.kind, s.text) for s in opened(path, source).segments]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Our *App*\n=========\n\nIt helps.\n", [("heading", "Our App"), ("paragraph", "It helps.")]),
        ("====\nTop\n====\nText\nruns on.\n", [("heading", "Top"), ("paragraph", "Text runs on.")]),
        ("c\\ **ure**\\ s and 2 * 3 * 4", [("paragraph", "cures and 2 * 3 * 4")]),
        ("use ``x`` now, :code:`y` and `z`", [("paragraph", "use now, and z")]),
        ("see `the site <https://x.y>`_ or :ref:`here <a>`", [("paragraph", "see the site or here"), ("link", "https://x.y")]),
        ("a |name| b word_ c", [("paragraph", "a b word c")]),
        ("Says::\n\n   no\n\n   no\n\nyes", [("paragraph", "Says:"), ("paragraph", "yes")]),
        ("x\n\n::\n\n  no\n\n.. code-block:: py\n   :caption: no\n\n   no\n\n>>> no\nno\n", [("paragraph", "x")]),
        (".. note:: Mind\n   this.\n\n   And *that*.\n", [("paragraph", "Mind"), ("paragraph", "this."), ("paragraph", "And that.")]),
        (".. image:: x.png\n   :alt: A cup\n   :width: 3\n\n.. figure:: y\n\n   Shown.\n", [("alt", "A cup"), ("paragraph", "Shown.")]),
        ("* one\n  more\n* two\n\n#. three\n", [("item", "one more"), ("item", "two"), ("item", "three")]),
        (":Author: no\n:Description: yes\n", [("meta", "yes")]),
        ("| one\n| two\n", [("paragraph", "one"), ("paragraph", "two")]),
        (
            "+-----+---+\n| a b | c |\n| d   |   |\n+=====+===+\n| e   | f |\n+-----+---+\n",
            [("cell", "a b d"), ("cell", "c"), ("cell", "e"), ("cell", "f")],
        ),
        ("===  ===\na    b\n===  ===\nc    d e\n     f\n===  ===\n", [("cell", "a"), ("cell", "b"), ("cell", "c"), ("cell", "d e f")]),
        (".. [1] Smith 2020.\n.. _x: https://y\n", [("footnote", "Smith 2020.")]),
    ],
)
def test_rst(source, expected):
    assert sorted(seen("a.rst", source)) == sorted(expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("= Our *App*\n:description: It helps.\n:toc:\n\nText\nruns on.\n", [
            ("heading", "Our App"), ("meta", "It helps."), ("paragraph", "Text runs on."),
        ]),
        ("c**ure**s #all# _people_ 2 * 3 * 4 \\*x*", [("paragraph", "cures all people 2 * 3 * 4 *x")]),
        ("use `x` now +++y+++ {name} z &amp; w", [("paragraph", "use now y z & w")]),
        ("https://x.y[the site] or link:z[that] <<a,here>>", [
            ("paragraph", "the site or that here"), ("link", "https://x.y"), ("link", "z"),
        ]),
        ("Helps.footnote:[Smith 2020.]", [("paragraph", "Helps."), ("footnote", "Smith 2020.")]),
        ("[source,ruby]\n----\nno\n----\n\n....\nno\n....\n\n[source]\nno\nno\n\n no\n\nyes", [("paragraph", "yes")]),
        ('image::x.png[A cup, width=3] \n\nimage::y.png["A, b"]\n\nin image:z.png[c] line', [
            ("alt", "A cup"), ("alt", "A, b"), ("alt", "c"), ("paragraph", "in line"),
        ]),
        ("* one\ngoes on\n** two\n. three\nterm:: def\n", [
            ("item", "one goes on"), ("item", "two"), ("item", "three"), ("item", "term"), ("item", "def"),
        ]),
        (".Title\n====\nInside.\n====\n\n[quote, Me]\n____\nSaid.\n____\n", [
            ("caption", "Title"), ("paragraph", "Inside."), ("paragraph", "Said."),
        ]),
        ("|===\n|a b |c\nmore\n\n2+|e\n|===\n", [("cell", "a b"), ("cell", "c more"), ("cell", "e")]),
        ("== References\n\n. Smith J. Title. 2020.\n", [("heading", "References"), ("reference", "Smith J. Title. 2020.")]),
    ],
)  # fmt: skip
def test_asciidoc(source, expected):
    assert sorted(seen("a.adoc", source)) == sorted(expected)


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.rst", ".. claimlint: x\n   y\n\nz", [("claimlint: x\n   y", ".. claimlint: x\n   y")]),
        ("a.adoc", "// claimlint: x\n\n////\ny\n////\nz", [("claimlint: x", "// claimlint: x"), ("y", "////\ny")]),
    ],
)
def test_comments(path, source, expected):
    document = opened(path, source)
    assert [(c.text, document.source[c.span.start : c.span.end]) for c in document.comments] == expected
    assert [s.text for s in document.segments] == ["z"]


@pytest.mark.parametrize(
    ("path", "source", "words", "written"),
    [
        ("a.rst", "It\r\nc\\ **ure**\\ s 👩‍⚕️ all", "cures", "c\\ **ure**\\ s"),
        ("a.adoc", "It\r\nc**ure**s 👩‍⚕️ &amp; all", "cures 👩‍⚕️ &", "c**ure**s 👩‍⚕️ &amp;"),
    ],
)
def test_places(path, source, words, written):
    document = opened(path, source)
    at = document.segments[0].text.index(words)
    place = document.segments[0].locate(Span(at, at + len(words)))
    assert source[place.start : place.end] == written


@pytest.mark.parametrize("path", ["a.rst", "a.adoc"])
@pytest.mark.parametrize(
    "piece", ["**a", "`", "|===\n|a\n", "a::\n\n b\n\n", "+--+\n| a\n", "[", "====\n", ":a: b\n", ".. x::\n", "<<a", "=== ===\n a\n"]
)
def test_time_grows_with_the_length(path, piece):
    def cost(count):
        start = time.process_time()
        opened(path, piece * count)
        return time.process_time() - start

    cost(500)
    assert cost(16_000) < 8 * 6 * max(cost(2_000), 0.004)
