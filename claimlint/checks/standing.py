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
    """By which words a sentence of one language names conditions, people and a status; compiled when a profile first asks."""

    def __init__(self, scope: Scope, classes: dict[str, tuple[str, ...]]) -> None:
        """Keep the phrases of the classes that the scope names."""
        self._excluding = scope.excluding
        self._generic = frozenset(map(plain, scope.generic))
        self._conditions = _phrases(scope.classes, classes)
        self._populations = _phrases(scope.population, classes)
        self._users = [_phrases(group, classes) for group in scope.users]
        self._status = [(market, status, Phrases(words)) for market, status, words in scope.status]

    def conditions(self, text: str) -> list[tuple[int, int]]:
        """Return the places of conditions in a plain text; "disease" alone names none."""
        found = [(start, end) for _, start, end in self._conditions.find(text)]
        return [p for p in found if text[p[0] : p[1]] not in self._generic]

    def populations(self, text: str) -> list[tuple[int, int]]:
        """Return the places of populations in a plain text, less those that its words exclude ("not in children")."""
        found = [(start, end) for _, start, end in self._populations.find(text)]
        return [p for p in found if not any(word in text[max(0, p[0] - _BEFORE) : p[0]] for word in self._excluding)]

    def users(self, text: str) -> set[int]:
        """Return the numbers of the groups of users that a plain text names."""
        return {group for group, phrases in enumerate(self._users) if next(phrases.find(text), None)}

    def statuses(self, text: str) -> set[tuple[str, str]]:
        """Return (market, status) for each status that a plain text claims in the words of a market's authority."""
        return {(market, status) for market, status, phrases in self._status if next(phrases.find(text), None)}


def _phrases(names: Iterable[str], classes: dict[str, tuple[str, ...]]) -> Phrases:
    return Phrases([phrase for name in names for phrase in classes.get(name, ())])


def beyond(product: Product, said: str, words: Words) -> bool:
    """Tell whether some words name a condition, a population, a user or a status that is not what the profile declares."""
    text = plain(said)
    return next(_unlike(product, text, words), None) is not None or "beyond" in _scope(product, text, words)


def _unlike(product: Product, text: str, words: Words) -> Iterator[str]:
    """Yield "misnamed" and a market for each status there that is not the declared one, "unlike" for users other than those declared."""
    yield from (f"misnamed {market}" for market, told in words.statuses(text) if product.standing(market).status not in ("", told))
    users = {group for user in product.indication.user for group in words.users(plain(user))}
    named = words.users(text) if users else set()
    if named and not named & users:
        yield "unlike"


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
    held = facts | ({"numbered"} if standing.number else set()) | ({"misnamed"} if f"misnamed {market}" in facts else set())
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
    if words is not None:
        yield from _scope(product, text, words)
        yield from _unlike(product, text, words)


def _scope(product: Product, text: str, words: Words) -> Iterator[str]:
    """Yield whether a sentence stays within the indication or goes beyond it; where it names no condition, neither."""
    if not (product.indication.condition or product.indication.population):
        return
    declared = [*map(plain, product.indication.condition), *map(plain, product.indication.population)]
    inside = list(_occurrences(product.indication.condition, text))
    people = list(_occurrences(product.indication.population, text))
    named = words.conditions(text) if product.indication.condition else []
    named += words.populations(text) if product.indication.population else []
    known = [*inside, *people]  # "adults with diabetes" names people; "adults" alone is part of it
    if any(not _overlaps(p, known) and not any(text[p[0] : p[1]] in phrase for phrase in declared) for p in named):
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
