"""RIS, as reference managers and publishers export it → records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TextIO

from claimlint.errors import RegistryError
from claimlint.evidence.formats import Format, record_key
from claimlint.evidence.formats._people import turned
from claimlint.evidence.formats._pieces import lines
from claimlint.evidence.identifiers import identifiers, normal
from claimlint.model import EvidenceRecord
from claimlint.rules.levels import standards

_TAG = re.compile(r"^([A-Z][A-Z0-9]) {0,3}-(?: (.*)|)$")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_LONGEST = 100_000  # lines of one record
_TYPES = {
    "JOUR": "Journal Article",
    "JFULL": "Journal Article",
    "EJOUR": "Journal Article",
    "CONF": "Meeting Abstract",
    "CPAPER": "Meeting Abstract",
    "ABST": "Meeting Abstract",
    "THES": "Thesis",
    "NEWS": "News",
    "UNPB": "Preprint",
}
_TITLES = ("title", "primary_title", "translated_title", "short_title")
_JOURNALS = ("alternate_title3", "journal_name", "secondary_title", "alternate_title2", "alternate_title1")
_REMEDY = 'tags look like "TI  - …", a record ends with "ER  - "'

Fields = dict[str, Any]


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each record and the line where it begins; what stands between records is passed by.

    Raises RegistryError for a record that does not end, or that says neither title nor identifier.
    """
    import rispy

    for block, line in _blocks(path, file):
        for fields in rispy.loads(block):
            yield _record(path, fields, line), line


def _blocks(path: str, file: TextIO) -> Iterator[tuple[str, int]]:
    """Yield the lines of one record after the other, each tag with the two blanks that the standard asks for."""
    block: list[str] = []
    began = 0
    for number, line in lines(path, file):
        tag = _TAG.match(line.rstrip())
        if tag and tag[1] == "TY":
            if block:
                raise RegistryError("a record that does not end", path=path, line=began, remedy=_REMEDY)
            began = number
        if not began:
            continue  # "Record #1 of 2", "Provider: …": not of the format, and in real exports all the same
        block.append(f"{tag[1]}  - {tag[2] or ''}" if tag else line)
        if len(block) > _LONGEST:
            raise RegistryError("a record that does not end", path=path, line=began, remedy=_REMEDY)
        if tag and tag[1] == "ER":
            yield "\n".join(block) + "\n", began
            block, began = [], 0
    if block:
        raise RegistryError("a record that is cut short", path=path, line=began, remedy=_REMEDY)


def _record(path: str, fields: Fields, line: int) -> EvidenceRecord:
    title = _first(fields, _TITLES)
    found = _identifiers(fields)
    names = (*_many(fields, "first_authors"), *_many(fields, "authors"))
    authors = tuple(turned(name) if "," in name else name for name in names)  # without a comma it is a group, or sorted already
    if not title and not found and not authors:
        raise RegistryError("a record with neither title nor identifier", path=path, line=line, remedy='add "TI  - …" or "DO  - …"')
    date = _YEAR.search(" ".join(_first(fields, (name,)) for name in ("year", "publication_year", "date")))
    year = int(date[0]) if date else None
    pages = [page for page in (_first(fields, ("start_page",)), _first(fields, ("end_page",))) if page]
    return EvidenceRecord(
        key=record_key(found, title or "; ".join(authors), year),
        title=title,
        year=year,
        authors=tuple(dict.fromkeys(authors)),
        journal=_first(fields, _JOURNALS),
        volume=_first(fields, ("volume",)),
        issue=_first(fields, ("number",)),
        pages="-".join(dict.fromkeys(pages)),
        identifiers=found,
        types=_types(fields, found),
        mesh=_many(fields, "keywords"),
        abstract=_first(fields, ("abstract", "notes_abstract")),
        place=f"{path}:{line}",
    )


def _identifiers(fields: Fields) -> tuple[tuple[str, str], ...]:
    found = [("doi", normal("doi", _first(fields, ("doi",))))]
    if "pubmed" in _first(fields, ("name_of_database", "database_provider")).casefold():
        found.append(("pmid", normal("pmid", _first(fields, ("accession_number",)))))
    elsewhere = [_first(fields, (name,)) for name in ("accession_number", "id", "custom2", "custom7", "note")]
    text = " ".join((*elsewhere, *_many(fields, "urls"), *_many(fields, "notes")))
    found += [pair for pair in identifiers(text) if pair[0] not in {scheme for scheme, value in found if value}]
    return tuple(dict.fromkeys(pair for pair in found if pair[1]))


def _types(fields: Fields, found: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    standard = standards()
    dois = [value for scheme, value in found if scheme == "doi"]
    if any(d.startswith(standard.prefixes) and not d.startswith(standard.reviewed_prefixes) for d in dois):
        return ("Preprint",)
    named = (_first(fields, ("type_of_work",)), _TYPES.get(_first(fields, ("type_of_reference",)), ""))
    return tuple(dict.fromkeys(name for name in named if name))


def _first(fields: Fields, names: tuple[str, ...]) -> str:
    for name in names:
        value = fields.get(name)
        text = " ".join(str(value[0] if isinstance(value, list) and value else value or "").split())
        if text and text != "[]":
            return text
    return ""


def _many(fields: Fields, name: str) -> tuple[str, ...]:
    value = fields.get(name) or []
    return tuple(text for each in (value if isinstance(value, list) else [value]) if (text := " ".join(str(each).split())))


def _sniff(text: str) -> bool:
    return re.search(r"^\ufeff?TY {0,3}- [A-Z]", text, re.MULTILINE) is not None


FORMAT = Format("RIS", (".ris", ".txt"), _sniff, parse)
