"""How records are kept and imported: each module of this package declares a FORMAT."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from claimlint.model import EvidenceRecord, Notice

YEARS = range(1500, 2200)  # years of publication
_ORDER = ("pmid", "doi", "pmcid", "nct", "isrctn", "chictr")


@dataclass(frozen=True, slots=True)
class Marked:
    """An editorial notice on a work, by its identifier, whether or not a registry holds the work."""

    scheme: str
    value: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ISO date up to which a list of notices is complete."""

    date: str


Parsed = tuple["EvidenceRecord | Marked | Snapshot", int]


@dataclass(frozen=True, slots=True)
class Format:
    """A record format: its file name endings, whether the head of a file looks like it, and its parser.

    `parse(path, file)` reads a text stream piece by piece, yields (what it read, 1-based line where that begins) and raises
    RegistryError where the text is broken. Of two descriptions of one work the one of higher `rank` is believed.
    `tolerant`: bytes that are no UTF-8 are replaced, where the publisher of the data is known to have some.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[str], bool]
    parse: Callable[[str, TextIO], Iterator[Parsed]]
    rank: int = 1
    tolerant: bool = False


def record_key(identifiers: tuple[tuple[str, str], ...], title: str, year: int | None) -> str:
    """Return the name of a record: its best identifier ("pmid:123"), else a digest of title and year."""
    for scheme in _ORDER:
        for known, value in identifiers:
            if known == scheme:
                return f"{scheme}:{value}"
    digest = hashlib.sha256(f"{' '.join(title.casefold().split())}\n{year or ''}".encode()).hexdigest()[:12]
    return f"title:{digest}"
