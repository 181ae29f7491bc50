"""What the paper says against what the copy says: figures, arms, direction, people, subject, endpoint, comparator, source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimlint.checks import Check, settled
from claimlint.checks.evidence._samples import ACCURACY, COHORT, LIPIDS, MOUSE, TABLETS, TRIAL
from claimlint.discover import discover
from claimlint.evidence.facts import facts
from claimlint.language.quantities import quantities
from claimlint.model import Citation, Claim, EvidenceRecord, Piece, Problem, Segment, Sentence, Span
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.selftest import prove_checks

CHECKS = discover("checks.evidence", "CHECK", Check)
CONTENT = ("EVD006", "EVD007", "EVD008", "EVD009", "EVD011", "EVD013", "EVD014")

SMOKING = EvidenceRecord(
    "k:smoking",
    "Nicotine gum, nicotine patch and both for smoking cessation: a randomised trial",
    types=("Randomized Controlled Trial",),
    abstract=(
        "Methods: 900 adult smokers received nicotine gum, nicotine patches or both for 12 weeks. Results: Abstinence at six "
        "months was 24.2% with gum and 27.9% with patches (odds ratio 1.21, 95% CI 0.88 to 1.67). The rate with both was "
        "similar to that with either alone. Weight gain was 2.4 kg with gum and 3.9 kg with patches. Conclusions: There was no "
        "difference in abstinence."
    ),
)


def claim(text: str, *records: EvidenceRecord, kinds: tuple[str, ...] = ("efficacy",)) -> Claim:
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    sentence = Sentence(segment, Span(0, len(text)), "en")
    told = [replace(record, facts=facts(record)) for record in records]
    citations = tuple(Citation(f"[{n}]", Span(n, n + 1), "Moreau A. 2020.", r, "doi", "exact") for n, r in enumerate(told, start=1))
    return Claim(sentence, citations=citations, kinds=kinds, quantities=quantities(sentence, citations))


def problems(*claims: Claim) -> list[Problem]:
    found = settled([problem for check in CHECKS for problem in check.run(claims)], CHECKS)
    return [problem for problem in found if problem.code in CONTENT]


def codes(text: str, *records: EvidenceRecord, kinds: tuple[str, ...] = ("efficacy",)) -> list[str]:
    return [problem.code for problem in problems(claim(text, *records, kinds=kinds))]


def test_the_samples_of_every_check_hold():
    assert [str(failure) for failure in prove_checks(CHECKS, load_lexicons(lexicon_home()))] == []


def test_a_sample_that_does_not_hold_is_told():
    topic = next(check for check in CHECKS if check.card.code == "EVD013")
    broken = replace(topic, card=replace(topic.card, flag=topic.card.clear))
    told = [str(failure) for failure in prove_checks([broken], load_lexicons(lexicon_home()))]
    assert len(told) == len(topic.card.clear)
    assert all("should flag" in line for line in told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Walking cut knee pain by 38%.", []),
        ("Walking cut knee pain by about 40%.", []),
        ("Walking cut knee pain by 48%.", ["EVD007"]),
        ("Walking cut knee pain by 55%.", ["EVD007"]),  # an end of the interval
        ("步行使膝痛减轻四成。", []),
        ("步行使膝痛减轻六成。", ["EVD007"]),
        ("Walking helped 62% of nurses in Lyon.", ["EVD014"]),
        ("Walking eases knee pain.", []),
    ],
)
def test_figures(text, expected):
    assert codes(text, TRIAL) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Abstinence was 24.2% with nicotine gum.", []),
        ("Abstinence was 27.9% with nicotine gum.", ["EVD007"]),  # the other arm's figure
        ("Abstinence was 34.2% with nicotine gum.", ["EVD007"]),
        ("Abstinence was 24.2% with gum and 27.9% with patches.", []),
        ("Abstinence was 27.9% with gum and 24.2% with patches.", ["EVD007"]),
        ("The odds ratio for abstinence was 1.21.", []),
        ("The odds ratio for abstinence was 2.21.", ["EVD007"]),
        ("Users of the gum gained 2.4 kg of weight.", []),
        ("Users of the gum gained 5.4 kg of weight.", ["EVD007"]),
    ],
)
def test_figures_belong_to_an_arm(text, expected):
    assert codes(text, SMOKING, kinds=("quantified",)) == expected


def test_both_sides_are_shown():
    (problem,) = problems(claim("Walking cut knee pain by 48%.", TRIAL))
    assert problem.proof is not None
    assert (problem.proof.claimed, problem.proof.recorded) == ("48%", "38%")
    assert problem.proof.excerpt.startswith("Knee pain fell by 38%")
    assert "48% against 38%" in problem.proof.arithmetic
    assert [(label.span.start, label.span.end) for label in problem.labels] == [(25, 28)]


def test_a_figure_computed_from_two_that_the_record_compares_is_borne_out():
    record = replace(TRIAL, abstract="Results: Falls occurred in 12% of walkers compared with 20% of controls (p = 0.01).")
    assert codes("Walking cut falls by 40%.", record) == []
    assert codes("Walking cut falls by 70%.", record) == ["EVD007"]  # 12 of 20 is 40 % less, and not 70


def test_another_record_of_the_sentence_bears_a_figure_out():
    other = replace(TRIAL, key="k:2", abstract=TRIAL.abstract.replace("38%", "48%"))
    assert "EVD007" not in codes("Walking cut knee pain by 48%.", TRIAL, other)


@pytest.mark.parametrize(
    ("text", "record", "expected"),
    [
        ("Zinc tablets shorten the common cold.", TABLETS, [("EVD008", "error")]),
        ("锌片可缩短感冒病程。", TABLETS, [("EVD008", "error")]),
        ("Zinc tablets did not shorten the common cold.", TABLETS, []),
        ("Zinc tablets reduce nausea.", TABLETS, [("EVD008", "warning")]),
        ("Walking reduces knee pain.", TRIAL, []),
        ("Sterol yogurt lowers LDL cholesterol.", LIPIDS, []),
        ("Sterol yogurt raises LDL cholesterol.", LIPIDS, [("EVD008", "warning")]),
        ("Coffee lowers the incidence of dementia.", COHORT, []),
    ],
)
def test_direction(text, record, expected):
    assert [(p.code, p.severity) for p in problems(claim(text, record)) if p.code == "EVD008"] == expected


@pytest.mark.parametrize(
    ("text", "record", "expected"),
    [
        ("Walking eases knee pain in children.", TRIAL, ["EVD006"]),
        ("Walking eases knee pain in adults aged 50 to 60.", TRIAL, []),
        ("Walking eases knee pain in babies.", TRIAL, ["EVD006"]),
        ("Walking eases knee pain in healthy people.", TRIAL, ["EVD006"]),
        ("Zinc tablets help against nausea in women.", TABLETS, ["EVD006"]),
        ("Zinc helps against nausea at 80 mg.", TABLETS, []),
        ("Zinc helps against nausea at 25 mg.", TABLETS, ["EVD006"]),
        ("The peptide shrinks tumours in patients.", MOUSE, ["EVD006"]),
        ("In mice, the peptide shrinks tumours.", MOUSE, []),
        ("Walking eases knee pain in patients with gout.", TRIAL, ["EVD006"]),
    ],
)
def test_people(text, record, expected):
    assert [code for code in codes(text, record) if code == "EVD006"] == expected


def test_mesh_goes_before_text():
    record = replace(TRIAL, mesh=("Humans", "Child"))
    assert "EVD006" in codes("Walking eases knee pain in adults.", record)
    assert "EVD006" not in codes("Walking eases knee pain in children.", record)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iron tablets cure hair loss.", ["EVD013"]),
        ("Iron tablets reduce hair loss by 40% in children.", ["EVD013"]),  # one root cause, one finding
        ("It works.", []),
        ("Walking is good for your knees.", []),
    ],
)
def test_subject(text, expected):
    assert codes(text, TRIAL) == expected


def test_a_title_alone_is_judged_more_carefully():
    bare = replace(TRIAL, abstract="")
    assert codes("Walking eases knee pain.", bare) == []
    assert codes("Garlic helps your friends.", bare) == []
    assert codes("Garlic capsules and vitamin C keep influenza away from schools.", bare) == ["EVD013"]


@pytest.mark.parametrize(
    ("text", "record", "expected"),
    [
        ("Sterol yogurt prevents heart attacks.", LIPIDS, ["EVD009"]),
        ("Sterol yogurt lowers LDL cholesterol.", LIPIDS, []),
        ("The algorithm reduces mortality.", ACCURACY, ["EVD009"]),
    ],
)
def test_endpoint(text, record, expected):
    assert [code for code in codes(text, record) if code == "EVD009"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Walking eases knee pain better than surgery.", ["EVD011"]),
        ("Walking eases knee pain better than usual care.", []),
        ("Walking eases knee pain better than ever.", []),
    ],
)
def test_comparator(text, expected):
    assert [code for code in codes(text, TRIAL, kinds=("superiority",)) if code == "EVD011"] == expected


def test_a_weak_design_is_told_the_strongest_wording():
    segment = Segment("Coffee prevents dementia [1].", "paragraph", (Piece(0, 29, 0, 29),))
    cited = Citation("[1]", Span(25, 28), "x", replace(COHORT, facts=facts(COHORT)), "doi", "exact")
    one = Claim(Sentence(segment, Span(0, 29), "en"), citations=(cited,), kinds=("disease",))
    (problem,) = [p for check in CHECKS if check.card.code == "EVD010" for p in check.run((one,))]
    assert "was associated with" in problem.fix


def test_a_record_that_says_nothing_is_asked_nothing():
    silent = EvidenceRecord("k", "Walking and knee pain")
    assert codes("Walking cut knee pain by 48% in children.", silent) == ["EVD014"]


@pytest.mark.parametrize("text", ["", "[1]", "%%%", "步" * 500, "pain " * 500, "5 % " * 200, "(" * 300, "than than than", "in in in with"])
def test_any_sentence_is_survived(text):
    for record in (TRIAL, TABLETS, MOUSE, replace(TRIAL, abstract=text, title=text or "T")):
        problems(claim(text, record, kinds=("superiority", "disease")))
