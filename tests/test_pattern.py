"""The phrase language and English forms."""

from __future__ import annotations

import pytest

from claimlint.model import ANYWHERE
from claimlint.rules.inflect import noun_forms, verb_forms
from claimlint.rules.pattern import PatternError, literals, parse


def test_parts_gaps_and_edges():
    pattern = parse("^ {software} ..4 !{diagnose|spot} ... (the) {disease} $")
    assert [e.classes for e in pattern.elements] == [("software",), ("diagnose", "spot"), ("=the",), ("disease",)]
    assert [e.gap for e in pattern.elements] == [0, 4, ANYWHERE, 0]
    assert [e.anchor for e in pattern.elements] == [False, True, False, False]
    assert [e.optional for e in pattern.elements] == [False, False, True, False]
    assert pattern.starts
    assert pattern.ends


def test_the_anchor_falls_on_the_first_verb_class():
    assert [e.anchor for e in parse("{software} ..2 {cure} {disease}", frozenset(["cure"])).elements] == [False, True, False]
    assert [e.anchor for e in parse("{software} {disease}").elements] == [True, False]


def test_literals():
    assert literals("=cures?|get_rid_of") == ("cure", "cures", "get rid of")


@pytest.mark.parametrize("text", ["", "..3", "^", "(the)", "cure ..3", "..2 cure", "(a) cure", "!{a} !{b}", "{A}", "{a", "a||b", "(a) (b)"])
def test_what_the_language_does_not_know(text):
    with pytest.raises(PatternError):
        parse(text)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("cure", ("cure", "cures", "curing", "cured")),
        ("stop", ("stop", "stops", "stopping", "stopped")),
        ("relieve", ("relieve", "relieves", "relieving", "relieved")),
        ("remedy", ("remedy", "remedies", "remedying", "remedied")),
        ("get rid of", ("get rid of", "gets rid of", "getting rid of", "got rid of")),
        ("detox", ("detox", "detoxes", "detoxing", "detoxed")),
    ],
)
def test_verbs(verb, forms):
    assert verb_forms(verb, {"get": ["gets", "getting", "got"]}) == forms


def test_nouns():
    assert noun_forms("lung biopsy", {}) == ("lung biopsy", "lung biopsies")
    assert noun_forms("wise person", {"person": ["people"]}) == ("wise person", "wise people")
