"""Who does it: the agent of the clinical verb, from the class spans around it."""

from __future__ import annotations

from claimlint.language.tokens import Range, Tokens
from claimlint.model import Lexicon

_NEAR = 5  # words between "by" and the agent it introduces


def agent(lexicon: Lexicon, tokens: Tokens, anchor: Range) -> tuple[str, Range] | None:
    """Return the class and place of the one who does what the anchor says, or None where the sentence leaves it unsaid.

    "diagnosed by our AI": the one after "by". "helps radiologists detect": the nearest before the verb, so the
    radiologists and not the helper. "AI for doctors detects": doctors are served here and are passed over.
    Where the clause names nobody, the nearest of an earlier clause stands in ("The app scans and, later, detects").
    """
    spans = _agents(lexicon, tokens)
    passive = [s for s in spans if anchor[1] < s[1][0] + 1 and _introduced(lexicon.passive, tokens, anchor[1], s[1][0])]
    if passive:
        return passive[0]
    before = [s for s in spans if s[1][1] <= anchor[0] and not _served(lexicon, tokens, s[1])]
    same = [s for s in before if tokens.clauses[s[1][0]] == tokens.clauses[anchor[0]]]
    return max(same or before, key=lambda s: (s[1][1], s[1][1] - s[1][0]), default=None)


def _agents(lexicon: Lexicon, tokens: Tokens) -> list[tuple[str, Range]]:
    """Return every possible agent in order of place, less those inside a longer one; worked out once a sentence."""
    if tokens.agents is None:
        found = [(name, place) for name in lexicon.agents for place in tokens.classes.get(name, ())]
        longest: list[tuple[str, Range]] = []
        for name, place in sorted(found, key=lambda s: (s[1][0], -s[1][1])):
            if not longest or place[1] > longest[-1][1][1] or place == longest[-1][1]:
                longest.append((name, place))
        tokens.agents = longest
    return tokens.agents


def _introduced(words: tuple[str, ...], tokens: Tokens, start: int, end: int) -> bool:
    if not 0 < end - start <= _NEAR or tokens.clauses[start] != tokens.clauses[end]:
        return False
    return any(_text(tokens, at) in words for at in range(start, end))


def _served(lexicon: Lexicon, tokens: Tokens, place: Range) -> bool:
    clause = tokens.clauses[place[0]]
    nearby = [at for at in range(max(0, place[0] - 2), place[0]) if tokens.clauses[at] == clause]
    return any(_text(tokens, at) in lexicon.beneficiary for at in nearby)


def _text(tokens: Tokens, at: int) -> str:
    start, end = tokens.places[at]
    return tokens.folded.text[start:end]
