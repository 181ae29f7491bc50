"""How a report leaves: each module of this package declares `REPORTER`, a pure function from a Report to text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimlint.model import Report


@dataclass(frozen=True, slots=True)
class Style:
    """How text may look. `width` is in cells; paths are shown relative to `cwd`; `quiet`: 1 no summary, 2 nothing."""

    color: bool = False
    width: int = 80
    unicode: bool = True  # False: box characters and symbols are plain ASCII; the words of a draft stay as they are
    cwd: str = ""
    show_all: bool = False  # False: at most three findings of one rule in a file
    quiet: int = 0
    hyperlinks: bool = False  # no reporter of ours writes links; third-party reporters may


@dataclass(frozen=True, slots=True)
class Reporter:
    """A named output format. `machine`: its text is for programs, so the summary belongs on standard error."""

    name: str
    machine: bool
    render: Callable[[Report, Style], str | bytes]
