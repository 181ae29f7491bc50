"""A run for the sake of its decisions: every finding, and how each decision on one stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimlint.errors import ConfigError

if TYPE_CHECKING:
    from claimlint.config import Config
    from claimlint.decisions.desk import Desk
    from claimlint.model import Report
    from claimlint.run import Plan


@dataclass(frozen=True, slots=True)
class Session:
    """A finished run: what was found, the decisions it met, and the settings at the folder it started from."""

    report: Report
    desk: Desk
    config: Config
    plan: Plan


def look(paths: Sequence[str] | None, flags: Mapping[str, object], today: str, *, decided_only: bool = False) -> Session:
    """Lint paths, hiding no severity; `decided_only` leaves out drafts on which nothing was decided.

    Raises ConfigError for a path that is missing, ClaimlintError as `check` does.
    """
    from claimlint.cli.check import planned
    from claimlint.decisions.desk import Desk
    from claimlint.run import lint_paths

    plan = planned({**flags, "min_severity": "note"}, today)
    places = [Path(path) for path in paths or ["."]]
    for place in places:
        if not place.exists():
            raise ConfigError("no such file or folder", path=str(place), remedy="name the drafts that the decisions are about")
    desk = Desk(today, decided_only=decided_only)
    report = lint_paths(plan, places, desk=desk)
    return Session(report, desk, plan.settings(places[0]), plan)


def beside(config: Config, name: str) -> str:
    """Return the path of a file beside the configuration in force, else in the current folder."""
    return str(Path(config.path).parent / name)
