"""`explain FILE:LINE:COLUMN`: every silence and every finding has its reasons."""

from __future__ import annotations

import subprocess
import sys

import pytest

DRAFT = """# Our tea

Our tea does not cure diabetes. It cures gout. Cure that is far from any word for the gout.

See [the long read](https://example.org).

Wir verkaufen guten Tee, und nur das ist es.

```
cures gout
```
"""


@pytest.fixture
def trace(tmp_path):
    (tmp_path / "a.md").write_text(DRAFT, encoding="utf-8")

    def run(place):
        command = [sys.executable, "-m", "claimlint", "explain", place]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_a_silence_names_phrase_agent_and_the_words_that_cleared_it(trace):
    text = trace("a.md:3:20").stdout
    for said in (
        "“cure diabetes”, turning on “cure”",
        "who        product",
        "cleared by negated “not”",
        "silent EFF001 “cure diabetes”: negated “not”",
    ):
        assert said in text


def test_a_finding_names_its_markets_and_confidence(trace):
    text = trace("a.md:3:40").stdout
    assert "nothing clears it" in text
    assert "error EFF001 “cures gout” (us, eu, uk; confidence high)" in text


def test_a_silence_names_the_setting_that_decided_it(trace, tmp_path):
    (tmp_path / "claimlint.toml").write_text('markets = ["uk"]\n\n[product]\nkind = "food"\n')
    (tmp_path / "a.md").write_text("Our tea is FDA approved.\n")
    assert "decided by the markets in force, none of which rules on it: uk (claimlint.toml:1)" in trace("a.md:1:15").stdout
    (tmp_path / "claimlint.toml").write_text('[product]\nkind = "drug-rx"\nstatus = { us = { status = "approved", number = "000000" } }\n')
    assert "decided by the product profile (claimlint.toml:1): status is approved, numbered" in trace("a.md:1:15").stdout
    (tmp_path / "claimlint.toml").unlink()
    front = "---\nclaimlint:\n  product:\n    kind: samd\n---\nOur cocoa boosts your immune system.\n"
    (tmp_path / "a.md").write_text(front)
    assert "decided by the product profile (front matter)" in trace("a.md:6:15").stdout


def test_a_near_miss_is_told(trace):
    text = trace("a.md:3:60").stdout
    assert "not matched: every part is here" in text
    assert "silent: no phrase of any rule matches here" in text


def test_a_line_leads_to_its_first_prose(trace):
    assert "heading, read as" in trace("a.md:1").stdout


@pytest.mark.parametrize(
    ("place", "said"), [("a.md:10:1", "nothing is read as prose here"), ("a.md:7:6", "no rules are written for this language")]
)
def test_where_nothing_was_looked_at_says_so(trace, place, said):
    assert said in trace(place).stdout


@pytest.mark.parametrize(
    ("place", "said"), [("a.md:99:1", "there is no place 99:1"), ("b.md:1:1", "No such file"), ("a.xyz:1:1", "No such file")]
)
def test_a_place_that_is_none(trace, place, said):
    done = trace(place)
    assert done.returncode == 2
    assert said in done.stderr
