"""Colours and signs: 16 ANSI colours, which follow the theme of the user, and box characters with their ASCII stand-ins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimlint.reporters import Style

_CODES = {
    "error": "1;91",
    "warning": "1;33",
    "note": "1;92",
    "good": "1;92",
    "help": "1;96",
    "gutter": "94",
    "second": "94",
    "strong": "1",
    "span": "4",
}


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters of the frame; `severity` maps a severity word to its symbol."""

    top: str
    bar: str
    foot: str
    cut: str
    dot: str
    good: str
    severity: dict[str, str]


_UNICODE = Signs("╭─", "│", "╰─", "…", "·", "✓", {"error": "✖", "warning": "⚠", "note": "•"})
_ASCII = Signs("-->", "|", "=", "...", "|", "ok", {"error": "x", "warning": "!", "note": "-"})


def signs(style: Style) -> Signs:
    """Return the signs that the output can take."""
    return _UNICODE if style.unicode else _ASCII


def paint(style: Style, role: str, text: str) -> str:
    """Return `text` in the colour of a role (a severity, gutter, help, …); unchanged where colour is off or text is empty."""
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if style.color and text else text
