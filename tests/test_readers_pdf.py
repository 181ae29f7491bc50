"""PDF: lines to paragraphs, raised marks, hyphens, columns, tables, pages without text, and where all of it stands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.model import address_at
from claimlint.readers import Reader, read
from claimlint.readers._pdf_lines import Line, blocks

READERS = discover("readers", "READER", Reader)
DRAFTS = Path(__file__).parent / "drafts"
SIZE, PITCH, LEFT, WIDTH = 12.0, 14.0, 50.0, 6.0


def line(text: str, number: int, *, page: int = 1, left: float = LEFT, size: float = SIZE) -> Line:
    """Return a line of letters of one width, below the one before."""
    low = 700 - PITCH * number
    width = sum(2 * WIDTH if char >= "\u2e80" else WIDTH for char in text)
    return Line(text, left, low, left + width, low + size, size, page, number)


def joined(*pages: list[Line]) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in blocks(pages, Counter())]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Our tea is grown on one hillside and", "is picked by hand."], ["Our tea is grown on one hillside and is picked by hand."]),
        (["It is good for the inter\x02", "national trade of all"], ["It is good for the international trade of all"]),
        (["We sell long-term care to", "all who want a long\x02", "term plan for everybody"],
         ["We sell long-term care to all who want a long-term plan for everybody"]),
        (["A long wait is no term to be proud of: a long\x02", "term plan, and inter\x02", "national too"],
         ["A long wait is no term to be proud of: a long-term plan, and international too"]),
        (["The words self-care and any-", "thing; say anything you like"], ["The words self-care and anything; say anything you like"]),
        (["Journal of Tea 2020;7:33-", "40. doi:10.5555/a"], ["Journal of Tea 2020;7:33-40. doi:10.5555/a"]),
        (["本品可以治愈糖", "尿病，深受喜爱"], ["本品可以治愈糖尿病，深受喜爱"]),
        (["Short one.", "Another one that is longer than the first"], ["Short one.", "Another one that is longer than the first"]),
        (["Heading here", "A line that goes on for quite a while until the", "end of it"],
         ["Heading here", "A line that goes on for quite a while until the end of it"]),
        (["• one point that runs on over more than", "one line of it", "• another"],
         ["• one point that runs on over more than one line of it", "• another"]),
        (["[1] Lee A. Tea and rest for the adults of this", "world. 2020.", "[2] Roe B. 2021."],
         ["[1] Lee A. Tea and rest for the adults of this world. 2020.", "[2] Roe B. 2021."]),
    ],
)  # fmt: skip
def test_lines_are_joined_where_a_paragraph_goes_on(lines, expected):
    assert [text for _, text in joined([line(text, n) for n, text in enumerate(lines, 1)])] == expected


def test_a_gap_parts_paragraphs_and_size_makes_headings():
    page = [
        line("Calm tea", 1, size=20),
        line("one two three four five six", 3),
        line("and seven eight nine ten all", 4),
        line("Eleven twelve thirteen abcde", 6),
    ]
    assert joined(page) == [
        ("heading", "Calm tea"),
        ("paragraph", "one two three four five six and seven eight nine ten all"),
        ("paragraph", "Eleven twelve thirteen abcde"),
    ]


def test_cells_side_by_side_stay_apart_and_keep_their_second_lines():
    page = [
        line("Evening blend", 1),
        line("Treats depression in", 1, left=250),
        line("of leaves", 2),
        line("two weeks.", 2, left=250),
    ]
    assert [text for _, text in joined(page)] == ["Evening blend of leaves", "Treats depression in two weeks."]


def test_columns_and_pages_go_on_where_a_sentence_does():
    first = [line("It is a tea that", 1), line("Our tea cures the", 50)]
    second = [line("worst of diabetes.", 1, left=300), line("Next column text", 2, left=300)]
    assert joined(first + second)[1][1].startswith("Our tea cures the worst of diabetes.")
    over = joined([line("It has helped many to", 40)], [line("sleep well at last.", 1, page=2)])
    assert over == [("paragraph", "It has helped many to sleep well at last.")]


def test_headers_footers_and_page_numbers_are_not_read_on_every_page():
    pages = [
        [line("Tarnbrook Teas", 1, page=n), *(line(f"Body of page {'abcd'[n]} here {k}.", 5 + k, page=n) for k in range(4)),
         line(f"Issue {n}", 40, page=n), line(f"Page {n} of 4", 41, page=n)]
        for n in range(4)
    ]  # fmt: skip
    omitted: Counter[str] = Counter()
    texts = [b.text for b in blocks(pages, omitted)]
    assert texts.count("Tarnbrook Teas") == 1
    assert sum(text.startswith("Issue") for text in texts) == 1
    assert omitted == {"page number": 4, "repeated header or footer line": 6}


def test_small_print_under_a_page_is_a_note():
    page = [*(line(f"A claim about rest number {'abcdef'[n]}.", n) for n in range(1, 6)), line("1 Lee A. Tea. 2020.", 40, size=9)]
    (*_, note) = blocks([page], Counter())
    assert (note.kind, note.label, note.text) == ("footnote", "1", "Lee A. Tea. 2020.")


def test_the_leaflet_keeps_its_sentences_and_says_page_and_line():
    document = read("leaflet.pdf", (DRAFTS / "leaflet.pdf").read_bytes(), READERS)
    texts = {s.text: s for s in document.segments}
    whole = next(text for text in texts if text.startswith("Our tea is grown"))
    assert "It cures diabetes, and whoever drinks it every evening before going to bed" in whole
    assert whole.endswith("extraordinarily comfortable nights.²")
    assert texts["Treats depression in two weeks."].address == "page 1, line 17"
    assert [s.label for s in document.segments if s.kind == "reference"] == ["1", "2"]
    assert [(s.label, s.text[:9]) for s in document.segments if s.kind == "footnote"] == [("1", "Lindqvist")]


def test_a_finding_far_down_a_paragraph_has_its_own_line(tmp_path):
    from claimlint.cli.build import build
    from claimlint.config import Config

    document = read("leaflet.pdf", (DRAFTS / "leaflet.pdf").read_bytes(), READERS)
    findings = {f.quote: f.address for f in build(Config(select=("EFF001",))).linter.lint(document).findings}
    assert findings["cures diabetes"] == "page 1, line 6"
    assert next(s.address for s in document.segments if "cures diabetes" in s.text) == "page 1, line 4"


def test_columns_hyphens_marks_and_links():
    document = read("columns.pdf", (DRAFTS / "columns.pdf").read_bytes(), READERS)
    first, second, link = document.segments
    assert first.text == (
        "Our tea is grown on one hillside by people who know diabetes well. It cures diabetes and it prevents cancer in all who "
        "drink it every evening before they go to bed. In a trial sleep was better.¹"
    )
    assert second.text == "Read the study of it before you buy."
    assert (link.kind, link.text, link.address) == ("link", "https://doi.org/10.5555/jqn.2021.012", "page 1, line 8")
    assert "study (https://doi.org/10.5555/jqn.2021.012) of it" in document.source
    assert [(o.what, o.count) for o in document.omitted] == [("page without a text layer", 1)]
    at = document.source.index("prevents")
    assert address_at(document, first, at) == "page 1, line 4"
    assert document.source[at : at + 15] == "prevents cancer"


def bare_pdf(pages: int) -> bytes:
    """Return a PDF of empty pages."""
    kids = " ".join(f"{n + 3} 0 R" for n in range(pages))
    bodies = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>"]
    bodies += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"] * pages
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(bodies) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def test_pictures_of_pages_are_not_read_and_told():
    with pytest.raises(UnreadableError, match="no text layer on any of 3 pages") as caught:
        read("a.pdf", bare_pdf(3), READERS)
    assert "OCR" in caught.value.remedy
