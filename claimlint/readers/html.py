"""An HTML page passes in; its headings, paragraphs, items, cells, alt texts and descriptions pass out."""

from __future__ import annotations

from claimlint.model import Document
from claimlint.readers import Reader
from claimlint.readers._flow import Flow, read_flow
from claimlint.readers._segments import View, by_place, in_order, omissions


def read_html(path: str, source: str) -> Document:
    """Return the draft; hidden text is read, for it may be shown; scripts, styles, code and comments are not prose."""
    flow = Flow(source, View())
    read_flow(flow)
    return Document(path, source, by_place(flow.done), omissions(flow.omitted), in_order(flow.comments))


READER = Reader("html", (".html", ".htm", ".xhtml"), read_html)
