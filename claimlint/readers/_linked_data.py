"""A script element with linked data (JSON-LD) passes in; the strings in it that are copy pass out, their keys as address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimlint.errors import UnreadableError

if TYPE_CHECKING:
    from claimlint.model import Segment
    from claimlint.readers._segments import View

_TYPE = re.compile(r"""\btype\s*=\s*["']?\s*application/ld\+json\b""", re.IGNORECASE)


def is_linked_data(text: str, start: int, end: int) -> bool:
    """Tell by its attributes, which stand between `start` and `end`, whether a script holds linked data."""
    return _TYPE.search(text, start, end) is not None


def linked_data(text: str, start: int, end: int, view: View) -> Iterator[Segment]:
    """Yield what the linked data between `start` and `end` says. Raises UnreadableError where it is no JSON."""
    if len(view.shifts) > 1:
        raise UnreadableError("linked data in a quotation or list", path="")
    # the readers of values read HTML in their turn, and most pages have no linked data
    from claimlint.readers._json import Json
    from claimlint.readers._keys import gather

    shift = view.shifts[0]
    for made in gather(text, Json(text, "", start, end).values()).done:
        pieces = tuple(replace(piece, source=piece.source + shift) for piece in made.pieces)
        yield replace(made, kind="meta", pieces=pieces, address=f"JSON-LD {made.address}".rstrip())
