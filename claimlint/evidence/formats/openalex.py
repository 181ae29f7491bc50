"""Works of OpenAlex, as its API and its snapshot give them → records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from claimlint.evidence.formats import YEARS, Format, record_key
from claimlint.evidence.formats._json import Item, items
from claimlint.evidence.formats._people import turned
from claimlint.evidence.formats._prose import prose
from claimlint.evidence.identifiers import normal
from claimlint.model import EvidenceRecord, Notice

_REMEDY = "fetch the works again: https://api.openalex.org/works"
_COUNTS = ("pmid", "volume", "issue", "first_page", "last_page")
_TYPES = {
    "article": "Journal Article",
    "review": "Review",
    "preprint": "Preprint",
    "dissertation": "Thesis",
    "editorial": "Editorial",
    "letter": "Letter",
    "retraction": "Retraction of Publication",
    "conference-abstract": "Meeting Abstract",
}
_WORDS = 20_000  # places of an abstract that are put together again


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each work and the line where it begins. Raises RegistryError where a field is not what OpenAlex writes."""
    for data, line in items(path, file, "OpenAlex JSON", _REMEDY):
        page = Item(path, line, data, _REMEDY, _COUNTS)
        for work in page.objects("results") if "results" in data else [page]:
            yield _record(work), line


def _record(work: Item) -> EvidenceRecord:
    title = prose(work.text("title") or work.text("display_name"))
    found = _identifiers(work)
    if not title and not found:
        raise work.fail("a record with neither title nor identifier")
    year = work.number("publication_year")
    year = year if year in YEARS else None
    biblio = work.inner("biblio")
    pages = dict.fromkeys(page for page in (biblio.text("first_page"), biblio.text("last_page")) if page)
    grants = [*work.objects("grants"), *work.objects("funders")]
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title,
        year=year,
        authors=tuple(name for a in work.objects("authorships") if (name := turned(a.inner("author").text("display_name")))),
        journal=work.inner("primary_location", "source").text("display_name"),
        volume=biblio.text("volume"),
        issue=biblio.text("issue"),
        pages="-".join(pages),
        identifiers=found,
        types=tuple(_TYPES[kind] for kind in (work.text("type"),) if kind in _TYPES),
        mesh=tuple(_heading(heading) for heading in work.objects("mesh")),
        abstract=_abstract(work),
        notices=(Notice("retraction", source="OpenAlex"),) if work.data.get("is_retracted") is True else (),
        place=f"{work.path}:{work.line}",
        funding=tuple(dict.fromkeys(n for g in grants if (n := g.text("funder_display_name") or g.text("display_name")))),
    )


def _identifiers(work: Item) -> tuple[tuple[str, str], ...]:
    ids = work.inner("ids")
    said = (("pmid", ids.text("pmid")), ("doi", work.text("doi") or ids.text("doi")), ("pmcid", ids.text("pmcid")))
    found = [(scheme, normal(scheme, value) or normal(scheme, value.rsplit("/", 1)[-1])) for scheme, value in said]
    return tuple(pair for pair in found if pair[1])


def _heading(heading: Item) -> str:
    parts = (heading.text("descriptor_name"), heading.text("qualifier_name"))
    return ("*" if heading.data.get("is_major_topic") is True else "") + "/".join(part for part in parts if part)


def _abstract(work: Item) -> str:
    """Put an abstract together again that is kept as words with their places."""
    index = work.inner("abstract_inverted_index").data
    placed = [(at, word) for word, places in index.items() if isinstance(places, list) for at in places if isinstance(at, int)]
    return prose(" ".join(word for _, word in sorted(placed)[:_WORDS]))


def _sniff(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") and '"https://openalex.org/' in text


FORMAT = Format("OpenAlex JSON", (".json", ".jsonl"), _sniff, parse, rank=2)
