"""The sentence of a claim → the question that its record must answer, and the answer that the claim gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from claimlint.checks.evidence._clauses import Question
from claimlint.checks.evidence._content import Said
from claimlint.checks.evidence._verbs import Verb, ended, verbs
from claimlint.model import Span, Term
from claimlint.rules.effects import Effects, effects
from claimlint.rules.people import people
from claimlint.rules.terms import terms, vocabulary, weight

_NEAR_VERB = 12  # characters before a Chinese verb in which its subject stands
_LOOKED_AT = ("outcome", "condition")  # sorts of concept that may be looked at, however common they are
_CLOSED = re.compile(r"[:;]")
_ASIDE_ENDS = re.compile(r",\s|\s(?:in|at|when|for)\s")  # where what is compared with ends: "compared with soap, …", "beats soap in …"
_OUTDONE = re.compile(r"\s(?:in|at|for)\s")
_HAN_CLOSED = re.compile(r"[，。；：,;:]")
_HAN_THAN = re.compile(r"(?:较|比|与|跟|同)[^，。；、与较比]{1,16}?(?:相比|比较|组)?[，,]?(?=更|能|可|显|明|使|[\u4e00-\u9fff]{0,2}$)")

Sides = tuple[list[Term], list[Term], list[Term]]  # what was given, what was looked at, what was compared with


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the answer of the copy ("more", "less" or "" for "better"), and the words that give it."""

    question: Question
    label: str
    words: str
    place: Span


def asked(one: Said) -> Asked | None:
    """Return what a claim asserts of an effect, None where it asserts none or itself reports that there was none."""
    return next(every(one), None)


def every(one: Said) -> Iterator[Asked]:
    """Yield each effect that a claim asserts, in its order: "eases pain and improves sleep" asserts two."""
    known = effects()
    if one.denies:
        return
    found = list(verbs(one, known))
    for verb, following in zip_longest(found, found[1:]):
        if known.cues["treated"].match(one.text, verb.start):
            continue  # 治疗12周: how long, and no effect
        before, after, other = _counted(one, verb.start, verb.end, known) or _sides(
            one, ended(one, verb, following, _telling(one), known), known
        )
        if (
            not _surpassed(one.text, verb, known)
            and not verb.stop
            and (known.cues["swapped"].match(one.text, verb.end + 1) or (not after and not one.han))
        ):
            before, after = after, before
        if not before and not one.han:
            before, after = _opened(one, after, known)
        if not before and not one.han:
            after = _not_given(one, after)
        if after:
            yield _asked(one, before, after, other, verb)


def _not_given(one: Said, looked: list[Term]) -> list[Term]:
    """Return what is left of a subject that nothing follows when what the title begins with is taken off: that was given, not looked at."""
    title = one.facts[0]
    where = effects().cues["where"].search(title.text.lower())
    given = {t.key for t in title.terms if where and t.end <= where.start()}
    return [t for t in looked if t.key not in given]


def ask(intervention: str, comparator: str, outcome: str) -> Question:
    """Return the question that three phrases put: what was given, against what, what was looked at."""
    given, other, looked = (frozenset(t.key for t in terms(text, vocabulary())) for text in (intervention, comparator, outcome))
    return Question(given, other, looked, _good(outcome))


def _good(outcome: str) -> int:
    """Return 1 where it is good to have more of an outcome, -1 where less is better, 0 where nobody knows."""
    known, text = effects(), outcome.lower()
    return 1 if known.cues["asset"].search(text) else -1 if known.cues["burden"].search(text) else 0


def _asked(one: Said, given: list[Term], looked: list[Term], other: list[Term], verb: Verb) -> Asked:
    good = _good(one.text[min(t.start for t in looked) : max(t.end for t in looked)])
    keys = [frozenset(t.key for t in side) for side in (given, other, looked)]
    label = {"up": "more", "down": "less", "better": {1: "more", -1: "less"}.get(good, ""), "worse": {1: "less", -1: "more"}.get(good, "")}[
        verb.effect
    ]
    return Asked(Question(keys[0], keys[1], keys[2], good), label, one.text[verb.start : verb.end], Span(verb.start, verb.end))


def _sides(one: Said, verb: Verb, known: Effects) -> Sides:
    """Return the terms before the verb, after it, and those of what is compared with; whom it was tried in is none of them."""
    if one.han:
        return _han_sides(one, verb.start, verb.end, known)
    beyond = _surpassed(one.text, verb, known)
    if beyond:
        telling = _telling(one)
        looked = _until_where(one.text, [t for t in telling if t.start >= beyond[1]])
        if looked:
            return [t for t in telling if t.end <= verb.start], looked, [t for t in telling if beyond[0] <= t.start < beyond[1]]
    than = known.cues["comparing"].search(one.text, verb.end)
    stop = verb.stop or (than.start() if than else len(one.text))
    telling = _telling(one)
    before, set_against = _aside(one.text, [t for t in telling if t.end <= verb.start], verb, known)
    after = [t for t in telling if verb.end <= t.start < stop]
    looked = after if verb.stop else _until_where(one.text, after)
    return before or after[len(looked) :], looked, [*set_against, *(t for t in telling if t.start >= stop)]


def _surpassed(text: str, verb: Verb, known: Effects) -> tuple[int, int] | None:
    """Return where what is outdone stands: "beats | soap | in clearing acne", "works better than | soap | for acne"."""
    comparing = known.cues["comparing"]
    than = comparing.match(text, verb.start) or comparing.match(text, verb.end + 1)
    closed = than and _OUTDONE.search(text, than.end())
    return (than.end(), closed.end()) if than and closed and verb.effect in ("better", "worse") else None


def _aside(text: str, before: list[Term], verb: Verb, known: Effects) -> tuple[list[Term], list[Term]]:
    """Return what was given and what it was set against where both stand before the verb: "compared with soap, gel …"."""
    than = known.cues["comparing"].search(text, 0, verb.start)
    closed = than and _ASIDE_ENDS.search(text, than.end(), verb.start)
    if not than or not closed:
        return before, []
    other = [t for t in before if than.end() <= t.start < closed.start()]
    return [t for t in before if t not in other], other


def _opened(one: Said, looked: list[Term], known: Effects) -> tuple[list[Term], list[Term]]:
    """Return what was given and what was looked at where a sentence opens with the one: "With the gel, pain fell"."""
    comma = one.text.find(",") if known.cues["opening"].match(one.text.lstrip()) else -1
    given = [t for t in looked if t.end <= comma]
    rest = [t for t in looked if t not in given]
    return (given, rest) if given and rest else ([], looked)


def _counted(one: Said, start: int, end: int, known: Effects) -> Sides | None:
    """Return the sides where people are counted: "fewer patients on the drug than on placebo had nausea", "more people quit"."""
    people_next = known.cues["counted"].match(one.text, end + 1)
    if people_next is None or known.cues["counts"].fullmatch(one.text, start, end) is None:
        return None
    telling, at = [t for t in _telling(one) if t.start >= people_next.end()], people_next.end() + 1
    than = known.cues["comparing"].search(one.text, at)
    given, other = [], []
    if than and known.cues["naming"].match(one.text, at):
        given = [t for t in telling if t.end <= than.start()]
        arm = known.cues["naming"].match(one.text, than.end() + 1)
        other = run(telling, (arm.end() if arm else than.end()) + 1)
    rest = [t for t in telling if t not in given and t not in other and (given or than is None or t.end <= than.start())]
    looked = _until_where(one.text, rest)
    return given or rest[len(looked) :], looked, other


def run(telling: Sequence[Term], start: int) -> list[Term]:
    """Return the terms that stand together from a place on: "nicotine gum"."""
    found: list[Term] = []
    for term in telling:
        if start <= term.start <= start + 1:
            found.append(term)
            start = term.end
    return found


def _telling(one: Said) -> list[Term]:
    """Return the terms that may name what was given or looked at: not whom, and not that something occurred."""
    whom = [m.span() for m in people().anybody.finditer(one.text)]
    empty = [m.span() for m in effects().cues["occurring"].finditer(one.text)]
    told = (t for t in one.terms if _tells(t) and not any(a <= t.start < b for a, b in whom))
    return [t for t in told if t.key.startswith("=") or not any(a <= t.start < b for a, b in empty)]


def _tells(term: Term) -> bool:
    words = vocabulary()
    sort = words.sorts.get(term.key)
    return sort != "people" and weight(term.key, words) > (0 if sort in _LOOKED_AT else 1)


def _until_where(text: str, after: list[Term]) -> list[Term]:
    """Return the terms up to where and in whom: "visual acuity | in retinitis pigmentosa"."""
    for at, term in enumerate(after[1:], start=1):
        if _CLOSED.search(text, after[at - 1].end, term.start) or effects().cues["where"].search(text, after[at - 1].end, term.start):
            return after[:at]
    return after


def _han_sides(one: Said, start: int, end: int, known: Effects) -> Sides:
    """Return the sides of a Chinese verb: 某药 | 减少 | 患者的排便次数; 某药使 | 发病率 | 降低; 某药降脂 | 优于 | 甲药."""
    closed = _HAN_CLOSED.search(one.text, end)
    stop = closed.start() if closed else len(one.text)
    opened = max((m.end() for m in _HAN_CLOSED.finditer(one.text, 0, start)), default=0)
    telling = [t for t in _telling(one) if t.start < stop]
    if known.cues["surpassing"].fullmatch(one.text, start, end):
        return *_before_verb(one.text, [t for t in telling if t.end <= start], start), [t for t in telling if t.start >= end]
    than = known.cues["surpassing"].search(one.text, end, stop)
    after = [t for t in telling if end <= t.start < (than.start() if than else stop)]
    other = [t for t in telling if than and t.start >= than.end()]
    before = [t for t in telling if t.end <= start]
    aside = _HAN_THAN.search(one.text, 0, start)
    if aside:
        other += [t for t in before if aside.start() <= t.start < aside.end()]
        before = [t for t in before if t not in other]
    if not after:
        return *_before_verb(one.text, [t for t in before if t.start >= opened or _HAN_CLOSED.search(one.text, t.end, start)], start), other
    whom = max((m.end() for m in known.cues["whose"].finditer(one.text, end, after[-1].start)), default=0)
    return before, [t for t in after if t.start >= whom], other


def _before_verb(text: str, before: list[Term], verb: int) -> tuple[list[Term], list[Term]]:
    """Return what was given and what was looked at where both stand before the verb: 某药可使|肺炎发病率降低."""
    causing = max((m.end() for m in effects().cues["causing"].finditer(text, 0, verb)), default=0)
    at = causing or max(verb - _NEAR_VERB, max((m.end() for m in _HAN_CLOSED.finditer(text, 0, verb)), default=0))
    return [t for t in before if t.start < at], [t for t in before if t.start >= at]
