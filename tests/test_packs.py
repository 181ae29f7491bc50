"""A company's own rules: written, proven and used by the same commands as ours."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claimlint.cli.build import build
from claimlint.config import Config, load_config
from claimlint.errors import ConfigError, LexiconError
from claimlint.readers.text import READER

RULE = """\
code     = "EFF901"
severity = "warning"
message  = "Uses the house word that legal has withdrawn"
why      = "It was withdrawn."
fix      = "Say what was observed."
[match]
any        = ["{house-word}"]
cleared_by = ["negated"]
[classes.house-word]
words = ["glowvance"]
[examples]
flag  = ["Try [[glowvance]] today.", "Feel the [[glowvance]].", "[[Glowvance]] is here."]
clear = ["We do not say glowvance.", "Never use glowvance.", "It is not glowvance."]
"""
LAW = """\
id = "us"
[rule.EFF901]
severity = "error"
barred = false
basis = ["house-style"]
[law.house-style]
instrument = "House style"
article = "4.2"
text = "Withdrawn words are not used."
in_force = "2026-01-01"
checked = "2026-11-01"
verified = true
"""


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "compliance" / "lexicons"
    (folder / "en" / "eff").mkdir(parents=True)
    (folder / "en" / "eff" / "withdrawn-word.toml").write_text(RULE, encoding="utf-8")
    (tmp_path / "claimlint.toml").write_text('lexicons = ["compliance/lexicons"]\nmarkets = ["us", "eu"]\n', encoding="utf-8")
    return folder


def run(folder, *arguments):
    command = [sys.executable, "-m", "claimlint", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def lint(tmp_path, text):
    return build(load_config(tmp_path / "claimlint.toml")).linter.lint(READER.read("a.txt", text)).findings


def test_a_rule_that_no_law_file_knows_holds_in_every_market(pack, tmp_path):
    (found,) = lint(tmp_path, "Try glowvance today.")
    assert (found.code, found.severity, found.basis) == ("EFF901", "warning", ())
    assert lint(tmp_path, "Our tea cures gout.")[0].code == "EFF001"


def test_a_pack_adds_law_to_a_market(pack, tmp_path):
    (pack / "markets").mkdir()
    (pack / "markets" / "us.toml").write_text(LAW, encoding="utf-8")
    (found,) = lint(tmp_path, "Try glowvance today.")
    assert found.severity == "error"
    assert [law.instrument for law in found.basis] == ["House style"]
    (cure,) = [f for f in lint(tmp_path, "Our tea cures gout.") if f.code == "EFF001"]
    assert {law.market for law in cure.basis} == {"us", "eu"}


def test_a_pack_adds_words_to_a_class_of_ours(pack, tmp_path):
    (pack / "en" / "classes").mkdir()
    (pack / "en" / "classes" / "more.toml").write_text('[disease]\nwords = ["zorbitis"]\n', encoding="utf-8")
    assert [f.code for f in lint(tmp_path, "Our tea cures zorbitis.")] == ["EFF001"]


def test_a_pack_may_bring_a_market(pack, tmp_path):
    (pack / "markets").mkdir()
    text = LAW.replace('id = "us"', 'id = "ca"\nname = "Canada"')
    (pack / "markets" / "ca.toml").write_text(text, encoding="utf-8")
    (tmp_path / "claimlint.toml").write_text('lexicons = ["compliance/lexicons"]\nmarkets = ["ca"]\n', encoding="utf-8")
    assert [law.market for f in lint(tmp_path, "Try glowvance today.") for law in f.basis] == ["ca"]


def test_the_commands_know_the_pack(pack, tmp_path):
    assert "withdrawn-word" in run(tmp_path, "explain", "EFF901").stdout
    assert "EFF901" in run(tmp_path, "rules").stdout
    done = run(tmp_path, "test", "compliance/lexicons")
    assert (done.returncode, done.stdout) == (0, "1 rule files, 0 checks, 6 examples, 0 failures\n")


def test_a_pack_is_proven_without_a_configuration_too(pack, tmp_path):
    (tmp_path / "claimlint.toml").unlink()
    assert run(tmp_path, "test", "compliance/lexicons/en/eff/withdrawn-word.toml").returncode == 0


def test_what_fails_is_told_at_its_line(pack, tmp_path):
    path = pack / "en" / "eff" / "withdrawn-word.toml"
    path.write_text(RULE.replace('["{house-word}"]', '["{house-word}", "the zap"]'), encoding="utf-8")
    done = run(tmp_path, "test", str(path))
    assert done.returncode == 1
    assert '/withdrawn-word.toml:7: EFF901 no flag example shows "the zap"' in done.stdout


def test_new_writes_a_file_that_says_what_it_lacks(pack, tmp_path):
    done = run(tmp_path, "new", "eff", "bold-promise", "--lang", "zh")
    path = pack / "zh" / "eff" / "bold-promise.toml"
    assert 'code     = "EFF902"' in path.read_text(encoding="utf-8")
    assert "claimlint test" in done.stdout
    told = run(tmp_path, "test", str(path)).stdout
    assert "needs at least 3 flag examples" in told
    again = run(tmp_path, "new", "eff", "bold-promise", "--lang", "zh")
    assert again.returncode == 2


def test_new_takes_the_code_of_the_other_language(pack, tmp_path):
    run(tmp_path, "new", "EFF", "implied-disease-claim-supplement", "--lang", "zh")
    assert 'code     = "EFF009"' in (pack / "zh" / "eff" / "implied-disease-claim-supplement.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("family", "name", "said"), [("EF", "x-y", "no family"), ("EFF", "X Y", "no rule"), ("EFF", "../x", "no rule")])
def test_new_refuses_what_cannot_be(tmp_path, family, name, said):
    done = run(tmp_path, "new", family, name)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_pack_that_is_none(tmp_path):
    with pytest.raises(LexiconError, match="no such folder"):
        build(Config(lexicons=(str(tmp_path / "missing"),)))
    with pytest.raises(LexiconError, match="holds no rules"):
        build(Config(lexicons=(str(tmp_path),)))
    (tmp_path / "xx").mkdir()
    with pytest.raises(LexiconError, match='"xx" is no language'):
        build(Config(lexicons=(str(tmp_path),)))


def test_a_code_of_ours_cannot_be_taken(pack, tmp_path):
    path = pack / "en" / "eff" / "withdrawn-word.toml"
    path.write_text(RULE.replace("EFF901", "EFF001"), encoding="utf-8")
    with pytest.raises(LexiconError, match="EFF001 is taken"):
        build(load_config(tmp_path / "claimlint.toml"))


def test_an_unknown_market_names_those_of_packs(pack):
    with pytest.raises(ConfigError, match='unknown market "xx"'):
        build(Config(lexicons=(str(pack),), markets=("xx",)))


def test_new_gives_no_code_twice_and_knows_its_languages(tmp_path):
    assert "EFF901" in run(tmp_path, "new", "EFF", "one").stdout
    assert "EFF902" in run(tmp_path, "new", "EFF", "two", "--lang", "zh").stdout
    refused = run(tmp_path, "new", "EFF", "three", "--lang", "fr")
    assert refused.returncode == 2
    assert 'there is no language "fr"' in refused.stderr
