"""The bytes of a PDF pass to a process of its own; the lines of its pages pass back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from claimlint.errors import UnreadableError
from claimlint.readers._extract import CHARACTERS
from claimlint.readers._pdf_lines import Line

PAGES = 5_000
OBJECTS = 500_000
MEGABYTES = 2_048  # of memory that the process may take
SECONDS = 300  # the last resort: what is within all other limits takes far less
_WEB = re.compile(r"https?://\S+\Z")
_FAR = 1e6  # points
_WORKER = Path(__file__).with_name("_pdf_worker.py")


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page; `broken` where the library cannot load it."""

    lines: tuple[Line, ...]
    broken: bool = False


def pages(path: str, data: bytes) -> tuple[Page, ...]:
    """Return the pages of a PDF.

    Raises UnreadableError where it is damaged, protected, beyond the limits, where it crashes the library, or where the
    library is not installed.
    """
    if find_spec("pypdfium2") is None:
        raise UnreadableError("reading PDF needs pypdfium2", path=path, remedy='pip install "claimlint-health[pdf]"')
    if data.count(b" obj") > OBJECTS:
        raise UnreadableError(f"over the limit of {OBJECTS:,} objects", path=path, remedy="split the file")
    said = list(_answers(_asked(path, data)))
    head = said[0] if said else {}
    error = next((answer["error"] for answer in said if "error" in answer), "" if "pages" in head else "crashed")
    if error:
        raise _told(path, error)
    if len(said) - 1 < head["pages"]:
        raise _told(path, "crashed")
    return tuple(_page(number, answer) for number, answer in enumerate(said[1:], 1))


def _asked(path: str, data: bytes) -> bytes:
    """Run the worker: -P keeps modules that lie in the current folder out of it."""
    command = [sys.executable, "-P", str(_WORKER), str(PAGES), str(CHARACTERS), str(MEGABYTES)]
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False).stdout  # noqa: S603 — see above
    except subprocess.TimeoutExpired as error:
        raise _told(path, "slow") from error
    except OSError as error:
        raise _told(path, "alone") from error


def _answers(output: bytes) -> Iterator[dict[str, Any]]:
    for line in output.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return  # the worker ended in the middle of a line


def _page(number: int, answer: dict[str, Any]) -> Page:
    links = [(str(address), tuple(_finite(edge) for edge in box)) for address, *box in answer.get("links", ()) if _WEB.match(address)]
    lines = (_line(number, links, *line) for line in answer.get("lines", ()))
    return Page(tuple(line for line in lines if line.text), bool(answer.get("broken")))


def _line(page: int, links: list[tuple[str, tuple[float, ...]]], number: int, text: str, *box: float) -> Line:
    left, bottom, right, top, size = (_finite(edge) for edge in box)
    text = " ".join(text.split())
    led: list[tuple[int, str]] = []
    for address, (low, under, high, over) in links:
        if bottom <= (under + over) / 2 <= top and low < right and high > left and address not in text:
            at = int(len(text) * (min(high, right) - left) / max(right - left, 1))
            end = text.find(" ", max(0, at - 1))
            led.append((end if end >= 0 else len(text), address))
    return Line(text, left, bottom, right, top, size, page, number, tuple(led))


def _finite(edge: float) -> float:
    return edge if abs(edge) < _FAR else 0.0  # a hostile file may place a letter anywhere, or nowhere


def _told(path: str, error: str) -> UnreadableError:
    message, remedy = {
        "password": ("protected by a password", "save it without a password"),
        "damaged": ("damaged: no PDF that can be opened", "open it in the program it came from and save it again"),
        "pages": (f"over the limit of {PAGES:,} pages", "split the file"),
        "characters": (f"over the limit of {CHARACTERS:,} characters of text", "split the file"),
        "alone": ("no process could be started to read PDF in", "run claimlint with an ordinary Python"),
        "slow": (f"not read after {SECONDS} seconds", "save it again, or split it"),
    }.get(error, ("damaged: the PDF library gave up on it", "open it in the program it came from and save it again"))
    return UnreadableError(message, path=path, remedy=remedy)
