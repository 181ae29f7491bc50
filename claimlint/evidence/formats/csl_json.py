"""CSL JSON, as Zotero and Crossref give it → records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from claimlint.evidence.formats import YEARS, Format, record_key
from claimlint.evidence.formats._json import Item, items, kind
from claimlint.evidence.formats._people import listed
from claimlint.evidence.identifiers import identifiers, normal
from claimlint.model import EvidenceRecord, Nature, Notice
from claimlint.rules.levels import standards

_LATEST = 9999
_COUNTS = ("PMID", "PMCID", "id", "volume", "issue", "page", "number")  # may be written as a number
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_REMEDY = "export the records again as CSL JSON"
_ISSUED = 'write "issued": {"date-parts": [[2021]]}'
# CSL item types and genres whose MEDLINE name differs
_TYPES = {
    "paper-conference": "Meeting Abstract",
    "speech": "Meeting Abstract",
    "thesis": "Thesis",
    "article-newspaper": "News",
    "review": "Review",
    "article-journal": "Journal Article",
}
_NATURES: dict[str, Nature] = {
    "retracted": "retraction",
    "retraction": "retraction",
    "withdrawn": "retraction",
    "withdrawal": "retraction",
    "expression of concern": "expression-of-concern",
    "expression-of-concern": "expression-of-concern",
    "expression_of_concern": "expression-of-concern",
    "correction": "correction",
    "corrected": "correction",
    "reinstated": "reinstatement",
    "reinstatement": "reinstatement",
    "retracted and republished": "retracted-and-republished",
    "retracted-and-republished": "retracted-and-republished",
}


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each record and the line where it begins. Raises RegistryError at the line where the JSON breaks."""
    for data, line in items(path, file, "CSL JSON", _REMEDY):
        yield _record(Item(path, line, data, _REMEDY, _COUNTS)), line


def _sniff(text: str) -> bool:
    head = text.lstrip("\ufeff \t\r\n")[:1]
    return head in ("[", "{") and '"title"' in text


def _record(item: Item) -> EvidenceRecord:
    title = " ".join(item.text("title").split())
    found = _identifiers(item)
    if not title and not found:
        raise item.fail("a record with neither title nor identifier", 'add "title"')
    year = _year(item)
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title,
        year=year,
        authors=_authors(item),
        journal=item.text("container-title") or item.text("publisher"),
        volume=item.text("volume"),
        issue=item.text("issue"),
        pages=item.text("page") or item.text("number"),
        identifiers=found,
        types=_types(item, found),
        mesh=_words(item, "keyword"),
        abstract=item.text("abstract"),
        notices=_notices(item),
        place=f"{item.path}:{item.line}",
    )


def _identifiers(item: Item) -> tuple[tuple[str, str], ...]:
    found = [(scheme, normal(scheme, item.text(name))) for scheme, name in (("pmid", "PMID"), ("doi", "DOI"), ("pmcid", "PMCID"))]
    named = " ".join(item.text(name) for name in ("id", "note", "number", "URL"))
    found += [pair for pair in identifiers(named) if pair[0] not in {scheme for scheme, value in found if value}]
    return tuple(dict.fromkeys(pair for pair in found if pair[1]))


def _types(item: Item, found: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    genre, what = item.text("genre"), item.text("type")
    venue = f"{genre} {item.text('container-title')} {item.text('publisher')}".casefold()
    standard = standards()
    dois = [value for scheme, value in found if scheme == "doi"]
    preprint = what == "article" and ("preprint" in venue or any(name in venue for name in standard.venues))
    if preprint or any(d.startswith(standard.prefixes) and not d.startswith(standard.reviewed_prefixes) for d in dois):
        return ("Preprint",)
    named = _words(_custom(item), "types")
    return tuple(dict.fromkeys(name for name in (*named, genre, _TYPES.get(what, "")) if name))


def _notices(item: Item) -> tuple[Notice, ...]:
    said = [item.text("status"), _custom(item).text("status")]
    found = [_NATURES[word] for word in (s.strip().casefold() for s in said) if word in _NATURES]
    return tuple(Notice(nature, source="CSL JSON") for nature in dict.fromkeys(found))


def _custom(item: Item) -> Item:
    custom = item.data.get("custom")
    if custom is not None and not isinstance(custom, dict):
        raise item.fail(f'"custom" must be an object, not {kind(custom)}')
    return item.part(custom or {})


def _authors(item: Item) -> tuple[str, ...]:
    names = item.data.get("author") or []
    if not isinstance(names, list) or not all(isinstance(name, dict) for name in names):
        raise item.fail('"author" must be a list of names', 'write "author": [{"family": "…", "given": "…"}]')
    return tuple(name for name in (_author(item.part(each)) for each in names) if name)


def _author(name: Item) -> str:
    family = " ".join(filter(None, (name.text("non-dropping-particle"), name.text("family"))))
    return listed(family, name.text("given")) if family else name.text("literal")


def _year(item: Item) -> int | None:
    """Return the year of "issued"; None where it is missing, or words without a year ("in press")."""
    issued = item.data.get("issued")
    if issued is None:
        return None
    if not isinstance(issued, dict):
        raise item.fail(f'"issued" must be an object, not {kind(issued)}', _ISSUED)
    parts = issued.get("date-parts") or [[]]
    if not isinstance(parts, list) or not isinstance(parts[0], list):
        raise item.fail('"date-parts" must be a list of lists', _ISSUED)
    first = parts[0][0] if parts[0] else None
    if first in (None, ""):  # Crossref has [[null]] where there is no date
        found = _YEAR.search(item.part(issued).text("raw")[:40])
        return int(found[0]) if found else None
    year = int(first) if isinstance(first, str) and re.fullmatch(r"\d{4}", first.strip(), re.ASCII) else first
    if isinstance(year, bool) or not isinstance(year, int) or not 0 < year <= _LATEST:
        raise item.fail(f'"issued" must hold a year, not {str(first)[:40]}', _ISSUED)
    return year if year in YEARS else None  # PubMed itself has "3010": unknown, and no reason to refuse the other records


def _words(item: Item, key: str) -> tuple[str, ...]:
    value = item.data.get(key)
    if isinstance(value, str):
        return tuple(w for w in (part.strip() for part in value.split(";" if ";" in value else ",")) if w)
    if value is not None and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
        raise item.fail(f'"{key}" must be text or a list of texts', f'write "{key}": ["…"]')
    return tuple(value or ())


FORMAT = Format("CSL JSON", (".json",), _sniff, parse)
