"""The sentence of a claim → the question that its record must answer, and the answer that the claim gives."""

from __future__ import annotations

from dataclasses import dataclass

from claimlint.checks.evidence._clauses import Question
from claimlint.checks.evidence._content import Said
from claimlint.model import Span, Term
from claimlint.rules.effects import Effects, effects
from claimlint.rules.people import people
from claimlint.rules.terms import terms, vocabulary, weight

_NEAR_VERB = 12  # characters before a Chinese verb in which its subject stands
_EFFECTS = ("up", "down", "better", "worse")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the answer of the copy ("more", "less" or "" for "better"), and the words that give it."""

    question: Question
    label: str
    words: str
    place: Span


def asked(one: Said) -> Asked | None:
    """Return what a claim asserts of an effect, None where it asserts none or itself reports that there was none."""
    known = effects()
    if one.denies:
        return None
    cues = sorted((m.start(), -m.end(), cue) for cue in _EFFECTS for m in known.cues[cue].finditer(one.text))
    cues = [(start, -end, cue) for start, end, cue in cues if not _only_stronger(one.text, start, -end, cues, known)]
    for start, end, cue in cues:
        before, after, other = _sides(one, start, end, known)
        if known.cues["swapped"].match(one.text, end + 1) or (not after and not one.han):
            before, after = after, before
        if after:
            return _asked(one, before, after, other, (start, end, cue))
    return None


def ask(intervention: str, comparator: str, outcome: str) -> Question:
    """Return the question that three phrases put: what was given, against what, what was looked at."""
    given, other, looked = (frozenset(t.key for t in terms(text, vocabulary())) for text in (intervention, comparator, outcome))
    return Question(given, other, looked, _good(outcome))


def _good(outcome: str) -> int:
    """Return 1 where it is good to have more of an outcome, -1 where less is better, 0 where nobody knows."""
    known, text = effects(), outcome.lower()
    return 1 if known.cues["asset"].search(text) else -1 if known.cues["burden"].search(text) else 0


def _asked(one: Said, given: list[Term], looked: list[Term], other: list[Term], verb: tuple[int, int, str]) -> Asked:
    start, end, cue = verb
    good = _good(one.text[min(t.start for t in looked) : max(t.end for t in looked)])
    keys = [frozenset(t.key for t in side) for side in (given, other, looked)]
    label = {"up": "more", "down": "less", "better": {1: "more", -1: "less"}.get(good, ""), "worse": {1: "less", -1: "more"}.get(good, "")}[
        cue
    ]
    return Asked(Question(keys[0], keys[1], keys[2], good), label, one.text[start:end], Span(start, end))


def _sides(one: Said, start: int, end: int, known: Effects) -> tuple[list[Term], list[Term], list[Term]]:
    """Return the terms before the verb, after it, and those of what is compared with; whom it was tried in is none of them."""
    than = next((m for m in known.cues["comparing"].finditer(one.text, end) if not one.han), None)
    stop = than.start() if than else len(one.text)
    whom = [m.span() for m in people().anybody.finditer(one.text)]
    telling = [t for t in one.terms if _tells(t) and not any(a <= t.start < b for a, b in whom)]
    before, after = [t for t in telling if t.end <= start], [t for t in telling if end <= t.start < stop]
    if one.han and not after:
        return *_before_verb(one.text, before, start), []
    return before, _until_where(one.text, after), [t for t in telling if t.start >= stop]


def _tells(term: Term) -> bool:
    words = vocabulary()
    return words.sorts.get(term.key) != "people" and weight(term.key, words) > 1


def _until_where(text: str, after: list[Term]) -> list[Term]:
    """Return the terms up to where and in whom: "visual acuity | in retinitis pigmentosa"."""
    for at, term in enumerate(after[1:], start=1):
        if effects().cues["where"].search(text, after[at - 1].end, term.start):
            return after[:at]
    return after


def _before_verb(text: str, before: list[Term], verb: int) -> tuple[list[Term], list[Term]]:
    """Return what was given and what was looked at where both stand before the verb: 某药可使|肺炎发病率降低."""
    causing = max((m.end() for m in effects().cues["causing"].finditer(text, 0, verb)), default=0)
    at = causing or verb - _NEAR_VERB
    return [t for t in before if t.start < at], [t for t in before if t.start >= at]


def _only_stronger(text: str, start: int, end: int, cues: list[tuple[int, int, str]], known: Effects) -> bool:
    """Tell whether a word only strengthens the next: "significantly", "more" before "effective"."""
    follows = any(0 <= a - end <= 12 for a, _, _ in cues if a != start)  # noqa: PLR2004 - a word further on is another matter
    return follows and known.cues["amplifying"].fullmatch(text, start, end) is not None
