"""A claim and the product profile → what the profile decides: permitted in which markets, graver or milder, or another code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from claimlint.model import Case, Conditions, Product, Scope, Sentence
from claimlint.phrases import Phrases, plain

_AGREED = 90  # per cent of likeness at which a wording is the listed one
_BEFORE = 12  # characters before a population in which a word may exclude it


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a profile makes of one finding: markets that permit it (with the reason), the deciding cases, what is undeclared."""

    permitted: tuple[tuple[str, str], ...] = ()
    cases: tuple[Case, ...] = ()
    undeclared: tuple[str, ...] = ()


class Words:
    """By which words a sentence of one language names conditions and populations; compiled when a profile first asks."""

    def __init__(self, scope: Scope, classes: dict[str, tuple[str, ...]]) -> None:
        """Keep the phrases of the classes that the scope names, and its populations."""
        self._excluding = scope.excluding
        self._conditions = Phrases([phrase for name in scope.classes for phrase in classes.get(name, ())])
        self._populations = Phrases(scope.population)

    def conditions(self, text: str) -> list[tuple[int, int]]:
        """Return the places of conditions in a plain text."""
        return [(start, end) for _, start, end in self._conditions.find(text)]

    def populations(self, text: str) -> list[tuple[int, int]]:
        """Return the places of populations in a plain text, less those that its words exclude ("not in children")."""
        found = [(start, end) for _, start, end in self._populations.find(text)]
        return [p for p in found if not any(word in text[max(0, p[0] - _BEFORE) : p[0]] for word in self._excluding)]


def rule_on(conditions: Conditions, product: Product, sentence: Sentence, words: Words | None, markets: Iterable[str]) -> Ruled:
    """Return what the profile decides about a code in a sentence; the first case that holds in a market counts there."""
    if not product.declared:
        return Ruled(undeclared=conditions.needs)
    names = tuple(markets)
    if conditions.only_for and product.kind and product.kind not in conditions.only_for:
        return Ruled(tuple((market, f"for {', '.join(conditions.only_for)}; declared: {product.kind}") for market in names))
    facts = frozenset(_facts(product, sentence, words))
    decided = [(market, _first(conditions, product, market, facts)) for market in names]
    return Ruled(
        permitted=tuple((market, case.say) for market, case in decided if case and case.then == "clear"),
        cases=tuple(dict.fromkeys(case for _, case in decided if case and case.then != "clear")),
        undeclared=tuple(need for need in conditions.needs if not _has(product, need)),
    )


def _first(conditions: Conditions, product: Product, market: str, facts: frozenset[str]) -> Case | None:
    standing = product.standing(market)
    held = facts | ({"numbered"} if standing.number else set())
    values = {
        "kind": (product.kind,),
        "status": (standing.status,),
        "audience": (product.audience,),
        "channel": (product.channel,),
        "entity": (product.entity,),
        "features": product.features,
        "autonomous": product.indication.autonomous,
        "market": (market,),
    }
    for case in conditions.cases:
        if all(fact in held for fact in case.facts) and all(set(values[key]) & set(wanted) for key, wanted in case.wanted):
            return case
    return None


def _facts(product: Product, sentence: Sentence, words: Words | None) -> Iterator[str]:
    text = plain(sentence.text)
    if product.reviewed == "yes":
        yield "reviewed"
    if any(plain(person.name) in text for person in product.people if person.licence):
        yield "person"
    if any(fuzz.ratio(plain(claim), text) >= _AGREED or plain(claim) in text for claim in product.claims):
        yield "agreed"
    if words is not None and product.indication.condition:
        yield from _scope(product, text, words)


def _scope(product: Product, text: str, words: Words) -> Iterator[str]:
    """Yield whether a sentence stays within the indication or goes beyond it; where it names no condition, neither."""
    inside = list(_occurrences(product.indication.condition, text))
    people = list(_occurrences(product.indication.population, text))
    other = [p for p in words.conditions(text) if not _overlaps(p, [*inside, *people])]  # "adults with diabetes" names people
    if product.indication.population:
        other += [p for p in words.populations(text) if not _overlaps(p, people)]
    if other:
        yield "beyond"
    elif inside:
        yield "indicated"


def _occurrences(phrases: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    for phrase in map(plain, phrases):
        at = text.find(phrase) if phrase else -1
        while at >= 0:
            yield at, at + len(phrase)
            at = text.find(phrase, at + 1)


def _overlaps(place: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def _has(product: Product, need: str) -> bool:
    return bool(product.indication.condition) if need == "indication" else bool(getattr(product, need))
