"""A JSON table "DOI of the work → DOI of the notice" → editorial notices, on works that need not be in the registry.

{
  "as_of": "2026-08-31",
  "retractions": {"10.5555/work": "10.5555/notice"},
  "concerns": {}, "corrections": {}, "reinstatements": {}, "republished": {"10.5555/old": "10.5555/new"}
}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, TextIO

from claimlint.errors import RegistryError
from claimlint.evidence.formats import Format, Marked, Parsed, Snapshot
from claimlint.evidence.formats._pieces import whole
from claimlint.evidence.identifiers import normal
from claimlint.model import Nature, Notice

_TABLES: dict[str, Nature] = {
    "retractions": "retraction",
    "concerns": "expression-of-concern",
    "corrections": "correction",
    "reinstatements": "reinstatement",
    "republished": "retracted-and-republished",
}
_HEAD = re.compile(r'\ufeff?\s*\{\s*"(?:as_of|retractions|concerns|corrections|reinstatements|republished)"\s*:')
_REMEDY = 'write {"as_of": "2026-08-31", "retractions": {"DOI": "DOI of the notice"}}'


def parse(path: str, file: TextIO) -> Iterator[Parsed]:
    """Yield a notice for each DOI, and the day of the table where it says one. Raises RegistryError with line and remedy."""
    text = whole(path, file, "a table of notices")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise RegistryError(f"not valid JSON: {error.msg}", path=path, line=error.lineno, remedy=_REMEDY) from None
    except (RecursionError, ValueError) as error:
        raise RegistryError(f"JSON that cannot be read: {error}", path=path, line=1, remedy=_REMEDY) from None
    if not isinstance(data, dict):
        raise RegistryError("a table of notices is an object", path=path, line=1, remedy=_REMEDY)
    for key in data:
        if key != "as_of" and key not in _TABLES:
            raise _fail(path, text, key, f'unknown key "{key}"')
    yield from _snapshot(path, text, data)
    for table, nature in _TABLES.items():
        yield from _table(path, text, data.get(table, {}), nature)


def _snapshot(path: str, text: str, data: dict[str, Any]) -> Iterator[Parsed]:
    said = data.get("as_of")
    if said is None:
        return
    try:
        yield Snapshot(date.fromisoformat(said).isoformat()), 1
    except (TypeError, ValueError):
        raise _fail(path, text, "as_of", f'"as_of" must be a day, not {str(said)[:40]}') from None


def _table(path: str, text: str, table: object, nature: Nature) -> Iterator[Parsed]:
    if not isinstance(table, dict):
        raise RegistryError(f'"{nature}": DOIs must be the keys of an object', path=path, line=1, remedy=_REMEDY)
    for work, said in table.items():
        doi = normal("doi", work)
        if not doi or not (said is None or isinstance(said, str)):
            raise _fail(path, text, work, f'"{work[:80]}" is no DOI, or its notice is none')
        told = normal("doi", said or "")
        yield (Marked("doi", doi, Notice(nature, f"doi:{told}" if told else "", source=path.rsplit("/", 1)[-1])), 1)


def _fail(path: str, text: str, needle: str, message: str) -> RegistryError:
    at = text.find(json.dumps(needle))
    return RegistryError(message, path=path, line=text.count("\n", 0, max(at, 0)) + 1, remedy=_REMEDY)


def _sniff(text: str) -> bool:
    return _HEAD.match(text) is not None


FORMAT = Format("editorial notices JSON", (".json",), _sniff, parse)
