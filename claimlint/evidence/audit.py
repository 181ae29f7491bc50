"""A registry → what is wrong with its records: notices, age, contradictions, what is missing, what is due for review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimlint.evidence import standing
from claimlint.evidence.identifiers import normal
from claimlint.model import EvidenceRecord, Severity

if TYPE_CHECKING:
    from claimlint.evidence.registry import SqlRegistry

_PAGE = 500  # records that are held at a time
_WANTED = ("title", "year", "authors", "journal", "abstract", "types")
_GRAVE: dict[str, Severity] = {
    "retraction": "error",
    "retracted-and-republished": "error",
    "expression-of-concern": "warning",
    "correction": "note",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: of which kind and how grave, with which record ("" for the registry as a whole), in words."""

    kind: str  # notice, age, identifier, missing, contradiction, review
    severity: Severity
    record: str
    words: str
    nature: str = ""  # of a notice
    new: bool = False  # a notice that the audit before did not know


def audit(registry: SqlRegistry, today: str, before: Mapping[str, str] | None = None) -> Iterator[Trouble]:
    """Yield the troubles of a registry, record by record; `before` is the nature of each record's notice in an earlier audit."""
    yield from _age(registry.as_of(), today)
    after = 0
    while page := registry.records(after, _PAGE):
        for after, record in page:  # noqa: B007 - the last row of the page is where the next begins
            yield from _of_record(record, registry.as_of(), today, before)
    for key, field, kept, dropped, kept_place, dropped_place in registry.contradictions():
        words = f'{field}: kept "{_short(kept)}" ({kept_place}), dropped "{_short(dropped)}" ({dropped_place})'
        yield Trouble("contradiction", "note", key, words)


def _age(as_of: str, today: str) -> Iterator[Trouble]:
    found = standing.standing((), as_of, today)
    if not as_of:
        yield Trouble("age", "warning", "", "no list of notices was imported: retractions are known only where a record tells of its own")
    elif found.stale:
        yield Trouble("age", "warning", "", f"the notices are old: {standing.age(as_of, today)}, the limit is {standing.LIMIT}")


def _of_record(record: EvidenceRecord, as_of: str, today: str, before: Mapping[str, str] | None) -> Iterator[Trouble]:
    stands = standing.of_record(record, as_of, today)
    if stands.nature:
        new = before is not None and before.get(record.key, "") != stands.nature
        yield Trouble("notice", _GRAVE[stands.nature], record.key, stands.words, stands.nature, new)
    if not any(scheme in ("doi", "pmid", "pmcid", "nct", "isrctn", "chictr") for scheme, _ in record.identifiers):
        yield Trouble("identifier", "warning", record.key, "no identifier: it can be found by its title only, and notices cannot find it")
    for scheme, value in record.identifiers:
        if normal(scheme, value) != value:
            yield Trouble("identifier", "warning", record.key, f'"{value}" is no {scheme.upper()} in its normal form')
    missing = [name for name in _WANTED if not getattr(record, name)]
    if missing:
        yield Trouble("missing", "note", record.key, f"without {', '.join(missing)}")
    if record.review_by and record.review_by < today:
        yield Trouble("review", "warning", record.key, f"was to be looked at again by {record.review_by}")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 - characters on a line
