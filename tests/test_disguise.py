"""Words written to slip past a filter: decoded with their places kept, and innocent text left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.language.disguise import Unmasker, reads
from claimlint.language.normalise import fold
from claimlint.model import Disguises, Span
from claimlint.readers.text import READER


@pytest.fixture(scope="module")
def linter():
    return build(Config()).linter


DISGUISED = {
    "Our tea will c.u.r.e diabetes.": ("EFF001", "c.u.r.e diabetes", "cure diabetes"),
    "Our tea will сure diabetes.": ("EFF001", "сure diabetes", "cure diabetes"),
    "Our tea cur3s ps0riasis.": ("EFF001", "cur3s ps0riasis", "cures psoriasis"),
    "It c u r e s cancer.": ("EFF001", "c u r e s cancer", "cures cancer"),
    "Our drops cu\u200bre gout!": ("EFF001", "cu\u200bre gout", "cure gout"),
    "Our drops 𝐜𝐮𝐫𝐞 gout.": ("EFF001", "𝐜𝐮𝐫𝐞 gout", "cure gout"),
    "Our drops ｃｕｒｅ gout.": ("EFF001", "ｃｕｒｅ gout", "cure gout"),
    "本品可zhi疗糖尿病。": ("EFF001", "本品可zhi疗糖尿病", "本品可治疗糖尿病"),
    "本品可治liao糖尿病。": ("EFF001", "本品可治liao糖尿病", "本品可治疗糖尿病"),
    "本品可冶疗糖尿病。": ("EFF001", "本品可冶疗糖尿病", "本品可治疗糖尿病"),
    "本品根*治高血压。": ("EFF001", "根*治高血压", "本品根治高血压"),
    "本品根 治高血压。": ("EFF001", "根 治高血压", "本品根治高血压"),
    "Our tea ćürės gout.": ("EFF001", "ćürės gout", "cures gout"),
    "Our tea çüŕëş gout.": ("EFF001", "çüŕëş gout", "cures gout"),
    "Our tea 🅲🆄🆁🅴🆂 gout.": ("EFF001", "🅲🆄🆁🅴🆂 gout", "cures gout"),
    "Our tea ᴄᴜʀᴇꜱ gout.": ("EFF001", "ᴄᴜʀᴇꜱ gout", "cures gout"),
    "Our drops c*re gout.": ("EFF001", "c*re gout", "cure gout"),
    "Our drops cure c**cer.": ("EFF001", "cure c**cer", "cure cancer"),
    "本品抗🦀。": ("EFF001", "抗🦀", "抗癌"),
    "本品可智疗痛风。": ("EFF001", "可智疗痛风", "可治疗痛风"),
    "本品可氵台疗痛风。": ("EFF001", "可氵台疗痛风", "可治疗痛风"),
    "本品【根】【治】痛风。": ("EFF001", "【根】【治】痛风", "【根治】痛风"),
    "本品治.疗.糖.尿.病。": ("EFF001", "治.疗.糖.尿.病", "糖尿病"),
    "本品治—疗痛风。": ("EFF001", "治—疗痛风", "治疗痛风"),
    "本品gēn zhì痛风。": ("EFF001", "gēn zhì痛风", "根治痛风"),
    "本品治liáo痛风。": ("EFF001", "治liáo痛风", "治疗痛风"),
}


@pytest.mark.parametrize("text", DISGUISED)
def test_a_disguise_is_seen_through_and_both_forms_are_shown(linter, text):
    code, quote, meant = DISGUISED[text]
    (found,) = [f for f in linter.lint(READER.read("a.txt", text)).findings if f.code == code]
    assert text[found.span.start : found.span.end] == found.quote
    assert quote in found.quote
    assert f"{meant}”)" in found.message
    assert "(reads “" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "Our tea cures diabetes.",
        "Our Tea CURES Diabetes.",
        "Our side-effect-free tea cures diabetes.",
        "本品可治療糖尿病。",  # traditional characters hide nothing
    ],
)
def test_plain_writing_is_no_disguise(linter, text):
    found = linter.lint(READER.read("a.txt", text)).findings
    assert found
    assert not any("reads" in f.message for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin B12, CoQ10 and 5mg of zinc; model X5s, 3D scans, mp3s and H1N1.",
        "Meet us at booth c4re-7 or write to c@re.example for a map.",
        "Grades A B C D and the plans S M L are listed in the U.S.A. and the U.K.",
        "AI变革医疗，B族维生素，5G网络，T恤，KTV，A/B测试。",
        "诊断/治疗记录由医师保存。",
        "Москва и Киев приняли закон.",
        "Le café de la cité prépare une cure thermale; résumé à la réception, naïve et déjà vu.",
        "Dr. José Muñoz and Zoë Brontë-Świątek met in Kraków; “c'est la vie”, said Gödel of 𝔄 and 𝒙.",
        "Damn, that was a d**n hard c**p game; 2*3*4 is 24, a*b is not b*a, and *terms apply.",
        "The 🆂ale ends; ask for the 🅰 menu and the ᴀ key.",
        "智疗科技的办公室在智疗大厦，智疗系统请找前台。",
        "春/夏/秋/冬，【上】【下】，心.肝.脾.肺，男·女·老·少，甲—乙—丙。",
        "今晚吃🦀，清蒸🦀，🦀抗冻。",
        "老师教我们念nǐ hǎo，月半又见月中。",
        "诊断/治疗、治疗—预防、【治疗】【预防】由医师负责。",
    ],
)
def test_innocent_text_stays_silent(linter, text):
    assert linter.lint(READER.read("a.txt", text)).findings == ()


UNMASK = Unmasker(
    Disguises({"3": ("e",), "1": ("i", "l"), "а": ("a",)}, {"💊": "pill"}, {"zhi": ("治",)}, {"冶疗": "治疗"}),
    ["heals", "illness", "pill", "治疗", "根治"],
)


@given(
    st.lists(
        st.sampled_from(
            ["h3als", "1llness", "he.a.l.s", "h e a l s", "💊", "zhi疗", "冶疗", "根/治", "x1", " ", "。", "é", "ab\u200bc", "\t"]
        )
    )
)
def test_places_only_grow_and_lead_back(parts):
    text = " ".join(parts)
    plain = UNMASK(fold(text))
    spans = [plain.back(Span(i, i + 1)) for i in range(len(plain.text))]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)


@given(st.text(st.characters(categories=["L", "N", "P", "Z", "S"]), max_size=40))
def test_what_is_not_doubtful_is_never_changed(text):
    folded = fold(text)
    changed = UNMASK(folded)
    assert UNMASK.doubtful(folded.text) or changed is folded


@pytest.mark.parametrize(
    ("written", "folded", "shown"),
    [("Cure", "cure", ""), ("c-u", "c u", ""), ("cur3", "cure", "cure"), ("根 治", "根治", "根治"), ("根治，痛风", "根治,痛风", "")],
)
def test_what_counts_as_hidden(written, folded, shown):
    assert reads(written, folded) == shown


@pytest.mark.parametrize("text", ["Our tea cures insomnia 晚安", "Our tea cures 失眠 insomnia today", "晚安 our tea cures insomnia"])
def test_a_few_characters_of_the_other_script_hide_nothing(linter, text):
    assert [f.code for f in linter.lint(READER.read("a.txt", text)).findings] == ["EFF001"]
