"""A claim and its record → whether the people that the copy speaks to are those that were studied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimlint.checks.evidence._clauses import keys
from claimlint.checks.evidence._content import Said
from claimlint.checks.evidence._question import asked
from claimlint.model import EvidenceRecord
from claimlint.model.facts import Fact
from claimlint.rules.levels import Standards, design_of
from claimlint.rules.people import Group, People, people
from claimlint.rules.terms import vocabulary, weight

_AGES = re.compile(
    r"(?:aged?|ages)\W{0,2}(?:between |from )?(\d{1,3})(?:\.\d+)?(?:\s?(?:-|–|to|and)\s?(\d{1,3}))?"
    r"|(\d{1,3})\s?(?:-|–|to)\s?(\d{1,3}) (?:years? old|years of age|year-old|yr)|(\d{1,3})(?:至|-|到)(\d{1,3})岁"
)
_COUNTED = re.compile(r"\d\W{0,3}(?:were |of |%)?\s?$")
_YOUNG, _LONG, _LONG_HAN = 20, 400, 150  # age below which a paper always says whom it studied; characters of an abstract that would say it
_IN = re.compile(r"\b(?:in|among|with|of|for)\s(?:[a-z-]+\s){0,2}$|[对为患]\W*$")
_CLOSE, _COMMON, _RARE = 25, 2, 4  # characters beside a condition; weights: too common to tell by, rare enough
_OLDEST, _SHARED = 120, 0.25  # years; share of the narrower range
_MONTHS = re.compile(r"\s?(?:month|week|day)")
_TOLD = ("title", "methods", "results", "conclusion", "")  # what a background says of other people is no population


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Whom the copy names, whom the record studied, the sentence that says so, and the field it stands in."""

    claimed: str
    recorded: str
    fact: Fact | None
    field: str


def mismatch(one: Said, standard: Standards) -> Mismatch | None:
    """Return the first way in which the people differ, None where they fit or where nothing can be told."""
    known = people()
    return next(
        (m for check in (_animals, _groups, _named, _condition, _having, _drug, _intervention) for m in check(one, known, standard)), None
    )


def _animals(one: Said, known: People, standard: Standards) -> Iterator[Mismatch]:
    spoken = known.anybody.search(one.text)
    design = design_of(one.record, standard)
    if spoken and design.level == "E2" and not standard.says("species", one.text):
        yield Mismatch(spoken[0].strip(), design.recorded, None, design.field)


def _groups(one: Said, known: People, _: Standards) -> Iterator[Mismatch]:
    """Compare ages and sexes: MeSH first, the text where it is silent."""
    for axis in ("age", "sex"):
        claimed = [g for g in known.groups if g.axis == axis and g.words.search(one.text)]
        spans = [*((g.low, g.high) for g in claimed), *(_ages(one.text) if axis == "age" else ())]
        studied = _studied(one.record, known, axis)
        if (
            spans
            and not studied
            and max(high for _, high in spans) <= _YOUNG
            and axis == "age"
            and len(one.record.abstract) > (_LONG_HAN if one.han else _LONG)
        ):
            yield Mismatch(", ".join(g.name for g in claimed) or _ranges(spans), "nobody of that age", None, "population")
        if spans and studied and not any(_meet((a, b), (low, high)) for a, b in spans for _, low, high, _ in studied):
            names = ", ".join(g.name for g in claimed) or _ranges(spans)
            fact = studied[0][3]
            yield Mismatch(names, ", ".join(dict.fromkeys(s[0] for s in studied)), fact, "mesh" if fact is None else "population")


def _meet(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Tell whether two ranges share enough to speak of the same people: 18 is an age of adults and of few adolescents."""
    shared = min(first[1], second[1]) - max(first[0], second[0])
    return shared > 0 and shared >= _SHARED * min(first[1] - first[0], second[1] - second[0])


def _studied(record: EvidenceRecord, known: People, axis: str) -> list[tuple[str, int, int, Fact | None]]:
    """Return (name, from, to, sentence) of those studied; the sentence is None where MeSH says it."""
    tags = {heading.strip("* ").split("/")[0].casefold() for heading in record.mesh}
    tagged: list[tuple[str, int, int, Fact | None]] = [
        (g.name, g.low, g.high, None) for g in known.groups if g.axis == axis and g.mesh & tags
    ]
    if tagged:
        return tagged
    found: list[tuple[str, int, int, Fact | None]] = []
    for fact in record.facts:
        if fact.section in _TOLD:
            text = fact.text.lower()
            found += [(g.name, g.low, g.high, fact) for g in known.groups if g.axis == axis and _names(g, text, fact)]
            found += [(f"{low} to {high - 1} years", low, high, fact) for low, high in _ages(text)] if axis == "age" else []
    return found


def _names(group: Group, text: str, fact: Fact) -> bool:
    """Tell whether a sentence says that the group was studied; "491 female" counts some of those studied and names nobody."""
    return any(
        fact.section == "title" or group.axis == "age" or not _COUNTED.search(text, 0, m.start()) for m in group.words.finditer(text)
    )


def _named(one: Said, known: People, _: Standards) -> Iterator[Mismatch]:
    text = " ".join(fact.text for fact in one.facts).lower()
    for group in known.named:
        if group.words.search(one.text) and one.record.abstract and not any(word in text for word in group.also):
            other = next((m[0] for f in one.facts if f.section in _TOLD and (m := group.unlike.search(f.text.lower()))), "")
            fact = next((f for f in one.facts if f.section in _TOLD and group.unlike.search(f.text.lower())), None)
            if other:
                yield Mismatch(group.name, _phrase(fact, other), fact, "population")


def _condition(one: Said, _known: People, _: Standards) -> Iterator[Mismatch]:
    """Compare what people have: "in asthma", "adults with asthma" under a paper on something else that people have."""
    words = vocabulary()
    held = frozenset(k for fact in one.facts for k in keys(fact))
    spoken = [t for t in one.terms if words.sorts.get(t.key) == "condition" and _IN.search(one.text, max(0, t.start - _CLOSE), t.start)]
    missing = [t for t in spoken if t.key not in held and weight(t.key, words) > 1]
    titled = [t for t in one.facts[0].terms if words.sorts.get(t.key) == "condition" and t.key not in {s.key for s in one.terms}]
    if missing and titled and one.record.abstract:
        fact, other = one.facts[0], titled[0]
        yield Mismatch(one.text[missing[0].start : missing[0].end], fact.text[other.start : other.end], fact, "population")


def _having(one: Said, known: People, _: Standards) -> Iterator[Mismatch]:
    """Compare what people are said to have where it is no known concept: "women with endometriosis"."""
    words = vocabulary()
    held = frozenset(k for fact in one.facts for k in keys(fact))
    spoken = known.having.search(one.text)
    after = [t for t in one.terms if spoken and spoken.end() <= t.start <= spoken.end() + 1 and weight(t.key, words) >= _RARE]
    fact = next((f for f in one.facts if f.section in _TOLD and known.having.search(f.text.lower())), None)
    told = known.having.search(fact.text.lower()) if fact else None
    if spoken and after and fact and told and one.record.abstract and not held & {t.key for t in after}:
        yield Mismatch(one.text[spoken.start() : after[-1].end], _phrase(fact, told[0]), fact, "population")


def _drug(one: Said, known: People, _: Standards) -> Iterator[Mismatch]:
    """Compare the names of drugs: a sentence on one under a paper that names others only."""
    claimed = [m[0] for m in known.drug.finditer(one.text)]
    found = [(name[0], fact) for fact in one.facts for name in known.drug.finditer(fact.text.lower())]
    if claimed and found and not {name for name, _ in found} & set(claimed):
        yield Mismatch(claimed[0], ", ".join(dict.fromkeys(name for name, _ in found[:3])), found[0][1], "intervention")


def _intervention(one: Said, _known: People, _: Standards) -> Iterator[Mismatch]:
    """Compare what was given: a sentence on one vitamin under a paper on another."""
    words = vocabulary()
    held = frozenset(k for fact in one.facts for k in keys(fact))
    question = asked(one)
    given = [t for t in one.terms if question and t.key in question.question.intervention and words.sorts.get(t.key) == "intervention"]
    titled = [t for t in one.facts[0].terms if words.sorts.get(t.key) == "intervention" and weight(t.key, words) > _COMMON]
    named = [t for t in given if weight(t.key, words) > _COMMON]
    if named and titled and one.record.abstract and not held & {t.key for t in given}:
        fact, other = one.facts[0], titled[0]
        yield Mismatch(one.text[named[0].start : named[0].end], fact.text[other.start : other.end], fact, "intervention")


def _ages(text: str) -> list[tuple[int, int]]:
    """Return the ranges of age that a text states, in whole years."""
    found = []
    for match in _AGES.finditer(text):
        low, high = _pair(match)
        if _MONTHS.match(text, match.end()):
            found.append((0, 2))
        elif low <= high <= _OLDEST:
            found.append((low, high + 1))
    return found


def _pair(match: re.Match[str]) -> tuple[int, int]:
    low, high = next((match[a], match[b]) for a, b in ((1, 2), (3, 4), (5, 6)) if match[a])
    return int(low), int(high) if high else _OLDEST


def _ranges(spans: list[tuple[int, int]]) -> str:
    return ", ".join(f"{low} to {high - 1} years" for low, high in spans)


def _phrase(fact: Fact | None, words: str) -> str:
    """Return the words of the record from which a group is told, and the four that follow."""
    at = fact.text.lower().find(words) if fact else -1
    return " ".join(fact.text[at:].split()[: len(words.split()) + 4]) if fact and at >= 0 else words


_CHECKS = (_animals, _groups, _named, _condition, _having, _drug, _intervention)  # in this order; the first that differs is told
