"""The bytes of a PDF pass in on standard input; its lines with their boxes pass out, one page a line of JSON.

A program of its own, started by `_pdf`: what goes wrong inside the PDF library ends this process and no other. It imports
nothing of claimlint. Arguments: the most pages, characters and megabytes of memory that it may take.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = re.compile(r"(?:(?<=[^\W\d_])|(?<=[.,;:!?%)\]”\"’'。，；：！？）％])|^)\d{1,3}(?:[,，–-]\d{1,3}){0,9}(?![\d.%％])")
_SMALL, _HIGH = 0.85, 0.12  # of the height of the character beside it
_MOST_LINKS, _LONGEST_LINK = 2_000, 2_000  # of a page, and bytes
_SAMPLES = 7  # characters of a line that tell its type size: single words may be smaller
_GAP = 1.2  # of the height of a line: wider than any blank
_WORD = re.compile(r"\S+")
_HYPHENS = ("\x02", "\ufffe")  # what the library gives for a hyphen and the line break after it
_BREAK = re.compile(r"\r\n|[\r\n]|(?<=[\x02\ufffe])")


@dataclass(slots=True)
class _Text:
    """The text of a page, and what the library needs to tell where its characters stand."""

    text: str
    handle: object
    plain: bool  # the library counts characters as the text has them
    box: raw.FS_RECTF
    matrix: raw.FS_MATRIX


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
            page = pdf[index]
            text = page.get_textpage()
            characters -= text.count_chars()
            _say({"error": "characters"} if characters < 0 else {"lines": _lines(_text(text)), "links": list(_links(pdf, page))})
            text.close()
        except pdfium.PdfiumError:
            _say({"broken": True})
        if characters < 0:
            return


def _text(page: pdfium.PdfTextPage) -> _Text:
    text = page.get_text_range()
    return _Text(text, page.raw, len(text) == page.count_chars(), raw.FS_RECTF(), raw.FS_MATRIX())


def _bound(megabytes: int) -> None:
    """Let the system end this process where it takes too much memory; where there is no such limit, nothing is bound."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


def _lines(page: _Text) -> list[list[object]]:
    """Return number, text, left, bottom, right, top and type size of each line; cells side by side are lines of one number."""
    text, at, number, found = page.text, 0, 0, list[list[object]]()
    for end in [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]:
        number += bool(text[at : end[0]].strip())
        for start, stop in _cells(page, text, at, end[0]):
            line = text[start:stop]
            first, last = _box(page, start), _box(page, max(start, stop - 1 - line.endswith(_HYPHENS)))
            box = (first[0], min(first[1], last[1]), last[2], max(first[3], last[3]))
            size = statistics.median(_size(page, k) for k in range(start, stop, max(1, (stop - start) // _SAMPLES)))
            found.append([number, _raised(page, line, start), *(round(edge, 1) for edge in (*box, size))])
        at = end[1]
    return found


def _links(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[list[object]]:
    """Yield address, left, bottom, right and top of each link of a page that leads to the web."""
    at, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page.raw, at, link):
            return
        action = raw.FPDFLink_GetAction(link)
        length = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0) if action else 0
        if 0 < length <= _LONGEST_LINK and raw.FPDFLink_GetAnnotRect(link, box):
            written = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(pdf.raw, action, written, length)
            yield [written.value.decode("utf-8", "replace"), box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)]


def _cells(page: _Text, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a line between gaps that no blank makes; a bullet or number stays with what it stands before."""
    first = last = start
    for word in _WORD.finditer(text, start, end):
        if first < last:
            before = _box(page, last - 1)
            if any(map(str.isalpha, text[first:last][2:])) and _box(page, word.start())[0] - before[2] > _GAP * (before[3] - before[1]):
                yield first, last
                first = word.start()
        else:
            first = word.start()
        last = word.end()
    if first < last:
        yield first, last


def _raised(page: _Text, line: str, start: int) -> str:
    """Return the line with numbers that stand higher and smaller than what is beside them as raised digits."""
    for match in [m for m in _MARK.finditer(line) if len(line) > m.end() - m.start()]:
        beside = match.start() - 1 if match.start() else min(match.end() + (line[match.end() : match.end() + 1] == " "), len(line) - 1)
        mark, other = start + match.start(), start + beside
        size = _size(page, other)
        if _size(page, mark) < _SMALL * size and _box(page, mark)[1] > _box(page, other)[1] + _HIGH * size:
            line = line[: match.start()] + match[0].translate(_DIGITS) + line[match.end() :]
    return line


def _size(page: _Text, index: int) -> float:
    """Return the type size of a character in points as it is shown, however the file scales it."""
    place, matrix = _place(page, index), page.matrix
    if place < 0 or not raw.FPDFText_GetMatrix(page.handle, place, matrix):
        return 0.0
    return float(raw.FPDFText_GetFontSize(page.handle, place) * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)))


def _box(page: _Text, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character's place on its line, in points."""
    place, box = _place(page, index), page.box
    if place < 0 or not raw.FPDFText_GetLooseCharBox(page.handle, place, box):
        return (0.0, 0.0, 0.0, 0.0)
    return (box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))


def _place(page: _Text, index: int) -> int:
    """Return what the library counts a character of the text as: pages with characters that it leaves out count apart."""
    return index if page.plain else int(raw.FPDFText_GetCharIndexFromTextIndex(page.handle, index))


def _say(what: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
