"""Mentions that nothing clears → problems: words of the lexicon, whatever the family, as product profile and genre see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import shorten

from claimlint.checks.confidence import weigh
from claimlint.checks.standing import Ruled, Words, rule_on
from claimlint.model import (
    Claim,
    Conditions,
    GenreEffect,
    Label,
    Mention,
    Problem,
    Product,
    Qualifier,
    Rule,
    Sentence,
    Severity,
    Span,
    Weights,
    rank,
)

_UNHELPFUL = ("conditional", "quoted", "reported", "question", "disclaimer", "overseen", "instructed")
_TITLE = 60  # characters of a heading that a message repeats
_LABELS = 2  # secondary places that a reader can take in
_NO_WEIGHTS = Weights({}, 0, 0)


@dataclass(frozen=True, slots=True)
class View:
    """What a page is judged by besides its words: the product, what profiles decide, and what the genre does to a sentence."""

    product: Product = field(default_factory=Product)
    conditions: Mapping[str, Conditions] = field(default_factory=dict)  # by code
    words: Mapping[str, Words] = field(default_factory=dict)  # by language
    markets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by language
    agents: frozenset[str] = frozenset()  # qualifier kinds that name who does it
    weights: Weights = _NO_WEIGHTS
    effect: Callable[[Sentence], GenreEffect | None] = lambda _sentence: None


def judge(claims: Iterable[Claim], rules: Mapping[tuple[str, str], Rule], view: View) -> Iterator[Problem]:
    """Yield a problem for each mention that nothing clears; `rules` is keyed by (language, code)."""
    seen: set[tuple[str, Span]] = set()
    for claim in claims:
        problems = [_problem(claim, mention, rules, view) for mention in claim.mentions if mention.cleared is None]
        for problem in problems:
            if (problem.code, problem.span) not in seen and not any(_covers(other, problem, rules) for other in problems):
                seen.add((problem.code, problem.span))  # a profile may let two rules report one thing
                yield problem


def _covers(wide: Problem, narrow: Problem, rules: Mapping[tuple[str, str], Rule]) -> bool:
    """Tell whether a problem says all that another says: of more words, or by a rule that the other's rule yields to where they meet."""
    if (wide.permitted, wide.severity, wide.ceiling) != (narrow.permitted, narrow.severity, narrow.ceiling):
        return False
    if wide.code != narrow.code:
        rule = rules.get((narrow.claim.sentence.language, narrow.code))
        return rule is not None and wide.code in rule.yields_to and wide.span.overlaps(narrow.span)
    return wide.span != narrow.span and wide.span.start <= narrow.span.start and narrow.span.end <= wide.span.end


def _problem(claim: Claim, mention: Mention, rules: Mapping[tuple[str, str], Rule], view: View) -> Problem:
    language = claim.sentence.language
    found = rules[language, mention.rule]
    ruled = _ruled(claim, found, view)
    effect = view.effect(claim.sentence)
    rule = next((other for case in ruled.cases if (other := rules.get((language, case.then)))), found)
    asks_citation = rule.evidence == "clears"
    cues = [q for q in mention.qualifiers if q.kind in _UNHELPFUL]
    confidence, reasons = weigh(*_doubts(mention, found, ruled, effect, view))
    return Problem(
        code=rule.code,
        claim=claim,
        span=claim.sentence.locate(mention.span),
        message=_message(claim, mention, rule),
        label="no citation in this sentence" if asks_citation and not claim.citations else "",
        role=cues[0].kind if cues else "asserted",
        severity="error" if any(case.then == "error" for case in ruled.cases) else None,
        confidence=confidence,
        reasons=(*reasons, *(case.say for case in ruled.cases)),
        labels=_labels(claim, mention, rule, cues),
        cited=asks_citation and bool(claim.citations),
        permitted=ruled.permitted,
        ceiling=_ceiling(rule, ruled, effect),
    )


def _message(claim: Claim, mention: Mention, rule: Rule) -> str:
    """Return what the rule says, and what the reader needs to see it: words in disguise as they read, the words an item stands under."""
    said = f" (reads “{mention.reads}”)" if mention.reads else ""
    return f"{rule.message}{said} (under “{shorten(claim.sentence.said(mention.under), _TITLE)}”)" if mention.under else rule.message + said


def _labels(claim: Claim, mention: Mention, rule: Rule, cues: Iterable[Qualifier]) -> tuple[Label, ...]:
    """Return the places beside the mention: the words it stands under, and cues that do not help."""
    over = [Label(claim.sentence.locate(mention.under), "what the item stands under")] if mention.under else []
    return tuple([*over, *(Label(claim.sentence.locate(q.span), f"{q.kind}, does not clear {rule.code}") for q in cues)][:_LABELS])


def _ruled(claim: Claim, rule: Rule, view: View) -> Ruled:
    conditions = rule.profile or view.conditions.get(rule.code)
    if conditions is None:
        return Ruled()
    language = claim.sentence.language
    return rule_on(conditions, view.product, claim.sentence, view.words.get(language), view.markets.get(language, ()))


def _ceiling(rule: Rule, ruled: Ruled, effect: GenreEffect | None) -> Severity | None:
    """Return the gravest that the finding may be: a preview rule reports notes, a profile or a genre may say milder."""
    ceilings: list[Severity] = ["note"] if rule.status == "preview" else []
    ceilings += [severity for severity in ("note", "warning") if any(case.then == severity for case in ruled.cases)]
    ceilings += [effect.ceiling] if effect else []
    return min(ceilings, key=rank, default=None)


def _doubts(
    mention: Mention, rule: Rule, ruled: Ruled, effect: GenreEffect | None, view: View
) -> tuple[list[str], Weights, dict[str, str]]:
    """Return the names of what makes a finding less sure, the weights, and the words that fill their sentences."""
    kinds = {q.kind for q in mention.qualifiers}
    doubts = sorted(kinds - view.agents) + (["under"] if mention.under else [])
    if view.agents & set(rule.cleared_by):  # only where it matters who does it
        doubts.append("named" if mention.agent else "elided")
    doubts += ["undeclared"] if ruled.undeclared else []
    doubts += ["genre"] if effect else []
    doubts += ["preview"] if rule.status == "preview" else []
    undeclared = ", ".join(f"product.{need}" for need in ruled.undeclared)
    return doubts, view.weights, {"named": mention.agent, "undeclared": undeclared, "genre": effect.say if effect else ""}
