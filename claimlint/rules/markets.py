"""Market files → Market; a problem → what it costs in the markets chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from claimlint.errors import ConfigError, LexiconError, did_you_mean
from claimlint.files import line_of
from claimlint.model import SEVERITIES, Law, Market, Problem, Ruling, Severity
from claimlint.model.outcome import rank
from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import Table, read_table

GENERAL = "general"
_LAW = ("instrument", "article", "text", "in_force", "checked", "verified", "note")
_RULE = ("severity", "barred", "basis", "waivable", "because")
_CODE = re.compile(r"[A-Z]{3}\d{3}", re.ASCII)
_ID = re.compile(r"[a-z0-9-]+", re.ASCII)


class _Section(Table):
    """A table whose complaints point into its own part of the file: the same keys recur in every `[law.…]` and `[rule.…]`."""

    __slots__ = ()

    def fail(self, message: str, *, at: str = "", remedy: str = "") -> LexiconError:
        """Return an error at the line of the key or value `at` within this section, else at its header."""
        return LexiconError(message, path=self.path, line=_line(self.text, self.name, at), remedy=remedy)


def load_market(path: Path, base: Market | None = None) -> Market:
    """Load one market file; a pack's file of the same name adds to `base`, and its rulings may rest on provisions of both.

    Raises LexiconError with file, line and remedy for the first thing that is wrong.
    """
    table = read_table(path)
    table.only("id", "name", "law", "rule", *(["defaults"] if path.stem == GENERAL else []))
    name = table.choice("id", (path.stem,))
    laws = {section.name.partition(".")[2]: section for section in _sections(table, "law")}
    own = {key: _law(section, name, key) for key, section in laws.items()}
    known = own if base is None else {**base.laws, **own}
    rulings = {section.name.partition(".")[2]: _ruling(section, known) for section in _sections(table, "rule")}
    if base is None:
        return Market(id=name, name=_filled(table, "name"), laws=own, rulings=rulings)
    return Market(id=name, name=base.name, laws=known, rulings={**base.rulings, **rulings})


def load_markets(folder: Path, ids: Sequence[str], packs: Sequence[Path] = ()) -> tuple[Market, ...]:
    """Load the markets named, in that order, each once, with what the folders `packs` add to them.

    Raises ConfigError for an id that has no file in any of the folders.
    """
    known = market_ids(folder, packs)
    for name in ids:
        if name not in known:
            remedy = f"{did_you_mean(name.casefold(), known)} known: {', '.join(known)}".strip()
            raise ConfigError(f'unknown market "{name}"', path=str(folder), remedy=remedy)
    return tuple(_load((folder, *packs), name) for name in dict.fromkeys(ids))


def market_ids(folder: Path, packs: Sequence[Path] = ()) -> list[str]:
    """Return the ids of all markets that have a file, sorted."""
    return sorted({path.stem for home in (folder, *packs) for path in home.glob("*.toml")})


def _load(folders: Sequence[Path], name: str) -> Market:
    market: Market | None = None
    for path in (folder / f"{name}.toml" for folder in folders):
        if path.is_file():
            market = load_market(path, market)
    if market is None:
        raise ConfigError(f'unknown market "{name}"')
    return market


def default_markets(language: str, folder: Path | None = None) -> tuple[str, ...]:
    """Return the ids of the markets that apply to drafts in `language` where none is chosen; a language not listed gets "general".

    `folder` holds the market files: those of the installation unless given. Raises LexiconError where the table is wrong.
    """
    folder = folder or lexicon_home() / "markets"
    table = read_table(folder / f"{GENERAL}.toml")
    defaults = _Section(table.path, table.text, table.table("defaults").data, "defaults")
    known = sorted(path.stem for path in folder.glob("*.toml"))
    for key in defaults.data:
        for name in defaults.strings(key):
            if name not in known:
                raise defaults.fail(f'"{name}" is no market', at=name, remedy=did_you_mean(name, known) or f"known: {', '.join(known)}")
    return defaults.strings(language) or (GENERAL,)


def grade(problem: Problem, severity: Severity, markets: Sequence[Market]) -> tuple[Severity, tuple[Law, ...], tuple[str, ...]] | None:
    """Return severity, provisions and ids of the markets that object to a problem, or None where none does.

    `severity` is the rule's own; a severity that the problem carries takes its place, and a market's own goes before both;
    its ceiling limits them all. A market in which the product profile permits the words does not object.
    The worst of the objecting markets counts. Where fitting evidence was found, only markets that bar the claim object.
    """
    objecting = [(market, ruling) for market in markets if (ruling := _objection(problem, market))]
    if not objecting:
        return None
    own = problem.severity or severity
    worst = max((ruling.severity or own for _, ruling in objecting), key=rank)
    worst = min(worst, problem.ceiling or worst, key=rank)
    laws = dict.fromkeys(market.laws[key] for market, ruling in objecting for key in ruling.basis)
    return worst, tuple(laws), tuple(market.id for market, _ in objecting)


def _objection(problem: Problem, market: Market) -> Ruling | None:
    ruling = None if market.id in dict(problem.permitted) else market.rulings.get(problem.code)
    return ruling if ruling and (ruling.barred or not problem.cited) else None


def _sections(table: Table, key: str) -> tuple[_Section, ...]:
    found = table.table(key).data
    for name, value in found.items():
        if not isinstance(value, dict):
            raise table.fail(f'"{name}" must be a table', at=name, remedy=f"write it under [{key}.…]")
    return tuple(_Section(table.path, table.text, value, f"{key}.{name}") for name, value in found.items())


def _law(section: _Section, market: str, key: str) -> Law:
    if not _ID.fullmatch(key):
        raise section.fail(f'"{key}" is no id of a provision', remedy="small letters, digits and hyphens")
    section.only(*_LAW)
    return Law(
        id=key,
        market=market,
        instrument=_filled(section, "instrument"),
        article=section.get("article", str),
        text=_filled(section, "text"),
        in_force=_day(section, "in_force", known=False),
        checked=_day(section, "checked", known=True),
        verified=section.get("verified", bool),
        note=section.get("note", str, ""),
    )


def _ruling(section: _Section, laws: Mapping[str, Law]) -> Ruling:
    code = section.name.partition(".")[2]
    if not _CODE.fullmatch(code):
        raise section.fail(f'"{code}" is no rule code', remedy="three capital letters and three digits")
    section.only(*_RULE)
    section.get("basis", list)  # required, though it may be empty
    basis = section.strings("basis")
    for key in basis:
        if key not in laws:
            raise section.fail(f'"{key}" is no provision of this file', at=key, remedy=did_you_mean(key, list(laws)) or f"add [law.{key}]")
    severity = section.choice("severity", SEVERITIES) if "severity" in section.data else None
    waivable = section.get("waivable", bool, default=True)
    because = "" if waivable else _filled(section, "because")
    return Ruling(cast("Severity | None", severity), section.get("barred", bool), basis, waivable, because)


def _filled(table: Table, key: str) -> str:
    value = table.get(key, str)
    if not value.strip():
        raise table.fail(f'"{key}" is empty', at=key, remedy="say it, or drop the entry")
    return value


def _day(section: _Section, key: str, *, known: bool) -> str:
    """Return a date as written; an unknown one may be empty unless it must be `known`."""
    value = section.get(key, str)
    if not value and not known:
        return value
    try:
        right = date.fromisoformat(value).isoformat() == value
    except ValueError:
        right = False
    if not right:
        raise section.fail(
            f'"{value}" is no date', at=key, remedy="year-month-day, as 2025-04-06" + ("" if known else '; "" where unknown')
        )
    return value


def _line(text: str, name: str, at: str) -> int:
    """Return the 1-based line of a key, or else of a value, between the header `[name]` and the next; the header's where it is absent."""
    header = re.search(rf"^[ \t]*\[[ \t]*{re.escape(name)}[ \t]*\]", text, re.MULTILINE)
    if not header:
        return line_of(text, at) or line_of(text, name.rpartition(".")[2])  # written inline
    following = re.compile(r"^[ \t]*\[\[?[ \t]*[\w.\"-]+[ \t]*\]", re.MULTILINE).search(text, header.end())
    body = text[header.end() : following.start() if following else len(text)]
    key = re.search(rf"^[ \t]*[\"']?{re.escape(at)}[\"']?[ \t]*=", body, re.MULTILINE) if at else None
    first = text.count("\n", 0, header.start()) + 1
    if key:
        return first + body.count("\n", 0, key.start())
    return first + max(0, line_of(body, at) - 1)
