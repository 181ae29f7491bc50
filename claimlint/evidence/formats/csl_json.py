"""CSL JSON, as Zotero and Crossref give it → records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claimlint.errors import RegistryError
from claimlint.evidence.formats import YEARS, Format, record_key
from claimlint.evidence.identifiers import identifiers, normal
from claimlint.model import EvidenceRecord, Nature, Notice
from claimlint.rules.levels import standards

_LATEST = 9999
_COUNTS = ("PMID", "PMCID", "id", "volume", "issue", "page", "number")  # may be written as a number
_SPACE = re.compile(r"[\s,]*")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LONE = re.compile(r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_CJK = re.compile(r"[\u3400-\u9fff]")
_DEEPEST = 60  # brackets within brackets; a record of real life has five
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

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A record as JSON, and where it begins, so that errors can say where."""

    path: str
    line: int
    data: Data

    def fail(self, message: str, remedy: str = "") -> RegistryError:
        """Return an error at this record."""
        return RegistryError(message, path=self.path, line=self.line, remedy=remedy or _REMEDY)

    def part(self, data: Data) -> Item:
        """Return an object within this record, at the same place."""
        return Item(self.path, self.line, data)

    def text(self, key: str) -> str:
        """Return a text, "" where it is missing; of a list the first, as Crossref has it, but a record has one title."""
        value = self.data.get(key)
        if isinstance(value, list) and (len(value) <= 1 or (key != "title" and all(isinstance(v, str) for v in value))):
            value = value[0] if value else ""
        if isinstance(value, int) and not isinstance(value, bool) and key in _COUNTS:
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise self.fail(f'"{key}" must be text, not {_kind(value)}', f'write "{key}": "…"')
        return (value or "").strip()


def parse(path: str, text: str) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each record and the line where it begins. Raises RegistryError at the line where the JSON breaks."""
    for item, line in _items(path, text):
        yield _record(Item(path, line, item)), line


def _sniff(text: str) -> bool:
    head = text.lstrip("\ufeff \t\r\n")[:1]
    return head in ("[", "{") and '"title"' in text[:100_000]


def _items(path: str, text: str) -> Iterator[tuple[Data, int]]:
    """Decode one array element after the other, so that each knows its line."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    at = _skip(text, 1 if text.startswith("\ufeff") else 0)
    single = text[at : at + 1] == "{"
    if not single and text[at : at + 1] != "[":
        raise RegistryError("CSL JSON is a list of records", path=path, line=1, remedy=_REMEDY)
    at, seen, line = _skip(text, at if single else at + 1), 0, 1
    while at < len(text) and text[at] != "]":
        line, seen = line + text.count("\n", seen, at), at
        item, at = _decode(path, text, decoder, at, line)
        yield item, line
        at = _skip(text, at)
        if single:
            break
    if not single and at >= len(text):
        raise RegistryError("the list of records is cut short", path=path, line=text.count("\n") + 1, remedy=_REMEDY)


def _decode(path: str, text: str, decoder: json.JSONDecoder, at: int, line: int) -> tuple[Data, int]:
    try:
        item, end = decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise RegistryError(f"not valid JSON: {error.msg}", path=path, line=text.count("\n", 0, error.pos) + 1, remedy=_REMEDY) from None
    except (RecursionError, ValueError) as error:
        raise RegistryError(f"JSON that cannot be read: {error}", path=path, line=line, remedy=_REMEDY) from None
    if not isinstance(item, dict) or _depth(item) > _DEEPEST:
        raise RegistryError("a record must be an object", path=path, line=line, remedy=_REMEDY)
    half = _half(text, item, at, end)
    if half:
        remedy = "write the character in full, or leave it out"
        raise RegistryError("half a character: a lone surrogate such as \\ud800", path=path, line=line + half - 1, remedy=remedy)
    return item, end


def _half(text: str, item: Data, at: int, end: int) -> int:
    """Return the line within a record, from 1, of an escape that stands for half a character; 0 where all are whole."""
    first = _SURROGATE.search(text, at, end)
    if not first:
        return 0
    try:
        json.dumps(item, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        lone = _LONE.search(text, at, end) or first
        return text.count("\n", at, lone.start()) + 1
    return 0


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
    genre, kind = item.text("genre"), item.text("type")
    venue = f"{genre} {item.text('container-title')} {item.text('publisher')}".casefold()
    standard = standards()
    dois = [value for scheme, value in found if scheme == "doi"]
    preprint = kind == "article" and ("preprint" in venue or any(name in venue for name in standard.venues))
    if preprint or any(d.startswith(standard.prefixes) and not d.startswith(standard.reviewed_prefixes) for d in dois):
        return ("Preprint",)
    named = _words(_custom(item), "types")
    return tuple(dict.fromkeys(name for name in (*named, genre, _TYPES.get(kind, "")) if name))


def _notices(item: Item) -> tuple[Notice, ...]:
    said = [item.text("status"), _custom(item).text("status")]
    found = [_NATURES[word] for word in (s.strip().casefold() for s in said) if word in _NATURES]
    return tuple(Notice(nature, source="CSL JSON") for nature in dict.fromkeys(found))


def _custom(item: Item) -> Item:
    custom = item.data.get("custom")
    if custom is not None and not isinstance(custom, dict):
        raise item.fail(f'"custom" must be an object, not {_kind(custom)}')
    return item.part(custom or {})


def _authors(item: Item) -> tuple[str, ...]:
    names = item.data.get("author") or []
    if not isinstance(names, list) or not all(isinstance(name, dict) for name in names):
        raise item.fail('"author" must be a list of names', 'write "author": [{"family": "…", "given": "…"}]')
    return tuple(name for name in (_author(item.part(each)) for each in names) if name)


def _author(name: Item) -> str:
    family = " ".join(filter(None, (name.text("non-dropping-particle"), name.text("family"))))
    given = name.text("given")
    if not family:
        return name.text("literal")
    if _CJK.search(family):
        return family + given
    initials = given if given.isupper() and given.isalpha() else "".join(part[0] for part in re.split(r"[\s.\-]+", given) if part)
    return f"{family} {initials.upper()}".strip()


def _year(item: Item) -> int | None:
    """Return the year of "issued"; None where it is missing, or words without a year ("in press")."""
    issued = item.data.get("issued")
    if issued is None:
        return None
    if not isinstance(issued, dict):
        raise item.fail(f'"issued" must be an object, not {_kind(issued)}', _ISSUED)
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


def _kind(value: object) -> str:
    """Return what JSON calls a value that stands in the wrong place."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "an object" if isinstance(value, dict) else "text" if isinstance(value, str) else f"the number {str(value)[:40]}"


def _depth(value: object) -> int:
    # levels, breadth first: no recursion on what a stranger nested
    layer, depth = [value], 0
    while layer:
        layer = [v for part in layer if isinstance(part, dict | list) for v in (part.values() if isinstance(part, dict) else part)]
        depth += 1
    return depth


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


FORMAT = Format("CSL JSON", (".json",), _sniff, parse)
