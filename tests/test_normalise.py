"""Folding: what is matched on, and the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.language.normalise import fold
from claimlint.model import Span

ODD = st.text(alphabet=st.sampled_from("aZ é\u0301ｃ１％\u200b\u202e根治 糖尿病體-’²①ﬁ🎉👩\u200d⚕\ufe0f\t\r\n"), max_size=40)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＣＵＲＥＳ　１００％", "cures 100%"),
        ("side-effect-free", "side effect free"),
        ("COVID-19", "covid 19"),
        ("cu\u200bres", "cures"),
        ("根 治 糖尿病", "根治糖尿病"),
        ("徹底根治", "彻底根治"),
        ("AI 医生", "ai医生"),
        ("近 3000 种", "近3000种"),
        ("see AI model now", "see ai model now"),
        ("don’t", "don't"),
        ("cures²", "cures "),
        ("Botox™", "botox "),
        ("e\u0301tude", "étude"),
        ("see https://example.org/cures-cancer now", "see                                  now"),
    ],
)
def test_folds(written, folded):
    assert fold(written).text == folded


def test_blanks_hide_citation_marks_from_words():
    assert fold("cures1 it", [Span(5, 6)]).text == "cures  it"


def test_back_covers_what_was_folded_away():
    folded = fold("x 根\u200b 治 y")
    at = folded.text.index("根治")
    assert folded.back(Span(at, at + 2)) == Span(2, 6)


@settings(max_examples=300, deadline=None)
@given(st.one_of(ODD, st.text(max_size=60)))
def test_every_folded_range_has_a_place_in_the_original(text):
    folded = fold(text)
    last = Span(0, 0)
    for at in range(len(folded.text)):
        back = folded.back(Span(at, at + 1))
        assert 0 <= back.start < back.end <= len(text)
        assert back.start >= last.start
        assert back.end >= last.end
        last = back


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text):
    once = fold(text).text
    assert fold(once).text == fold(fold(once).text).text
