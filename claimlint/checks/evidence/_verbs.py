"""The sentence of a claim → the words that assert an effect: one verb, two parts of one, a verb with its adverb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimlint.checks.evidence._content import Said
from claimlint.checks.evidence._cues import OPPOSITE
from claimlint.model import Term
from claimlint.rules.effects import Effects

_EFFECTS = {  # cue → the effect it asserts; the second row holds words of copy that papers do not use
    "up": "up",
    "down": "down",
    "better": "better",
    "worse": "worse",
    "told_up": "up",
    "told_down": "down",
    "told_better": "better",
}
_CLAUSE_ENDS = re.compile(r"[,;:]|\.\s|\band\b|\bbut\b")
_OR_LONGER = re.compile(r"\bor\s$")  # "for six months or longer" says for how long, and no effect
_JOINED = re.compile(r"\s(?:and|but|while)\s|[,;]\s")
_THAN = re.compile(r"\sthan\s")


@dataclass(frozen=True, slots=True)
class Verb:
    """Where a word stands that asserts an effect, and which; `stop`: where its second half ends, 0 where it has none."""

    start: int
    end: int
    effect: str
    stop: int = 0


def verbs(one: Said, known: Effects) -> Iterator[Verb]:
    """Yield the words that assert an effect, in their order; one that only strengthens its neighbour is part of it."""
    text = one.text
    cues = sorted((m.start(), -m.end(), cue) for cue in _EFFECTS for m in known.cues[cue].finditer(text))
    found = [Verb(start, -end, _EFFECTS[cue]) for start, end, cue in cues if not _only_stronger(text, start, -end, cues, known)]
    split = list(_split(text, known))
    last = 0
    linked = max((m.end() for m in known.cues["linking"].finditer(text)), default=0)
    turned = linked and any(v.effect == "down" and v.end <= linked for v in found)  # less of it, the more: as in the record
    found = [replace(v, effect=OPPOSITE[v.effect]) if turned else v for v in found if v.start >= linked or one.han]
    found = [verb for verb in found if not _OR_LONGER.search(text, 0, verb.start) and not _measured(one, verb)]
    for verb in sorted((*found, *_falling(text, known), *split), key=lambda v: (v.start, -v.end)):
        adverb = verb.start < last
        last = max(last, _grown(text, verb, known).end)
        if not adverb and not any(s.start < verb.start < s.stop for s in split):
            yield _grown(text, verb, known)


def ended(one: Said, verb: Verb, following: Verb | None, telling: list[Term], known: Effects) -> Verb:
    """Return a verb whose object ends where the next one begins: "eased distress | and patients walked more steps"."""
    if one.han or following is None or verb.stop or known.cues["comparing"].match(one.text, following.end + 1):
        return verb
    joined = max((m.start() for m in _JOINED.finditer(one.text, verb.end, following.start)), default=0)
    ended = known.cues["swapped"].match(one.text, verb.end + 1) or any(verb.end <= t.start < joined for t in telling)
    return replace(verb, stop=joined) if joined and ended else verb


def _measured(one: Said, verb: Verb) -> bool:
    """Tell whether a word only says how much: "more than eight hours"."""
    than = _THAN.match(one.text, verb.end)
    return than is not None and any(q.start == than.end() for q in one.claim.quantities)


def _grown(text: str, verb: Verb, known: Effects) -> Verb:
    """Return a verb with the adverb after it: "fell more", and "fell less", which says the opposite."""
    for cue, turned in (("amplifying", verb.effect), ("weakening", OPPOSITE[verb.effect])):
        adverb = known.cues[cue].match(text, verb.end + 1)
        if adverb and not verb.stop and known.cues["swapped"].match(text, adverb.end() + 1):
            return Verb(verb.start, adverb.end(), turned)
    return verb


def _falling(text: str, known: Effects) -> Iterator[Verb]:
    """Yield "falls" and "drop" where they are verbs: what they happen with follows."""
    for cue, effect in (("falling", "down"), ("rising", "up")):
        found = known.cues[cue].finditer(text)
        yield from (Verb(*m.span(), effect) for m in found if m.start() and known.cues["swapped"].match(text, m.end() + 1))


def _split(text: str, known: Effects) -> Iterator[Verb]:
    """Yield verbs in two parts with what they move between: "brings blood sugar | down", "keeps people | out of hospital"."""
    for verb in known.cues["carrying"].finditer(text):
        closed = _CLAUSE_ENDS.search(text, verb.end())
        stop = closed.start() if closed else len(text)
        parts = (
            (known.cues[cue].search(text, verb.end(), stop), effect) for cue, effect in (("carried_down", "down"), ("carried_up", "up"))
        )
        first = min(((m.start(), m.end(), effect) for m, effect in parts if m), default=None)
        if first:
            yield Verb(verb.start(), verb.end(), first[2], first[1])


def _only_stronger(text: str, start: int, end: int, cues: list[tuple[int, int, str]], known: Effects) -> bool:
    """Tell whether a word only strengthens the next or leads up to it: "more" before "effective", "leads to" before "less"."""
    if any(c == "told_up" and a == start for a, _, c in cues) and any(a == end + 1 for a, _, _ in cues):
        return True
    follows = any(0 <= a - end <= 12 for a, _, _ in cues if a != start)  # noqa: PLR2004 - a word further on is another matter
    return follows and known.cues["amplifying"].fullmatch(text, start, end) is not None
