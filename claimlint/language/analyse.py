"""Sentences → mentions and claim kinds: prefilter first, tokens only where a pattern could match."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimlint.language import context
from claimlint.language.matcher import Matcher, Prepared, merged
from claimlint.language.normalise import SEPARATOR, flat, fold
from claimlint.language.parents import ASKED, JOINTS, Joined, Parent, join
from claimlint.language.prefilter import Found, Index, Owned
from claimlint.language.tokens import Tokens, matches
from claimlint.language.units import Unit, Units
from claimlint.model import Lexicon, Mention, Qualifier, Rule, Segment, Sentence, Span
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


class Analyst(Matcher):
    """What sentences of one language say: each by itself, with the one after it, under its heading."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Build the indexes of patterns."""
        super().__init__(lexicon)
        self._kinds = Index(self.vocabulary, ((kind, p) for kind, patterns in lexicon.kinds.items() for p in patterns))
        self._signals = Index(self.vocabulary, ((name, p) for name, patterns in lexicon.signals.items() for p in patterns))
        self._claims = {rule.code: rule.claim for rule in lexicon.rules}
        self._accepts = {rule.code: rule.cleared_by for rule in lexicon.rules}
        self._units = Units(lexicon)

    def speaking(self, texts: Sequence[str]) -> list[bool]:
        """Tell for each text whether a rule could speak in it: one look at a whole page spares most of its sentences the next."""
        page = flat(f" {SEPARATOR} ".join(map(self.names.plain, texts) if self.names else texts))
        if page is None or not self.spaced:
            return [True] * len(texts)
        told = self.screen.speaking(page, texts, self._names_one)
        return [speaks or self._hides(text) for text, speaks in zip(texts, told, strict=True)]

    def _names_one(self, text: str, found: Found) -> bool:
        return bool(self.subjects(text, found, first=False))

    def _hides(self, text: str) -> bool:
        """Tell whether a text holds a word of the lexicon in disguise, or a question that its answer makes a claim."""
        if self.unmask.hides(text):
            return True
        units = (self.names(fold(unit), unit) for unit in self._units.asked(text))
        return any(self.rules.candidates(self.vocabulary.find(said.text)) for unit in units for said in self._units.statements(unit))

    def senses(self, sentences: Sequence[Sentence], blanks: Collection[Span], cited: Collection[int]) -> list[Sense]:
        """Return the sense of each sentence of one segment and one language.

        `blanks` are ranges of the segment that are not prose (citation marks); `cited` are the indexes of sentences that
        rest on a citation: their kind of claim is wanted even where no rule speaks.
        """
        work = [self.prepared(sentence, blanks) for sentence in sentences]
        found = [self._sense(work, at, wanted=at in cited) for at in range(len(work))]
        questions = list(self._units.questions(sentences))
        self._told(questions, work, found)
        for unit, mentions in self._together(questions, sentences, work, blanks):
            found[unit.first] = self._more(found[unit.first], mentions)
        return found

    def _told(self, questions: Sequence[Unit], work: list[Prepared], found: list[Sense]) -> None:
        """Clear what a short answer says where the question governs it as a heading would: "What can it not do? Diagnose."."""
        for unit in questions:
            said, asked = found[unit.last], work[unit.first]
            if unit.first != unit.last and said.mentions:
                back = asked.sentence.span.start - work[unit.last].sentence.span.start
                over = [Qualifier(q.kind, q.span.shift(back)) for q in context.over(self.lexicon, self.tokens(asked))]
                found[unit.last] = dataclasses.replace(said, mentions=tuple(self._governed(m, over) for m in said.mentions))

    def _governed(self, mention: Mention, over: Sequence[Qualifier]) -> Mention:
        """Return a mention as what stands over it leaves it: cleared where its rule accepts that."""
        accepted = next((q for q in over if q.kind in self._accepts[mention.rule]), None)
        if accepted is None or mention.cleared is not None:
            return mention
        return dataclasses.replace(mention, cleared=accepted, qualifiers=(*mention.qualifiers, accepted))

    def _together(
        self, questions: Sequence[Unit], sentences: Sequence[Sentence], work: list[Prepared], blanks: Collection[Span]
    ) -> Iterator[tuple[Unit, list[Mention]]]:
        """Yield what two sentences say together: a question with its answer, a story that goes on."""
        for unit in questions:
            for read in self._statements(unit.sentence, blanks):
                yield unit, [dataclasses.replace(mention, span=unit.words) for mention in self._claims_of(read, unit, work)]
        for unit in self._units.stories(sentences):
            said = self._claims_of(self.prepared(unit.sentence, blanks), unit, work)
            yield unit, [mention for mention in said if mention.span.start < unit.cut < mention.span.end]

    def _statements(self, whole: Sentence, blanks: Collection[Span]) -> Iterator[Prepared]:
        """Yield what a question and its answer amount to, ready to be matched in their place."""
        both = self.prepared(whole, blanks)
        for statement in self._units.statements(both.folded):
            yield dataclasses.replace(both, folded=statement, found=self.vocabulary.find(statement.text), tokens=None)

    def _claims_of(self, at: Prepared, unit: Unit, work: list[Prepared]) -> tuple[Mention, ...]:
        """Return the mentions of a sentence made of several that nothing clears; what clears them may stand in the sentence after."""
        candidates = self.rules.candidates(at.found)
        found = self.found_in(at, candidates, lambda: self._after(work, unit.last, unit.first)) if candidates else []
        return merged([mention for mention in found if mention.cleared is None])

    def _more(self, sense: Sense, mentions: Sequence[Mention]) -> Sense:
        """Return what a sentence says with the claims that it makes together with the next; its own go first."""
        own = [(m.rule, m.span) for m in sense.mentions if m.cleared is None]
        fresh = merged([m for m in mentions if not any(rule == m.rule and span.overlaps(m.span) for rule, span in own)])
        kept = [m for m in sense.mentions if not any(m.rule == n.rule and m.span.overlaps(n.span) for n in fresh)]
        kinds = {*sense.kinds, *self.claimed(fresh)}
        return Sense(tuple(sorted([*kept, *fresh], key=lambda m: (m.span, m.rule))), tuple(sorted(kinds))) if fresh else sense

    def trace(self, sentences: Sequence[Sentence], blanks: Collection[Span], at: int) -> Trace:
        """Return how the sentence at index `at` of one segment was judged, also where nothing was said."""
        work = [self.prepared(sentence, blanks) for sentence in sentences]
        tokens, text = self.tokens(work[at]), sentences[at].text
        wide = dataclasses.replace(work[at].found, apart=False)  # not asking for order and distance
        candidates = self.rules.candidates(wide)
        found = [Sense()] * len(work)
        found[at] = Sense(self._mentions(work, at, candidates) if candidates else ())
        questions = list(self._units.questions(sentences))
        self._told(questions, work, found)
        sense = found[at]
        for unit, together in self._together(questions, sentences, work, blanks):
            sense = self._more(sense, together) if unit.first == at else sense
        fired = {(o.owner.code, o.pattern.text) for o in candidates if any(True for _ in matches(o.pattern, tokens))}
        near = {(o.owner.code, o.pattern.text) for o in candidates} - fired
        return Trace(
            work[at].said(tokens, Span(0, len(tokens.folded.text))), tuple(_words(tokens, text)), sense.mentions, tuple(sorted(near))
        )

    def under(self, item: Sentence, parent: Parent, own: Sequence[Mention]) -> tuple[Joined, tuple[Mention, ...]] | None:
        """Return what an item says together with its parent, None where the parent changes nothing.

        What the item claims by itself (`own`) may be cleared by the parent; an item that claims nothing may complete a
        phrase that begins in the parent.
        """
        claims = [m for m in own if m.cleared is None]
        if parent.asks and not claims and (answered := self._answered(item, parent)):
            return answered[0], (*own, *answered[1])
        for joint in JOINTS[:1] if claims else JOINTS:
            joined = join(item, parent, joint, self.lexicon.language)
            work = self.prepared(joined.whole, ())
            candidates = self.rules.candidates(work.found)
            judged = self._cleared_by(joined, work, candidates, own) if claims else self._completed(joined, work, candidates)
            changed = self._ruled(joined, judged) if judged else ()
            if changed and changed != tuple(own):
                return joined, changed if claims else (*own, *changed)
        return None

    def _answered(self, item: Sentence, parent: Parent) -> tuple[Joined, tuple[Mention, ...]] | None:
        """Return what a fragment says as the answer to the heading over it, None where it is no such answer."""
        joined = join(item, parent, ASKED, self.lexicon.language)
        found: list[Mention] = []
        for read in self._statements(joined.whole, ()):
            said = [m for m in self.found_in(read, self.rules.candidates(read.found), lambda: None) if m.cleared is None]
            found += [dataclasses.replace(m, span=Span(0, len(joined.whole.text))) for m in said]
        return (joined, merged([joined.placed(mention) for mention in found])) if found else None

    def claimed(self, mentions: Iterable[Mention]) -> set[str]:
        """Return the kinds of claim that the mentions which nothing clears make."""
        return {self._claims[m.rule] for m in mentions if m.cleared is None} - {"none"}

    def _completed(self, joined: Joined, work: Prepared, candidates: list[Owned[Rule]]) -> tuple[Mention, ...]:
        """Return the mentions that reach from the parent to the head of the item, as they stand in the item."""
        tokens = self.tokens(work) if candidates else None
        found = [(o, m) for o in candidates for m in matches(o.pattern, tokens)] if tokens else []
        reaching = [(o, m) for o, m in found if tokens and joined.reaches([tokens.span(part) for part in m.parts])]
        return merged([joined.placed(self.mention(work, o.owner, m, o.pattern.text, None)) for o, m in reaching])

    def _cleared_by(self, joined: Joined, work: Prepared, candidates: list[Owned[Rule]], own: Sequence[Mention]) -> tuple[Mention, ...]:
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
        over = [Qualifier(q.kind, joined.back(q.span)) for q in context.over(self.lexicon, self.tokens(self.prepared(whole, ())))]
        ruled = ((mention, self._governed(mention, over)) for mention in mentions)
        return tuple(new if new is old else dataclasses.replace(new, under=joined.under) for old, new in ruled)

    def signals(self, sentence: Sentence) -> frozenset[str]:
        """Return the kinds of claim and the signals (what calls for a required statement) that a sentence's words make."""
        work = self.prepared(sentence, ())
        found = self._signals.candidates(work.found)
        said = {o.owner for o in found if any(True for _ in matches(o.pattern, self.tokens(work)))}
        return frozenset(said | self._kinds_of(work))

    def fired(self, rule: Rule, text: str) -> set[str]:
        """Return the phrases of a rule that match a text, cleared or not: what the self-test counts."""
        sentence = self.prepared(Sentence(Segment(text, "", ()), Span(0, len(text)), ""), ())
        return {p.text for p in rule.patterns if any(True for _ in matches(p, self.tokens(sentence)))}

    def _sense(self, work: list[Prepared], at: int, *, wanted: bool) -> Sense:
        candidates = self.rules.candidates(work[at].found)
        mentions = self._mentions(work, at, candidates) if candidates else ()
        claims = [m for m in mentions if m.cleared is None]
        if not claims and not wanted:
            return Sense(mentions)
        kinds = {self._claims[m.rule] for m in claims} | self._kinds_of(work[at])
        return Sense(mentions, tuple(sorted(kinds - {"none"})))

    def _mentions(self, work: list[Prepared], at: int, candidates: list[Owned[Rule]]) -> tuple[Mention, ...]:
        return merged(self.found_in(work[at], candidates, lambda: self._after(work, at)))

    def _kinds_of(self, at: Prepared) -> set[str]:
        found = self._kinds.candidates(at.found)
        return {o.owner for o in found if any(True for _ in matches(o.pattern, self.tokens(at)))}

    def _after(self, work: list[Prepared], at: int, start: int | None = None) -> context.Neighbour | None:
        """Return the sentence after the one at an index, seen from the start of that, or of the one at `start`."""
        if at + 1 >= len(work):
            return None
        following, before = work[at + 1], work[at if start is None else start]
        return context.Neighbour(self.tokens(following), following.sentence.span.start - before.sentence.span.start)


def _words(tokens: Tokens, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words of a sentence that belong to a named class, in order of place, with their classes."""
    named: dict[Span, list[str]] = {}
    for name, ranges in tokens.classes.items():
        if not name.startswith(LITERAL):
            for words in ranges:
                named.setdefault(tokens.span(words), []).append(name)
    for span in sorted(named):
        yield text[span.start : span.end], tuple(sorted(named[span]))
