"""Files that people write beside their drafts (settings, decisions) → text and tables; what is wrong is told with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from claimlint.errors import ConfigError, broken_line

LIMIT = 16_000_000  # bytes; more is some other file
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)


def is_file(path: Path) -> bool:
    """Tell whether there is an ordinary file; a folder that may not be searched holds none for us."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Tell whether anything has that name, a folder too; a folder that may not be searched holds nothing for us."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def text_of(path: Path) -> str:
    """Read a file. Raises ConfigError for what is no ordinary file, too large, kept from us, or no UTF-8."""
    try:
        if path.exists() and not path.is_file():
            raise ConfigError("not an ordinary file", path=str(path), remedy="name a file, or move what stands in its place")
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise ConfigError(f"over the limit of {LIMIT:,} bytes", path=str(path), remedy="is it the right file?")
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(path)) from error


def toml_of(path: Path, text: str) -> dict[str, Any]:
    """Return the tables of a text. Raises ConfigError with the line; two people's work merged half-way is named as that."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise conflict(path, text) or ConfigError(f"not valid TOML: {error}", path=str(path), line=broken_line(text, error)) from error


def conflict(path: Path, text: str) -> ConfigError | None:
    """Return the error about merge-conflict markers in a text, or None where there are none."""
    found = _CONFLICT.search(text)
    if not found:
        return None
    remedy = "keep the entries of both sides, delete the lines <<<<<<<, ======= and >>>>>>>"
    return ConfigError("holds an unresolved merge conflict", path=str(path), line=text.count("\n", 0, found.start()) + 1, remedy=remedy)


def line_of(text: str, needle: str, *, alone: bool = False) -> int:
    """Return the 1-based line where a word or value first stands by itself, else (not `alone`) within another; 0 where none."""
    at = text.find(needle) if needle else -1
    first = -1 if alone else at
    while at >= 0 and not _alone(text, at, at + len(needle)):
        at = text.find(needle, at + 1)
    at = at if at >= 0 else first
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def _alone(text: str, start: int, end: int) -> bool:
    return not any(c.isalnum() or c in "_-" for c in (text[start - 1 : start] if start else "") + text[end : end + 1])
