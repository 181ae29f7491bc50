"""MEDLINE (NBIB) text, as PubMed exports it → records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from claimlint.errors import RegistryError
from claimlint.evidence.formats import Format, record_key
from claimlint.evidence.formats._pieces import lines
from claimlint.evidence.identifiers import identifiers, located, normal
from claimlint.model import EvidenceRecord, Nature, Notice

_TAG = re.compile(r"^([A-Z][A-Z0-9]{0,3})\s{0,3}-(?: (.*))?$")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
# what stands on the work that is the object of a notice; ROF, ECF, EFR, RPF … stand on the notice itself
_NOTICES: dict[str, Nature] = {
    "RIN": "retraction",
    "ECI": "expression-of-concern",
    "EIN": "correction",
    "CRI": "correction",
    "UIN": "update",
    "RRI": "retracted-and-republished",
    "RPI": "retracted-and-republished",  # of a work that was not retracted: a reprint, and no notice
}
_LONGEST = 1_000_000  # characters of one field

Fields = dict[str, list[str]]


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each record and the line where it begins. Raises RegistryError at a line that is no MEDLINE."""
    for fields, line in _blocks(path, file):
        yield _record(path, fields, line), line


def _sniff(text: str) -> bool:
    first = next((line for line in text.lstrip("\ufeff").splitlines()[:50] if line.strip()), "")
    return bool(_TAG.match(first))


def _blocks(path: str, file: TextIO) -> Iterator[tuple[Fields, int]]:
    fields: Fields = {}
    began, last = 0, ""
    for number, line in lines(path, file):
        tag = _TAG.match(line)
        if fields and (not line.strip() or (tag and tag[1] == "PMID" and "PMID" in fields)):
            yield fields, began
            fields, last = {}, ""
        if tag:
            began = began if fields else number
            last = tag[1]
            fields.setdefault(last, []).append((tag[2] or "").strip())
        elif line.startswith("      ") and last:
            fields[last][-1] = _joined(path, number, fields[last][-1], line)
        elif line.strip():
            remedy = 'fields look like "TI  - …", continued by six spaces'
            raise RegistryError("not a line of MEDLINE", path=path, line=number, remedy=remedy)
    if fields:
        yield fields, began


def _joined(path: str, line: int, value: str, more: str) -> str:
    if len(value) > _LONGEST:
        raise RegistryError("a field without end", path=path, line=line, remedy="is this MEDLINE?")
    return f"{value} {more.strip()}".strip()


def _record(path: str, fields: Fields, line: int) -> EvidenceRecord:
    title = _first(fields, "TI") or _first(fields, "BTI") or _first(fields, "TT")
    found = _identifiers(fields)
    if not title and not found:
        raise RegistryError("a record with neither title nor identifier", path=path, line=line, remedy='add "TI  - …" or "PMID- …"')
    date = _YEAR.search(_first(fields, "DP") or _first(fields, "DEP"))
    year = int(date[0]) if date else None
    types = tuple(fields.get("PT", ()))
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title.strip("[]") if title.startswith("[") else title,
        year=year,
        authors=tuple(a for a in fields.get("AU") or fields.get("FAU") or fields.get("CN") or [] if a),
        journal=_first(fields, "JT") or _first(fields, "TA"),
        volume=_first(fields, "VI"),
        issue=_first(fields, "IP"),
        pages=_first(fields, "PG"),
        identifiers=found,
        types=types,
        mesh=tuple(fields.get("MH", ())),
        abstract=_first(fields, "AB"),
        notices=_notices(fields, types),
        place=f"{path}:{line}",
        funding=tuple(dict.fromkeys(_funder(value) for value in fields.get("GR", ()))),
        interests=_first(fields, "COIS"),
    )


def _identifiers(fields: Fields) -> tuple[tuple[str, str], ...]:
    found = [("pmid", normal("pmid", v)) for v in fields.get("PMID", [])[:1]]
    found += [("doi", normal("doi", v)) for tag in ("LID", "AID") for v in fields.get(tag, ()) if "[doi]" in v]
    found += [("pmcid", normal("pmcid", v)) for v in fields.get("PMC", [])[:1]]
    found += [pair for v in fields.get("SI", ()) for pair in identifiers(v) if pair[0] in ("nct", "isrctn", "chictr")]
    return tuple(dict.fromkeys(pair for pair in found if pair[1]))


def _notices(fields: Fields, types: tuple[str, ...]) -> tuple[Notice, ...]:
    withdrawn = "Retracted Publication" in types or "RIN" in fields
    told = {tag: nature for tag, nature in _NOTICES.items() if tag != "RPI" or withdrawn}
    found = tuple(_notice(nature, value) for tag, nature in told.items() for value in fields.get(tag, ()))
    if "Retracted Publication" in types and not any(n.nature in ("retraction", "retracted-and-republished") for n in found):
        return (*found, Notice("retraction", source="PubMed"))
    return found


def _notice(nature: Nature, value: str) -> Notice:
    which = next((f"{scheme}:{known}" for scheme, known, _, _ in located(value)), "")
    date = _YEAR.search(value.split(";", 1)[0])
    return Notice(nature, which, date[0] if date else "", "PubMed")


def _funder(grant: str) -> str:
    """Return who paid: the agency of "R01 HL123/HL/NHLBI NIH HHS/United States"."""
    parts = grant.split("/")
    return parts[-2].strip() if len(parts) > 2 else grant.strip()  # noqa: PLR2004 - number, agency, country


def _first(fields: Fields, tag: str) -> str:
    return fields.get(tag, [""])[0]


FORMAT = Format("MEDLINE", (".nbib", ".txt"), _sniff, parse, rank=3)
