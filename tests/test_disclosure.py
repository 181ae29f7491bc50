"""Statements that a market requires: present, altered, missing, contradicted; every trial of every disclosure file."""

from __future__ import annotations

import pytest

from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.model import Product, Standing
from claimlint.readers.markdown import read_markdown
from claimlint.rules.disclosures import load_duties
from claimlint.rules.home import lexicon_home

DUTIES = load_duties(lexicon_home())
TRIALS = [(duty, trial) for duty in DUTIES for trial in duty.trials]
_BUILT = {}
NOT_INTENDED = "This product is not intended to diagnose, treat, cure, or prevent any disease."


def outcomes(code, text, product, market):
    key = (product, market)
    if key not in _BUILT:
        _BUILT[key] = build(Config(markets=(market,), select=("DIS", "EFF"), product=product)).linter
    report = _BUILT[key].lint(read_markdown("page.md", text))
    return [f for f in report.findings if f.code == code]


@pytest.mark.parametrize(("duty", "trial"), TRIALS, ids=[f"{d.code}-{i}" for i, (d, _) in enumerate(TRIALS)])
def test_every_trial_behaves(duty, trial):
    found = outcomes(duty.code, trial.text, Product(kind=trial.product, features=trial.features), trial.market)
    assert {f.role for f in found} == ({trial.outcome} if trial.outcome else set())
    assert all(f.confidence == ("high" if trial.product else "medium") for f in found)


@pytest.mark.parametrize("duty", DUTIES, ids=lambda d: d.code)
def test_a_duty_shows_what_it_asks_and_what_satisfies_it(duty):
    assert {"missing", ""} <= {trial.outcome for trial in duty.trials}


def test_all_ten_codes_have_a_file():
    assert [duty.code for duty in DUTIES] == [f"DIS{n:03}" for n in range(1, 11)]


def test_an_altered_statement_shows_the_words_that_differ():
    text = "Supports calm.* *This statement has not been evaluated by the FDA. " + NOT_INTENDED
    [finding] = outcomes("DIS001", text, Product(kind="supplement"), "us")
    assert "[-Food and Drug Administration-] {+FDA+}" in finding.message
    assert finding.quote.startswith("This statement")
    assert [label.text for label in finding.labels] == ["calls for the statement"]


def test_an_altered_chinese_statement_shows_the_character():
    [finding] = outcomes("DIS003", "某某感冒灵。请按药品说明书或在药师指导下购买和使用。", Product(kind="otc"), "cn")
    assert "[-者-]" in finding.message
    assert finding.quote == "请按药品说明书或在药师指导下购买和使用"


def test_width_spaces_and_marks_alter_nothing():
    text = "某某感冒灵。请按药品说明书或者在药师 指导下，购买和使用！ＯＴＣ"
    assert not outcomes("DIS003", text, Product(kind="otc"), "cn")


def test_a_statement_may_stand_anywhere_on_the_page():
    note = f"[^1]: This statement has not been evaluated by the Food and Drug Administration. {NOT_INTENDED}"
    text = f"# Calm\n\nSupports calm sleep.[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n{note}\n"
    assert not outcomes("DIS001", text, Product(kind="supplement"), "us")


NUMBER = "某某牌雾化器。沪械广审（文）第251231-00000号。"


@pytest.mark.parametrize(
    ("text", "kind", "channel", "roles"),
    [
        ("某某牌雾化器限时优惠。", "device", "ad", ["missing"]),
        (NUMBER, "device", "ad", []),
        ("某某牌雾化器。械广审第1号。", "device", "ad", ["altered"]),
        ("某某口腔种植中心，预约热线400。", "clinic", "ad", ["missing"]),
        ("某某口腔种植中心。医广【2025】第01-02-003号", "clinic", "ad", []),
        ("某某医院科室与门诊时间公示。", "clinic", "website", []),
        ("这款面膜真好用。本广告仅供参考。", "cosmetic", "social", ["missing"]),
        ("广告\n\n这款面膜真好用。", "cosmetic", "social", []),
    ],
)
def test_review_numbers_and_labels_by_channel(text, kind, channel, roles):
    found = outcomes("DIS006", text, Product(kind=kind, channel=channel), "cn")
    assert [f.role for f in found] == roles


def test_output_that_a_clinician_reviews_needs_no_notice():
    page = "Your visit summary is ready."
    assert outcomes("DIS010", page, Product(kind="telehealth", features=("generated",)), "us")
    assert not outcomes("DIS010", page, Product(kind="telehealth", features=("generated",), reviewed="yes"), "us")


def test_a_duty_of_one_market_is_none_of_another():
    assert not outcomes("DIS007", "Painox for headaches.", Product(kind="otc", status=(Standing("us", "approved"),)), "us")


def test_education_owes_no_statement():
    text = "# Symptoms\n\nSymptoms include pain. Talk to your doctor. Treatment options include exercise, which supports healthy joints.\n"
    assert not outcomes("DIS001", text, Product(kind="supplement"), "us")


def test_a_page_without_any_trigger_is_left_alone():
    assert not outcomes("DIS010", "Our clinic opens at nine.", Product(), "us")
