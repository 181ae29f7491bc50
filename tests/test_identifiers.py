"""Identifiers as people, typesetters and web addresses write them → one normal form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.evidence.identifiers import identifiers, located, normal, spelled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("doi:10.1016/S0140\u20106736(20)30183\u20115.", ("doi", "10.1016/s0140-6736(20)30183-5")),
        ("https://doi.org/10.5555/a\u2013b\u2212c", ("doi", "10.5555/a-b-c")),
        ("见 10.5555/a－b。下一句", ("doi", "10.5555/a-b")),
        ("(doi:10.5555/abc).", ("doi", "10.5555/abc")),
        ("10.5555/abc...", ("doi", "10.5555/abc")),
        ("10.5555/abc—and so on", ("doi", "10.5555/abc")),
        ("10.5555/abc\u200b", ("doi", "10.5555/abc")),
        ("doi:10.5555/abc-", ("doi", "10.5555/abc")),
        ("ChiCTR\u2010TRC\u201012345678", ("chictr", "ChiCTR-TRC-12345678")),
        ("PMID：12345678。", ("pmid", "12345678")),
        ("PMID: 00012345.", ("pmid", "12345")),
        ("PMC 1234567.", ("pmcid", "PMC1234567")),
        ("NCT01234567.", ("nct", "NCT01234567")),
    ],
)
def test_one_normal_form(text, found):
    assert identifiers(text) == (found,)


@pytest.mark.parametrize("text", ["10.5555/", "doi:10.5555", "NCT1234567", "PMID: 0", "PMID 123456789", "\u2013\u2013", "10.–5555/x"])
def test_what_is_malformed_gives_nothing(text):
    assert identifiers(text) == ()


@settings(deadline=None)
@given(st.text(max_size=60))
def test_places_are_in_the_text_and_normal_forms_stay(text):
    for scheme, value, start, end in located(f"{text} 10.5555/ab{text} PMID: 12"):
        assert 0 <= start < end <= len(text) * 2 + 40
        assert normal(scheme, spelled(scheme, value)) == value
