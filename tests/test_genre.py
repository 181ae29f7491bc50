"""The genre of a draft, what it does to findings, and how sure a finding is."""

from __future__ import annotations

import dataclasses
import json

import pytest
from typer.testing import CliRunner

from claimlint.checks.confidence import weigh
from claimlint.cli import app
from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.errors import ConfigError
from claimlint.genre import Judge
from claimlint.model import Weights, rank
from claimlint.phrases import plain
from claimlint.readers.markdown import read_markdown
from claimlint.rules.home import lexicon_home
from claimlint.rules.stances import load_genres

PAGES = {
    "education": "# What is asthma?\n\nSymptoms include a tight chest. Talk to your doctor about treatment options. Inhalers relieve it.\n",
    "law": "# Guidance on claims\n\nA trader must not claim that a food cures cancer. This is prohibited pursuant to the Act.\n",
    "news": "Reuters. A start-up says its tea cures asthma, a spokesperson said in a statement. By a staff writer, Anytown newsroom.\n",
    "terms": "# Terms of use\n\nBy using this website you agree to these terms. We reserve the right to change them.\n",
    "job-post": "# We are hiring\n\nResponsibilities: you treat asthma. Apply now with your CV.\n",
    "biography": "# About Dr. Orrin\n\nShe graduated from Anytown in 1999 and treats asthma.\n",
    "label": "# Drug facts\n\nActive ingredient: salt. Indications and usage: relieves asthma. Keep out of reach of children.\n",
    "promotion": "# Breathe again\n\nOur inhaler cures asthma. Buy now, free shipping!\n",
}
CHINESE = {
    "education": "# 什么是哮喘\n\n主要症状是气喘。请及时就医，遵医嘱用药。\n",
    "law": "# 医疗广告管理办法\n\n第一条 广告不得含有治愈率。违反本办法的，责令改正。涉嫌违法的由执法人员查处。\n",
    "promotion": "# 告别哮喘\n\n我院根治哮喘，立即预约！\n",
    "job-post": "# 招聘医师\n\n岗位职责：治疗哮喘。五险一金。\n",
}
LINTER = build(Config(markets=("us", "eu", "uk", "cn"))).linter


def lint(text, path="page.md", **front):
    return LINTER.lint(dataclasses.replace(read_markdown(path, text), front=tuple(front.items())))


@pytest.mark.parametrize(("genre", "text"), [*PAGES.items(), *CHINESE.items()])
def test_each_genre_is_told_by_its_cues(genre, text):
    report = lint(text)
    assert report.genre == genre
    assert report.genre_reasons
    assert all('"' in reason for reason in report.genre_reasons)


def test_without_cues_a_page_is_promotion():
    assert lint("Tea and honey.").genre == "promotion"
    assert lint("Tea and honey.").genre_reasons == ("no other genre was recognised",)


def test_an_offer_to_buy_goes_before_the_manner_of_education():
    text = PAGES["education"] + "\nOrder now: our customers love it. Buy now! Download the app and sign up.\n"
    assert lint(text).genre == "promotion"


def test_education_lowers_a_plain_statement_to_a_note_and_says_why():
    promo = [f for f in lint("Heat cures arthritis.").findings if f.code == "EFF001"]
    assert [f.severity for f in promo] == ["error"]
    found = [f for f in lint(PAGES["education"] + "\nHeat cures arthritis.\n").findings if f.quote == promo[0].quote]
    assert [(f.severity, f.confidence) for f in found] == [("note", "medium")]
    assert any("patient education" in reason for reason in found[0].reasons)


@pytest.mark.parametrize("genre", [g for g in PAGES if g != "promotion"])
def test_no_genre_lowers_a_claim_about_ones_own_product(genre):
    for sentence in ("Our tea cures diabetes.", "We cure diabetes.", "本品根治糖尿病。"):
        alone = {(f.code, f.severity) for f in lint(sentence).findings}
        within = lint(f"{sentence}\n", genre=genre)
        assert within.genre == genre
        assert {(f.code, f.severity) for f in within.findings} == alone
        assert any(rank(f.severity) == 2 for f in within.findings)


def test_the_name_of_the_product_is_ones_own():
    front = {"genre": "education", "product.name": "Zumelia"}
    assert [f.severity for f in lint("Zumelia cures diabetes.", **front).findings if f.code == "EFF001"] == ["error"]
    assert [f.severity for f in lint("Zumelia cures diabetes.", genre="education").findings if f.code == "EFF001"] == ["note"]


@pytest.mark.parametrize("genre", [g for g in PAGES if g != "promotion"])
def test_no_genre_silences_anything(genre):
    sentence = "Heat cures arthritis and reverses diabetes."
    assert {f.code for f in lint(sentence, genre=genre).findings} == {f.code for f in lint(sentence).findings}


def test_the_configuration_sets_it_by_path(tmp_path, monkeypatch):
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "a.md").write_text("Heat cures arthritis.\n")
    (tmp_path / "b.md").write_text("Heat cures arthritis.\n")
    (tmp_path / "claimlint.toml").write_text('[[overrides]]\npaths = ["law/**"]\ngenre = "law"\n')
    monkeypatch.chdir(tmp_path)
    out = json.loads(CliRunner().invoke(app, ["check", "--format", "json", "-q"]).stdout)
    assert {d["path"]: (d["genre"], d["genre_reasons"]) for d in out["documents"]} == {
        "b.md": ("promotion", ["no other genre was recognised"]),
        "law/a.md": ("law", ["set in the configuration"]),
    }
    assert {f["path"]: f["severity"] for f in out["findings"]} == {"b.md": "error", "law/a.md": "note"}


def test_an_unknown_genre_is_a_mistake_of_the_configuration():
    with pytest.raises(ConfigError) as error:
        build(Config(genre="educaton"))
    assert 'did you mean "education"?' in str(error.value)


def test_the_summary_names_a_genre_that_is_not_promotion(tmp_path):
    page = tmp_path / "a.md"
    page.write_text(PAGES["education"])
    shown = CliRunner().invoke(app, ["check", "--isolated", str(page)]).stdout
    assert "genre education 1: " in shown
    page.write_text(PAGES["promotion"])
    assert "genre" not in CliRunner().invoke(app, ["check", "--isolated", str(page)]).stdout


def test_each_doubt_takes_its_points_once():
    weights = Weights({"a": (30, "first"), "b": (40, "second {}"), "c": (0, "third")}, 75, 45)
    assert weigh([], weights) == ("high", ())
    assert weigh(["c"], weights) == ("high", ("third",))
    assert weigh(["a", "a"], weights) == ("medium", ("first",))
    assert weigh(["a", "b"], weights, {"b": "x"}) == ("low", ("first", "second x"))
    assert weigh(["unknown"], weights) == ("high", ())


def test_quoted_words_are_less_sure_and_say_so():
    [finding] = lint('The box reads: "cures diabetes".').findings
    assert (finding.code, finding.confidence) == ("EFF001", "medium")
    assert "the words stand in quotation marks and may be somebody else's" in finding.reasons


def test_min_confidence_hides_and_does_not_count(tmp_path):
    page = tmp_path / "a.md"
    page.write_text("Our device is FDA approved.\n")
    run = ["check", "--isolated", "--market", "us", str(page), "--format", "json", "-q"]
    sure = CliRunner().invoke(app, [*run, "--min-confidence", "high"])
    assert (sure.exit_code, json.loads(sure.stdout)["findings"]) == (0, [])
    unsure = CliRunner().invoke(app, run)
    assert (unsure.exit_code, len(json.loads(unsure.stdout)["findings"])) == (1, 1)


def test_the_text_report_says_how_sure_it_is(tmp_path):
    page = tmp_path / "a.md"
    page.write_text("Our device is FDA approved.\n")
    shown = CliRunner().invoke(app, ["check", "--isolated", "--market", "us", "--width", "140", str(page)]).stdout
    assert "sure: medium: " in shown
    assert "declare product.status" in shown


def test_a_preview_rule_reports_notes_whatever_the_market_says():
    rules = {key: dataclasses.replace(rule, status="preview") for key, rule in LINTER.rules.items()}
    linter = build(Config(markets=("us", "cn"))).linter
    linter.rules = rules
    found = linter.lint(read_markdown("a.md", "Our tea cures diabetes. 本品根治糖尿病，有效率98%。")).findings
    assert len(found) == 2
    assert {f.severity for f in found} == {"note"}
    assert all("a preview rule" in f.reasons for f in found)


def told(text, path):
    """Return what the path says for a genre, as a judge says it to whom every genre is worth one point."""
    genres = load_genres(lexicon_home(), ("en", "zh"))
    easy = dataclasses.replace(genres, effects=tuple(dataclasses.replace(effect, points=1) for effect in genres.effects))
    return Judge(easy).genre(read_markdown(path, text), plain(text)).reasons


def test_a_word_of_the_path_counts_once_and_is_named_in_the_language_of_the_page():
    assert told("Rest and drink water.\n", "education/page.md") == ('its path: "education" (+3)',)
    assert told("多休息，多喝水，注意保暖。\n", "education/page.md") == ('路径： "education" (+3)',)
    assert lint("Rest and drink water.\n", path="education/page.md").genre == "promotion"  # one word is too little


@pytest.mark.parametrize("folder", ["legal", "news", "labels", "terms", "jobs", "team", "health-education"])
def test_an_english_page_shows_no_chinese_label(folder):
    (reason,) = told("Rest and drink water.\n", f"{folder}/page.md")
    assert reason.isascii()
    assert reason.startswith("its path: ")
