"""An OpenDocument text passes in; body, tables, frames, headers, footers, notes and alt texts pass out, comments apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.readers import OFFICE, Reader, archived

if TYPE_CHECKING:
    from claimlint.model import Document


def unpack_odt(path: str, data: bytes) -> Document:
    """Return the draft; see `_odt`, which is imported only by a run that meets such a file."""
    from claimlint.readers._odt import unpack

    return unpack(path, data)


def _knows(data: bytes) -> bool:
    return b"application/vnd.oasis.opendocument.text" in data[:200] and archived(data, "META-INF/manifest.xml")


READER = Reader("odt", (".odt", ".ott"), unpack=unpack_odt, knows=_knows, limit=OFFICE)
