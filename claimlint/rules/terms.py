"""Text in English or Chinese → the telling words in it, so that a claim and a record can be laid side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from claimlint.model.facts import Term
from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import Table, read_table

T = TypeVar("T", str, tuple[str, ...])
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?|[\u4e00-\u9fff]+")
_ARM = re.compile(r"\b(?:groups?|arm|protocol|cohort|regimen) ([a-h1-5]|i{1,3}|iv)\b")  # "group B" is a name
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIRST_HAN = "\u4e00"
_BRITISH = (  # spelling → American spelling
    (re.compile(r"oe|(?<=[hpnr])ae(?=[mdsc])"), "e"),
    (re.compile(r"is(?=(?:e|ed|es|ing|ations?)$)"), "iz"),
    (re.compile(r"our(?=(?:s|ed|ing|al)?$)"), "or"),
    (re.compile(r"tre(?=s?$)"), "ter"),
)
_SUFFIXES = (
    "izations", "ization", "ations", "ation", "itions", "ments", "ment", "ivity", "ities", "ity", "iveness", "ness", "ings", "ing", "ions",
    "ion",
    "ically", "ical", "ally", "ics", "ies", "ied", "ances", "ance", "ences", "ence", "ants", "ant", "ents", "ent", "izes", "ized", "ize",
    "als", "al", "ers", "er", "ors", "or", "ives", "ive", "ous", "ably", "able", "ated", "ates", "ate", "ic", "ias", "ia", "eal",
    "es", "ed", "ly", "s", "e", "y", "a",
)  # fmt: skip
_STEM = 4  # letters that a stem keeps at least
_CONCEPT, _PAIR = "=", "~"  # begin the keys of concepts, and of pairs of Chinese characters that no concept names
_SORTS = ("condition", "outcome", "intervention", "people")
_RARE, _USUAL, _HALF = 5.0, 3.0, 2.0  # weights of a word, of a concept, and of a pair, that the frequency table does not know


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of evidence: which say nothing, how common the others are, and which phrases name one concept."""

    stop: frozenset[str]
    empty: re.Pattern[str]  # Chinese words and characters that say nothing
    weights: dict[str, float]  # stem or concept → how telling, 0 to 5
    spaced: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first stem → (stems, concept), longest first
    han: dict[str, tuple[tuple[str, str], ...]]  # first character → (phrase, concept), longest first
    sorts: dict[str, str]  # concept → condition, outcome, intervention or people


@cache
def vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read the concept and frequency tables, once a process. Raises LexiconError with file, line and remedy."""
    home = folder or lexicon_home() / "evidence"
    words, table = read_table(home / "frequency.toml"), read_table(home / "concepts.toml")
    words.only("stop", "empty", "common")
    empty = re.compile("|".join(re.escape(w) for w in sorted(words.strings("empty"), key=lambda w: (-len(w), w))))
    stop = frozenset(stem(w) for w in words.strings("stop"))
    common = words.table("common")
    weights = {key: float(level) for level in common.data for key in " ".join(common.strings(level)).split()}
    spaced: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    han: dict[str, list[tuple[str, str]]] = {}
    for concept, phrase in phrases(table):
        if _HAN.search(phrase):
            han.setdefault(phrase[0], []).append((phrase, _CONCEPT + concept))
        else:
            stems = tuple(stem(w) for w in _WORD.findall(phrase.casefold()))
            spaced.setdefault(stems[0], []).append((stems, _CONCEPT + concept))
    sorts = {_CONCEPT + concept: sort for sort in _SORTS for concept in table.table(sort).data}
    return Vocabulary(stop, empty, weights, {k: _longest(v) for k, v in spaced.items()}, {k: _longest(v) for k, v in han.items()}, sorts)


def terms(text: str, words: Vocabulary) -> tuple[Term, ...]:
    """Return the telling words of a text in order; words that say nothing are left out.

    Chinese that no concept names gives its pairs of neighbouring characters, which tell what two Chinese texts share.
    """
    return tuple(_terms(text.casefold(), words))


def weight(key: str, words: Vocabulary) -> float:
    """Return how telling a term is: 0 for what every paper says, 5 for what few say."""
    return words.weights.get(key, _USUAL if key.startswith(_CONCEPT) else _HALF if key.startswith(_PAIR) else _RARE)


def paired(term: Term) -> bool:
    """Tell whether a term is a pair of Chinese characters: it can be found in a Chinese text only."""
    return term.key.startswith(_PAIR)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what the forms of an English word share: "infections", "infected" → "infect"; "diarrhoeal" → "diarrh"."""
    word = word.replace("’", "'").partition("'")[0]
    if not word.isascii() or word.isdigit() or len(word) <= _STEM:
        return word.removesuffix("s") if len(word) == _STEM and not word.endswith("ss") else word
    for british, american in _BRITISH:
        word = british.sub(american, word)
    for _ in range(2):
        ending = next((s for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= _STEM), "")
        if not ending or word.endswith("ss"):
            break
        word = word.removesuffix(ending)
    return word[:-1] if len(word) > _STEM and word[-1] == word[-2] else word


def _terms(text: str, words: Vocabulary) -> Iterator[Term]:
    found = list(_WORD.finditer(text))
    stems = ["" if (word := m[0]) >= _FIRST_HAN else stem(word) for m in found]
    yield from (Term(f"#{m[1]}", *m.span()) for m in _ARM.finditer(text))
    at, stop = 0, words.stop
    while at < len(found):
        key, length, concept = stems[at], 1, ""
        if not key:
            yield from _han(found[at][0], found[at].start(), words)
        elif key in words.spaced:
            length, concept = next(((len(p), c) for p, c in words.spaced[key] if tuple(stems[at : at + len(p)]) == p), (1, ""))
        if concept or (key not in stop and len(key) > 1 and not key[0].isdigit()):
            yield Term(concept or key, found[at].start(), found[at + length - 1].end())
        at += length


def _han(text: str, offset: int, words: Vocabulary) -> Iterator[Term]:
    at = unknown = 0  # where the run begins that no concept names
    while at < len(text):
        phrase, concept = next(((p, c) for p, c in words.han.get(text[at], ()) if text.startswith(p, at)), ("", ""))
        if concept:
            yield from _pairs(text[unknown:at], offset + unknown, words)
            yield Term(concept, offset + at, offset + at + len(phrase))
            unknown = at + len(phrase)
        at += len(phrase) or 1
    yield from _pairs(text[unknown:], offset + unknown, words)


def _pairs(text: str, offset: int, words: Vocabulary) -> Iterator[Term]:
    start = 0
    for end in (*(m.span() for m in words.empty.finditer(text)), (len(text), len(text))):
        yield from (Term(_PAIR + text[at : at + 2], offset + at, offset + at + 2) for at in range(start, end[0] - 1))
        start = end[1]


def phrases(table: Table) -> Iterator[tuple[str, str]]:
    """Yield each concept of concepts.toml with each of its phrases, case-folded. Raises LexiconError for an unknown sort."""
    table.only(*_SORTS)
    for rows in map(table.table, _SORTS):
        for concept in rows.data:
            for phrase in rows.strings(concept):
                yield concept, phrase.casefold()


def _longest(phrases: list[tuple[T, str]]) -> tuple[tuple[T, str], ...]:
    return tuple(sorted(phrases, key=lambda p: (-len(p[0]), p)))
