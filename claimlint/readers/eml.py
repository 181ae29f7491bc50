"""An e-mail passes in; subject, preheader, text and HTML parts pass out; attachments are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.readers import LIMIT, Reader

if TYPE_CHECKING:
    from claimlint.model import Document


def unpack_eml(path: str, data: bytes) -> Document:
    """Return the draft; see `_eml`, which is imported only by a run that meets such a file."""
    from claimlint.readers._eml import unpack

    return unpack(path, data)


READER = Reader("eml", (".eml",), unpack=unpack_eml, limit=3 * LIMIT)
