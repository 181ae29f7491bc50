"""Statements that a market requires: present, altered, missing, contradicted; every trial of every disclosure file."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from profiles import lint, linter

from claimlint.model import Product, Standing
from claimlint.readers.html import read_html
from claimlint.rules.disclosures import load_duties
from claimlint.rules.home import lexicon_home

SHARED = Path(__file__).parent.parent.parent / "shared" / "rules" / "examples.jsonl"

DUTIES = load_duties(lexicon_home())
TRIALS = [(duty, trial) for duty in DUTIES for trial in duty.trials]
NOT_INTENDED = "This product is not intended to diagnose, treat, cure, or prevent any disease."


def outcomes(code, text, product, market):
    report = lint(text, product, (market,), ("DIS", "EFF"))
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


def test_a_page_that_only_mentions_health_food_owes_nothing():
    assert not outcomes("DIS005", "任何保健食品都不能代替均衡饮食。", Product(), "cn")


def test_without_a_profile_a_missing_statement_is_a_warning():
    [finding] = outcomes("DIS001", "A dietary supplement that supports healthy joints.", Product(), "us")
    assert (finding.severity, finding.confidence) == ("warning", "medium")
    assert any("declare product.kind" in reason for reason in finding.reasons)


# What each code of the catalogue takes for granted of a page: product, features, channel, market.
GIVEN = {
    ("DIS001", "en"): (Product(kind="supplement"), "us"),
    ("DIS002", "en"): (Product(kind="drug-rx"), "us"),
    ("DIS002", "zh"): (Product(kind="drug-rx"), "cn"),
    ("DIS003", "zh"): (Product(kind="otc"), "cn"),
    ("DIS004", "zh"): (Product(kind="device", features=("personal-use",)), "cn"),
    ("DIS005", "zh"): (Product(kind="supplement"), "cn"),
    ("DIS006", "zh"): (Product(kind="device", channel="social"), "cn"),
    ("DIS007", "en"): (Product(kind="otc"), "uk"),
    ("DIS008", "en"): (Product(kind="herbal"), "uk"),
    ("DIS009", "en"): (Product(kind="supplement"), "uk"),
    ("DIS010", "en"): (Product(kind="ai-software", features=("generated",)), "us"),
    ("DIS010", "zh"): (Product(kind="ai-software", features=("generated",)), "cn"),
}
REMARKED = ("DIS010-zh-v3",)  # its bracket is a remark on the page, and holds the very words that are asked for
# Rows about another product than the rest of their code.
OTHER = {
    "DIS002-en-c2": Product(),
    "DIS002-zh-c2": Product(),
    "DIS003-zh-v3": Product(kind="drug-rx"),
    "DIS003-zh-c2": Product(kind="drug-rx"),
    "DIS003-zh-c3": Product(),
    "DIS004-zh-v3": Product(kind="device", features=("contraindications",)),
    "DIS004-zh-c2": Product(kind="device", features=("contraindications",)),
    "DIS004-zh-c3": Product(kind="device"),
    "DIS005-zh-v3": Product(kind="fsmp"),
    "DIS005-zh-c2": Product(kind="fsmp"),
    "DIS005-zh-c3": Product(kind="food"),
    "DIS006-zh-v1": Product(kind="clinic", channel="ad"),
    "DIS006-zh-c1": Product(kind="device", channel="ad"),
    "DIS006-zh-c2": Product(kind="food", channel="social"),
    "DIS006-zh-c3": Product(kind="clinic", channel="website"),
    "DIS007-en-c3": Product(kind="otc", features=("name-only",)),
    "DIS008-en-c2": Product(kind="food"),
    "DIS008-en-c3": Product(kind="otc"),
}


def test_the_catalogue_of_documents_behaves():
    if not SHARED.exists():
        pytest.skip("the catalogue is not here")
    rows = [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for row in (r for r in rows if r["level"] == "document" and (r["code"], r["lang"]) in GIVEN and r["id"] not in REMARKED):
        product, market = GIVEN[row["code"], row["lang"]]
        found = outcomes(row["code"], row["text"], OTHER.get(row["id"], product), market)
        if bool(found) != (row["expect"] == "fire"):
            wrong.append((row["id"], row["text"]))
    assert wrong == []


DSHEA = f"This statement has not been evaluated by the Food and Drug Administration. {NOT_INTENDED}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is not intended", "is intended"),
        ("has not been", "has been"),
        ("diagnose, ", ""),
        ("cure, ", ""),
        ("any disease", "any rare disease"),
    ],
)
def test_a_word_lost_or_added_alters_a_statement(old, new):
    found = outcomes("DIS001", f"Supports calm sleep.\n\n{DSHEA.replace(old, new)}\n", Product(kind="supplement"), "us")
    assert [f.role for f in found] == ["altered"]


@pytest.mark.parametrize(
    "statement",
    [
        DSHEA,
        DSHEA.replace(" ", "\u00a0"),
        DSHEA.replace(". ", ".\n\n"),
        DSHEA.replace("treat, cure, or", "treat, cure or"),
        DSHEA.replace("cure, or prevent", "cure, and/or prevent"),
    ],
)
def test_spaces_paragraphs_and_spare_words_alter_nothing(statement):
    assert not outcomes("DIS001", f"Supports calm sleep.\n\n{statement}\n\nShips on Monday.\n", Product(kind="supplement"), "us")


def test_a_statement_in_two_paragraphs_must_be_whole():
    page = f"Supports calm sleep.\n\n{DSHEA.replace('. ', '.' + chr(10) * 2).replace('cure, ', '')}\n"
    assert len(outcomes("DIS001", page, Product(kind="supplement"), "us")) == 1


@pytest.mark.parametrize("mark", ["hidden", 'style="display:none"'])
def test_a_statement_that_the_page_hides_is_missing(mark):
    shown = read_html("page.html", f"<p>Supports calm sleep.</p><p>{DSHEA}</p>")
    hidden = read_html("page.html", f"<p>Supports calm sleep.</p><p {mark}>{DSHEA}</p>")
    linted = [
        linter(("us",), ("DIS",)).lint(dataclasses.replace(page, front=(("product.kind", "supplement"),))) for page in (shown, hidden)
    ]
    assert [[(f.code, f.role) for f in report.findings] for report in linted] == [[], [("DIS001", "missing")]]


@pytest.mark.parametrize(
    ("product", "text", "told"),
    [
        ('kind = "otc"', "本品清热解毒。", True),
        ('kind = "otc"\nchannel = "label"', "本品清热解毒。", False),
        ('kind = "ai-software"', "本软件记录睡眠。", True),
        ('kind = "drug-rx"\nfeatures = ["name-only"]', "本品清热解毒。", False),
        ('kind = "otc"', "Take it with water.", False),  # a duty of Chinese pages
        ("", "本品清热解毒。", False),
    ],
)
def test_what_is_not_asked_for_is_told_once_with_what_to_declare(tmp_path, runs, product, text, told):
    (tmp_path / "claimlint.toml").write_text(f'markets = ["us", "cn"]\n[product]\n{product}\n', encoding="utf-8")
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    _, out, err = runs("check", ".")
    said = [line.strip() for line in (out + err).splitlines() if "not asked for" in line]
    assert said == (["not asked for: DIS006 (declare product.channel)"] if told else [])
    _, out, _ = runs("check", ".", "--format", "json")
    asked = [{"code": "DIS006", "declare": "product.channel"}] if told else None
    assert [draft.get("not_asked") for draft in json.loads(out)["documents"]] == [asked, asked]
