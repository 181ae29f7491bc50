"""Figures as people write them: kind, unit, bound; what is an interval, a p value, a year or an age and no result."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.model import Citation, Span
from claimlint.rules.figures import days, quantities, without


def read(text: str) -> list[tuple[float, str, str]]:
    return [(q.value, q.kind, q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fell by 24%", [(24, "percent", "%")]),
        ("fell by 24 per cent", [(24, "percent", "%")]),
        ("百分之二十四", [(24, "percent", "%")]),
        ("百分之三十五点二", [(35.2, "percent", "%")]),
        ("降低三成", [(30, "percent", "%")]),
        ("降低三成五", [(35, "percent", "%")]),
        ("每10人有9人", [(90, "percent", "%")]),
        ("nine in ten users", [(90, "percent", "%")]),
        ("3 out of 4 people", [(75, "percent", "%")]),
        ("halved the attacks", [(50, "percent", "%")]),
        ("doubled the attempts", [(2, "fold", "times")]),
        ("翻一番", [(2, "fold", "times")]),
        ("提高2.5倍", [(2.5, "fold", "times")]),
        ("a 6-fold gain", [(6, "fold", "times")]),
        ("0.8 percentage points", [(0.8, "points", "points")]),
        ("下降0.8个百分点", [(0.8, "points", "points")]),
        ("hazard ratio 0.33", [(0.33, "ratio", "hazard ratio")]),
        ("(OR = 1.21)", [(1.21, "ratio", "odds ratio")]),
        ("风险比0.33", [(0.33, "ratio", "hazard ratio")]),
        ("$5 billion", [(5e9, "money", "money")]),
        ("$750 million", [(7.5e8, "money", "money")]),
        ("by 12 mmHg", [(12, "measure", "mmhg")]),
        ("下降12毫米汞柱", [(12, "measure", "mmhg")]),
        ("10 mg/d for 12 weeks", [(10, "dose", "mg"), (12, "time", "weeks")]),
        ("1,578 patients", [(1578, "number", "")]),
        ("n = 312", [(312, "count", "n")]),
        ("p = 0.04", [(0.04, "p", "p")]),
        ("in 2007", []),
        ("IL6 and B12", []),
        ("66 years of age", [(66, "count", "years of age")]),
    ],
)
def test_a_figure_is_read_with_its_kind_and_unit(text, expected):
    assert read(text) == [(pytest.approx(value), kind, unit) for value, kind, unit in expected]


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("reduced by 24% (95% CI: 0 to 42%; p = 0.05)", [24]),
        ("hazard ratio 0.33 [95%CI 0.15 to 0.74]", [0.33]),
        ("risk ratio 0.85 (0.65-1.12)", [0.85]),
        ("a median of 40 (22-48) ml", [40]),
        ("difference 0·04 kg, 95% CI −0·14 to 0·21", [0.04]),
    ],
)
def test_the_ends_of_an_interval_and_its_level_are_no_results(text, results):
    assert [q.value for q in quantities(text) if q.kind not in ("bound", "p")] == results


def test_a_pair_shares_its_unit():
    assert read("(20.4 vs 26.4 %)") == [(20.4, "percent", "%"), (26.4, "percent", "%")]


@pytest.mark.parametrize(
    ("text", "bound"), [("up to 90%", "up to"), ("nearly 30%", "about"), ("at least 5%", "at least"), ("高达90%", "up to"), ("90%", "")]
)
def test_what_bounds_a_figure_is_kept(text, bound):
    assert quantities(text)[0].bound == bound


def test_a_minus_sign_is_kept_and_a_hyphen_is_none():
    assert quantities("from −3.9 kg in 2-21 cases")[0].value == -3.9
    assert all(q.value > 0 for q in quantities("a 3-5 day stay, IQR 2-21"))


def test_spans_of_time_are_comparable():
    year, months = quantities("1 year or 12 months")
    assert days(year) == pytest.approx(days(months), rel=0.01)


def test_the_figures_of_a_citation_are_blank():
    text = "Pain fell by 38% [12]."
    assert read(without(text, [Citation("[12]", Span(17, 21))])) == [(38, "percent", "%")]
    assert len(without(text, [Citation("[12]", Span(17, 21))])) == len(text)


@given(st.text(alphabet="0123456789.%,-−–() pnciabİß至到成百分之约$€~\n", max_size=60))
def test_any_text_gives_figures_in_order_inside_it(text):
    found = quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_long_run_of_digits_takes_time_in_proportion():
    import time

    def cost(n: int) -> float:
        text = "1 (2 to 3) vs 4% " * n
        began = time.perf_counter()
        quantities(text)
        return time.perf_counter() - began

    cost(50)
    assert cost(1600) < 40 * max(cost(200), 1e-4)
