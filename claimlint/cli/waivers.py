"""`claimlint waivers`: the decisions to let findings pass: list them, check them, add to the ledger, prune it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimlint.cli import options
from claimlint.cli.console import EXIT_FINDINGS, EXIT_UNABLE, shown, write
from claimlint.cli.decide import Session, beside, look
from claimlint.cli.places import Place, place_of
from claimlint.errors import ConfigError
from claimlint.reporters._summary import counted

if TYPE_CHECKING:
    from claimlint.decisions.desk import Desk, Held
    from claimlint.decisions.ledger import Entry
    from claimlint.model import Finding

app = typer.Typer(help="Decisions to let findings pass: list, check, add, prune.", no_args_is_help=True, rich_markup_mode=None)
_REMEDY = "let the folder be writable, or give another --waivers"
_MARKS = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".md", ".markdown", ".mdown", ".xlf", ".xliff"), "<!-- {} -->"),
    **dict.fromkeys((".txt", ".text", ".yaml", ".yml", ".toml", ".po", ".pot"), "# {}"),
    **dict.fromkeys((".adoc", ".asciidoc", ".asc"), "// {}"),
    **dict.fromkeys((".rst", ".rest"), ".. {}"),
    **dict.fromkeys((".j2", ".jinja", ".njk", ".twig"), "{{# {} #}}"),
    ".mdx": "{{/* {} */}}",
    ".vtt": "NOTE {}",
}
_ENDS = ("-->", "*/", "#}", "--")  # what would end a comment in the middle of a reason


@app.command("list")
def list_(  # noqa: PLR0913 — one parameter an option
    paths: options.Folders = None,
    *,
    waivers: options.Waivers = "",
    registry: options.Registry = "",
    market: options.Market = None,
    today: options.Today = "",
    output_format: options.Format = "text",
) -> None:
    """List every decision, in drafts and in the ledger: who, why, until when, and how it stands."""
    options.known("--format", output_format, ("text", "json"))
    session = _decided(paths, waivers, registry, market, today)
    rows = [_row(session.desk, held) for held in session.desk.held]
    if output_format == "json":
        write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", None)
    else:
        write("".join(shown(_line(row)) + "\n" for row in rows) + f"{counted(len(rows), 'decision')}\n", None)
    raise typer.Exit(_unread(session) and EXIT_UNABLE)


@app.command("check")
def check(
    paths: options.Folders = None,
    *,
    waivers: options.Waivers = "",
    registry: options.Registry = "",
    market: options.Market = None,
    today: options.Today = "",
) -> None:
    """Tell which decisions have run out, let nothing pass, cannot be taken as one, or are forbidden. Exit 1 where one does."""
    session = _decided(paths, waivers, registry, market, today)
    wrong = [finding for finding in session.report.findings if finding.family == "WAI"]
    lines = [shown(f"{f.path}:{f.line}:{f.column}: {f.code} {f.message}") for f in wrong]
    total = counted(len(session.desk.held), "decision")
    lines.append(f"{total}, {len(wrong)} to look at" if wrong else f"{total}, none to look at")
    write("\n".join(lines) + "\n", None)
    raise typer.Exit(EXIT_UNABLE if _unread(session) else EXIT_FINDINGS if wrong else 0)


@app.command("add")
def add(  # noqa: PLR0913 — one parameter an option
    target: Annotated[str, typer.Argument(help="PATH:LINE, PATH:LINE:COLUMN, PATH:ADDRESS, or the fingerprint of a finding.")],
    paths: Annotated[list[str] | None, typer.Argument(help="Where to look for a fingerprint.", show_default="this folder")] = None,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why this may stand; a placeholder is refused.")],
    by: Annotated[str, typer.Option("--by", help="Who decided.")] = "",
    until: Annotated[str, typer.Option("--until", help="Last day on which it holds, as 2027-01-31.", show_default="no end")] = "",
    code: Annotated[list[str] | None, typer.Option("--code", help="Which codes, where a place has several.")] = None,
    inline: Annotated[bool, typer.Option("--inline", help="Write nothing; print the comment to put into the draft.")] = False,
    waivers: options.Waivers = "",
    registry: options.Registry = "",
    market: options.Market = None,
    today: options.Today = "",
) -> None:
    """Decide to let findings pass: write an entry, bound to the words of the sentence, to the ledger."""
    from claimlint.decisions.ledger import Entry

    day = options.day(today)
    meant = _target(target)
    session = look([meant.path] if isinstance(meant, Place) else paths, _flags(waivers, registry, market, missing=True), day)
    found = _chosen(session, _at(session.report.findings, meant), options.codes(code), target)
    _decent(session, found, reason, until, day)
    if inline:
        write("".join(shown(_comment(finding, reason, by, until)) + "\n" for finding in found), None)
        return
    _write_entries(session, found, waivers or session.config.waivers, Entry("", "", reason=reason, by=by, on=day, until=until))


@app.command("prune")
def prune(
    paths: options.Folders = None,
    *,
    waivers: options.Waivers = "",
    registry: options.Registry = "",
    market: options.Market = None,
    today: options.Today = "",
) -> None:
    """Remove from the ledger what has run out or lets nothing pass; name what must be removed from drafts by hand."""
    from claimlint.decisions.desk import EXPIRED, UNUSED
    from claimlint.decisions.edit import removed
    from claimlint.decisions.ledger import read_ledger

    session = _decided(paths, waivers, registry, market, today)
    if _unread(session):
        raise ConfigError("some drafts could not be read, so nothing was pruned", remedy="claimlint check names them")
    dead = [held for held in session.desk.held if session.desk.state(held)[0] in (EXPIRED, UNUSED)]
    lines: list[str] = []
    for path in dict.fromkeys(held.path for held in dead if held.entry):
        gone = [held for held in dead if held.entry and held.path == path]
        write(removed(read_ledger(Path(path)), [held.entry for held in gone if held.entry]), Path(path), remedy=_REMEDY)
        lines += [f"removed {shown(_line(_row(session.desk, held)))}" for held in gone]
    lines += [f"remove by hand {shown(_line(_row(session.desk, held)))}" for held in dead if not held.entry]
    write("\n".join([*lines, f"{sum(1 for h in dead if h.entry)} removed from the ledger"]) + "\n", None)


def _decided(paths: list[str] | None, waivers: str, registry: str, market: list[str] | None, today: str) -> Session:
    """Return a run over the drafts on which something was decided."""
    return look(paths, _flags(waivers, registry, market), options.day(today), decided_only=True)


def _flags(waivers: str, registry: str, market: list[str] | None, *, missing: bool = False) -> dict[str, object]:
    path = waivers if missing else options.existing("--waivers", waivers)
    return {"waivers": path, "registry": registry, "markets": options.codes(market)}


def _unread(session: Session) -> bool:
    return bool(session.report.skipped)


def _row(desk: Desk, held: Held) -> dict[str, object]:
    waiver = held.waiver
    code, said = desk.state(held)
    state = f"{code}: {said}" if code else "in force" if held.used else "not judged"
    facts = {"code": waiver.code, "fingerprint": waiver.fingerprint, "path": held.entry.path if held.entry else held.path}
    who = {"reason": waiver.reason, "by": waiver.by, "until": waiver.until}
    return {"kind": waiver.kind, "place": waiver.place, **facts, **who, "passes": held.used if not code else 0, "state": state}


def _line(row: Mapping[str, object]) -> str:
    who = f" by {row['by']}" if row["by"] else ""
    until = f" until {row['until']}" if row["until"] else ""
    where = f" {row['path']}" if row["kind"] == "ledger" and row["path"] else ""
    return f"{row['place']}: {row['code'] or '—'}{where} because {row['reason'] or '—'}{who}{until} [{row['state']}]"


def _target(text: str) -> Place | str:
    """Return the place that a text names, or the fingerprint that it is. Raises ConfigError where it is neither."""
    from claimlint.decisions.directives import FINGERPRINT

    if (found := FINGERPRINT.fullmatch(text)) and not Path(text).exists():
        return found[1].lower()
    if place := place_of(text):
        return place
    remedy = "as page.md:12, deck.pptx:slide 3, or the 16 hex digits of a finding"
    raise ConfigError(f'"{text}" is neither PATH:LINE nor a fingerprint', remedy=remedy)


def _at(findings: Sequence[Finding], target: Place | str) -> list[Finding]:
    """Return the findings of a fingerprint, of an address, or those that cover a line, and a column of it where one is given."""
    rules = [finding for finding in findings if finding.family != "WAI"]
    if isinstance(target, str):
        return [finding for finding in rules if finding.fingerprint.startswith(target)]
    if target.address:
        return [finding for finding in rules if finding.address == target.address]
    at, whole = (target.line, target.column), not target.column
    return [f for f in rules if f.line <= at[0] <= f.end_line and (whole or (f.line, f.column) <= at <= (f.end_line, f.end_column))]


def _chosen(session: Session, found: Sequence[Finding], codes: Sequence[str], target: str) -> list[Finding]:
    """Return the findings to decide on, one for each rule and sentence. Raises ConfigError for none, or for too many."""
    wanted = tuple(code.upper() for code in codes)
    unique = {(f.path, f.code, f.fingerprint): f for f in found if not wanted or f.code in wanted}
    several = sorted({f.code for f in unique.values()})
    if not unique:
        passed = [w.finding for w in session.report.waived]
        also = "; a decision lets one pass already" if passed else ""
        raise ConfigError(f"no finding at {target}{also}", remedy="claimlint check --format json names line and fingerprint of each")
    if len(several) > 1 and not wanted:
        raise ConfigError(f"{target} has findings of {', '.join(several)}", remedy=f"decide on each: --code {several[0]}")
    return list(unique.values())


def _decent(session: Session, found: Sequence[Finding], reason: str, until: str, day: str) -> None:
    """Raise ConfigError for a decision that would not be held to."""
    from claimlint.decisions.directives import is_day
    from claimlint.decisions.policy import barrier, fault_of

    policy = session.plan.builder(session.plan.settings(Path(found[0].path))).policy
    if wrong := fault_of(reason, policy.reasons):
        raise ConfigError(f"--reason {wrong}", remedy="say what a reader could weigh: who saw which document, and when")
    if until and not is_day(until):
        raise ConfigError(f'--until: "{until}" is no date', remedy="write it as 2027-01-31")
    if until and until < day:
        raise ConfigError(f"--until: {until} has passed", remedy="give a day to come")
    for finding in found:
        if why := barrier(finding, policy.forbidden):
            raise ConfigError(f"{finding.code} may not be let pass: {why}", remedy="change the copy")


def _comment(finding: Finding, reason: str, by: str, until: str) -> str:
    """Return the directive, in the comments of the draft's format, that lets a finding pass as long as its words stay."""
    who = (f" by {by}" if by else "") + (f" until {until}" if until else "")
    text = f"claimlint: allow {finding.code} #{finding.fingerprint} because {reason}{who}"
    mark = _MARKS.get(Path(finding.path).suffix.lower())
    if mark is None:
        raise ConfigError(
            "no comment of this format is known", path=finding.path, remedy="leave --inline out: the ledger holds the decision"
        )
    if any(end in text for end in _ENDS):
        raise ConfigError("the reason holds a mark that would end the comment", remedy="say it without -->, */, #} or --")
    return mark.format(text)


def _write_entries(session: Session, found: Sequence[Finding], named: str, decision: Entry) -> None:
    from claimlint.decisions.desk import relative
    from claimlint.decisions.edit import added
    from claimlint.decisions.ledger import FILE, Ledger, read_ledger

    path = Path(named or beside(session.config, FILE))
    ledger = read_ledger(path) if path.exists() else Ledger(path.as_posix())
    entries = [
        dataclasses.replace(
            decision,
            code=finding.code,
            fingerprint=finding.fingerprint,
            path=relative(finding.path, str(path)),
            quote=" ".join(_sentence(session, finding).split()),
        )
        for finding in found
    ]
    write(added(ledger, entries), path, remedy=_REMEDY)
    write("".join(f"{shown(line)}\n" for line in _told(path, entries)), None)


def _sentence(session: Session, finding: Finding) -> str:
    sources = {draft.document.path: draft.document.source for draft in session.report.documents}
    return sources[finding.path][finding.sentence.start : finding.sentence.end]


def _told(path: Path, entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        yield f"{path.as_posix()}: {entry.code} {entry.fingerprint} in {entry.path}"
