"""Paths → the drafts to read, in a fixed order; broken paths are told, other formats counted."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimlint.config import Config, matcher, seen_from
from claimlint.errors import UnreadableError
from claimlint.model import Omission, Skipped
from claimlint.readers import LIMIT, Reader, is_settings

LONG = 4 * 1024**3  # bytes of a draft that is read in parts
_NEVER = ("node_modules", "__pycache__", "venv")  # besides every hidden folder
OURS = ("claimlint.toml", "claimlint-waivers.toml", "claimlint-baseline.json")  # what is said about drafts is no draft
_DRAFTS = (".doc", ".ppt", ".xls", ".rtf", ".odp", ".ods", ".pages", ".key", ".xml")


@dataclass(frozen=True, slots=True)
class Found:
    """Files to read in order, and what was met and not taken: other formats by their number, broken paths."""

    files: tuple[Path, ...] = ()
    passed_over: tuple[Omission, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(slots=True)
class _Walk:
    """A walk under way."""

    known: frozenset[str]
    excluded: Callable[[Path], bool]
    apart: Callable[[Path], bool]
    files: dict[Path, None] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)  # by suffix; settings of programs and symbolic links together
    skipped: list[Skipped] = field(default_factory=list)


def walk(paths: Sequence[Path], readers: Iterable[Reader], settings: Callable[[Path], Config], *, force_exclude: bool = False) -> Found:
    """Find the drafts under `paths`, each once: those named in the order given, those below a folder sorted.

    A path that is named is read whatever its name (but see `force_exclude`); below a folder only suffixes that a reader
    owns count. Hidden folders and the folder of the registry are left alone; symbolic links and settings of programs
    (package.json) are, too, and are counted. `exclude` patterns (as in .gitignore, seen from the configuration's folder)
    are those in force at each file.
    """
    under = _Walk(frozenset(s for r in readers for s in r.suffixes), _excluder(settings), lambda p: _is_registry(p, settings))
    for path in paths:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            under.skipped.append(Skipped(str(path), "no such file or folder"))
        except (OSError, ValueError) as error:
            under.skipped.append(Skipped(str(path)[:200], _told(error)))
        else:
            if stat.S_ISDIR(mode):
                _folder(under, path)
            elif not (force_exclude and (is_settings(path.name) or under.excluded(path))):
                under.files[path] = None
    others = tuple(Omission(kind, n) for kind, n in sorted(under.others.items()) if n)
    return Found(tuple(under.files), others, tuple(under.skipped))


def bytes_of(path: Path, limit: int = LIMIT) -> bytes:
    """Read a draft from disk. Raises UnreadableError for what is no ordinary file, too large, or kept from us."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("not an ordinary file", path=str(path))
        if status.st_size > limit:
            raise UnreadableError(f"{status.st_size:,} bytes is over the limit of {limit:,} bytes", path=str(path), remedy="split the file")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(_told(error), path=str(path)) from error


def chunks_of(path: Path, size: int = 1 << 20) -> Iterator[bytes]:
    """Yield a long file in pieces of `size` bytes. Raises UnreadableError where it is kept from us, or longer than LONG."""
    try:
        with path.open("rb") as file:
            for _ in range(LONG // size):
                if not (chunk := file.read(size)):
                    return
                yield chunk
    except OSError as error:
        raise UnreadableError(_told(error), path=str(path)) from error
    raise UnreadableError(f"over the limit of {LONG:,} bytes", path=str(path), remedy="split the file")


def is_long(path: Path) -> bool:
    """Tell whether an ordinary file is longer than a draft that is read at once."""
    try:
        status = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size > LIMIT


def _folder(under: _Walk, folder: Path) -> None:
    def unreadable(error: OSError) -> None:
        under.skipped.append(Skipped(str(error.filename), _told(error)))

    for here, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _NEVER and not under.apart(Path(here, f)))
        under.others["symbolic link"] += sum(Path(here, f).is_symlink() for f in folders)  # os.walk goes into none
        for path in _candidates(here, names):
            suffix = path.suffix.lower()
            if suffix not in under.known and suffix not in _DRAFTS:
                continue
            if path.is_symlink():
                under.others["symbolic link"] += 1
            elif not under.excluded(path):
                if is_settings(path.name):
                    under.others["settings file"] += 1
                elif suffix in under.known:
                    under.files[path] = None
                else:
                    under.others[f"{suffix} file"] += 1


def _candidates(here: str, names: list[str]) -> Iterator[Path]:
    for name in sorted(names):
        path = Path(here, name)
        if not name.startswith(".") and name not in OURS:
            yield path


def _is_registry(folder: Path, settings: Callable[[Path], Config]) -> bool:
    registry = settings(folder).registry
    return bool(registry) and Path(registry).resolve() == folder.resolve()


def _excluder(settings: Callable[[Path], Config]) -> Callable[[Path], bool]:
    """Return what tells whether the configuration at a file excludes it. Raises ConfigError for a pattern that is none."""

    def excluded(path: Path) -> bool:
        config = settings(path)
        if any(Path(name).name == path.name and Path(name).resolve() == path.resolve() for name in (config.waivers, config.baseline)):
            return True  # what is said about drafts is no draft
        return bool(config.exclude) and matcher(config.exclude, f"{config.path}: exclude")(seen_from(config, path))

    return excluded


def _told(error: OSError | ValueError) -> str:
    return f"cannot be read: {error.strerror if isinstance(error, OSError) and error.strerror else error}"
