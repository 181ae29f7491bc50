"""A traced place → the lines that tell a person why it was flagged or left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from claimlint.cli.build import build, chosen_markets, settings
from claimlint.cli.explain import asked_by
from claimlint.cli.places import Place, place_of
from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.model import Conditions
from claimlint.readers import Reader, limit, read
from claimlint.reporters._notes import proof_line
from claimlint.reporters._widths import visible
from claimlint.rules.conditions import load_decisions
from claimlint.rules.home import lexicon_home
from claimlint.trace import Traced, addressed, explain, first_on, offset_of
from claimlint.walk import bytes_of

if TYPE_CHECKING:
    from claimlint.config import Config
    from claimlint.model import Cleared, Document, Finding, Mention, Rule, Sentence, Span

_NEAR = 5  # near misses that are listed
_CLASSES = 8  # classes of one word that are listed
_FLAT = {"link": "a link", "reference": "an entry of the reference list"}


def place_lines(text: str, flags: Mapping[str, object], *, isolated: bool) -> Iterator[str]:
    """Yield the trace at `FILE:LINE:COLUMN`, `FILE:LINE` or `FILE:ADDRESS` ("deck.pptx:slide 3, notes"), judged as `check` would.

    Raises UnreadableError where the file cannot be read or has no such place.
    """
    place = place_of(text) or Place(text.partition(":")[0], address=text.partition(":")[2])
    path = Path(place.path)
    readers, config = discover("readers", "READER", Reader), settings(flags, isolated=isolated)(path)
    document = read(path.as_posix(), bytes_of(path, limit(path.name, readers)), readers, config.prose_keys)
    offset = _offset(document, place)
    if offset is None:
        said = text[len(place.path) + 1 :]
        raise UnreadableError(f"there is no place {said}", path=str(path), remedy="give LINE:COLUMN as in a report")
    linter = build(config).linter
    return _lines(explain(linter, document, offset), text, linter.rules, lambda item, language: _setting(item, language, document, config))


def _offset(document: Document, place: Place) -> int | None:
    if place.address or document.extracted:
        return addressed(document, place.address)
    return offset_of(document, place.line, place.column) if place.column else first_on(document, place.line)


def _setting(item: Cleared, language: str, document: Document, config: Config) -> str:
    """Return which setting of market or profile decided a silence, and where it stands; "" where words did."""
    origins = dict(config.origins)
    if item.reason == "market":
        markets = ", ".join(market.id for market in chosen_markets(config, language))
        return f"the markets in force, none of which rules on it: {markets} ({origins.get('markets', f'default for {language}')})"
    if item.reason != "profile":
        return ""
    cases = load_decisions(lexicon_home()).codes.get(item.code, Conditions()).cases
    asked = [asked_by(case) for case in cases if case.then == "clear" and case.say in item.cue]
    page = ["front matter"] if any(key.startswith("product.") for key, _ in document.front) else []
    places = " over ".join([*page, *filter(None, [origins.get("product")])])
    return f"the product profile ({places})" + (f": {'; '.join(asked)}" if asked else "")


def _lines(traced: Traced, place: str, rules: dict[tuple[str, str], Rule], setting: Callable[[Cleared, str], str]) -> Iterator[str]:
    if traced.segment is None:
        yield f"{visible(place)}: nothing is read as prose here (markup, code, or space between paragraphs)"
        return
    if traced.sentence is None:
        yield f"{visible(place)}: {_FLAT.get(traced.segment.kind, 'a part that is not judged')}; not judged as copy"
        return
    sentence = traced.sentence
    yield f"{visible(place)}  {traced.segment.kind}, read as {sentence.language}"
    yield f"  {visible(sentence.text)}"
    if traced.trace is None:
        yield "no rules are written for this language: nothing was looked at"
        return
    if traced.trace.words:
        yield "words that rules know"
        yield from (f"  {visible(words)}  {_classes(classes)}" for words, classes in traced.trace.words)
    for mention in traced.trace.mentions:
        yield from _mention(mention, sentence, rules[sentence.language, mention.rule])
    yield from _near(traced)
    yield from _outcome(traced, lambda item: setting(item, sentence.language))


def _classes(names: tuple[str, ...]) -> str:
    more = len(names) - _CLASSES
    return " ".join(f"{{{name}}}" for name in names[:_CLASSES]) + (f" + {more} more" if more > 0 else "")


def _mention(mention: Mention, sentence: Sentence, rule: Rule) -> Iterator[str]:
    def said(span: Span) -> str:
        return visible(sentence.said(span))

    yield f"{rule.code} {rule.name}"
    if mention.under:
        yield f"  under      “{said(mention.under)}”, read together with it"
    yield f"  phrase     {mention.pattern}"
    yield f"  matches    “{said(mention.span)}”, turning on “{said(mention.anchor)}”"
    if mention.reads:
        yield f"  reads      “{visible(mention.reads)}”"
    yield f"  who        {mention.agent or 'unsaid'}"
    for qualifier in mention.qualifiers:
        yield f"  qualifier  {qualifier.kind} “{said(qualifier.span)}”"
    yield f"  accepts    {', '.join(rule.cleared_by) or 'nothing'}" + (", a fitting citation" if rule.evidence == "clears" else "")
    cleared = mention.cleared
    yield f"  cleared by {cleared.kind} “{said(cleared.span)}”" if cleared else "  nothing clears it"


def _near(traced: Traced) -> Iterator[str]:
    near = traced.trace.near if traced.trace else ()
    if near:
        yield "not matched: every part is here, but in another order, another clause or too far apart"
        yield from (f"  {code}  {phrase}" for code, phrase in near[:_NEAR])
        if len(near) > _NEAR:
            yield f"  + {len(near) - _NEAR} more"


def _outcome(traced: Traced, setting: Callable[[Cleared], str]) -> Iterator[str]:
    yield "outcome"
    for finding in traced.findings:
        yield from _finding(finding)
    for item in traced.cleared:
        yield f"  silent {item.code} “{visible(item.quote)}”: {item.reason}" + (f" “{visible(item.cue)}”" if item.cue else "")
        if decided := setting(item):
            yield f"    decided by {visible(decided)}"
    if not traced.findings and not traced.cleared:
        yield "  silent: no phrase of any rule matches here"


def _finding(finding: Finding) -> Iterator[str]:
    markets = ", ".join(dict.fromkeys(law.market for law in finding.basis)) or "no market"
    yield f"  {finding.severity} {finding.code} “{visible(finding.quote)}” ({markets}; confidence {finding.confidence})"
    yield f"    {visible(finding.message)}"
    yield from (f"    {visible(reason)}" for reason in finding.reasons)
    if finding.proof:
        yield f"    evidence: {proof_line(finding.proof, '…')}"
        yield from (
            f"    {key}: {visible(value)}"
            for key, value in (("record says", finding.proof.excerpt), ("compared", finding.proof.arithmetic))
            if value
        )
