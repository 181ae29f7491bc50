"""Papers on something else are told, however few words a claim or a registry has; papers that say the same in other words are not."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from claimlint.checks import Sample
from claimlint.checks.evidence.topic import CHECK
from claimlint.cli.build import load_rules
from claimlint.config import Config
from claimlint.errors import LexiconError
from claimlint.language.analyse import Analyst
from claimlint.model import EvidenceRecord
from claimlint.rules.fields import fields
from claimlint.selftest import claim_of

PAIRS = tomllib.loads((Path(__file__).parent / "topic_pairs.toml").read_text(encoding="utf-8"))["pair"]


@cache
def analysts() -> dict[str, Analyst]:
    return {lexicon.language: Analyst(lexicon) for lexicon in load_rules(Config())}


def severity(claim: str, title: str, abstract: str = "", mesh: tuple[str, ...] = ()) -> str:
    record = EvidenceRecord("pmid:1", title, 2015, abstract=abstract, mesh=mesh)
    return next((str(p.severity) for p in CHECK.run((claim_of(Sample(f"{claim} [1].", record), analysts()),))), "")


def test_most_papers_on_something_else_are_told():
    told = [bool(severity(p["claim"], p["title"], p["abstract"])) for p in PAIRS if not p.get("fits")]
    assert (len(told), sum(told)) >= (20, 18)


def test_papers_that_say_it_in_other_words_are_hardly_ever_accused_and_never_surely():
    told = [severity(p["claim"], p["title"], p["abstract"]) for p in PAIRS if p.get("fits")]
    assert len(told) == 20
    assert told.count("") >= 18
    assert "error" not in told


@pytest.mark.parametrize(
    ("claim", "title", "abstract", "mesh", "expected"),
    [
        ("Eases knee pain", "Spacers for asthma inhalers", "Results: Lung function rose.", (), "error"),
        ("Eases knee pain", "Spacers for asthma inhalers", "", (), "warning"),  # of which the title only is known
        ("Eases knee pain", "Spacers in everyday use", "", ("Asthma", "Nebulizers and Vaporizers"), ""),  # the title says too little
        ("Eases knee pain", "Spacers for asthma inhalers", "", ("Osteoarthritis, Knee",), ""),  # a heading speaks of it
        ("Safe for pregnant women", "Spacers for asthma inhalers", "", (), ""),  # people are no subject
    ],
)
def test_parts_of_medicine(claim, title, abstract, mesh, expected):
    assert severity(claim, title, abstract, mesh) == expected


def test_every_word_of_a_part_is_one_term(tmp_path):
    assert len(fields()) > 200
    path = tmp_path / "fields.toml"
    path.write_text('joints = [\n"knee",\n"knee brace",\n]\n', encoding="utf-8")
    with pytest.raises(LexiconError, match="knee brace") as caught:
        fields(path)
    assert caught.value.line == 3
