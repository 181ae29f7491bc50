"""Two wordings of a statement → the same text for comparing, its words, and a diff of what is required and what is written."""

from __future__ import annotations

import difflib
import re

from claimlint.phrases import plain

_MARKS = re.compile(r"[\s*†‡，。、；：“”‘’（）()\[\]【】,.;:!！?？\"'|｜]+")


def bare(text: str) -> str:
    """Return text for comparing wordings: compatibility forms, lower case, no punctuation, no space beside Han."""
    text = plain(text)
    return _MARKS.sub("" if _han(text) else " ", text).strip()


def difference(required: str, written: str) -> str:
    """Return a word diff of what is required and what is written: `[-…-]` is missing, `{+…+}` stands in its place."""
    old, new = words(required), words(written)
    glue = "" if _han(required) else " "
    parts: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(
        None, [w.casefold() for w in old], [w.casefold() for w in new], autojunk=False
    ).get_opcodes():
        if tag == "equal":
            parts.append(_shortened(old[a:b], glue))
        else:
            parts += [f"[-{glue.join(old[a:b])}-]"] * (b > a) + [f"{{+{glue.join(new[c:d])}+}}"] * (d > c)
    return glue.join(parts)


def _han(text: str) -> bool:
    return any(ord(character) > 0x2E80 for character in text)  # noqa: PLR2004 — where Han begins


def _shortened(run: list[str], glue: str) -> str:
    """Return words that agree, the middle of a long run left out."""
    edge = 3 if glue else 6
    return glue.join(run) if len(run) <= 2 * edge else f"{glue.join(run[:edge])}{glue}…{glue}{glue.join(run[-edge:])}"


def words(text: str) -> list[str]:
    """Return the Latin words, the numbers and the Han characters of a text, in order."""
    return re.findall(r"[a-zA-Z0-9'’]+|[\u3400-\u9fff]", text)
