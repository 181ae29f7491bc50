"""Configuration: found upward, strict, and told with place and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimlint.config import Config, find_config, load_config
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
