"""`claimlint registry`: build the evidence registry from record files, look into it, resolve references."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimlint.cli.console import EXIT_FINDINGS, write
from claimlint.errors import ConfigError, did_you_mean
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from claimlint.evidence.registry import Registry
    from claimlint.model import EvidenceRecord

app = typer.Typer(help="The evidence registry: import, show, resolve.", no_args_is_help=True, rich_markup_mode=None)
_FORMATS = ("text", "json")
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
    from claimlint.evidence.registry import open_registry

    machine = _machine(output_format)
    opened = open_registry(registry, _cache())
    if not identifier:
        counted = {"registry": str(registry), "records": opened.size()}
        write((_json(counted, indent=2) if machine else visible(opened.describe())) + "\n", None)
        return
    found = _found(identifier.strip(), opened)
    if found is None:
        raise ConfigError(f'no record "{identifier}" in {registry}', remedy="give a DOI, a PMID, a trial number, or the key of a record")
    import dataclasses

    facts = {k: v for k, v in dataclasses.asdict(found).items() if v}
    lines = [_json(facts, indent=2)] if machine else [visible(line) for line in _lines(facts)]
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

    machine = _machine(output_format)
    opened = open_registry(registry, _cache())
    missing = False
    for text in _given(texts):
        found = answer(text, opened)
        missing |= not found["record"]
        write((_json(found) if machine else visible(_plain(found))) + "\n", None)
    raise typer.Exit(EXIT_FINDINGS if missing else 0)


def _machine(output_format: str) -> bool:
    """Tell whether JSON is wanted. Raises ConfigError for a format that is none."""
    if output_format not in _FORMATS:
        remedy = did_you_mean(output_format, list(_FORMATS)) or f"known: {', '.join(_FORMATS)}"
        raise ConfigError(f'"{output_format}" is no --format', remedy=remedy)
    return output_format == "json"


def _found(identifier: str, opened: Registry) -> EvidenceRecord | None:
    """Return the record of an identifier as people write it, a bare number being a PMID, or of a key."""
    from claimlint.evidence.identifiers import identifiers, normal

    pairs = (*identifiers(identifier), ("pmid", normal("pmid", identifier)))
    return next((r for scheme, value in pairs if (r := opened.by_id(scheme, value))), None) or opened.by_key(identifier)


def _json(value: object, indent: int | None = None) -> str:
    """Return JSON in which escapes stand for whatever steers a terminal; a parser reads the same characters back."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


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
