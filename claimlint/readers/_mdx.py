"""MDX passes in; the same text passes out with imports, expressions and components blanked at equal length."""

from __future__ import annotations

import re

_STATEMENT = re.compile(r"^(?:import|export)\b[^\n]*(?:\n(?![ \t]*\n)[^\n]+)*", re.MULTILINE)
_COMPONENT = re.compile(r"""</?(?:[A-Z][\w.]*|(?=>))(?:[^<>{}"']|"[^"<]*"|'[^'<]*'|\{(?:[^{}]|\{[^{}]*\})*\})*+>""")
_EXPRESSION = re.compile(r"\{(?:[^{}]|\{[^{}]*+\})*+\}")


def blank_code(text: str) -> tuple[str, int]:
    """Return the text with what is not prose replaced by spaces (line breaks stay), and how often that was."""
    total = 0
    for pattern in (_STATEMENT, _COMPONENT, _EXPRESSION):
        text, count = pattern.subn(_blank, text)
        total += count
    return text, total


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
