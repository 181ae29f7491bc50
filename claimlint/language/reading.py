"""One page as the lexicons read it: which of its segments could speak, their sentences, and what those say."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from claimlint.language.analyse import Analyst, Sense, Trace
from claimlint.language.names import Names, declared
from claimlint.language.normalise import has_han
from claimlint.language.parents import ASKED, Joined, Parent
from claimlint.language.sentences import language as language_of
from claimlint.language.sentences import split, tally
from claimlint.model import Document, Lexicon, Mention, Product, Segment, Sentence, Span

_GUESS = "en"  # what a headline without a function word is taken for, where it holds the words of a rule


class Library:
    """The lexicons of all languages; each is compiled when a page first needs it."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        """Keep the lexicons, and the words that no one language owns."""
        self.lexicons = {lexicon.language: lexicon for lexicon in lexicons}
        self.abbreviations = frozenset(a for lexicon in lexicons for a in lexicon.abbreviations)
        self.common = frozenset(c for lexicon in lexicons for c in lexicon.common)
        self._analysts: dict[str, Analyst] = {}

    def analyst(self, language: str) -> Analyst:
        """Return the analyst of a language, compiled once."""
        if language not in self._analysts:
            self._analysts[language] = Analyst(self.lexicons[language])
        return self._analysts[language]


class Reading:
    """A page under way; the names that stand for the product are those of this page."""

    def __init__(self, library: Library, document: Document, product: Product) -> None:
        """Keep the parts; names are looked for in a language when it is first met."""
        self._library, self.document, self.product = library, document, product
        self._analysts: dict[str, Analyst] = {}

    def analyst(self, language: str) -> Analyst:
        """Return the analyst of a language as it reads this page."""
        if language not in self._analysts:
            analyst = self._library.analyst(language)
            analyst = analyst.minding() if self.product.bounded else analyst
            told = declared(analyst.lexicon, self.product)
            guessing = not self.product.name and analyst.guesses(self.product.kind)
            names = Names(told, analyst.guess.page(self.document.segments) if guessing else {})
            self._analysts[language] = analyst.calling(names, guessing=guessing)
        return self._analysts[language]

    def knows(self, language: str) -> bool:
        """Tell whether rules are written for a language."""
        return language in self._library.lexicons

    def sentences(self, segment: Segment, *, speaks: bool) -> list[Sentence]:
        """Return the sentences of a segment; where one `speaks`, a headline of no language counts as one of a language."""
        found = split(segment, self._library.abbreviations, self._library.common)
        return [dataclasses.replace(s, language=_GUESS) if speaks and s.language == "und" and not has_han(s.text) else s for s in found]

    def tally(self, segment: Segment) -> Mapping[str, int]:
        """Return how many sentences of which language a segment holds that nothing is said in."""
        quick = tally(segment.text, self._library.abbreviations, self._library.common)
        if quick is not None:
            return {quick[0]: quick[1]}
        return Counter(sentence.language for sentence in self.sentences(segment, speaks=False))

    def speaking(self, texts: list[str]) -> list[bool]:
        """Tell for each text whether a rule of any language could speak in it; a page with Han is not asked so cheaply."""
        if not self.knows(_GUESS) or has_han("".join(texts)):
            return [True] * len(texts)
        return self.analyst(_GUESS).speaking(texts)

    def leaning(self, parents: Mapping[int, Parent]) -> frozenset[int]:
        """Return the indexes of the items in which a rule could speak once they are read after their parent."""
        if not parents:
            return frozenset()
        texts = [f"{parent.words}{ASKED if parent.asks else ' '}{self.document.segments[index].text}" for index, parent in parents.items()]
        return frozenset(index for index, speaks in zip(parents, self.speaking(texts), strict=True) if speaks)

    def senses(self, sentences: list[Sentence], blanks: Collection[Span], cited: Collection[int]) -> list[Sense]:
        """Return the sense of each sentence of a segment; `blanks` are no prose, those at the indexes `cited` rest on a citation."""
        found = {at: Sense() for at in range(len(sentences))}
        for language in {s.language for s in sentences if self.knows(s.language)}:
            mine = [at for at, sentence in enumerate(sentences) if sentence.language == language]
            here = [number for number, at in enumerate(mine) if at in cited]
            found.update(zip(mine, self.analyst(language).senses([sentences[at] for at in mine], blanks, here), strict=True))
        return [found[at] for at in range(len(sentences))]

    def trace(self, sentences: Sequence[Sentence], sentence: Sentence, blanks: Collection[Span]) -> Trace:
        """Return how one of the sentences of a segment was judged."""
        mine = [s for s in sentences if s.language == sentence.language]
        return self.analyst(sentence.language).trace(mine, blanks, mine.index(sentence))

    def under(self, item: Sentence, parent: Parent, mentions: Sequence[Mention]) -> tuple[Joined, tuple[Mention, ...]] | None:
        """Return an item as it reads after its parent and what it then says; None where the parent changes nothing."""
        told = language_of(f"{parent.words} {item.text}", self._library.common)
        told = _GUESS if told == "und" and not has_han(item.text) else told
        if not self.knows(told) or (mentions and item.language != told):
            return None
        return self.analyst(told).under(item, parent, mentions)

    def claimed(self, language: str, mentions: Iterable[Mention]) -> set[str]:
        """Return the kinds of claim that mentions in a language make, less those that something clears."""
        return self.analyst(language).claimed(mentions)
