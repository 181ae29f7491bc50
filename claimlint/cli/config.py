"""`claimlint config`: the settings in force at a path and where each comes from; the files that would be read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimlint.cli import options
from claimlint.cli.console import EXIT_UNABLE, say, shown, write
from claimlint.errors import ConfigError

if TYPE_CHECKING:
    from claimlint.config import Config

_DEFAULT = "default"


def config(
    path: Annotated[Path, typer.Argument(help="A draft or a folder.", show_default="this folder")] = Path(),
    *,
    files: Annotated[bool, typer.Option("--files", help="List the files that would be read.")] = False,
    schema: Annotated[
        str, typer.Option("--schema", help="Print a JSON schema for editors: claimlint, rule, waivers, baseline, report.")
    ] = "",
    output_format: options.Format = "text",
    isolated: options.Isolated = False,
) -> None:
    """Show the settings in force at a path, and the file and line each comes from."""
    from claimlint.cli.build import settings

    options.known("--format", output_format, ("text", "json"))
    if schema:
        from claimlint.cli.schema import shipped

        write(shipped(schema), None)
        return
    if not path.exists():
        raise ConfigError("no such file or folder", path=str(path), remedy="name a draft or a folder")
    if files:
        _files(path, output_format, isolated=isolated)
        return
    found = settings({}, isolated=isolated)(path)
    rows = rows_of(found)
    write(_json(found, rows) if output_format == "json" else _text(path, found, rows), None)


def rows_of(found: Config) -> dict[str, tuple[object, str]]:
    """Return each setting by its name in the file: its value as plain data, and where it comes from."""
    from claimlint.config import KEYS

    origins = dict(found.origins)
    rows: dict[str, tuple[object, str]] = {}
    for key in KEYS:
        attribute = key.name.replace("-", "_")
        value = getattr(found, attribute)
        rows[key.name] = dict(value) if key.form == "levels" else _plain(value), origins.get(attribute, _DEFAULT)
    return rows


def _plain(value: object) -> object:
    """Return a value of Config as JSON and TOML would hold it; what is empty in a table is left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        facts = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {name: fact for name, fact in facts.items() if fact not in ("", [], {})}
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _text(path: Path, found: Config, rows: Mapping[str, tuple[object, str]]) -> str:
    lines = [f"# in force at {path.as_posix()}; configuration: {found.path or 'none found'}"]
    width = max(len(name) for name in rows)
    for name, (value, origin) in rows.items():
        lines.append(f"{name:{width}} = {json.dumps(value, ensure_ascii=False)}  # {origin}")
    lines += [f"# for {', '.join(o.paths)}: {', '.join(name for name, _ in o.values)} ({o.place})" for o in found.overrides]
    return "".join(f"{shown(line)}\n" for line in lines)


def _json(found: Config, rows: Mapping[str, tuple[object, str]]) -> str:
    overrides = [{"paths": list(o.paths), "sets": [name for name, _ in o.values], "origin": o.place} for o in found.overrides]
    table = {name: {"value": value, "origin": origin} for name, (value, origin) in rows.items()}
    return json.dumps({"configuration": found.path, "settings": table, "overrides": overrides}, ensure_ascii=False, indent=2) + "\n"


def _files(path: Path, output_format: str, *, isolated: bool) -> None:
    from claimlint.cli.check import planned
    from claimlint.walk import walk

    plan = planned({}, "", isolated=isolated)
    found = walk([path], plan.readers, plan.settings)
    names = [each.as_posix() for each in found.files]
    write(
        json.dumps(names, ensure_ascii=False, indent=2) + "\n" if output_format == "json" else "".join(f"{shown(n)}\n" for n in names), None
    )
    for omission in found.passed_over:
        say(f"{omission.count} {shown(omission.what)} passed over\n")
    for skipped in found.skipped:
        say(f"{shown(skipped.path)}: {shown(skipped.reason)}\n")
    raise typer.Exit(EXIT_UNABLE if found.skipped or not names else 0)
