"""Where parts are found: plug-ins (a constant of a declared type in our modules, then in entry points), and the lexicons."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from claimlint.errors import ConfigError, LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
_PACKAGE = Path(__file__).resolve().parent


def lexicon_home() -> Path:
    """Return the folder of the lexicons, in the package or beside it. Raises LexiconError where the installation lacks it."""
    for folder in (_PACKAGE / "lexicons", _PACKAGE.parent / "lexicons"):
        if (folder / "markets").is_dir():
            return folder
    raise LexiconError("the lexicons are missing from this installation", remedy="install claimlint-health again")


def discover(group: str, constant: str, kind: type[T]) -> tuple[T, ...]:
    """Return every `constant` of type `kind` in the modules of `claimlint.<group>`, then of entry points of that group.

    Our own modules come in alphabetical order; third parties follow, sorted by name. Modules whose name starts with
    an underscore are helpers, not plug-ins. Raises ConfigError where a plug-in is not of the declared type.
    """
    found = []
    for name, value in [*_ours(f"claimlint.{group}", constant), *_theirs(f"claimlint.{group}")]:
        if not isinstance(value, kind):
            raise ConfigError(f"plug-in {name} is not a {kind.__name__}", remedy=f"let {constant} be a {kind.__name__}")
        found.append(value)
    return tuple(found)


def _ours(package: str, constant: str) -> Iterator[tuple[str, object]]:
    home = importlib.import_module(package)
    for module in sorted(pkgutil.iter_modules(home.__path__), key=lambda m: m.name):
        if module.name.startswith("_"):
            continue
        loaded = importlib.import_module(f"{package}.{module.name}")
        if hasattr(loaded, constant):
            yield f"{package}.{module.name}", getattr(loaded, constant)


def _theirs(group: str) -> Iterator[tuple[str, object]]:
    for entry in sorted(entry_points(group=group), key=lambda e: e.name):
        yield entry.name, entry.load()
