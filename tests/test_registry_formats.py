"""One contract for every record format, and what each says that others do not."""

# ruff: noqa: E501 - records stand as services write them

from __future__ import annotations

import base64
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import RegistryError
from claimlint.evidence import _files
from claimlint.evidence._store import format_of, formats
from claimlint.evidence.formats import (
    Format,
    Marked,
    Snapshot,
    bibtex,
    crossref,
    europe_pmc,
    notices_json,
    openalex,
    pubmed_xml,
    retraction_watch,
    ris,
)
from claimlint.evidence.registry import import_files, open_registry
from claimlint.model import EvidenceRecord, Notice

REAL = Path(__file__).resolve().parents[2] / "shared" / "evidence" / "formats"
TITLE, DOI, PMID, YEAR = "Gentle walking & knee pain: α-blockers in adults", "10.5555/jge.101", "99000001", 2021
ABSTRACT = "Pain fell by 12% (p < 0.05)."

XML = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_190101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">99000001</PMID>
<Article><Journal><JournalIssue><Volume>12</Volume><PubDate><Year>2021</Year></PubDate></JournalIssue><Title>Journal of Gentle Exercise</Title></Journal>
<ArticleTitle>Gentle walking &amp; <i>knee</i> pain: α-blockers in adults</ArticleTitle><Pagination><MedlinePgn>101-9</MedlinePgn></Pagination>
<Abstract><AbstractText>Pain fell by 12% (p &lt; 0.05).</AbstractText></Abstract>
<AuthorList><Author><LastName>Moreau</LastName><Initials>AB</Initials></Author><Author><CollectiveName>Walking Group</CollectiveName></Author></AuthorList>
<DataBankList><DataBank><AccessionNumberList><AccessionNumber>NCT09900001</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
<GrantList><Grant><Agency>Society for Walking</Agency></Grant></GrantList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article>
<CommentsCorrectionsList>
<CommentsCorrections RefType="Cites"><RefSource>Elsewhere</RefSource><PMID>99000050</PMID></CommentsCorrections>
<CommentsCorrections RefType="RetractionIn"><RefSource>J Gentle Exerc. 2023 Apr;14(2):5. doi: 10.5555/jge.5.</RefSource><PMID>99000009</PMID></CommentsCorrections>
</CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="Y">Walking</DescriptorName><QualifierName MajorTopicYN="N">physiology</QualifierName></MeshHeading></MeshHeadingList>
<CoiStatement>None declared.</CoiStatement></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/JGE.101</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.5555/not.mine</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData>
</PubmedArticle></PubmedArticleSet>"""

WORKS = {
    "MEDLINE": f"PMID- {PMID}\nTI  - {TITLE}\nAB  - {ABSTRACT}\nAU  - Moreau AB\nDP  - 2021\nLID - {DOI} [doi]\nJT  - Journal of Gentle Exercise\n",
    "PubMed XML": XML,
    "RIS": f"Provider: somebody\n\nTY  - JOUR\nTI  - {TITLE}\nA1  - Moreau, Alice B.\nPY  - 2021/03//\nDO  - https://doi.org/{DOI.upper()}.\nAB  - {ABSTRACT}\nJF  - Journal of Gentle Exercise\nER  - \n",
    "BibTeX": "@article{m,\n title = {Gentle walking \\& knee pain: {$\\alpha$}-blockers in {A}dults},\n author = {Moreau, Alice B.},\n year = 2021, doi = {10.5555/JGE.101},\n"
    " abstract = {Pain fell by 12\\% (p $<$ 0.05).}, journal = {Journal of Gentle Exercise}}\n",
    "CSL JSON": json.dumps([{"title": TITLE, "DOI": DOI, "author": [{"family": "Moreau", "given": "Alice B."}], "issued": {"date-parts": [[2021]]},
                             "abstract": ABSTRACT, "container-title": "Journal of Gentle Exercise"}]),
    "Crossref JSON": json.dumps({"status": "ok", "message-type": "work", "message": {
        "DOI": "10.5555/JGE.101", "title": ["Gentle walking &amp; <i>knee</i> pain: α-blockers in adults"], "author": [{"family": "Moreau", "given": "Alice B."}],
        "issued": {"date-parts": [[2021, 3]]}, "abstract": "<jats:p>Pain fell by 12% (p &lt; 0.05).</jats:p>", "container-title": ["Journal of Gentle Exercise"],
        "type": "journal-article"}}),
    "OpenAlex JSON": json.dumps({"results": [{
        "id": "https://openalex.org/W1", "doi": f"https://doi.org/{DOI}", "title": TITLE, "publication_year": 2021, "type": "article",
        "authorships": [{"author": {"display_name": "Alice B. Moreau"}}], "primary_location": {"source": {"display_name": "Journal of Gentle Exercise"}},
        "abstract_inverted_index": {"12%": [3], "Pain": [0], "fell": [1], "by": [2], "(p": [4], "<": [5], "0.05).": [6]}}]}),
    "Europe PMC JSON": json.dumps({"resultList": {"result": [{
        "id": PMID, "source": "MED", "pmid": PMID, "doi": DOI, "title": TITLE, "pubYear": "2021", "authorString": "Moreau AB.",
        "abstractText": "<p>Pain fell by 12% (p &lt; 0.05).</p>", "journalInfo": {"journal": {"title": "Journal of Gentle Exercise"}, "volume": "12"}}]}}),
    "TOML record": f'title = "{TITLE}"\nyear = 2021\nauthors = ["Moreau AB"]\ndoi = "{DOI}"\nabstract = "{ABSTRACT}"\njournal = "Journal of Gentle Exercise"\n',
    "ClinicalTrials.gov JSON": json.dumps({"protocolSection": {"identificationModule": {"nctId": "NCT09900001", "officialTitle": TITLE},
                                                              "statusModule": {"startDateStruct": {"date": "2021-03"}}}}),
}  # fmt: skip
MARKS = {
    "Retraction Watch CSV": "Record ID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionDOI,RetractionDate,RetractionNature,Reason\n"
    "1,10.5555/JGE.101,0,10.5555/note,8/31/2026 0:00,Retraction,+Error in Data;\n",
    "editorial notices JSON": '{"as_of": "2026-08-31", "retractions": {"10.5555/JGE.101": "10.5555/note"}}',
}
TEXTS = WORKS | MARKS


def used(name: str) -> Format:
    return next(f for f in formats() if f.name == name)


def read(name: str, text: str) -> list:
    return [item for item, _ in used(name).parse("evidence/file", io.StringIO(text))]


def outcome(name: str, text: str) -> tuple[list, RegistryError | None]:
    """Return what was read, and the error that ended it."""
    found = []
    try:
        found.extend(used(name).parse("x", io.StringIO(text)))
    except RegistryError as error:
        return found, error
    return found, None


def test_every_format_is_in_the_contract():
    assert set(TEXTS) == {f.name for f in formats()}


@pytest.mark.parametrize("name", WORKS)
def test_a_work_reads_the_same_in_every_format(name):
    (record,) = read(name, WORKS[name])
    assert record.title.casefold() == TITLE.casefold()
    assert record.year == YEAR
    if name == "ClinicalTrials.gov JSON":  # a registration has neither authors nor journal
        assert (record.identifiers, record.types) == ((("nct", "NCT09900001"),), ("Clinical Trial Registration",))
        return
    assert ("doi", DOI) in record.identifiers
    assert record.authors[0] == "Moreau AB"
    assert (record.journal, record.abstract) == ("Journal of Gentle Exercise", ABSTRACT)
    assert record.place.startswith("evidence/file:")


@pytest.mark.parametrize("name", MARKS)
def test_a_notice_reads_the_same_in_every_format(name):
    found = read(name, MARKS[name])
    (marked,) = [item for item in found if isinstance(item, Marked)]
    assert (marked.scheme, marked.value, marked.notice.nature, marked.notice.identifier) == ("doi", DOI, "retraction", "doi:10.5555/note")
    assert [item.date for item in found if isinstance(item, Snapshot)] == ["2026-08-31"]


@pytest.mark.parametrize("name", TEXTS)
def test_looks_tell_the_format_and_its_own_ending_does_too(name):
    for ending in (*used(name).suffixes, ".unknown"):
        assert format_of(Path(f"x{ending}"), TEXTS[name], "x").name == name


@pytest.mark.parametrize("name", TEXTS)
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(name, tmp_path):
    (tmp_path / "plain").write_bytes(TEXTS[name].encode())
    (tmp_path / "marked").write_bytes(b"\xef\xbb\xbf" + TEXTS[name].replace("\n", "\r\n").encode())
    both = []
    for part in ("plain", "marked"):
        with _files.text(tmp_path / part, part) as file:
            both.append([item for item, _ in used(name).parse("x", file)])
    assert both[0] == both[1]


@pytest.mark.parametrize("name", TEXTS)
def test_importing_twice_is_importing_once(name, tmp_path):
    path = tmp_path / f"a{used(name).suffixes[0]}"
    path.write_text(TEXTS[name], encoding="utf-8")
    import_files(tmp_path / "r.db", [path])
    first = open_registry(tmp_path / "r.db")
    import_files(tmp_path / "r.db", [path])
    again = open_registry(tmp_path / "r.db")
    assert (again.records(), again.notices("doi", DOI), again.contradictions()) == (first.records(), first.notices("doi", DOI), ())


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_file_cut_anywhere_is_records_or_an_error_with_a_place(name, data):
    text = TEXTS[name]
    cut = data.draw(st.integers(0, len(text) - 1))
    found, error = outcome(name, text[:cut])
    assert all(isinstance(item, EvidenceRecord | Marked | Snapshot) and line >= 1 for item, line in found)
    if error:
        assert (error.path, bool(error.remedy)) == ("x", True)
        assert 1 <= error.line <= text.count("\n") + 1


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_is_records_or_an_error_with_a_place(name, text):
    found, error = outcome(name, text)
    assert all(line >= 1 for _, line in found)
    assert error is None or (error.path, error.line >= 1) == ("x", True)


def test_pubmed_xml_says_all_that_medline_says():
    (record,) = read("PubMed XML", XML)
    assert record.notices == (Notice("retraction", "doi:10.5555/jge.5", "2023", "PubMed"),)
    assert record.identifiers == (("pmid", PMID), ("doi", DOI), ("nct", "NCT09900001"))
    assert (record.mesh, record.funding, record.interests) == (("*Walking/physiology",), ("Society for Walking",), "None declared.")
    assert (record.volume, record.pages, record.authors) == ("12", "101-9", ("Moreau AB", "Walking Group"))


@pytest.mark.parametrize(
    ("kind", "types", "nature"),
    [
        ("RepublishedIn", "Retracted Publication", "retracted-and-republished"),
        ("RetractedandRepublishedIn", "Journal Article", "retracted-and-republished"),
        ("ExpressionOfConcernIn", "Journal Article", "expression-of-concern"),
        ("ErratumIn", "Journal Article", "correction"),
        ("RepublishedIn", "Journal Article", None),
        ("RetractionOf", "Journal Article", None),
    ],
)
def test_pubmed_comments_are_notices_of_a_nature(kind, types, nature):
    text = XML.replace('"RetractionIn"', f'"{kind}"').replace(">Journal Article<", f">{types}<")
    (record,) = read("PubMed XML", text)
    assert next((n.nature for n in record.notices), None) == nature


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;&a;">\n]>\n<PubmedArticleSet><PubmedArticle>&b;</PubmedArticle></PubmedArticleSet>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>\n<PubmedArticleSet><PubmedArticle>&secret;</PubmedArticle></PubmedArticleSet>'
HIDDEN = "<!--" + "x" * 200_000 + '--><!DOCTYPE x [<!ENTITY a "ha">]><PubmedArticleSet/>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "declares entities"),
        (OUTSIDE, "declares entities"),
        (HIDDEN, "no element"),
        ("<PubmedArticleSet><PubmedArticle>&secret;</PubmedArticle></PubmedArticleSet>", "not well-formed"),
        ("<PubmedArticleSet>" + "<a>" * 5000, "not well-formed"),
        ("<html><body>Sign in</body></html>", "not PubMed's"),
        (XML[:-30], "not well-formed"),
        ("", "no element"),
    ],
)
def test_hostile_xml_is_refused_with_its_place(text, words):
    with pytest.raises(RegistryError, match=words) as caught:
        read("PubMed XML", text)
    assert caught.value.line >= 1
    assert caught.value.remedy


def test_xml_is_read_in_pieces_and_forgotten():
    article = XML[XML.index("<PubmedArticle>") : XML.index("</PubmedArticleSet>")]
    many = "<PubmedArticleSet>" + "\n".join(article.replace(PMID, str(99000000 + n)) for n in range(300)) + "</PubmedArticleSet>"
    found = list(pubmed_xml.parse("x", io.StringIO(many)))
    assert [record.key for record, _ in found] == [f"pmid:{99000000 + n}" for n in range(300)]
    assert found[1][1] > found[0][1]


def test_crossref_knows_what_was_retracted_and_what_is_a_notice():
    work = {"DOI": "10.5555/old", "title": ["Old"], "reference-count": 3,
            "updated-by": [{"DOI": "10.5555/note", "type": "retraction", "source": "retraction-watch", "updated": {"date-time": "2024-05-01T00:00:00Z"}}]}  # fmt: skip
    note = {
        "DOI": "10.5555/note",
        "title": ["Retraction: Old"],
        "reference-count": 3,
        "update-to": [{"DOI": "10.5555/old", "type": "retraction"}],
    }
    old, notice, marked = read("Crossref JSON", json.dumps(work) + "\n" + json.dumps(note))
    assert old.notices == (Notice("retraction", "doi:10.5555/note", "2024-05-01", "Crossref (retraction-watch)"),)
    assert notice.types == ("Retraction of Publication",)
    assert (marked.value, marked.notice.nature, marked.notice.identifier) == ("10.5555/old", "retraction", "doi:10.5555/note")


def test_openalex_flags_a_retraction():
    work = json.loads(WORKS["OpenAlex JSON"])["results"][0] | {"is_retracted": True}
    (record,) = read("OpenAlex JSON", json.dumps(work))
    assert record.notices == (Notice("retraction", source="OpenAlex"),)


@pytest.mark.parametrize(
    ("said", "nature"), [("Retraction in", "retraction"), ("Expression of concern in", "expression-of-concern"), ("Cites", None)]
)
def test_europe_pmc_comments_are_notices(said, nature):
    data = json.loads(WORKS["Europe PMC JSON"])
    data["resultList"]["result"][0]["commentCorrectionList"] = {
        "commentCorrection": [{"id": "99000009", "source": "MED", "type": said, "reference": "J. 2023;1:2"}]
    }
    (record,) = read("Europe PMC JSON", json.dumps(data))
    assert next((n.nature for n in record.notices), None) == nature


def test_retraction_watch_bears_bad_bytes_and_knows_replacements(tmp_path):
    rows = (
        MARKS["Retraction Watch CSV"].encode()
        + b'2,10.5555/b,99000077,10.5555/new,1/2/2025 0:00,Retraction,"+Retract and Replace;\xff"\n3,10.5555/c,0,,1/2/2025 0:00,Something else,\n'
    )
    (tmp_path / "rw.csv").write_bytes(rows)
    report = import_files(tmp_path / "r.db", [tmp_path / "rw.csv"])
    registry = open_registry(tmp_path / "r.db")
    assert (report.notices, report.records, registry.as_of()) == (3, 0, "2026-08-31")
    for scheme, value in (("doi", "10.5555/b"), ("pmid", "99000077")):
        assert registry.notices(scheme, value) == (
            Notice("retracted-and-republished", "doi:10.5555/new", "2025-01-02", "Retraction Watch"),
        )
    assert registry.notices("doi", "10.5555/c") == ()


@pytest.mark.parametrize(
    ("module", "text", "line", "words"),
    [
        (retraction_watch, "a,b\n1,2\n", 1, "without the column"),
        (retraction_watch, MARKS["Retraction Watch CSV"] + "x" * 1_100_000, 3, "field larger"),
        (notices_json, '{"retractions": {\n"none": "x"}}', 2, "no DOI"),
        (notices_json, '{"retractions": ["10.5555/a"]}', 1, "must be the keys"),
        (notices_json, '{\n"retration": {}}', 2, "unknown key"),
        (notices_json, '{"as_of": "yesterday", "retractions": {}}', 1, "must be a day"),
        (ris, "TY  - JOUR\nTI  - A\n", 1, "cut short"),
        (ris, "TY  - JOUR\nTI  - A\nTY  - JOUR\n", 1, "does not end"),
        (ris, "TY  - JOUR\nVL  - 1\nER  - \n", 1, "neither title"),
        (bibtex, "@article{a, title = {A}}\n\n@article{b, title = {B}\n@misc{c, title={C}}", 3, "no BibTeX"),
        (bibtex, "@article{a, year = 2020}", 1, "neither title"),
        (crossref, '{"message-type": "work", "message": {"title": "A", "author": "Moreau"}}', 1, "list of objects"),
        (openalex, '{"id": "https://openalex.org/W1", "title": "A", "biblio": []}', 1, "must be an object"),
        (europe_pmc, '{"resultList": {"result": {"title": "A"}}}', 1, "list of objects"),
    ],
)
def test_a_broken_file_is_told_with_its_line(module, text, line, words):
    with pytest.raises(RegistryError, match=words) as caught:
        list(module.parse("evidence/file", io.StringIO(text)))
    assert (caught.value.path, caught.value.line) == ("evidence/file", line)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("name", "text", "authors"),
    [
        (
            "BibTeX",
            "@misc{a, title={T}, author={{World Walking Group} and van den Berg, Dirk and Alice B. Moreau and others}}",
            ("World Walking Group", "van den Berg D", "Moreau AB"),
        ),
        ("BibTeX", "@misc{a, title={T}, author={M{\\\"u}ller, J{\\'o}zef}}", ("Müller J",)),
        (
            "RIS",
            "TY  - JOUR\nTI  - T\nAU  - World Walking Group\nAU  - van den Berg, D.\nAU  - 张三\nER  - \n",
            ("World Walking Group", "van den Berg D", "张三"),
        ),
    ],
)
def test_names_are_sorted_and_groups_stay_whole(name, text, authors):
    (record,) = read(name, text)
    assert record.authors == authors


def test_one_blank_after_a_tag_is_enough_for_ris():
    (record,) = read("RIS", "TY - JOUR\nTI - Walking\nDO - 10.5555/a\nER -\n")
    assert (record.title, record.key) == ("Walking", "doi:10.5555/a")


def test_bad_bytes_are_told_with_their_line_however_far_in(tmp_path):
    path = tmp_path / "a.nbib"
    path.write_bytes(b"PMID- 1\nTI  - A\n\n" * 70_000 + "PMID- 2\nTI  - caf\xe9\n".encode("latin-1"))
    with pytest.raises(RegistryError, match="UTF-8") as caught:
        import_files(tmp_path / "r.db", [path])
    assert caught.value.line == 210_002


def test_a_character_across_two_pieces_is_one(tmp_path):
    path = tmp_path / "a.nbib"
    head = b"PMID- 1\nTI  - "
    path.write_bytes(head + b"x" * ((1 << 20) - len(head) - 1) + "é walking\n".encode())
    assert _files.digest(path, "a")


def test_a_large_list_is_read_in_pieces():
    one = json.dumps({"title": "Walking " * 50, "DOI": "10.5555/n"})
    text = "[" + ",\n".join(one.replace("10.5555/n", f"10.5555/{n}") for n in range(6_000)) + "]"

    class Slow(io.StringIO):
        largest = 0

        def read(self, size=-1):
            Slow.largest = max(Slow.largest, size)
            return super().read(size)

    found = [record.key for record, _ in used("CSL JSON").parse("x", Slow(text))]
    assert found == [f"doi:10.5555/{n}" for n in range(6_000)]
    assert 0 < Slow.largest < len(text)


def real(folder: str) -> list[Path]:
    return sorted((REAL / folder).iterdir()) if REAL.is_dir() else []


EXCEPTIONS = {  # what the format itself does not hold, and what is told about it
    "gbk_test.bib": "not UTF-8 text",
    "example_multiline.ris": "neither title nor identifier",
    "example_wos.ris": "no record in this file",
}


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared material is not here")
@pytest.mark.parametrize("path", [*real("bibtex"), *real("ris"), *real("medline"), *real("pubmed-xml")], ids=lambda p: p.name)
def test_real_files_are_imported_or_the_exception_is_named(path, tmp_path):
    if path.name in EXCEPTIONS:
        with pytest.raises(RegistryError, match=EXCEPTIONS[path.name]) as caught:
            import_files(tmp_path / "r.db", [path])
        assert caught.value.remedy
    else:
        assert import_files(tmp_path / "r.db", [path]).records > 0


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared material is not here")
@pytest.mark.parametrize("path", real("crossref"), ids=lambda p: p.name)
def test_real_answers_of_crossref_are_read(path):
    yaml = pytest.importorskip("yaml", reason="the recorded answers are YAML")
    for exchange in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
        body = exchange["response"]["body"]["string"]
        body = base64.b64decode(body) if isinstance(body, str) and not body.lstrip().startswith("{") else body
        text = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body if isinstance(body, bytes) else body.encode()).decode()
        records = read(format_of(Path("x.json"), text, "x").name, text)
        assert records
        assert all(r.title and r.year and r.key.startswith("doi:") for r in records if isinstance(r, EvidenceRecord))
