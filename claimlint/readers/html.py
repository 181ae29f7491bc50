"""An HTML page passes in; its headings, paragraphs, items, cells, alt texts and descriptions pass out."""

from __future__ import annotations

from claimlint.readers import Reader
from claimlint.readers._page import read_html

__all__ = ["READER", "read_html"]

READER = Reader("html", (".html", ".htm", ".xhtml"), read_html)
