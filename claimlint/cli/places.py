"""A place as people write it on the command line → the draft, and the line and column or the address in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_NUMBERS = 2  # line and column


@dataclass(frozen=True, slots=True)
class Place:
    """A line (0: none) and column (0: the whole line) of a draft, or an address in it."""

    path: str
    line: int = 0
    column: int = 0
    address: str = ""


def place_of(text: str) -> Place | None:
    """Read PATH:LINE, PATH:LINE:COLUMN or PATH:ADDRESS; None where it is none of them.

    An address may end in numbers ("00:01:23" of subtitles): a file that is there decides how far the path goes.
    """
    path, numbers = text, list[int]()
    while len(numbers) < _NUMBERS and (head := path.rpartition(":"))[2].isdigit() and head[0]:
        path, numbers = head[0], [int(head[2]), *numbers]
    cut = next((at for at, c in enumerate(text) if c == ":" and Path(text[:at]).is_file() and text[at + 1 :].strip()), 0)
    if cut and not (numbers and Path(path).is_file()):
        return Place(text[:cut], address=" ".join(text[cut + 1 :].split()))
    return Place(path, numbers[0], sum(numbers[1:])) if numbers else None
