"""BibTeX and BibLaTeX → records."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from claimlint.errors import RegistryError
from claimlint.evidence.formats import Format, record_key
from claimlint.evidence.formats._people import turned
from claimlint.evidence.formats._pieces import whole
from claimlint.evidence.identifiers import identifiers, normal
from claimlint.model import EvidenceRecord
from claimlint.rules.levels import standards

if TYPE_CHECKING:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry

_YEAR = re.compile(r"(?:18|19|20)\d\d")
_HEAD = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
_AND = re.compile(r"\s+and\s+")
_TYPES = {
    "article": "Journal Article",
    "inproceedings": "Meeting Abstract",
    "conference": "Meeting Abstract",
    "phdthesis": "Thesis",
    "mastersthesis": "Thesis",
    "thesis": "Thesis",
    "unpublished": "Preprint",
}
_REMEDY = "mend the entry, or export it again"


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each entry and the line where it begins. Raises RegistryError at an entry that is broken."""
    library = _library(whole(path, file, "BibTeX"))
    for block in library.failed_blocks:
        # two entries of one key are no reason to refuse both: identifiers and titles tell what is the same
        if type(block).__name__ != "DuplicateBlockKeyBlock":
            line = (block.start_line or 0) + 1
            raise RegistryError("an entry that is no BibTeX", path=path, line=line, remedy=_REMEDY)
    for entry in sorted(_entries(library), key=lambda e: e.start_line or 0):
        line = (entry.start_line or 0) + 1
        yield _record(path, entry, line), line


def _entries(library: Library) -> Iterator[Entry]:
    from bibtexparser.model import Entry

    yield from library.entries
    for block in library.failed_blocks:
        if isinstance(block.ignore_error_block, Entry):
            yield block.ignore_error_block


def _library(text: str) -> Library:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what is wrong is told by our own error
    return parse_string(
        text, append_middleware=[LatexDecodingMiddleware(keep_math_mode=False, keep_braced_groups=True, allow_inplace_modification=True)]
    )


def _record(path: str, entry: Entry, line: int) -> EvidenceRecord:
    raw = {str(f.key).casefold(): str(f.value) for f in entry.fields}
    fields = {key: _bare(value) for key, value in raw.items()}
    title = fields.get("title", "")
    found = _identifiers(fields)
    if not title and not found:
        raise RegistryError("a record with neither title nor identifier", path=path, line=line, remedy="add title = {…}")
    date = _YEAR.search(fields.get("year", "") or fields.get("date", ""))
    year = int(date[0]) if date else None
    names = [name for name in _AND.split(raw.get("author", "").strip()) if name and name != "others"]
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title,
        year=year,
        authors=tuple(_bare(name) if name.startswith("{") else turned(_bare(name)) for name in names),  # {A Group} is one name
        journal=fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle", ""),
        volume=fields.get("volume", ""),
        issue=fields.get("number") or fields.get("issue", ""),
        pages=re.sub(r"\s*[-–—]+\s*", "-", fields.get("pages", "")),
        identifiers=found,
        types=_types(entry.entry_type.casefold(), fields, found),
        mesh=tuple(word for part in re.split("[,;]", fields.get("keywords", "")) if (word := part.strip())),
        abstract=fields.get("abstract", ""),
        place=f"{path}:{line}",
    )


def _bare(value: str) -> str:
    return " ".join(value.replace("{", "").replace("}", "").split())


def _identifiers(fields: dict[str, str]) -> tuple[tuple[str, str], ...]:
    named = (("pmid", "pmid"), ("doi", "doi"), ("pmcid", "pmcid"), ("pmcid", "pmc"))
    found = [(scheme, normal(scheme, fields.get(name, ""))) for scheme, name in named]
    if fields.get("eprinttype", "").casefold() == "pubmed":
        found.append(("pmid", normal("pmid", fields.get("eprint", ""))))
    text = " ".join(fields.get(name, "") for name in ("url", "note", "eprint", "annote"))
    found += [pair for pair in identifiers(text) if pair[0] not in {scheme for scheme, value in found if value}]
    return tuple(dict.fromkeys(pair for pair in found if pair[1]))


def _types(kind: str, fields: dict[str, str], found: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    standard = standards()
    dois = [value for scheme, value in found if scheme == "doi"]
    venue = f"{fields.get('journal', '')} {fields.get('publisher', '')} {fields.get('archiveprefix', '')}".casefold()
    by_doi = any(d.startswith(standard.prefixes) and not d.startswith(standard.reviewed_prefixes) for d in dois)
    if by_doi or any(name in venue for name in standard.venues):
        return ("Preprint",)
    return (_TYPES[kind],) if kind in _TYPES else ()


def _sniff(text: str) -> bool:
    return _HEAD.search(text) is not None


FORMAT = Format("BibTeX", (".bib",), _sniff, parse)
