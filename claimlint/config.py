"""claimlint.toml or [tool.claimlint], and what it extends → Config; an unknown key gets a suggestion."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from claimlint.errors import ConfigError, did_you_mean
from claimlint.files import is_file, line_of, text_of, toml_of
from claimlint.model.outcome import CONFIDENCES, SEVERITIES
from claimlint.model.product import Product
from claimlint.profile import over, read_product

FILE = "claimlint.toml"
FAIL_ON = (*SEVERITIES, "never")


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its name in the file, its form, the words it may be, and whether `[[overrides]]` may set it.

    Forms: "list" of strings, one "word", a "path" seen from the file that names it, a list of such "paths", "levels" (a table of
    codes to words), "product" (the profile).
    """

    name: str
    form: Literal["list", "word", "path", "paths", "levels", "product"]
    about: str
    known: tuple[str, ...] = ()
    by_path: bool = False


KEYS = (
    Key("markets", "list", "Markets that drafts are judged in; default: by language.", by_path=True),
    Key("select", "list", "Only these codes, or beginnings of codes; default: every rule.", by_path=True),
    Key("ignore", "list", "All but these codes, or beginnings of codes; in an override they are added.", by_path=True),
    Key("exclude", "list", "Patterns as in .gitignore, seen from the folder of the configuration."),
    Key("prose-keys", "list", "Keys of data files whose values are copy: a name, or a path with * in it.", by_path=True),
    Key("fail-on", "word", "Exit 1 for findings at or above this severity.", FAIL_ON),
    Key("min-severity", "word", "Show findings from this severity.", SEVERITIES),
    Key("min-confidence", "word", "Show and count findings from this confidence.", CONFIDENCES),
    Key("product", "product", "What is sold, to whom, and with which permission.", by_path=True),
    Key("genre", "word", "What kind of text the drafts are, where cues in the text should not decide it.", by_path=True),
    Key("severity", "levels", "Severity of single codes, or beginnings of codes.", SEVERITIES, by_path=True),
    Key("lexicons", "paths", "Rule packs of your own: folders with languages, families and markets as in claimlint's lexicons/."),
    Key("registry", "path", "Evidence registry: a database, or a folder of record files."),
    Key("waivers", "path", "Ledger of decisions; default: claimlint-waivers.toml beside the configuration."),
    Key("baseline", "path", "Findings accepted as old debt; default: claimlint-baseline.json beside the configuration."),
)
_KEYS = {key.name: key for key in KEYS}
_OTHER = ("extend", "overrides")
_DEEPEST = 20  # files that extend one another


@dataclass(frozen=True, slots=True)
class Override:
    """Settings for the files that `paths` match (patterns as in .gitignore): (field of Config, value), and where they stand."""

    paths: tuple[str, ...]
    values: tuple[tuple[str, Any], ...]
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Config:
    """Effective settings. Files are named relative to nothing but the current folder; "" where there is none."""

    path: str = ""
    markets: tuple[str, ...] = ()  # none: by language
    select: tuple[str, ...] = ()  # codes or their beginnings; none: all
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()  # patterns as in .gitignore
    prose_keys: tuple[str, ...] = ()  # keys of data files whose values are copy; none: the default of lexicons/data-files.toml
    fail_on: str = "error"
    min_severity: str = "note"
    min_confidence: str = "low"
    product: Product = field(default_factory=Product)
    genre: str = ""
    severity: tuple[tuple[str, str], ...] = ()  # code or its beginning → severity; the longest that fits decides
    lexicons: tuple[str, ...] = ()
    registry: str = ""
    waivers: str = ""
    baseline: str = ""
    overrides: tuple[Override, ...] = ()
    origins: tuple[tuple[str, str], ...] = field(default=(), compare=False)  # field → "claimlint.toml:3"


def find_config(start: Path) -> Path | None:
    """Return the nearest claimlint.toml, or pyproject.toml with [tool.claimlint], from `start` upward.

    The same file has the same name wherever the search began: relative below the current folder, absolute elsewhere.
    """
    folder = (start if start.is_dir() else start.parent).resolve()
    for here in (folder, *folder.parents):
        if is_file(here / FILE):
            return _named(here / FILE)
        if is_file(here / "pyproject.toml") and _ours(here / "pyproject.toml"):
            return _named(here / "pyproject.toml")
    return None


def _named(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _ours(path: Path) -> bool:
    """Tell whether a pyproject.toml has our table; one that is broken is somebody else's trouble."""
    text = text_of(path)
    return "[tool.claimlint" in text and isinstance(_table(toml_of(path, text), "tool").get("claimlint"), dict)


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def load_config(path: Path) -> Config:
    """Read a configuration file and what it extends. Raises ConfigError with file, line and remedy."""
    settled: dict[str, Any] = {}
    origins: dict[str, str] = {}
    overrides: list[Override] = []
    for layer in _layers(path, ()):
        for name in (n for n in layer.table if n in _KEYS):
            attribute, value = _value(layer, layer.table, _KEYS[name])
            settled[attribute] = _joined(attribute, settled.get(attribute, ()), value)
            origins[attribute] = layer.place(name)
        overrides += _overrides(layer)
    return Config(path=str(path), **settled, overrides=tuple(overrides), origins=tuple(origins.items()))


def config_at(config: Config, path: Path) -> Config:
    """Return the settings in force for one file: overrides whose patterns match it, later ones over earlier ones.

    A folder has none in force: they wait for its files.
    """
    if not config.overrides or path.is_dir():
        return config
    values: dict[str, Any] = {}
    origins = dict(config.origins)
    for override in config.overrides:
        if matcher(override.paths, override.place)(seen_from(config, path)):
            for attribute, value in override.values:
                values[attribute] = _joined(attribute, values.get(attribute, getattr(config, attribute)), value, add=("ignore",))
                origins[attribute] = f"{override.place} [[overrides]]"
    return dataclasses.replace(config, **values, overrides=(), origins=tuple(origins.items()))


def with_neighbours(config: Config, names: Mapping[str, str]) -> Config:
    """Return the configuration with each unset field of `names` filled by the file of that name beside it, where there is one."""
    home = Path(config.path).parent
    found = {field: str(home / name) for field, name in names.items() if not getattr(config, field) and is_file(home / name)}
    origins = {**dict.fromkeys(found, "beside the configuration"), **dict(config.origins)}
    return dataclasses.replace(config, **found, origins=tuple(origins.items())) if found else config  # type: ignore[arg-type]


def seen_from(config: Config, path: Path) -> str:
    """Return the path as patterns see it: from the folder of the configuration, with slashes."""
    home, place = Path(config.path).parent.resolve(), path.resolve()
    seen = place.relative_to(home) if place.is_relative_to(home) else path
    return seen.as_posix().encode(errors="replace").decode()


@cache
def matcher(patterns: tuple[str, ...], place: str) -> Callable[[str], bool]:
    """Return what tells whether a path matches patterns as in .gitignore. Raises ConfigError for a pattern that is none."""
    if not patterns:
        return lambda _: False
    from pathspec import GitIgnoreSpec  # only a run with patterns needs it

    try:
        return GitIgnoreSpec.from_lines(patterns).match_file
    except ValueError as error:
        raise ConfigError(f"{place}: {error}", remedy="write patterns as in .gitignore") from error


@dataclass(frozen=True, slots=True)
class _Layer:
    """One configuration file: its path, its text, and its table of settings."""

    path: Path
    text: str
    table: Mapping[str, Any]

    def place(self, needle: str) -> str:
        line = line_of(self.text, needle, alone=True)
        return f"{self.path}:{line}" if line else str(self.path)

    def fail(self, needle: str, message: str, remedy: str) -> ConfigError:
        return ConfigError(message, path=str(self.path), line=line_of(self.text, needle, alone=True), remedy=remedy)


def _layers(path: Path, below: tuple[Path, ...]) -> list[_Layer]:
    """Return a file and all it extends, the most general first; `below` are those that led here."""
    text = text_of(path)
    data = toml_of(path, text)
    layer = _Layer(path, text, _table(_table(data, "tool"), "claimlint") if path.name == "pyproject.toml" else data)
    for key in layer.table:
        if key not in _KEYS and key not in _OTHER:
            known = [*_KEYS, *_OTHER]
            raise layer.fail(key, f'unknown key "{key}"', did_you_mean(key, known) or f"known: {', '.join(known)}")
    base = layer.table.get("extend", "")
    if not isinstance(base, str):
        raise layer.fail("extend", '"extend" must be a string', 'extend = "../base.toml"')
    if not base:
        return [layer]
    if (path.parent / base).resolve() in (p.resolve() for p in (*below, path)):
        raise layer.fail("extend", f'"{base}" extends this file again', "break the circle")
    if len(below) >= _DEEPEST:
        raise layer.fail("extend", f"more than {_DEEPEST} files extend one another", "extend one file that holds what they say")
    if not is_file(path.parent / base):
        raise layer.fail("extend", f'there is no file "{base}"', "a path is seen from the folder of this file")
    return [*_layers(path.parent / base, (*below, path)), layer]


def _overrides(layer: _Layer) -> list[Override]:
    tables = layer.table.get("overrides", [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise layer.fail("overrides", '"overrides" must be an array of tables', "write [[overrides]]")
    return [_override(layer, table) for table in tables]


def _override(layer: _Layer, table: Mapping[str, Any]) -> Override:
    known = ["paths", *(key.name for key in KEYS if key.by_path)]
    for name in table:
        if name not in known:
            remedy = did_you_mean(name, known) or f"by path can be set: {', '.join(known[1:])}"
            raise layer.fail(name, f'"{name}" cannot stand in [[overrides]]', remedy)
    _, paths = _value(layer, {"paths": [], **table}, Key("paths", "list", ""))
    if not paths:
        raise layer.fail("overrides", '[[overrides]] needs "paths"', 'paths = ["landing/**"]')
    place = layer.place(paths[0])
    matcher(paths, place)
    return Override(paths, tuple(_value(layer, table, _KEYS[name]) for name in table if name != "paths"), place)


def _value(layer: _Layer, table: Mapping[str, Any], key: Key) -> tuple[str, Any]:
    """Return the field of Config that a key fills, and its value as Config holds it. Raises ConfigError at its line."""
    value, attribute = table.get(key.name), key.name.replace("-", "_")
    if key.form in ("list", "paths"):
        if not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise layer.fail(key.name, f'"{key.name}" must be a list of strings', f'{key.name} = ["…"]')
        return attribute, tuple(value if key.form == "list" else (str(layer.path.parent / v) for v in value))
    if key.form == "levels":
        if not (isinstance(value, dict) and all(isinstance(v, str) for v in value.values())):
            raise layer.fail(key.name, f'"{key.name}" must be a table of strings', f'{key.name} = {{ EFF001 = "warning" }}')
        for word in value.values():
            _among(layer, key, word)
        return attribute, tuple(sorted(value.items()))
    if key.form == "product":
        return attribute, read_product(value, layer.fail)
    if not isinstance(value, str):
        raise layer.fail(key.name, f'"{key.name}" must be a string', f'{key.name} = "…"')
    if key.form == "path":
        return attribute, str(layer.path.parent / value) if value and "://" not in value else value  # an address is no path
    _among(layer, key, value)
    return attribute, value


def _among(layer: _Layer, key: Key, value: str) -> None:
    if key.known and value not in key.known:
        remedy = did_you_mean(value, list(key.known)) or f"known: {', '.join(key.known)}"
        raise layer.fail(value, f'"{value}" is no {key.name}', remedy)


def _joined(attribute: str, old: Any, new: Any, add: Sequence[str] = ()) -> Any:  # noqa: ANN401 — a value of any field
    """Return what a later value makes of an earlier one: tables are joined by key, the lists in `add` too, others replaced."""
    if attribute == "severity":
        return tuple(sorted({**dict(old), **dict(new)}.items()))
    if attribute == "product":
        return over(old or Product(), new)
    return tuple(dict.fromkeys((*old, *new))) if attribute in add else new


def wrong(config: Config, value: str, message: str, remedy: str) -> ConfigError:
    """Return an error about a value of a configuration, at its line where it stands in the file; a flag has no file."""
    for path in dict.fromkeys([config.path, *(place.rpartition(":")[0] for _, place in config.origins)]):
        text = text_of(Path(path)) if path and is_file(Path(path)) else ""
        if value and line_of(text, value, alone=True):
            return ConfigError(message, path=path, line=line_of(text, value, alone=True), remedy=remedy)
    return ConfigError(message, remedy=remedy)
