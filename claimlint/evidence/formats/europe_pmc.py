"""Answers of the Europe PMC REST API → records, with the notices that stand on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from claimlint.evidence.formats import YEARS, Format, record_key
from claimlint.evidence.formats._json import Item, items
from claimlint.evidence.formats._people import turned
from claimlint.evidence.formats._prose import prose
from claimlint.evidence.identifiers import normal
from claimlint.model import EvidenceRecord, Nature, Notice

_REMEDY = "fetch the works again: https://www.ebi.ac.uk/europepmc/webservices/rest/search?format=json&resultType=core"
_COUNTS = ("id", "pmid", "pmcid", "pubYear", "volume", "issue", "journalVolume", "pageInfo", "authorString", "reference")
_MARKS = ('"resultList"', '"authorString"', '"pubTypeList"', '"commentCorrectionList"')
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_NATURES: dict[str, Nature] = {
    "retraction in": "retraction",
    "retracted and republished in": "retracted-and-republished",
    "expression of concern in": "expression-of-concern",
    "erratum in": "correction",
    "corrected and republished in": "correction",
    "update in": "update",
}


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each result and the line where it begins. Raises RegistryError where a field is not what Europe PMC writes."""
    for data, line in items(path, file, "Europe PMC JSON", _REMEDY):
        page = Item(path, line, data, _REMEDY, _COUNTS)
        for result in _results(page):
            yield _record(result), line


def _results(page: Item) -> list[Item]:
    if "resultList" in page.data:
        return page.inner("resultList").objects("result")
    return [page.inner("result")] if "result" in page.data else [page]


def _record(result: Item) -> EvidenceRecord:
    title = prose(result.text("title"))
    said = (("pmid", result.text("pmid")), ("doi", result.text("doi")), ("pmcid", result.text("pmcid")))
    found = tuple((scheme, known) for scheme, value in said if (known := normal(scheme, value)))
    if not title and not found:
        raise result.fail("a record with neither title nor identifier")
    journal = result.inner("journalInfo")
    year = result.number("pubYear") or journal.number("yearOfPublication")
    year = year if year in YEARS else None
    types = _types(result)
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title,
        year=year,
        authors=_authors(result),
        journal=journal.inner("journal").text("title") or result.text("journalTitle"),
        volume=journal.text("volume") or result.text("journalVolume"),
        issue=journal.text("issue") or result.text("issue"),
        pages=result.text("pageInfo"),
        identifiers=found,
        types=types,
        mesh=tuple(_heading(heading) for heading in result.inner("meshHeadingList").objects("meshHeading")),
        abstract=prose(result.text("abstractText")),
        notices=_notices(result, types),
        place=f"{result.path}:{result.line}",
        funding=tuple(dict.fromkeys(n for grant in result.inner("grantsList").objects("grant") if (n := grant.text("agency")))),
    )


def _types(result: Item) -> tuple[str, ...]:
    named = [*result.inner("pubTypeList").words("pubType"), *(part.strip() for part in result.text("pubType").split(";"))]
    preprint = ("Preprint",) if result.text("source") == "PPR" else ()
    return tuple(dict.fromkeys((*preprint, *(name[:1].upper() + name[1:] for name in named if name))))


def _authors(result: Item) -> tuple[str, ...]:
    listed = [a.text("fullName") or a.text("collectiveName") for a in result.inner("authorList").objects("author")]
    short = [name.strip().rstrip(".") for name in result.text("authorString").split(",")]
    # "Moreau A" is sorted already; a display name is turned round
    return tuple(name if re.search(r" [A-Z]{1,4}$", name) else turned(name) for name in listed or short if name)


def _heading(heading: Item) -> str:
    qualifiers = heading.inner("meshQualifierList").objects("meshQualifier")
    parts = (heading.text("descriptorName"), *(q.text("qualifierName") for q in qualifiers))
    return ("*" if heading.text("majorTopic_YN") == "Y" else "") + "/".join(part for part in parts if part)


def _notices(result: Item, types: tuple[str, ...]) -> tuple[Notice, ...]:
    found = tuple(
        _notice(_NATURES[kind], note)
        for note in result.inner("commentCorrectionList").objects("commentCorrection")
        if (kind := note.text("type").casefold()) in _NATURES
    )
    marked = any(name.casefold() == "retracted publication" for name in types)
    if marked and not any(n.nature in ("retraction", "retracted-and-republished") for n in found):
        return (*found, Notice("retraction", source="Europe PMC"))
    return found


def _notice(nature: Nature, note: Item) -> Notice:
    pmid = normal("pmid", note.text("id")) if note.text("source") == "MED" else ""
    date = _YEAR.search(note.text("reference"))
    return Notice(nature, f"pmid:{pmid}" if pmid else "", date[0] if date else "", "Europe PMC")


def _sniff(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") and any(mark in text for mark in _MARKS)


FORMAT = Format("Europe PMC JSON", (".json", ".jsonl"), _sniff, parse, rank=3)
