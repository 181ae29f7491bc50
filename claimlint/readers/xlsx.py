"""An Excel workbook passes in; the words of its cells pass out with sheet, cell and the field their column is headed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.readers import OFFICE, Reader, archived

if TYPE_CHECKING:
    from claimlint.model import Document


def unpack_xlsx(path: str, data: bytes) -> Document:
    """Return the draft; see `_xlsx`, which is imported only by a run that meets such a file."""
    from claimlint.readers._xlsx import unpack

    return unpack(path, data)


def _knows(data: bytes) -> bool:
    return archived(data, "xl/")


READER = Reader("xlsx", (".xlsx", ".xlsm"), unpack=unpack_xlsx, knows=_knows, limit=OFFICE)
