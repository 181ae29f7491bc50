"""Better evidence to the contrary: found where two records are about one thing and the better one is sure; silence in every doubt."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest

from claimlint.checks import Sample
from claimlint.checks.evidence.contrary import CHECK
from claimlint.cli.build import build, load_rules
from claimlint.config import Config
from claimlint.discover import discover
from claimlint.evidence.registry import import_files
from claimlint.language.analyse import Analyst
from claimlint.model import EvidenceRecord, Notice, Problem
from claimlint.readers import Reader, read
from claimlint.selftest import claim_of

RCT, META, COHORT = ("Randomized Controlled Trial",), ("Meta-Analysis",), ("Observational Study",)


@cache
def analysts() -> dict[str, Analyst]:
    return {lexicon.language: Analyst(lexicon) for lexicon in load_rules(Config())}


def record(key: str, title: str, abstract: str, types: tuple[str, ...] = RCT, year: int | None = 2015) -> EvidenceRecord:
    return EvidenceRecord(key, title, year, types=types, abstract=abstract)


def problems(claim: str, cited: EvidenceRecord, *others: EvidenceRecord) -> list[Problem]:
    return list(CHECK.run((claim_of(Sample(f"{claim} [1].", cited, others=others), analysts()),)))


def found(claim: str, cited: EvidenceRecord, *others: EvidenceRecord) -> str:
    return next((str(p.severity) for p in problems(claim, cited, *others)), "")


GARLIC = record(
    "pmid:1",
    "Garlic tablets and blood pressure: a cohort study",
    "Results: Systolic blood pressure was lower in those who took garlic. Conclusions: Garlic lowers blood pressure.",
    COHORT,
    2012,
)
NULL = record(
    "pmid:2",
    "Garlic for blood pressure in adults: a randomised placebo-controlled trial",
    "Results: Blood pressure did not differ between garlic and placebo (p = 0.71). Conclusions: Garlic did not lower blood pressure.",
)
WORSE = record(
    "pmid:3",
    "Garlic and blood pressure: a randomised trial",
    "Results: Blood pressure was significantly higher with garlic than with placebo (p = 0.001). "
    "Conclusions: Garlic increased blood pressure.",
)
SAYS = "Garlic lowers blood pressure"


@pytest.mark.parametrize(
    ("claim", "cited", "other"),
    [
        (SAYS, GARLIC, NULL),
        ("Garlic reduces blood pressure", GARLIC, WORSE),
        ("大蒜可降低血压", GARLIC, NULL),
        (SAYS, replace(GARLIC, types=RCT), replace(NULL, types=META)),
        (SAYS, replace(GARLIC, types=RCT), NULL),  # as good, and later
        (SAYS, GARLIC, replace(NULL, title="Allium sativum (garlic) and systolic pressure: a randomised trial of blood pressure")),
        (
            "Zinc lozenges shorten the common cold",
            record("pmid:4", "Zinc and the common cold: an observational study", "Results: Zinc shortened the common cold.", COHORT),
            record(
                "pmid:5",
                "Zinc for the common cold: a systematic review",
                "Results: Zinc had no effect on the duration of the common cold (p = 0.5). "
                "Conclusions: Zinc does not shorten the common cold.",
                META,
            ),
        ),
        (
            "Probiotics prevent eczema in infants",
            record("pmid:6", "Probiotics and eczema in infants: a cohort", "Results: Probiotics prevented eczema in infants.", COHORT),
            record(
                "pmid:7",
                "Probiotics for prevention of eczema in infants: a randomised controlled trial",
                "Results: Eczema occurred in 21% with probiotics and 22% with placebo (p = 0.8). "
                "Conclusions: Probiotics did not prevent eczema in infants.",
            ),
        ),
        (
            "Vitamin D prevents fractures",
            record("pmid:8", "Vitamin D and fractures: a cohort study", "Results: Fractures were less frequent with vitamin D.", COHORT),
            record(
                "pmid:9",
                "Vitamin D supplementation and fractures: a randomised controlled trial",
                "Results: Vitamin D did not reduce fractures compared with placebo (hazard ratio 1.01, 95% CI 0.92 to 1.10). "
                "Conclusions: Vitamin D did not reduce the risk of fractures.",
            ),
        ),
    ],
)
def test_better_evidence_to_the_contrary_is_told(claim, cited, other):
    assert found(claim, cited, other) == "warning"


@pytest.mark.parametrize(
    ("claim", "cited", "other"),
    [
        (SAYS, NULL, replace(NULL, key="pmid:9")),  # the cited record says so itself: EVD008
        (SAYS, replace(GARLIC, types=RCT, year=2020), NULL),  # as good, and older
        (SAYS, replace(GARLIC, types=META), NULL),  # weaker
        (SAYS, GARLIC, replace(NULL, types=("Case Reports",))),
        (SAYS, GARLIC, replace(NULL, notices=(Notice("retraction"),))),
        (SAYS, GARLIC, replace(NULL, types=(*RCT, "Preprint"))),
        (SAYS, GARLIC, replace(NULL, title=NULL.title.replace("Garlic", "Ginger"), abstract=NULL.abstract.replace("arlic", "inger"))),
        (SAYS, GARLIC, replace(NULL, title="Garlic with ginseng for blood pressure: a randomised trial")),  # something else with it
        (SAYS, GARLIC, replace(NULL, abstract="Conclusions: Garlic was as effective as amlodipine in lowering blood pressure.")),
        (SAYS, GARLIC, replace(NULL, abstract="Conclusions: Blood pressure did not differ between garlic and metformin.")),
        (SAYS, GARLIC, replace(NULL, abstract="Conclusions: Evidence is insufficient to say whether garlic lowers blood pressure.")),
        (SAYS, GARLIC, replace(NULL, abstract="Conclusions: In a subgroup of women garlic did not lower blood pressure.")),
        (SAYS, GARLIC, replace(NULL, abstract="Conclusions: Garlic lowered blood pressure; adverse events did not differ.")),
        (SAYS, GARLIC, replace(NULL, abstract="Results: Cholesterol did not differ. Conclusions: Garlic did not lower cholesterol.")),
        ("Garlic lowers blood pressure in pregnant women", GARLIC, replace(NULL, title="Garlic and blood pressure in men: a trial")),
        ("Garlic did not lower blood pressure", GARLIC, NULL),  # the copy says so
        ("Garlic may cause bleeding", GARLIC, NULL),
    ],
)
def test_silence_in_doubt(claim, cited, other):
    assert found(claim, cited, other) == ""


def test_mixed_evidence_is_left_to_people():
    newer = replace(
        NULL, key="pmid:8", types=META, year=2021, abstract="Conclusions: Garlic significantly lowered blood pressure (p = 0.001)."
    )
    assert found(SAYS, GARLIC, NULL, newer) == ""
    assert found(SAYS, GARLIC, replace(NULL, types=META, year=2022), replace(newer, types=RCT)) == "warning"


def test_one_doubt_makes_a_note_and_says_which():
    (problem,) = problems(SAYS, GARLIC, replace(NULL, title=NULL.title.replace("adults", "adults with asthma")))
    assert (problem.severity, problem.confidence) == ("note", "medium")
    assert problem.reasons == ("it studied other people (asthma)",)


def test_both_records_are_shown():
    (problem,) = problems(SAYS, GARLIC, NULL)
    assert problem.message == (
        "Better evidence in the registry says otherwise: pmid:2 (Randomized Controlled Trial, E5, 2015) found no such difference"
    )
    assert problem.proof is not None
    assert (problem.proof.record, problem.proof.recorded) == ("pmid:2", "no difference (E5, 2015)")
    assert problem.proof.claimed == "lowers (cited record: E4, 2012)"
    assert "did not lower blood pressure" in problem.proof.excerpt or "did not differ" in problem.proof.excerpt


def test_the_registry_is_asked_in_a_run(tmp_path):
    def nbib(r: EvidenceRecord) -> str:
        kinds = "".join(f"PT  - {kind}\n" for kind in r.types)
        return f"PMID- {r.key.removeprefix('pmid:')}\nTI  - {r.title}\nAB  - {r.abstract}\nDP  - {r.year}\n{kinds}\n"

    (tmp_path / "r.nbib").write_text("".join(map(nbib, (GARLIC, NULL))), encoding="utf-8")
    registry = str(tmp_path / "r.db")
    import_files(registry, [tmp_path / "r.nbib"])
    readers = discover("readers", "READER", Reader)
    linter = build(Config(registry=registry)).linter
    report = linter.lint(read("a.md", f"{SAYS} (PMID: 1).\n".encode(), readers))
    assert [f.proof.record for f in report.findings if f.code == "EVD017" and f.proof] == ["pmid:2"]
    assert json.dumps([c.status for c in report.claims]) == '["inadequate"]'
    without = build(Config(registry=registry, ignore=("EVD017",))).linter.lint(read("a.md", f"{SAYS} (PMID: 1).\n".encode(), readers))
    assert "EVD017" not in {f.code for f in without.findings}
