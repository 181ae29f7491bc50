"""`--format` and `-o` to the reports that a run writes: each to a file of its own, one at most to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimlint.cli.console import say, style, write
from claimlint.discover import discover
from claimlint.errors import ConfigError, did_you_mean
from claimlint.model import Report
from claimlint.reporters import Reporter
from claimlint.reporters._widths import visible
from claimlint.walk import OURS

_SILENT = 2  # --quiet so often: nothing but the exit code
_SUMMARY_LIMIT = 1_048_576  # bytes that GitHub keeps of a job summary


@dataclass(frozen=True, slots=True)
class Output:
    """One report of a run; `path` None is standard output."""

    reporter: Reporter
    path: Path | None


@dataclass(frozen=True, slots=True)
class Looks:
    """What was asked of the look of every report."""

    color: str = "auto"
    width: int = 0
    show_all: bool = False
    quiet: int = 0


def outputs(formats: Sequence[str], output: Path | None, environ: Mapping[str, str] = os.environ) -> tuple[Output, ...]:
    """Return what to write, from `FORMAT` and `FORMAT=FILE`; `-o` is the file of the one format that names none.

    Without a format CLAIMLINT_FORMAT decides, else text (`narrated` on a dumb terminal). `auto` is `github` in a GitHub
    workflow and text elsewhere. Raises ConfigError for an unknown format, an empty file name, or two for one place.
    """
    known = {reporter.name: reporter for reporter in discover("reporters", "REPORTER", Reporter)}
    asked = [name.partition("=") for name in formats or (environ.get("CLAIMLINT_FORMAT") or _default(environ),)]
    made = tuple(Output(_reporter(name, known, environ), _file(name, sign, file) or output) for name, sign, file in asked)
    places = [out.path.resolve() if out.path else None for out in made]
    for place in places:
        if places.count(place) > 1:
            where = f"write to {place}" if place else "go to standard output"
            raise ConfigError(f"two reports would {where}", remedy="give each a file: --format text --format sarif=claims.sarif")
    return made


def deliver(report: Report, made: Sequence[Output], looks: Looks) -> None:
    """Write every report, files first; the summary goes to standard error where standard output gets no text for people."""
    _spare(report, made)
    for out in sorted(made, key=lambda out: out.path is None):
        if out.path is None and looks.quiet >= _SILENT:
            continue
        stream = None if out.path else sys.stdout
        if stream and stream.isatty() and out.reporter.name == "xlsx":
            raise ConfigError("a workbook is no text for a terminal", remedy="--format xlsx=claims.xlsx")
        looking = style(stream, "never" if out.path else looks.color, looks.width, show_all=looks.show_all, quiet=looks.quiet)
        write(out.reporter.render(report, looking), out.path)
    if any(out.reporter.name == "github" for out in made):
        _job_summary(report, made, os.environ.get("GITHUB_STEP_SUMMARY", ""))
    if looks.quiet == 1 and report.skipped:
        say("".join(f"claimlint: {visible(skipped.path)}: {visible(skipped.reason)}\n" for skipped in report.skipped))
    if looks.quiet == 0 and all(out.reporter.machine or out.path for out in made):
        from claimlint.reporters.terminal import summarise

        say(summarise(report, style(sys.stderr, looks.color, looks.width, show_all=looks.show_all, quiet=looks.quiet)))


def _spare(report: Report, made: Sequence[Output]) -> None:
    """Raise ConfigError where a report would take the place of a draft it is about, or of a file that settings or decisions stand in."""
    named = [*(draft.document.path for draft in report.documents), *(skipped.path for skipped in report.skipped)]
    drafts = {Path(name).resolve() for name in named if "\0" not in name}
    for path in (out.path for out in made if out.path):
        if path.resolve() in drafts or path.name in OURS:
            what = "settings or decisions stand there" if path.name in OURS else "it is one of the drafts"
            raise ConfigError(f"no report is written here: {what}", path=str(path), remedy="choose another file")


def known_formats() -> tuple[str, ...]:
    """Return the names that `--format` takes."""
    return ("auto", *sorted(reporter.name for reporter in discover("reporters", "REPORTER", Reporter)))


def _default(environ: Mapping[str, str]) -> str:
    return "narrated" if environ.get("TERM") == "dumb" and sys.stdout is not None and sys.stdout.isatty() else "text"


def _file(name: str, sign: str, file: str) -> Path | None:
    if sign and not file:
        raise ConfigError(f"--format {name}= names no file", remedy=f"--format {name}=report.{name}")
    return Path(file) if file else None


def _reporter(name: str, known: Mapping[str, Reporter], environ: Mapping[str, str]) -> Reporter:
    if name == "auto":
        name = "github" if environ.get("GITHUB_ACTIONS") == "true" else "text"
    if name not in known:
        names = ["auto", *sorted(known)]
        raise ConfigError(f'--format: there is no "{name}"', remedy=did_you_mean(name, names) or f"known: {', '.join(names)}")
    return known[name]


def _job_summary(report: Report, made: Sequence[Output], file: str) -> None:
    """Add the whole list to the summary of a GitHub job, where its annotations had to stop at ten a level."""
    reporter = next((r for r in discover("reporters", "REPORTER", Reporter) if r.name == "markdown"), None)
    if not file or reporter is None or any(out.path == Path(file) for out in made):
        return
    content = reporter.render(report, style(None, "never", 0, show_all=True, quiet=0))
    data = content if isinstance(content, bytes) else content.encode(errors="replace")
    try:
        with Path(file).open("ab") as summary:
            if summary.tell() + len(data) <= _SUMMARY_LIMIT:
                summary.write(data)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror or error}", path=file, remedy="unset GITHUB_STEP_SUMMARY") from error
