"""lexicons/evidence.toml → Standards: how strong a record's design is, and what a kind of claim may rest on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, cast, get_args

from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import Table, read_table

if TYPE_CHECKING:
    from claimlint.model import EvidenceRecord

Outcome = Literal["ok", "note", "warn", "err"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)  # the mildest first
LEVELS = ("E0", "EX", "EQ", "E1", "E2", "E3", "E4", "E5", "E6")
_WORDS = ("retraction", "unreviewed", "reviewed", "species", "limits", "audience", "design", "planned", "association")
_CITE = ("headings", "units", "intervals", "et_al", "particles", "legal", "months")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Design:
    """What a record is: its level ("" where nothing tells), by which field of the record, and the words that told.

    `predata`: no result exists yet (a protocol, a registration). `observational`: nobody was assigned anything.
    """

    level: str
    field: str = ""
    recorded: str = ""
    observational: bool = False
    predata: bool = False


@dataclass(frozen=True, slots=True)
class DesignCue:
    """Words of a title or an abstract that tell a design; a `cap` lowers what the publication types say."""

    design: Design
    title: re.Pattern[str]
    abstract: re.Pattern[str]
    unless: re.Pattern[str]
    cap: bool
    minimum: int


@dataclass(frozen=True, slots=True)
class MeshCue:
    """Subject headings that tell a design unless one of `without` stands beside them. All folded."""

    design: Design
    any: frozenset[str]
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class MarketRow:
    """A row of the decision table that holds in some markets only: why, and on which provisions of their files."""

    because: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Standards:
    """Everything lexicons/evidence.toml says. Keys that name publication types or headings are case-folded."""

    types: dict[str, Design]
    status: dict[str, tuple[str, ...]]  # retracted, notice, concern: folded types; retracted_titles: folded prefixes
    unreviewed: dict[str, str]  # folded type → what to call it
    venues: tuple[str, ...]
    prefixes: tuple[str, ...]
    reviewed_prefixes: tuple[str, ...]
    declared: tuple[tuple[str, re.Pattern[str]], ...]  # note, words
    alone: re.Pattern[str]  # declared words that are a pointer by themselves
    alone_words: tuple[str, ...]  # the same, folded, to ask first whether one is there
    designs: tuple[DesignCue, ...]
    mesh: tuple[MeshCue, ...]
    words: dict[str, re.Pattern[str]]
    cite: dict[str, tuple[str, ...]]
    cells: dict[tuple[str, str, str], Outcome]  # market ("" for everywhere), kind, level
    names: dict[str, str]  # level → what such a record is called
    described: frozenset[str]  # kinds that observation is enough for where no other stands beside them
    reasons: dict[tuple[str, str], MarketRow]  # market, kind → why it asks for something else than others

    def outcome(self, kind: str, level: str, market: str = "") -> Outcome:
        """Return the cell for a claim kind on a level; a market's own cell wins. Unknown kinds and levels are ok."""
        return self.cells.get((market, kind, level)) or self.cells.get(("", kind, level), "ok")

    def says(self, what: str, text: str) -> bool:
        """Tell whether a sentence holds one of the words listed under `what` in [words]."""
        return bool(self.words[what].search(text.casefold()))

    def note(self, text: str) -> str:
        """Return the status that a pointer or reference entry declares of itself ("preprint"), "" where none."""
        folded = text.casefold()
        return next((note for note, words in self.declared if words.search(folded)), "")


@cache
def standards(path: Path | None = None) -> Standards:
    """Read the evidence standards, once a process. Raises LexiconError with file, line and remedy."""
    table = read_table(path or lexicon_home() / "evidence.toml")
    table.only("type", "status", "unreviewed", "declared", "design", "mesh", "words", "cite", "table")
    unreviewed = table.table("unreviewed")
    unreviewed.only("types", "venues", "prefixes", "reviewed_prefixes")
    declared = table.tables("declared")
    alone = tuple(w for row in declared if row.get("alone", bool, default=False) for w in row.strings("words"))
    return Standards(
        types={name.casefold(): design for row in table.tables("type") for name, design in _type(row)},
        status=_status(table.table("status")),
        unreviewed={str(k).casefold(): str(v) for k, v in unreviewed.table("types").data.items()},
        venues=tuple(v.casefold() for v in unreviewed.strings("venues")),
        prefixes=unreviewed.strings("prefixes"),
        reviewed_prefixes=unreviewed.strings("reviewed_prefixes"),
        declared=tuple((row.get("note", str), phrases(row.strings("words"))) for row in declared),
        alone=phrases(alone),
        alone_words=tuple(w.casefold() for w in alone),
        designs=tuple(_design(row) for row in table.tables("design")),
        mesh=tuple(_mesh(row) for row in table.tables("mesh")),
        words={name: phrases(words) for name, words in _lists(table.table("words"), _WORDS).items()},
        cite=_lists(table.table("cite"), _CITE),
        **_decisions(table.table("table")),
    )


@cache
def phrases(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for all phrases, to be used on case-folded text: whole words, and longest first."""
    ordered = sorted({w.casefold() for w in words}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(_bounded, ordered))) if ordered else _NEVER


def design_of(record: EvidenceRecord, standard: Standards) -> Design:
    """Return the design of a record: the best its types claim, lowered by what title, headings and abstract tell.

    A record without any telling type is judged by words alone; where those are silent too, the level is "".
    """
    return _design_of(record.title, record.abstract, record.types, record.mesh, standard)


@lru_cache(maxsize=4_096)
def _design_of(title: str, abstract: str, types: tuple[str, ...], headings: tuple[str, ...], standard: Standards) -> Design:
    title, abstract = title.casefold(), abstract.casefold()
    told = [cue for cue in standard.designs if _fires(cue, title, abstract)]
    mesh = _by_mesh(headings, standard)
    best = _by_type(types, standard) or next((_quote(c, title, abstract) for c in told if not c.cap), None) or mesh
    caps = [_quote(cue, title, abstract) for cue in told if cue.cap] + ([mesh] if mesh and mesh.level == "E2" else [])
    lowest = min(caps, key=lambda d: d.level, default=None)
    if lowest and (best is None or lowest.level < best.level):
        return lowest
    return best or Design("")


def _by_type(types: tuple[str, ...], standard: Standards) -> Design | None:
    found = [d for name in types if (d := standard.types.get(name.casefold()))]
    pre = [d for d in found if d.predata]
    return pre[0] if pre else max(found, key=lambda d: d.level, default=None)


def _by_mesh(mesh: tuple[str, ...], standard: Standards) -> Design | None:
    headings = {part.strip("* ").casefold() for heading in mesh for part in heading.split("/")[:1]}
    return next((cue.design for cue in standard.mesh if cue.any & headings and not cue.without & headings), None)


def _fires(cue: DesignCue, title: str, abstract: str) -> bool:
    if cue.title.search(title):
        return not cue.unless.search(title)
    text = f"{title} {abstract}"
    return len(cue.abstract.findall(text)) >= cue.minimum and not cue.unless.search(text)


def _quote(cue: DesignCue, title: str, abstract: str) -> Design:
    found = cue.title.search(title)
    where, match = ("title", found) if found else ("abstract", cue.abstract.search(f"{title} {abstract}"))
    words = match[0] if match else ""
    return Design(cue.design.level, where, f'{cue.design.recorded} ("{words}")', cue.design.observational, cue.design.predata)


def _bounded(phrase: str) -> str:
    # whole words only where letters meet letters: Chinese has no word ends, and "retracted:" ends in a colon
    start = r"(?<![a-z0-9])" if phrase[:1].isascii() and phrase[:1].isalnum() else ""
    end = r"(?![a-z0-9])" if phrase[-1:].isascii() and phrase[-1:].isalnum() else ""
    return start + re.escape(phrase) + end


def _type(row: Table) -> list[tuple[str, Design]]:
    row.only("level", "names", "observational", "predata")
    level, seen, pre = row.choice("level", LEVELS), row.get("observational", bool, default=False), row.get("predata", bool, default=False)
    return [(name, Design(level, "types", name, seen, pre)) for name in row.strings("names")]


def _design(row: Table) -> DesignCue:
    row.only("level", "cap", "predata", "observational", "name", "title", "abstract", "unless", "minimum")
    flags = {key: row.get(key, bool, default=False) for key in ("observational", "predata")}
    design = Design(row.choice("level", LEVELS), "title", row.get("name", str), **flags)
    title, abstract, unless = (phrases(row.strings(key)) for key in ("title", "abstract", "unless"))
    return DesignCue(design, title, abstract, unless, row.get("cap", bool, default=False), row.get("minimum", int, 1))


def _mesh(row: Table) -> MeshCue:
    row.only("level", "name", "any", "without", "observational")
    design = Design(row.choice("level", LEVELS), "mesh", row.get("name", str), row.get("observational", bool, default=False))
    return MeshCue(design, *(frozenset(w.casefold() for w in row.strings(key)) for key in ("any", "without")))


def _status(row: Table) -> dict[str, tuple[str, ...]]:
    lists = _lists(row, ("retracted", "notice", "concern", "retracted_titles"))
    return {key: tuple(w.casefold() for w in words) for key, words in lists.items()}


def _lists(row: Table, known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    row.only(*known)
    return {key: row.strings(key) for key in known}


class _Decisions(TypedDict):
    cells: dict[tuple[str, str, str], Outcome]
    names: dict[str, str]
    described: frozenset[str]
    reasons: dict[tuple[str, str], MarketRow]


def _decisions(table: Table) -> _Decisions:
    table.only("columns", "described", "names", "cells", "market")
    columns = table.strings("columns")
    if columns != LEVELS:
        raise table.fail("the columns of the decision table are not the levels", at="columns", remedy=f"write {', '.join(LEVELS)}")
    names, rows = table.table("names"), table.table("cells")
    names.only(*LEVELS)
    cells = {("", kind, level): cell for kind in rows.data for level, cell in _row(rows, kind)}
    reasons: dict[tuple[str, str], MarketRow] = {}
    for row in table.tables("market"):
        row.only("markets", "kinds", "cells", "because", "basis")
        for market, kind in product(row.strings("markets"), row.strings("kinds")):
            if kind not in rows.data or (market, kind) in reasons:
                raise row.fail(f'"{kind}" is no row of the table, or stands twice for {market}', at=kind, remedy="see [table.cells]")
            reasons[market, kind] = MarketRow(row.get("because", str), row.strings("basis"))
            cells |= {(market, kind, level): cell for level, cell in _row(row, "cells")}
    named = {level: names.get(level, str) for level in names.data}
    return {"cells": cells, "names": named, "described": frozenset(table.strings("described")), "reasons": reasons}


def _row(table: Table, key: str) -> list[tuple[str, Outcome]]:
    row = table.strings(key)
    if len(row) != len(LEVELS):
        raise table.fail(f'row "{key}" has {len(row)} cells', at=key, remedy=f"write {len(LEVELS)}, one a level")
    for cell in row:
        if cell not in OUTCOMES:
            raise table.fail(f'"{cell}" is no outcome', at=key, remedy=f"write {', '.join(OUTCOMES)}")
    return [(level, cast("Outcome", cell)) for level, cell in zip(LEVELS, row, strict=True)]
