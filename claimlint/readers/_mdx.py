"""MDX passes in; the same text passes out with imports, expressions and components blanked at equal length."""

from __future__ import annotations

import re

from claimlint.model import Comment, Span

_STATEMENT = re.compile(r"^(?:import|export)\b[^\n]*(?:\n(?![ \t]*\n)[^\n]+)*", re.MULTILINE)
_COMPONENT = re.compile(r"""(?<!\\)</?(?:[A-Z][\w.]*|(?=>))(?:[^<>{}"']|"[^"<]*"|'[^'<]*'|\{(?:[^{}]|\{[^{}]*\})*\})*>""")
_REMARK = re.compile(r"(?<!\\)\{\s*/\*((?:[^*{]|\*(?!/)|\{(?!/\*))*)\*/\s*\}")
_EXPRESSION = re.compile(r"(?<!\\)\{(?:[^{}]|\{[^{}]*+\})*\}")


def blank_code(text: str) -> tuple[str, int, list[Comment]]:
    """Return the text with what is not prose replaced by spaces (line breaks stay), how often that was, and the comments."""
    comments = [Comment(Span(*found.span()), found[1].strip()) for found in _REMARK.finditer(text)]
    text, total = _REMARK.subn(_blank, text)
    for pattern in (_STATEMENT, _COMPONENT, _EXPRESSION):
        text, count = pattern.subn(_blank, text)
        total += count
    return text, total, comments


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
