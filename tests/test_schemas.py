"""The JSON schemas that editors use: they say what the loaders take, and refuse what the loaders refuse."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from typer.testing import CliRunner

from claimlint.cli import app
from claimlint.cli.schema import as_text, config_schema
from claimlint.config import load_config
from claimlint.decisions.baseline import baseline_text
from claimlint.decisions.edit import added
from claimlint.decisions.ledger import KEYS, Entry, Ledger
from claimlint.errors import ConfigError
from claimlint.rules import rule

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "claimlint" / "schemas"


def validator(name):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_shipped_schema_of_the_configuration_is_what_the_settings_say(request):
    if request.config.getoption("--update"):
        (SCHEMAS / "claimlint.schema.json").write_text(as_text(config_schema()), encoding="utf-8")
    assert (SCHEMAS / "claimlint.schema.json").read_text(encoding="utf-8") == as_text(config_schema())


CONFIGURATIONS = [
    ('markets = ["us"]\nfail-on = "never"\n[severity]\nEFF001 = "note"\nSAF = "error"\n', True),
    ('extend = "base.toml"\n[[overrides]]\npaths = ["a/**"]\nignore = ["EFF"]\ngenre = "law"\n', True),
    ('registry = "evidence"\nwaivers = "w.toml"\nbaseline = "b.json"\nexclude = ["old/*"]\nmin-severity = "warning"\n', True),
    ('markest = ["us"]\n', False),
    ('markets = "us"\n', False),
    ('fail-on = "eror"\n', False),
    ('[severity]\nEFF001 = "fatal"\n', False),
    ('[[overrides]]\nmarkets = ["us"]\n', False),
    ('[[overrides]]\npaths = ["a"]\nregistry = "x"\n', False),
]


@pytest.mark.parametrize(("text", "good"), CONFIGURATIONS)
def test_schema_and_loader_agree_on_configurations(tmp_path, text, good):
    (tmp_path / "base.toml").write_text("")
    path = tmp_path / "claimlint.toml"
    path.write_text(text)
    assert validator("claimlint").is_valid(tomllib.loads(text)) == good
    try:
        load_config(path)
    except ConfigError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize("path", sorted((ROOT / "lexicons").glob("*/[a-z][a-z][a-z]/*.toml")), ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_every_rule_file_fits_the_schema(path):
    validator("rule").validate(tomllib.loads(path.read_text(encoding="utf-8")))


def test_the_rule_schema_names_the_keys_that_the_loader_takes():
    schema = json.loads((SCHEMAS / "rule.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == set(rule._KEYS)  # noqa: SLF001 — the one list of them


@pytest.mark.parametrize(
    "change", [{"code": "eff1"}, {"severity": "fatal"}, {"extra": 1}, {"examples": {"flag": ["no mark"] * 3, "clear": ["x"] * 3}}]
)
def test_the_rule_schema_refuses(change):
    good = tomllib.loads((ROOT / "lexicons" / "en" / "eff" / "hype-qualifier.toml").read_text(encoding="utf-8"))
    with pytest.raises(ValidationError):
        validator("rule").validate({**good, **change})


def test_what_is_written_fits_its_schema():
    entry = Entry("EFF001", "0011223344556677", "a.md", "Quote.", "the label states this use", "Jane", "2026-11-22", "2027-01-31")
    validator("waivers").validate(tomllib.loads(added(Ledger("x.toml"), [entry])))
    assert set(validator("waivers").schema["properties"]["waiver"]["items"]["properties"]) == set(KEYS)
    validator("baseline").validate(json.loads(baseline_text({("a.md", "EFF001", "0011223344556677"): 2})))
    validator("baseline").validate(json.loads(baseline_text({})))
    assert not validator("baseline").is_valid({"version": 1, "findings": [{"path": "a.md"}]})


def test_schemas_are_printed():
    done = CliRunner().invoke(app, ["config", "--schema", "rule"])
    assert (done.exit_code, done.stdout) == (0, (SCHEMAS / "rule.schema.json").read_text(encoding="utf-8"))
    assert isinstance(CliRunner().invoke(app, ["config", "--schema", "rul"]).exception, ConfigError)
