"""Claims of our own on records of our own: which wrong figures, directions and people are found, and which right claims are flagged."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

RECORDS = tomllib.loads((Path(__file__).parent / "own" / "evidence.toml").read_text(encoding="utf-8"))["record"]
CODES = {
    "EVD005": "design",
    "EVD010": "design",
    "EVD006": "population",
    "EVD007": "number",
    "EVD008": "direction",
    "EVD011": "comparator",
    "EVD013": "topic",
}
FLOORS = {"number": 0.85, "direction": 0.6, "population": 0.8}  # share found, of figures, directions and people that are wrong
FALSE = 0.05  # share of the right claims that may be flagged


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return each claim with what a reviewer would say of it and what was told."""
    home = tmp_path_factory.mktemp("claims")
    lines, expected = [], {}
    for number, record in enumerate(RECORDS, start=1):
        (home / f"{record['id']}.nbib").write_text(medline(number, record), encoding="utf-8")
        for verdict, text in record["claims"]:
            expected[len(lines) + 1] = (verdict, text)
            lines += [f"{text.rstrip('.')} (PMID: {number}).", ""]
    (home / "draft.md").write_text("\n".join(lines), encoding="utf-8")
    claimlint(home, "registry", "import", *sorted(p.name for p in home.glob("*.nbib")), "--registry", "r.db")
    report = json.loads(claimlint(home, "check", "draft.md", "--isolated", "--registry", "r.db", "--format", "json", "--exit-zero"))
    found: dict[int, set[str]] = {}
    for finding in report["findings"]:
        if finding["code"] in CODES and finding["severity"] != "note":
            found.setdefault(finding["line"], set()).add(CODES[finding["code"]])
    return [(verdict, text, found.get(line, set())) for line, (verdict, text) in expected.items()]


def medline(number: int, record: dict) -> str:
    types = "".join(f"PT  - {kind}\n" for kind in record["types"])
    return f"PMID- {number}\nTI  - {record['title']}\nAB  - {' '.join(record['abstract'].split())}\nDP  - 2020\n{types}"


def claimlint(home: Path, *args: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "claimlint", *args], cwd=home, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_wrong_claims_are_found(told):
    asked, lost = Counter(verdict for verdict, _, _ in told), {}
    for verdict, floor in FLOORS.items():
        missed = [text for said, text, codes in told if said == verdict and verdict not in codes]
        if len(missed) > (1 - floor) * asked[verdict]:
            lost[verdict] = missed
    assert lost == {}


def test_right_claims_stay_silent(told):
    right = [(text, codes) for verdict, text, codes in told if verdict == "ok"]
    flagged = [pair for pair in right if pair[1]]
    assert len(right) > 60
    assert len(flagged) <= FALSE * len(right), flagged


def test_what_is_told_is_mostly_what_is_wrong(told):
    for kind in FLOORS:
        named = [(verdict, text) for verdict, text, codes in told if kind in codes]
        assert sum(verdict == kind for verdict, _ in named) >= 0.9 * len(named), [n for n in named if n[0] != kind]
