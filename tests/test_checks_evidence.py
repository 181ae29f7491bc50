"""What is asked of a cited record: missing, retracted, unreviewed, preclinical, too weak, only observed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimlint.checks import Check
from claimlint.discover import discover
from claimlint.errors import LexiconError
from claimlint.model import Citation, Claim, EvidenceRecord, Notice, Piece, Problem, Segment, Sentence, Span
from claimlint.rules.home import lexicon_home
from claimlint.rules.levels import LEVELS, design_of, standards
from claimlint.rules.markets import load_market

CHECKS = discover("checks.evidence", "CHECK", Check)

TRIAL = EvidenceRecord(
    "pmid:1", "Walking and knee pain", types=("Journal Article", "Randomized Controlled Trial"), place="evidence/a.toml:1"
)
MOUSE = replace(TRIAL, title="Walking in mice", types=("Journal Article",))
CASE = replace(TRIAL, types=("Case Reports",))
COHORT = replace(TRIAL, types=("Observational Study",))
PROTOCOL = replace(TRIAL, title="Walking and knee pain: study protocol for a randomised trial", types=("Journal Article",))
PILOT = replace(TRIAL, title="Walking and knee pain: a randomised pilot study")
META = replace(TRIAL, types=("Meta-Analysis",))
PREPRINT = replace(TRIAL, types=("Preprint",))
RETRACTED = replace(TRIAL, notices=(Notice("retraction", "doi:10.5555/r", "2023"),))
CONCERN = replace(TRIAL, notices=(Notice("expression-of-concern"),))
UNKNOWN = replace(TRIAL, types=("Journal Article",))


def claim(text: str, *records: EvidenceRecord | None, kinds: tuple[str, ...] = ("efficacy",), **fields: str) -> Claim:
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    given = {"reference": "Moreau A. Walking. 2020.", "tier": "exact", "how": "doi", **fields}
    unresolved = {**given, "tier": fields.get("tier", "none"), "how": "none"}
    citations = tuple(Citation("[1]", Span(0, 3), record=r, **(given if r else unresolved)) for r in records)
    return Claim(Sentence(segment, Span(0, len(text)), "en"), citations=citations, kinds=kinds)


def problems(*claims: Claim) -> list[Problem]:
    return [problem for check in CHECKS for problem in check.run(claims)]


def said(*claims: Claim) -> list[tuple[str, str | None]]:
    return [(p.code, p.severity) for p in problems(*claims)]


def test_the_checks_are_discovered_with_full_cards():
    cards = [check.card for check in CHECKS]
    codes = [f"EVD{number:03}" for number in range(1, 18)]
    assert sorted(card.code for card in cards) == codes
    assert not [card.code for card in cards if card.message.endswith((".", "。"))]
    assert all(len(card.flag) >= 3 and len(card.clear) >= 3 and card.message and card.why and card.fix for card in cards)


def test_a_sound_trial_raises_nothing():
    assert said(claim("Walking eases knee pain [1].", TRIAL)) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("EVD001", "error")]),
        ({"reference": ""}, [("EVD001", "error")]),
        ({"tier": "ambiguous"}, [("EVD001", "warning")]),
        ({"tier": ""}, []),  # no registry: nothing was asked
        ({"note": "data on file"}, [("EVD003", "warning")]),
        ({"note": "data on file", "tier": ""}, [("EVD003", "warning")]),
        ({"note": "preprint"}, [("EVD001", "error")]),
        ({"note": "preprint", "tier": ""}, [("EVD003", "warning")]),
    ],
)
def test_a_citation_without_record(fields, expected):
    assert said(claim("Walking eases knee pain [1].", None, **fields)) == expected


def test_no_message_ends_in_a_full_stop():
    found = problems(
        claim("It works [1].", None), claim("It works [1].", None, reference=""), claim("It works [1].", None, tier="ambiguous"),
        *(claim("It works [1].", record, kinds=("disease",)) for record in (RETRACTED, CONCERN, PREPRINT, MOUSE, CASE, PROTOCOL, COHORT)),
    )  # fmt: skip
    assert {p.code for p in found} == {"EVD001", "EVD002", "EVD003", "EVD004", "EVD005", "EVD010"}
    assert not [p.message for p in found if p.message.endswith(".")]


def test_a_marker_without_entry_is_told_by_its_number():
    (problem,) = problems(claim("Walking helps [1].", None, reference=""))
    assert problem.message == "[1] leads to no entry in the list of sources"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (RETRACTED, [("EVD002", "error")]),
        (CONCERN, [("EVD002", "warning")]),
        (replace(TRIAL, types=("Journal Article", "Retracted Publication")), [("EVD002", "error")]),
        (replace(TRIAL, types=("Retraction of Publication",)), [("EVD002", "error")]),
        (replace(TRIAL, title="RETRACTED: Walking and knee pain"), [("EVD002", "error")]),
        (replace(TRIAL, notices=(Notice("retracted-and-republished"),)), [("EVD002", "error")]),
        (replace(TRIAL, notices=(Notice("retraction"), Notice("reinstatement"))), []),
        (replace(TRIAL, notices=(Notice("correction"),)), [("EVD016", "note")]),
        (replace(TRIAL, notices=(Notice("update"), Notice("retraction"))), [("EVD002", "error"), ("EVD016", "note")]),  # before settling
        (replace(MOUSE, notices=(Notice("retraction"),)), [("EVD002", "error")]),  # its design no longer matters
        (replace(PREPRINT, notices=(Notice("retraction"),)), [("EVD002", "error"), ("EVD003", "warning")]),
    ],
)
def test_standing(record, expected):
    assert said(claim("Walking eases knee pain [1].", record)) == expected


@pytest.mark.parametrize("text", ["The 2019 study was retracted in 2023 and is not used here [1].", "该研究已于2023年撤稿，不作依据[1]。"])
def test_a_sentence_about_the_retraction_is_clear(text):
    assert said(claim(text, RETRACTED)) == []


def test_a_retraction_is_proven_from_the_record():
    (problem,) = problems(claim("Walking eases knee pain [1].", RETRACTED))
    assert problem.proof is not None
    assert (problem.proof.record, problem.proof.field, problem.proof.place) == ("pmid:1", "notice", "evidence/a.toml:1")
    assert problem.proof.recorded == "retraction 2023 doi:10.5555/r"
    assert problem.proof.excerpt == "Walking and knee pain"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Walking eases knee pain [1].", "warning"),
        ("Published research proves that walking eases knee pain [1].", "error"),
        ("已发表论文证实步行可减轻疼痛[1]。", "error"),
        ("A published preprint shows it [1].", "error"),
    ],
)
def test_a_preprint_is_told_more_gravely_where_the_text_boasts(text, severity):
    assert said(claim(text, PREPRINT)) == [("EVD003", severity)]


@pytest.mark.parametrize(
    "text",
    [
        "In a preprint, not peer reviewed, pain fell [1].",
        "In a preprint that has not been peer-reviewed, pain fell [1].",
        "据预印本（未经同行评议），疼痛减轻[1]。",
    ],
)
def test_a_labelled_preprint_is_clear(text):
    assert said(claim(text, PREPRINT)) == []


@pytest.mark.parametrize(
    "record",
    [
        replace(TRIAL, types=("Meeting Abstract",)),
        replace(TRIAL, types=("Thesis",)),
        replace(TRIAL, journal="medRxiv"),
        replace(TRIAL, identifiers=(("doi", "10.2139/ssrn.1"),)),
        replace(TRIAL, identifiers=(("doi", "10.1101/2020.01.02.12345678"),)),
    ],
)
def test_what_nobody_reviewed_is_told_whatever_names_it(record):
    assert said(claim("Walking eases knee pain [1].", record)) == [("EVD003", "warning")]


def test_a_reviewed_journal_under_a_preprint_prefix_is_clear():
    assert said(claim("Walking eases pain [1].", replace(TRIAL, identifiers=(("doi", "10.1101/gr.123456"),)))) == []


def test_a_word_of_the_title_declares_no_status():
    poster = replace(TRIAL, title="Effect of a poster in the waiting room")
    assert said(claim("It works [1].", poster, note="poster")) == []
    assert said(claim("It works [1].", TRIAL, note="poster")) == [("EVD003", "warning")]


def test_a_registration_may_stand_for_the_existence_of_a_trial():
    registration = replace(TRIAL, types=("Clinical Trial Registration",))
    assert said(claim("A trial is planned [1].", registration)) == []
    assert said(claim("A trial shows that it works [1].", registration)) == [("EVD003", "warning")]


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("It shrinks tumours [1].", ("disease",), [("EVD004", "error")]),
        ("It strengthens your body, as in mice [1].", ("efficacy",), [("EVD004", "error")]),
        ("体外实验证明增强孩子免疫力[1]。", ("efficacy",), [("EVD004", "error")]),
        ("In mice, the compound reduced tumour size; it has not been tested in people [1].", ("disease",), []),
        ("The peptide binds the receptor in vitro [1].", ("efficacy",), []),
        ("小鼠实验观察到肿瘤缩小，尚无人体数据[1]。", ("disease",), []),
        ("It tastes good [1].", ("puff",), []),
        ("Background is told here [1].", (), []),
        ("Background is told here [1].", ("none",), []),
    ],
)
def test_preclinical_work(text, kinds, expected):
    assert said(claim(text, MOUSE, kinds=kinds)) == expected


@pytest.mark.parametrize(
    ("text", "record", "kinds", "expected"),
    [
        ("It cures colds [1].", CASE, ("disease",), [("EVD005", "error")]),
        ("Clinically proven [1].", CASE, ("establishment",), [("EVD005", "error")]),
        ("It works [1].", CASE, ("efficacy",), [("EVD005", "warning")]),
        ("It works [1].", PILOT, ("efficacy",), [("EVD005", "warning")]),
        ("It is proven [1].", PILOT, ("establishment",), [("EVD005", "error")]),
        ("It works [1].", PROTOCOL, ("efficacy",), [("EVD005", "error")]),
        ("Something unclassified [1].", PROTOCOL, (), [("EVD005", "warning")]),
        ("A trial will test it [1].", PROTOCOL, ("efficacy",), []),
        ("One case report described improvement; that is not proof [1].", CASE, ("efficacy",), []),
        ("A case of liver injury was seen [1].", CASE, ("risk-statement",), []),
        ("8人单臂预试验[1]。", CASE, ("efficacy",), []),
        ("It beats placebo [1].", COHORT, ("superiority",), [("EVD005", "error")]),
        ("It is clinically proven [1].", COHORT, ("establishment",), [("EVD005", "warning")]),
        ("Fever fell to 2% [1].", COHORT, ("quantified",), []),  # told, not promised
        ("Safely down to 2% [1].", COHORT, ("quantified", "safety"), [("EVD005", "warning")]),
        ("It is safe [1].", COHORT, ("safety",), [("EVD005", "warning")]),
        ("Use was associated with fewer falls within a year [1].", COHORT, ("outcome", "time-bound"), []),
        ("It reads scans rightly [1].", replace(TRIAL, types=("Validation Study",)), ("accuracy",), []),
        ("Patients live longer [1].", replace(TRIAL, types=("Validation Study",)), ("outcome",), [("EVD005", "warning")]),
        ("It always works [1].", CASE, ("guarantee",), []),  # barred whatever the evidence: another rule's matter
        ("It works [1].", UNKNOWN, ("disease",), []),  # nothing tells the design
        ("It cures colds [1].", TRIAL, ("disease",), [("EVD005", "note")]),  # one trial
        ("It cures colds [1].", META, ("disease",), []),
    ],
)
def test_weak_designs(text, record, kinds, expected):
    assert said(claim(text, record, kinds=kinds)) == expected


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("Coffee prevents dementia [1].", ("disease",), [("EVD010", "error")]),
        ("It makes people walk more [1].", ("causal",), [("EVD010", "warning")]),
        ("咖啡预防痴呆[1]。", ("disease",), [("EVD010", "error")]),
        ("App use was associated with more steps [1].", ("causal",), []),
        ("Coffee drinkers had a lower rate of dementia in a cohort; cause is not shown [1].", ("causal",), []),
        ("使用与步数增加相关[1]。", ("causal",), []),
    ],
)
def test_observation_told_as_cause(text, kinds, expected):
    assert said(claim(text, COHORT, kinds=kinds)) == expected


@pytest.mark.parametrize("weak", [MOUSE, CASE, COHORT, PROTOCOL])
def test_a_trial_beside_it_carries_the_claim(weak):
    assert said(claim("Walking eases knee pain [1,2].", weak, TRIAL, kinds=("efficacy",))) == []


def test_a_retracted_trial_beside_it_carries_nothing():
    codes = [code for code, _ in said(claim("Walking eases knee pain [1,2].", MOUSE, RETRACTED, kinds=("disease",)))]
    assert sorted(codes) == ["EVD002", "EVD004"]


def test_a_record_found_less_surely_gives_a_less_sure_problem():
    (problem,) = problems(claim("It cures colds [1].", MOUSE, kinds=("disease",), tier="medium", how="title 80 %"))
    assert problem.confidence == "medium"


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"types": ("Journal Article", "Multicenter Study", "Randomized Controlled Trial")}, "E5"),
        ({"types": ("Review", "Systematic Review", "Meta-Analysis")}, "E6"),
        ({"types": ("journal article", "case reports")}, "E3"),
        ({"types": ("Editorial",)}, "E1"),
        ({"types": ("Clinical Trial, Phase I",)}, "E3"),
        ({"types": ("Journal Article",), "mesh": ("Animals", "Mice", "*Walking/physiology")}, "E2"),
        ({"types": ("Journal Article", "Randomized Controlled Trial"), "mesh": ("Animals",)}, "E2"),
        ({"types": ("Journal Article",), "mesh": ("Animals", "Humans")}, ""),
        ({"types": ("Journal Article",), "mesh": ("Humans", "Cohort Studies")}, "E4"),
        ({"title": "Walking: a prospective cohort study"}, "E4"),
        ({"title": "Walking: a randomised controlled trial"}, "E5"),
        ({"title": "Walking: a systematic review and meta-analysis"}, "E6"),
        ({"title": "Walking: protocol for a randomised trial"}, "E1"),
        ({"title": "Walking: protocol for a systematic review and meta-analysis"}, "E6"),
        ({"title": "Walking in a mouse model"}, "E2"),
        ({"title": "Walking in mice and patients"}, ""),
        ({"title": "Outcomes of in vitro fertilisation"}, ""),
        ({"title": "Mendelian randomization of walking"}, ""),
        ({"title": "Walking", "abstract": "We fed mice. The mice walked."}, "E2"),
        ({"title": "Walking", "abstract": "Known from mice and other mice, we studied patients."}, ""),
        ({"title": "步行对膝痛的影响：随机对照试验"}, "E5"),
        ({"title": "步行对小鼠的影响"}, "E2"),
        ({"title": "步行与痴呆：队列研究"}, "E4"),
    ],
)
def test_the_design_of_a_record(fields, level):
    record = EvidenceRecord("k", **{"title": "Walking", **fields})
    assert design_of(record, standards()).level == level


def test_the_table_has_a_cell_for_every_kind_and_level():
    standard = standards()
    kinds = {kind for market, kind, _ in standard.cells if not market}
    assert len(kinds) == 19
    assert all(("", kind, level) in standard.cells for kind in kinds for level in LEVELS)
    assert standard.outcome("disease", "E4") == "err"
    assert standard.outcome("superiority", "E6") == "ok"
    assert [standard.outcome("superiority", "E6", market) for market in ("eu", "uk", "cn", "us")] == ["err", "err", "err", "ok"]
    assert standard.outcome("no such kind", "E1") == "ok"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('level = "E1"', 'level = "E9"', "level"),
        ("observational = true", "observatoinal = true", "unknown key"),
        ('disease          = ["err"', 'disease          = ["bad"', "outcome"),
        ('disease          = ["err", ', "disease          = [", "cells"),
        ('columns = ["E0", ', "columns = [", "columns"),
        ('kinds = ["function"]', 'kinds = ["fucntion"]', "no row"),
        ("[words]", "[words", "TOML"),
    ],
)
def test_a_slip_in_the_standards_is_told(tmp_path: Path, old, new, words):
    text = (lexicon_home() / "evidence.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "evidence.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=words) as caught:
        standards(path)
    assert caught.value.path == str(path)
    assert caught.value.line > 0


@pytest.mark.parametrize(
    ("text", "today", "years", "kinds", "expected"),
    [
        ("Walking eases knee pain [1].", "2030-01-01", (2010,), ("efficacy",), [("EVD015", "note")]),
        ("Walking eases knee pain [1].", "", (2010,), ("efficacy",), []),  # nobody said what day it is
        ("Walking eases knee pain [1].", "2025-12-31", (2010,), ("efficacy",), []),  # fifteen years, and not more
        ("It reads scans rightly [1].", "2016-01-01", (2010,), ("accuracy",), [("EVD015", "note")]),
        ("Walking eases knee pain [1].", "2030-01-01", (2010, 2028), ("efficacy",), []),
        ("Walking eases knee pain [1].", "2030-01-01", (2010, None), ("efficacy",), []),
        ("In 2010, walking eased knee pain [1].", "2030-01-01", (2010,), ("efficacy",), []),
        ("Background is told here [1].", "2030-01-01", (2010,), ("none",), []),
    ],
)
def test_the_age_of_the_newest_source(text, today, years, kinds, expected):
    one = claim(text, *(replace(TRIAL, year=year) for year in years), kinds=kinds)
    assert said(replace(one, today=today)) == expected


@pytest.mark.parametrize(
    ("record", "kinds", "markets", "severity", "words", "why"),
    [
        (CASE, ("efficacy",), (), "warning", "efficacy ask for a controlled trial", ""),
        (CASE, ("efficacy",), ("general",), "warning", "a controlled trial in GENERAL", ""),
        (CASE, ("efficacy",), ("cn", "us"), "error", "a controlled trial in US", "US: as a rule randomised"),
        (CASE, ("efficacy",), ("us", "uk"), "error", "a controlled trial in UK, US", "UK: documentary evidence"),
        (
            TRIAL,
            ("function",),
            ("eu", "us"),
            "note",
            "two controlled trials or a synthesis in EU",
            "EU: a health claim on food must be listed",
        ),
        (CASE, ("superiority",), ("eu", "us"), "error", "in US", ""),  # barred in the EU: another rule's matter
    ],
)
def test_each_market_asks_for_its_own(record, kinds, markets, severity, words, why):  # noqa: PLR0913, PLR0917 - a row
    (problem,) = problems(replace(claim("It works [1].", record, kinds=kinds), markets=markets))
    assert problem.severity == severity
    assert problem.message.endswith(words)
    assert why in problem.fix


def test_a_market_that_is_content_objects_to_nothing():
    (problem,) = problems(replace(claim("It works [1].", TRIAL, kinds=("function",)), markets=("eu", "us")))
    assert [market for market, _ in problem.permitted] == ["us"]
    assert problems(replace(claim("It works [1].", TRIAL, kinds=("function",)), markets=("us",))) == []
    assert problems(replace(claim("It works [1].", CASE, kinds=("superiority",)), markets=("eu", "cn"))) == []


def test_the_rows_of_markets_rest_on_provisions_that_exist():
    standard = standards()
    for (market, kind), row in standard.reasons.items():
        assert row.because, kind
        assert set(row.basis) <= set(load_market(lexicon_home() / "markets" / f"{market}.toml").laws)


@pytest.mark.parametrize(("kinds", "severity"), [(("efficacy",), "warning"), (("disease",), "error"), ((), "warning")])
def test_a_work_in_question_is_graver_under_a_cure(kinds, severity):
    assert said(claim("It works [1].", CONCERN, kinds=kinds)) == [("EVD002", severity)]


def test_a_newer_version_is_named():
    updated = replace(TRIAL, notices=(Notice("update", "doi:10.5555/one", "2020"), Notice("update", "doi:10.5555/two", "2024")))
    (problem,) = problems(claim("Walking eases knee pain [1].", updated))
    assert (problem.code, problem.message) == ("EVD016", "The cited article was updated: see doi:10.5555/two")
