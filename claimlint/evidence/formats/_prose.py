"""Titles and abstracts with tags and entities in them (JATS, HTML) → plain text."""

from __future__ import annotations

import html
import re

_BLOCK = re.compile(r"</?(?:jats:)?(?:p|title|sec|h\d|list|list-item|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][\w:.-]{0,40}(?:\s[^<>]{0,400})?/?>")  # "p < 0.05" is no tag


def prose(text: str) -> str:
    """Return text without tags; a heading that a tag set apart keeps a space to what follows."""
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())
