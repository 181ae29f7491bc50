"""Cues around a mention → qualifiers: why it may be harmless, each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimlint.language.roles import agent
from claimlint.language.tokens import Match, Range, Tokens
from claimlint.model import Cue, Lexicon, Pattern, Qualifier, Span

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|\"[^\"]*\"|《[^》]*》|(?<!\w)'[^']*'(?!\w)")
_ASKS = re.compile(r"[?？][\"'”’)）」』\s]*$")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The sentence after: its tokens, and how far its text begins from the start of the sentence that is judged."""

    tokens: Tokens
    offset: int


def qualify(lexicon: Lexicon, text: str, tokens: Tokens, match: Match, after: Neighbour | None) -> tuple[Qualifier, ...]:
    """Return all that qualifies a match in the sentence `text`, accepted by its rule or not, in order of place."""
    found = [*_cues(lexicon, tokens, match, after), *_quoted(text, tokens, match), *_question(lexicon, text, tokens, after)]
    who = agent(lexicon, tokens, match.anchor)
    if who is not None:
        found.append(Qualifier(who[0], tokens.span(who[1])))
    return tuple(sorted(set(found), key=lambda q: (q.span, q.kind)))


def _cues(lexicon: Lexicon, tokens: Tokens, match: Match, after: Neighbour | None) -> Iterator[Qualifier]:
    for cue in lexicon.cues:
        if cue.scope == "parent":
            continue
        for place in _spoken(cue, tokens):
            if not _is_part(place, match) and _governs(cue, tokens, place, match.anchor):
                yield Qualifier(cue.kind, tokens.span(place))
        if cue.scope == "next" and after is not None:
            for place in _spoken(cue, after.tokens):
                yield Qualifier(cue.kind, after.tokens.span(place).shift(after.offset))


def over(lexicon: Lexicon, tokens: Tokens) -> Iterator[Qualifier]:
    """Yield what a heading does to the items that stand under it: "What it does not do", "Myths"."""
    for cue in lexicon.cues:
        if cue.scope == "parent":
            for place in _spoken(cue, tokens):
                yield Qualifier(cue.kind, tokens.span(place))


def _spoken(cue: Cue, tokens: Tokens) -> list[Range]:
    """Return the places of a cue's words, less those that only look like it ("not only")."""
    pseudo = tokens.spoken(cue.pseudo)
    return [p for p in tokens.spoken(cue.words) if not any(q[0] <= p[0] and p[1] <= q[1] for q in pseudo)]


def _is_part(place: Range, match: Match) -> bool:
    """Tell whether the cue is one of the words that make the rule match, as in "no side effects"; a frame round all of them is not."""
    around = place[0] < match.start and match.end < place[1]
    return not around and any(place[0] < end and start < place[1] for start, end in match.parts)


def _governs(cue: Cue, tokens: Tokens, place: Range, anchor: Range) -> bool:
    ahead = place[1] <= anchor[0]
    if (cue.direction == "forward" and not ahead) or (cue.direction == "backward" and ahead):
        return False
    if cue.scope == "clause" and tokens.clauses[place[0]] != tokens.clauses[anchor[0]]:
        return False
    between = (place[1], anchor[0]) if ahead else (anchor[1], place[0])
    if cue.reach and between[1] - between[0] > cue.reach:
        return False
    return not any(between[0] <= start < between[1] for start, _ in tokens.spoken(cue.stops))


def _quoted(text: str, tokens: Tokens, match: Match) -> Iterator[Qualifier]:
    anchor = tokens.span(match.anchor)
    for found in _QUOTED.finditer(text):
        if Span(*found.span()).covers(anchor):
            yield Qualifier("quoted", Span(*found.span()))


def _question(lexicon: Lexicon, text: str, tokens: Tokens, after: Neighbour | None) -> Iterator[Qualifier]:
    """Yield a qualifier where a question asks ("Can it …?") or the next words deny it; "Tired of back pain?" does neither."""
    mark = _ASKS.search(text)
    if mark is None:
        return
    if after is not None:
        for denial in after.tokens.spoken(lexicon.denials):
            yield Qualifier("question", after.tokens.span(denial).shift(after.offset))
            return
    for opener in tokens.spoken(lexicon.openers):
        yield Qualifier("question", tokens.span(opener))
        return


def fixed(patterns: tuple[Pattern, ...], tokens: Tokens, words: Range) -> Range | None:
    """Return the fixed expression (or exception of a rule) that overlaps some words, or None."""
    return next((p for p in tokens.spoken(patterns) if p[0] < words[1] and words[0] < p[1]), None)
