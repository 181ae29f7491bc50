"""A sentence with several figures → which figure belongs to which arm: "27.9 % with the drug, 24.2 % with the patch"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claimlint.model import Quantity, Term
from claimlint.rules.effects import effects

Arms = dict[int, frozenset[str]]  # start of a figure → keys of the words that name its arm

_NAMING = r"(?:with|for|in|on|after|under|among|the|receiving|taking)"
_AFTER = re.compile(rf"[\s)]*(?:of (?:the )?(?!\w+ {_NAMING}\b)|(?:of \w+ )?(?:{_NAMING}|\s)+)")
_BEFORE = re.compile(r"(?:\s(?:group|arm|patients|users|treatment|care))?[\s(=:,]*(?:(?:was|were|had|by|to|at|of)\s)?(?:\d+/\d+,\s)?[\s(]*")
_PAIR = re.compile(r"\s(?:against|versus|vs\.?|and|compared with)\s\d")
_REACH = 40  # characters between a figure and the name of its arm


def arms(text: str, terms: Sequence[Term], quantities: Sequence[Quantity]) -> Arms:
    """Return the arm of each figure that stands beside one; figures that name none are left out. `text` is case-folded."""
    listed = "respectively" in text  # then the order of two lists tells, not what stands beside
    beside = {q.start: frozenset(keys) for q in quantities if not listed and (keys := _beside(text, terms, q))}
    return beside | dict(_paired(text, terms, quantities))


def swapped(claimed: Quantity, copy: Arms, recorded: Arms, values: dict[int, Quantity]) -> Quantity | None:
    """Return the figure that the record gives for the arm the copy names, where the copy's own figure is another arm's."""
    mine = copy.get(claimed.start, frozenset())
    own = [values[at] for at, keys in recorded.items() if at in values and mine & keys and not _same(claimed, values[at])]
    others = [at for at, keys in recorded.items() if at in values and _same(claimed, values[at])]
    if not mine or not own or not others or any(mine & recorded[at] for at in others):
        return None
    return own[0]


def _beside(text: str, terms: Sequence[Term], quantity: Quantity) -> set[str]:
    link = _AFTER.match(text, quantity.end)
    if link and link.end() > quantity.end + 1:
        after = _run(terms, link.end())
        if after:
            return after
    if _PAIR.match(text, quantity.end) and text[: quantity.start].rstrip().endswith(":"):
        return set()  # "the gel equalled the spray: 24 % against 26 %" names neither beside its figure
    last = max((t.end for t in terms if t.end <= quantity.start), default=-1)
    if last >= 0 and _BEFORE.fullmatch(text, last, quantity.start):
        return {t.key for t in terms if t.end == last}
    return set()


def _run(terms: Sequence[Term], start: int) -> set[str]:
    """Return the keys of the terms that stand together from a place on: "nicotine gum"."""
    found: set[str] = set()
    last = start
    for term in terms:
        if start <= term.start <= start + 1 or (found and term.start == last):  # an abbreviation is several terms in one place
            found.add(term.key)
            last, start = term.start, term.end
    return found


def _paired(text: str, terms: Sequence[Term], quantities: Sequence[Quantity]) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the arms of "A … than B (93 % versus 41 %)": first named, first counted."""
    known = effects()
    than = next((m for m in known.cues["comparing"].finditer(text) if not text[: m.start()].rstrip()[-1:].isdigit()), None)
    for first, second in pairwise(quantities):
        beside = (
            first.kind == second.kind and second.start - first.end <= _REACH and known.cues["beside"].search(text, first.end, second.start)
        )
        if beside and than and than.end() < first.start:
            before = {t.key for t in terms if t.end <= than.start()}
            after = {t.key for t in terms if than.end() <= t.start and t.end <= first.start}
            yield first.start, frozenset(before - after)
            yield second.start, frozenset(after - before)
            return


def _same(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and abs(abs(one.value) - abs(other.value)) < 1e-9  # noqa: PLR2004 - equal as written
