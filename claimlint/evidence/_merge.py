"""Two descriptions of one work → the better of each field, and what lost."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from claimlint.evidence._text import fold
from claimlint.model import EvidenceRecord

FIELDS = (
    "title", "year", "authors", "journal", "volume", "issue", "pages", "types", "mesh", "abstract", "funding", "interests", "checked",
    "review_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A description: the record, how far its format is believed, and for single fields (place, belief) where those came from elsewhere."""

    record: EvidenceRecord
    believed: int
    origins: dict[str, tuple[str, int]]

    def origin(self, field: str) -> tuple[str, int]:
        """Return where a field came from, and how far that is believed."""
        return self.origins.get(field, (self.record.place, self.believed))


@dataclass(frozen=True, slots=True)
class Dropped:
    """A statement that another one on the same field displaced."""

    field: str
    kept: str
    dropped: str
    kept_place: str
    dropped_place: str


def merged(known: Told, new: Told) -> tuple[Told, tuple[Dropped, ...]]:
    """Return one description of a work, and what lost where the two contradict.

    A file that states a field anew replaces what it said. Else what is believed more wins; of equals the fuller, then the known
    one: the order in which files are imported decides nothing, and importing them again changes nothing.
    """
    values: dict[str, Any] = {}
    origins: dict[str, tuple[str, int]] = {}
    lost = []
    for field in FIELDS:
        mine, theirs = getattr(known.record, field), getattr(new.record, field)
        stays = _stays(field, known, new)
        values[field], origins[field] = (mine, known.origin(field)) if stays else (theirs, new.origin(field))
        if mine and theirs and _said(mine) != _said(theirs) and _file(known.origin(field)[0]) != _file(new.record.place):
            kept, gone = ((known, mine), (new, theirs)) if stays else ((new, theirs), (known, mine))
            lost.append(Dropped(field, _plain(kept[1]), _plain(gone[1]), kept[0].origin(field)[0], gone[0].origin(field)[0]))
    leads = known if known.believed >= new.believed and _file(known.record.place) != _file(new.record.place) else new
    base = (leads.record.place, leads.believed)
    record = dataclasses.replace(new.record, place=leads.record.place, **values)
    apart = {field: origin for field, origin in origins.items() if origin != base and values[field]}
    return Told(record, leads.believed, apart), tuple(d for d in lost if d.field not in ("checked", "review_by"))


def _stays(field: str, known: Told, new: Told) -> bool:
    mine, theirs = getattr(known.record, field), getattr(new.record, field)
    if not mine or not theirs:
        return bool(mine)
    if field == "checked":
        return bool(mine >= theirs)
    if _file(known.origin(field)[0]) == _file(new.record.place):
        return False  # an edited file, or the same one again
    if _begins(mine, theirs) != _begins(theirs, mine):
        return _begins(theirs, mine)  # one is cut short: the whole one stays, whoever said it
    ours, others = known.origin(field)[1], new.believed
    return ours > others or (ours == others and len(_plain(mine)) >= len(_plain(theirs)))


def _begins(part: object, all_of_it: object) -> bool:
    """Tell whether one statement is the beginning of the other."""
    return _said(all_of_it).startswith(_said(part))


def _said(value: object) -> str:
    return fold(_plain(value))


def _plain(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _file(place: str) -> str:
    return place.rpartition(":")[0]


def packed(origins: dict[str, tuple[str, int]]) -> str:
    """Return origins as text to keep, "" where there are none."""
    return json.dumps(origins, ensure_ascii=False, sort_keys=True) if origins else ""


def unpacked(text: str) -> dict[str, tuple[str, int]]:
    """Return origins from text that was kept."""
    return {field: (place, believed) for field, (place, believed) in json.loads(text).items()} if text else {}
