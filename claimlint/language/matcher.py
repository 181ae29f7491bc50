"""One sentence against one lexicon: how it is read, which phrases match, and what qualifies each match."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from claimlint.language import context
from claimlint.language.disguise import Unmasker, reads
from claimlint.language.names import NOBODY, Guesser, Names
from claimlint.language.normalise import Folded, fold, has_han, without_han
from claimlint.language.prefilter import Found, Index, Owned, Vocabulary
from claimlint.language.screen import Screen
from claimlint.language.tokens import Match, Tokenizer, Tokens, matches
from claimlint.model import Lexicon, Mention, Qualifier, Rule, Sentence, Span
from claimlint.rules.classes import SHAPES


@dataclass(slots=True)
class Prepared:
    """A sentence on its way: folded, the phrases found in it, and its tokens once somebody needs them."""

    sentence: Sentence
    folded: Folded
    found: Found
    names: Names
    tokens: Tokens | None = field(default=None)

    def said(self, tokens: Tokens, words: Span) -> str:
        """Return a range of the folded text as a reader knows it, with names instead of what stands for them."""
        return self.names.said(tokens.folded, self.sentence.text, words)


class Matcher:
    """A lexicon compiled, and the names that stand for the product on the page at hand; spaCy comes with the first candidate."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Build the prefilter and the index of the rules' patterns."""
        self.lexicon = lexicon
        self.vocabulary = Vocabulary(lexicon.classes, SHAPES, lexicon.common)
        self.rules = Index(self.vocabulary, ((rule, p) for rule in lexicon.rules for p in rule.patterns))
        self._screens: dict[int, Screen[Rule]] = {}
        self.spaced = not any(has_han(phrase) for phrase in self.vocabulary.phrases)  # words stand apart in this language
        near = [phrase for name in lexicon.disguises.near for phrase in lexicon.classes[name]]
        self.unmask = Unmasker(lexicon.disguises, self.vocabulary.phrases, near)
        self.guess = Guesser(lexicon, self.vocabulary)
        self.names, self._guessing = NOBODY, True
        self._beyond = frozenset(pattern.text for rule in lexicon.rules for pattern in rule.beyond)
        self._tokenizer = Tokenizer(lexicon.language, self.vocabulary, lexicon.breaks)

    def calling(self, names: Names, *, guessing: bool) -> Self:
        """Return the same, for a page on which these names stand for the product, and others may (`guessing`) be guessed."""
        if not names and guessing:
            return self
        other = copy.copy(self)
        other.names, other._guessing = names, guessing and not names  # noqa: SLF001 — one of our own
        return other

    def minding(self) -> Self:
        """Return the same, for a page on whose product a profile says what it may be used for: what goes beyond is matched too."""
        other = copy.copy(self)
        other.rules = self._wider
        return other

    @cached_property
    def _wider(self) -> Index[Rule]:
        return Index(self.vocabulary, ((rule, p) for rule in self.lexicon.rules for p in (*rule.patterns, *rule.beyond)))

    @property
    def screen(self) -> Screen[Rule]:
        """What is asked first of a page; one for each set of patterns, shared by all pages."""
        if id(self.rules) not in self._screens:
            self._screens[id(self.rules)] = Screen(self.vocabulary, self.rules, self.guess.acts)
        return self._screens[id(self.rules)]

    def guesses(self, kind: str) -> bool:
        """Tell whether an unknown name may be that of a product of this kind ("": undeclared)."""
        return not kind or self.lexicon.stand_in(kind) == self.lexicon.stand_in(self.lexicon.guess.kind)

    def subjects(self, text: str, found: Found, *, first: bool) -> dict[str, str]:
        """Return the names in a text that are taken for software, each with its stand-in."""
        return self.guess.subjects(text, found, first=first) if self._guessing else {}

    def read(self, text: str, blanks: Collection[Span] = ()) -> Folded:
        """Return a text as it is matched; Han characters in a language that sets words apart are as good as spaces."""
        folded = self.unmask(fold(text, blanks))
        return dataclasses.replace(folded, text=without_han(folded.text)) if self.spaced and has_han(folded.text) else folded

    def prepared(self, sentence: Sentence, blanks: Collection[Span]) -> Prepared:
        """Return a sentence ready to be matched; `blanks` are ranges of its segment that are no prose."""
        inside = [b.shift(-sentence.span.start) for b in blanks if sentence.span.covers(b)]
        folded = self.names(self.read(sentence.text, inside), sentence.text)
        found = self.vocabulary.find(folded.text)
        subjects = self.subjects(sentence.text, found, first=True)
        if not subjects:
            return Prepared(sentence, folded, found, self.names)
        names = Names({}, subjects)
        folded = names(folded, sentence.text)
        return Prepared(sentence, folded, self.vocabulary.find(folded.text), names)

    def found_in(self, at: Prepared, candidates: Iterable[Owned[Rule]], after: Callable[[], context.Neighbour | None]) -> list[Mention]:
        """Return every match of some candidates; what stands `after` is asked for only where there is one."""
        tokens = self.tokens(at)
        found = [(o.owner, m, o.pattern.text) for o in candidates for m in matches(o.pattern, tokens)]
        following = after() if found else None
        return [self.mention(at, rule, match, text, following) for rule, match, text in found]

    def mention(self, at: Prepared, rule: Rule, match: Match, pattern: str, after: context.Neighbour | None) -> Mention:
        """Return a match as a mention, with all that qualifies it."""
        tokens = self.tokens(at)
        words = (match.start, match.end)
        span = tokens.span(words)
        qualifiers = context.qualify(self.lexicon, at.sentence.text, tokens, match, after)
        if at.names.guessed:
            meant = [span, *(q.span for q in qualifiers if q.kind in self.lexicon.agents)]
            names = map(tokens.span, at.names.guesses(tokens))
            qualifiers = (*qualifiers, *(Qualifier("guessed-name", n) for n in names if any(m.covers(n) for m in meant)))
        return Mention(
            rule=rule.code,
            span=span,
            anchor=tokens.span(match.anchor),
            pattern=pattern,
            agent=next((q.kind for q in qualifiers if q.kind in self.lexicon.agents), ""),
            qualifiers=qualifiers,
            cleared=self._cleared(rule, tokens, match, qualifiers),
            beyond=pattern in self._beyond,
            reads=reads(at.sentence.text[span.start : span.end], at.said(tokens, tokens.range(words))),
        )

    def _cleared(self, rule: Rule, tokens: Tokens, match: Match, qualifiers: tuple[Qualifier, ...]) -> Qualifier | None:
        """Return what makes the mention harmless: an expression that means something else, else the rule's own order."""
        expression = context.fixed(self.lexicon.fixed, tokens, match.anchor) or context.fixed(
            rule.excepts, tokens, (match.start, match.end)
        )
        if expression is not None:
            return Qualifier("fixed", tokens.span(expression))
        accepted = [q for kind in rule.cleared_by for q in qualifiers if q.kind == kind]
        return accepted[0] if accepted else None

    def tokens(self, at: Prepared) -> Tokens:
        """Return the tokens of a sentence, worked out once."""
        if at.tokens is None:
            at.tokens = self._tokenizer(at.folded, at.found.phrases)
        return at.tokens


def merged(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Return one mention for each place and rule: of those that overlap, one that nothing clears, else the longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.cleared is not None, m.span.start - m.span.end, m.span, m.rule)):
        if not any((k.rule, k.beyond) == (mention.rule, mention.beyond) and k.span.overlaps(mention.span) for k in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (m.span, m.rule)))
