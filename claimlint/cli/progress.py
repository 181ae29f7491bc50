"""How far a run is, for a person who waits, and how long it took, for one who asks."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1.0  # seconds before a bar is worth its lines


class Watch:
    """A clock and a bar on standard error; the bar shows on a terminal only, and only in a run of more than a second."""

    def __init__(self, *, bar: bool) -> None:
        """Start the clock. `bar`: whether a bar may be shown at all (not with --quiet)."""
        self._start = self._begun = self._ended = perf_counter()
        self._files = 0
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._shown = bar and sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        """Return the watch itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away, whatever happened."""
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Take note that `done` of `total` drafts are linted; 0 means that loading is over."""
        self._ended, self._files = perf_counter(), done
        if done == 0:
            self._begun = self._ended
        elif self._shown and self._ended - self._start > _PATIENCE:
            self._advance(done, total)

    def timings(self) -> str:
        """Return one line: time to load, time to lint, drafts a second."""
        linting = self._ended - self._begun
        rate = f", {self._files / linting:.0f} a second" if linting else ""
        return f"loaded in {self._begun - self._start:.2f} s, linted {self._files} drafts in {linting:.2f} s{rate}\n"

    def _advance(self, done: int, total: int) -> None:
        if self._bar is None or self._task is None:
            from rich.console import Console  # only a run that takes long pays for it
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("drafts", total=total)
        self._bar.update(self._task, completed=done, total=total)
