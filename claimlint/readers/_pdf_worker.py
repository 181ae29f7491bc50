"""The bytes of a PDF pass in on standard input; its lines with their boxes pass out, one page a line of JSON.

A program of its own, started by `_pdf`: what goes wrong inside the PDF library ends this process and no other. It imports
nothing of claimlint. Arguments: the most pages, characters and megabytes of memory that it may take.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys

import pypdfium2 as pdfium
from pypdfium2 import raw

_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = re.compile(r"(?:(?<=[^\W\d_])|(?<=[.,;:!?%)\]”\"’'。，；：！？）％])|^)\d{1,3}(?:[,，–-]\d{1,3}){0,9}(?![\d.%％])")
_SMALL, _HIGH = 0.85, 0.12  # of the height of the character beside it
_BREAK = re.compile(r"\r\n|[\r\n]")


def main() -> None:
    """Read standard input, write pages; the first line tells how many there are, or what is wrong."""
    pages, characters, megabytes = (int(argument) for argument in sys.argv[1:4])
    _bound(megabytes)
    data = sys.stdin.buffer.read()

    try:
        pdf = pdfium.PdfDocument(data)
        count = len(pdf)
    except pdfium.PdfiumError:
        _say({"error": "password" if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD else "damaged"})
        return
    _say({"pages": count} if count <= pages else {"error": "pages"})
    for index in range(count if count <= pages else 0):
        try:
            text = pdf[index].get_textpage()
            characters -= text.count_chars()
            _say({"error": "characters"} if characters < 0 else {"lines": _lines(text)})
            text.close()
        except pdfium.PdfiumError:
            _say({"broken": True})
        if characters < 0:
            return


def _bound(megabytes: int) -> None:
    """Let the system end this process where it takes too much memory; where there is no such limit, nothing is bound."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


def _lines(page: pdfium.PdfTextPage) -> list[list[object]]:
    """Return text, left, bottom, right and top of each line in the order of the page."""
    text, at, found = page.get_text_range(), 0, list[list[object]]()
    for end in [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]:
        line = text[at : end[0]]
        bare = line.strip()
        if bare:
            start = at + line.index(bare[0])
            first, last = _box(page, start), _box(page, at + len(line.rstrip()) - 1)
            size = (first[0], min(first[1], last[1]), last[2], max(first[3], last[3]))
            found.append([_raised(page, bare, start), *(round(edge, 1) for edge in size)])
        at = end[1]
    return found


def _raised(page: pdfium.PdfTextPage, line: str, start: int) -> str:
    """Return the line with numbers that stand higher and smaller than what is beside them as raised digits."""
    for match in [m for m in _MARK.finditer(line) if len(line) > m.end() - m.start()]:
        beside = match.start() - 1 if match.start() else min(match.end() + (line[match.end() : match.end() + 1] == " "), len(line) - 1)
        mark, other = _box(page, start + match.start()), _box(page, start + beside)
        height = other[3] - other[1]
        if mark[3] - mark[1] < _SMALL * height and mark[1] > other[1] + _HIGH * height:
            line = line[: match.start()] + match[0].translate(_DIGITS) + line[match.end() :]
    return line


def _box(page: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character's place on its line, in points."""
    box = raw.FS_RECTF()
    place = raw.FPDFText_GetCharIndexFromTextIndex(page.raw, index)
    if place < 0 or not raw.FPDFText_GetLooseCharBox(page.raw, place, ctypes.byref(box)):
        return (0.0, 0.0, 0.0, 0.0)
    return (box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))


def _say(what: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
