"""The product profile: how it is read, and what it decides."""

from __future__ import annotations

import dataclasses

import pytest
from profiles import lint, linter

from claimlint.cli.build import build
from claimlint.config import config_at, load_config
from claimlint.errors import ConfigError, UnreadableError
from claimlint.model import Indication, Person, Product, Standing
from claimlint.profile import of_page, over
from claimlint.readers.markdown import read_markdown

FULL = """
markets = ["us", "eu"]
[product]
kind = "samd"
name = "RetinaCheck"
audience = "professional"
channel = "website"
entity = "company"
reviewed = false
features = ["personal-use"]
claims = ["Reads one photograph of each eye."]
[product.status]
us = { status = "granted", number = "DEN000000" }
eu = "certified"
[product.indication]
condition = ["diabetic retinopathy"]
population = ["adults with diabetes"]
user = "health care providers"
autonomous = ["screen"]
[[product.people]]
name = "Lena Orrin"
title = "ophthalmologist"
licence = "A-1"
"""


def loaded(tmp_path, text):
    path = tmp_path / "claimlint.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_every_field_is_read(tmp_path):
    product = loaded(tmp_path, FULL).product
    assert product == Product(
        kind="samd",
        name="RetinaCheck",
        audience="professional",
        channel="website",
        entity="company",
        reviewed="no",
        features=("personal-use",),
        claims=("Reads one photograph of each eye.",),
        status=(Standing("eu", "certified"), Standing("us", "granted", "DEN000000")),
        indication=Indication(("diabetic retinopathy",), ("adults with diabetes",), ("health care providers",), ("screen",)),
        people=(Person("Lena Orrin", "ophthalmologist", "A-1"),),
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[product]\nkind = "suplement"\n', 2, 'did you mean "supplement"?'),
        ('[product]\nkid = "food"\n', 2, 'did you mean "kind"?'),
        ('[product]\nkind = ["food"]\n', 2, "must be a string"),
        ('[product]\nkind = "food"\n[product.status]\nus = "aproved"\n', 4, 'did you mean "approved"?'),
        ('[product]\n[product.indication]\nconditions = ["x"]\n', 3, 'did you mean "condition"?'),
        ('[product]\n[product.indication]\nautonomous = ["cook"]\n', 3, '"cook" is no autonomous'),
        ("[product]\nreviewed = 3\n", 2, "true or false"),
        ('[product]\nstatus = "approved"\n', 2, "must be a table"),
        ('[product]\npeople = "Lena"\n', 2, "array of tables"),
        ('[[product.people]]\ntitle = "MD"\n', 1, "needs a name"),
        ('product = "food"\n', 1, "must be a table"),
        ("[product]\nfeatures = [1]\n", 2, "must be a string"),
    ],
)
def test_a_slip_is_told_with_its_line_and_a_remedy(tmp_path, text, line, says):
    with pytest.raises(ConfigError) as error:
        loaded(tmp_path, text)
    assert says in str(error.value)
    assert error.value.line == line


def test_overrides_set_parts_by_path(tmp_path):
    config = loaded(tmp_path, FULL + '\n[[overrides]]\npaths = ["tea/**"]\nproduct = { kind = "food" }\n')
    other = config_at(config, tmp_path / "tea" / "a.md").product
    assert other == dataclasses.replace(config.product, kind="food")
    assert config_at(config, tmp_path / "a.md").product == config.product


def test_the_later_profile_goes_before_the_earlier_part_by_part():
    base = Product(kind="device", status=(Standing("us", "cleared"),), indication=Indication(("asthma",), ("adults",)))
    other = Product(status=(Standing("eu", "certified"),), indication=Indication(population=("children",)))
    assert over(base, other) == Product(
        kind="device", status=(Standing("eu", "certified"), Standing("us", "cleared")), indication=Indication(("asthma",), ("children",))
    )


def test_the_front_matter_of_a_page_is_read_as_the_reader_hands_it_over():
    said = "  product:\n    kind: device\n    features: [personal-use, generated]\n    reviewed: true\n"
    text = f"---\ntitle: Calm\nclaimlint:\n{said}    indication:\n      condition: [asthma, COPD]\n---\n\nHello.\n"
    product = of_page(Product(), read_markdown("a.md", text).front, "a.md")
    indication = Indication(("asthma", "COPD"))
    assert product == Product(kind="device", features=("personal-use", "generated"), reviewed="yes", indication=indication)


def test_front_matter_goes_before_the_configuration():
    front = (("product.kind", "food"), ("product.features", "generated, chatbot"), ("product.status.us", "none"), ("genre", "news"))
    found = of_page(Product(kind="device", name="N"), front, "a.md")
    assert found == Product(kind="food", name="N", features=("generated", "chatbot"), status=(Standing("us", "none"),))


@pytest.mark.parametrize("front", [("product.kind", "foo"), ("product.kin", "food"), ("product.people.name", "x"), ("genre", "poem")])
def test_front_matter_that_cannot_be_read_leaves_the_page_unread(front):
    document = dataclasses.replace(read_markdown("a.md", "Our tea cures diabetes."), front=(front,))
    with pytest.raises(UnreadableError) as error:
        linter(("us",)).lint(document)
    assert "front matter" in str(error.value)


def codes(text, product, markets=("us",)):
    return {f.code for f in lint(text, product, markets).findings if not f.code.startswith("DIS")}


RETINA = Product(
    kind="samd",
    status=(Standing("us", "granted", "DEN000000"),),
    indication=Indication(("diabetic retinopathy",), ("adults",), (), ("screen",)),
)
ASTHMA = Product(kind="drug-rx", status=(Standing("us", "approved", "NDA 000000"),), indication=Indication(("asthma",), ("adults",)))
MAT = Product(
    kind="device",
    status=(Standing("cn", "registered", "国械注准00000000000"),),
    indication=Indication(("颈椎病",)),
    features=("therapeutic",),
)

DECIDED = [
    # an authorised autonomous device: its indication is the ceiling
    ("Automatically detects diabetic retinopathy.", Product(), "us", {"DIA001"}),
    ("Automatically detects diabetic retinopathy in adults.", RETINA, "us", set()),
    ("Automatically detects diabetic retinopathy in adults.", RETINA, "eu", {"DIA001"}),
    ("Automatically detects glaucoma.", RETINA, "us", {"EFF014"}),
    ("Automatically detects diabetic retinopathy in children.", RETINA, "us", {"EFF014"}),
    ("Does not detect glaucoma or macular degeneration.", RETINA, "us", set()),
    ("Automatically detects diabetic retinopathy in adults.", dataclasses.replace(RETINA, status=()), "us", {"DIA001"}),
    ("It cures diabetic retinopathy in adults.", RETINA, "us", {"EFF001"}),
    # a medicine within and beyond its indication
    ("Brevika treats asthma.", Product(), "us", {"EFF001"}),
    ("Brevika treats asthma.", ASTHMA, "us", set()),
    ("Brevika treats eczema.", ASTHMA, "us", {"EFF014"}),
    ("Brevika treats asthma.", dataclasses.replace(ASTHMA, kind="supplement"), "us", {"EFF001"}),
    # approved against cleared
    ("Our device is FDA approved.", Product(), "us", {"REG001"}),
    ("Our device is FDA approved.", Product(kind="device", status=(Standing("us", "cleared", "K000000"),)), "us", {"REG001"}),
    ("Our device is FDA approved.", Product(kind="device", status=(Standing("us", "approved", "P000000"),)), "us", set()),
    ("Our device is FDA approved.", Product(kind="device", status=(Standing("us", "approved"),)), "us", {"REG001"}),
    # food against drug; a listed claim
    ("Boosts your memory.", Product(kind="food"), "eu", {"EFF011"}),
    ("Boosts your memory.", Product(), "eu", {"EFF011"}),
    ("Boosts your memory.", Product(kind="device"), "eu", set()),
    ("Boosts your memory.", Product(kind="food", claims=("Boosts your memory.",)), "eu", set()),
    # Chinese
    ("治疗颈椎病。", Product(), "cn", {"EFF001"}),
    ("治疗颈椎病。", MAT, "cn", set()),
    ("治疗糖尿病。", MAT, "cn", {"EFF014"}),
]


@pytest.mark.parametrize(("text", "product", "market", "expected"), DECIDED)
def test_what_text_alone_cannot_decide(text, product, market, expected):
    assert codes(text, product, (market,)) == expected


def test_the_words_of_the_authorisation_itself():
    text = "Indicated for health care providers to automatically detect more than mild diabetic retinopathy in adults with diabetes."
    people = Indication(("diabetic retinopathy",), ("adults with diabetes",), ("health care providers",), ("screen",))
    assert codes(text, Product()) == {"DIA001"}
    assert codes(text, dataclasses.replace(RETINA, indication=people)) == set()


def test_a_pump_that_may_set_doses():
    text = "The pump adjusts your insulin dose on its own."
    pump = Product(
        kind="device", status=(Standing("us", "cleared", "K000000"),), indication=Indication(("type 1 diabetes",), (), (), ("dose",))
    )
    assert "RXA004" in codes(text, Product())
    assert "RXA004" not in codes(text, pump)


def test_professionals_may_be_told_of_prescription_medicines():
    text = "Order semaglutide online now."
    assert "REG008" in codes(text, Product(), ("uk",))
    assert "REG008" not in codes(text, Product(kind="drug-rx", audience="professional"), ("uk",))


def test_a_real_doctor_against_a_persona():
    persona = lint("Meet Dr. Mia, our chatbot.", Product(), ("us",))
    assert {f.code for f in persona.findings} & {"IMP001", "IMP004"}
    text = "Lena Orrin is a self-taught physician."
    assert codes(text, Product()) == {"IMP006"}
    assert codes(text, Product(kind="clinic", people=(Person("Lena Orrin", "physician", "A-1"),))) == set()
    assert codes(text, Product(kind="clinic", people=(Person("Lena Orrin", "physician"),))) == {"IMP006"}


def test_permission_goes_by_market():
    report = lint("Brevika treats asthma.", ASTHMA, ("us", "uk"))
    [finding] = [f for f in report.findings if f.code == "EFF001"]
    assert {law.market for law in finding.basis} == {"uk"}


def test_what_the_profile_cleared_is_shown_with_its_reason():
    report = lint("Brevika treats asthma.", ASTHMA, ("us",))
    [cleared] = [c for c in report.cleared if c.code == "EFF001"]
    assert (cleared.reason, cleared.cue) == ("profile", "the authorised indication covers it")


def test_without_a_profile_the_finding_is_less_sure_and_says_what_to_declare():
    [finding] = lint("Our device is FDA approved.", Product(), ("us",)).findings
    assert finding.confidence == "medium"
    assert "no profile decides it: declare product.status" in finding.reasons
    product = Product(kind="device", status=(Standing("us", "cleared"),))
    [declared] = lint("Our device is FDA approved.", product, ("us",)).findings
    assert declared.confidence == "high"


@pytest.mark.parametrize(("market", "remedy"), [("mars", "known: "), ("ukk", 'did you mean "uk"?')])
def test_a_status_in_a_market_that_does_not_exist_is_an_error(tmp_path, market, remedy):
    path = tmp_path / "claimlint.toml"
    path.write_text(f'[product]\nkind = "device"\n[product.status]\n{market} = "cleared"\n')
    with pytest.raises(ConfigError) as error:
        build(load_config(path))
    assert f'"{market}" is no market' in str(error.value)
    assert remedy in str(error.value)
    with pytest.raises(UnreadableError, match=market):
        linter(("us",)).lint(read_markdown("a.md", f"---\nclaimlint:\n  product:\n    status:\n      {market}: cleared\n---\nText.\n"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("ignroe: EFF001", 'unknown key "ignroe"'),
        ("prodcut:\n    kind: device", 'did you mean "product"'),
        ("product: supplement", "must be a table"),
    ],
)
def test_a_mistyped_setting_of_a_page_is_told(settings, said):
    with pytest.raises(UnreadableError) as error:
        linter(("us",)).lint(read_markdown("a.md", f"---\nclaimlint:\n  {settings}\n---\nText.\n"))
    assert said in str(error.value)


def test_two_rules_that_become_one_code_report_one_place_once():
    scope = Indication(condition=("migraine",), population=("adults",))
    product = Product(kind="drug-rx", status=(Standing("us", "approved"),), indication=scope)
    found = [f for f in lint("Norvane treats migraine in children.", product, ("us",)).findings if f.code == "EFF014"]
    assert [f.quote for f in found] == ["treats migraine in children"]


READER = Product(
    kind="samd",
    name="FundaLux",
    audience="professional",
    status=(Standing("us", "granted", "DEN000000"),),
    indication=Indication(("diabetic retinopathy",), ("adults with diabetes",), ("health care providers",), ("screen",)),
)
PUFFER = Product(
    kind="drug-rx", name="Brevika", status=(Standing("us", "approved", "N1"),), indication=Indication(("asthma",), ("adults",))
)
COLLAR = Product(
    kind="device", name="颈舒", status=(Standing("cn", "registered"),), indication=Indication(("颈椎病",), ("成人",), ("医务人员",))
)


@pytest.mark.parametrize(
    ("text", "product", "market", "code", "quote"),
    [
        ("FundaLux screens toddlers.", READER, "us", "EFF014", "FundaLux screens toddlers"),
        ("Great news: FundaLux is suitable for pregnant women.", READER, "us", "EFF014", "suitable for pregnant women"),
        ("Cleared for glaucoma.", READER, "us", "EFF014", "Cleared for glaucoma"),
        ("Parents can run the test.", READER, "us", "EFF014", "Parents can run"),
        ("FundaLux can be used by patients.", READER, "us", "EFF014", "used by patients"),
        ("FundaLux is FDA cleared.", READER, "us", "REG001", "FDA cleared"),
        ("Brevika is FDA approved for COPD.", PUFFER, "us", "EFF014", "approved for COPD"),
        ("Brevika has 510(k) clearance.", PUFFER, "us", "REG001", "510(k) clearance"),
        ("颈舒获批用于糖尿病。", COLLAR, "cn", "EFF014", "获批用于糖尿病"),
        ("颈舒适合儿童。", COLLAR, "cn", "EFF014", "适合儿童"),
        ("家长可在家操作颈舒。", COLLAR, "cn", "EFF014", "家长可在家操作"),
    ],
)
def test_what_goes_beyond_the_profile_is_found_where_no_other_rule_speaks(text, product, market, code, quote):
    found = [f for f in lint(text, product, (market,)).findings if f.code == code]
    assert [f.quote for f in found] == [quote]
    assert any("product." in reason for reason in found[0].reasons)
    assert [f for f in lint(text, Product(), (market,)).findings if f.quote == quote and f.code == code] == []


@pytest.mark.parametrize(
    ("text", "product", "market"),
    [
        ("FundaLux screens adults with diabetes for diabetic retinopathy.", READER, "us"),
        ("FundaLux screens adults for retinopathy.", READER, "us"),
        ("FundaLux screens for disease.", READER, "us"),
        ("FundaLux is used by health care providers.", READER, "us"),
        ("FundaLux was granted De Novo by the FDA (DEN000000).", READER, "us"),
        ("FundaLux is not cleared by the FDA and is not for use in children.", READER, "us"),
        ("Do not use FundaLux in pregnancy.", READER, "us"),
        ("Is FundaLux suitable for children?", READER, "us"),
        ("Diabetes is common in older adults, and many patients have glaucoma.", READER, "us"),
        ("Children love the toys in our waiting room.", READER, "us"),
        ("颈舒不适用于孕妇，儿童禁用。", COLLAR, "cn"),
        ("颈舒供医务人员使用。", COLLAR, "cn"),
        ("孩子们喜欢候诊室的玩具。", COLLAR, "cn"),
    ],
)
def test_what_stays_within_the_profile_or_is_said_of_others_is_left_alone(text, product, market):
    assert [f.code for f in lint(text, product, (market,)).findings if f.code in ("EFF014", "REG001")] == []


def test_what_counts_without_a_profile_is_not_lost_to_what_does_not():
    found = lint("It is great for asthma in children.", PUFFER, ("us",)).findings
    alone = lint("It is great for asthma in children.", Product(), ("us",)).findings
    assert "EFF014" in {f.code for f in alone} & {f.code for f in found}


def test_a_sentence_within_the_profile_is_no_claim_of_the_page():
    text = "FundaLux is used by health care providers. Nothing else."
    assert lint(text, READER, ("us",)).claims == ()


def test_two_rules_that_say_the_same_of_the_same_words_are_one_finding():
    found = lint("Our balm eases migraine headaches. Our balm lowers cholesterol.", Product(), ("us",))
    assert [f.code for f in found.findings if f.code.startswith("EFF")] == ["EFF001", "EFF009"]
