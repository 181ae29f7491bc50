"""The same copy says the same in every format: one list of (suffix, maker), and each gives the findings that Markdown gives."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.discover import discover
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)
HERE = Path(__file__).parent

COPY = [
    "Our tea cures diabetes and is picked by hand on one hillside.",
    "It does not cure cancer, and nobody says that it does.",
    "Our AI diagnoses skin cancer on its own, without any doctor.",
    "本品可以治愈糖尿病，深受消费者喜爱。",
    "本产品不能代替药物。",
    "We pack the leaves in paper and send them by post.",
]


def markdown() -> bytes:
    return "\n\n".join(COPY).encode()


def docx() -> bytes:
    from docx import Document

    made = Document()
    for text in COPY:
        half = len(text) // 2
        made.add_paragraph(text[:half]).add_run(text[half:]).bold = True  # a word in two runs is one word
    return saved(made.save)


def pptx() -> bytes:
    from pptx import Presentation

    made = Presentation()
    for text in COPY:
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.placeholders[1].text_frame.text = text
    return saved(made.save)


def xlsx() -> bytes:
    from openpyxl import Workbook

    made = Workbook()
    for text in COPY:
        made.active.append([text])
    return saved(made.save)


def eml() -> bytes:
    made = EmailMessage()
    made["Subject"] = "News"
    made.set_content("\n\n".join(COPY))
    return bytes(made)


def eml_html() -> bytes:
    made = EmailMessage()
    made["Subject"] = "News"
    made.set_content("".join(f"<p>{text}</p>" for text in COPY), subtype="html")
    return bytes(made)


def html() -> bytes:
    return "".join(f"<p>{text}</p>\n" for text in COPY).encode()


def text() -> bytes:
    return "\n\n".join(COPY).encode("utf-8-sig")


def kept(suffix: str) -> Callable[[], bytes]:
    """Return what hands out tests/drafts/copy.<suffix>, which LibreOffice wrote from the same sentences."""
    return (HERE / "drafts" / f"copy{suffix}").read_bytes


def saved(save: Callable[[io.BytesIO], None]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


MAKERS = [
    (".txt", text),
    (".html", html),
    (".docx", docx),
    (".docx", kept(".docx")),
    (".pptx", pptx),
    (".xlsx", xlsx),
    (".odt", kept(".odt")),
    (".pdf", kept(".pdf")),
    (".eml", eml),
    (".eml", eml_html),
]  # a format is one more row


@pytest.fixture(scope="module")
def linter():
    return build(Config()).linter


def said(linter, suffix: str, data: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return code and quote of each finding, and of each mention that was cleared."""
    report = linter.lint(read(f"copy{suffix}", data, READERS))
    assert all(f.address for f in report.findings) == report.document.extracted
    assert all(report.document.source[f.span.start : f.span.end] == f.quote for f in report.findings)
    return [(f.code, f.quote) for f in report.findings], [(c.code, c.quote) for c in report.cleared]


@pytest.mark.parametrize(("suffix", "maker"), MAKERS, ids=[f"{s[1:]}-{m.__name__.strip('<>')}" for s, m in MAKERS])
def test_the_same_copy_gives_the_same_findings(linter, suffix, maker):
    expected = said(linter, ".md", markdown())
    assert {"EFF001", "DIA001"} <= {code for code, _ in expected[0]}
    assert len(expected[0]) >= 3
    assert said(linter, suffix, maker()) == expected
