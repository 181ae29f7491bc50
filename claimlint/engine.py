"""The one-way route of a draft: sentences, senses, citations, claims, problems, graded findings."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claimlint.checks import Check
from claimlint.checks.wording import judge
from claimlint.evidence.cite import Pointer, find, owner
from claimlint.evidence.registry import Registry
from claimlint.evidence.resolve import resolve
from claimlint.grading import Grader
from claimlint.language.analyse import Analyst, Sense
from claimlint.language.sentences import split
from claimlint.model import Citation, Claim, Document, DocumentReport, Lexicon, Segment, Sentence, Support

_NOT_PROSE = ("reference", "link")
_GUESS = "en"  # what a headline without a function word is taken for, where it holds the words of a rule


def _guessed(sentences: list[Sentence]) -> list[Sentence]:
    return [dataclasses.replace(s, language=_GUESS) if s.language == "und" else s for s in sentences]


class Linter:
    """All that is loaded once: lexicons, checks, the registry, and how problems are graded."""

    def __init__(self, lexicons: Sequence[Lexicon], checks: Sequence[Check], grader: Grader, registry: Registry | None) -> None:
        """Keep the parts; a lexicon is compiled when its language is first met, spaCy imported when a sentence needs tokens."""
        self._lexicons = {lexicon.language: lexicon for lexicon in lexicons}
        self._analysts: dict[str, Analyst] = {}
        self.rules = {(rule.language, rule.code): rule for lexicon in lexicons for rule in lexicon.rules}
        self._abbreviations = frozenset(a for lexicon in lexicons for a in lexicon.abbreviations)
        self._common = frozenset(c for lexicon in lexicons for c in lexicon.common)
        self._checks, self._grader, self._registry = checks, grader, registry

    def lint(self, document: Document) -> DocumentReport:
        """Return everything that one draft gives, in document order."""
        sources = find(document)
        cited: dict[int, list[Pointer]] = {}
        for pointer in sources.pointers:
            cited.setdefault(pointer.index, []).append(pointer)
        prose = [(i, s) for i, s in enumerate(document.segments) if s.kind not in _NOT_PROSE and i not in sources.listed]
        sentences = [list(split(segment, self._abbreviations, self._common)) for _, segment in prose]
        speaking = self._speaking([segment.text for _, segment in prose], {s.language for each in sentences for s in each})
        sentences = [_guessed(mine) if speaks else mine for mine, speaks in zip(sentences, speaking, strict=True)]
        claims: list[Claim] = []
        for (index, segment), mine, speaks in zip(prose, sentences, speaking, strict=True):
            if speaks or index in cited:
                claims += self._claims(segment, mine, cited.get(index, ()))
        return self._judged(document, claims, Counter(s.language for each in sentences for s in each))

    def _speaking(self, texts: list[str], languages: set[str]) -> list[bool]:
        """Tell for each segment whether a rule of any language on the page could speak in it."""
        wanted = languages | {_GUESS} if "und" in languages else languages
        each = [self._analyst(language).speaking(texts) for language in self._lexicons if language in wanted]
        return [any(one) for one in zip(*each, strict=True)] if each else [False] * len(texts)

    def _judged(self, document: Document, claims: list[Claim], counts: Counter[str]) -> DocumentReport:
        evidence = [problem for check in self._checks for problem in check.run(tuple(claims))]
        weak = {id(problem.claim) for problem in evidence}
        supported = [dataclasses.replace(claim, support=self._support(claim, weak=id(claim) in weak)) for claim in claims]
        report = self._grader.grade(document, supported, [*judge(supported, self.rules), *evidence])
        unchecked = sum(len(claim.citations) for claim in claims) if self._registry is None else 0
        return dataclasses.replace(report, sentences=tuple(sorted(counts.items())), unchecked=unchecked)

    def _claims(self, segment: Segment, sentences: list[Sentence], pointers: Sequence[Pointer]) -> Iterator[Claim]:
        """Yield what the sentences of a segment assert; those that assert nothing and cite nothing are only counted."""
        places = [sentence.span for sentence in sentences]
        owners: dict[int, list[Pointer]] = {}
        for pointer in pointers:
            owners.setdefault(owner(pointer.span.start, places, segment.text), []).append(pointer)
        for at, sense in self._senses(sentences, pointers, owners):
            citations = tuple(c for p in owners.get(at, ()) if (c := self._citation(p)) is not None)
            if sense.mentions or citations:
                yield Claim(sentences[at], sense.mentions, citations, sense.kinds)

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

    def _citation(self, pointer: Pointer) -> Citation | None:
        """Resolve a pointer; words that may be no citation at all count only where they lead to a record."""
        place = pointer.segment.locate(pointer.span)
        unresolved = Citation(pointer.written, place, pointer.reference, note=pointer.note)
        if self._registry is None:
            return unresolved if pointer.sure else None
        found = resolve(pointer.reference, pointer.identifiers, self._registry)
        if found.record is None and not pointer.sure:
            return None
        return dataclasses.replace(unresolved, record=found.record, how=found.how, tier=found.tier)

    def _support(self, claim: Claim, *, weak: bool) -> Support:
        if not claim.citations:
            return "uncited"
        if self._registry is None:
            return "unchecked"
        if not any(citation.record for citation in claim.citations):
            return "unresolved"
        return "inadequate" if weak else "substantiated"
