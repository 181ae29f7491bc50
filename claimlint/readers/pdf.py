"""A PDF passes in; the paragraphs of its text layer pass out with page and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.errors import UnreadableError
from claimlint.readers import OFFICE, Reader

if TYPE_CHECKING:
    from claimlint.model import Document
    from claimlint.readers._extract import Part
    from claimlint.readers._pdf_lines import Block, Line

_HEAD = 1024  # bytes before which a PDF begins


def unpack_pdf(path: str, data: bytes) -> Document:
    """Return the draft as its text layer has it; pages without one are counted, for they were not read.

    Raises UnreadableError for what is damaged, protected, beyond the limits of `_pdf`, or has no text at all.
    """
    # imported here, for a run without PDF need not pay for it
    from claimlint.readers._extract import Extract, document, put
    from claimlint.readers._pdf import pages
    from claimlint.readers._pdf_lines import blocks, bullet

    found = pages(path, data)
    extract = Extract(path)
    extract.omitted["page that cannot be loaded"] = sum(page.broken for page in found)
    extract.omitted["page without a text layer"] = sum(not page.lines and not page.broken for page in found)
    if not any(page.lines for page in found):
        raise UnreadableError(f"no text layer on any of {len(found)} pages", path=path, remedy="run text recognition (OCR) over it")
    for block in blocks([page.lines for page in found], extract.omitted):
        cut = bullet(block.text) if block.kind == "item" and not extract.section.inside else 0
        kind = "paragraph" if block.kind == "item" and not cut else block.kind
        put(extract, _parts(block, cut), kind, _place(block.starts[0][1]), label=block.label, stations=_stations(block, cut))
    return document(extract)


def _parts(block: Block, cut: int) -> list[Part]:
    """Return the text from `cut` on, each link behind the words that lead there."""
    parts: list[Part] = []
    for end, address in block.links:
        parts += [("", block.text[cut:end]), ("link", address)]
        cut = max(cut, end)
    return [*parts, ("", block.text[cut:])]


def _stations(block: Block, cut: int) -> list[tuple[int, str]]:
    """Return where each line begins in what `_parts` makes of the block: a link adds a blank and brackets."""
    return [
        (max(0, at - cut) + sum(len(address) + 3 for end, address in block.links if end < at), _place(line)) for at, line in block.starts
    ]


def _place(line: Line) -> str:
    return f"page {line.page}, line {line.number}"


def _knows(data: bytes) -> bool:
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-")


READER = Reader("pdf", (".pdf",), unpack=unpack_pdf, knows=_knows, limit=OFFICE)
