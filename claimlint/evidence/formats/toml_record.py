'''A team's own TOML records, to be reviewed in a pull request → records.

One file holds one record, or several as [[record]] tables:

    title    = "Gentle walking and knee pain: a randomised controlled trial"
    year     = 2021
    authors  = ["Moreau A", "Lindqvist B"]
    journal  = "Journal of Gentle Exercise"
    volume   = "12"
    issue    = "3"
    pages    = "101-109"
    doi      = "10.5555/jge.2021.101"
    pmid     = "99000001"                        # pmcid, nct, isrctn, chictr likewise
    types    = ["Journal Article", "Randomized Controlled Trial"]
    funding  = ["Society for Gentle Exercise"]   # interests = "…" likewise: competing interests, as declared
    checked  = 2026-08-31                        # no notice stood against it on that day
    review_by = 2027-06-30
    mesh     = ["Humans", "Osteoarthritis, Knee"]
    abstract = """180 adults were assigned to …"""

    [[notice]]
    nature     = "retraction"                    # expression-of-concern, correction, reinstatement, retracted-and-republished, update
    identifier = "10.5555/jge.2023.7"
    date       = "2023-04-01"
    source     = "publisher"
'''

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO, get_args

from claimlint.errors import RegistryError, did_you_mean
from claimlint.evidence.formats import YEARS, Format, record_key
from claimlint.evidence.formats._pieces import whole
from claimlint.evidence.identifiers import normal
from claimlint.model import EvidenceRecord, Nature, Notice

_SCHEMES = ("pmid", "doi", "pmcid", "nct", "isrctn", "chictr")
_TEXTS = ("title", "journal", "volume", "issue", "pages", "abstract", "interests", *_SCHEMES)
_COUNTS = ("volume", "issue", "pages", *_SCHEMES)  # may be written as a number
_LISTS = ("authors", "types", "mesh", "funding")
_DATES = ("checked", "review_by")
_KEYS = (*_TEXTS, *_LISTS, *_DATES, "year", "notice")
_NATURES: tuple[Nature, ...] = get_args(Nature)
_HEAD = re.compile(r"^\s*\[\[\s*record\s*\]\]")

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """A file and the line where one of its records begins, so that errors can say where."""

    path: str
    lines: tuple[str, ...]
    start: int

    def fail(self, key: str, message: str, remedy: str) -> RegistryError:
        """Return an error at the line of this record that sets `key`."""
        return RegistryError(message, path=self.path, line=self.line(key) or self.start, remedy=remedy)

    def line(self, key: str) -> int:
        """Return the first line of this record that sets `key`, 0 where none does."""
        pattern = re.compile(rf'^\s*(?:\[\[?\s*)?"?{re.escape(key)}"?\s*[=\].]')
        end = next((n for n in range(self.start + 1, len(self.lines) + 1) if _HEAD.match(self.lines[n - 1])), len(self.lines) + 1)
        return next((n for n in range(self.start, end) if pattern.match(self.lines[n - 1])), 0)


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each record and the line where it begins. Raises RegistryError with line and remedy."""
    text = whole(path, file, "TOML")
    data = _load(path, text)
    lines = tuple(text.splitlines())
    top = _Place(path, lines, 1)
    if "record" not in data:
        line = top.line("title") or 1
        yield _record(top, data, line), line
        return
    _only(top, data, ("record",))
    heads = [number for number, line in enumerate(lines, 1) if _HEAD.match(line)]
    tables = data["record"]
    if not isinstance(tables, list) or len(heads) != len(tables):
        raise top.fail("record", "records must be [[record]] tables", "write [[record]] above each")
    for table, line in zip(tables, heads, strict=True):
        yield _record(_Place(path, lines, line), table, line), line


def _load(path: str, text: str) -> Data:
    try:
        return tomllib.loads(text.lstrip("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise RegistryError(f"not valid TOML: {error}", path=path, line=line, remedy="see the example in the documentation") from None


def _record(place: _Place, data: Data, line: int) -> EvidenceRecord:
    _only(place, data, _KEYS)
    found = tuple((scheme, _identifier(place, scheme, data)) for scheme in _SCHEMES if scheme in data)
    title, year = _text(place, data, "title"), _year(place, data)
    if not title:
        raise place.fail("title", "a record without title", 'add title = "…"')
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title,
        year=year,
        authors=_list(place, data, "authors"),
        journal=_text(place, data, "journal"),
        volume=_text(place, data, "volume"),
        issue=_text(place, data, "issue"),
        pages=_text(place, data, "pages"),
        identifiers=found,
        types=_list(place, data, "types"),
        mesh=_list(place, data, "mesh"),
        abstract=_text(place, data, "abstract"),
        notices=_notices(place, data),
        place=f"{place.path}:{line}",
        funding=_list(place, data, "funding"),
        interests=_text(place, data, "interests"),
        checked=_day(place, data, "checked"),
        review_by=_day(place, data, "review_by"),
    )


def _text(place: _Place, data: Data, key: str) -> str:
    value = data.get(key, "")
    if key in _COUNTS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise place.fail(key, f'"{key}" must be text, not {type(value).__name__}', f'write {key} = "…"')
    return " ".join(value.split())


def _year(place: _Place, data: Data) -> int | None:
    year = data.get("year")
    if year is None or (isinstance(year, int) and year in YEARS):
        return year
    raise place.fail("year", f'"year" must be a year, not {year!r}', "write year = 2021")


def _day(place: _Place, data: Data, key: str) -> str:
    """Return a day as ISO text; quotes may be left out in TOML."""
    said = data.get(key, "")
    day = said.isoformat()[:10] if isinstance(said, date) else _text(place, data, key)
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise place.fail(key, f'"{key}" must be a day, not {day!r}', f"write {key} = 2026-08-31") from None


def _list(place: _Place, data: Data, key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise place.fail(key, f'"{key}" must be a list of texts', f'write {key} = ["…"]')
    return tuple(value)


def _identifier(place: _Place, scheme: str, data: Data) -> str:
    value = _text(place, data, scheme)
    known = normal(scheme, value)
    if not known:
        raise place.fail(scheme, f'"{value}" is no {scheme.upper()}', "copy it from the publisher's page")
    return known


def _notices(place: _Place, data: Data) -> tuple[Notice, ...]:
    value = data.get("notice", [])
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise place.fail("notice", "notices must be [[notice]] tables", "write [[notice]] above each")
    return tuple(_notice(place, each) for each in value)


def _notice(place: _Place, data: Data) -> Notice:
    _only(place, data, ("nature", "identifier", "date", "source"))
    nature = next((n for n in _NATURES if n == data.get("nature")), None)
    if nature is None:
        said = str(data.get("nature", ""))
        raise place.fail(
            "nature", f'"{said}" is no nature of a notice', did_you_mean(said, list(_NATURES)) or f"known: {', '.join(_NATURES)}"
        )
    said = data.get("date", "")
    day = said.isoformat()[:10] if isinstance(said, date) else _text(place, data, "date")  # date = 2023-04-01 needs no quotes
    return Notice(nature, _text(place, data, "identifier"), day, _text(place, data, "source"))


def _only(place: _Place, data: Data, known: tuple[str, ...]) -> None:
    for key in data:
        if key not in known:
            raise place.fail(key, f'unknown key "{key}"', did_you_mean(key, list(known)) or f"known: {', '.join(known)}")


def _sniff(text: str) -> bool:
    return not text.lstrip().startswith("@") and bool(re.search(r"^\s*(?:title\s*=|\[\[\s*record\s*\]\])", text, re.MULTILINE))


FORMAT = Format("TOML record", (".toml",), _sniff, parse, rank=5)
