"""A Markdown draft passes in; front matter, headings, paragraphs, items, cells, notes, links and alt texts pass out."""

from __future__ import annotations

from claimlint.readers import Reader
from claimlint.readers._marked import read_markdown

__all__ = ["READER", "read_markdown"]

READER = Reader("markdown", (".md", ".markdown", ".mdown", ".mdx"), read_markdown)
