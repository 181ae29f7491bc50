"""The first look at a page: it may let a sentence through for nothing, but never holds one back in which a rule speaks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claimlint.language.analyse import Analyst
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_language

IMPORT = """
import sys
from claimlint.language.pipeline import pipeline
words = [token.text for token in pipeline("en").tokenizer("it can't harm")]
assert words == ["it", "ca", "n't", "harm"], words
assert not [name for name in sys.modules if name.startswith("spacy.cli")]
import spacy.cli
assert callable(spacy.info) and spacy.cli.info.__module__ == "spacy.cli.info"
"""


@pytest.fixture(scope="module")
def analyst():
    return Analyst(load_language(lexicon_home() / "en"))


def test_every_flagged_example_gets_through(analyst):
    texts = [example.text for rule in analyst.lexicon.rules for example in rule.examples if example.flag]
    told = analyst.minding().speaking(texts)  # some go beyond what a profile declares
    assert len(told) == len(texts) > 400
    assert [text for text, speaks in zip(texts, told, strict=True) if not speaks] == []


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Our tea cures diabetes in weeks.", True),
        ("Our tea is grown on a hill, and the hill is green.", False),
        ("Our tea c-u-r-e-s diabetes.", True),
        ("It cur3s diabetes.", True),
    ],
)
def test_a_part_is_judged_by_itself(analyst, text, speaks):
    assert analyst.speaking(["The shop opens at nine.", text, "Cures", "of diabetes."])[1] is speaks


def test_spacy_comes_without_its_commands_and_they_still_come_when_asked_for():
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", IMPORT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
