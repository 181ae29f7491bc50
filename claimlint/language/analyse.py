"""Sentences → mentions and claim kinds: prefilter first, tokens only where a pattern could match."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from claimlint.language import context
from claimlint.language.disguise import Unmasker, reads, stands_apart
from claimlint.language.normalise import SEPARATOR, Folded, flat, fold, has_han, without_han
from claimlint.language.parents import JOINTS, Joined, Parent, join
from claimlint.language.prefilter import Found, Index, Owned, Vocabulary
from claimlint.language.screen import Screen
from claimlint.language.tokens import Match, Tokenizer, Tokens, matches
from claimlint.model import Lexicon, Mention, Qualifier, Rule, Segment, Sentence, Span
from claimlint.rules.classes import SHAPES
from claimlint.rules.pattern import LITERAL


@dataclass(frozen=True, slots=True)
class Sense:
    """What one sentence says: the mentions of rules in it and the kinds of claim that it makes."""

    mentions: tuple[Mention, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """How one sentence was judged: as it was read, its words by class, every match with what qualified it, and near misses."""

    reads: str
    words: tuple[tuple[str, tuple[str, ...]], ...]  # words as written, and the classes they belong to
    mentions: tuple[Mention, ...]
    near: tuple[tuple[str, str], ...]  # rule and phrase all of whose parts are here, but not in that order or so near


@dataclass(slots=True)
class _Sentence:
    """A sentence on its way: folded, the phrases found in it, and its tokens once somebody needs them."""

    sentence: Sentence
    folded: Folded
    found: Found
    tokens: Tokens | None = field(default=None)


class Analyst:
    """Everything that one language's lexicon is compiled to; spaCy is imported when the first candidate comes."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Build the prefilter and the indexes of patterns."""
        self.lexicon = lexicon
        self._vocabulary = Vocabulary(lexicon.classes, SHAPES, lexicon.common)
        self._rules = Index(self._vocabulary, ((rule, p) for rule in lexicon.rules for p in rule.patterns))
        self._kinds = Index(self._vocabulary, ((kind, p) for kind, patterns in lexicon.kinds.items() for p in patterns))
        self._signals = Index(self._vocabulary, ((name, p) for name, patterns in lexicon.signals.items() for p in patterns))
        self._spaced = not any(has_han(phrase) for phrase in self._vocabulary.phrases)  # words stand apart in this language
        self._claims = {rule.code: rule.claim for rule in lexicon.rules}
        self._accepts = {rule.code: rule.cleared_by for rule in lexicon.rules}
        self._unmask = Unmasker(lexicon.disguises, self._vocabulary.phrases)
        self._tokenizer: Tokenizer | None = None
        self._screen: Screen[Rule] | None = None

    def speaking(self, texts: Sequence[str]) -> list[bool]:
        """Tell for each text, none with Han in it, whether a rule could speak in it: a look at the whole page spares most the next."""
        page = flat(f" {SEPARATOR} ".join(texts))
        if page is None or not self._spaced:
            return [True] * len(texts)
        self._screen = self._screen or Screen(self._vocabulary, self._rules)
        told = self._screen.speaking(page, texts)
        apart = stands_apart(page)
        return [speaks or self._unmask.hides(text, apart=apart) for text, speaks in zip(texts, told, strict=True)]

    def senses(self, sentences: Sequence[Sentence], blanks: Collection[Span], cited: Collection[int]) -> list[Sense]:
        """Return the sense of each sentence of one segment and one language.

        `blanks` are ranges of the segment that are not prose (citation marks); `cited` are the indexes of sentences that
        rest on a citation: their kind of claim is wanted even where no rule speaks.
        """
        work = [self._prepared(sentence, blanks) for sentence in sentences]
        return [self._sense(work, at, wanted=at in cited) for at in range(len(work))]

    def trace(self, sentences: Sequence[Sentence], blanks: Collection[Span], at: int) -> Trace:
        """Return how the sentence at index `at` of one segment was judged, also where nothing was said."""
        work = [self._prepared(sentence, blanks) for sentence in sentences]
        tokens, text = self._tokens(work[at]), sentences[at].text
        wide = dataclasses.replace(work[at].found, apart=False)  # not asking for order and distance
        candidates = self._rules.candidates(wide)
        mentions = self._mentions(work, at, candidates) if candidates else ()
        fired = {(o.owner.code, o.pattern.text) for o in candidates if any(True for _ in matches(o.pattern, tokens))}
        near = {(o.owner.code, o.pattern.text) for o in candidates} - fired
        return Trace(tokens.folded.text, tuple(_words(tokens, text)), mentions, tuple(sorted(near)))

    def under(self, item: Sentence, parent: Parent, own: Sequence[Mention]) -> tuple[Joined, tuple[Mention, ...]] | None:
        """Return what an item says together with its parent, None where the parent changes nothing.

        What the item claims by itself (`own`) may be cleared by the parent; an item that claims nothing may complete a
        phrase that begins in the parent.
        """
        claims = [m for m in own if m.cleared is None]
        for joint in JOINTS[:1] if claims else JOINTS:
            joined = join(item, parent, joint, self.lexicon.language)
            work = self._prepared(joined.whole, ())
            candidates = self._rules.candidates(work.found)
            judged = self._cleared_by(joined, work, candidates, own) if claims else self._completed(joined, work, candidates)
            changed = self._ruled(joined, judged) if judged else ()
            if changed and changed != tuple(own):
                return joined, changed if claims else (*own, *changed)
        return None

    def claimed(self, mentions: Iterable[Mention]) -> set[str]:
        """Return the kinds of claim that the mentions which nothing clears make."""
        return {self._claims[m.rule] for m in mentions if m.cleared is None} - {"none"}

    def _completed(self, joined: Joined, work: _Sentence, candidates: list[Owned[Rule]]) -> tuple[Mention, ...]:
        """Return the mentions that reach from the parent to the head of the item, as they stand in the item."""
        tokens = self._tokens(work) if candidates else None
        found = [(o, m) for o in candidates for m in matches(o.pattern, tokens)] if tokens else []
        reaching = [(o, m) for o, m in found if tokens and joined.reaches([tokens.span(part) for part in m.parts])]
        return merged([joined.placed(self._mention(work, o.owner, m, o.pattern.text, None)) for o, m in reaching])

    def _cleared_by(self, joined: Joined, work: _Sentence, candidates: list[Owned[Rule]], own: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the item's own mentions, less the claims that words of an unfinished sentence before it clear ("It does not:")."""
        found = self._mentions([work], 0, candidates) if candidates and joined.leads else ()
        reread = [joined.placed(m) for m in found if m.cleared and m.cleared.span.end <= joined.cut]
        told: list[Mention] = []
        for mention in own:
            same = next((m for m in reread if m.rule == mention.rule and m.span.overlaps(mention.span)), None)
            silent = same is not None and mention.cleared is None
            told.append(dataclasses.replace(mention, cleared=same.cleared, under=joined.under) if same and silent else mention)
        return tuple(told)

    def _ruled(self, joined: Joined, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """Return mentions as the heading over them leaves them: cleared where their rule accepts what it says of all its items."""
        whole = dataclasses.replace(joined.whole, span=Span(0, joined.cut))
        over = [Qualifier(q.kind, joined.back(q.span)) for q in context.over(self.lexicon, self._tokens(self._prepared(whole, ())))]
        ruled: list[Mention] = []
        for mention in mentions:
            accepted = next((q for q in over if q.kind in self._accepts[mention.rule]), None)
            if accepted and mention.cleared is None:
                told = (*mention.qualifiers, accepted)
                ruled.append(dataclasses.replace(mention, cleared=accepted, qualifiers=told, under=joined.under))
            else:
                ruled.append(mention)
        return tuple(ruled)

    def signals(self, sentence: Sentence) -> frozenset[str]:
        """Return the kinds of claim and the signals (what calls for a required statement) that a sentence's words make."""
        work = self._prepared(sentence, ())
        found = self._signals.candidates(work.found)
        said = {o.owner for o in found if any(True for _ in matches(o.pattern, self._tokens(work)))}
        return frozenset(said | self._kinds_of(work))

    def fired(self, rule: Rule, text: str) -> set[str]:
        """Return the phrases of a rule that match a text, cleared or not: what the self-test counts."""
        folded = self._read(text)
        sentence = _Sentence(Sentence(Segment(text, "", ()), Span(0, len(text)), ""), folded, self._vocabulary.find(folded.text))
        return {p.text for p in rule.patterns if any(True for _ in matches(p, self._tokens(sentence)))}

    def _read(self, text: str, blanks: Collection[Span] = ()) -> Folded:
        """Return a text as it is matched; Han characters in a language that sets words apart are as good as spaces."""
        folded = self._unmask(fold(text, blanks))
        return dataclasses.replace(folded, text=without_han(folded.text)) if self._spaced and has_han(folded.text) else folded

    def _prepared(self, sentence: Sentence, blanks: Collection[Span]) -> _Sentence:
        inside = [b.shift(-sentence.span.start) for b in blanks if sentence.span.covers(b)]
        folded = self._read(sentence.text, inside)
        return _Sentence(sentence, folded, self._vocabulary.find(folded.text))

    def _sense(self, work: list[_Sentence], at: int, *, wanted: bool) -> Sense:
        candidates = self._rules.candidates(work[at].found)
        mentions = self._mentions(work, at, candidates) if candidates else ()
        claims = [m for m in mentions if m.cleared is None]
        if not claims and not wanted:
            return Sense(mentions)
        kinds = {self._claims[m.rule] for m in claims} | self._kinds_of(work[at])
        return Sense(mentions, tuple(sorted(kinds - {"none"})))

    def _mentions(self, work: list[_Sentence], at: int, candidates: list[Owned[Rule]]) -> tuple[Mention, ...]:
        tokens = self._tokens(work[at])
        found = [(o.owner, m, o.pattern.text) for o in candidates for m in matches(o.pattern, tokens)]
        after = self._after(work, at) if found else None
        mentions = [self._mention(work[at], rule, match, text, after) for rule, match, text in found]
        return merged(mentions)

    def _mention(self, at: _Sentence, rule: Rule, match: Match, pattern: str, after: context.Neighbour | None) -> Mention:
        tokens = self._tokens(at)
        words = (match.start, match.end)
        span = tokens.span(words)
        qualifiers = context.qualify(self.lexicon, at.sentence.text, tokens, match, after)
        return Mention(
            rule=rule.code,
            span=span,
            anchor=tokens.span(match.anchor),
            pattern=pattern,
            agent=next((q.kind for q in qualifiers if q.kind in self.lexicon.agents), ""),
            qualifiers=qualifiers,
            cleared=self._cleared(rule, tokens, match, qualifiers),
            reads=reads(at.sentence.text[span.start : span.end], tokens.said(words)),
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

    def _kinds_of(self, at: _Sentence) -> set[str]:
        found = self._kinds.candidates(at.found)
        return {o.owner for o in found if any(True for _ in matches(o.pattern, self._tokens(at)))}

    def _tokens(self, at: _Sentence) -> Tokens:
        if at.tokens is None:
            if self._tokenizer is None:
                self._tokenizer = Tokenizer(self.lexicon.language, self._vocabulary, self.lexicon.breaks)
            at.tokens = self._tokenizer(at.folded, at.found.phrases)
        return at.tokens

    def _after(self, work: list[_Sentence], at: int) -> context.Neighbour | None:
        if at + 1 >= len(work):
            return None
        following = work[at + 1]
        return context.Neighbour(self._tokens(following), following.sentence.span.start - work[at].sentence.span.start)


def _words(tokens: Tokens, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words of a sentence that belong to a named class, in order of place, with their classes."""
    named: dict[Span, list[str]] = {}
    for name, ranges in tokens.classes.items():
        if not name.startswith(LITERAL):
            for words in ranges:
                named.setdefault(tokens.span(words), []).append(name)
    for span in sorted(named):
        yield text[span.start : span.end], tuple(sorted(named[span]))


def merged(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Return one mention for each place and rule: of those that overlap, one that nothing clears, else the longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.cleared is not None, m.span.start - m.span.end, m.span, m.rule)):
        if not any(k.rule == mention.rule and k.span.overlaps(mention.span) for k in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (m.span, m.rule)))
