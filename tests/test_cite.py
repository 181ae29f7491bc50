"""Citations as people write them: found, tied to their entry, and told from what only looks like one."""

# ruff: noqa: E501 - references are long, and stand as people write them

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.evidence.cite import Pointer, find, owner
from claimlint.evidence.identifiers import identifiers, normal, spelled
from claimlint.model import Document, Piece, Segment, Span
from claimlint.readers._references import HEADINGS
from claimlint.readers.html import READER as HTML
from claimlint.readers.markdown import read_markdown
from claimlint.readers.text import read_text
from claimlint.rules.levels import standards

LIST = "\n\n## References\n\n1. Moreau A. Gentle walking. J Walk. 2020;1:2.\n2. Lind B. Brisk walking. J Walk. 2021;2:3. doi:10.5555/jw.2\n3. Okafor C. Slow walking. J Walk. 2022;3:4.\n"


def pointers(text: str) -> tuple[Pointer, ...]:
    return find(read_markdown("draft.md", text)).pointers


def labels(text: str) -> list[str]:
    return [p.written for p in pointers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain fell [1].", ["[1]"]),
        ("Pain fell [1,2].", ["[1]", "[2]"]),
        ("Pain fell [1, 3].", ["[1]", "[3]"]),
        ("Pain fell [1–3].", ["[1]", "[2]", "[3]"]),
        ("Pain fell [1-2].", ["[1]", "[2]"]),
        ("Pain fell.¹", ["[1]"]),
        ("Pain fell.¹,³", ["[1]", "[3]"]),
        ("Pain fell<sup>2</sup>.", ["[2]"]),
        ("Pain fell.<sup>1,2</sup> More followed.", ["[1]", "[2]"]),
        ("Pain fell.<sup>[3]</sup>", ["[3]"]),
        ('Pain fell.<sup><a href="#r2">2</a></sup>', ["[2]"]),
        ("Pain fell.^2^", ["[2]"]),
        ("Pain fell (2).", ["[2]"]),
        ("疼痛减轻[1]。", ["[1]"]),
        ("疼痛减轻［1，2］。", ["[1]", "[2]"]),
        ("疼痛减轻【3】。", ["[3]"]),
        ("Vitamin B12³ helps.", ["[3]"]),
    ],
)
def test_numbered_markers_lead_to_their_entries(text, expected):
    found = pointers(text + LIST)
    assert [p.written for p in found] == expected
    assert all(p.reference.endswith(("2020;1:2.", "jw.2", "2022;3:4.")) for p in found)


@pytest.mark.parametrize(
    "text",
    [
        "A room of 20 m² and 5 cm³.",
        "About 10⁹ cells, 10<sup>6</sup> more, x² and R².",
        "Area of 3 km<sup>2</sup>.",
        "- [ ] open\n- [x] done",
        "See 21 CFR 807.97 and GB 14880.",
        "The 95% CI [4, 12] excludes zero.",
        "On a scale [1-10] it was 3.",
        "In [2021] we opened.",
        "In (May 2020) we opened.",
        "Call (020) 7946 0000.",
        "It has (1) walking, (2) talking and more.",
        "We cite no one (really).",
        "The 2nd<sup>nd</sup> time.",
        "array[0] is first.",
        "`[1]` is code.",
    ],
)
def test_what_only_looks_like_a_citation_is_none(text):
    assert not pointers(text + LIST)


def test_a_year_in_brackets_counts_where_the_list_has_it():
    found = pointers("It helps [2021].\n\n## References\n\n[2021] Lind B. Brisk walking. J Walk. 2021;2:3.\n")
    assert [p.reference for p in found] == ["Lind B. Brisk walking. J Walk. 2021;2:3."]


def test_a_marker_without_entry_has_no_reference():
    (pointer,) = pointers("It lowers LDL [7]." + LIST)
    assert (pointer.written, pointer.reference, pointer.identifiers) == ("[7]", "", ())


def test_the_entry_gives_identifiers_and_its_link_does_too():
    by_text, by_link = pointers(
        "One [1]. Two [2].\n\n## References\n\n1. A B. T. J 2020. doi:10.5555/ABC.1.\n2. C D. U. J 2021. [PubMed](https://pubmed.ncbi.nlm.nih.gov/123/)\n"
    )
    assert by_text.identifiers == (("doi", "10.5555/abc.1"),)
    assert by_link.identifiers == (("pmid", "123"),)


def test_footnotes_lead_to_their_text_and_mere_remarks_are_no_citations():
    (pointer,) = pointers(
        "Pain fell[^a]. Offer ends soon[^b].\n\n[^a]: Moreau A. Gentle walking. J Walk. 2020;1:2.\n[^b]: While stocks last.\n"
    )
    assert pointer.reference.startswith("Moreau A.")


def test_sources_are_listed_and_remarks_are_not():
    document = read_markdown("a.md", "Pain fell[^a]. Ends soon[^b].\n\n[^a]: Moreau A. Walking. J 2020.\n[^b]: While stocks last.\n" + LIST)
    assert [document.segments[i].text[:6] for i in sorted(find(document).listed)] == ["Moreau", "Moreau", "Lind B", "Okafor"]


def test_an_entry_of_law_is_nothing_to_resolve():
    assert not pointers("Labels are required [1].\n\n## References\n\n1. Code of Federal Regulations, 21 CFR 101.93, 2000.\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It helps (Moreau et al., 2021).", "Moreau et al., 2021"),
        ("Moreau et al. (2021) saw it.", "Moreau et al. (2021)"),
        ("It helps (Moreau & Lind, 2020).", "Moreau & Lind, 2020"),
        ("It helps (Moreau and Lind 2020).", "Moreau and Lind 2020"),
        ("It helps (Moreau et al., Journal of Gentle Walking 2006).", "Moreau et al., Journal of Gentle Walking 2006"),
        ("It helps (see van den Berg et al., 2019).", "see van den Berg et al., 2019"),
        ("有效（张三等，2020）。", "张三等，2020"),
    ],
)
def test_author_and_year_are_a_citation(text, written):
    (pointer,) = pointers(text)
    assert (pointer.written, pointer.reference, pointer.sure) == (written, written, True)


def test_several_authors_in_one_bracket_are_several_citations():
    assert labels("It helps (Moreau et al., 2021; Lind et al., 2019).") == ["Moreau et al., 2021", "Lind et al., 2019"]


def test_a_place_and_year_is_at_most_a_doubtful_citation():
    assert all(not p.sure for p in pointers("We met them at a congress (Lyon, 2019) and (Moreau, Gentle Walking 2014)."))


def test_author_and_year_find_an_unnumbered_entry():
    text = "It helps (Moreau, 2020), as Lind et al. (2021) saw.\n\n## References\n\nMoreau, A. (2020). Gentle walking. J Walk, 1, 2.\n\nLind, B., & Roe, C. (2021). Brisk walking. J Walk, 2, 3.\n"
    assert [p.reference[:6] for p in pointers(text)] == ["Moreau", "Lind, "]


def test_a_chinese_list_is_read():
    text = "疗效较好[1]，张三等（2020）亦有报道。\n\n参考文献\n\n[1] 张三, 李四. 步行与膝痛[J]. 康复杂志, 2020, 42(3): 15-20.\n"
    assert {p.reference for p in find(read_text("a.txt", text)).pointers} == {"张三, 李四. 步行与膝痛[J]. 康复杂志, 2020, 42(3): 15-20."}


def test_entries_that_run_on_in_one_paragraph_are_parted():
    segments = tuple(
        Segment(text, kind, (Piece(0, len(text), 0, len(text)),))
        for text, kind in (("Pain fell [2].", "paragraph"), ("References: 1. Moreau A. T. J 2020. 2. Lind B. U. J 2021.", "paragraph"))
    )
    (pointer,) = find(Document("a", "", segments)).pointers
    assert pointer.reference == "Lind B. U. J 2021."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A trial (NCT01234567) runs.", (("nct", "NCT01234567"),)),
        ("Known (PMID: 12).", (("pmid", "12"),)),
        ("Known (doi:10.1016/S0140-6736(11)61715-7).", (("doi", "10.1016/s0140-6736(11)61715-7"),)),
        ("See https://doi.org/10.5555/x.1.", (("doi", "10.5555/x.1"),)),
        ("See [the trial](https://clinicaltrials.gov/study/NCT01234567).", (("nct", "NCT01234567"),)),
        ("注册号ChiCTR2000029308。", (("chictr", "ChiCTR2000029308"),)),
        ("Registered as ISRCTN12345678.", (("isrctn", "ISRCTN12345678"),)),
    ],
)
def test_identifiers_in_prose_are_citations(text, expected):
    (pointer,) = pointers(text)
    assert pointer.identifiers == expected


def test_identifiers_side_by_side_are_one_citation():
    (pointer,) = pointers("Known from PMID: 12; PMCID: PMC345 and more.")
    assert pointer.identifiers == (("pmid", "12"), ("pmcid", "PMC345"))


def test_a_malformed_identifier_is_a_citation_that_leads_nowhere():
    assert [(p.written, p.identifiers) for p in pointers("见DOI:10.1000/未知。")] == [("DOI:10.1000/未知", ())]


def test_a_link_belongs_to_the_words_it_stands_on_in_html_too():
    document = HTML.read("a.html", '<p>One fact. <a href="https://doi.org/10.5555/x.1">A second fact.</a> A third.</p>')
    (pointer,) = find(document).pointers
    assert owner(pointer.span.start, split(pointer.segment.text), pointer.segment.text) == 1


URL = "https://doi.org/10.5555/x.1"


@pytest.mark.parametrize(
    "source",
    [
        f'<p>One fact. <a href="{URL}">A second fact</a>. A third.</p>',
        f'<p>One fact.<sup><a href="{URL}">1</a></sup> A third.</p>',
        f'<p><a href="{URL}">第二个事实</a>。第三。</p>',
        f'<p>One <a title="x" href="{URL}"><b>word</b></a></p>',
        f'<p>One. Two <a href="{URL}">words</a></p>',
    ],
)
def test_the_place_of_a_link_is_its_target_and_its_words_stay_prose(source):
    document = HTML.read("a.html", source)
    (pointer,) = find(document).pointers
    place = pointer.segment.locate(pointer.span)
    assert source[place.start : place.end] == URL == pointer.written
    blanked = pointer.segment.text[pointer.span.start : pointer.span.end]
    assert not blanked.isalpha()


def test_a_link_around_an_image_is_found_too():
    source = f'<p>One <a href="{URL}"><img src="a.png" alt="Seal"></a></p>'
    (pointer,) = find(HTML.read("a.html", source)).pointers
    place = pointer.segment.locate(pointer.span)
    assert source[place.start : place.end] == URL


def test_a_link_at_the_end_stays_in_its_sentence():
    (pointer,) = pointers(f"One fact. Two [words]({URL})")
    assert owner(pointer.span.start, split(pointer.segment.text), pointer.segment.text) == 1
    (pointer,) = pointers(f"One fact. [Words]({URL})")
    assert owner(pointer.span.start, split(pointer.segment.text), pointer.segment.text) == 1


def test_the_place_of_a_link_in_markdown_is_its_target():
    text = f"One fact. [It lifts mood]({URL}). More."
    (pointer,) = pointers(text)
    place = pointer.segment.locate(pointer.span)
    assert text[place.start : place.end] == URL
    assert pointer.segment.text[pointer.span.start] == "."
    assert owner(pointer.span.start, split(pointer.segment.text), pointer.segment.text) == 1


@pytest.mark.parametrize(
    ("item", "label", "text"),
    [
        ("21 CFR 101.93 and more, 2000.", "1", "21 CFR 101.93 and more, 2000."),
        ("7. Moreau A. Walking. J 2020.", "1", "7. Moreau A. Walking. J 2020."),
        ("1. Moreau A. Walking. J 2020.", "1", "Moreau A. Walking. J 2020."),
        ("[7] Moreau A. Walking. J 2020.", "7", "Moreau A. Walking. J 2020."),
        ("1 Moreau A. Walking. J 2020.", "1", "1 Moreau A. Walking. J 2020."),
    ],
)
def test_the_number_of_a_list_wins_over_a_number_that_begins_the_entry(item, label, text):
    document = HTML.read("a.html", f"<h2>References</h2><ol><li>{item}</li></ol>")
    assert [(s.label, s.text) for s in document.segments if s.kind == "reference"] == [(label, text)]


def test_markdown_lists_number_their_entries_too():
    document = read_markdown("a.md", "## References\n\n1. 21 CFR 101.93 (2000).\n2. Moreau A. Walking. J 2020.\n")
    assert [(s.label, s.text[:6]) for s in document.segments if s.kind == "reference"] == [("1", "21 CFR"), ("2", "Moreau")]


def test_readers_and_the_finder_know_the_same_headings():
    known = set(standards().cite["headings"])
    # what stands under "Notes" is a source only where it reads like one: a reader must not decide that
    assert known - HEADINGS == {
        "reference list", "literature", "notes and references", "endnotes", "footnotes", "notes", "引文", "注释",
    }  # fmt: skip
    # traditional forms need no entry: a segment under them is a reference already when the finder sees it
    assert HEADINGS - known <= {"參考文獻", "參考資料", "文獻", "来源", "來源"}


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        ("Moreau A. Gentle walking. medRxiv 2020.", "preprint"),
        ("Moreau A. Gentle walking. 2020. doi:10.1101/2020.01.02.12345678", "preprint"),
        ("Moreau A. Gentle walking [abstract]. Congress of Walking 2020.", "meeting abstract"),
        ("Moreau A. Gentle walking. PhD thesis, 2020.", "thesis"),
        ("步行公司. 数据存档, 2020.", "data on file"),
        ("Moreau A. Gentle walking. J Walk 2020.", ""),
    ],
)
def test_an_entry_declares_its_status(entry, note):
    (pointer,) = pointers(f"It helps [1].\n\n## References\n\n1. {entry}\n")
    assert pointer.note == note


def test_data_on_file_is_a_pointer_by_itself():
    assert [p.note for p in pointers("Works for most (data on file). 有效（内部数据）。")] == ["data on file", "data on file"]


def split(text: str) -> list[Span]:
    """Cut after each full stop and the blanks behind it."""
    spans, start = [], 0
    for at, char in enumerate(text):
        if char in ".。" and (at + 1 == len(text) or not text[at + 1].isdigit()):
            spans.append(Span(start, at + 1))
            start = at + 1
    return spans if start >= len(text.rstrip()) else [*spans, Span(start, len(text))]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("One. Two [1]. Three.", "[1]", 1),
        ("One.[1] Two.", "[1]", 0),
        ("One. [1] Two.", "[1]", 0),
        ("One.[1][2] Two.", "[2]", 0),
        ("One.¹ Two.", "¹", 0),
        ("One.[1,2] Two.", "2", 0),
        ("One. [1] shows two.", "[1]", 1),
        ("One. Moreau et al. (2020) saw two.", "Moreau", 1),
        ("第一。[1]第二。", "[1]", 0),
        ("One [1].", "[1]", 0),
    ],
)
def test_a_marker_after_the_full_stop_belongs_to_the_sentence_before(text, at, expected):
    assert owner(text.index(at), split(text), text) == expected


def test_without_sentences_there_is_no_owner():
    assert owner(3, []) == -1


PROSE = st.text(alphabet=st.sampled_from("aB .,;[](){}^¹²³0123456789–-，。（）【】<sup>/张等 \n&doiPMIDNCT:10et al"), max_size=120)


@given(st.one_of(PROSE, st.text(max_size=80)))
def test_the_finder_takes_any_text_and_stays_inside_it(text):
    for reader in (read_markdown, read_text):
        for pointer in find(reader("a.md", text + LIST)).pointers:
            assert 0 <= pointer.span.start < pointer.span.end <= len(pointer.segment.text)
            assert pointer.written


@given(PROSE)
def test_any_document_is_read_twice_alike(text):
    assert find(read_markdown("a.md", text)) == find(read_markdown("a.md", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://doi.org/10.1016/S0140-6736(11)61715-7)", ("doi", "10.1016/s0140-6736(11)61715-7")),
        ("(doi:10.1000/ABC.)", ("doi", "10.1000/abc")),
        ("DOI 10.1000/abc，见", ("doi", "10.1000/abc")),
        ("https://doi.org/10.1016%2FS0140", ("doi", "10.1016/s0140")),
        ("https://www.frontiersin.org/articles/10.3389/fphar.2018.00001/full", ("doi", "10.3389/fphar.2018.00001")),
        ("https://www.medrxiv.org/content/10.1101/2020.01.02.12345678v2.full.pdf", ("doi", "10.1101/2020.01.02.12345678")),
        ("10.1000/abc?utm_source=x", ("doi", "10.1000/abc")),
        ("PMID 0012", ("pmid", "12")),
        ("ncbi.nlm.nih.gov/pubmed/99", ("pmid", "99")),
        ("PMC123456", ("pmcid", "PMC123456")),
        ("chictr-trc-10000123", ("chictr", "ChiCTR-TRC-10000123")),
    ],
)
def test_identifiers_have_one_normal_form(text, expected):
    assert identifiers(text) == (expected,)


@pytest.mark.parametrize("text", ["10.12/abc", "10.1000/", "NCT123", "PMID 123456789", "ISRCTN1", "version 10.1 of", "NCT123456789"])
def test_malformed_identifiers_give_nothing(text):
    assert identifiers(text) == ()


@given(
    st.one_of(
        PROSE,
        st.from_regex(r"\A(doi:)?10\.\d{4}/[a-zA-Z0-9().;/_-]{1,20}[.)]?\Z"),
        st.from_regex(r"\A(PMID: \d{1,8}|NCT\d{8}|PMC\d{3,9})\Z"),
    )
)
def test_a_normal_form_is_stable(text):
    for scheme, value in identifiers(text):
        assert normal(scheme, value) == value
        assert (scheme, value) in identifiers(spelled(scheme, value))
