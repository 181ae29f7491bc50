"""Rule files → proof: every example behaves, every phrase fires, every qualifier is exercised, no phrase stands in two rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimlint.language.analyse import Analyst
from claimlint.language.sentences import split
from claimlint.model import Example, Lexicon, Mention, Piece, Rule, Segment, Sentence

MINIMUM = 3  # examples of each sort, so that a rule is shown and not only asserted


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong with a rule file, and where."""

    path: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        """Return `path:line: CODE message`."""
        return f"{self.path}:{self.line}: {self.code} {self.message}"


def prove(lexicons: Sequence[Lexicon], codes: Sequence[str] = ()) -> Iterator[Failure]:
    """Yield what fails, in the order of the files; `codes` (or their beginnings) restrict the rules that are tried."""
    for lexicon in lexicons:
        analyst = Analyst(lexicon)
        yield from _shared_phrases(lexicon)
        for rule in lexicon.rules:
            if not codes or rule.code.startswith(tuple(codes)):
                yield from _rule(analyst, lexicon, rule)
    yield from _names(lexicons)


def said(analyst: Analyst, lexicon: Lexicon, text: str) -> list[tuple[Sentence, Mention]]:
    """Return every mention of any rule in a text of one segment, cleared ones too."""
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    sentences = list(split(segment, lexicon.abbreviations, lexicon.common))
    senses = analyst.senses(sentences, (), ())
    return [(sentence, mention) for sentence, sense in zip(sentences, senses, strict=True) for mention in sense.mentions]


def _rule(analyst: Analyst, lexicon: Lexicon, rule: Rule) -> Iterator[Failure]:
    fired: set[str] = set()
    cleared: set[str] = set()
    for example in rule.examples:
        found = [(s, m) for s, m in said(analyst, lexicon, example.text) if m.rule == rule.code]
        fired |= analyst.fired(rule, example.text) if example.flag else set()
        cleared |= {m.cleared.kind for _, m in found if m.cleared} if not example.flag else set()
        yield from _example(rule, example, found)
    for pattern in rule.patterns:
        if pattern.text not in fired:
            yield Failure(rule.path, 0, rule.code, f'no flag example shows "{pattern.text}"')
    for kind in rule.cleared_by:
        if kind not in cleared:
            yield Failure(rule.path, 0, rule.code, f'no clear example is cleared by "{kind}"')
    for flag, name in ((True, "flag"), (False, "clear")):
        if sum(e.flag == flag for e in rule.examples) < MINIMUM:
            yield Failure(rule.path, 0, rule.code, f"needs at least {MINIMUM} {name} examples")


def _example(rule: Rule, example: Example, found: list[tuple[Sentence, Mention]]) -> Iterator[Failure]:
    spans = sorted((m.span.start + s.span.start, m.span.end + s.span.start) for s, m in found if m.cleared is None)
    quote = " · ".join(example.text[a:b] for a, b in spans) or "nothing"
    if example.flag and spans != sorted(example.marks):
        meant = " · ".join(example.text[a:b] for a, b in example.marks) or "[[…]] around the words"
        reason = ", ".join(f"{m.cleared.kind}" for _, m in found if m.cleared)
        yield Failure(
            rule.path,
            example.line,
            rule.code,
            f"should flag «{meant}», flags «{quote}»" + (f" (cleared by {reason})" if reason else "") + f" in: {example.text}",
        )
    if not example.flag and spans:
        yield Failure(rule.path, example.line, rule.code, f"should be silent, flags «{quote}» in: {example.text}")


def _shared_phrases(lexicon: Lexicon) -> Iterator[Failure]:
    owner: dict[str, Rule] = {}
    for rule in lexicon.rules:
        for pattern in rule.patterns:
            first = owner.setdefault(pattern.text, rule)
            if first is not rule:
                yield Failure(rule.path, 0, rule.code, f'"{pattern.text}" stands in {first.code} too')


def _names(lexicons: Sequence[Lexicon]) -> Iterator[Failure]:
    names: dict[str, Rule] = {}
    for rule in (rule for lexicon in lexicons for rule in lexicon.rules):
        first = names.setdefault(rule.code, rule)
        if first.name != rule.name:
            yield Failure(rule.path, 0, rule.code, f'is "{rule.name}" here and "{first.name}" in {first.path}')
