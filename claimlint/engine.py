"""The one-way route of a draft: sentences, senses, citations, claims, problems, graded findings."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimlint.checks import Check, settled
from claimlint.checks.disclosure import Page, Said, called_for
from claimlint.checks.disclosure import check as disclosed
from claimlint.checks.standing import Words
from claimlint.checks.wording import View, judge
from claimlint.errors import UnreadableError, did_you_mean
from claimlint.evidence.cite import Cited, Pointer, find, owner
from claimlint.evidence.library import Library
from claimlint.evidence.registry import Registry
from claimlint.genre import Judge
from claimlint.grading import Grader
from claimlint.language.analyse import Analyst, Sense, Trace
from claimlint.language.normalise import has_han
from claimlint.language.parents import Parent, governed
from claimlint.language.quantities import quantities
from claimlint.language.sentences import language as language_of
from claimlint.language.sentences import split, tally
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
_GUESS = "en"  # what a headline without a function word is taken for, where it holds the words of a rule


def _prose(document: Document, sources: Cited) -> list[tuple[int, Segment]]:
    return [(i, s) for i, s in enumerate(document.segments) if s.kind not in _NOT_PROSE and i not in sources.listed]


def _guessed(sentences: list[Sentence], *, speaks: bool) -> list[Sentence]:
    return [dataclasses.replace(s, language=_GUESS) if speaks and s.language == "und" and not has_han(s.text) else s for s in sentences]


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
        self._lexicons = {lexicon.language: lexicon for lexicon in lexicons}
        self._analysts: dict[str, Analyst] = {}
        self.rules = {(rule.language, rule.code): rule for lexicon in lexicons for rule in lexicon.rules}
        self._abbreviations = frozenset(a for lexicon in lexicons for a in lexicon.abbreviations)
        self._common = frozenset(c for lexicon in lexicons for c in lexicon.common)
        self._checks, self._grader, self._library = checks, grader, Library(registry)
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
        speaking = self._speaking([segment.text for _, segment in prose])
        leaning = self._leaning(document, parents)
        counts: Counter[str] = Counter()
        claims: list[Claim] = []
        for (index, segment), speaks in zip(prose, speaking, strict=True):
            if not speaks and index not in cited and index not in leaning:
                counts.update(self._tally(segment))
            else:
                sentences = _guessed(list(split(segment, self._abbreviations, self._common)), speaks=speaks)
                counts.update(sentence.language for sentence in sentences)
                found = list(self._claims(segment, sentences, cited.get(index, ())))
                claims += self._under(sentences, found, parents[index]) if index in leaning else found
        return self._judged(document, claims, counts, product)

    def trace(self, document: Document, segment: Segment, offset: int) -> tuple[Sentence, Trace | None] | None:
        """Return the sentence of a segment at an offset of the source and how it was judged; None where it is no prose."""
        sources = find(document)
        index = next(i for i, s in enumerate(document.segments) if s is segment)
        if segment.kind in _NOT_PROSE or index in sources.listed:
            return None
        speaks = self._speaking([segment.text])[0]
        sentences = _guessed(list(split(segment, self._abbreviations, self._common)), speaks=speaks)
        sentence = next((s for s in reversed(sentences) if segment.locate(s.span).start <= offset), sentences[0] if sentences else None)
        if sentence is None:
            return None
        if sentence.language not in self._lexicons:
            return sentence, None
        mine = [s for s in sentences if s.language == sentence.language]
        blanks = [p.span for p in sources.pointers if p.index == index]
        trace = self._analyst(sentence.language).trace(mine, blanks, mine.index(sentence))
        parent = governed(document, _prose(document, sources)).get(index)
        for claim in self._under(sentences, [Claim(sentence, trace.mentions)], parent) if parent else ():
            return claim.sentence, dataclasses.replace(trace, mentions=claim.mentions)
        return sentence, trace

    def _leaning(self, document: Document, parents: Mapping[int, Parent]) -> frozenset[int]:
        """Return the indexes of the items in which a rule could speak once they are read after their parent."""
        if not parents:
            return frozenset()
        texts = [f"{parent.words} {document.segments[index].text}" for index, parent in parents.items()]
        return frozenset(index for index, speaks in zip(parents, self._speaking(texts), strict=True) if speaks)

    def _under(self, sentences: list[Sentence], claims: list[Claim], parent: Parent) -> list[Claim]:
        """Return the claims of an item as its parent leaves them: an item of one sentence may claim, or not, what it says with it."""
        if len(sentences) != 1:
            return claims
        (item,), before = sentences, claims[0] if claims else None
        told = language_of(f"{parent.words} {item.text}", self._common)
        told = _GUESS if told == "und" and not has_han(item.text) else told
        if told not in self._lexicons or (before and before.mentions and item.language != told):
            return claims
        analyst = self._analyst(told)
        changed = analyst.under(item, parent, before.mentions if before else ())
        if changed is None:
            return claims
        joined, mentions = changed
        kinds = {*analyst.claimed(mentions), *(before.kinds if before and before.citations else ())}
        return [dataclasses.replace(before or Claim(item), sentence=joined.item, mentions=mentions, kinds=tuple(sorted(kinds)))]

    def _speaking(self, texts: list[str]) -> list[bool]:
        """Tell for each segment whether a rule of any language could speak in it; a page with Han is not asked so cheaply."""
        if _GUESS not in self._lexicons or has_han("".join(texts)):
            return [True] * len(texts)
        return self._analyst(_GUESS).speaking(texts)

    def _tally(self, segment: Segment) -> dict[str, int]:
        """Return how many sentences of which language a segment holds that nothing is said in."""
        quick = tally(segment.text, self._abbreviations, self._common)
        if quick is not None:
            return {quick[0]: quick[1]}
        return Counter(sentence.language for sentence in split(segment, self._abbreviations, self._common))

    def _judged(self, document: Document, claims: list[Claim], counts: Counter[str], product: Product) -> DocumentReport:
        page = plain("\n".join(segment.text for segment in document.segments))
        genre = self._genre(document, page)
        evidence = settled([problem for check in self._checks for problem in check.run(tuple(claims))], self._checks)
        weak = {id(problem.claim) for problem in evidence if problem.severity != "note"}
        supported = [dataclasses.replace(claim, support=self._support(claim, weak=id(claim) in weak)) for claim in claims]
        wording = judge(supported, self.rules, self._view(product, genre))
        problems = [*wording, *evidence, *self._disclosures(document, page, claims, product, genre)]
        report = self._grader.grade(document, supported, problems)
        unchecked = sum(len(claim.citations) for claim in claims) if self._library.registry is None else 0
        return dataclasses.replace(
            report, sentences=tuple(sorted(counts.items())), unchecked=unchecked, genre=genre.name, genre_reasons=genre.reasons
        )

    def _genre(self, document: Document, page: str) -> Genre:
        told = dict(document.front).get("genre", "")
        if told and told not in self._genres.effects:
            remedy = did_you_mean(told, list(self._genres.effects)) or f"known: {', '.join(self._genres.effects)}"
            raise UnreadableError(f'front matter: "{told}" is no genre', path=document.path, remedy=remedy)
        return self._genres.genre(document, page, told or self._stance.genre, "the front matter" if told else "the configuration")

    def _disclosures(self, document: Document, page: str, claims: list[Claim], product: Product, genre: Genre) -> Iterator[Problem]:
        """Yield what is wrong with the statements that the page has to carry; most pages call for none."""
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
        said = tuple(self._said(document, codes))
        yield from disclosed(Page(document, said, product, genre.name, markets, self._stance.weights), calls)

    def _said(self, document: Document, codes: dict[int, set[str]]) -> Iterator[Said]:
        for segment in document.segments:
            if segment.kind in _NOT_PROSE:
                continue
            for sentence in _guessed(list(split(segment, self._abbreviations, self._common)), speaks=True):
                if sentence.language in self._lexicons:
                    place = segment.locate(sentence.span)
                    spoken = {code for start, found in codes.items() if place.start <= start < place.end for code in found}
                    yield Said(sentence, self._analyst(sentence.language).signals(sentence) | spoken)

    def _view(self, product: Product, genre: Genre) -> View:
        effect = self._genres.effects.get(genre.name)

        def of(sentence: Sentence) -> GenreEffect | None:
            """Return the effect of the genre on a sentence, none on one that speaks of one's own product."""
            return None if effect is None or effect.ceiling == "error" or self._genres.own(sentence, product.name) else effect

        decisions = self._stance.decisions
        return View(product, decisions.codes, self._words, self._grader.market_ids, self._agents, self._stance.weights, of)

    def _claims(self, segment: Segment, sentences: list[Sentence], pointers: Sequence[Pointer]) -> Iterator[Claim]:
        """Yield what the sentences of a segment assert; those that assert nothing and cite nothing are only counted."""
        places = [sentence.span for sentence in sentences]
        owners: dict[int, list[Pointer]] = {}
        for pointer in pointers:
            owners.setdefault(owner(pointer.span.start, places, segment.text), []).append(pointer)
        for at, sense in self._senses(sentences, pointers, owners):
            citations = tuple(c for p in owners.get(at, ()) if (c := self._library.citation(p)) is not None)
            if sense.mentions or citations:
                figures = quantities(sentences[at], citations) if citations else ()
                claim = Claim(sentences[at], sense.mentions, citations, sense.kinds, quantities=figures, today=self._stance.today)
                yield self._surrounded(claim) if citations else claim

    def _surrounded(self, claim: Claim) -> Claim:
        """Return a claim with the markets it is judged in and the other records on its subject, for the checks that ask for them."""
        claim = dataclasses.replace(claim, markets=self._grader.market_ids.get(claim.sentence.language, ()))
        wanted = [subject for check in self._checks if check.seeks and (subject := check.seeks(claim))]
        others = [record for subject in wanted for record in self._library.about(subject)]
        return dataclasses.replace(claim, others=tuple(others)) if others else claim

    def _senses(self, sentences: list[Sentence], pointers: Sequence[Pointer], owners: Iterable[int]) -> list[tuple[int, Sense]]:
        languages = {sentence.language for sentence in sentences}
        found: list[tuple[int, Sense]] = [(at, Sense()) for at, s in enumerate(sentences) if s.language not in self._lexicons]
        blanks = [pointer.span for pointer in pointers]
        for language in languages & set(self._lexicons):
            mine = [at for at, sentence in enumerate(sentences) if sentence.language == language]
            cited = [number for number, at in enumerate(mine) if at in owners]
            found += zip(mine, self._analyst(language).senses([sentences[at] for at in mine], blanks, cited), strict=True)
        return sorted(found, key=lambda pair: pair[0])

    def _analyst(self, language: str) -> Analyst:
        if language not in self._analysts:
            self._analysts[language] = Analyst(self._lexicons[language])
        return self._analysts[language]

    def _support(self, claim: Claim, *, weak: bool) -> Support:
        if not claim.citations:
            return "uncited"
        if self._library.registry is None:
            return "unchecked"
        if not any(citation.record for citation in claim.citations):
            return "unresolved"
        return "inadequate" if weak else "substantiated"
