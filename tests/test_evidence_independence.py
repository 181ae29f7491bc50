"""What a record declares of interests and funders → whether a study may be called independent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimlint.checks.evidence._samples import TRIAL
from claimlint.checks.evidence.source import _dependent
from claimlint.model import Citation, Span


@pytest.mark.parametrize(
    ("interests", "funding", "said"),
    [
        ("Two authors are employees of Strideway Pharma.", (), ("interests", "Two authors are employees of Strideway Pharma")),
        ("No fees were paid to RT. PL holds shares in Strideway.", (), ("interests", "PL holds shares in Strideway")),
        ("作者受雇于步道制药公司。", (), ("interests", "作者受雇于步道制药公司")),
        ("", ("Strideway Pharmaceuticals",), ("funding", "Strideway Pharmaceuticals")),
        ("The authors declare no competing interests.", (), ("", "")),
        ("None of us received fees from Strideway.", (), ("", "")),
        ("All authors are employees of the University of Hilltown.", (), ("", "")),
        ("作者均非步道制药公司的员工。", (), ("", "")),
        ("", ("National Institute of Walking",), ("", "")),
    ],
)
def test_declared_ties_tell_against_independence(interests, funding, said):
    record = replace(TRIAL, interests=interests, funding=funding)
    assert _dependent(Citation("[1]", Span(0, 3), record=record)) == said
