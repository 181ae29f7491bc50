"""A Word document passes in; body, tables, text boxes, headers, footers, notes and alt texts pass out, comments apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.readers import OFFICE, Reader, archived

if TYPE_CHECKING:
    from claimlint.model import Document


def unpack_docx(path: str, data: bytes) -> Document:
    """Return the draft; see `_docx`, which is imported only by a run that meets such a file."""
    from claimlint.readers._docx import unpack

    return unpack(path, data)


def _knows(data: bytes) -> bool:
    return archived(data, "word/")


READER = Reader("docx", (".docx", ".docm"), unpack=unpack_docx, knows=_knows, limit=OFFICE)
