"""The lexicons prove themselves: examples behave, every phrase fires, every code has its file or its reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.selftest import prove

HOME = lexicon_home()
LEXICONS = load_lexicons(HOME)
PLANNED = {"EFF": 15, "SAF": 6, "DIA": 9, "RXA": 5, "IMP": 7}


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda lexicon: lexicon.language)
def test_every_rule_proves_itself(lexicon):
    assert [str(failure) for failure in prove([lexicon])] == []


def test_every_code_has_a_rule_or_a_reason():
    readme = (Path(__file__).parent.parent / "lexicons" / "README.md").read_text(encoding="utf-8")
    for language in ("en", "zh"):
        ruled = {rule.code for lexicon in LEXICONS if lexicon.language == language for rule in lexicon.rules}
        reasons = set(re.findall(rf"^\| ([A-Z]{{3}}\d{{3}}) \| [^|]*\b{language}\b", readme, re.MULTILINE))
        planned = {f"{family}{number:03}" for family, count in PLANNED.items() for number in range(1, count + 1)}
        assert planned - ruled == reasons & planned, language
        assert not reasons & ruled, language


def test_the_same_code_says_the_same_in_every_language():
    names = {}
    for rule in (rule for lexicon in LEXICONS for rule in lexicon.rules):
        assert names.setdefault(rule.code, rule.name) == rule.name


@pytest.mark.parametrize("rule", [rule for lexicon in LEXICONS for rule in lexicon.rules], ids=lambda r: f"{r.language}-{r.code}")
def test_cards_are_written_for_readers(rule):
    assert not rule.message.endswith((".", "。", "!"))
    assert len(rule.message) <= 110
    assert rule.why.endswith((".", "。"))
    assert len(rule.fix) > 20
    assert not re.search(r"\b(?:approved|compliant) (?:copy|draft|text)\b", f"{rule.message} {rule.why} {rule.fix}")
