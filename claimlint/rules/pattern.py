"""The phrase language: a line of a rule file → a Pattern of plain data.

word      a|b      cures?          words, either of them, an optional last letter; `get_rid_of` is three words
{disease} {cure|treat}             any phrase of a class, of either class
..3       ...                      up to three words (characters in Chinese) between; any distance in the sentence
(the)     ({adverb})               may be absent
!{cure}                            the word the rule turns on (otherwise the first verb class, else the first step)
^         $                        at the start, at the end of a clause
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from claimlint.model import ANYWHERE, Element, Pattern

LITERAL = "="  # classes made from plain words carry this prefix: "=no|zero"
_CLASS = re.compile(r"\{([a-z][a-z0-9-]*(?:\|[a-z][a-z0-9-]*)*)\}")
_GAP = re.compile(r"\.\.(\d{1,2})")
_WORD = re.compile(r"[^{}()!^$\s]+")


class PatternError(ValueError):
    """A phrase that the language does not know; the loader adds file and line."""


def parse(text: str, verbal: frozenset[str] = frozenset()) -> Pattern:
    """Return the pattern that `text` means. `verbal` names the classes in which the anchor falls by default.

    Raises PatternError with what is wrong, in words for the author of the rule.
    """
    steps = text.split()
    starts, ends = steps[:1] == ["^"], steps[-1:] == ["$"]
    elements = list(_elements(steps[starts : len(steps) - ends]))
    if all(e.optional for e in elements):
        raise PatternError("a phrase needs at least one word or class that must be there")
    if elements[0].optional or elements[0].gap:
        raise PatternError("a phrase cannot begin with a gap or an optional part")
    if elements[-1].optional:
        raise PatternError("a phrase cannot end with an optional part")
    return Pattern(text, _anchored(elements, verbal), starts, ends)


def literals(name: str) -> tuple[str, ...]:
    """Return the phrases of a literal class: "=cures?|heal" gives cure, cures, heal."""
    return tuple(form for word in name[len(LITERAL) :].split("|") for form in _optional_letter(word.replace("_", " ")))


def _elements(steps: list[str]) -> Iterator[Element]:
    gap = 0
    for step in steps:
        if step == "..." or _GAP.fullmatch(step):
            gap = ANYWHERE if step == "..." else int(step[2:])
            continue
        yield _element(step, gap)
        gap = 0
    if gap:
        raise PatternError("a phrase cannot end with a gap")


def _element(step: str, gap: int) -> Element:
    body = step.removeprefix("!")
    optional = body.startswith("(") and body.endswith(")")
    body = body[1:-1] if optional else body
    found = _CLASS.fullmatch(body)
    if found:
        return Element(tuple(found[1].split("|")), gap, optional, step.startswith("!"))
    if not _WORD.fullmatch(body) or "" in body.split("|"):
        raise PatternError(f'"{step}" is neither words, {{class}}, ..3, ^ nor $')
    return Element((LITERAL + body,), gap, optional, step.startswith("!"))


def _anchored(elements: list[Element], verbal: frozenset[str]) -> tuple[Element, ...]:
    if sum(e.anchor for e in elements) > 1:
        raise PatternError("a phrase can have one ! only")
    tests: tuple[Callable[[Element], bool], ...] = (
        lambda e: e.anchor,
        lambda e: not e.optional and any(c in verbal for c in e.classes),
        lambda e: not e.optional,
    )
    at = next(i for test in tests for i, e in enumerate(elements) if test(e))
    return tuple(Element(e.classes, e.gap, e.optional, i == at) for i, e in enumerate(elements))


def _optional_letter(word: str) -> tuple[str, ...]:
    if not word.endswith("?") or len(word) < 3:  # noqa: PLR2004 — one letter, its optional mate, the mark
        return (word,)
    return (word[:-2], word[:-1])
