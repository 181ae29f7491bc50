"""`claimlint check`: drafts in, a report and an exit code out."""

from __future__ import annotations

import dataclasses
import gc
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from claimlint.run import Plan

from claimlint.cli import options
from claimlint.cli.console import EXIT_FINDINGS, EXIT_UNABLE, say
from claimlint.cli.outputs import Looks, deliver, known_formats, outputs
from claimlint.cli.progress import Watch
from claimlint.config import FAIL_ON
from claimlint.errors import ConfigError
from claimlint.model import CONFIDENCES, SEVERITIES, Report


def check(  # noqa: PLR0913 — one parameter an option: that is how typer declares them
    paths: options.Paths = None,
    *,
    market: options.Market = None,
    select: Annotated[list[str] | None, typer.Option("--select", help="Only these codes, or beginnings of codes.")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="All but these codes.")] = None,
    registry: options.Registry = "",
    waivers: options.Waivers = "",
    baseline: options.Baseline = "",
    since: options.Since = "",
    today: options.Today = "",
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="Exit 1 at this severity: note, warning, error, never.", show_default="error")
    ] = "",
    min_severity: Annotated[str, typer.Option("--min-severity", help="Show findings from this severity.", show_default="note")] = "",
    min_confidence: Annotated[str, typer.Option("--min-confidence", help="Show and count findings this sure: low, medium, high.")] = "",
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help="Report format, or FORMAT=FILE; several in one run.", show_default="text", autocompletion=known_formats
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File for the one format that names none.")] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count findings by rule (--format statistics).")] = False,
    stdin_filename: Annotated[str, typer.Option("--stdin-filename", help="Name that standard input goes by.")] = "stdin.md",
    isolated: options.Isolated = False,
    force_exclude: Annotated[bool, typer.Option("--force-exclude", help="Apply exclude patterns to named files too.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 even with findings (2 stays 2).")] = False,
    show_all: Annotated[bool, typer.Option("--all", help="Show every finding of a rule, not three a file.")] = False,
    quiet: Annotated[int, typer.Option("-q", "--quiet", count=True, help="No summary; twice: nothing but the exit code.")] = 0,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Tell on standard error how long it took.")] = False,
    color: Annotated[str, typer.Option("--color", help="auto, always or never.", envvar="CLAIMLINT_COLOR")] = "auto",
    width: Annotated[int, typer.Option("--width", help="Cells a line, 40 to 140.", min=0, show_default="terminal")] = 0,
) -> None:
    """Lint drafts. Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 something could not be checked."""
    flags = {
        "markets": options.codes(market),
        "select": tuple(c.upper() for c in options.codes(select)),
        "ignore": tuple(c.upper() for c in options.codes(ignore)),
        "registry": registry,
        "fail_on": options.known("--fail-on", fail_on, ("", *FAIL_ON)),
        "min_severity": options.known("--min-severity", min_severity, ("", *SEVERITIES)),
        "min_confidence": options.known("--min-confidence", min_confidence, ("", *CONFIDENCES)),
        "waivers": options.existing("--waivers", waivers),
        "baseline": options.existing("--baseline", baseline),
    }
    looks = Looks(options.known("--color", color, ("auto", "always", "never")), width, show_all, quiet)
    made = outputs([*(formats or ()), *(["statistics"] if statistics else ())], output)
    with Watch(bar=quiet == 0) as watch:
        plan = planned(flags, options.day(today), since, isolated=isolated, force_exclude=force_exclude)
        report = _report(dataclasses.replace(plan, tell=watch), paths or ["."], stdin_filename)
    deliver(report, made, looks)
    if verbose:
        say(watch.timings())
    raise typer.Exit(exit_code(report, zero=exit_zero, named=force_exclude))


def exit_code(report: Report, *, zero: bool, named: bool = False) -> int:
    """Return 2 where something could not be checked or nothing was looked at, 1 for findings at or above --fail-on, else 0.

    `named`: a program named the files (--force-exclude), so that there may be nothing to read in any of them.
    """
    read = any(n for draft in report.documents for _, n in draft.sentences)
    if report.skipped or not (read or report.since or named):  # with --diff, nothing may have changed
        return EXIT_UNABLE
    return EXIT_FINDINGS if report.failing and not zero else 0


def planned(flags: Mapping[str, object], today: str, since: str = "", *, isolated: bool = False, force_exclude: bool = False) -> Plan:
    """Return how a run finds its settings, readers and linters. Raises ClaimlintError for what a user can mend."""
    from claimlint.cli.build import build, settings
    from claimlint.discover import discover
    from claimlint.readers import Reader
    from claimlint.run import Plan

    readers = discover("readers", "READER", Reader)
    return Plan(settings(flags, isolated=isolated), partial(build, today=today), readers, force_exclude, today=today, since=since)


def _report(plan: Plan, paths: Sequence[str], stdin_filename: str) -> Report:
    from claimlint.readers import limit
    from claimlint.run import lint_paths

    gc.disable()  # a run makes values and hardly any cycles: looking for them costs a tenth of the time and frees nothing
    stdin = (stdin_filename, _standard_input(limit(stdin_filename, plan.readers))) if "-" in paths else None
    report = lint_paths(plan, [Path(p or "(empty path)") for p in paths if p != "-"], stdin)
    gc.freeze()  # nor need the interpreter look for them when it ends
    return report


def _standard_input(most: int) -> bytes:
    if sys.stdin is None:
        raise ConfigError("standard input is closed", remedy="name a file, or pipe a draft in")
    return sys.stdin.buffer.read(most + 1)
