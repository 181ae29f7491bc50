"""Records and notices ↔ rows of a registry."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from claimlint.evidence import _facts
from claimlint.evidence._database import Database, Row
from claimlint.evidence._merge import Dropped, Told, merged, packed, unpacked
from claimlint.evidence._text import family, fold, terms
from claimlint.evidence.formats import Marked
from claimlint.model import EvidenceRecord, Notice

WORK = ("doi", "pmid", "pmcid")  # identifiers of one work; many works may share a trial number
_STATED = "key, title, year, journal, volume, issue, pages, abstract, place, funding, interests, checked, review_by"
_KEPT = f"id, {_STATED}, folded, terms, lead, families, believed, origins"
_MARKS = ", ".join("?" * len(_KEPT.split(",")))
_INSERT = f"INSERT INTO record ({_KEPT}) VALUES ({_MARKS})"  # noqa: S608 - our own names
_NOTICE = (
    "SELECT nature, identifier, date, source FROM editorial_notice WHERE scheme = ? AND value = ? ORDER BY date, nature, identifier, source"
)
_MARK = "INSERT INTO editorial_notice VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
_LIST = "\n"  # between the names of a list that is never searched
_LISTS = ("author", "pub_type", "mesh")
# all that belongs to a record, in one answer: part, position, then what it holds; notices on its key stand after those on its identifiers
_PARTS = " UNION ALL ".join(
    (
        *(f"SELECT '{table}', position, name, '', '', '', '', '' FROM {table} WHERE record = ?" for table in _LISTS),  # noqa: S608 - our own names
        "SELECT 'identifier', 0, scheme, value, '', '', '', '' FROM identifier WHERE record = ?",
        (
            "SELECT 'notice', 0, n.scheme, n.value, n.date, n.nature, n.identifier, n.source "
            "FROM editorial_notice AS n JOIN identifier AS i ON i.scheme = n.scheme AND i.value = n.value WHERE i.record = ?"
        ),
        "SELECT 'notice', 1, scheme, value, date, nature, identifier, source FROM editorial_notice WHERE scheme = 'key' AND value = ?",
    )
)


def record_of(database: Database, number: int) -> EvidenceRecord:
    """Return the record of a row, with its notices."""
    return records(database, "id = ?", (number,))[0][1]


def records(database: Database, where: str, values: Sequence[object]) -> list[tuple[int, EvidenceRecord]]:
    """Return rows and records that a condition of our own names, each with its notices.

    One question, and one more a record: each costs a way to the server.
    """
    sql = f"SELECT id, {_STATED} FROM record WHERE {where}"  # noqa: S608 - our own names
    return [(int(row[0]), _record(row, database.rows(_PARTS, (row[0],) * 5 + (row[1],)))) for row in database.rows(sql, values)]


def _record(row: Row, parts: list[Row]) -> EvidenceRecord:
    _, key, title, year, journal, volume, issue, pages, abstract, place, funding, interests, checked, review_by = row
    held: dict[str, list[Row]] = {}
    for part, *rest in sorted(parts, key=lambda row: (*row[:2], *map(str, row[2:]))):
        held.setdefault(part, []).append(tuple(rest))
    authors, types, mesh = (tuple(name for _, name, *_ in held.get(table, ())) for table in _LISTS)
    pairs = tuple((scheme, value) for _, scheme, value, *_ in held.get("identifier", ()))
    marked = (Notice(nature, identifier, date, source) for _, _, _, date, nature, identifier, source in held.get("notice", ()))
    return EvidenceRecord(
        key, title, year, authors, journal, volume, issue, pages, pairs, types, mesh, abstract, tuple(dict.fromkeys(marked)), place,
        tuple(funding.split(_LIST)) if funding else (), interests, checked, review_by,
    )  # fmt: skip


def notices(database: Database, scheme: str, value: str) -> tuple[Notice, ...]:
    """Return the notices on an identifier, whether or not a record holds it."""
    return tuple(Notice(*row) for row in database.rows(_NOTICE, (scheme, value)))


def mark(database: Database, marked: Marked) -> None:
    """Keep a notice on an identifier, once."""
    notice = marked.notice
    database.rows(_MARK, (marked.scheme, marked.value, notice.nature, notice.identifier, notice.date, notice.source))


def known(database: Database, record: EvidenceRecord) -> tuple[int, ...]:
    """Return the rows that describe the same work: by identifier, else by key. The first is the oldest."""
    found = []
    for scheme, value in record.identifiers:
        if scheme in WORK:
            rows = database.rows("SELECT record FROM identifier WHERE scheme = ? AND value = ? ORDER BY record", (scheme, value))
            found += [int(number) for (number,) in rows if not _conflict(database, number, record)]
    found = found or [int(n) for (n,) in database.rows("SELECT id FROM record WHERE key = ?", (record.key,))]
    return _compatible(database, sorted(set(found)))


def put(database: Database, rows: tuple[int, ...], record: EvidenceRecord, believed: int, fresh: int) -> tuple[int, bool]:
    """Write one record; return its row, `fresh` where it is new, and whether anything changed. Rows of the same work become one."""
    told = Told(record, believed, {})
    if not rows:
        _insert(database, fresh, told)
        return fresh, True
    lost: list[Dropped] = []
    whole = before = _told(database, rows[0])
    for description in (*(_told(database, number) for number in rows[1:]), told):
        pairs = tuple(sorted({*whole.record.identifiers, *description.record.identifiers}))
        key = _key(database, description.record.key, whole.record.key, rows)
        marks = tuple(dict.fromkeys((*whole.record.notices, *description.record.notices)))
        whole, dropped = merged(whole, description)
        whole = Told(_renamed(whole.record, key, pairs, marks), whole.believed, whole.origins)
        lost += dropped
    _log(database, whole.record.key, lost)
    if len(rows) == 1 and whole == before:
        return rows[0], False  # said again: nothing is written
    for number in rows:
        _delete(database, number)
        if number != rows[0] or _words(whole) != _words(before):
            _facts.forget(database, number)
    _insert(database, rows[0], whole)
    return rows[0], True


def _words(told: Told) -> tuple[str, str]:
    return told.record.title, told.record.abstract


def _renamed(record: EvidenceRecord, key: str, pairs: tuple[tuple[str, str], ...], marks: tuple[Notice, ...]) -> EvidenceRecord:
    return dataclasses.replace(record, key=key, identifiers=pairs, notices=marks)


def _told(database: Database, number: int) -> Told:
    believed, origins = database.rows("SELECT believed, origins FROM record WHERE id = ?", (number,))[0]
    return Told(record_of(database, number), int(believed), unpacked(origins))


def _identifiers(database: Database, number: int) -> tuple[tuple[str, str], ...]:
    rows = database.rows("SELECT scheme, value FROM identifier WHERE record = ? ORDER BY scheme, value", (number,))
    return tuple((scheme, value) for scheme, value in rows)


def _conflict(database: Database, number: int, record: EvidenceRecord) -> bool:
    """Tell whether two records bear different PubMed numbers: then they are two works, though they share a DOI."""
    held = {value for scheme, value in _identifiers(database, number) if scheme == "pmid"}
    new = {value for scheme, value in record.identifiers if scheme == "pmid"}
    return bool(held and new and not held & new)


def _compatible(database: Database, rows: list[int]) -> tuple[int, ...]:
    """Leave out rows whose PubMed number is not that of the first row which has one."""
    numbers = {row: {v for s, v in _identifiers(database, row) if s == "pmid"} for row in rows}
    leading = next((n for n in numbers.values() if n), set())
    return tuple(row for row in rows if not numbers[row] or numbers[row] & leading)


def _key(database: Database, wanted: str, held: str, rows: tuple[int, ...]) -> str:
    # a poorer record must not rename a richer one: "pmid:1" stays although a DOI-only copy comes later
    taken = [n for (n,) in database.rows("SELECT id FROM record WHERE key = ?", (wanted,)) if n not in rows]
    return held if taken or held.startswith("pmid:") else wanted


def _delete(database: Database, number: int) -> None:
    for table in ("identifier", "author", "pub_type", "mesh"):
        database.rows(f"DELETE FROM {table} WHERE record = ?", (number,))  # noqa: S608 - our own names
    database.rows("DELETE FROM record WHERE id = ?", (number,))


def _insert(database: Database, number: int, told: Told) -> None:
    record = told.record
    folded, families = fold(record.title), [f for f in map(family, record.authors) if f]
    row = (
        number, record.key, record.title, record.year, record.journal, record.volume, record.issue, record.pages, record.abstract,
        record.place, _LIST.join(record.funding), record.interests, record.checked, record.review_by, folded, terms(folded),
        families[0] if families else "", " ".join(families), told.believed, packed(told.origins),
    )  # fmt: skip
    database.rows(_INSERT, row)
    pairs = record.identifiers
    database.many("INSERT INTO identifier VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [(s, v, number) for s, v in pairs])
    for table, names in (("author", record.authors), ("pub_type", record.types), ("mesh", record.mesh)):
        if names:
            rows = [(number, position, name) for position, name in enumerate(names)]
            database.many(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)  # noqa: S608 - our own names
    if record.notices:
        _mark_all(database, record)


def _mark_all(database: Database, record: EvidenceRecord) -> None:
    scheme, value = next(((s, v) for s, v in record.identifiers if s in WORK), ("key", record.key))
    held = {notice for pair in (*record.identifiers, ("key", record.key)) for notice in notices(database, *pair)}
    for notice in dict.fromkeys(record.notices):
        if notice not in held:
            mark(database, Marked(scheme, value, notice))


def _log(database: Database, key: str, lost: Iterable[Dropped]) -> None:
    rows = [(key, d.field, d.kept, d.dropped, d.kept_place, d.dropped_place) for d in lost]
    if rows:
        database.many("INSERT INTO merge_log VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)
