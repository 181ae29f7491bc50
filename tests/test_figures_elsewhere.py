"""A figure of an outcome that a record does not report: never a mismatch with a figure of another outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from claimlint.checks.evidence import figures, unverified
from claimlint.evidence.facts import facts
from claimlint.language.quantities import quantities
from claimlint.model import Citation, Claim, EvidenceRecord, Piece, Segment, Sentence, Span


@dataclass(frozen=True)
class Study:
    """An invented trial: what was given, against what, its methods, and an outcome with its sentence a pair."""

    given: str
    other: str
    methods: str
    found: tuple[tuple[str, str], ...]


STUDIES = (
    Study("nasal saline", "usual care", "120 adults with sinusitis used nasal saline (0.9%) twice a day for 6 weeks.", (
        ("headache", "Headache was reported by 31.0% with nasal saline and 44.0% with usual care."),
        ("antibiotic use", "Antibiotic use fell by 27.0% with nasal saline compared with usual care."),
        ("nosebleeds", "Nosebleeds occurred in 4.0% with nasal saline and 3.0% with usual care."),
        ("loss of smell", "Loss of smell persisted in 12.0% with nasal saline and in 19.0% with usual care."),
    )),
    Study("vitamin D drops", "placebo", "Infants received vitamin D drops or placebo; adherence of 80% was required.", (
        ("fractures", "Fractures occurred in 2.0% of infants with vitamin D drops and 2.5% with placebo."),
        ("wheezing", "Wheezing was reduced by 18.0% with vitamin D drops."),
        ("hypercalcaemia", "Hypercalcaemia was seen in 1.0% with vitamin D drops and 0.5% with placebo."),
        ("eczema", "Eczema developed in 21.0% with vitamin D drops and in 23.0% with placebo."),
    )),
    Study("home exercise", "leaflet", "At baseline 40% of participants used a stick. They were given home exercise or a leaflet.", (
        ("falls", "Falls occurred in 35.0% with home exercise and in 47.0% with the leaflet."),
        ("grip strength", "Grip strength increased by 11.0% with home exercise."),
        ("walking speed", "Walking speed improved by 9.0% with home exercise."),
        ("depression", "Depression was found in 14.0% with home exercise and 15.0% with the leaflet."),
    )),
    Study("telephone coaching", "standard counselling", "Smokers had telephone coaching or standard counselling over 3 months.", (
        ("abstinence", "Abstinence was 22.0% with telephone coaching and 13.0% with standard counselling."),
        ("weight gain", "Weight gain was seen in 38.0% with telephone coaching and 29.0% with standard counselling."),
        ("relapse", "Relapse occurred in 41.0% with telephone coaching and 52.0% with standard counselling."),
        ("irritability", "Irritability fell by 16.0% with telephone coaching."),
    )),
    Study("ginger capsules", "dummy capsules", "Pregnant women took ginger capsules (5% gingerol) or dummy capsules.", (
        ("vomiting", "Vomiting fell by 33.0% with ginger capsules."),
        ("heartburn", "Heartburn occurred in 17.0% with ginger capsules and 9.0% with dummy capsules."),
        ("preterm birth", "Preterm birth occurred in 6.0% with ginger capsules and 7.0% with dummy capsules."),
        ("miscarriage", "Miscarriage occurred in 3.0% with ginger capsules and 3.5% with dummy capsules."),
    )),
    Study("fluoride varnish", "no varnish", "Fluoride varnish (2.26%) was painted on twice a year in 900 pupils.", (
        ("caries", "Caries was reduced by 37.0% with fluoride varnish."),
        ("gingivitis", "Gingivitis was present in 26.0% with fluoride varnish and 28.0% with no varnish."),
        ("tooth extraction", "Tooth extraction was needed in 5.0% with fluoride varnish and 11.0% with no varnish."),
        ("staining", "Staining was seen in 8.0% with fluoride varnish and 1.0% with no varnish."),
    )),
    Study("the reminder app", "paper diaries", "Patients with hypertension used the reminder app or paper diaries for a year.", (
        ("adherence", "Adherence was 81.0% with the reminder app and 64.0% with paper diaries."),
        ("hospital admission", "Hospital admission occurred in 10.0% with the reminder app and 12.0% with paper diaries."),
        ("stroke", "Stroke occurred in 2.0% with the reminder app and 2.2% with paper diaries."),
        ("dizziness", "Dizziness was reported by 15.0% with the reminder app and 14.0% with paper diaries."),
    )),
    Study("light therapy", "dim light", "Adults with seasonal low mood sat before light therapy or dim light for 30 minutes a day.", (
        ("remission", "Remission was reached by 46.0% with light therapy and 24.0% with dim light."),
        ("insomnia", "Insomnia fell by 21.0% with light therapy."),
        ("eye strain", "Eye strain occurred in 13.0% with light therapy and 6.0% with dim light."),
        ("sick leave", "Sick leave was taken by 18.0% with light therapy and 22.0% with dim light."),
    )),
)  # fmt: skip
SAID = (
    "{outcome} occurred in {n}% with {given}.",
    "With {given}, {outcome} was {n}%.",
    "{given} reduced {outcome} by {n}%.",
    "{given} cut {outcome} by {n}% compared with {other}.",
)
MADE_UP = ("57.3", "88.1")
FALSE, TRUE = 0.02, 0.8  # most that may be told falsely; least of those that differ and must be told


def record(study: Study, without: str = "") -> EvidenceRecord:
    results = " ".join(sentence for outcome, sentence in study.found if outcome != without)
    abstract = f"Methods: {study.methods} Results: {results} Conclusions: {study.given} may help."
    told = EvidenceRecord("k:1", f"{study.given} against {study.other}: a randomised trial", abstract=abstract)
    return replace(told, facts=facts(told))


def claim(text: str, told: EvidenceRecord) -> Claim:
    sentence = Sentence(Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),)), Span(0, len(text)), "en")
    return Claim(sentence, citations=(Citation("", Span(0, 0), record=told, how="doi", tier="exact"),), quantities=quantities(sentence, ()))


def claims(*, reported: bool) -> list[tuple[str, Claim]]:
    found = []
    for study in STUDIES:
        for outcome, sentence in study.found:
            change = " by " in sentence
            told = record(study, without="" if reported else outcome)
            for said in (SAID[2:] if change else SAID[:2]) if reported else SAID:
                for n in MADE_UP:
                    text = said.format(given=study.given, other=study.other, outcome=outcome, n=n)
                    found.append((text[0].upper() + text[1:], claim(text[0].upper() + text[1:], told)))
    return found


def mismatches(asked: list[tuple[str, Claim]]) -> list[str]:
    return [text for text, one in asked if list(figures.run((one,)))]


def test_a_figure_of_an_outcome_that_is_not_reported_is_no_mismatch():
    asked = claims(reported=False)
    assert len(asked) == 256
    assert len(mismatches(asked)) <= FALSE * len(asked), mismatches(asked)


def test_a_figure_of_an_outcome_that_is_reported_otherwise_is_one():
    asked = claims(reported=True)
    missed = sorted({text for text, _ in asked} - set(mismatches(asked)))
    assert len(missed) <= (1 - TRUE) * len(asked), missed


def test_what_is_no_mismatch_is_told_as_unverified():
    asked = claims(reported=False)
    told = {text for text, one in asked if list(unverified.run((one,)))}
    assert len(told) >= 0.9 * len({text for text, _ in asked})  # some happen to be the quotient of two figures of the record
    assert not told & set(mismatches(asked))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("With nasal saline, fever was 57.3%.", False),
        ("With nasal saline 0.9%, headache was 57.3%.", True),  # what the copy states rightly stands for nothing else
        ("With nasal saline 0.9%, fever was 57.3%.", False),
    ],
)
def test_a_strength_of_a_solution_is_no_result(text, expected):
    assert bool(mismatches([(text, claim(text, record(STUDIES[0])))])) is expected
