"""The one-way route of a draft: sentences, senses, citations, claims, problems, graded findings."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimlint.checks import Check, settled
from claimlint.checks.disclosure import Page, Said, called_for, unasked
from claimlint.checks.disclosure import check as disclosed
from claimlint.checks.standing import Words, beyond
from claimlint.checks.wording import View, judge
from claimlint.errors import UnreadableError, did_you_mean
from claimlint.evidence.cite import Cited, Pointer, find, owner
from claimlint.evidence.registry import Registry
from claimlint.evidence.shelf import Shelf
from claimlint.genre import Judge
from claimlint.grading import Grader
from claimlint.language.analyse import Sense, Trace
from claimlint.language.matcher import merged
from claimlint.language.parents import Parent, governed
from claimlint.language.quantities import quantities
from claimlint.language.reading import Library, Reading
from claimlint.model import (
    Claim,
    Document,
    DocumentReport,
    Genre,
    GenreEffect,
    Genres,
    Lexicon,
    Problem,
    Product,
    Segment,
    Sentence,
    Support,
    Weights,
)
from claimlint.model.disclosure import Duty
from claimlint.phrases import Phrases, plain
from claimlint.profile import of_page
from claimlint.rules.conditions import Decisions

_NOT_PROSE = ("reference", "link")


def _prose(document: Document, sources: Cited) -> list[tuple[int, Segment]]:
    return [(i, s) for i, s in enumerate(document.segments) if s.kind not in _NOT_PROSE and i not in sources.listed]


@dataclass(frozen=True, slots=True)
class Stance:
    """What drafts are judged by besides their words: the product, what a profile decides, how doubts weigh, and the genre."""

    product: Product = field(default_factory=Product)
    decisions: Decisions = field(default_factory=lambda: Decisions({}, {}))
    weights: Weights = field(default_factory=lambda: Weights({}, 0, 0))
    genres: Genres = field(default_factory=Genres)
    genre: str = ""  # as set; "": found by cues
    duties: tuple[Duty, ...] = ()
    today: str = ""  # ISO day against which evidence is old; "": nothing is
    markets: tuple[str, ...] = ()  # all that exist, whichever are chosen


class Linter:
    """All that is loaded once: lexicons, checks, the registry, and how problems are graded."""

    def __init__(
        self, lexicons: Sequence[Lexicon], checks: Sequence[Check], grader: Grader, registry: Registry | None, stance: Stance | None = None
    ) -> None:
        """Keep the parts; a lexicon is compiled when its language is first met, spaCy imported when a sentence needs tokens."""
        self._library = Library(lexicons)
        self.rules = {(rule.language, rule.code): rule for lexicon in lexicons for rule in lexicon.rules}
        self._checks, self._grader, self._shelf = checks, grader, Shelf(registry)
        self._stance = stance or Stance()
        self._genres = Judge(self._stance.genres)
        self._hints = Phrases([hint for duty in self._stance.duties for statement in duty.statements for hint in statement.hints])
        scopes = self._stance.decisions.scopes
        self._words = {lex.language: Words(scopes[lex.language], lex.classes) for lex in lexicons if lex.language in scopes}
        self._agents = frozenset(agent for lexicon in lexicons for agent in lexicon.agents)

    def lint(self, document: Document) -> DocumentReport:
        """Return everything that one draft gives, in document order. Raises UnreadableError for settings in its front matter."""
        product = of_page(self._stance.product, document.front, document.path, self._stance.markets)
        sources = find(document)
        cited: dict[int, list[Pointer]] = {}
        for pointer in sources.pointers:
            cited.setdefault(pointer.index, []).append(pointer)
        prose = _prose(document, sources)
        parents = governed(document, prose)
        reading = Reading(self._library, document, product)
        speaking = reading.speaking([segment.text for _, segment in prose])
        leaning = reading.leaning(parents)
        counts: Counter[str] = Counter()
        claims: list[Claim] = []
        for (index, segment), speaks in zip(prose, speaking, strict=True):
            if not speaks and index not in cited and index not in leaning:
                counts.update(reading.tally(segment))
            else:
                sentences = reading.sentences(segment, speaks=speaks)
                counts.update(sentence.language for sentence in sentences)
                found = list(self._claims(reading, segment, sentences, cited.get(index, ())))
                claims += _under(reading, sentences, found, parents[index]) if index in leaning else found
        return self._judged(reading, claims, counts)

    def trace(self, document: Document, segment: Segment, offset: int) -> tuple[Sentence, Trace | None] | None:
        """Return the sentence of a segment at an offset of the source and how it was judged; None where it is no prose."""
        sources = find(document)
        index = next(i for i, s in enumerate(document.segments) if s is segment)
        if segment.kind in _NOT_PROSE or index in sources.listed:
            return None
        reading = Reading(self._library, document, of_page(self._stance.product, document.front, document.path, self._stance.markets))
        sentences = reading.sentences(segment, speaks=reading.speaking([segment.text])[0])
        sentence = next((s for s in reversed(sentences) if segment.locate(s.span).start <= offset), sentences[0] if sentences else None)
        if sentence is None:
            return None
        if not reading.knows(sentence.language):
            return sentence, None
        trace = reading.trace(sentences, sentence, [p.span for p in sources.pointers if p.index == index])
        parent = governed(document, _prose(document, sources)).get(index)
        for claim in _under(reading, sentences, [Claim(sentence, trace.mentions)], parent) if parent else ():
            return claim.sentence, dataclasses.replace(trace, mentions=claim.mentions)
        return sentence, trace

    def _judged(self, reading: Reading, claims: list[Claim], counts: Counter[str]) -> DocumentReport:
        document = reading.document
        page = plain("\n".join(segment.text for segment in document.segments))
        genre = self._genre(document, page)
        evidence = settled([problem for check in self._checks for problem in check.run(tuple(claims))], self._checks)
        weak = {id(problem.claim) for problem in evidence if problem.severity != "note"}
        supported = [dataclasses.replace(claim, support=self._support(claim, weak=id(claim) in weak)) for claim in claims]
        wording = judge(supported, self.rules, self._view(reading.product, genre))
        problems = [*wording, *evidence, *self._disclosures(reading, page, claims, genre)]
        report = self._grader.grade(document, supported, problems)
        unchecked = sum(len(claim.citations) for claim in claims) if self._shelf.registry is None else 0
        return dataclasses.replace(
            report,
            sentences=tuple(sorted(counts.items())),
            unchecked=unchecked,
            genre=genre.name,
            genre_reasons=genre.reasons,
            unasked=unasked(self._stance.duties, reading.product, counts, self._grader.market_ids),
        )

    def _genre(self, document: Document, page: str) -> Genre:
        told = dict(document.front).get("genre", "")
        if told and told not in self._genres.effects:
            remedy = did_you_mean(told, list(self._genres.effects)) or f"known: {', '.join(self._genres.effects)}"
            raise UnreadableError(f'front matter: "{told}" is no genre', path=document.path, remedy=remedy)
        return self._genres.genre(document, page, told or self._stance.genre, "the front matter" if told else "the configuration")

    def _disclosures(self, reading: Reading, page: str, claims: list[Claim], genre: Genre) -> Iterator[Problem]:
        """Yield what is wrong with the statements that the page has to carry; most pages call for none."""
        product = reading.product
        if not product.kind and next(self._hints.find(page), None) is None:
            return
        markets = frozenset(market for ids in self._grader.market_ids.values() for market in ids)
        calls = called_for(self._stance.duties, product, page, self._grader.market_ids)
        if not calls:
            return
        codes: dict[int, set[str]] = {}
        for claim in claims:
            for mention in claim.mentions:
                if mention.cleared is None:
                    codes.setdefault(claim.sentence.locate(mention.span).start, set()).add(mention.rule)
        said = tuple(_said(reading, codes))
        yield from disclosed(Page(reading.document, said, product, genre.name, markets, self._stance.weights), calls)

    def _view(self, product: Product, genre: Genre) -> View:
        effect = self._genres.effects.get(genre.name)

        def of(sentence: Sentence) -> GenreEffect | None:
            """Return the effect of the genre on a sentence, none on one that speaks of one's own product."""
            mild = effect is not None and effect.ceiling != "error"
            return effect if mild and not self._genres.own(sentence, (product.name, *product.aliases)) else None

        decisions = self._stance.decisions
        return View(product, decisions.codes, self._words, self._grader.market_ids, self._agents, self._stance.weights, of)

    def _claims(self, reading: Reading, segment: Segment, sentences: list[Sentence], pointers: Sequence[Pointer]) -> Iterator[Claim]:
        """Yield what the sentences of a segment assert; those that assert nothing and cite nothing are only counted."""
        places = [sentence.span for sentence in sentences]
        owners: dict[int, list[Pointer]] = {}
        for pointer in pointers:
            owners.setdefault(owner(pointer.span.start, places, segment.text), []).append(pointer)
        senses = reading.senses(sentences, [pointer.span for pointer in pointers], owners)
        for at, sense in enumerate(self._standing(reading, *pair) for pair in zip(sentences, senses, strict=True)):
            citations = tuple(c for p in owners.get(at, ()) if (c := self._shelf.citation(p)) is not None)
            if sense.mentions or citations:
                figures = quantities(sentences[at], citations) if citations else ()
                claim = Claim(sentences[at], sense.mentions, citations, sense.kinds, quantities=figures, today=self._stance.today)
                yield self._surrounded(claim) if citations else claim

    def _standing(self, reading: Reading, sentence: Sentence, sense: Sense) -> Sense:
        """Return a sense without the mentions that count only beyond what the profile covers, where they are not."""
        if not any(mention.beyond for mention in sense.mentions):
            return sense
        words = self._words.get(sentence.language)
        stand = [m for m in sense.mentions if not m.beyond or (words and beyond(reading.product, sentence.said(m.span), words))]
        kinds = {*sense.kinds} - reading.claimed(sentence.language, sense.mentions) | reading.claimed(sentence.language, stand)
        told = merged([dataclasses.replace(mention, beyond=False) for mention in stand])
        return dataclasses.replace(sense, mentions=told, kinds=tuple(sorted(kinds)))

    def _surrounded(self, claim: Claim) -> Claim:
        """Return a claim with the markets it is judged in and the other records on its subject, for the checks that ask for them."""
        claim = dataclasses.replace(claim, markets=self._grader.market_ids.get(claim.sentence.language, ()))
        wanted = [subject for check in self._checks if check.seeks and (subject := check.seeks(claim))]
        others = [record for subject in wanted for record in self._shelf.about(subject)]
        return dataclasses.replace(claim, others=tuple(others)) if others else claim

    def _support(self, claim: Claim, *, weak: bool) -> Support:
        if not claim.citations:
            return "uncited"
        if self._shelf.registry is None:
            return "unchecked"
        if not any(citation.record for citation in claim.citations):
            return "unresolved"
        return "inadequate" if weak else "substantiated"


def _under(reading: Reading, sentences: list[Sentence], claims: list[Claim], parent: Parent) -> list[Claim]:
    """Return the claims of an item as its parent leaves them: an item of one sentence may claim, or not, what it says with it."""
    if len(sentences) != 1:
        return claims
    before = claims[0] if claims else None
    changed = reading.under(sentences[0], parent, before.mentions if before else ())
    if changed is None:
        return claims
    joined, mentions = changed
    kinds = {*reading.claimed(joined.whole.language, mentions), *(before.kinds if before and before.citations else ())}
    return [dataclasses.replace(before or Claim(sentences[0]), sentence=joined.item, mentions=mentions, kinds=tuple(sorted(kinds)))]


def _said(reading: Reading, codes: dict[int, set[str]]) -> Iterator[Said]:
    """Yield every sentence of a page with its signals and the codes that speak in it, by the offset at which they do."""
    for segment in reading.document.segments:
        if segment.kind in _NOT_PROSE:
            continue
        for sentence in reading.sentences(segment, speaks=True):
            if reading.knows(sentence.language):
                place = segment.locate(sentence.span)
                spoken = {code for start, found in codes.items() if place.start <= start < place.end for code in found}
                yield Said(sentence, reading.analyst(sentence.language).signals(sentence) | spoken)
