"""Text with template code in it passes in (Jinja, Liquid, Hugo, Handlebars, ERB, PHP); it passes out blanked at equal length.

Code becomes a run of FILLER, which every reader shows as one space: for Markdown and HTML it is as good as a word, so that what
stands round it keeps its meaning. Code alone on its line becomes a blank line. Nothing is run, nothing recurses.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from claimlint.model import Comment, Span
from claimlint.readers._segments import FILLER

_OPEN = re.compile(r"\{\{\{?|\{%|\{#(?![\w-]+\})|<%|<\?(?:php\b|=)")
_CLOSE = {"{{": "}}", "{{{": "}}}", "{%": "%}", "{#": "#}", "<%": "%>", "<?": "?>"}
_HIDDEN = re.compile(r"\{\{-?\s?(?:!(?:--)?|/\*|<\s?/\*)|\{#|<%#|<%--")  # how a comment opens
_MARKS = "{}#%<>!-*/ \t\r\n"
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_WORD = re.compile(r"[{%<\-\s]*(\w+)")
_MUTED = {
    **dict.fromkeys(("comment",), "comment"),
    **dict.fromkeys(("highlight", "schema", "javascript", "stylesheet", "style", "codeblock"), "code block"),
}
_LONGEST = 2_000  # characters of one piece of code; comments may be longer
_LONGEST_HIDDEN = 100_000
_VISIBLE = re.compile(r"[^\r\n]")
_HINTS = ("{{", "{%", "{#", "<%", "<?")


@dataclass(slots=True)
class Masked:
    """The text that is left to read, as long as the source, and what was blanked in it."""

    text: str
    omitted: Counter[str] = field(default_factory=Counter)
    comments: list[Comment] = field(default_factory=list)


def masked(source: str) -> Masked:
    """Return the source with its template code blanked."""
    found = Masked(source)
    if not any(hint in source for hint in _HINTS):
        return found
    parts: list[str] = []
    at, missing = 0, set[str]()
    while (opening := _OPEN.search(source, at)) is not None:
        end = _end(source, opening, missing)
        if end < 0:
            parts.append(source[at : opening.end()])
            at = opening.end()
            continue
        start = opening.start()
        end = _note(found, source, start, end, missing)
        parts += [source[at:start], _blanked(source, start, end)]
        at = end
    found.text = "".join(parts) + source[at:]
    return found


def _end(source: str, opening: re.Match[str], missing: set[str]) -> int:
    """Return where the code that opens here ends, -1 where it does not: it is text then."""
    close = _CLOSE.get(opening[0]) or _CLOSE[opening[0][:2]]
    hidden = _HIDDEN.match(source, opening.start())
    if hidden and hidden[0].endswith("!--"):
        close = "--}}"
    if close in missing:
        return -1
    longest = _LONGEST_HIDDEN if hidden else _LONGEST
    at = source.find(close, opening.end(), opening.end() + longest)
    if at < 0:
        if source.find(close, opening.end()) < 0:
            missing.add(close)
        return -1
    if not hidden and opening[0] in {"{{", "{{{"} and _BLANK_LINE.search(source, opening.end(), at):
        return -1
    return at + len(close)


def _note(found: Masked, source: str, start: int, end: int, missing: set[str]) -> int:
    """Count what is blanked, and return where that ends: a comment or listing ends with its own closing code."""
    if _HIDDEN.match(source, start):
        found.omitted["comment"] += 1
        found.comments.append(Comment(Span(start, end), source[start:end].strip(_MARKS)))
        return end
    word = _WORD.match(source, start, end)
    name = word[1] if word and source.startswith(("{%", "{{<", "{{%"), start) else ""
    if name not in _MUTED or f"end{name}" in missing:
        found.omitted["template code"] += 1
        return end
    closing = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}|\{{\{{[<%]\s*/{name}\s*[>%]\}}\}}").search(source, end)
    if closing is None:
        missing.add(f"end{name}")
        found.omitted["template code"] += 1
        return end
    found.omitted[_MUTED[name]] += 1
    if _MUTED[name] == "comment":
        found.comments.append(Comment(Span(start, closing.end()), source[end : closing.start()].strip()))
    return closing.end()


def _blanked(source: str, start: int, end: int) -> str:
    """Return what stands for code: blanks where it has whole lines to itself, else filler; line breaks stay."""
    line = max(source.rfind(mark, max(0, start - _LONGEST), start) for mark in "\r\n") + 1
    before = source[line:start] if line or start < _LONGEST else "x"
    after = re.compile(r"[ \t]*+(?:[\r\n]|\Z)").match(source, end)
    return _VISIBLE.sub(FILLER if before.strip() or after is None else " ", source[start:end])
