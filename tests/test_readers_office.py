"""Word, PowerPoint, Excel and OpenDocument: what is read, under which address, and what is counted instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from office_values import SPACES, box, docx, odt, p, pptx, xlsx

from claimlint.discover import discover
from claimlint.model import Document
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)


FIELD = (
    "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType='separate'/><w:t>3</w:t>"
    "<w:fldChar w:fldCharType='end'/></w:r>"
)
CHOICE = (
    "<mc:AlternateContent><mc:Choice><w:r><w:t>new</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback>"
    "</mc:AlternateContent>"
)


def seen(document: Document) -> list[tuple[str, str, str]]:
    return [(s.kind, s.address, s.text) for s in document.segments]


def counted(document: Document) -> dict[str, int]:
    return {o.what: o.count for o in document.omitted}


def word(body: str, *links: tuple[str, str, str], **parts: str) -> Document:
    return read("a.docx", docx(body, links, **parts), READERS)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>c</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ures</w:t></w:r>", "cures"),
        ('<w:ins w:id="1"><w:r><w:t>in</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>out</w:delText></w:r></w:del>', "in"),
        ("<w:moveFrom><w:r><w:t>from</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>to</w:t></w:r></w:moveTo>", "to"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/></w:r>", "a b c-d"),
        ("<w:r><w:t>30 %</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1,2</w:t></w:r>", "30 %¹,²"),
        ("<w:r><w:t>x</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", "x"),
        ("<w:r><w:rPr><w:vanish w:val='false'/></w:rPr><w:t>shown</w:t></w:r>", "shown"),
        ("<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>", "control"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>zhi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>治</w:t></w:r></w:rubyBase></w:ruby></w:r>", "治"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
        (FIELD, "3"),
        (CHOICE, "new"),
        ("<w:r><w:t>a\u2028b \x85 c</w:t></w:r>", "a b c"),
    ],
)
def test_the_accepted_text_of_a_paragraph(runs, text):
    assert seen(word(p(runs))) == [("paragraph", "paragraph 1", text)]


def test_deletions_and_hidden_text_are_counted():
    document = word(p("<w:del><w:r><w:delText>out</w:delText></w:r></w:del>", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>", "y"))
    assert counted(document) == {"hidden text": 1, "tracked deletion": 1}


def test_a_paragraph_whose_end_was_deleted_runs_on():
    body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>It cures </w:t></w:r></w:p>" + p("diabetes.") + p("Next.")
    assert [text for _, _, text in seen(word(body))] == ["It cures diabetes.", "Next."]


def test_tables_in_tables_and_deleted_rows():
    cell = "<w:tc>{}</w:tc>"
    inner = f"<w:tbl><w:tr>{cell.format(p('deep'))}</w:tr></w:tbl>"
    rows = f"<w:tr>{cell.format(p('a'))}{cell.format(p('b') + inner)}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{cell.format(p('gone'))}</w:tr>"
    document = word(p("top") + f"<w:tbl>{rows}</w:tbl>" + p("end"))
    assert seen(document) == [
        ("paragraph", "paragraph 1", "top"),
        ("cell", "table 1, row 1, cell 1", "a"),
        ("cell", "table 1, row 1, cell 2", "b"),
        ("cell", "table 2, row 1, cell 1", "deep"),
        ("paragraph", "paragraph 2", "end"),
    ]
    assert counted(document) == {"tracked deletion": 1}


STYLES = f"""<w:styles {SPACES}>
<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="N"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {SPACES}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>"""
LOOKS = (("s", "styles", "styles.xml"), ("n", "numbering", "numbering.xml"))


def test_styles_and_numbers_make_headings_items_and_references():
    body = (
        p("Contents line", style="T1")
        + p("Title", style="Mine")
        + p("Loop", style="Loop")
        + p("Point", number="2")
        + p("References", style="H")
        + p("Lee A. Tea. 2020.", style="N")
        + p("Roe B. Rest. 2021.", number="1")
        + p("Kim C. Night. 2022.", number="3")
    )
    document = word(body, *LOOKS, styles__xml=STYLES, numbering__xml=NUMBERING)
    assert [(s.kind, s.label, s.text) for s in document.segments] == [
        ("heading", "", "Title"),
        ("paragraph", "", "Loop"),
        ("item", "", "Point"),
        ("heading", "", "References"),
        ("reference", "1", "Lee A. Tea. 2020."),
        ("reference", "2", "Roe B. Rest. 2021."),
        ("reference", "7", "Kim C. Night. 2022."),
    ]
    assert counted(document) == {"line of a table of contents": 1}


def test_notes_are_marked_in_the_order_of_the_text_and_follow_it():
    body = p("One.", '<w:r><w:footnoteReference w:id="9"/></w:r>', " Two.", '<w:r><w:footnoteReference w:id="4"/></w:r>')
    body += p("Three.", '<w:r><w:endnoteReference w:id="2"/></w:r>')
    inner = f'<w:footnote w:id="4">{p("second")}</w:footnote><w:footnote w:id="9">{p("first")}{p("goes on")}</w:footnote>'
    notes = f"<w:footnotes {SPACES}>{inner}</w:footnotes>"
    ends = f'<w:endnotes {SPACES}><w:endnote w:id="-1">{p("line")}</w:endnote><w:endnote w:id="2">{p("end")}</w:endnote></w:endnotes>'
    document = word(body, ("f", "footnotes", "footnotes.xml"), ("e", "endnotes", "endnotes.xml"), footnotes__xml=notes, endnotes__xml=ends)
    assert [(s.kind, s.label, s.address, s.text) for s in document.segments] == [
        ("paragraph", "", "paragraph 1", "One.[^1] Two.[^2]"),
        ("paragraph", "", "paragraph 2", "Three.[^e1]"),
        ("footnote", "1", "footnote 1", "first goes on"),
        ("footnote", "2", "footnote 2", "second"),
        ("footnote", "e1", "endnote 1", "end"),
    ]


def test_headers_links_boxes_and_what_is_never_opened():
    drawing = '<w:r><w:drawing><wp:docPr id="1" name="n" descr="A cup that heals"/><w:txbxContent>{}</w:txbxContent></w:drawing></w:r>'
    body = p('<w:hyperlink r:id="l"><w:r><w:t>study</w:t></w:r></w:hyperlink>', " done.") + p("Box:", drawing.format(p("inside")))
    links = (
        ("l", "hyperlink", "https://doi.org/10.5555/a"),
        ("h1", "header", "h1.xml"),
        ("h2", "header", "h2.xml"),
        ("f1", "footer", "f1.xml"),
        ("v", "vbaProject", "vba.bin"),
        ("o", "oleObject", "o.bin"),
        ("a", "aFChunk", "chunk.html"),
    )
    margin = f"<w:hdr {SPACES}>{p('Top of the page')}</w:hdr>"
    document = word(
        body, *links, h1__xml=margin, h2__xml=margin, f1__xml=margin.replace("Top", "Foot"), vba__bin="x", o__bin="x", chunk__html="x"
    )
    assert seen(document) == [
        ("paragraph", "paragraph 1", "study done."),
        ("link", "paragraph 1", "https://doi.org/10.5555/a"),
        ("paragraph", "paragraph 2", "Box:"),
        ("alt", "alt text in paragraph 2", "A cup that heals"),
        ("paragraph", "text box 1", "inside"),
        ("paragraph", "header", "Top of the page"),
        ("paragraph", "footer", "Foot of the page"),
    ]
    assert document.source.splitlines()[0] == "study (https://doi.org/10.5555/a) done."
    assert counted(document) == {"embedded document": 1, "embedded object": 1, "macro project": 1}


def test_comments_of_a_document_stand_apart_at_their_paragraph():
    body = p("First.") + p("Second.", '<w:r><w:commentReference w:id="3"/></w:r>')
    remarks = f'<w:comments {SPACES}><w:comment w:id="3">{p("claimlint: allow EFF001")}{p("agreed")}</w:comment></w:comments>'
    document = word(body, ("c", "comments", "comments.xml"), comments__xml=remarks)
    (comment,) = document.comments
    assert (document.source[comment.span.start : comment.span.end], comment.text) == ("Second.", "claimlint: allow EFF001\nagreed")
    assert "allow" not in document.source
    assert counted(document) == {"comment": 1}


def test_slides_in_order_groups_tables_notes_and_hidden_ones():
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>cell</a:t></a:r></a:p></a:txBody></a:tc>"
    table = f"<p:graphicFrame><a:graphic><a:tbl><a:tr>{cell}</a:tr></a:tbl></a:graphic></p:graphicFrame>"
    first = box("Promise", "title") + "<p:grpSp>" * 3 + box("grouped") + "</p:grpSp>" * 3 + table + box("7", "sldNum") + box("Ltd", "ftr")
    notes = f"<p:notes {SPACES}><p:cSld><p:spTree>{box('say it', 'body')}{box('1', 'sldNum')}</p:spTree></p:cSld></p:notes>"
    data = pptx([first, box("Later", "body") + box("Ltd", "ftr")], (("n", "notesSlide", "../notes.xml"),), notes__xml=notes)
    assert seen(read("a.pptx", data, READERS)) == [
        ("heading", "slide 1, title", "Promise"),
        ("paragraph", "slide 1, text 1", "grouped"),
        ("cell", "slide 1, table 1, row 1, cell 1", "cell"),
        ("paragraph", "slide 1, footer", "Ltd"),
        ("paragraph", "slide 1, notes", "say it"),
        ("item", "slide 2, text 1", "Later"),
    ]


def test_cells_formulas_fields_and_readings():
    shared = "<si><t>Headline</t></si><si><r><t>c</t></r><r><t>ures</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>"
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Body</t></is></c></row>'
        '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><v>12</v></c><c r="C4" t="str"><f>A1&amp;B1</f><v>stored</v></c>'
        '<c r="D4" t="str"><f>X()</f></c><c r="E4" t="s"><v>99</v></c></row>'
    )
    document = read("a.xlsx", xlsx(rows, shared), READERS)
    assert seen(document) == [
        ("cell", "Ads!A1", "Headline"),
        ("cell", "Ads!C1", "Body"),
        ("cell", "Ads!A4, Headline", "cures"),
        ("cell", "Ads!C4, Body", "stored"),
    ]
    assert counted(document) == {"formula without a stored value": 1, "number cell": 1}


def test_a_sheet_whose_corners_are_far_apart_costs_what_it_holds():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>One</t></is></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Two</t></is></c></row>'
    assert seen(read("a.xlsx", xlsx(rows), READERS)) == [("cell", "Ads!A1", "One"), ("cell", "Ads!XFD1048576", "Two")]


def test_open_document_lists_notes_frames_and_deletions():
    styles = (
        "<office:automatic-styles><text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1'/>"
        "</text:list-style><style:style style:name='U'><style:text-properties style:text-position='super 58%'/></style:style>"
        "</office:automatic-styles>"
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes><text:h>Title</text:h>"
        "<text:p>Two<text:s text:c='3'/>words<text:line-break/>here<text:span text:style-name='U'>3</text:span>"
        "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>below</text:p>"
        "</text:note-body></text:note><text:hidden-text>no</text:hidden-text></text:p>"
        "<text:p>Sources</text:p>"
        "<text:list text:style-name='L'><text:list-item><text:p>Lee A. 2020.</text:p></text:list-item>"
        "<text:list-item><text:p>Roe B. 2021.</text:p></text:list-item></text:list>"
    )
    document = read("a.odt", odt(body, styles), READERS)
    assert [(s.kind, s.label, s.address, s.text) for s in document.segments] == [
        ("heading", "", "paragraph 1", "Title"),
        ("paragraph", "", "paragraph 2", "Two words here³[^1]"),
        ("paragraph", "", "paragraph 3", "Sources"),
        ("reference", "1", "paragraph 4", "Lee A. 2020."),
        ("reference", "2", "paragraph 5", "Roe B. 2021."),
        ("footnote", "1", "footnote 1", "below"),
    ]
    assert counted(document) == {"hidden text": 1, "tracked deletion": 1}


def test_every_segment_is_what_its_place_holds():
    for path in sorted((Path(__file__).parent / "drafts").glob("*.*")):
        if path.suffix not in {".docx", ".pptx", ".xlsx", ".odt", ".pdf"}:
            continue
        document = read(path.name, path.read_bytes(), READERS)
        assert document.extracted
        assert document.segments
        for segment in document.segments:
            first, last = segment.pieces[0], segment.pieces[-1]
            assert segment.address
            assert document.source[first.source : last.source + last.source_length] == segment.text or segment.kind == "paragraph"
            assert "\n" not in document.source[first.source : last.source + last.source_length]


def test_content_goes_before_the_suffix_and_says_so():
    data = docx(p("Plain words."))
    for name in ("a.md", "a.txt", "a.pdf", "a.xlsx", "a.odt", "nothing"):
        document = read(name, data, READERS)
        assert [s.text for s in document.segments] == ["Plain words."]
        assert counted(document) == {"file read as docx in spite of its suffix": 1}
    page = read("a.docx", b"<!DOCTYPE html><p>Saved as a web page.</p>", READERS)
    assert counted(page) == {"file read as html in spite of its suffix": 1}
    about = read("a.md", b"A PDF begins with %PDF-1.7 and ends with a mark.", READERS)
    assert counted(about) == {}
    plain = read("a.pptx", "只是文字。\n".encode(), READERS)
    assert [s.text for s in plain.segments] == ["只是文字。"]


def test_the_office_hook_takes_the_suffixes_of_these_readers_and_no_others():
    text = (Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (pattern,) = [line.split(": ", 1)[1].strip() for line in text.splitlines() if line.strip().startswith("files:") and "docx" in line]
    owned = {suffix for reader in READERS if reader.unpack for suffix in reader.suffixes}
    every = {suffix for reader in READERS for suffix in reader.suffixes}
    assert {suffix for suffix in every if re.search(pattern, "drafts/a" + suffix)} == owned
