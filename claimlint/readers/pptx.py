"""A PowerPoint deck passes in; slides in order with tables, charts, notes and alt texts pass out, comments apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.readers import OFFICE, Reader, archived

if TYPE_CHECKING:
    from claimlint.model import Document


def unpack_pptx(path: str, data: bytes) -> Document:
    """Return the draft; see `_pptx`, which is imported only by a run that meets such a file."""
    from claimlint.readers._pptx import unpack

    return unpack(path, data)


def _knows(data: bytes) -> bool:
    return archived(data, "ppt/")


READER = Reader("pptx", (".pptx", ".pptm", ".ppsx"), unpack=unpack_pptx, knows=_knows, limit=OFFICE)
