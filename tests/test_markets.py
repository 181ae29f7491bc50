from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import ConfigError, LexiconError
from claimlint.model import SEVERITIES, Claim, Law, Market, Problem, Ruling, Segment, Sentence, Severity, Span
from claimlint.rules.home import lexicon_home
from claimlint.rules.markets import default_markets, grade, load_market, load_markets

MARKETS = lexicon_home() / "markets"
FILES = sorted(MARKETS.glob("*.toml"))
CATALOGUE = Path(__file__).parents[2] / "shared" / "rules" / "catalogue.yaml"
STATES = {"ca": "us", "il": "us", "nv": "us", "or": "us", "tx": "us", "ut": "us"}

GOOD = """\
id = "xx"
name = "Elsewhere"

[law.xx-ad-1]
instrument = "Advertising Act"
article = "s.1"
text = "No severity of basis may mislead."
in_force = "2001-02-03"
checked = "2026-11-22"
verified = true

[law.xx-ad-2]
instrument = "Advertising Act"
article = ""
text = "A claim needs proof."
in_force = ""
checked = "2026-11-22"
verified = false
note = "recalled"

[rule.EFF001]
severity = "error"
barred = true
basis = ["xx-ad-2", "xx-ad-1"]

[rule.EFF004]
barred = false
basis = [
  "xx-ad-1",
  "xx-ad-2",
]
"""


def written(folder: Path, text: str, name: str = "xx") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problem(code: str = "EFF001", *, cited: bool = False, severity: Severity | None = None) -> Problem:
    segment = Segment("Works.", "paragraph", ())
    return Problem(code, Claim(Sentence(segment, Span(0, 6), "en")), Span(0, 5), "message", severity=severity, cited=cited)


def law(key: str, market: str) -> Law:
    return Law(key, market, "Act", "s.1", "text", "", "2026-11-22", verified=False)


def market(name: str, ruling: Ruling | None, *laws: str) -> Market:
    return Market(name, name, {key: law(key, name) for key in laws}, {"EFF001": ruling} if ruling else {})


# ---------------------------------------------------------------- the files we ship


def test_five_markets_are_shipped() -> None:
    assert [path.stem for path in FILES] == ["cn", "eu", "general", "uk", "us"]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_loads_and_every_provision_is_used(path: Path) -> None:
    loaded = load_market(path)
    assert loaded.id == path.stem
    used = {key for ruling in loaded.rulings.values() for key in ruling.basis}
    assert used == set(loaded.laws)
    assert all(found.market == loaded.id for found in loaded.laws.values())


@pytest.mark.parametrize("path", [p for p in FILES if p.stem != "general"], ids=lambda p: p.stem)
def test_a_ruling_of_a_country_rests_on_law(path: Path) -> None:
    assert [code for code, ruling in load_market(path).rulings.items() if not ruling.basis] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_nothing_was_in_force_after_it_was_checked(path: Path) -> None:
    for found in load_market(path).laws.values():
        assert not found.in_force or date.fromisoformat(found.in_force) <= date.fromisoformat(found.checked)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_study_permits_a_cure_an_absolute_or_an_autonomous_clinician(path: Path) -> None:
    rulings = load_market(path).rulings
    for code in ("EFF001", "EFF002", "EFF003", "SAF001", "SAF002", "DIA001", "DIA002", "DIA004"):
        assert rulings[code].barred, code
    assert all(ruling.barred for code, ruling in rulings.items() if code.startswith(("RXA", "IMP")))
    assert not any(ruling.barred for code, ruling in rulings.items() if code.startswith("EVD"))


@pytest.mark.parametrize(
    ("code", "barring"),
    [
        ("EFF004", ""),
        ("EFF005", "cn"),
        ("EFF006", ""),
        ("EFF007", "cn"),
        ("EFF008", "cn eu uk"),
        ("EFF011", "cn eu uk"),
        ("EFF012", "cn eu uk"),
        ("DIA003", "cn"),
        ("DIA005", ""),
        ("END001", "cn eu uk"),
        ("END004", "cn eu uk"),
        ("SUP001", ""),
    ],
)
def test_where_a_fitting_citation_is_not_enough(code: str, barring: str) -> None:
    markets = [load_market(path) for path in FILES]
    assert [m.id for m in markets if code in m.rulings and m.rulings[code].barred] == barring.split()


def test_chinese_instruments_are_named_in_chinese() -> None:
    assert load_market(MARKETS / "cn.toml").laws["cn-ad-16"].instrument == "《广告法》"


# ---------------------------------------------------------------- the catalogue they come from

OURS = ("EVD013", "EVD014", "EVD015", "EVD016", "EVD017")  # codes that the catalogue does not have: what the evidence half added


def catalogue() -> list[dict[str, Any]]:
    if not CATALOGUE.exists():
        pytest.skip("the rule catalogue is not in this working copy")
    yaml = pytest.importorskip("yaml", reason="PyYAML reads the catalogue")
    rules: list[dict[str, Any]] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["rules"]
    return rules


def market_of(key: str) -> str:
    first = key.split("-", maxsplit=1)[0]
    return STATES.get(first, first if first in ("us", "eu", "uk", "cn") else "general")


def test_every_rule_has_a_ruling_where_the_catalogue_says_it_applies() -> None:
    rules = catalogue()
    loaded = {m.id: m for m in load_markets(MARKETS, [path.stem for path in FILES])}
    expected = {(rule["code"], place) for rule in rules for place in rule["jurisdictions"]} | {
        (code, place) for code in OURS for place in loaded
    }
    assert {(code, m.id) for m in loaded.values() for code in m.rulings} == expected
    for rule in rules:
        for place in rule["jurisdictions"]:
            basis = tuple(entry["id"] for entry in rule["legal_basis"] if market_of(entry["id"]) == place)
            assert loaded[place].rulings[rule["code"]].basis == basis, rule["code"]


def test_only_what_the_catalogue_calls_verified_is_verified() -> None:
    entries = {entry["id"]: entry for rule in catalogue() for entry in rule["legal_basis"]}
    laws = {key: found for path in FILES for key, found in load_market(path).laws.items()}
    assert laws.keys() == entries.keys()
    for key, found in laws.items():
        assert found.verified == entries[key]["verified"].startswith("verified"), key
        assert found.market == market_of(key)
        assert found.instrument == entries[key]["instrument"]


# ---------------------------------------------------------------- a strict reader


def test_a_good_file_becomes_a_market(tmp_path: Path) -> None:
    loaded = load_market(written(tmp_path, GOOD))
    assert (loaded.id, loaded.name) == ("xx", "Elsewhere")
    assert loaded.laws["xx-ad-1"] == Law(
        "xx-ad-1", "xx", "Advertising Act", "s.1", "No severity of basis may mislead.", "2001-02-03", "2026-11-22", verified=True
    )
    assert loaded.rulings == {
        "EFF001": Ruling("error", barred=True, basis=("xx-ad-2", "xx-ad-1")),
        "EFF004": Ruling(None, barred=False, basis=("xx-ad-1", "xx-ad-2")),
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('id = "xx"', 'id = "yy"', 1, "known: xx"),
        ('id = "xx"', "", 0, 'missing key "id"'),
        ('name = "Elsewhere"', 'nmae = "Elsewhere"', 2, 'did you mean "name"?'),
        ('name = "Elsewhere"', 'name = " "', 2, '"name" is empty'),
        ('name = "Elsewhere"', 'name = "E"\n[defaults]\nen = ["xx"]', 3, 'unknown key "defaults"'),
        ('instrument = "Advertising Act"\narticle = "s.1"', 'article = "s.1"', 4, 'missing key "instrument"'),
        ('article = "s.1"', "article = 1", 6, "must be of type str, not int"),
        ('article = "s.1"', "artcle = 's.1'", 6, 'did you mean "article"?'),
        ('text = "A claim needs proof."', 'text = ""', 15, '"text" is empty'),
        ('in_force = "2001-02-03"', "in_force = 2001-02-03", 8, "must be of type str, not date"),
        ('in_force = "2001-02-03"', 'in_force = "20010203"', 8, '"20010203" is no date'),
        ('in_force = "2001-02-03"', 'in_force = "2001-02-30"', 8, 'year-month-day, as 2025-04-06; "" where unknown'),
        ('in_force = "2001-02-03"', 'in_force = "2001-W05-6"', 8, "is no date"),
        ('checked = "2026-11-22"\nverified = false', 'checked = ""\nverified = false', 17, '"" is no date (year-month-day'),
        ("verified = false", 'verified = "no"', 18, "must be of type bool, not str"),
        ("verified = false", "verified = 0", 18, "must be of type bool, not int"),
        ('note = "recalled"', "note = []", 19, "must be of type str"),
        ("[law.xx-ad-2]", '[law."xx ad 2"]', 12, "is no id of a provision (small letters, digits and hyphens)"),
        ("[law.xx-ad-2]", "[law.yy-ad-2]", 24, '"xx-ad-2" is no provision of this file (did you mean'),
        ("[rule.EFF001]", "[rule.EFF01]", 21, '"EFF01" is no rule code (three capital letters and three digits)'),
        ("[rule.EFF001]", "[rule.eff001]", 21, '"eff001" is no rule code'),
        ('severity = "error"', 'severity = "errror"', 22, 'did you mean "error"?'),
        ('severity = "error"', "severity = 2", 22, "must be of type str, not int"),
        ('severity = "error"', 'sevrity = "error"', 22, 'did you mean "severity"?'),
        ("barred = false\nbasis", "basis", 26, 'missing key "barred"'),
        ("barred = true", "barred = 1", 23, "must be of type bool, not int"),
        ("barred = true", "bared = true", 23, 'did you mean "barred"?'),
        ('basis = ["xx-ad-2", "xx-ad-1"]', "", 21, 'missing key "basis"'),
        ('basis = ["xx-ad-2", "xx-ad-1"]', 'basis = "xx-ad-2"', 24, "must be of type list, not str"),
        ('basis = ["xx-ad-2", "xx-ad-1"]', "basis = [1]", 24, "must hold non-empty strings"),
        ('basis = ["xx-ad-2", "xx-ad-1"]', 'basis = ["xx-ad2"]', 24, 'did you mean "xx-ad-2"?'),
        ('  "xx-ad-2",\n]', '  "zz",\n]', 30, '"zz" is no provision of this file'),
        ("[rule.EFF001]", "[rules.EFF001]", 21, 'did you mean "rule"?'),
        ("[rule.EFF001]", "[rule]\nEFF009 = 3\n[rule.EFF001]", 22, '"EFF009" must be a table (write it under [rule.…])'),
        ("[rule.EFF004]", "[rule.EFF001]", 26, "not valid TOML"),
    ],
)
def test_a_slip_is_told_with_file_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert GOOD.count(old) >= 1
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(LexiconError) as caught:
        load_market(path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    if line:
        assert caught.value.line == line


@settings(deadline=None, max_examples=150)
@given(
    at=st.integers(0, len(GOOD) - 1), cut=st.integers(0, 30), put=st.sampled_from(["", "[", '"', "=", "\n", "{}", "[[law]]\n", "0", "é"])
)
def test_any_damage_gives_a_market_or_an_error_with_a_place(tmp_path_factory: pytest.TempPathFactory, at: int, cut: int, put: str) -> None:
    path = written(tmp_path_factory.getbasetemp(), GOOD[:at] + put + GOOD[at + cut :])
    outcome = attempt(path)
    if isinstance(outcome, LexiconError):
        assert outcome.path == str(path)
        assert 0 <= outcome.line <= path.read_text(encoding="utf-8").count("\n") + 1
    else:
        assert {key for ruling in outcome.rulings.values() for key in ruling.basis} <= set(outcome.laws)


def attempt(path: Path) -> Market | LexiconError:
    try:
        return load_market(path)
    except LexiconError as error:
        return error


def test_a_table_written_inline_still_gets_a_line(tmp_path: Path) -> None:
    text = 'id = "xx"\nname = "X"\nlaw = {}\nrule = { EFF001 = { barred = true, basis = ["nowhere"] } }\n'
    with pytest.raises(LexiconError, match='"nowhere" is no provision') as caught:
        load_market(written(tmp_path, text))
    assert caught.value.line == 4


def test_a_file_that_is_absent_or_no_text_is_a_lexicon_error(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_bytes(b"\xff\xfe")
    for name in ("xx", "absent"):
        with pytest.raises(LexiconError, match="cannot be read"):
            load_market(tmp_path / f"{name}.toml")


# ---------------------------------------------------------------- choosing markets


def test_markets_come_in_the_order_asked_for_and_once() -> None:
    assert [m.id for m in load_markets(MARKETS, ["uk", "cn", "uk"])] == ["uk", "cn"]
    assert load_markets(MARKETS, []) == ()


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        ("usa", 'did you mean "us"? known: cn, eu, general, uk, us'),
        ("UK", 'did you mean "uk"?'),
        ("mars", "known: cn, eu, general, uk, us"),
        ("../markets/us", "known: cn, eu, general, uk, us"),
        ("", "known: cn, eu, general, uk, us"),
    ],
)
def test_an_unknown_market_is_a_configuration_error(asked: str, remedy: str) -> None:
    with pytest.raises(ConfigError, match=f'unknown market "{asked}"') as caught:
        load_markets(MARKETS, ["us", asked])
    assert remedy in caught.value.remedy


def test_defaults_follow_the_language() -> None:
    assert default_markets("en") == ("us", "eu", "uk")
    assert default_markets("zh", MARKETS) == ("cn",)
    assert default_markets("de") == ("general",)


def test_a_default_that_is_no_market_is_told(tmp_path: Path) -> None:
    written(tmp_path, 'id = "uk"\nname = "UK"\n', "uk")
    path = written(tmp_path, 'id = "general"\nname = "Anywhere"\n[defaults]\nen = ["uk"]\nzh = ["ukk"]\n', "general")
    assert load_market(path).rulings == {}
    with pytest.raises(LexiconError, match=r"did you mean \"uk\"\?") as caught:
        default_markets("en", tmp_path)
    assert (caught.value.path, caught.value.line) == (str(path), 5)


# ---------------------------------------------------------------- grading


@pytest.mark.parametrize(
    ("markets_severity", "own", "carried", "expected"),
    [
        (None, "error", None, "error"),
        (None, "error", "note", "note"),
        (None, "note", "error", "error"),
        ("warning", "error", None, "warning"),
        ("warning", "note", "error", "warning"),
        ("error", "note", "note", "error"),
    ],
)
def test_severity_is_the_markets_then_the_problems_then_the_rules(
    markets_severity: Severity | None, own: Severity, carried: Severity | None, expected: Severity
) -> None:
    only = market("us", Ruling(markets_severity, barred=False, basis=()))
    assert grade(problem(severity=carried), own, [only]) == (expected, (), ("us",))


@pytest.mark.parametrize(("first", "second"), list(itertools.product(SEVERITIES, repeat=2)))
def test_the_worst_market_counts(first: Severity, second: Severity) -> None:
    pair = [market("us", Ruling(first, barred=False, basis=())), market("eu", Ruling(second, barred=False, basis=()))]
    graded = grade(problem(), "note", pair)
    assert graded is not None
    assert graded[0] == SEVERITIES[max(SEVERITIES.index(first), SEVERITIES.index(second))]
    assert graded[2] == ("us", "eu")


@pytest.mark.parametrize(
    ("cited", "us", "cn", "objecting"),
    [
        (False, False, False, ("us", "cn")),
        (False, True, True, ("us", "cn")),
        (True, False, False, None),
        (True, True, False, ("us",)),
        (True, False, True, ("cn",)),
        (True, True, True, ("us", "cn")),
        (False, None, False, ("cn",)),
        (True, None, False, None),
        (False, None, None, None),
        (True, None, None, None),
    ],
)
def test_evidence_silences_every_market_that_does_not_bar_the_claim(
    *, cited: bool, us: bool | None, cn: bool | None, objecting: tuple[str, ...] | None
) -> None:
    pair = [
        market(
            name, None if barred is None else Ruling("error" if name == "us" else "note", barred=barred, basis=(f"{name}-1",)), f"{name}-1"
        )
        for name, barred in (("us", us), ("cn", cn))
    ]
    graded = grade(problem(cited=cited), "note", pair)
    if objecting is None:
        assert graded is None
    else:
        severity, laws, ids = graded or ("", (), ())
        assert ids == objecting
        assert tuple(found.id for found in laws) == tuple(f"{name}-1" for name in objecting)
        assert severity == ("error" if "us" in objecting else "note")  # a market that is silenced has no say in it either


def test_laws_come_in_market_order_then_in_order_of_importance() -> None:
    us = market("us", Ruling(None, barred=False, basis=("us-b", "us-a")), "us-a", "us-b")
    eu = market("eu", Ruling(None, barred=False, basis=("eu-a",)), "eu-a")
    _, laws, ids = grade(problem(), "error", [eu, us]) or ("", (), ())
    assert [found.id for found in laws] == ["eu-a", "us-b", "us-a"]
    assert ids == ("eu", "us")


def test_no_market_no_finding() -> None:
    assert grade(problem(), "error", []) is None
    assert grade(problem("SUP002"), "error", load_markets(MARKETS, ["us", "eu", "uk"])) is None


def test_a_cited_superiority_claim_is_still_not_allowed_in_europe() -> None:
    severity, laws, ids = grade(problem("EFF008", cited=True), "error", load_markets(MARKETS, ["us", "eu", "uk"])) or ("", (), ())
    assert (severity, ids) == ("error", ("eu", "uk"))
    assert "eu-med-90" in {found.id for found in laws}


@given(
    rulings=st.lists(st.tuples(st.sampled_from([None, *SEVERITIES]), st.booleans()), max_size=5),
    cited=st.booleans(),
    own=st.sampled_from(SEVERITIES),
    carried=st.sampled_from([None, *SEVERITIES]),
)
def test_evidence_never_makes_it_worse(
    *, rulings: list[tuple[Severity | None, bool]], cited: bool, own: Severity, carried: Severity | None
) -> None:
    markets = [market(f"m{i}", Ruling(severity, barred=barred, basis=())) for i, (severity, barred) in enumerate(rulings)]
    before, after = grade(problem(severity=carried), own, markets), grade(problem(severity=carried, cited=cited), own, markets)
    assert (before is None) == (not markets)
    if after is not None:
        assert before is not None
        assert SEVERITIES.index(after[0]) <= SEVERITIES.index(before[0])
        assert set(after[2]) <= set(before[2])
