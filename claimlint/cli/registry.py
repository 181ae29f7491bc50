"""`claimlint registry`: build the evidence registry from record files, look into it, resolve references."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from claimlint.cli.console import EXIT_FINDINGS, write
from claimlint.errors import ConfigError

app = typer.Typer(help="The evidence registry: import, show, resolve.", no_args_is_help=True, rich_markup_mode=None)
_WHERE = typer.Option("--registry", help="A registry database or a folder of records.")


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Record files: MEDLINE/NBIB, CSL JSON, TOML.")],
    registry: Annotated[Path, typer.Option("--registry", help="The registry database to make or add to.")],
) -> None:
    """Import record files in one transaction: a broken file changes nothing."""
    from claimlint.evidence.registry import import_files

    write(f"{import_files(registry, files)}\n", None)


@app.command("show")
def show(
    identifier: Annotated[str, typer.Argument(help="DOI, PMID, PMCID, trial number or key.", show_default="how many records")] = "",
    *,
    registry: Annotated[Path, _WHERE],
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Show a record, or what the registry holds."""
    from claimlint.evidence.identifiers import identifiers
    from claimlint.evidence.registry import open_registry

    opened = open_registry(registry, _cache())
    if not identifier:
        write(f"{opened.describe()}\n", None)
        return
    found = next((r for scheme, value in identifiers(identifier) if (r := opened.by_id(scheme, value))), None) or opened.by_key(identifier)
    if found is None:
        raise ConfigError(f'no record "{identifier}" in {registry}', remedy="give a DOI, a PMID as PMID:123, or the key of a record")
    import dataclasses

    facts = {k: v for k, v in dataclasses.asdict(found).items() if v}
    lines = [json.dumps(facts, ensure_ascii=False, indent=2)] if output_format == "json" else list(_lines(facts))
    write("\n".join(lines) + "\n", None)


@app.command("resolve")
def resolve(
    texts: Annotated[list[str], typer.Argument(help="References as written; - reads one a line from standard input.")],
    *,
    registry: Annotated[Path, _WHERE],
    output_format: Annotated[str, typer.Option("--format", help="text or json (one object a line).")] = "text",
) -> None:
    """Resolve references: which record, by what, how sure. Exit 1 where one resolves to nothing."""
    from claimlint.evidence.registry import open_registry
    from claimlint.evidence.resolve import answer

    opened = open_registry(registry, _cache())
    missing = False
    for text in _given(texts):
        found = answer(text, opened)
        missing |= not found["record"]
        line = json.dumps(found, ensure_ascii=False) if output_format == "json" else _plain(found)
        write(line + "\n", None)
    raise typer.Exit(EXIT_FINDINGS if missing else 0)


def _given(texts: list[str]) -> Iterator[str]:
    for text in texts:
        if text == "-":
            yield from (line.rstrip("\n") for line in sys.stdin)
        else:
            yield text


def _plain(found: dict[str, object]) -> str:
    if not found["record"]:
        return f"— nothing ({found['tier']}: {found['how']})"
    return f"{found['record']} ({found['tier']}: {found['how']}) {found['title']}"


def _lines(facts: dict[str, object]) -> Iterator[str]:
    for name, value in facts.items():
        shown = (
            "; ".join(": ".join(map(str, v)) if isinstance(v, (list, tuple)) else str(v) for v in value)
            if isinstance(value, tuple)
            else value
        )
        yield f"{name}: {shown}"


def _cache() -> Path:
    from claimlint.cli.build import cache_folder

    return cache_folder()
