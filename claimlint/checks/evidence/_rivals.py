"""A claim and the other records on its subject → the best of them that found the contrary, sure enough to say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from claimlint.checks.evidence._clauses import keys, share
from claimlint.checks.evidence._content import Said, said
from claimlint.checks.evidence._direction import REVERSE, Answer, answer
from claimlint.checks.evidence._population import mismatch
from claimlint.checks.evidence._question import Asked, asked
from claimlint.checks.evidence._weigh import default, sound
from claimlint.model import Claim, EvidenceRecord, Subject, Term
from claimlint.model.facts import Fact
from claimlint.rules.effects import effects, pattern
from claimlint.rules.home import lexicon_home
from claimlint.rules.levels import Design, design_of
from claimlint.rules.people import people
from claimlint.rules.spellings import spellings
from claimlint.rules.tables import read_table
from claimlint.rules.terms import terms, vocabulary, weight

_NULL, _REVERSED = 0.8, 0.75  # odds from which a record is taken to have found nothing, or the reverse
_FINAL = 0.5  # odds that its conclusion alone must give to the same
_AGREES = 0.5  # odds from which a record bears the claim out
_ABOUT = 0.6  # share of the outcome's words that the conclusion must hold
_DOUBTS = 1  # more of them, and nothing is said
_LEAST = "E4"  # what is weaker contradicts nothing
_USUAL = 2.0  # weight up to which a word of a title names no treatment of its own
_ENDING = 2  # last sentences of an abstract without headings: there the conclusion stands
_NAME = 4  # weight from which an unknown word may name another treatment
_AFTER = 60  # characters after "than", "compared with" in which the comparator stands


@dataclass(frozen=True, slots=True)
class Asking:
    """A claim that asserts an effect, its question cut down to words that the cited record holds, and the level of that record."""

    one: Said
    question: Asked
    given: frozenset[str]
    looked: frozenset[str]
    design: Design

    @property
    def known(self) -> frozenset[str]:
        """Return the keys of all that claim and cited record speak of."""
        return frozenset(t.key for t in self.one.terms) | _spoken(self.one.record)


@dataclass(frozen=True, slots=True)
class Contrary:
    """What was asked, a record that found the contrary, its design, what it found ("none", "more", "less"), and what leaves doubt."""

    asking: Asking
    record: EvidenceRecord
    design: Design
    label: str
    answer: Answer
    doubts: tuple[str, ...]


def asking(claim: Claim) -> Asking | None:
    """Return what a claim and the strongest record that it cites leave to be asked, None where they say too little."""
    if "risk-statement" in claim.kinds:
        return None
    found = [(design_of(one.record, default()), one) for one in said((claim,))]
    for design, one in sorted(found, key=lambda pair: (pair[0].level, pair[1].record.year or 0), reverse=True)[:1]:
        question = asked(one)
        titled = _titled(one.record)
        given = question.question.intervention & titled if question else frozenset()
        looked = question.question.outcome & _spoken(one.record) if question else frozenset()
        if question and given and looked and not given & looked:
            return Asking(one, question, given, looked, design)
    return None


def sought(claim: Claim) -> Subject | None:
    """Return what other records have to be about to be set against a claim."""
    found = asking(claim)
    if found is None:
        return None
    written = {t.key: found.one.text[t.start : t.end] for t in found.one.terms}
    given = tuple(spellings(key, written[key]) for key in sorted(found.given))
    return Subject(given, tuple(words for key in sorted(found.looked) for words in spellings(key, written[key])), _LEAST)


def contrary(claim: Claim) -> Contrary | None:
    """Return the strongest and latest record that contradicts a claim; None where none does surely, or an equal bears it out."""
    cited = {citation.record.key for citation in claim.citations if citation.record}
    others = tuple(record for record in claim.others if record.key not in cited)
    found = asking(claim) if others else None
    own = answer(found.question.question, found.one.facts) if found else None
    if found is None or _refuted(found, own):
        return None
    ranked = sorted(_stronger(found, others), key=lambda pair: (pair[1].level, pair[0].year or 0, pair[0].key), reverse=True)
    for record, design in ranked:
        told = answer(found.question.question, record.facts)
        final = answer(found.question.question, _conclusion(record.facts))
        if told and (_bears_out(found, told) or (final and _bears_out(found, final))):
            return None  # the evidence is mixed: whoever weighs it needs more than words
        label = _label(found, told, final)
        if told and label:
            doubts = tuple(_doubts(found, own, record))
            return Contrary(found, record, design, label, told, doubts) if len(doubts) <= _DOUBTS else None
    return None


def _stronger(found: Asking, others: Sequence[EvidenceRecord]) -> Iterator[tuple[EvidenceRecord, Design]]:
    """Yield the records on the very subject that are of a higher level than the cited ones, or of the same and later."""
    for record in others:
        design = design_of(record, default())
        higher = design.level > max(found.design.level, "E3")
        later = design.level == found.design.level and (record.year or 0) > (found.one.record.year or 9999)
        if design.level >= _LEAST and (higher or later) and _same(found, record):
            yield record, design


def _same(found: Asking, record: EvidenceRecord) -> bool:
    """Tell whether a record stands and is about the same treatment in people who do not differ: by title and headings."""
    if share(found.given, _titled(record), vocabulary()) < 1:
        return False
    standing = replace(found.one.citation, record=record, note="", notices=())
    if not sound(standing, default()):
        return False
    added = [t for t in record.facts[0].terms if t.key not in found.known and _treats(t)]
    drugs = set(people().drug.findall(record.title.lower())) - set(people().drug.findall(_text(found.one)))
    return not added and not drugs and mismatch(replace(found.one, record=record), default()) is None


def _label(found: Asking, told: Answer | None, final: Answer | None) -> str:
    """Return what a record, and its conclusion alone, say against the claim; "" where they say nothing surely."""
    if told is None or final is None or final.clause.whole < _ABOUT or _excused(final.fact, found):
        return ""
    if not share(found.given, keys(final.fact), vocabulary()) and final.fact.section != "title":
        return ""
    if told.odds["none"] >= _NULL and final.odds["none"] >= _FINAL and effects().cues["null"].search(final.fact.text.lower()):
        return "none"
    reverse = REVERSE.get(found.question.label, "")
    return reverse if reverse and told.odds[reverse] >= _REVERSED and _plainly(found, final) == reverse else ""


def _plainly(found: Asking, told: Answer) -> str:
    """Return what the words of a sentence say of more or less, "" where they deny it, say both, or say neither."""
    text, cues = told.fact.text.lower(), effects().cues
    if cues["null"].search(text):
        return ""
    good = found.question.question.good
    ups = bool(cues["up"].search(text)) or bool(good and cues["better" if good > 0 else "worse"].search(text))
    downs = bool(cues["down"].search(text)) or bool(good and cues["worse" if good > 0 else "better"].search(text))
    return "" if ups == downs else "more" if ups else "less"


def _excused(fact: Fact, found: Asking) -> bool:
    """Tell whether a sentence finds two treatments alike, does not know, speaks of a part, or compares with another treatment."""
    text = fact.text.lower()
    if any(words.search(text) for words in _excuses()):
        return True
    others = [t for t in fact.terms if t.key not in found.known and t.key != "=placebo"]
    if any(_treats(t) for t in others):
        return True
    against = [m.end() for cue in ("comparing", "among") for m in effects().cues[cue].finditer(text)]
    named = any(weight(t.key, vocabulary()) >= _NAME and end <= t.start <= end + _AFTER for t in others for end in against)
    return named and not effects().cues["controls"].search(text)


def _refuted(found: Asking, told: Answer | None) -> bool:
    """Tell whether the cited record itself says otherwise: EVD008 speaks of that."""
    reverse = REVERSE.get(found.question.label, "")
    return bool(told and (told.null or (reverse and told.odds[reverse] > _AGREES)))


def _bears_out(found: Asking, told: Answer) -> bool:
    label, plain = found.question.label, _plainly(found, told)
    if plain and plain == (label or plain) and told.clause.whole >= _ABOUT:
        return True
    return told.odds[label] >= _AGREES if label else max(told.odds["more"], told.odds["less"]) >= _AGREES


def _doubts(found: Asking, own: Answer | None, record: EvidenceRecord) -> Iterator[str]:
    """Yield what leaves it open whether the two records speak of the same thing; `own` is what the cited one says."""
    words = vocabulary()
    if not record.abstract:
        yield "only its title is known"
    if not found.design.level:
        yield "the design of the cited record is unknown"
    if own is None or not _bears_out(found, own):
        yield "the cited record does not say it plainly"
    if not share(found.looked, _titled(record), words):
        yield "the outcome does not stand in its title"
    others = [t.key for t in record.facts[0].terms if words.sorts.get(t.key) in ("condition", "people") and t.key not in found.known]
    if others:
        yield f"it studied other people ({', '.join(k.strip('=') for k in dict.fromkeys(others))})"


def _treats(term: Term) -> bool:
    words = vocabulary()
    return words.sorts.get(term.key) == "intervention" and weight(term.key, words) > _USUAL and term.key != "=placebo"


def _conclusion(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    said_so = [fact for fact in facts if fact.section in ("conclusion", "title")]
    return tuple(said_so if len(said_so) > 1 else [*facts[:1], *facts[1:][-_ENDING:]])


def _titled(record: EvidenceRecord) -> frozenset[str]:
    """Return the keys of title and headings: what the record is about."""
    return frozenset(t.key for fact in record.facts[:1] for t in fact.terms) | _headed(record.mesh)


@cache
def _headed(mesh: tuple[str, ...]) -> frozenset[str]:
    return frozenset(t.key for heading in mesh for t in terms(heading, vocabulary()))


def _spoken(record: EvidenceRecord) -> frozenset[str]:
    return frozenset(t.key for fact in record.facts for t in fact.terms) | _headed(record.mesh)


def _text(one: Said) -> str:
    return f"{one.text} {' '.join(fact.text for fact in one.facts)}".lower()


@cache
def _excuses(path: Path | None = None) -> tuple[re.Pattern[str], ...]:
    """Read contrary.toml, once a process. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence" / "contrary.toml")
    table.only("alike", "unsure", "part")
    return tuple(pattern(table.table(name)) for name in ("alike", "unsure", "part"))
