"""The tables under lexicons/evidence are read strictly: a slip is told with its file, and what they name exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimlint.checks.evidence._direction import LABELS, model
from claimlint.errors import LexiconError
from claimlint.rules.effects import CUES, effects
from claimlint.rules.figures import figure_words
from claimlint.rules.home import lexicon_home
from claimlint.rules.levels import LEVELS
from claimlint.rules.people import people
from claimlint.rules.terms import vocabulary
from claimlint.rules.words import ladder, sections

HOME = lexicon_home() / "evidence"


@pytest.mark.parametrize(
    ("name", "old", "new", "read"),
    [
        ("effects", "[null]", "[nul]", effects),
        ("effects", "[up]\nwords", "[up]\nword", effects),
        ("figures", "[ratios]", "[ratioes]", figure_words),
        ("population", 'axis = "age"', 'axis = "aeg"', people),
        ("population", "mesh = [", "mehs = [", people),
        ("direction", "[weights]", "[weihgts]", model),
        ("ladder", "E4 = ", "E9 = ", ladder),
    ],
)
def test_a_slip_is_told(tmp_path: Path, name, old, new, read):
    text = (HOME / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"{name}.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        read(path)
    assert caught.value.path == str(path)


def test_a_slip_in_the_concepts_is_told(tmp_path: Path):
    for name in ("concepts", "frequency"):
        text = (HOME / f"{name}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(text.replace("[condition]", "[conditions]"), encoding="utf-8")
    with pytest.raises(LexiconError, match="conditions"):
        vocabulary(tmp_path)


def test_the_ladder_has_a_wording_for_every_level_in_both_languages():
    assert set(ladder()) == {(language, level) for language in ("en", "zh") for level in LEVELS}


def test_every_concept_that_a_table_names_exists():
    known = set(vocabulary().sorts)
    named = {key for section in sections("endpoints").values() for key in section.concepts}
    assert named <= known
    assert {key for key in vocabulary().weights if key.startswith("=")} <= known


def test_every_weight_has_every_label_and_a_feature_that_can_occur():
    words = {cue for cue in CUES if len(cue) > 1} | {
        "gain",
        "p",
        "interval",
        "larger",
        "smaller",
        "equal",
        "no",
        "sweeping",
        "bias",
        "nearest",
        "chance",
    }
    for name, row in model().items():
        assert set(row) == set(LABELS), name
        assert set(name.split()) & words, name
