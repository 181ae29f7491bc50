"""claimlint.toml or [tool.claimlint] → Config; an unknown key gets a suggestion."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimlint.errors import ConfigError, broken_line, did_you_mean
from claimlint.model.outcome import SEVERITIES

FILE = "claimlint.toml"
FAIL_ON = (*SEVERITIES, "never")
_LISTS = ("markets", "select", "ignore", "exclude")
_WORDS = ("fail-on", "min-severity", "registry")


@dataclass(frozen=True, slots=True)
class Config:
    """Effective settings. `registry` is a path relative to nothing but the current folder; "" where there is none."""

    path: str = ""
    markets: tuple[str, ...] = ()  # none: by language
    select: tuple[str, ...] = ()  # codes or their beginnings; none: all
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()  # patterns as in .gitignore
    fail_on: str = "error"
    min_severity: str = "note"
    registry: str = ""


def find_config(start: Path) -> Path | None:
    """Return the nearest claimlint.toml, or pyproject.toml with [tool.claimlint], from `start` upward.

    The same file has the same name wherever the search began: relative below the current folder, absolute elsewhere.
    """
    folder = (start if start.is_dir() else start.parent).resolve()
    for here in (folder, *folder.parents):
        if _is_file(here / FILE):
            return _named(here / FILE)
        if _is_file(here / "pyproject.toml") and _ours(here / "pyproject.toml"):
            return _named(here / "pyproject.toml")
    return None


def _named(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be searched holds no configuration for us
        return False


def _ours(path: Path) -> bool:
    """Tell whether a pyproject.toml has our table; one that is broken is somebody else's trouble."""
    text = _text(path)
    return "[tool.claimlint]" in text and isinstance(_table(_parsed(path, text), "tool").get("claimlint"), dict)


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def load_config(path: Path) -> Config:
    """Read a configuration file. Raises ConfigError with file, line and remedy."""
    text = _text(path)
    data = _parsed(path, text)
    return _config(path, text, _table(_table(data, "tool"), "claimlint") if path.name == "pyproject.toml" else data)


def _parsed(path: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"not valid TOML: {error}", path=str(path), line=broken_line(text, error)) from error


def _config(path: Path, text: str, table: Mapping[str, Any]) -> Config:
    for key, value in table.items():
        if key not in (*_LISTS, *_WORDS):
            known = [*_LISTS, *_WORDS]
            raise _error(path, text, key, f'unknown key "{key}"', did_you_mean(key, known) or f"known: {', '.join(known)}")
        if key in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise _error(path, text, key, f'"{key}" must be a list of strings', f'{key} = ["…"]')
        if key in _WORDS and not isinstance(value, str):
            raise _error(path, text, key, f'"{key}" must be a string', f'{key} = "…"')
    _among(path, text, table, "fail-on", FAIL_ON)
    _among(path, text, table, "min-severity", SEVERITIES)
    registry = table.get("registry", "")
    return Config(
        path=str(path),
        **{key: tuple(table.get(key, ())) for key in _LISTS},
        fail_on=table.get("fail-on", "error"),
        min_severity=table.get("min-severity", "note"),
        registry=registry if "://" in registry else str(path.parent / registry) if registry else "",
    )


def wrong(config: Config, value: str, message: str, remedy: str) -> ConfigError:
    """Return an error about a value of a configuration, at its line where it stands in the file; a flag has no file."""
    path = Path(config.path)
    text = _text(path) if config.path else ""
    return _error(path, text, value, message, remedy) if value and value in text else ConfigError(message, remedy=remedy)


def _among(path: Path, text: str, table: Mapping[str, Any], key: str, known: tuple[str, ...]) -> None:
    value = table.get(key)
    if value is not None and value not in known:
        remedy = did_you_mean(value, list(known)) or f"known: {', '.join(known)}"
        raise _error(path, text, value, f'"{value}" is no {key}', remedy)


def _error(path: Path, text: str, needle: str, message: str, remedy: str) -> ConfigError:
    found = re.search(rf"(?<![\w-]){re.escape(needle)}(?![\w-])", text)
    return ConfigError(message, path=str(path), line=text.count("\n", 0, found.start()) + 1 if found else 0, remedy=remedy)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(path)) from error
