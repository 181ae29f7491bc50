"""Configuration: found upward, strict, and told with place and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimlint.config import Config, config_at, find_config, load_config
from claimlint.errors import ConfigError


def test_the_nearest_file_upward_is_used(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "claimlint.toml").write_text('markets = ["us"]\n')
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.claimlint]\nmarkets = ["uk"]\n')
    assert load_config(find_config(tmp_path / "a" / "b")).markets == ("uk",)
    assert load_config(find_config(tmp_path / "draft.md")).markets == ("us",)


def test_a_pyproject_without_our_table_is_passed_by(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "claimlint.toml").write_text('select = ["EFF"]\n')
    assert load_config(find_config(tmp_path / "a")).select == ("EFF",)


def test_the_registry_lies_beside_the_file(tmp_path):
    (tmp_path / "claimlint.toml").write_text('registry = "evidence/"\n')
    assert Path(load_config(tmp_path / "claimlint.toml").registry) == tmp_path / "evidence"


def test_an_empty_file_means_defaults(tmp_path):
    (tmp_path / "claimlint.toml").write_text("")
    assert load_config(tmp_path / "claimlint.toml") == Config(path=str(tmp_path / "claimlint.toml"))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('\nmarkest = ["us"]\n', 2, 'did you mean "markets"'),
        ('markets = "us"\n', 1, "must be a list of strings"),
        ("\n\nfail-on = 3\n", 3, "must be a string"),
        ('fail-on = "eror"\n', 1, 'did you mean "error"'),
        ('min-severity = "fatal"\n', 1, "known: note, warning, error"),
        ("markets = [\n", 1, "not valid TOML"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path, text, line, message):
    path = tmp_path / "claimlint.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=re.escape(message)) as told:
        load_config(path)
    assert (told.value.path, told.value.line) == (str(path), line)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_extends_another_and_goes_before_it(tmp_path):
    write(tmp_path / "base.toml", 'markets = ["us"]\nignore = ["EFF015"]\nregistry = "shared"\n[severity]\nSAF = "note"\nEFF001 = "note"\n')
    path = write(tmp_path / "site" / "claimlint.toml", 'extend = "../base.toml"\nignore = ["SAF001"]\n[severity]\nEFF001 = "error"\n')
    config = load_config(path)
    assert (config.markets, config.ignore) == (("us",), ("SAF001",))
    assert config.severity == (("EFF001", "error"), ("SAF", "note"))
    assert Path(config.registry).resolve() == (tmp_path / "shared").resolve()
    assert dict(config.origins)["markets"].endswith("base.toml:1")
    assert dict(config.origins)["ignore"].endswith("claimlint.toml:2")


@pytest.mark.parametrize(
    ("base", "message"),
    [("claimlint.toml", "extends this file again"), ("none.toml", "there is no file"), ("b.toml", "extends this file again")],
)
def test_what_cannot_be_extended_is_told_at_its_line(tmp_path, base, message):
    write(tmp_path / "b.toml", 'extend = "claimlint.toml"\n')
    path = write(tmp_path / "claimlint.toml", f'markets = ["us"]\nextend = "{base}"\n')
    with pytest.raises(ConfigError, match=message) as told:
        load_config(path)
    assert told.value.line > 0


def test_overrides_set_what_holds_for_some_paths(tmp_path):
    text = 'ignore = ["EFF015"]\n[[overrides]]\npaths = ["legal/**"]\nmarkets = ["eu"]\nignore = ["SAF"]\ngenre = "law"\n'
    text += '[[overrides]]\npaths = ["legal/us/*.md"]\nmarkets = ["us"]\nseverity = { EFF001 = "warning" }\n'
    config = load_config(write(tmp_path / "claimlint.toml", text))
    assert config_at(config, tmp_path / "page.md").markets == ()
    inside = config_at(config, tmp_path / "legal" / "terms.md")
    assert (inside.markets, inside.ignore, inside.genre) == (("eu",), ("EFF015", "SAF"), "law")
    deeper = config_at(config, tmp_path / "legal" / "us" / "terms.md")
    assert (deeper.markets, deeper.ignore, deeper.severity) == (("us",), ("EFF015", "SAF"), (("EFF001", "warning"),))
    assert dict(deeper.origins)["markets"].endswith("claimlint.toml:8 [[overrides]]")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[[overrides]]\nmarkets = ["us"]\n', 1, 'needs "paths"'),
        ('[[overrides]]\npaths = ["a"]\nregistry = "x"\n', 3, "cannot stand in"),
        ('[[overrides]]\npaths = ["a"]\nmarkest = ["us"]\n', 3, 'did you mean "markets"'),
        ('overrides = "a"\n', 1, "array of tables"),
        ('[[overrides]]\npaths = ["!"]\n', 0, "as in .gitignore"),
        ('[severity]\nEFF001 = "fatal"\n', 2, "is no severity"),
        ("extend = 3\n", 1, "must be a string"),
        ('<<<<<<< HEAD\nmarkets = ["us"]\n=======\n', 1, "merge conflict"),
    ],
)
def test_a_slip_in_an_override_is_told(tmp_path, text, line, message):
    with pytest.raises(ConfigError, match=re.escape(message)) as told:
        load_config(write(tmp_path / "claimlint.toml", text))
    assert told.value.line == line


def test_a_configuration_that_is_no_file_hangs_nothing(tmp_path):
    path = write(tmp_path / "claimlint.toml", 'extend = "/dev/zero"\n')
    with pytest.raises(ConfigError, match="there is no file"):
        load_config(path)


def test_a_long_chain_of_files_is_refused(tmp_path):
    for number in range(40):
        write(tmp_path / f"{number}.toml", f'extend = "{number + 1}.toml"\n')
    write(tmp_path / "40.toml", "")
    assert load_config(tmp_path / "25.toml").markets == ()
    with pytest.raises(ConfigError, match="more than 20"):
        load_config(tmp_path / "0.toml")
