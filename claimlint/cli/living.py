"""`claimlint registry add`, `refresh`, and what `audit` tells: the registry beside the world and beside our copy."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimlint.cli.console import EXIT_FINDINGS, write
from claimlint.cli.options import day
from claimlint.errors import ConfigError
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from claimlint.evidence.audit import Trouble

_SHOWN = 20  # places of our copy that are named for one record
_WHICH = typer.Option("--service", help="pubmed, crossref, openalex, europepmc, clinicaltrials.", show_default="pubmed, crossref")
_DRY = typer.Option("--dry-run", help="Say what would be asked, and ask nothing.")
_DATABASE = typer.Option("--registry", help="The registry database, or a postgresql:// address.")
_ADDED_FROM = {"pmid": ("pubmed",), "doi": ("crossref", "europepmc"), "nct": ("clinicaltrials",)}


def add(
    identifiers: Annotated[list[str], typer.Argument(help="DOI, PMID or NCT number.")],
    *,
    registry: Annotated[str, _DATABASE],
    dry_run: Annotated[bool, _DRY] = False,
    today: Annotated[str, typer.Option("--today", help="The day that the answers are of.", show_default="today")] = "",
) -> None:
    """Add works to the registry as PubMed, Crossref, Europe PMC or ClinicalTrials.gov describe them. Exit 1 where one is unknown."""
    import os

    from claimlint.evidence.live import refresh as live
    from claimlint.evidence.live.services import questions, services

    known = services(os.environ)
    pairs = [live.wanted(text) for text in identifiers]
    names = dict.fromkeys(name for scheme, _ in pairs for name in _ADDED_FROM[scheme])
    asking = [question for name in names for question in questions(known[name], [p for p in pairs if name in _ADDED_FROM[p[0]]])]
    if dry_run:
        write("".join(f"would ask {q.service.name} about {len(q.asked)}: {', '.join(v for _, v in q.asked)}\n" for q in asking), None)
        return
    fetcher = live.fetcher()
    try:
        written, unknown = live.add(_database(registry), asking, fetcher, day(today))
    finally:
        fetcher.close()
    write(f"{written} record{'' if written == 1 else 's'} written\n" + "".join(f"nobody knows {visible(pair)}\n" for pair in unknown), None)
    raise typer.Exit(EXIT_FINDINGS if unknown else 0)


def refresh(
    *,
    registry: Annotated[str, _DATABASE],
    service: Annotated[list[str] | None, _WHICH] = None,
    older: Annotated[int, typer.Option("--older-than", help="Days since a work was last asked about; 0: not today.", min=0)] = 0,
    dry_run: Annotated[bool, _DRY] = False,
    today: Annotated[str, typer.Option("--today", help="The day that the answers are of.", show_default="today")] = "",
) -> None:
    """Ask services again about every work: new notices, fields that were missing. Run it again to go on where it stopped.

    Exit 1 where a work has newly come under a notice, 2 where a service did not answer.
    """
    import os

    from claimlint.errors import RegistryError
    from claimlint.evidence.live import refresh as live
    from claimlint.evidence.live.services import chosen, services
    from claimlint.evidence.registry import open_registry

    opened = open_registry(_database(registry))
    try:
        asking = live.plan(opened, chosen(services(os.environ), service or ("pubmed", "crossref")), day(today), older)
    finally:
        opened.close()
    if dry_run:
        write(_planned(asking), None)
        return
    fetcher = live.fetcher()
    try:
        with _bar(sum(len(q.asked) for batch in asking for q in batch)) as progress:
            done = live.refresh(registry, asking, fetcher, day(today), progress)
    finally:
        fetcher.close()
    write(_told(done), None)
    if done.stopped:
        raise RegistryError(done.stopped)
    raise typer.Exit(EXIT_FINDINGS if done.noticed else 0)


def natures(path: Path) -> dict[str, str]:
    """Return the nature of each record's notice in the JSON of an earlier audit. Raises ConfigError where it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(t["record"]): str(t["nature"]) for t in data["troubles"] if t["kind"] == "notice"}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(path), remedy="name the JSON of an earlier audit") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigError(
            "not the JSON of an audit", path=str(path), remedy="write one: claimlint registry audit --format json -o FILE"
        ) from error


def resting(paths: Sequence[Path], registry: str, today: str) -> dict[str, list[str]]:
    """Return the places of our copy by the record that they rest on. Raises ConfigError where drafts cannot be checked."""
    from claimlint.cli.check import planned
    from claimlint.run import lint_paths

    report = lint_paths(planned({"registry": registry}, today), list(paths))
    if report.skipped:
        first = report.skipped[0]
        raise ConfigError(f"cannot be checked: {first.reason}", path=first.path, remedy="name drafts that claimlint check reads")
    found: dict[str, list[str]] = {}
    for draft in report.documents:
        for claim in draft.claims:
            for record in claim.records:
                found.setdefault(record, []).append(f"{claim.path}:{claim.line}")
    return found


def audited(found: Sequence[Trouble], rests: Mapping[str, list[str]], registry: str, as_json: Callable[..., str] | None) -> str:
    """Return an audit as text, or as one JSON object."""
    import dataclasses

    if as_json:
        troubles = [dataclasses.asdict(trouble) for trouble in found]
        return as_json({"registry": registry, "troubles": troubles, "copy": dict(sorted(rests.items()))}, indent=2) + "\n"
    lines = [f"{registry}: {len(found)} trouble{'' if len(found) == 1 else 's'}"]
    for trouble in found:
        new = "new: " if trouble.new else ""
        lines.append(f"{trouble.severity}: {trouble.record + ': ' if trouble.record else ''}{new}{trouble.words}")
        lines += [f"  rests on it: {place}" for place in rests.get(trouble.record, ())[:_SHOWN]]
    quiet = {record: places for record, places in sorted(rests.items()) if record not in {t.record for t in found}}
    lines += [f"{record}: {len(places)} place{'' if len(places) == 1 else 's'} rest on it" for record, places in quiet.items()]
    return "".join(f"{visible(line)}\n" for line in lines)


def _database(registry: str) -> str:
    if Path(registry).is_dir():
        remedy = f"claimlint registry import {registry}/* --registry registry.db"
        raise ConfigError("a folder of record files, which only people write to", path=registry, remedy=remedy)
    return registry


def _planned(asking: Sequence[tuple[Any, ...]]) -> str:
    every = [question for batch in asking for question in batch]
    names = dict.fromkeys(q.service.name for q in every)
    lines = []
    for name in names:
        mine = [q for q in every if q.service.name == name]
        seconds = len(mine) / mine[0].service.per_second
        lines.append(
            f"would ask {name} about {sum(len(q.asked) for q in mine):,} works in {len(mine):,} questions, {seconds:.0f} s at least\n"
        )
    return "".join(lines) or "nothing is due\n"


def _told(done: Any) -> str:  # noqa: ANN401 - live.Refreshed, which is imported late
    lines = [f"asked about {done.asked:,}, {done.answered:,} answered"]
    lines += [f"error: {key}: {nature}" for key, nature in done.noticed]
    lines += [f"nobody knows {pair}" for pair in done.unknown]
    return "".join(f"{visible(line)}\n" for line in lines)


@contextlib.contextmanager
def _bar(total: int) -> Iterator[Callable[[int, int, str], None]]:
    """Show progress on standard error where that is a terminal; a line at the end is all that others get."""
    if not sys.stderr.isatty() or not total:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=total)
        yield lambda done, _, name: bar.update(task, completed=done, description=name)
