"""A page and the statements that its market requires → present, altered, missing, or contradicted by the copy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

from claimlint.checks.confidence import weigh
from claimlint.checks.wordings import bare, difference, words
from claimlint.model import Claim, Document, Label, Problem, Product, Segment, Sentence, Span, Weights
from claimlint.model.disclosure import Duty, Statement
from claimlint.phrases import Phrases, plain

_LIKE = 60  # per cent of likeness from which words are an altered statement and not other words
_SHARED = 0.5  # of a statement's words that a stretch must share before it is compared
_WIDEST = 4_000  # characters of a stretch that is compared
_SAME = 100  # per cent: nothing but marks, width and spaces may differ
_HIDDEN = "hidden text"  # what readers write in the address of words that a page does not show
# the points of an abbreviation ("U.S. Food") end no sentence
_SENTENCE = re.compile(r"[^\s.!?。！？；;*†|｜](?:[^.!?。！？；;\n*†|｜]|(?<=\b[A-Z])\.(?=[A-Z]\.)|(?<=\.[A-Z])\.)*")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a page, its signals (kinds of claim, and names of signals.toml), and the codes that speak in it."""

    sentence: Sentence
    signals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as disclosures see it: the document, what its sentences signal, the product, the genre, the markets in force."""

    document: Document
    said: Sequence[Said]
    product: Product
    genre: str
    markets: frozenset[str]
    weights: Weights


_EMPTY = Span(0, 0)


@dataclass(frozen=True, slots=True)
class _Found:
    """How a statement stands: its outcome, the place of its words, and what differs."""

    outcome: str  # present, altered, missing
    segment: Segment | None = None
    span: Span = _EMPTY
    differs: str = ""


def called_for(
    duties: Iterable[Duty], product: Product, page: str, markets: Mapping[str, Sequence[str]]
) -> tuple[tuple[Duty, Statement], ...]:
    """Return the statements that a page may have to carry: by the kind of product, else by words of its text, given plain.

    `markets` are those in force for each language.
    """
    return tuple(
        (duty, statement)
        for duty in duties
        for statement in duty.statements
        if set(markets.get(statement.language, ())) & set(statement.markets) and _meant(statement, product, page)
    )


def unasked(
    duties: Iterable[Duty], product: Product, languages: Iterable[str], markets: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, str], ...]:
    """Return (code, "product.channel") for each duty that a page in these languages may have, if only the profile said so.

    `markets` are those in force for each language. A profile without a kind is asked for nothing here.
    """
    held = _values(product)
    found = {
        (duty.code, f"product.{key}")
        for duty in duties
        for statement in duty.statements
        if product.kind in statement.kinds
        and statement.language in languages
        and set(markets.get(statement.language, ())) & set(statement.markets)
        and not any(held[key] & set(values) for key, values in statement.unless)
        for key, _ in statement.requires
        if held[key] == {""}
    }
    return tuple(sorted(found))


def check(page: Page, calls: Iterable[tuple[Duty, Statement]]) -> Iterator[Problem]:
    """Yield a problem for each statement that is missing, altered or contradicted; present ones are silent."""
    for duty, statement in calls:
        trigger = _trigger(page, statement)
        if trigger is None or page.genre not in statement.genres:
            continue
        found = _find(page.document.segments, statement)
        if found.outcome != "present":
            yield _problem(page, duty, statement, found, trigger)
        else:
            yield from _contradictions(page, duty, statement, found)


def _meant(statement: Statement, product: Product, page: str) -> bool:
    if not product.kind:
        return bool(statement.hints) and _holds(page, statement.hints)
    held = _values(product)
    if any(held[key] & set(values) for key, values in statement.unless):
        return False
    return product.kind in statement.kinds and all(held[key] & set(values) for key, values in statement.requires)


@cache
def _phrases(listed: tuple[str, ...]) -> Phrases:
    return Phrases(listed)


def _holds(text: str, listed: tuple[str, ...]) -> bool:
    """Tell whether a plain text holds one of some phrases; the lists of the market files are compiled once."""
    return bool(listed) and next(_phrases(listed).find(text), None) is not None


def _values(product: Product) -> dict[str, set[str]]:
    single = {key: {getattr(product, key)} for key in ("audience", "channel", "entity", "reviewed")}
    return {**single, "features": set(product.features), "status": {s.status for s in product.status}}


def _trigger(page: Page, statement: Statement) -> Said | None:
    """Return the sentence that calls for a statement, the first of its language; None where nothing does."""
    mine = [said for said in page.said if said.sentence.language == statement.language]
    if not statement.triggers:
        return mine[0] if mine else None
    return next((said for said in mine if said.signals & set(statement.triggers)), None)


def _find(everything: Sequence[Segment], statement: Statement) -> _Found:
    segments = [segment for segment in everything if _HIDDEN not in segment.address]
    if statement.tolerance == "elements":
        return _elements(segments, statement)
    if statement.tolerance == "pattern":
        return _pattern(segments, statement)
    best, closest = _Found("missing"), float(_LIKE)
    for number, segment in enumerate(segments):
        for wording in _near(segment.text, statement.wordings):
            for span in _stretches(segment.text):
                written = segment.text[span.start : span.end]
                likeness = _likeness(wording, written)
                if _says(statement, wording, written, likeness):
                    return _Found("present", segment, span)
                if likeness > _LIKE and _runs_on(segments, number, statement, wording):
                    return _Found("present", segment, span)
                if likeness > closest:
                    closest, best = likeness, _Found("altered", segment, span, difference(wording, written))
    return best


def _says(statement: Statement, wording: str, written: str, likeness: float) -> bool:
    """Tell whether words are the wording: whole, or near where that is allowed and no word but a spare one is lost or added."""
    if bare(wording) in bare(written):
        return True
    if statement.tolerance != "near" or likeness < statement.ratio:
        return likeness >= _SAME
    mine, theirs = (Counter(words(text.casefold())) for text in (wording, written))
    return set((mine - theirs) + (theirs - mine)) <= set(statement.spare)


def _runs_on(segments: Sequence[Segment], number: int, statement: Statement, wording: str) -> bool:
    """Tell whether a wording begins in one paragraph and ends in the next; the one of this number holds a part of it."""
    for first, second in pairwise(segments[max(0, number - 1) : number + 2]):
        before, after = list(_sentences(first.text))[-1:], list(_sentences(second.text))[:1]
        if before and after:
            written = f"{first.text[before[0].start :]} {second.text[: after[0].end]}"
            if len(written) <= _WIDEST and _says(statement, wording, written, _likeness(wording, written)):
                return True
    return False


def _near(text: str, wordings: tuple[str, ...]) -> list[str]:
    """Return the wordings of which a text holds half the words: most segments hold none, and need no closer look."""
    theirs = set(words(text.casefold()))
    return [wording for wording in wordings if 2 * len(theirs & (mine := set(words(wording.casefold())))) >= len(mine)]


def _stretches(text: str) -> Iterator[Span]:
    """Yield each sentence of a text and each two that follow one another: a statement is one or two sentences long."""
    places = list(_sentences(text))
    yield from places
    yield from (Span(first.start, second.end) for first, second in pairwise(places) if second.end - first.start <= _WIDEST)


def _sentences(text: str) -> Iterator[Span]:
    return (Span(*found.span()) for found in _SENTENCE.finditer(text))


def _likeness(wording: str, written: str) -> float:
    """Return how like two wordings are, per cent; 0 where they share too few words or differ too much in length."""
    if not _SHARED <= len(written) / len(wording) <= 1 / _SHARED:
        return 0.0
    mine, theirs = set(words(wording.casefold())), set(words(written.casefold()))
    return fuzz.ratio(bare(wording), bare(written)) if len(mine & theirs) >= _SHARED * len(mine) else 0.0


def _elements(segments: Sequence[Segment], statement: Statement) -> _Found:
    missing: list[str] = []
    place = _Found("missing")
    text = plain("\n".join(segment.text for segment in segments))
    for group in statement.elements:
        if not _holds(text, group):
            missing.append(group[0])
        elif place.segment is None:
            home = next((s for s in segments if _holds(plain(s.text), group)), None)
            place = _Found("altered", home, Span(0, len(home.text)) if home else _EMPTY)
    if not missing:
        return _Found("present", place.segment, place.span)
    if place.segment is None:
        return _Found("missing")
    return _Found("altered", place.segment, place.span, f"not said: {'; '.join(missing)}")


def _pattern(segments: Sequence[Segment], statement: Statement) -> _Found:
    for segment in segments:
        found = re.search(statement.pattern, segment.text)
        if found:
            return _Found("present", segment, Span(*found.span()))
    for segment in segments:
        for hint in statement.wordings:
            at = segment.text.find(hint)
            if at >= 0:
                return _Found("altered", segment, Span(at, at + len(hint)), "not in the form that is prescribed")
    return _Found("missing")


def _problem(page: Page, duty: Duty, statement: Statement, found: _Found, trigger: Said) -> Problem:
    sentence = trigger.sentence
    span = sentence.segment.locate(sentence.span)
    labels: tuple[Label, ...] = ()
    if found.segment is not None:  # altered: the words themselves are the place
        labels = (Label(span, "calls for the statement"),) if statement.triggers else ()
        sentence = Sentence(found.segment, found.span, statement.language)
        span = found.segment.locate(found.span)
    detail = f" altered, {found.differs}" if found.outcome == "altered" else " missing"
    confidence, reasons = weigh([] if page.product.kind else ["trigger"], page.weights)
    return Problem(
        code=duty.code,
        claim=Claim(sentence),
        span=span,
        message=f"{duty.message}: {statement.id}{detail}",
        label=statement.placement if found.outcome == "missing" else "",
        role=found.outcome,
        confidence=confidence,
        reasons=reasons,
        labels=labels,
        permitted=_elsewhere(page, statement),
        ceiling=None if page.product.kind else "warning",
    )


def _contradictions(page: Page, duty: Duty, statement: Statement, found: _Found) -> Iterator[Problem]:
    """Yield the first sentence that says the opposite of a statement that is there."""
    against = set(statement.contradicted_by)
    for said in page.said:
        if not said.signals & against or found.segment is None or _holds(plain(said.sentence.text), statement.denied_by):
            continue
        place = found.segment.locate(found.span)
        span = said.sentence.segment.locate(said.sentence.span)
        if span.overlaps(place):
            continue
        confidence, reasons = weigh([] if page.product.kind else ["trigger"], page.weights)
        yield Problem(
            code=duty.code,
            claim=Claim(said.sentence),
            span=span,
            message=f"{duty.message}: {statement.id} contradicted by the copy",
            role="contradicted",
            confidence=confidence,
            reasons=reasons,
            labels=(Label(place, "the statement stands here"),),
            permitted=_elsewhere(page, statement),
            ceiling=None if page.product.kind else "warning",
        )
        return


def _elsewhere(page: Page, statement: Statement) -> tuple[tuple[str, str], ...]:
    return tuple((market, "no duty there") for market in sorted(page.markets - set(statement.markets)))
