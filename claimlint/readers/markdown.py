"""A Markdown draft passes in; front matter, headings, paragraphs, items, cells, notes, links and alt texts pass out."""

from __future__ import annotations

from pathlib import PurePath

from claimlint.model import Document
from claimlint.readers import Reader
from claimlint.readers._front import front_matter
from claimlint.readers._segments import by_place, in_order, omissions


def read_markdown(path: str, source: str) -> Document:
    """Return the draft: CommonMark with tables, strikethrough, footnotes and front matter; `.mdx` without its code."""
    # markdown-it is imported here, for a run without Markdown need not pay for it
    from claimlint.readers._blocks import read_blocks

    meta, body = front_matter(source)
    segments, omitted, comments = read_blocks(source, body, mdx=PurePath(path).suffix.lower() == ".mdx")
    return Document(path, source, by_place([*meta, *segments]), omissions(omitted), in_order(comments))


READER = Reader("markdown", (".md", ".markdown", ".mdown", ".mdx"), read_markdown)
