"""The Retraction Watch CSV that Crossref publishes → editorial notices, on works that need not be in the registry."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from claimlint.errors import RegistryError
from claimlint.evidence.formats import Format, Marked, Parsed, Snapshot
from claimlint.evidence.formats._pieces import lines
from claimlint.evidence.identifiers import normal
from claimlint.model import Nature, Notice

_NEEDED = ("OriginalPaperDOI", "RetractionNature")
_NATURES: dict[str, Nature] = {
    "retraction": "retraction",
    "expression of concern": "expression-of-concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
}
_REPLACED = re.compile(r"retract(?:ed)? and (?:replace|republish)", re.IGNORECASE)
_FIELD = 1_000_000  # characters of one cell
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_REMEDY = "download it again from gitlab.com/crossref/retraction-watch-data"


def parse(path: str, file: TextIO) -> Iterator[Parsed]:
    """Yield a notice for each identifier of each row, with its line; at the end the latest day seen.

    Raises RegistryError where a column is missing or the CSV is broken. Rows of a nature that is none of ours are passed by.
    """
    csv.field_size_limit(_FIELD)
    at = [1]  # the line that was read last: an error is there, and not at the last whole row
    reader = csv.DictReader(_counted(path, file, at))
    latest = ""
    try:
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise RegistryError(f'a table without the column "{missing[0]}"', path=path, line=1, remedy=_REMEDY)
        for row in reader:
            latest = max(latest, _day(row.get("RetractionDate") or ""))
            yield from ((marked, reader.line_num) for marked in _marked(row))
    except csv.Error as error:
        raise RegistryError(f"not a table that can be read: {error}", path=path, line=at[0], remedy=_REMEDY) from None
    if latest:
        yield Snapshot(latest), reader.line_num


def _counted(path: str, file: TextIO, at: list[int]) -> Iterator[str]:
    for number, line in lines(path, file):
        at[0] = number
        yield f"{line}\n"


def _marked(row: dict[str, str | None]) -> Iterator[Marked]:
    nature = _NATURES.get((row.get("RetractionNature") or "").strip().casefold())
    if nature is None:
        return
    if nature == "retraction" and _REPLACED.search(row.get("Reason") or ""):
        nature = "retracted-and-republished"
    said = normal("doi", row.get("RetractionDOI") or "")
    pmid = normal("pmid", (row.get("RetractionPubMedID") or "").strip())
    notice = Notice(
        nature, f"doi:{said}" if said else f"pmid:{pmid}" if pmid else "", _day(row.get("RetractionDate") or ""), "Retraction Watch"
    )
    for scheme, column in (("doi", "OriginalPaperDOI"), ("pmid", "OriginalPaperPubMedID")):
        value = normal(scheme, (row.get(column) or "").strip())
        if value:
            yield Marked(scheme, value, notice)


def _day(written: str) -> str:
    """Return "8/31/2026 0:00" or "2026-08-31" as ISO text, "" where it is neither."""
    iso, us = _ISO_DATE.match(written.strip()), _US_DATE.match(written.strip())
    return iso[0] if iso else f"{int(us[3]):04d}-{int(us[1]):02d}-{int(us[2]):02d}" if us else ""


def _sniff(text: str) -> bool:
    return all(name in text[:4_000] for name in _NEEDED)


FORMAT = Format("Retraction Watch CSV", (".csv",), _sniff, parse, tolerant=True)
