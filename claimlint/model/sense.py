"""What is found in a sentence: mentions, qualifiers, citations, records, claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimlint.model.facts import Fact, Quantity
from claimlint.model.places import Sentence, Span

Support = Literal["uncited", "unchecked", "unresolved", "inadequate", "substantiated"]
Words = tuple[tuple[str, ...], ...]  # alternatives, each of them words that all must be there; "*" stands for any ending
Nature = Literal["retraction", "expression-of-concern", "correction", "reinstatement", "retracted-and-republished", "update"]


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Why a mention may be harmless (or was not): its kind, and the words that say so, in characters of the sentence."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a rule in a sentence. Spans are characters of the sentence; `anchor` is the word the rule turns on."""

    rule: str
    span: Span
    anchor: Span
    pattern: str
    agent: str = ""  # class of the one who does it: software, clinician, product, third, "" when unsaid
    qualifiers: tuple[Qualifier, ...] = ()
    cleared: Qualifier | None = None  # the first qualifier that this rule accepts as harmless
    reads: str = ""  # how the words read, where they were written in disguise: "cure" for "c.u.r.e"
    beyond: bool = False  # counts only where it names what the product profile does not cover
    under: Span | None = None  # the heading or lead-in that decided, where an item was read together with it


@dataclass(frozen=True, slots=True)
class Notice:
    """An editorial notice about a published work."""

    nature: Nature
    identifier: str = ""  # DOI or PMID of the notice itself; of the new paper where the work was republished
    date: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A published work as the registry holds it. `identifiers` are (scheme, value): doi, pmid, pmcid, nct, isrctn, chictr."""

    key: str
    title: str
    year: int | None = None
    authors: tuple[str, ...] = ()  # "Family Given-or-initials"
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    types: tuple[str, ...] = ()  # publication types, MEDLINE names
    mesh: tuple[str, ...] = ()
    abstract: str = ""
    notices: tuple[Notice, ...] = ()
    place: str = ""  # "evidence/smith.toml:3": where the record stands
    funding: tuple[str, ...] = ()  # who paid, as declared
    interests: str = ""  # competing interests, as declared
    checked: str = ""  # ISO date on which its notices were last asked for; "" where never
    review_by: str = ""  # ISO date on which a team wants to look at it again
    facts: tuple[Fact, ...] = ()  # what its title and abstract say, a sentence each


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer as written. `span` is its place in the source; `how` says what decided ("doi", "pmid", "title 93 %", "none")."""

    written: str
    span: Span
    reference: str = ""  # the full entry it leads to, where the draft has one
    record: EvidenceRecord | None = None
    how: str = "none"
    tier: str = ""  # exact, high, medium, ambiguous, none
    note: str = ""  # declared in the text itself: "preprint", "data on file"
    notices: tuple[Notice, ...] = ()  # on the identifiers as written, also where no record holds them


@dataclass(frozen=True, slots=True)
class Subject:
    """What a record must be about: its title holds one alternative of each of `given`, title or abstract one of `looked`.

    `least`: the level of evidence (lexicons/evidence.toml) below which it is of no use.
    """

    given: tuple[Words, ...]
    looked: Words
    least: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence asserts, flagged or not. `kinds` are rows of the decision table (lexicons/evidence.toml)."""

    sentence: Sentence
    mentions: tuple[Mention, ...] = ()
    citations: tuple[Citation, ...] = ()
    kinds: tuple[str, ...] = ()
    support: Support = "uncited"
    quantities: tuple[Quantity, ...] = ()  # its figures, in characters of the sentence; none where nothing is cited
    today: str = ""  # ISO day on which it is judged; "" where nobody said: then nothing has an age
    markets: tuple[str, ...] = ()  # ids of the markets that it is judged in; () where nobody said
    others: tuple[EvidenceRecord, ...] = ()  # what the registry holds on its subject besides, cited or not
