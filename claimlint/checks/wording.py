"""Mentions that nothing clears → problems: words of the lexicon, whatever the family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimlint.model import Claim, Confidence, Label, Mention, Problem, Rule

_UNHELPFUL = ("conditional", "quoted", "reported", "question", "disclaimer", "overseen", "instructed")
_LABELS = 2  # secondary places that a reader can take in


def judge(claims: Iterable[Claim], rules: Mapping[tuple[str, str], Rule]) -> Iterable[Problem]:
    """Yield a problem for each mention that nothing clears; `rules` is keyed by (language, code)."""
    for claim in claims:
        for mention in claim.mentions:
            if mention.cleared is None:
                yield _problem(claim, mention, rules[claim.sentence.language, mention.rule])


def _problem(claim: Claim, mention: Mention, rule: Rule) -> Problem:
    asks_citation = rule.evidence == "clears"
    cues = [q for q in mention.qualifiers if q.kind in _UNHELPFUL]
    return Problem(
        code=rule.code,
        claim=claim,
        span=claim.sentence.locate(mention.span),
        message=f"{rule.message} (reads “{mention.reads}”)" if mention.reads else rule.message,
        label="no citation in this sentence" if asks_citation and not claim.citations else "",
        role=cues[0].kind if cues else "asserted",
        severity="note" if rule.status == "preview" else None,
        confidence=_confidence(mention),
        labels=tuple(Label(claim.sentence.locate(q.span), f"{q.kind}, does not clear {rule.code}") for q in cues[:_LABELS]),
        cited=asks_citation and bool(claim.citations),
    )


def _confidence(mention: Mention) -> Confidence:
    """Words in quotes, or that somebody is said to have said, may be somebody else's."""
    return "medium" if any(q.kind in ("quoted", "reported") for q in mention.qualifiers) else "high"
