"""CSL JSON, as Zotero and Crossref give it → records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from claimlint.errors import RegistryError
from claimlint.evidence.formats import Format, record_key
from claimlint.evidence.identifiers import identifiers, normal
from claimlint.model import EvidenceRecord, Nature, Notice
from claimlint.rules.levels import standards

_SPACE = re.compile(r"[\s,]*")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_CJK = re.compile(r"[\u3400-\u9fff]")
_DEEPEST = 60  # brackets within brackets; a record of real life has five
_REMEDY = "export the records again as CSL JSON"
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

Item = dict[str, Any]


def parse(path: str, text: str) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each record and the line where it begins. Raises RegistryError at the line where the JSON breaks."""
    for item, line in _items(path, text):
        yield _record(path, item, line), line


def _sniff(text: str) -> bool:
    head = text.lstrip("\ufeff \t\r\n")[:1]
    return head in ("[", "{") and '"title"' in text[:100_000]


def _items(path: str, text: str) -> Iterator[tuple[Item, int]]:
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


def _decode(path: str, text: str, decoder: json.JSONDecoder, at: int, line: int) -> tuple[Item, int]:
    try:
        item, end = decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise RegistryError(f"not valid JSON: {error.msg}", path=path, line=text.count("\n", 0, error.pos) + 1, remedy=_REMEDY) from None
    except (RecursionError, ValueError) as error:
        raise RegistryError(f"JSON that cannot be read: {error}", path=path, line=line, remedy=_REMEDY) from None
    if not isinstance(item, dict) or _depth(item) > _DEEPEST:
        raise RegistryError("a record must be an object", path=path, line=line, remedy=_REMEDY)
    return item, end


def _record(path: str, item: Item, line: int) -> EvidenceRecord:
    title = " ".join(_text(item, "title").split())
    found = _identifiers(item)
    if not title and not found:
        raise RegistryError("a record with neither title nor identifier", path=path, line=line, remedy='add "title"')
    year = _year(item.get("issued"))
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title,
        year=year,
        authors=_authors(item.get("author")),
        journal=_text(item, "container-title") or _text(item, "publisher"),
        volume=_text(item, "volume"),
        issue=_text(item, "issue"),
        pages=_text(item, "page") or _text(item, "number"),
        identifiers=found,
        types=_types(item, found),
        mesh=_words(item.get("keyword")),
        abstract=_text(item, "abstract"),
        notices=_notices(item),
        place=f"{path}:{line}",
    )


def _identifiers(item: Item) -> tuple[tuple[str, str], ...]:
    found = [(scheme, normal(scheme, _text(item, name))) for scheme, name in (("pmid", "PMID"), ("doi", "DOI"), ("pmcid", "PMCID"))]
    named = " ".join(_text(item, name) for name in ("id", "note", "number", "URL"))
    found += [pair for pair in identifiers(named) if pair[0] not in {scheme for scheme, value in found if value}]
    return tuple(dict.fromkeys(pair for pair in found if pair[1]))


def _types(item: Item, found: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    genre, kind = _text(item, "genre"), _text(item, "type")
    venue = f"{genre} {_text(item, 'container-title')} {_text(item, 'publisher')}".casefold()
    standard = standards()
    dois = [value for scheme, value in found if scheme == "doi"]
    preprint = kind == "article" and ("preprint" in venue or any(name in venue for name in standard.venues))
    if preprint or any(d.startswith(standard.prefixes) and not d.startswith(standard.reviewed_prefixes) for d in dois):
        return ("Preprint",)
    custom = item.get("custom")
    named = _words(custom.get("types")) if isinstance(custom, dict) else ()
    return tuple(dict.fromkeys(name for name in (*named, genre, _TYPES.get(kind, "")) if name))


def _notices(item: Item) -> tuple[Notice, ...]:
    custom = item.get("custom")
    said = [_text(item, "status"), _text(custom, "status") if isinstance(custom, dict) else ""]
    found = [_NATURES[word] for word in (s.strip().casefold() for s in said) if word in _NATURES]
    return tuple(Notice(nature, source="CSL JSON") for nature in dict.fromkeys(found))


def _authors(value: object) -> tuple[str, ...]:
    names = [_author(a) for a in value if isinstance(a, dict)] if isinstance(value, list) else []
    return tuple(name for name in names if name)


def _author(name: Item) -> str:
    family = " ".join(filter(None, (_text(name, "non-dropping-particle"), _text(name, "family"))))
    given = _text(name, "given")
    if not family:
        return _text(name, "literal")
    if _CJK.search(family):
        return family + given
    initials = given if given.isupper() and given.isalpha() else "".join(part[0] for part in re.split(r"[\s.\-]+", given) if part)
    return f"{family} {initials.upper()}".strip()


def _year(issued: object) -> int | None:
    if not isinstance(issued, dict):
        return None
    parts = issued.get("date-parts")
    first = parts[0][0] if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0] else issued.get("raw", "")
    found = _YEAR.search(str(first)[:40])
    return int(found[0]) if found else None


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(w for w in (part.strip() for part in value.split(";" if ";" in value else ",")) if w)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def _text(item: Item, key: str) -> str:
    value = item.get(key)
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


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
