"""Mentions in sentences: prefilter, class spans, patterns, agents and qualifiers, on a small lexicon made here."""

from __future__ import annotations

import pytest

from claimlint.language.analyse import Analyst
from claimlint.language.pipeline import pipeline
from claimlint.language.sentences import split
from claimlint.model import Piece, Segment
from claimlint.rules.load import load_language

LANGUAGE = """
language = "en"
agents = ["software", "clinician", "third"]
beneficiary = ["for", "with"]
passive = ["by"]
breaks = [";", "but", ", it|our"]
fixed = ["cured ham"]
[question]
openers = ["^ can|does|is"]
denials = ["^ no|not"]
[[cue]]
kind = "negated"
words = ["not|n't|never|no"]
stops = ["yet"]
reach = 6
pseudo = ["not only"]
[[cue]]
kind = "reported"
words = ["claims"]
direction = "both"
scope = "sentence"
[[cue]]
kind = "overseen"
words = ["reviewed by {clinician}"]
direction = "both"
scope = "next"
[[cue]]
kind = "afterwards"
words = ["is a lie"]
direction = "backward"
"""
CLASSES = """
[software]
nouns = ["ai", "app", "ai doctor"]
[clinician]
nouns = ["doctor", "radiologist"]
[third]
nouns = ["antibiotic"]
[cure]
verbs = ["cure", "detect"]
[disease]
nouns = ["cold", "flu", "ham", "lung cancer", "cancer"]
"""
RULE = """
code = "EFF001"
severity = "error"
message = "m"
why = "w"
fix = "f"
claim = "disease"
[match]
any = ["{cure} ..3 {disease}", "{percent} ..2 cure rate", "^ goodbye ..1 {disease} $"]
except = ["cure ..1 flu jokes"]
cleared_by = ["negated", "reported", "overseen", "afterwards", "clinician", "third", "question"]
[examples]
"""


@pytest.fixture(scope="module")
def analyst(tmp_path_factory):
    home = tmp_path_factory.mktemp("lexicon") / "en"
    (home / "classes").mkdir(parents=True)
    (home / "eff").mkdir()
    (home / "language.toml").write_text(LANGUAGE, encoding="utf-8")
    (home / "classes" / "all.toml").write_text(CLASSES, encoding="utf-8")
    (home / "eff" / "cure.toml").write_text(RULE, encoding="utf-8")
    (home / "claims.toml").write_text('quantified = ["{percent}"]\n', encoding="utf-8")
    return Analyst(load_language(home))


def mentions(analyst, text):
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    sentences = list(split(segment, (), ()))
    return [(s, m) for s, sense in zip(sentences, analyst.senses(sentences, (), ()), strict=True) for m in sense.mentions]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("It cures colds.", "cures colds"),
        ("It CURES the common flu!", "CURES the common flu"),
        ("It cu\u200bres ｌｕｎｇ ｃａｎｃｅｒ now.", "cu\u200bres ｌｕｎｇ ｃａｎｃｅｒ"),
        ("A 98% cure rate.", "98% cure rate"),
        ("Goodbye, flu!", "Goodbye, flu"),
        ("It does not hurt, it cures colds.", "cures colds"),
        ("It is not only cheap; it cures colds.", "cures colds"),
        ("It not only detects but cures cancer.", "cures cancer"),
        ("No fuss yet it cures colds.", "cures colds"),
        ("Ready to cure your flu?", "cure your flu"),
        ("Our app for doctors detects cancer.", "detects cancer"),
        ("Our AI doctor detects cancer.", "detects cancer"),
    ],
)
def test_flags(analyst, text, quote):
    found = [(s, m) for s, m in mentions(analyst, text) if m.cleared is None]
    assert [s.text[m.span.start : m.span.end] for s, m in found] == [quote]


@pytest.mark.parametrize(
    ("text", "kind", "cue"),
    [
        ("It does not cure colds.", "negated", "not"),
        ("It doesn't cure colds.", "negated", "n't"),
        ("It cannot cure colds.", "negated", "not"),
        ("A post claims it cures colds.", "reported", "claims"),
        ("It detects cancer. Each scan is reviewed by doctors.", "overseen", "reviewed by doctors"),
        ("That it cures colds is a lie.", "afterwards", "is a lie"),
        ("Our AI helps radiologists detect cancer.", "clinician", "radiologists"),
        ("Cancer: cured flu by a doctor.", "clinician", "doctor"),
        ("Antibiotics cure colds.", "third", "Antibiotics"),
        ("Can it cure colds?", "question", "Can"),
        ("And it cures colds? No.", "question", "No"),
        ("We love cured ham.", "fixed", "cured ham"),
        ("We cure bad flu jokes.", "fixed", "cure bad flu jokes"),
    ],
)
def test_clears_and_says_why(analyst, text, kind, cue):
    sentence, mention = mentions(analyst, text)[0]
    assert mention.cleared is not None
    assert mention.cleared.kind == kind
    start = sentence.span.start
    assert text[start + mention.cleared.span.start : start + mention.cleared.span.end] == cue


@pytest.mark.parametrize(
    "text", ["It cures. Colds go.", "It cures; colds go.", "It cures what you call the colds.", "Goodbye, flu season."]
)
def test_a_pattern_keeps_its_gap_and_its_clause(analyst, text):
    assert mentions(analyst, text) == []


def test_kinds_are_found_where_asked_for(analyst):
    text = "It rose by 12%."
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    sentences = list(split(segment, (), ()))
    assert analyst.senses(sentences, (), ())[0].kinds == ()
    assert analyst.senses(sentences, (), [0])[0].kinds == ("quantified",)
    assert analyst.senses(list(split(Segment("It cures flu.", "p", (Piece(0, 13, 0, 13),)), (), ())), (), ())[0].kinds == ("disease",)


@pytest.mark.parametrize("words", ["towers of 5g", "take vitamin d", "hepatitis c", "500mg", "order bpc 157"])
def test_a_full_stop_does_not_change_the_last_word(words):
    tokens = [token.text for token in pipeline("en").tokenizer(f"{words}.")]
    assert tokens == [*(token.text for token in pipeline("en").tokenizer(words)), "."]
