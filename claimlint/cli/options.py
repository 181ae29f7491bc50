"""Options that several commands share, and what their values must be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from claimlint.errors import ConfigError, did_you_mean

Paths = Annotated[list[str] | None, typer.Argument(help="Files and folders; - reads standard input.", show_default="this folder")]
Folders = Annotated[list[str] | None, typer.Argument(help="Files and folders.", show_default="this folder")]
Market = Annotated[list[str] | None, typer.Option("--market", help="Markets, e.g. us,eu,uk,cn,general.", show_default="by language")]
Registry = Annotated[str, typer.Option("--registry", help="Evidence registry: a database or a folder of records.")]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration file.")]
Waivers = Annotated[str, typer.Option("--waivers", help="Ledger of decisions.", show_default="claimlint-waivers.toml")]
Baseline = Annotated[str, typer.Option("--baseline", help="Findings accepted as old debt.", show_default="claimlint-baseline.json")]
Today = Annotated[str, typer.Option("--today", help="Day against which decisions run out.", show_default="today")]
Since = Annotated[str, typer.Option("--diff", help="Only sentences changed since the merge base with this git revision.", metavar="BASE")]
Strict = Annotated[bool, typer.Option("--strict", help="The baseline may only shrink.")]
Format = Annotated[str, typer.Option("--format", help="text or json.")]


def codes(values: list[str] | None) -> tuple[str, ...]:
    """Return the parts of repeated, comma-separated options."""
    return tuple(part.strip() for value in values or () for part in value.split(",") if part.strip())


def known(option: str, value: str, among: Sequence[str]) -> str:
    """Return a value. Raises ConfigError with the nearest of those `among` which it must be."""
    if value not in among:
        remedy = did_you_mean(value, list(among)) or f"known: {', '.join(filter(None, among))}"
        raise ConfigError(f'{option}: there is no "{value}"', remedy=remedy)
    return value


def day(text: str) -> str:
    """Return an ISO day: the one given, or today's. Raises ConfigError for what is none."""
    from datetime import date

    from claimlint.decisions.directives import is_day

    if text and not is_day(text):
        raise ConfigError(f'--today: "{text}" is no date', remedy="write it as 2027-01-31")
    return text or date.today().isoformat()  # noqa: DTZ011 — a decision runs out where its reader lives


def existing(option: str, path: str) -> str:
    """Return a path given by an option. Raises ConfigError where no file is there."""
    if path and not Path(path).is_file():
        raise ConfigError(f'{option}: there is no file "{path}"', remedy="give the path of the file, or leave the option out")
    return path
