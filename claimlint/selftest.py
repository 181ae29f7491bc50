"""Rule files and checks → proof: examples behave, phrases fire, qualifiers are exercised, no phrase stands in two rules."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimlint.checks import Check, Sample
from claimlint.evidence.facts import facts
from claimlint.files import line_of
from claimlint.language.analyse import Analyst
from claimlint.language.normalise import has_han
from claimlint.language.quantities import quantities
from claimlint.language.sentences import split
from claimlint.model import Citation, Claim, Example, Lexicon, Mention, Piece, Rule, Segment, Sentence, Span

_MARK = re.compile(r"\[\w+\]")
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


def prove(lexicons: Sequence[Lexicon], wanted: Callable[[Rule], bool] = lambda _: True) -> Iterator[Failure]:
    """Yield what fails, in the order of the files; only the rules that are `wanted` are tried, against all the others."""
    for lexicon in lexicons:
        analyst = Analyst(lexicon)
        yield from _shared_phrases(lexicon)
        for rule in filter(wanted, lexicon.rules):
            yield from _rule(analyst, lexicon, rule)
    yield from _names(lexicons)


def prove_checks(checks: Sequence[Check], lexicons: Sequence[Lexicon], codes: Sequence[str] = ()) -> Iterator[Failure]:
    """Yield what fails among the samples of the checks: a sentence with its record must be flagged, or must not."""
    analysts = {lexicon.language: Analyst(lexicon) for lexicon in lexicons}
    for check in checks:
        card = check.card
        if codes and not card.code.startswith(tuple(codes)):
            continue
        for samples, wanted in ((card.flag, True), (card.clear, False)):
            if len(samples) < MINIMUM:
                yield Failure(check.run.__module__, 0, card.code, f"needs at least {MINIMUM} {'flag' if wanted else 'clear'} samples")
            for sample in samples:
                found = list(check.run((claim_of(sample, analysts),)))
                if bool(found) != wanted:
                    said_so = found[0].message if found else "nothing"
                    yield Failure(
                        check.run.__module__, 0, card.code, f"should {'flag' if wanted else 'pass'}, says «{said_so}»: {sample.text}"
                    )


def claim_of(sample: Sample, analysts: Mapping[str, Analyst]) -> Claim:
    """Return the claim that the engine would make of a sample: its kinds from the lexicon, its figures, its record's facts."""
    language = "zh" if has_han(sample.text) else "en"
    segment = Segment(sample.text, "paragraph", (Piece(0, len(sample.text), 0, len(sample.text)),))
    sentence = Sentence(segment, Span(0, len(sample.text)), language)
    mark = _MARK.search(sample.text)
    span = Span(*mark.span()) if mark else Span(0, 1)
    record, *others = [dataclasses.replace(r, facts=facts(r)) if r else None for r in (sample.record, *sample.others)]
    how, tier = ("doi", "exact") if record else ("none", "none")
    citation = Citation(mark[0] if mark else "", span, "Moreau A. 2020.", record, how, tier, sample.note)
    citations = (citation,) if sample.cited else ()
    sense = analysts[language].senses([sentence], [span] if mark else [], [0])[0]
    figures, beside = quantities(sentence, citations), tuple(filter(None, others))
    claim = Claim(sentence, sense.mentions, citations, sense.kinds, quantities=figures, today=sample.today)
    return dataclasses.replace(claim, markets=sample.markets, others=beside)


def said(analyst: Analyst, lexicon: Lexicon, text: str) -> list[tuple[Sentence, Mention]]:
    """Return every mention of any rule in a text of one segment, cleared ones too."""
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    sentences = list(split(segment, lexicon.abbreviations, lexicon.common))
    senses = analyst.senses(sentences, (), ())
    return [(sentence, mention) for sentence, sense in zip(sentences, senses, strict=True) for mention in sense.mentions]


def _rule(analyst: Analyst, lexicon: Lexicon, rule: Rule) -> Iterator[Failure]:
    fired: set[str] = set()
    cleared: set[str] = set()
    for example in (e for e in rule.examples if not e.beyond):
        found = [(s, m) for s, m in said(analyst, lexicon, example.text) if m.rule == rule.code]
        fired |= analyst.fired(rule, example.text) if example.flag else set()
        cleared |= {m.cleared.kind for _, m in found if m.cleared} if not example.flag else set()
        yield from _example(rule, example, found)
    for pattern in rule.patterns:
        if pattern.text not in fired:
            yield _at(rule, pattern.text, f'no flag example shows "{pattern.text}"')
    for kind in rule.cleared_by:
        if kind not in cleared:
            yield _at(rule, kind, f'no clear example is cleared by "{kind}"')
    for flag, name in ((True, "flag"), (False, "clear")):
        if sum(e.flag == flag and not e.beyond for e in rule.examples) < MINIMUM:
            yield _at(rule, name, f"needs at least {MINIMUM} {name} examples")
    yield from _beyond(analyst.minding(), lexicon, rule)


def _beyond(analyst: Analyst, lexicon: Lexicon, rule: Rule) -> Iterator[Failure]:
    """Yield what fails among the phrases that count only beyond a profile: each must fire, and its examples show where."""
    texts = {pattern.text for pattern in rule.beyond}
    fired: set[str] = set()
    for example in (e for e in rule.examples if e.beyond):
        found = [(s, m) for s, m in said(analyst, lexicon, example.text) if m.rule == rule.code and m.pattern in texts]
        fired |= {mention.pattern for _, mention in found}
        yield from _example(rule, example, found)
    for text in sorted(texts - fired):
        yield _at(rule, text, f'no beyond example shows "{text}"')


def _at(rule: Rule, needle: str, message: str) -> Failure:
    """Return a failure at the line of a rule file that holds a word of it."""
    path = Path(rule.path)
    return Failure(rule.path, line_of(path.read_text(encoding="utf-8"), needle) if path.is_file() else 0, rule.code, message)


def _example(rule: Rule, example: Example, found: list[tuple[Sentence, Mention]]) -> Iterator[Failure]:
    spans = sorted((m.span.start + s.span.start, m.span.end + s.span.start) for s, m in found if m.cleared is None)
    quote = " · ".join(example.text[a:b] for a, b in spans) or "nothing"
    if example.flag and (spans != sorted(example.marks) or not spans):
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
                yield _at(rule, pattern.text, f'"{pattern.text}" stands in {first.code} too')


def _names(lexicons: Sequence[Lexicon]) -> Iterator[Failure]:
    names: dict[str, Rule] = {}
    for rule in (rule for lexicon in lexicons for rule in lexicon.rules):
        first = names.setdefault(rule.code, rule)
        if first.name != rule.name:
            yield _at(rule, "code", f'is "{rule.name}" here and "{first.name}" in {first.path}')
