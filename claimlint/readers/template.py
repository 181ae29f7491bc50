"""A template passes in (Jinja, Liquid, Handlebars, Twig, ERB, …); the copy in it passes out, its code left alone."""

from __future__ import annotations

import re
from pathlib import PurePath

from claimlint.model import Document
from claimlint.readers import Reader

_TAG = re.compile(r"<(?:[a-zA-Z][a-zA-Z\d]*[\s>/]|!--|!doctype)", re.IGNORECASE)
_MARKDOWN = (".md", ".markdown", ".mdown")
_TEXT = (".txt", ".text")


def read_template(path: str, source: str) -> Document:
    """Return the draft, read as the suffix before the last one says (page.md.j2), else as HTML where it has tags, else as text."""
    inner = PurePath(PurePath(path).stem).suffix.lower()
    if inner in _MARKDOWN:
        from claimlint.readers._marked import read_markdown

        return read_markdown(PurePath(path).as_posix(), source)
    if inner not in _TEXT and _TAG.search(source):
        from claimlint.readers._page import read_html

        return read_html(path, source)
    from claimlint.readers._prose import read_text

    return read_text(path, source)


READER = Reader(
    "template",
    (".jinja", ".jinja2", ".j2", ".liquid", ".hbs", ".handlebars", ".mustache", ".njk", ".twig", ".erb", ".ejs"),
    read_template,
)
