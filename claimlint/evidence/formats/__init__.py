"""How records are kept and imported: each module of this package declares a FORMAT."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimlint.model import EvidenceRecord

YEARS = range(1500, 2200)  # years of publication
_ORDER = ("pmid", "doi", "pmcid", "nct", "isrctn", "chictr")


@dataclass(frozen=True, slots=True)
class Format:
    """A record format: its file name endings, whether a text looks like it, and its parser.

    `parse(path, text)` yields (record, 1-based line where it begins) and raises RegistryError where the text is broken.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[str], bool]
    parse: Callable[[str, str], Iterator[tuple[EvidenceRecord, int]]]


def record_key(identifiers: tuple[tuple[str, str], ...], title: str, year: int | None) -> str:
    """Return the name of a record: its best identifier ("pmid:123"), else a digest of title and year."""
    for scheme in _ORDER:
        for known, value in identifiers:
            if known == scheme:
                return f"{scheme}:{value}"
    digest = hashlib.sha256(f"{' '.join(title.casefold().split())}\n{year or ''}".encode()).hexdigest()[:12]
    return f"title:{digest}"
