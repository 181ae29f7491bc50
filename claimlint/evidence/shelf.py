"""Pointers of a draft → citations with what the registry holds on them, and what else it holds on a subject."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from claimlint.evidence.facts import facts
from claimlint.evidence.resolve import resolve
from claimlint.model import Citation
from claimlint.rules.levels import design_of, standards

if TYPE_CHECKING:
    from claimlint.evidence.cite import Pointer
    from claimlint.evidence.registry import Registry
    from claimlint.model import EvidenceRecord, Notice, Subject


class Shelf:
    """The registry of a run, or none, and what was read from it: each record once, however often it is cited."""

    def __init__(self, registry: Registry | None) -> None:
        """Keep the registry; None: nothing is looked up."""
        self.registry = registry
        self._records: dict[str, EvidenceRecord] = {}
        self._subjects: dict[Subject, tuple[EvidenceRecord, ...]] = {}

    def citation(self, pointer: Pointer) -> Citation | None:
        """Resolve a pointer; words that may be no citation at all count only where they lead to a record."""
        place = pointer.segment.locate(pointer.span)
        unresolved = Citation(pointer.written, place, pointer.reference, note=pointer.note)
        if self.registry is None:
            return unresolved if pointer.sure else None
        found = resolve(pointer.reference, pointer.identifiers, self.registry)
        if found.record is None and not pointer.sure:
            return None
        record = self._told(found.record, self.registry) if found.record else None
        notices = _notices(pointer, found.record, self.registry)
        return dataclasses.replace(unresolved, record=record, how=found.how, tier=found.tier, notices=notices)

    def about(self, subject: Subject) -> tuple[EvidenceRecord, ...]:
        """Return the records on a subject with what they say, the latest first."""
        if self.registry is None:
            return ()
        if subject not in self._subjects:
            strong = (r for r in self.registry.about(subject) if design_of(r, standards()).level >= subject.least)
            self._subjects[subject] = tuple(self._told(record, self.registry) for record in strong)
        return self._subjects[subject]

    def _told(self, record: EvidenceRecord, registry: Registry) -> EvidenceRecord:
        """Return the record with what it says."""
        if record.key not in self._records:
            stored = record.facts or registry.facts(record.key)
            self._records[record.key] = dataclasses.replace(record, facts=stored or facts(record))
        return self._records[record.key]


def _notices(pointer: Pointer, record: EvidenceRecord | None, registry: Registry) -> tuple[Notice, ...]:
    """Return the editorial notices on the identifiers as written that the record does not carry itself."""
    known = record.notices if record else ()
    found = [notice for pair in pointer.identifiers for notice in registry.notices(*pair)]
    return tuple(notice for notice in dict.fromkeys(found) if notice not in known)
