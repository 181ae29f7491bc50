"""References as written → records: which, how, and how sure."""

# ruff: noqa: E501 - references are long, and stand as people write them

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.evidence.identifiers import identifiers
from claimlint.evidence.registry import Registry, import_files, open_registry
from claimlint.evidence.resolve import answer, resolve

RECORDS = [
    {
        "title": "Gentle walking against knee pain in older adults: a randomised controlled trial", "DOI": "10.5555/gw.1", "PMID": "99000001",
        "author": [{"family": "Moreau", "given": "Alice"}, {"family": "Lind", "given": "Bo"}], "issued": {"date-parts": [[2021]]},
        "container-title": "Journal of Gentle Walking", "volume": "12", "issue": "3", "page": "101-109",
    },
    {
        "title": "Effects of slow breathing on blood pressure. Part 1: methods", "DOI": "10.5555/sb.1", "author": [{"family": "Okafor", "given": "C"}],
        "issued": {"date-parts": [[2015]]}, "container-title": "Breath Research", "volume": "4", "page": "11-20",
    },
    {
        "title": "Tea, sleep and mood", "author": [{"family": "van den Berg", "given": "D"}], "issued": {"date-parts": [[2018]]},
        "container-title": "Sleep and Tea", "volume": "7", "page": "55", "DOI": "10.5555/tea",
    },
    {
        "title": "Tea, dreams and mood", "author": [{"family": "van den Berg", "given": "D"}], "issued": {"date-parts": [[2018]]},
        "container-title": "Dreams", "volume": "2", "page": "5", "DOI": "10.5555/dreams",
    },
    {
        "title": "步行训练对老年膝骨关节炎患者疼痛的影响：随机对照试验", "author": [{"family": "张", "given": "三"}, {"family": "李", "given": "四"}],
        "issued": {"date-parts": [[2020]]}, "container-title": "康复杂志", "volume": "42", "issue": "3", "page": "15-20", "DOI": "10.5555/zh.1",
    },
    {"title": "Gentle walking trial, registered", "id": "NCT09900001", "issued": {"date-parts": [[2019]]}},
]  # fmt: skip


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> Registry:
    return holding(tmp_path_factory.mktemp("resolve"), RECORDS)


def holding(home, records) -> Registry:
    """Return a registry of the records, in a folder."""
    (home / "records.json").write_text(json.dumps(records), encoding="utf-8")
    import_files(home / "r.db", [home / "records.json"])
    return open_registry(home / "r.db")


def found(text: str, registry: Registry) -> tuple[str, str, str]:
    result = resolve(text, identifiers(text), registry)
    return (result.record.key if result.record else "", result.tier, result.how)


@pytest.mark.parametrize(
    ("text", "key", "how"),
    [
        ("doi:10.5555/GW.1", "pmid:99000001", "doi"),
        ("PMID: 99000001", "pmid:99000001", "pmid"),
        ("https://clinicaltrials.gov/study/NCT09900001", "nct:NCT09900001", "nct"),
        ("PMID: 12345678; doi:10.5555/gw.1", "pmid:99000001", "doi"),
    ],
)
def test_an_identifier_decides(registry, text, key, how):
    assert found(text, registry) == (key, "exact", how)


@pytest.mark.parametrize(
    "text",
    [
        # AMA, Vancouver, APA, title alone, a slip of the pen, a wrong year, half a title
        "Moreau A, Lind B. Gentle walking against knee pain in older adults: a randomised controlled trial. J Gentle Walk. 2021;12(3):101-109.",
        "Moreau A, Lind B. Gentle walking against knee pain in older adults: a randomised controlled trial. J Gentle Walk 2021;12:101-9.",
        "Moreau, A., & Lind, B. (2021). Gentle walking against knee pain in older adults: a randomised controlled trial. Journal of Gentle Walking, 12(3), 101-109.",
        "“Gentle walking against knee pain in older adults: a randomised controlled trial.”",
        "Moreau A. Gentl walking aginst knee pain in odler adults: a randomised controlled trial. J Gentle Walk. 2021;12:101.",
        "Moreau A. Gentle walking against knee pain in older adults: a randomised controlled trial. J Gentle Walk. 2014;12:101.",
        "Moreau A, Lind B. Gentle walking against knee pain. J Gentle Walk. 2021;12(3):101-109.",
        "GENTLE WALKING AGAINST KNEE PAIN IN OLDER ADULTS: A RANDOMISED CONTROLLED TRIAL",
    ],
)
def test_a_reference_is_found_by_its_text(registry, text):
    key, tier, how = found(text, registry)
    assert key == "pmid:99000001"
    assert tier in ("high", "medium")
    assert how.startswith("title ")


def test_a_chinese_reference_is_found_by_its_text(registry):
    assert found("张三, 李四. 步行训练对老年膝骨关节炎患者疼痛的影响：随机对照试验[J]. 康复杂志, 2020, 42(3): 15-20.", registry)[:2] == (
        "doi:10.5555/zh.1",
        "high",
    )
    assert found("张三等. 步行训练对老年膝骨关节炎患者疼痛的影响. 康复杂志, 2020, 42(3): 15-20.", registry)[0] == "doi:10.5555/zh.1"


ZH = "步行训练对老年膝骨关节炎患者疼痛的影响：随机对照试验"


@pytest.mark.parametrize(
    "text",
    [
        f"[1] 张三, 李四. {ZH}[J]. 康复杂志, 2020, 42(3): 15-20.",
        f"张三，李四，等．{ZH}［J］．康复杂志，2020，42（3）：15－20．",
        f"张三,李四.{ZH}[J/OL].康复杂志,2020,42(3):15-20[2024-05-01].http://example.cn/a.html.",
        f"张三 等. {ZH}[J]. 康复杂志, 2020.",
        f"{ZH}[J]. 康复杂志, 2020, 42(3): 15-20.",
        "张三, 李四. 步行训练对老年膝骨关节炎患者疼痛的影响[J]. 康复杂志, 2020, 42(3): 15-20.",
        "张三，李四。步行训练对老年膝骨关节炎病人疼痛的影响：随机对照试验。康复杂志 2020;42:15",
        f"ZHANG S, LI S. {ZH} [J]. Kangfu Zazhi, 2020, 42 (3): 15-20.",
    ],
)
def test_chinese_references_are_found_as_the_standard_and_as_people_write_them(registry, text):
    assert found(text, registry)[0] == "doi:10.5555/zh.1"


@pytest.mark.parametrize(
    "text",
    [
        "张三, 李四. 跑步训练对青年髋骨关节炎患者睡眠的影响：随机对照试验[J]. 康复杂志, 2020, 42(4): 85-90.",
        "王五. 步行训练对老年膝骨关节炎患者疼痛的影响：三年随访[J]. 康复学报, 2023, 45(1): 7-12.",
    ],
)
def test_another_chinese_work_is_not_taken_for_it(registry, text):
    assert found(text, registry)[:2] == ("", "none")


COMPANIONS = [
    {"title": f"Slow walking after stroke in older adults living at home: {words}", "DOI": f"10.5555/co.{n}", "author": [{"family": "Adeyemi", "given": "T"}],
     "issued": {"date-parts": [[2010 + n]]}, "container-title": "Walking", "volume": str(20 + n), "page": f"{100 * n}-{100 * n + 9}"}
    for n, words in enumerate(["3-year results of a randomised trial", "part ii, quality of life"], 1)
]  # fmt: skip


@pytest.fixture(scope="module")
def companions(tmp_path_factory) -> Registry:
    return holding(tmp_path_factory.mktemp("companions"), COMPANIONS)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "Adeyemi T. Slow walking after stroke in older adults living at home: 3-year results of a randomised trial. Walking. 2011;21:100-109.",
            "10.5555/co.1",
        ),
        (
            "Adeyemi T. Slow walking after stroke in older adults living at home: three-year results of a randomised trial. Walking. 2011;21:100.",
            "10.5555/co.1",
        ),
        (
            "Adeyemi T. Slow walking after stroke in older adults living at home: 5-year results of a randomised trial. Walking. 2013;23:7-15.",
            "",
        ),
        (
            "Adeyemi T. Slow walking after stroke in older adults living at home: five-year results of a randomised trial. Walking. 2011;25:7.",
            "",
        ),
        (
            "Adeyemi T. Slow walking after stroke in older adults living at home: part 2, quality of life. Walking. 2012;22:200-209.",
            "10.5555/co.2",
        ),
        ("Adeyemi T. Slow walking after stroke in older adults living at home: part III, quality of life. Walking. 2012;22:300.", ""),
        # the same words within a longer title, in another volume
        (
            "Brandt L. A survey of slow walking after stroke in older adults living at home: part II, quality of life. Gait. 2019;9:77-80.",
            "",
        ),
    ],
)
def test_numerals_and_places_tell_companion_papers_apart(companions, text, key):
    assert found(text, companions)[0] == (f"doi:{key}" if key else "")


@pytest.mark.parametrize(
    ("text", "key", "tier"),
    [
        ("Moreau et al., Journal of Gentle Walking 2021", "pmid:99000001", "high"),
        ("Moreau et al., J Gentle Walk 2021", "pmid:99000001", "high"),
        ("Moreau et al., 2021", "pmid:99000001", "medium"),
        ("Moreau & Lind, 2021", "pmid:99000001", "medium"),
        ("van den Berg, Sleep and Tea 2018", "doi:10.5555/tea", "high"),
        ("张三等，2020", "doi:10.5555/zh.1", "medium"),
        ("Moreau 2021", "pmid:99000001", "medium"),
        ("Moreau, 2021", "pmid:99000001", "medium"),
        ("Moreau A (2021)", "pmid:99000001", "medium"),
        ("张三 2020", "doi:10.5555/zh.1", "medium"),
        ("van den Berg 2018", "", "none"),
        ("Moreau 2020", "", "none"),
        ("Lind 2021", "", "none"),
        ("Gentle Moreau walking trial 2021", "", "none"),
        ("van den Berg et al., 2018", "", "ambiguous"),
        ("Moreau et al., Annals of Surgery 2021", "", "none"),
        ("Moreau & Okafor, 2021", "", "none"),
        ("Moreau et al., 2011", "", "none"),
        ("Smith et al., 2019", "", "none"),
    ],
)
def test_author_and_year_resolve_where_one_record_fits(registry, text, key, tier):
    assert found(text, registry)[:2] == (key, tier)


@pytest.mark.parametrize(
    "text",
    [
        "Moreau A. Brisk running and shin splints in young athletes: an observational study. J Gentle Walk. 2021;13:7.",
        "Okafor C. Effects of slow breathing on blood pressure. Part 2: results. Breath Research. 2015;4:21-30.",
        "Lee K. A randomised controlled trial. 2021.",
        "Tea.",
        "doi:10.5555/unknown",
        "NCT00000000",
        "",
        "···",
    ],
)
def test_what_the_registry_lacks_resolves_to_nothing(registry, text):
    assert found(text, registry) == ("", "none", "none")


def test_an_unknown_identifier_falls_back_to_the_title_and_says_so(registry):
    text = "Moreau A. Gentle walking against knee pain in older adults: a randomised controlled trial. J Gentle Walk. 2021;12:101. doi:10.5555/typo"
    key, tier, how = found(text, registry)
    assert (key, tier) == ("pmid:99000001", "high")
    assert how.endswith("; doi unknown")


def test_the_paper_is_meant_where_its_title_names_the_trial(registry):
    text = "Moreau A. Gentle walking against knee pain in older adults: a randomised controlled trial [NCT09900001]. J Gentle Walk. 2021;12:101."
    assert found(text, registry)[0] == "pmid:99000001"


def test_author_and_year_alone_say_how(registry):
    assert found("Moreau 2021", registry) == ("pmid:99000001", "medium", "author, year")


def test_what_was_asked_before_is_not_looked_up_again(registry):
    text = "Moreau A. Gentle walking against knee pain in older adults. J Gentle Walk. 2021;12:101."
    first = resolve(text, (), registry)
    assert resolve(text, (), registry) is first
    other = resolve(text, (("doi", "10.5555/tea"),), registry)
    assert (first.tier, other.tier) == ("medium", "exact")
    assert other.record != first.record


def test_no_more_answers_are_kept_than_fit(registry, monkeypatch):
    monkeypatch.setattr("claimlint.evidence.resolve._KEPT", 3)
    for number in range(20):
        resolve(f"Nobody {number}", (), registry)
        assert len(registry.answers) <= 3


def test_an_answer_is_plain_values(registry):
    assert answer("doi:10.5555/gw.1", registry) == {
        "record": "pmid:99000001",
        "pmid": "99000001",
        "doi": "10.5555/gw.1",
        "tier": "exact",
        "how": "doi",
        "score": 100.0,
        "title": "Gentle walking against knee pain in older adults: a randomised controlled trial",
    }
    assert answer("Nobody. Nothing at all. 1999.", registry) == {
        "record": None, "pmid": None, "doi": None, "tier": "none", "how": "none", "score": 0.0, "title": None,
    }  # fmt: skip


@settings(max_examples=80)
@given(text=st.one_of(st.text(max_size=100), st.text(alphabet="Moreau AWalking and knee.,()[];:2021 张三等&", max_size=80)))
def test_any_text_resolves_to_a_tier(registry, text):
    result = resolve(text, identifiers(text), registry)
    assert result.tier in ("exact", "high", "medium", "ambiguous", "none")
    assert (result.record is None) == (result.tier in ("ambiguous", "none"))
    assert 0 <= result.score <= 100


PLAIN = [
    {
        "title": "Evening light and risk of poor sleep: a cohort study", "DOI": "10.5555/el", "author": [{"family": "Haas", "given": "R"}],
        "issued": {"date-parts": [[2016]]}, "container-title": "Light Letters",
    },
    {
        "title": "Rowing and mood", "DOI": "10.5555/rm", "author": [{"family": "Ito", "given": "D"}, {"family": "Bose", "given": "K"}],
        "issued": {"date-parts": [[2017]]}, "container-title": "Oars",
    },
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Haas R. Evening light and risk of poor sleep: a cohort study. Light Letters. 2016.", "doi:10.5555/el"),
        ("Haas R. Evening light and risk of poor sleep: a cohort study. 2016.", "doi:10.5555/el"),
        ("Haas R, et al. Evening light and risk of poor sleep: a cohort study. 2016.", "doi:10.5555/el"),
        ("Ito D, Bose K. Rowing and mood. Oars. 2017.", "doi:10.5555/rm"),
        ("Ito D and Bose K. Rowing and mood. Oars. 2017.", "doi:10.5555/rm"),
        ("Ito D. Rowing and mood. Oars. 2017;3:1-4.", "doi:10.5555/rm"),
        ("Haas R. Evening light and early waking. Light Letters. 2016.", ""),
        ("Ito D. Rowing and sleep. Oars. 2017.", ""),
        ("Ivanov P. Rowing and mood. Oars. 2017.", ""),
    ],
)
def test_a_reference_of_author_title_journal_and_year_needs_no_pages(tmp_path, text, key):
    (tmp_path / "records.json").write_text(json.dumps(PLAIN), encoding="utf-8")
    import_files(tmp_path / "r.db", [tmp_path / "records.json"])
    assert found(text, open_registry(tmp_path / "r.db"))[0] == key
