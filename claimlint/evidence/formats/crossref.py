"""Answers of the Crossref REST API, and lines of its data files → records, and the notices that Crossref knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from claimlint.evidence.formats import YEARS, Format, Marked, Parsed, record_key
from claimlint.evidence.formats._json import Item, items
from claimlint.evidence.formats._people import listed
from claimlint.evidence.formats._prose import prose
from claimlint.evidence.identifiers import identifiers, normal
from claimlint.model import EvidenceRecord, Nature, Notice
from claimlint.rules.levels import standards

_REMEDY = "fetch the works again: https://api.crossref.org/works/DOI"
_COUNTS = ("volume", "issue", "page", "article-number")
_MARKS = ('"message-type"', '"is-referenced-by-count"', '"content-domain"', '"reference-count"')
_TYPES = {
    "journal-article": "Journal Article",
    "proceedings-article": "Meeting Abstract",
    "dissertation": "Thesis",
    "posted-content": "Preprint",
    "peer-review": "Comment",
}
# "type" of an update; Retraction Watch's natures come with the same names
_NATURES: dict[str, Nature] = {
    "retraction": "retraction",
    "withdrawal": "retraction",
    "removal": "retraction",
    "partial_retraction": "expression-of-concern",
    "expression_of_concern": "expression-of-concern",
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "reinstatement": "reinstatement",
    "retract_and_replace": "retracted-and-republished",
}


def parse(path: str, file: TextIO) -> Iterator[Parsed]:
    """Yield each work, and after a work that is itself a notice what it says of others, with the line where it begins.

    Raises RegistryError where the JSON breaks or a field is not what Crossref writes.
    """
    for data, line in items(path, file, "Crossref JSON", _REMEDY):
        for work in _works(Item(path, line, data, _REMEDY, _COUNTS)):
            yield _record(work), line
            yield from ((marked, line) for marked in _marked(work))


def _works(item: Item) -> list[Item]:
    message = item.data.get("message")
    if not isinstance(message, dict):
        return [item]
    inner = item.part(message)
    return inner.objects("items") if "items" in message else [inner]


def _record(work: Item) -> EvidenceRecord:
    subtitle = work.text("subtitle")
    title = prose(_title(work))
    title = f"{title}: {prose(subtitle)}" if subtitle and prose(subtitle).casefold() not in title.casefold() else title
    doi = normal("doi", work.text("DOI"))
    found = tuple(pair for pair in (("doi", doi), *_trials(work)) if pair[1])
    if not title and not found:
        raise work.fail("a record with neither title nor identifier")
    year = _year(work)
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title,
        year=year,
        authors=tuple(name for name in map(_author, work.objects("author")) if name),
        journal=prose(work.text("container-title")) or work.text("publisher"),
        volume=work.text("volume"),
        issue=work.text("issue"),
        pages=work.text("page") or work.text("article-number"),
        identifiers=found,
        types=_types(work, doi),
        abstract=prose(work.text("abstract")),
        notices=tuple(_notice(update) for update in work.objects("updated-by") if update.text("type") in _NATURES),
        place=f"{work.path}:{work.line}",
        funding=tuple(dict.fromkeys(name for funder in work.objects("funder") if (name := funder.text("name")))),
    )


def _title(work: Item) -> str:
    """Return the first title: Crossref has a list, and a second title is a translation."""
    titles = work.data.get("title")
    return work.text("title") if not isinstance(titles, list) or len(titles) < 2 else work.words("title")[0]  # noqa: PLR2004 - more than one


def _trials(work: Item) -> tuple[tuple[str, str], ...]:
    numbers = " ".join(trial.text("clinical-trial-number") for trial in work.objects("clinical-trial-number"))
    return tuple(pair for pair in identifiers(numbers) if pair[0] in ("nct", "isrctn", "chictr"))


def _author(name: Item) -> str:
    return listed(name.text("family"), name.text("given")) or name.text("name") or name.text("literal")


def _year(work: Item) -> int | None:
    for key in ("published-print", "issued", "published", "published-online", "created"):
        parts = work.inner(key).data.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        year = first[0] if isinstance(first, list) and first else None
        if isinstance(year, int) and not isinstance(year, bool) and year in YEARS:
            return year
    return None


def _types(work: Item, doi: str) -> tuple[str, ...]:
    standard = standards()
    kind = work.text("type")
    if any(_NATURES.get(update.text("type")) == "retraction" for update in work.objects("update-to")):
        return ("Retraction of Publication",)
    preprint = kind == "posted-content" and work.text("subtype") in ("preprint", "")
    if preprint or (doi.startswith(standard.prefixes) and not doi.startswith(standard.reviewed_prefixes)):
        return ("Preprint",)
    return (_TYPES[kind],) if kind in _TYPES and kind != "posted-content" else ()


def _notice(update: Item) -> Notice:
    return Notice(
        _NATURES[update.text("type")], _said(update.text("DOI")), _day(update), f"Crossref ({update.text('source') or 'publisher'})"
    )


def _marked(work: Item) -> Iterator[Marked]:
    """Yield what a notice says of the works it updates."""
    for update in work.objects("update-to"):
        target = normal("doi", update.text("DOI"))
        if update.text("type") in _NATURES and target:
            source = f"Crossref ({update.text('source') or 'publisher'})"
            yield Marked("doi", target, Notice(_NATURES[update.text("type")], _said(work.text("DOI")), _day(update), source))


def _said(doi: str) -> str:
    known = normal("doi", doi)
    return f"doi:{known}" if known else ""


def _day(update: Item) -> str:
    found = re.match(r"\d{4}-\d\d-\d\d", update.inner("updated").text("date-time"))
    return found[0] if found else ""


def _sniff(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") and any(mark in text for mark in _MARKS)


FORMAT = Format("Crossref JSON", (".json", ".jsonl"), _sniff, parse, rank=2)
