"""The works of a registry → the same works as services describe them today, written batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimlint.errors import ConfigError, RegistryError
from claimlint.evidence._store import formats, keep
from claimlint.evidence.formats import Marked
from claimlint.evidence.identifiers import identifiers, normal
from claimlint.evidence.live.fetch import Fetcher
from claimlint.evidence.live.services import Question, Service, questions
from claimlint.evidence.registry import SqlRegistry, open_registry
from claimlint.model import EvidenceRecord

_PAGE = 500  # records that are held at a time
_BATCH = 100  # works that are asked about before anything is written
_GRAVE = ("retraction", "retracted-and-republished", "expression-of-concern")

Pair = tuple[str, str]
Answer = tuple[Question, tuple[EvidenceRecord | Marked, ...]]
Progress = Callable[[int, int, str], None]  # works asked, works to ask, service


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: works asked and answered for, those no service knows, works newly under a notice, and why it stopped."""

    asked: int
    answered: int  # of identifiers, as `asked`
    unknown: tuple[str, ...]  # "doi:10.5555/…"
    noticed: tuple[tuple[str, str], ...]  # key of a record, nature
    stopped: str = ""


def plan(registry: SqlRegistry, services: Sequence[Service], today: str, older: int) -> tuple[tuple[Question, ...], ...]:
    """Return the questions to ask about works that were last asked about more than `older` days ago, 0: not today.

    They come in batches: every question about some works, so that a work is done with all services or with none.
    """
    limit = (date.fromisoformat(today) - timedelta(days=older)).isoformat()
    due = [record.identifiers for record in _records(registry) if not record.checked or record.checked < limit]
    batches = [[pair for pairs in due[start : start + _BATCH] for pair in pairs] for start in range(0, len(due), _BATCH)]
    asking = (tuple(question for service in services for question in questions(service, pairs)) for pairs in batches)
    return tuple(batch for batch in asking if batch)


def refresh(registry: str, asking: Sequence[tuple[Question, ...]], fetcher: Fetcher, today: str, progress: Progress) -> Refreshed:
    """Ask, and write the answers batch by batch: what is interrupted goes on where it stopped when it is run again.

    A service that does not answer ends the refresh; what was written stays, and the report says why it stopped.
    """
    held = _natures(registry)
    total = sum(len(question.asked) for batch in asking for question in batch)
    done = answered = 0
    unknown: list[str] = []
    stopped = ""
    try:
        for batch in asking:
            found: list[Answer] = []
            for question in batch:
                found.append((question, fetcher.ask(question)))
                done += len(question.asked)
                progress(done, total, question.service.name)
            answered += _write(registry, found, today)
            unknown += _missing(found)
    except RegistryError as error:
        stopped = str(error)
    if answered:
        keep(registry, (), recount=True)
    noticed = tuple((key, nature) for key, nature in _natures(registry).items() if held.get(key) != nature)
    return Refreshed(done, answered, tuple(dict.fromkeys(unknown)), noticed, stopped)


def add(registry: str, asking: Sequence[Question], fetcher: Fetcher, today: str) -> tuple[int, tuple[str, ...]]:
    """Ask about works that the registry need not hold, write what is answered, and return how many records, and what nobody knows.

    Raises RegistryError where a service does not answer; then nothing is written.
    """
    found = [(question, fetcher.ask(question)) for question in asking]
    written = _write(registry, found, today, recount=True)
    known = {pair for _, items in found for pair in _said(items)}
    return written, tuple(f"{s}:{v}" for s, v in dict.fromkeys(pair for q in asking for pair in q.asked) if (s, v) not in known)


def wanted(text: str) -> Pair:
    """Return the identifier that somebody wants to add. Raises ConfigError for what is none."""
    found = next(iter(identifiers(text)), None) or ("pmid", normal("pmid", text))
    if not found[1] or found[0] not in ("doi", "pmid", "nct"):
        raise ConfigError(f'"{text}" is no DOI, PMID or NCT number', remedy="copy it from the publisher's page")
    return found


def _write(registry: str, found: Sequence[Answer], today: str, *, recount: bool = False) -> int:
    """Write answers in one transaction and return how many works were answered for; what was not asked for is not let in."""
    items: list[tuple[EvidenceRecord | Marked, str]] = []
    works: set[Pair] = set()
    for question, answer in found:
        for item in answer:
            if isinstance(item, Marked):
                items.append((item, question.service.format))
            elif set(item.identifiers) & set(question.asked):
                items.append((replace(item, checked=today), question.service.format))
                works |= set(item.identifiers) & set(question.asked)
    if items:
        keep(registry, items, recount=recount)
    return len(works)


def _missing(found: Sequence[Answer]) -> list[str]:
    """Return the identifiers that no service knows which was asked about them."""
    known = {pair for _, answer in found for pair in _said(answer)}
    return [f"{scheme}:{value}" for question, _ in found for scheme, value in question.asked if (scheme, value) not in known]


def _said(found: Sequence[EvidenceRecord | Marked]) -> set[Pair]:
    return {pair for item in found if isinstance(item, EvidenceRecord) for pair in item.identifiers}


def _natures(registry: str) -> dict[str, str]:
    """Return the gravest nature of the notices on each record that bears one."""
    opened = open_registry(registry)
    try:
        told: dict[str, set[str]] = {r.key: {n.nature for n in r.notices} for r in _records(opened) if r.notices}
    finally:
        opened.close()
    standing = {key: natures - {"retraction"} if "reinstatement" in natures else natures for key, natures in told.items()}
    return {key: nature for key, natures in standing.items() if (nature := next((n for n in _GRAVE if n in natures), ""))}


def _records(registry: SqlRegistry) -> Iterator[EvidenceRecord]:
    after = 0
    while page := registry.records(after, _PAGE):
        yield from (record for _, record in page)
        after = page[-1][0]


def fetcher() -> Fetcher:
    """Return what asks services, with every format that an answer may come in."""
    return Fetcher({used.name: used for used in formats()})
