"""Record files: what each format gives, and how each tells where it is broken."""

# ruff: noqa: E501 - references are long, and stand as people write them

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import RegistryError
from claimlint.evidence._store import formats
from claimlint.evidence.formats import csl_json, medline, toml_record
from claimlint.model import EvidenceRecord, Notice

REAL = Path(__file__).resolve().parents[2] / "shared" / "evidence" / "formats" / "medline"

NBIB = """
PMID- 99000001
TI  - Gentle walking and knee pain: a randomised
      controlled trial.
AB  - 180 adults walked.
FAU - Moreau, Alice
AU  - Moreau A
AU  - van den Berg B
DP  - 2021 Mar
TA  - J Gentle Exerc
JT  - Journal of gentle exercise
VI  - 12
IP  - 3
PG  - 101-9
LID - 10.5555/JGE.101 [doi]
AID - 10.5555/JGE.101 [doi]
AID - S0001 [pii]
PMC - PMC9900001
PT  - Journal Article
PT  - Randomized Controlled Trial
MH  - *Walking
MH  - Humans
SI  - ClinicalTrials.gov/NCT09900001

PMID- 99000002
TI  - Brisk walking.
DP  - 2019
PT  - Retracted Publication
RIN - J Gentle Exerc. 2023 Apr;14(2):5. doi: 10.5555/jge.5. PMID: 99000009
"""

CSL = """[
  {"id": "a", "type": "article-journal", "title": "Gentle walking", "DOI": "https://doi.org/10.5555/JGE.101", "PMID": 99000001,
   "author": [{"family": "Moreau", "given": "Alice B."}, {"family": "张", "given": "三"}, {"literal": "Walking Group"}],
   "issued": {"date-parts": [["2021", 3]]}, "container-title": "J Gentle Exerc", "volume": "12", "page": "101-109", "keyword": "Walking; Humans"},
  {"id": "b", "type": "article", "genre": "preprint", "title": "Brisk walking", "container-title": "medRxiv", "issued": {"raw": "May 2022"}}
]"""

TOML = """
title = "Gentle walking"
year = 2021
authors = ["Moreau A"]
doi = "10.5555/JGE.101"
pmid = 99000001
types = ["Journal Article"]

[[notice]]
nature = "retraction"
identifier = "10.5555/jge.5"
date = "2023-04-01"
"""


def parsed(module, text: str) -> list[EvidenceRecord]:
    return [record for record, _ in module.parse("evidence/file", io.StringIO(text))]


def test_medline_gives_every_field():
    first, second = parsed(medline, NBIB)
    assert first == EvidenceRecord(
        key="pmid:99000001",
        title="Gentle walking and knee pain: a randomised controlled trial.",
        year=2021,
        authors=("Moreau A", "van den Berg B"),
        journal="Journal of gentle exercise",
        volume="12",
        issue="3",
        pages="101-9",
        identifiers=(("pmid", "99000001"), ("doi", "10.5555/jge.101"), ("pmcid", "PMC9900001"), ("nct", "NCT09900001")),
        types=("Journal Article", "Randomized Controlled Trial"),
        mesh=("*Walking", "Humans"),
        abstract="180 adults walked.",
        place="evidence/file:2",
    )
    assert second.notices == (Notice("retraction", "doi:10.5555/jge.5", "2023", "PubMed"),)
    assert second.place == "evidence/file:25"


@pytest.mark.parametrize(
    ("tag", "nature"),
    [("RIN", "retraction"), ("ECI", "expression-of-concern"), ("EIN", "correction"), ("RRI", "retracted-and-republished")],
)
def test_medline_notices_have_a_nature(tag, nature):
    (record,) = parsed(medline, f"PMID- 1\nTI  - T\n{tag} - J. 2020;1:2\n")
    assert [n.nature for n in record.notices] == [nature]


def test_the_notice_itself_bears_no_notice():
    (record,) = parsed(medline, "PMID- 1\nTI  - Retraction: T\nPT  - Retraction of Publication\nROF - J. 2019;1:2\n")
    assert record.notices == ()


def test_a_retracted_type_alone_is_a_retraction():
    (record,) = parsed(medline, "PMID- 1\nTI  - T\nPT  - Retracted Publication\n")
    assert [n.nature for n in record.notices] == ["retraction"]


def test_medline_records_need_no_blank_line_between():
    assert [r.key for r in parsed(medline, "PMID- 1\nTI  - A\nPMID- 2\nTI  - B\n")] == ["pmid:1", "pmid:2"]


def test_a_record_without_identifier_has_a_key_of_its_own():
    one, two = parsed(medline, "TI  - A title\n\nTI  - Another title\n")
    assert one.key.startswith("title:")
    assert one.key != two.key


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared material is not here")
def test_real_medline_files_are_read():
    records = [r for path in sorted(REAL.iterdir()) for r in parsed(medline, path.read_text(encoding="utf-8"))]
    assert len(records) == 6
    assert all(r.title and r.year and r.authors and r.types and r.key.startswith("pmid:") for r in records)


def test_csl_gives_every_field():
    first, second = parsed(csl_json, CSL)
    assert first.identifiers == (("pmid", "99000001"), ("doi", "10.5555/jge.101"))
    assert first.authors == ("Moreau AB", "张三", "Walking Group")
    assert (first.year, first.journal, first.volume, first.pages) == (2021, "J Gentle Exerc", "12", "101-109")
    assert (first.mesh, first.types, first.place) == (("Walking", "Humans"), ("Journal Article",), "evidence/file:2")
    assert (second.types, second.year, second.place) == (("Preprint",), 2022, "evidence/file:5")


@pytest.mark.parametrize(
    ("fields", "types"),
    [
        ('"type": "thesis"', ("Thesis",)),
        ('"type": "paper-conference"', ("Meeting Abstract",)),
        ('"type": "article", "publisher": "Research Square"', ("Preprint",)),
        ('"type": "article-journal", "DOI": "10.1101/2020.01.02.12345678"', ("Preprint",)),
        ('"type": "article-journal", "DOI": "10.1101/gr.123456"', ("Journal Article",)),
        ('"type": "article-journal", "genre": "Case Reports"', ("Case Reports", "Journal Article")),
        (
            '"type": "article-journal", "custom": {"types": ["Randomized Controlled Trial"]}',
            ("Randomized Controlled Trial", "Journal Article"),
        ),
    ],
)
def test_csl_types_have_medline_names(fields, types):
    (record,) = parsed(csl_json, f'[{{"title": "T", {fields}}}]')
    assert record.types == types


@pytest.mark.parametrize(
    ("fields", "title", "year", "journal"),
    [
        ('"title": ["A"], "container-title": ["J One", "J1"]', "A", None, "J One"),
        ('"title": "\\ud83d\\ude00 A", "issued": {"date-parts": [[null]]}', "\U0001f600 A", None, ""),
        ('"title": "A", "issued": {"date-parts": [["2021"]]}, "volume": 7', "A", 2021, ""),
        ('"title": "A", "issued": {"literal": "in press"}, "DOI": null', "A", None, ""),
        ('"title": [], "PMID": "12"', "", None, ""),
        ('"title": "A", "issued": {"date-parts": [[3010]]}', "A", None, ""),
    ],
)
def test_what_zotero_and_crossref_write_is_accepted(fields, title, year, journal):
    (record,) = parsed(csl_json, f"[{{{fields}}}]")
    assert (record.title, record.year, record.journal) == (title, year, journal)


def test_a_date_in_toml_needs_no_quotes():
    (record,) = parsed(toml_record, 'title = "A"\nvolume = 12\n[[notice]]\nnature = "correction"\ndate = 2023-04-01\n')
    assert (record.volume, record.notices[0].date) == ("12", "2023-04-01")


def test_csl_status_is_a_notice():
    (record,) = parsed(csl_json, '{"title": "T", "custom": {"status": "Retracted"}}')
    assert [n.nature for n in record.notices] == ["retraction"]


def test_toml_gives_every_field():
    (record,) = parsed(toml_record, TOML)
    assert record.identifiers == (("pmid", "99000001"), ("doi", "10.5555/jge.101"))
    assert record.notices == (Notice("retraction", "10.5555/jge.5", "2023-04-01"),)
    assert (record.title, record.year, record.place) == ("Gentle walking", 2021, "evidence/file:2")


def test_toml_holds_several_records_and_knows_their_lines():
    records = parsed(toml_record, '# ours\n[[record]]\ntitle = "A"\n\n[[record]]\ntitle = "B"\n[[record.notice]]\nnature = "correction"\n')
    assert [(r.title, r.place) for r in records] == [("A", "evidence/file:2"), ("B", "evidence/file:5")]
    assert records[1].notices[0].nature == "correction"


def test_the_example_in_the_documentation_is_a_record():
    example = "\n".join(line[4:] for line in (toml_record.__doc__ or "").splitlines() if line.startswith("    "))
    (record,) = parsed(toml_record, example)
    assert record.title
    assert record.notices


@pytest.mark.parametrize(
    ("module", "text", "line", "words"),
    [
        (medline, "PMID- 1\nTI  - T\nthis is prose\n", 3, "MEDLINE"),
        (medline, "PT  - Letter\n", 1, "neither title"),
        (csl_json, '[\n{"title": "A"},\n{"title": ', 3, "JSON"),
        (csl_json, '[\n{"title": "A"},\n', 3, "cut short"),
        (csl_json, '[\n{"title": "A"},\n7]', 3, "object"),
        (csl_json, '[{"title": NaN}]', 1, "NaN"),
        (csl_json, "prose", 1, "list"),
        (csl_json, '[\n{"title": ["A", "B"]}]', 2, "title"),
        (csl_json, '[{"title": [3]}]', 1, "title"),
        (csl_json, '[{"title": 3}]', 1, "title"),
        (csl_json, '[{"title": {"a": 1}}]', 1, "an object"),
        (csl_json, '[{"title": true}]', 1, "true or false"),
        (csl_json, '[{"title": "A"},\n{"title": "B", "DOI": 5}]', 2, '"DOI" must be text, not the number 5'),
        (csl_json, '[{"title": "A", "issued": {"date-parts": [[1e400]]}}]', 1, "year, not inf"),
        (csl_json, '[{"title": "A", "issued": {"date-parts": [[-5]]}}]', 1, "year, not -5"),
        (csl_json, '[{"title": "A", "issued": {"date-parts": [["soon"]]}}]', 1, "year, not soon"),
        (csl_json, '[{"title": "A", "issued": {"date-parts": [[true]]}}]', 1, "year"),
        (csl_json, '[{"title": "A", "issued": {"date-parts": 5}}]', 1, "date-parts"),
        (csl_json, '[{"title": "A", "issued": 2020}]', 1, "issued"),
        (csl_json, '[{"title": "A", "author": ["Moreau A"]}]', 1, "author"),
        (csl_json, '[{"title": "A", "author": [{"family": 5}]}]', 1, "family"),
        (csl_json, '[{"title": "A", "keyword": [5]}]', 1, "keyword"),
        (csl_json, '[{"title": "A", "custom": "Retracted"}]', 1, "custom"),
        (csl_json, '[{"title": "A"},\n{"id": "b",\n"title": "half \\ud800"}]', 3, "half a character"),
        (csl_json, '[{"title": "A", "x": ["\\udc00"]}]', 1, "half a character"),
        (toml_record, "title = 3\n", 1, "title"),
        (toml_record, 'title = "A"\njournal = 3\n', 2, "journal"),
        (toml_record, 'title = "A"\ndoi = 5\n', 2, "no DOI"),
        (toml_record, 'title = "A"\nyear = 1e400\n', 2, "not inf"),
        (toml_record, 'title = "A"\nyear = nan\n', 2, "not nan"),
        (toml_record, 'title = "A"\nyear = -2020\n', 2, "not -2020"),
        (toml_record, 'title = "A"\nyear = true\n', 2, "year"),
        (toml_record, 'title = "A"\n[[notice]]\nnature = "correction"\nsource = 3\n', 4, "source"),
        (toml_record, '[[record]]\nyear = 2020\n[[record]]\ntitle = "B"\n', 1, "without title"),
        (csl_json, '[{"type": "article"}]', 1, "neither title"),
        (toml_record, 'title = "A"\nyaer = 2020\n', 2, "unknown key"),
        (toml_record, 'title = "A"\nyear = "2020"\n', 2, "year"),
        (toml_record, 'title = "A"\ndoi = "11.2/x"\n', 2, "no DOI"),
        (toml_record, 'title = "A"\n[[notice]]\nnature = "retracted"\n', 3, "nature"),
        (toml_record, "year = 2020\n", 1, "without title"),
        (toml_record, 'title = "A\n', 1, "TOML"),
        (toml_record, 'title = "A"\nauthors = "Moreau"\n', 2, "list"),
        (toml_record, '[[record]]\ntitle = "A"\n[[record]]\ntitle = "B"\njurnal = "J"\n', 5, "unknown key"),
    ],
)
def test_a_broken_file_is_told_with_its_line(module, text, line, words):
    with pytest.raises(RegistryError, match=words) as caught:
        parsed(module, text)
    assert (caught.value.path, caught.value.line) == ("evidence/file", line)
    assert caught.value.remedy


def test_a_slip_in_a_key_gets_a_suggestion():
    with pytest.raises(RegistryError) as caught:
        parsed(toml_record, 'title = "A"\njurnal = "J"\n')
    assert 'did you mean "journal"?' in caught.value.remedy


def test_deep_nesting_is_refused_and_not_followed():
    with pytest.raises(RegistryError):
        parsed(csl_json, '[{"title": "A", "x": ' + "[" * 100_000 + "]" * 100_000 + "}]")


def test_every_format_is_discovered_once():
    names = [f.name for f in formats()]
    assert len(names) == len(set(names))
    assert {"CSL JSON", "MEDLINE", "TOML record"} <= set(names)


def outcome(parse, text: str) -> tuple[str, list[int]]:
    """Return what parsing gave: the path of the error and its line, or "" and the lines of the records."""
    try:
        return "", [line for _, line in parse("x", io.StringIO(text))]
    except RegistryError as error:
        return error.path, [error.line]


@settings(deadline=None)  # the first text loads the libraries of every format
@given(st.text(max_size=200))
def test_any_text_is_records_or_an_error_with_a_place(text):
    for used in formats():
        assert used.sniff(text) in (True, False)
        path, lines = outcome(used.parse, text)
        assert path in ("", "x")
        assert all(line >= 1 for line in lines)
