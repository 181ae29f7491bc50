"""Markdown source passes in, its template code blanked; the draft passes out. Readers of several formats share this."""

from __future__ import annotations

from pathlib import PurePath

from claimlint.model import Document
from claimlint.readers._front import front_matter
from claimlint.readers._segments import by_place, in_order, omissions
from claimlint.readers._templates import Masked, masked


def read_markdown(path: str, source: str) -> Document:
    """Return the draft: CommonMark with tables, strikethrough, footnotes and front matter; `.mdx` without its code."""
    # markdown-it is imported here, for a run without Markdown need not pay for it
    from claimlint.readers._blocks import read_blocks

    mdx = PurePath(path).suffix.lower() == ".mdx"
    left = Masked(source) if mdx else masked(source)
    meta, body, settings = front_matter(source, path)
    segments, omitted, comments = read_blocks(left.text, body, mdx=mdx)
    every = in_order([*comments, *left.comments])
    return Document(path, source, by_place([*meta, *segments]), omissions(omitted + left.omitted), every, settings)
