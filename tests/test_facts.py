"""A record becomes facts: sentences with their section, abbreviations spelled out, words that meet the words of copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.evidence.facts import facts
from claimlint.model import EvidenceRecord
from claimlint.rules.terms import stem, terms, vocabulary


def told(abstract: str, title: str = "Walking") -> list[tuple[str, str]]:
    return [(fact.section, fact.text) for fact in facts(EvidenceRecord("k", title, abstract=abstract))]


def test_the_title_comes_first():
    assert told("") == [("title", "Walking")]


@pytest.mark.parametrize(
    "abstract",
    [
        "Background: It hurts. Results: It eased. Conclusions: It helps.",
        "BACKGROUND It hurts. RESULTS It eased. CONCLUSIONS It helps.",
        "Background: It hurts\nResults: It eased.\nConclusions: It helps.",
        "Background: It hurts (badly) Results: It eased. Conclusions: It helps.",
    ],
)
def test_sections_are_told_however_they_are_written(abstract):
    assert [section for section, _ in told(abstract)] == ["title", "background", "results", "conclusion"]


def test_chinese_sections():
    assert told("目的：观察疗效。结果：疼痛减轻。")[1:] == [("background", "观察疗效。"), ("results", "疼痛减轻。")]


def test_a_sentence_does_not_end_at_vs_or_a_decimal():
    texts = [text for _, text in told("Pain fell (8 vs. 10 points, p = 0.01). Sleep did not.")]
    assert texts[1:] == ["Pain fell (8 vs. 10 points, p = 0.01).", "Sleep did not."]


def test_an_abbreviation_brings_the_words_it_stands_for():
    record = EvidenceRecord("k", "T", abstract="Smokers used nicotine replacement therapy (NRT). Abstinence was higher with NRT.")
    second = facts(record)[2]
    assert {"=nicotine", "=quit"} <= {term.key for term in second.terms}


@pytest.mark.parametrize(
    ("copy", "paper"),
    [
        ("quit smoking", "abstinence"), ("戒烟", "smoking cessation"), ("heart attack", "myocardial infarction"), ("血压", "systolic"),
        ("diarrhoea", "diarrhea"), ("infections", "infected"), ("麻风病", "leprosy"), ("hospital stays", "length of stay"),
    ],
)  # fmt: skip
def test_copy_and_papers_meet(copy, paper):
    words = vocabulary()
    assert {t.key for t in terms(copy, words)} & {t.key for t in terms(paper, words)}


def test_words_that_say_nothing_are_no_terms():
    assert terms("The study showed that patients were treated", vocabulary()) == ()
    assert terms("我们的产品", vocabulary()) == ()


def test_a_named_group_is_a_term():
    assert "#b" in {t.key for t in terms("higher in group B", vocabulary())}


@given(st.text(max_size=200))
def test_any_abstract_is_read(text):
    for fact in facts(EvidenceRecord("k", "T", abstract=text)):
        assert all(0 <= term.start < term.end for term in fact.terms)
        assert fact.text == "T" or fact.text in text


def test_a_table_in_an_abstract_is_read_in_bounded_pieces():
    found = facts(EvidenceRecord("k", "T", abstract="12.5 " * 10_000))
    assert all(len(fact.text) <= 1_500 and len(fact.quantities) <= 80 for fact in found)
    assert sum(len(fact.text) for fact in found) <= 20_001


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_stem_is_never_empty_and_never_longer(word):
    assert 1 <= len(stem(word)) <= len(word) + 1


def test_reading_takes_time_in_proportion():
    import time

    def cost(n: int) -> float:
        record = EvidenceRecord("k", "T", abstract="Pain (PN) fell by 24% (95% CI 3 to 9) with walking, e.g. vs. rest (p = 0.04). " * n)
        began = time.perf_counter()
        facts(record)
        return time.perf_counter() - began

    cost(5)
    assert cost(160) < 40 * max(cost(20), 1e-4)
