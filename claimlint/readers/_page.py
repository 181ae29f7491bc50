"""HTML source passes in, its template code blanked; the draft passes out. Readers of several formats share this."""

from __future__ import annotations

from claimlint.model import Document
from claimlint.readers._flow import Flow, read_flow
from claimlint.readers._segments import View, by_place, in_order, omissions
from claimlint.readers._templates import masked


def read_html(path: str, source: str) -> Document:
    """Return the draft; hidden text is read, for it may be shown; scripts, styles, code and comments are not prose."""
    left = masked(source)
    flow = Flow(left.text, View())
    read_flow(flow)
    return Document(path, source, by_place(flow.done), omissions(flow.omitted + left.omitted), in_order([*flow.comments, *left.comments]))
