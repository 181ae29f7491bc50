"""`claimlint baseline`: take the findings of today as old debt, so that only new ones fail; let it only shrink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from claimlint.cli import options
from claimlint.cli.console import EXIT_FINDINGS, shown, write
from claimlint.cli.decide import Session, beside, look
from claimlint.errors import ConfigError
from claimlint.reporters._summary import counted

if TYPE_CHECKING:
    from claimlint.decisions.baseline import Debt

app = typer.Typer(help="Old debt: create, prune, check.", no_args_is_help=True, rich_markup_mode=None)
_REMEDY = "let the folder be writable, or give another --baseline"


@app.command("create")
def create(  # noqa: PLR0913 — one parameter an option
    paths: options.Folders = None,
    *,
    baseline: options.Baseline = "",
    registry: options.Registry = "",
    market: options.Market = None,
    strict: options.Strict = False,
    today: options.Today = "",
) -> None:
    """Write down every finding of today; with --strict refuse where an existing file would grow."""
    from claimlint.decisions.baseline import grown

    session, path, old, found = _compared(paths, baseline, registry, market, today)
    more = grown(old, found) if path.exists() else []
    if strict and more:
        raise ConfigError(
            f"would grow by {_named(more)}",
            path=str(path),
            remedy="mend the copy, decide with claimlint waivers add, or leave --strict out",
        )
    kept = Counter({debt: n for debt, n in old.items() if debt[0] not in _seen(session, path)})
    _save(path, found + kept)
    left = len(session.desk.unwaivable)
    note = f"; {left} left out that may not be let pass" if left else ""
    write(
        f"{shown(path.as_posix())}: {counted((found + kept).total(), 'finding')}{_change(old, found + kept) if old else ''}{note}\n", None
    )


@app.command("prune")
def prune(
    paths: options.Folders = None,
    *,
    baseline: options.Baseline = "",
    registry: options.Registry = "",
    market: options.Market = None,
    today: options.Today = "",
) -> None:
    """Remove what is found no more; nothing is ever added."""
    from claimlint.decisions.baseline import less

    session, path, old, found = _compared(paths, baseline, registry, market, today, there=True)
    new = +less(old, found, _seen(session, path) | _gone(old, path))
    _save(path, new)
    write(f"{shown(path.as_posix())}: {counted(new.total(), 'finding')}{_change(old, new)}\n", None)


@app.command("check")
def check(  # noqa: PLR0913 — one parameter an option
    paths: options.Folders = None,
    *,
    baseline: options.Baseline = "",
    registry: options.Registry = "",
    market: options.Market = None,
    strict: options.Strict = False,
    today: options.Today = "",
) -> None:
    """Compare findings and baseline. Exit 1 for findings it does not hold; with --strict also for entries found no more."""
    from claimlint.decisions.baseline import grown, less

    session, path, old, found = _compared(paths, baseline, registry, market, today, there=True)
    new = grown(old, found)
    stale = grown(+less(old, found, _seen(session, path) | _gone(old, path)), old)
    lines = [f"new   {shown(' '.join(debt))}" for debt in new] + [f"stale {shown(' '.join(debt))}" for debt in stale]
    lines.append(f"{shown(path.as_posix())}: {counted(old.total(), 'finding')}, {len(new)} new, {len(stale)} stale")
    if stale:
        lines.append("claimlint baseline prune removes what is stale")
    write("\n".join(lines) + "\n", None)
    raise typer.Exit(EXIT_FINDINGS if new or (strict and stale) else 0)


def _compared(  # noqa: PLR0913 — the options of three commands
    paths: list[str] | None, baseline: str, registry: str, market: list[str] | None, today: str, *, there: bool = False
) -> tuple[Session, Path, Counter[Debt], Counter[Debt]]:
    """Return the run, the baseline's path, what it holds (moved drafts followed), and what is found of what it may hold.

    Raises ConfigError where a draft could not be read, and where no baseline is `there` that must be.
    """
    from claimlint.decisions.baseline import FILE, moved_along, read_baseline
    from claimlint.decisions.desk import FAMILY, relative

    flags = {"registry": registry, "markets": options.codes(market)}
    session = look(paths, flags, options.day(today))
    path = Path(baseline or session.config.baseline or beside(session.config, FILE))
    old = read_baseline(path) if path.exists() else Counter[tuple[str, str, str]]()
    _sure(session)
    if there and not path.exists():
        raise ConfigError("there is no baseline", path=str(path), remedy="claimlint baseline create")
    every = [*session.report.findings, *(w.finding for w in session.report.waived if w.waiver.kind == "baseline")]
    mine = [f for f in every if f.family != FAMILY and f not in session.desk.unwaivable]
    found = Counter((relative(f.path, str(path)), f.code, f.fingerprint) for f in mine)
    return session, path, moved_along(old, found, _gone(old, path)), found


def _seen(session: Session, path: Path) -> frozenset[str]:
    from claimlint.decisions.desk import relative

    return frozenset(relative(draft.document.path, str(path)) for draft in session.report.documents)


def _gone(old: Counter[Debt], path: Path) -> frozenset[str]:
    """Return the drafts of a baseline that exist no more."""
    return frozenset(debt[0] for debt in old if not (path.parent / debt[0]).is_file())


def _sure(session: Session) -> None:
    if session.report.skipped:
        first = session.report.skipped[0]
        raise ConfigError(
            f"not every draft could be read: {first.reason}", path=first.path, remedy="mend or exclude it, so that nothing is lost"
        )


def _save(path: Path, debts: Counter[Debt]) -> None:
    from claimlint.decisions.baseline import baseline_text

    write(baseline_text(debts), path, remedy=_REMEDY)


def _change(old: Counter[Debt], new: Counter[Debt]) -> str:
    return f" (+{(new - old).total()} −{(old - new).total()})"


def _named(debts: Sequence[Debt]) -> str:
    first = " ".join(debts[0])
    return first if len(debts) == 1 else f"{first} and {len(debts) - 1} more"
