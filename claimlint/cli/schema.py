"""The settings that there are → the JSON schema of claimlint.toml, by which editors complete and check it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from claimlint.config import KEYS, Key
from claimlint.errors import ConfigError, did_you_mean
from claimlint.profile import INDICATION, LISTS, STATUSES, WORDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_STRINGS = {"type": "array", "items": {"type": "string"}}
_CODE = "^[A-Z]{1,3}[0-9]{0,3}$"


def config_schema() -> dict[str, Any]:
    """Return the schema of claimlint.toml; the shipped file is this one, and a test keeps it so."""
    overrides = {
        "type": "object",
        "required": ["paths"],
        "additionalProperties": False,
        "properties": {
            "paths": {**_STRINGS, "minItems": 1, "description": "Patterns as in .gitignore, seen from the folder of the configuration."},
            **{key.name: _setting(key) for key in KEYS if key.by_path},
        },
    }
    return {
        "$schema": DRAFT,
        "title": "claimlint.toml",
        "description": "Settings of claimlint. In pyproject.toml the same table stands under [tool.claimlint].",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "extend": {"type": "string", "description": "Another configuration that this one goes before, seen from its folder."},
            **{key.name: _setting(key) for key in KEYS},
            "overrides": {
                "type": "array",
                "items": overrides,
                "description": "Settings for some paths; later ones go before earlier ones.",
            },
        },
    }


def shipped(name: str) -> str:
    """Return the text of a shipped schema. Raises ConfigError with the nearest name where there is none."""
    folder = files("claimlint") / "schemas"
    known = sorted(each.name.removesuffix(".schema.json") for each in folder.iterdir() if each.name.endswith(".schema.json"))
    if name not in known:
        raise ConfigError(f'there is no schema "{name}"', remedy=did_you_mean(name, known) or f"known: {', '.join(known)}")
    return (folder / f"{name}.schema.json").read_text(encoding="utf-8")


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as it is shipped."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _setting(key: Key) -> dict[str, Any]:
    said = {"description": key.about}
    word = {"type": "string", **({"enum": list(key.known)} if key.known else {})}
    if key.form == "product":
        return {**_product(), **said}
    if key.form in ("list", "paths"):
        return {**_STRINGS, **said}
    if key.form == "levels":
        return {"type": "object", "patternProperties": {_CODE: word}, "additionalProperties": False, **said}
    return {**word, **said}


def _product() -> dict[str, Any]:
    """Return the schema of the profile: closed, so that an editor completes its keys and refuses others."""
    number = {"status": _word(STATUSES), "number": _word(())}
    return _closed(
        {key: _word(known) for key, known in WORDS.items()}
        | {key: _words(known) for key, known in LISTS.items()}
        | {
            "reviewed": {"type": "boolean"},
            "status": {"type": "object", "additionalProperties": {"anyOf": [_word(STATUSES), _closed(number)]}},
            "indication": _closed({key: _words(known) for key, known in INDICATION.items()}),
            "people": {
                "type": "array",
                "items": _closed({key: _word(()) for key in ("name", "title", "licence")}) | {"required": ["name"]},
            },
        }
    )


def _word(known: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", **({"enum": list(known)} if known else {})}


def _words(known: tuple[str, ...]) -> dict[str, Any]:
    return {"anyOf": [_word(known), {"type": "array", "items": _word(known)}]}


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}
