"""Lexicon files: a slip is told with file, line and remedy."""

from __future__ import annotations

import re

import pytest

from claimlint.errors import LexiconError
from claimlint.rules.load import load_language

LANGUAGE = """
language = "xx"
agents = ["software"]
breaks = ["but"]
[[cue]]
kind = "negated"
words = ["not"]
"""
CLASSES = """
[software]
words = ["ai", "app"]
[cure]
verbs = ["cure", "heal"]
[disease]
nouns = ["cold"]
"""
RULE = """
code = "EFF001"
severity = "error"
message = "Cures"
why = "Because."
fix = "Don't."
[match]
any = ["{cure} ..2 {disease}"]
cleared_by = ["negated"]
[examples]
flag = ["It [[cures colds]]."]
clear = ["It does not cure colds."]
"""


def lexicon(folder, language=LANGUAGE, classes=CLASSES, rule=RULE):
    home = folder / "xx"
    (home / "classes").mkdir(parents=True)
    (home / "eff").mkdir()
    (home / "language.toml").write_text(language, encoding="utf-8")
    (home / "classes" / "all.toml").write_text(classes, encoding="utf-8")
    (home / "eff" / "cure.toml").write_text(rule, encoding="utf-8")
    return home


def test_a_good_lexicon(tmp_path):
    loaded = load_language(lexicon(tmp_path))
    assert loaded.classes["cure"] == ("cure", "cures", "curing", "cured", "heal", "heals", "healing", "healed")
    rule = loaded.rules[0]
    assert (rule.code, rule.name, rule.family) == ("EFF001", "cure", "EFF")
    assert rule.examples[0].text == "It cures colds."
    assert rule.examples[0].marks == ((3, 14),)
    assert rule.examples[0].line == 11


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('severity = "error"', 'severity = "eror"', 3, 'did you mean "error"'),
        ('severity = "error"', "severity = 3", 3, "must be of type str"),
        ("message =", "mesage =", 4, 'did you mean "message"'),
        ("{cure} ..2", "{cur} ..2", 8, 'did you mean "cure"'),
        ("{cure} ..2", "..2 {cure}", 8, "cannot begin with a gap"),
        ('["negated"]', '["negatd"]', 9, "is no qualifier"),
        ('code = "EFF001"', 'code = "EFF1"', 2, "is no rule code"),
        ('code = "EFF001"', 'code = "SAF001"', 2, "move it to saf/"),
        ('any = ["{cure} ..2 {disease}"]', "any = []", 7, "holds no phrase"),
        ("[examples]", "[exampls]", 10, 'did you mean "examples"'),
        ("why = ", "why ", 5, "not valid TOML"),
        ('fix = "Don\'t."', 'fix = ["Don\'t."]', 6, "must be of type str"),
    ],
)
def test_a_slip_in_a_rule(tmp_path, old, new, line, message):
    assert old in RULE
    home = lexicon(tmp_path, rule=RULE.replace(old, new))
    with pytest.raises(LexiconError, match=re.escape(message)) as told:
        load_language(home)
    assert told.value.path.endswith("cure.toml")
    assert told.value.line == line


def test_a_missing_key_is_named(tmp_path):
    home = lexicon(tmp_path, rule=RULE.replace('why = "Because."\n', ""))
    with pytest.raises(LexiconError, match='missing key "why"'):
        load_language(home)


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        (CLASSES + '[cancer]\ninclude = ["diseas"]\n', 'did you mean "disease"'),
        (CLASSES + '[a]\ninclude = ["b"]\n[b]\ninclude = ["a"]\n', "includes itself"),
        (CLASSES + '[a]\nword = ["x"]\n', 'did you mean "words"'),
        (CLASSES + '[a]\nwords = ["x", ""]\n', "non-empty strings"),
    ],
)
def test_a_slip_in_a_class(tmp_path, classes, message):
    with pytest.raises(LexiconError, match=re.escape(message)):
        load_language(lexicon(tmp_path, classes=classes))


def test_a_code_has_one_file(tmp_path):
    home = lexicon(tmp_path)
    (home / "eff" / "again.toml").write_text(RULE, encoding="utf-8")
    with pytest.raises(LexiconError, match="EFF001 is taken"):
        load_language(home)


def test_a_cue_with_an_unknown_direction(tmp_path):
    with pytest.raises(LexiconError, match='did you mean "forward"'):
        load_language(lexicon(tmp_path, language=LANGUAGE + 'direction = "foward"\n'))


OWN = RULE.replace("{cure}", "{mend}").replace("cures colds", "mends colds").replace("cure colds", "mend colds")


@pytest.mark.parametrize("name", ["a-first.toml", "z-last.toml"])
def test_the_class_of_a_rule_file_is_everybodys_whichever_is_read_first(tmp_path, name):
    home = lexicon(tmp_path, rule=OWN, language=LANGUAGE.replace('breaks = ["but"]', 'breaks = ["but", "{mend} off"]'))
    other = RULE.replace("EFF001", "EFF002").replace("{cure} ..2", "{cure} ..1 ") + '[classes.mend]\nverbs = ["mend"]\n'
    (home / "eff" / name).write_text(other, encoding="utf-8")
    loaded = load_language(home)
    pattern = next(rule for rule in loaded.rules if rule.code == "EFF001").patterns[0]
    assert loaded.classes["mend"] == ("mend", "mends", "mending", "mended")
    assert [element.anchor for element in pattern.elements] == [True, False]  # a verb there is a verb here


def test_two_rule_files_cannot_name_one_class(tmp_path):
    home = lexicon(tmp_path, rule=OWN + '[classes.mend]\nverbs = ["mend"]\n')
    (home / "eff" / "again.toml").write_text(RULE.replace("EFF001", "EFF002") + '[classes.mend]\nwords = ["fix"]\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"\{mend\} is a class of the language already, in .*again.toml") as told:
        load_language(home)
    assert told.value.path.endswith("cure.toml")
