"""A text stream → lines of bounded length, or the whole text of a bounded file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from claimlint.errors import RegistryError

LONGEST = 4_000_000  # characters of one line
WHOLE = 64_000_000  # characters of a text that has to be read at once


def lines(path: str, file: TextIO) -> Iterator[tuple[int, str]]:
    """Yield (1-based number, line without its end). Raises RegistryError at a line that does not end."""
    number = 0
    while line := file.readline(LONGEST):
        number += 1
        if len(line) >= LONGEST:
            raise RegistryError("a line without end", path=path, line=number, remedy="is this a record file?")
        yield number, line.rstrip("\n").removeprefix("\ufeff") if number == 1 else line.rstrip("\n")


def whole(path: str, file: TextIO, kind: str) -> str:
    """Return all of a text. Raises RegistryError where it is larger than can be read at once."""
    text = file.read(WHOLE + 1)
    if len(text) > WHOLE:
        raise RegistryError(
            f"larger than {WHOLE // 1_000_000} million characters, and {kind} has to be read at once",
            path=path,
            line=1,
            remedy="split the file",
        )
    return text.removeprefix("\ufeff")
