"""Innocent sentences of our own: a change that raises false alarms fails, rule by rule."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.model import rank
from claimlint.readers.text import read_text

HERE = Path(__file__).parent / "negatives"
LINTER = build(Config(markets=("us", "eu", "uk", "cn"))).linter
# How many sentences a rule may flag at warning or above; 0 for every rule that is not named.
# Lower a number when a rule gets better, never raise one.
CEILINGS: dict[str, dict[str, int]] = {
    "en": {"DIA001": 1, "END001": 1, "SAF001": 1, "SAF002": 1},
    "zh": {"EFF004": 1, "SAF002": 1},
}
LEAST = 150


def sentences(language):
    lines = (HERE / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def flagged(language):
    """Return the findings at warning or above by rule; each sentence is a page of its own."""
    found = {}
    for text in sentences(language):
        for finding in LINTER.lint(read_text("page.txt", text)).findings:
            if rank(finding.severity) > 0:
                found.setdefault(finding.code, []).append(f"{text}  «{finding.quote}»")
    return found


@pytest.mark.parametrize("language", sorted(CEILINGS))
def test_no_rule_raises_more_false_alarms_than_its_ceiling(language):
    found = flagged(language)
    over = {code: lines for code, lines in found.items() if len(lines) > CEILINGS[language].get(code, 0)}
    assert not over, "\n".join(f"{code}: {line}" for code, lines in sorted(over.items()) for line in lines)


@pytest.mark.parametrize("language", sorted(CEILINGS))
def test_there_are_enough_sentences_and_no_two_alike(language):
    lines = sentences(language)
    assert len(lines) >= LEAST
    assert [line for line, number in Counter(lines).items() if number > 1] == []


def test_the_same_linter_flags_what_it_should():
    for text in ("Our tea cures diabetes.", "本品根治糖尿病。"):
        assert LINTER.lint(read_text("page.txt", text)).findings
