"""Records of a registry → what they say, read once at import and kept in tables; the tables → facts again."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from claimlint.evidence._database import Database, Row
from claimlint.evidence.facts import stated
from claimlint.model.facts import Fact, Quantity, QuantityKind, Section, Term
from claimlint.rules.home import lexicon_home
from claimlint.rules.terms import Vocabulary, vocabulary

_PAGE = 500  # records that are read at a time
_CODE = ("evidence/facts.py", "rules/terms.py", "rules/figures.py", "rules/effects.py", "model/facts.py", "evidence/_facts.py")
_TABLES = ("concepts.toml", "frequency.toml", "figures.toml", "effects.toml")
_UNREAD = (
    "SELECT id, title, abstract FROM record WHERE id > ? AND abstract <> '' "
    "AND NOT EXISTS (SELECT 1 FROM told WHERE told.record = record.id) ORDER BY id LIMIT ?"
)
_FIGURES = "SELECT sentence, quantity, kind, unit, written, begins, ends, bound FROM fact WHERE record = ? ORDER BY sentence, position"
_PACK = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_MEASURED, _GIVEN = ("outcome", "condition"), ("intervention",)


@cache
def extractor() -> str:
    """Return what tells one way of reading records from another: a digest of its code and its word tables."""
    digest = hashlib.sha256()
    package, tables = Path(__file__).parents[1], lexicon_home() / "evidence"
    for path in (*(package / name for name in _CODE), *(tables / name for name in _TABLES)):
        with contextlib.suppress(OSError):  # an installation without sources: the tables and the other files tell
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def extract(database: Database) -> int:
    """Read every record with an abstract that was not read yet, inside the open transaction; return how many."""
    last = count = 0
    while unread := database.rows(_UNREAD, (last, _PAGE)):
        _write(database, unread)
        last, count = int(unread[-1][0]), count + len(unread)
    return count


def forget(database: Database, number: int) -> None:
    """Drop what a record was found to say: its words have changed, or it is gone."""
    for table in ("fact", "sentence", "told"):
        database.rows(f"DELETE FROM {table} WHERE record = ?", (number,))  # noqa: S608 - our own names


def forget_others(database: Database) -> None:
    """Drop what another extractor than today's found."""
    for table in ("fact", "sentence"):
        sql = f"DELETE FROM {table} WHERE record IN (SELECT record FROM told WHERE extractor <> ?)"  # noqa: S608 - our own names
        database.rows(sql, (extractor(),))
    database.rows("DELETE FROM told WHERE extractor <> ?", (extractor(),))


def told(database: Database, key: str) -> tuple[Fact, ...]:
    """Return the facts of a record in order; () where it was never read, by another extractor, or the rows make no sense."""
    sql = "SELECT r.id, r.title, r.abstract FROM record AS r JOIN told AS t ON t.record = r.id WHERE r.key = ? AND t.extractor = ?"
    for number, title, abstract in database.rows(sql, (key, extractor())):
        try:
            return tuple(_read(database, number, title, abstract))
        except (ValueError, TypeError, RecursionError):  # whoever wrote these rows was not us: the abstract is read instead
            return ()
    return ()


def figures(database: Database, key: str) -> tuple[Row, ...]:
    """Return the figures of a record: as written, kind, unit, section, arm, outcome, sentence."""
    sql = "SELECT written, kind, unit, section, arm, outcome, sentence FROM stated WHERE record = ? ORDER BY place, position"
    return tuple(database.rows(sql, (key,)))


def _write(database: Database, unread: list[Row]) -> None:
    words = vocabulary()
    sentences, quantities = [], []
    for number, title, abstract in unread:
        end = 0
        for at, fact in enumerate(stated(title, abstract)):
            start = abstract.index(fact.text, end) if at else 0
            end = start + len(fact.text) if at else 0
            packed = [part for term in fact.terms for part in (term.key, term.start, term.end)]
            sentences.append((number, at, fact.section, start, start + len(fact.text), _PACK.encode(packed)))
            quantities += [(number, at, place, *_figure(fact, q, words)) for place, q in enumerate(fact.quantities)]
    database.many("INSERT INTO sentence VALUES (?, ?, ?, ?, ?, ?)", sentences)
    database.many("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", quantities)
    database.many("INSERT INTO told VALUES (?, ?)", [(number, extractor()) for number, _, _ in unread])


def _figure(fact: Fact, quantity: Quantity, words: Vocabulary) -> tuple[object, ...]:
    arms = [t for t in fact.terms if t.key[0] == "#" or words.sorts.get(t.key) in _GIVEN]
    outcomes = [t for t in fact.terms if words.sorts.get(t.key) in _MEASURED]
    return (
        quantity.value, quantity.kind, quantity.unit, quantity.text, quantity.start, quantity.end, quantity.bound,
        _nearest(arms, quantity), _nearest(outcomes, quantity),
    )  # fmt: skip


def _nearest(found: list[Term], quantity: Quantity) -> str:
    """Return the term beside a figure, "" where the sentence has none: a reading aid, nothing is judged by it."""
    ranked = sorted((max(t.start - quantity.end, quantity.start - t.end), t.start, t.key) for t in found)
    return ranked[0][2].removeprefix("=") if ranked else ""


def _read(database: Database, number: int, title: str, abstract: str) -> Iterator[Fact]:
    held: dict[object, list[Quantity]] = {}
    for at, *row in database.rows(_FIGURES, (number,)):
        held.setdefault(at, []).append(_quantity(*row))
    sql = "SELECT position, section, begins, ends, terms FROM sentence WHERE record = ? ORDER BY position"
    for at, section, begins, ends, packed in database.rows(sql, (number,)):
        if section not in get_args(Section):
            raise ValueError(section)
        yield Fact((abstract if at else title)[begins:ends], section, tuple(_terms(json.loads(packed))), tuple(held.get(at, ())))


def _terms(packed: object) -> Iterator[Term]:
    if not isinstance(packed, list):
        raise TypeError
    for key, start, end in zip(packed[::3], packed[1::3], packed[2::3], strict=True):
        if not (isinstance(key, str) and isinstance(start, int) and isinstance(end, int)):
            raise TypeError
        yield Term(key, start, end)


def _quantity(value: float, kind: QuantityKind, unit: str, written: str, begins: int, ends: int, bound: str) -> Quantity:  # noqa: PLR0913, PLR0917 - a row
    if kind not in get_args(QuantityKind) or not (isinstance(begins, int) and isinstance(ends, int)):
        raise ValueError(kind)
    return Quantity(float(value), kind, str(unit), str(written), begins, ends, str(bound))
