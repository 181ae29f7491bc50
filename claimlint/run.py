"""Many drafts: paths → files in a fixed order → the report of a run; what cannot be read is reported and passed by."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimlint.engine import Linter
from claimlint.errors import ConfigError, UnreadableError
from claimlint.model import Document, DocumentReport, Omission, Skipped
from claimlint.readers import LIMIT, Reader, read

_NEVER = ("node_modules", "__pycache__", "venv")  # besides every hidden folder
_DRAFTS = (".docx", ".pptx", ".pdf", ".xlsx", ".odt", ".eml", ".srt", ".vtt", ".po", ".xliff", ".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Found:
    """Files to read in order, and what was met and not taken: other formats by their number, broken paths."""

    files: tuple[Path, ...] = ()
    passed_over: tuple[Omission, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def walk(
    paths: Sequence[Path], readers: Iterable[Reader], exclude: Sequence[str], *, apart: Sequence[Path] = (), force_exclude: bool = False
) -> Found:
    """Find the drafts under `paths`, each once: those named in the order given, those below a folder sorted.

    A path that is named is read whatever its name (but see `force_exclude`); below a folder only suffixes that a reader
    owns count, hidden folders, symbolic links and the folders `apart` are left alone, and `exclude` patterns (as in
    .gitignore) apply. Raises ConfigError for a pattern that is none.
    """
    excluded = _excluder(exclude)
    known = {suffix for reader in readers for suffix in reader.suffixes}
    files: dict[Path, None] = {}
    others: Counter[str] = Counter()
    for path in paths:
        if path.is_dir():
            below = [f for f in _below(path, {a.resolve() for a in apart}) if not (excluded(f.relative_to(path)) or excluded(f))]
            files |= dict.fromkeys(f for f in below if f.suffix.lower() in known)
            others.update(s for f in below if (s := f.suffix.lower()) in _DRAFTS and s not in known)
        elif path.exists() and not (force_exclude and excluded(path)):
            files[path] = None
    missing = tuple(Skipped(str(path), "no such file or folder") for path in paths if not path.exists())
    return Found(tuple(files), tuple(Omission(f"{suffix} file", n) for suffix, n in sorted(others.items())), missing)


def lint_files(linter: Linter, readers: Sequence[Reader], files: Iterable[Path]) -> Iterator[DocumentReport | Skipped]:
    """Read and lint each file; one that cannot be read gives a Skipped in its place."""
    for path in files:
        try:
            yield linter.lint(open_draft(path, readers))
        except UnreadableError as error:
            place = f" at line {error.line}" if error.line else ""
            yield Skipped(str(path), f"{error.message}{place}" + (f" ({error.remedy})" if error.remedy else ""))


def open_draft(path: Path, readers: Sequence[Reader]) -> Document:
    """Read one draft from disk. Raises UnreadableError for what is no ordinary file, too large, or no text."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("not an ordinary file", path=str(path))
        if status.st_size > LIMIT:
            raise UnreadableError(f"{status.st_size:,} bytes is over the limit of {LIMIT:,} bytes", path=str(path), remedy="split the file")
        return read(path.as_posix(), path.read_bytes(), readers)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}", path=str(path)) from error


def _excluder(patterns: Sequence[str]) -> Callable[[Path], bool]:
    from pathspec import GitIgnoreSpec  # only a run that has files to find needs it

    try:
        spec = GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise ConfigError(f"exclude: {error}", remedy="write patterns as in .gitignore") from error
    return spec.match_file


def _below(folder: Path, apart: set[Path]) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _NEVER and Path(here, f).resolve() not in apart)
        for name in sorted(files):
            path = Path(here, name)
            if not name.startswith(".") and not path.is_symlink():
                yield path
