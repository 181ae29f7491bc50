"""The same copy says the same in every text format: each row gives the findings that Markdown gives."""

from __future__ import annotations

import csv
import html as escapes
import io
import json
import re

import pytest
import yaml
from test_same_copy import COPY as PLAIN

from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.discover import discover
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)
COPY = [*PLAIN, 'We pack the leaves in "paper" & send them by post.']  # marks that a format must escape


def table(**how):
    out = io.StringIO()
    csv.writer(out, **how).writerows([["Headline", "Copy"], *([f"Row {n}", t] for n, t in enumerate(COPY))])
    return out.getvalue()


def cues(mark, head=""):
    cuts = [(text, text.rfind(" ", 0, len(text) // 2) if " " in text else len(text) // 2) for text in COPY]
    halves = [half.strip() for text, cut in cuts for half in (text[:cut], text[cut:])]
    times = [f"00:00:{at:02}{mark}000 --> 00:00:{at + 1:02}{mark}000" for at in range(len(halves))]
    return head + "".join(f"{at}\n{time}\n{text}\n\n" for at, (time, text) in enumerate(zip(times, halves, strict=True), 1))


def catalogue():
    return 'msgid ""\nmsgstr ""\n\n' + "".join(
        f'msgid "m{at}"\nmsgstr ""\n{json.dumps(text[:9], ensure_ascii=False)}\n{json.dumps(text[9:], ensure_ascii=False)}\n\n'
        for at, text in enumerate(COPY)
    )


def xliff(inline):
    units = "".join(
        f"<trans-unit id='{at}'><source>x</source>"
        f"<target>{escapes.escape(text[:8])}{inline.format(escapes.escape(text[8:]))}</target></trans-unit>\n"
        for at, text in enumerate(COPY)
    )
    return f"<?xml version='1.0'?>\n<xliff version='1.2'><file><body>\n{units}</body></file></xliff>\n"


MAKERS = {
    "md": lambda: "\n\n".join(COPY),
    "mdx": lambda: "import X from 'y'\n\n" + "\n\n<X a={1} />\n\n".join(COPY),
    "html": lambda: "".join(f"<p>{escapes.escape(text[:7])}<b>{escapes.escape(text[7:])}</b></p>\n" for text in COPY),
    "htm": lambda: "".join(f"<div style='display:none'>{escapes.escape(text)}</div>\n" for text in COPY),
    "html.j2": lambda: "".join(f"{{% if a < b %}}<p>{escapes.escape(text)}</p>{{% endif %}}\n" for text in COPY),
    "md.j2": lambda: "\n\n".join(f"{{# note #}}\n{text}" for text in COPY),
    "txt": lambda: "\r\n\r\n".join(COPY),
    "rst": lambda: "Tea\n===\n\n" + "\n\n".join(f"{text[:9]}\\ *{text[9:-1]}*\\ {text[-1]}" for text in COPY),
    "adoc": lambda: "= Tea\n\n" + "\n\n".join(f"{text[:9]}**{text[9:]}**" for text in COPY),
    "json": lambda: json.dumps({"page": [{"body": text} for text in COPY]}),
    "jsonl": lambda: "\n".join(json.dumps({"k": text}, ensure_ascii=False) for text in COPY),
    "yaml": lambda: yaml.safe_dump({"page": [{"text": text} for text in COPY]}, allow_unicode=True, width=30),
    "yml": lambda: yaml.safe_dump({"page": [{"text": text} for text in COPY]}, allow_unicode=True, default_style="|"),
    "toml": lambda: "".join(f"[[item]]\ntext = {json.dumps(text, ensure_ascii=False)}\n" for text in COPY),
    "csv": table,
    "tsv": lambda: table(dialect="excel-tab"),
    "po": catalogue,
    "xlf": lambda: xliff("{}"),
    "xliff": lambda: xliff("<g id='1'>{}</g>"),
    "srt": lambda: cues(","),
    "vtt": lambda: cues(".", "WEBVTT\n\n"),
}


@pytest.fixture(scope="module")
def linter():
    return build(Config()).linter


def said(linter, suffix):
    """Return code and words of each finding, and of each mention that was cleared; every quote is what stands at its place."""
    report = linter.lint(read(f"copy.{suffix}", MAKERS[suffix]().encode(), READERS))
    assert all(report.document.source[f.span.start : f.span.end] == f.quote for f in report.findings)
    return [[(item.code, words(item.quote)) for item in items] for items in (report.findings, report.cleared)]


def words(quote):
    """Return a quote without what a format writes between its words and inside them: tags, marks, breaks, numbers of cues."""
    quote = re.sub(r"\n\n\d+\n[^\n]*-->[^\n]*\n", " ", quote)
    quote = re.sub(
        r"</?[a-z][^<>]*>|\\u[0-9a-f]{4}|[*\\]|\"\n\"", lambda m: json.loads(f'"{m[0]}"') if m[0].startswith("\\u") else "", quote
    )
    return re.sub(r"\s+", "", quote)


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_same_copy_gives_the_same_findings(linter, suffix):
    expected = said(linter, "md")
    assert {"EFF001", "DIA001"} <= {code for code, _ in expected[0]}
    assert said(linter, suffix) == expected
