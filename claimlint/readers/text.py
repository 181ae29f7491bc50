"""Plain text passes in; paragraphs, list items and numbered references pass out."""

from __future__ import annotations

from claimlint.readers import Reader
from claimlint.readers._prose import read_text

__all__ = ["READER", "read_text"]

READER = Reader("text", (".txt", ".text"), read_text)
