"""The product's own name counts as the product: declared, introduced by the page, or the subject of what software does."""

from __future__ import annotations

import pytest
from profiles import linter

from claimlint.model import Product
from claimlint.profile import of_page
from claimlint.readers.markdown import read_markdown
from claimlint.trace import explain

MARKETS = ("us", "eu", "uk", "cn")
EYE = Product(kind="samd", name="FundaLux", aliases=("眸视", "Funda-Lux Pro"))
BOT = Product(kind="ai-software", name="Orlena")
TEA = Product(kind="supplement", name="Sereniva")
BARE = Product(name="Orlena")
CARE = Product(kind="telehealth", name="Orlena")
WORD = Product(kind="ai-software", name="Calm")


def report(text, product=None):
    return linter(MARKETS, (), product or Product()).lint(read_markdown("a.md", text))


def flagged(text, product=None):
    return [(f.code, f.quote) for f in report(text, product).findings if not f.code.startswith("DIS")]


@pytest.mark.parametrize(
    ("text", "product", "code", "quote"),
    [
        ("FundaLux detects glaucoma.", EYE, "DIA001", "FundaLux detects glaucoma"),
        ("At the optician: FUNDALUX detects glaucoma.", EYE, "DIA001", "FUNDALUX detects glaucoma"),
        ("A **Funda-Lux Pro** detects glaucoma.", EYE, "DIA001", "Funda-Lux Pro** detects glaucoma"),
        ("眸视诊断青光眼。", EYE, "DIA001", "眸视诊断青光眼"),
        ("FundaLux 诊断青光眼。", EYE, "DIA001", "FundaLux 诊断青光眼"),
        ("Orlena prescribes antibiotics.", BOT, "RXA001", "Orlena prescribes antibiotics"),
        ("Orlena is your physician.", BOT, "IMP001", "Orlena is your physician"),
        ("Orlena prescribes antibiotics.", BARE, "RXA001", "Orlena prescribes antibiotics"),
        ("Sereniva to treat anxiety.", TEA, "EFF001", "Sereniva to treat anxiety"),
        ("Sereniva for eczema.", TEA, "EFF001", "Sereniva for eczema"),
        ("Sereniva治疗失眠。", TEA, "EFF001", "Sereniva治疗失眠"),
    ],
)
def test_a_declared_name_is_the_product_of_its_kind(text, product, code, quote):
    assert (code, quote) in flagged(text, product)
    (found,) = [f for f in report(text, product).findings if f.code == code]
    assert (found.confidence, "reads" in found.message) == ("high", False)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Orlena prescribes antibiotics.", CARE),  # its doctors do
        ("Orlena helps doctors detect glaucoma.", BOT),
        ("Orlena does not prescribe antibiotics.", BOT),
        ("Your doctor prescribes antibiotics; Orlena reminds you to take them.", BOT),
        ("Orlenas prescribe antibiotics.", BOT),  # another word
        ("Stay calm while the doctor prescribes antibiotics; calm prescribes nothing.", WORD),
        ("Sereniva is a tea for the evening.", TEA),
        ("Orlena 不开具处方。", BOT),
        ("Orlena 为医生提供诊断参考。", BOT),
    ],
)
def test_a_declared_name_makes_nothing_a_claim_that_is_none(text, product):
    assert flagged(text, product) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FundaLux detects glaucoma.", "DIA001"),
        ("Hello. FundaLux quickly detects glaucoma.", "DIA001"),
        ("Orlena prescribes antibiotics in seconds.", "RXA001"),
        ("# Orlena, your chatbot for health\n\nOrlena prescribes antibiotics.", "RXA001"),
        ("Orlena is an assistant made of software. At night Orlena prescribes antibiotics.", "RXA001"),
        ("FundaLux 诊断青光眼。", "DIA001"),
        ("Orlena是一款智能问诊机器人。每晚Orlena开具处方。", "RXA001"),
    ],
)
def test_a_name_that_nobody_declared_is_guessed_and_less_sure(text, code):
    (found,) = [f for f in report(text).findings if f.code == code]
    assert found.confidence == "medium"
    assert any("declare product.name" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "Orlena prescribes antibiotics.",
        "Whitfield prescribes antibiotics in the afternoon.",
        "McAllen prescribes antibiotics.",
        "Dr. Whitfield prescribes antibiotics in minutes.",
        "Northgate Hospital detects cancer early.",
        "Rosa, a nurse, prescribes antibiotics.",
        "# Orlena, your new colleague\n\nOrlena prescribes antibiotics.",
        "Whitfield is a surgeon. Whitfield prescribes antibiotics.",
        "TypeScript detects errors as you write.",
        "Surgeons use MedLight. Aspirin treats pain.",
        "北城医院诊断青光眼。",
    ],
)
def test_people_hospitals_and_other_names_are_not_taken_for_software(text):
    assert flagged(text) == []


def test_a_declared_kind_that_is_no_software_stops_the_guessing():
    assert flagged("FundaLux detects glaucoma.", Product(kind="clinic")) == []
    assert flagged("FundaLux detects glaucoma.", Product(kind="clinic", name="Eyehouse")) == []


def test_only_what_rests_on_the_name_is_less_sure():
    text = "# Orlena, your chatbot\n\nOrlena says: our pills cure gout."
    assert [f.confidence for f in report(text).findings if f.code == "EFF001"] == ["high"]


def test_the_trace_shows_the_name_and_not_its_stand_in():
    page = read_markdown("a.md", "FundaLux detects glaucoma.")
    traced = explain(linter(MARKETS, (), EYE), page, 0)
    assert traced.trace.reads == "fundalux detects glaucoma."
    assert "xname" not in str(traced.trace.words)


def test_names_of_one_page_are_not_those_of_the_next():
    assert flagged("Orlena prescribes antibiotics.", BOT)
    text = "Orlena prescribes antibiotics."
    named = read_markdown("a.md", f"---\nclaimlint:\n  product:\n    kind: ai-software\n    name: Orlena\n---\n\n{text}")
    plain = read_markdown("a.md", text)
    both = linter(MARKETS)
    assert [len(both.lint(page).findings) > 0 for page in (named, plain, named)] == [True, False, True]


def test_aliases_in_front_matter():
    assert of_page(Product(), (("product.aliases", "眸视, FundaLux"),), "a.md").aliases == ("眸视", "FundaLux")
