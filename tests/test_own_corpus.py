"""Sentences of our own: a change that loses claims or raises false alarms fails, per family and per rule."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from claimlint.language.analyse import Analyst
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.selftest import said

OWN = Path(__file__).parent / "own"
FLOOR = 0.9  # of the claims of a family, or all but one of them
CEILING = 1  # innocent sentences that one rule may flag
SHARE = 0.02  # of the innocent sentences that all rules together may flag


@pytest.fixture(scope="module", params=sorted(p.stem for p in OWN.glob("*.txt")))
def flagged(request):
    """Return each sentence of one language with its family (a dash: innocent) and the rules that flag it."""
    (lexicon,) = load_lexicons(lexicon_home(), (request.param,))
    analyst = Analyst(lexicon)
    severe = {r.code for r in lexicon.rules if r.severity != "note" and r.status == "stable"}
    lines = [line for line in (OWN / f"{request.param}.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = [line.split(maxsplit=1) for line in lines]
    return [(family, text, {m.rule for _, m in said(analyst, lexicon, text) if m.cleared is None} & severe) for family, text in pairs]


def test_claims_are_found(flagged):
    asked, lost = Counter(f for f, _, _ in flagged if f != "-"), {}
    for family in asked:
        missed = [text for f, text, rules in flagged if f == family and not rules]
        if len(missed) > max(1, (1 - FLOOR) * asked[family]):
            lost[family] = missed
    assert asked
    assert lost == {}


def test_innocent_sentences_stay_silent(flagged):
    innocent = [(text, rules) for family, text, rules in flagged if family == "-"]
    by_rule = Counter(rule for _, rules in innocent for rule in rules)
    assert innocent
    assert {rule: n for rule, n in by_rule.items() if n > CEILING} == {}
    assert sum(bool(rules) for _, rules in innocent) <= SHARE * len(innocent), [i for i in innocent if i[1]]
