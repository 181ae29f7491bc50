"""`claimlint registry`: build the evidence registry from record files, look into it, resolve references."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimlint.cli import living, options
from claimlint.cli.console import EXIT_FINDINGS, say, write
from claimlint.errors import ConfigError, did_you_mean
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from claimlint.evidence.registry import Registry, SqlRegistry
    from claimlint.model import EvidenceRecord

app = typer.Typer(
    help="The evidence registry: init, import, add, refresh, show, resolve, audit.", no_args_is_help=True, rich_markup_mode=None
)
_FORMATS = ("text", "json")
_FILES = (
    "Record files: MEDLINE/NBIB, PubMed XML, RIS, BibTeX, CSL, Crossref, OpenAlex, Europe PMC or ClinicalTrials.gov JSON, TOML; "
    "notices: Retraction Watch CSV, or JSON."
)
_WHERE = typer.Option("--registry", help="A registry database, a postgresql:// address, or a folder of records.")
_TO = typer.Option("--registry", help="The registry database to make or add to, or a postgresql:// address.")
_FORMAT = typer.Option("--format", help="text or json.")
_TODAY = typer.Option("--today", help="The day that ages are counted to.", show_default="today")
app.command("add")(living.add)
app.command("refresh")(living.refresh)


@app.command("init")
def init(folder: Annotated[Path, typer.Argument(help="Folder to make it in.")] = Path("evidence")) -> None:
    """Make an empty registry: a folder for record files, with a README that says how to fill it."""
    from importlib.resources import files

    target = folder / "README.md"
    if target.exists():
        raise ConfigError("is there already", path=str(target), remedy="choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot be made: {error.strerror}", path=str(folder), remedy="choose another folder") from error
    write((files("claimlint.cli") / "registry-readme.md").read_text(encoding="utf-8"), target)
    write(f"{visible(str(target))} says how to fill it; then: claimlint check --registry {visible(str(folder))}\n", None)


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help=_FILES)],
    registry: Annotated[str, _TO],
    as_of: Annotated[
        str, typer.Option("--as-of", help="Day up to which the files tell of notices, where they do not say so themselves.")
    ] = "",
) -> None:
    """Import record files in one transaction: a broken file changes nothing."""
    from claimlint.evidence.registry import import_files

    write(f"{import_files(registry, files, _day('--as-of', as_of))}\n", None)


@app.command("upgrade")
def upgrade(registry: Annotated[str, _TO]) -> None:
    """Bring a registry database to the version of this program, and read its records again where it reads them otherwise."""
    from claimlint.evidence._postgres import shown
    from claimlint.evidence._schema import VERSION
    from claimlint.evidence._upgrade import upgrade as upgraded

    done = upgraded(registry)
    now = f"version {done.before}, now {VERSION}" if done.before != VERSION else f"version {VERSION} already"
    again = f"; facts of {done.read:,} record{'' if done.read == 1 else 's'} extracted" if done.read else ""
    write(f"{visible(shown(registry))}: {now}{again}\n", None)


@app.command("show")
def show(
    identifier: Annotated[str, typer.Argument(help="DOI, PMID, PMCID, trial number or key.", show_default="how many records")] = "",
    *,
    registry: Annotated[str, _WHERE],
    output_format: Annotated[str, _FORMAT] = "text",
    today: Annotated[str, _TODAY] = "",
) -> None:
    """Show a record and how it stands, or what the registry holds."""
    machine, opened = _machine(output_format), _opened(registry)
    if not identifier:
        counted = {"registry": str(registry), "records": opened.size()} | ({"notices_as_of": opened.as_of()} if opened.as_of() else {})
        write((_json(counted, indent=2) if machine else visible(opened.describe())) + "\n", None)
        return
    found = _found(identifier.strip(), opened)
    if found is None:
        raise ConfigError(f'no record "{identifier}" in {registry}', remedy="give a DOI, a PMID, a trial number, or the key of a record")
    import dataclasses

    from claimlint.evidence.standing import of_record

    facts = {k: v for k, v in dataclasses.asdict(found).items() if v}
    facts |= {"figures": figures} if (figures := tuple(_figure(row) for row in opened.figures(found.key))) else {}
    facts["standing"] = of_record(found, opened.as_of(), options.day(today)).words
    lost = [
        f"{field}: kept {kept!r}, dropped {dropped!r} ({place})" for _, field, kept, dropped, _, place in opened.contradictions(found.key)
    ]
    facts |= {"contradictions": tuple(lost)} if lost else {}
    lines = [_json(facts, indent=2)] if machine else [visible(line) for line in _lines(facts)]
    write("\n".join(lines) + "\n", None)


@app.command("resolve")
def resolve(
    texts: Annotated[list[str], typer.Argument(help="References as written; - reads one a line from standard input.")],
    *,
    registry: Annotated[str, _WHERE],
    output_format: Annotated[str, typer.Option("--format", help="text or json (one object a line).")] = "text",
    today: Annotated[str, _TODAY] = "",
) -> None:
    """Resolve references: which record, by what, how sure, how it stands. Exit 1 where one resolves to nothing."""
    from claimlint.evidence import standing
    from claimlint.evidence.resolve import answer

    machine, opened, day = _machine(output_format), _opened(registry), options.day(today)
    if old := standing.warning(opened.as_of(), day):
        say(f"claimlint: warning: {old}\n")
    missing = False
    for text in _given(texts):
        found = answer(text, opened, day)
        missing |= not found["record"]
        write((_json(found) if machine else visible(_plain(found))) + "\n", None)
    raise typer.Exit(EXIT_FINDINGS if missing else 0)


@app.command("audit")
def audit(  # noqa: PLR0913 - one parameter an option: that is how typer declares them
    paths: Annotated[list[Path] | None, typer.Argument(help="Drafts: says which of them rest on each record.", show_default="none")] = None,
    *,
    registry: Annotated[str, _WHERE],
    last: Annotated[Path | None, typer.Option("--last", help="JSON of the audit before: tells which notices are new.")] = None,
    output_format: Annotated[str, _FORMAT] = "text",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the audit to a file.")] = None,
    today: Annotated[str, _TODAY] = "",
) -> None:
    """Look for notices, age, contradictions, missing fields and reviews that are due. Exit 1 where a record is retracted."""
    from claimlint.evidence.audit import audit as troubles

    machine, opened = _machine(output_format), _opened(registry)
    before = living.natures(last) if last else None
    found = list(troubles(opened, options.day(today), before))
    resting = living.resting(paths, registry, options.day(today)) if paths else {}
    write(living.audited(found, resting, opened.describe(options.day(today)), _json if machine else None), output)
    raise typer.Exit(EXIT_FINDINGS if any(trouble.severity == "error" for trouble in found) else 0)


def _opened(registry: str) -> SqlRegistry:
    from claimlint.evidence.registry import open_registry

    return open_registry(registry, _cache())


def _day(option: str, text: str) -> str:
    if not text:
        return ""
    try:
        return options.day(text)
    except ConfigError:
        raise ConfigError(f'{option}: "{text}" is no date', remedy="write it as 2026-08-31") from None


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
    stands = f"; {found['standing']}" if found.get("standing") else ""
    if not found["record"]:
        return f"— nothing ({found['tier']}: {found['how']}){stands}"
    return f"{found['record']} ({found['tier']}: {found['how']}) {found['title']}{stands}"


def _figure(row: Sequence[object]) -> str:
    written, kind, unit, section, arm, outcome, _ = map(str, row)
    beside = [kind if unit in written else unit, section, f"arm {arm}" if arm else "", f"outcome {outcome}" if outcome else ""]
    return f"{written} ({', '.join(part for part in beside if part)})"


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
