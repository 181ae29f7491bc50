"""Template code inside Markdown, HTML and text: left alone, and what stands round it keeps its place."""

from __future__ import annotations

import time

import pytest

from claimlint.discover import discover
from claimlint.model import Span
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)


def opened(path, source):
    return read(path, source.encode(), READERS)


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.md", "{{ product.name | upper }} cures {{ x }}.", ["cures ."]),
        ("a.md", "    {{ a }}\n\nb", ["b"]),
        ("a.md", "One\n{% if a < b %}\nTwo\n{% endif %}\n- three\n", ["One", "Two", "three"]),
        ("a.md", "**{{ n }} days** [go]({{ url }} 'x')", ["days go", "x"]),
        ("a.md", 'See {{< figure caption="cures" >}} and {{% note %}} more', ["See and more"]),
        ("a.md", "{% highlight js %}\ncures()\n{% endhighlight %}\nx", ["x"]),
        ("a.md", "# A {#id}\n\nb {#c} d #} e", ["A {#id}", "b {#c} d #} e"]),
        ("a.md", "{{ never closed\n\ncures }} x", ["{{ never closed", "cures }} x"]),
        ("a.html", "<p {% if a > b %}class=x{% endif %}>c<b>{{ x }}</b>ures</p>", ["c ures"]),
        ("a.html", "<p>a<?php if ($b > 1) echo '<p>no'; ?>c<% if (d < e) { %>f", ["a c f"]),
        ("a.html", "<img alt='A {{ b }} c'><img alt='{{ d }}'>", ["A c"]),
        ("a.txt", "Dear {{first_name}}, our tea\n{{{ more }}} helps", ["Dear , our tea", "helps"]),
        ("a.html.j2", "<p>{% block a %}b{% endblock %}</p>", ["b"]),
        ("a.md.j2", "# {{ a }} b\n\n*c*", ["b", "c"]),
        ("a.liquid", "{% comment %}no{% endcomment %}<h1>a</h1>", ["a"]),
        ("a.hbs", "{{#if a}}b{{/if}} c", ["b c"]),
        ("mail.txt.jinja", "1 <b> 2", ["1 <b> 2"]),
    ],
)
def test_code_is_left_alone(path, source, expected):
    assert [s.text for s in opened(path, source).segments] == expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{# claimlint: x #}", "claimlint: x"),
        ("{{/* claimlint: x */}}", "claimlint: x"),
        ("{{- /* claimlint: x */ -}}", "claimlint: x"),
        ("{{!-- claimlint: }} x --}}", "claimlint: }} x"),
        ("{{! claimlint: x }}", "claimlint: x"),
        ("{% comment %}claimlint: x{% endcomment %}", "claimlint: x"),
        ("<%# claimlint: x %>", "claimlint: x"),
    ],
)
@pytest.mark.parametrize("path", ["a.md", "a.html", "a.txt"])
def test_comments_are_handed_on(path, source, text):
    document = opened(path, f"a\n\n{source}\n\nb")
    assert [(c.text, document.source[c.span.start : c.span.end]) for c in document.comments] == [(text, source)]
    assert " ".join(s.text for s in document.segments) == "a b"
    assert [(o.what, o.count) for o in document.omitted] == [("comment", 1)]


def test_places_round_code_are_exact():
    document = opened("a.md", "x {{ a }} it\r\n{{ b }}c<b>ure</b>s 👩‍⚕️ {{ d }}all")
    (segment,) = document.segments
    at = segment.text.index("cures")
    place = segment.locate(Span(at, len(segment.text)))
    assert document.source[place.start : place.end] == "c<b>ure</b>s 👩‍⚕️ {{ d }}all"


@pytest.mark.parametrize("piece", ["{{", "{%", "{#", "<%", "<?php", "{{!--", "{% comment %}", "{{ }}", "{% schema %}"])
def test_time_grows_with_the_length(piece):
    def cost(count):
        start = time.process_time()
        opened("a.txt", piece * count)
        return time.process_time() - start

    cost(1_000)
    assert cost(40_000) < 8 * 6 * max(cost(5_000), 0.002)
