"""claimlint-waivers.toml → entries: decisions on findings that are kept beside the drafts, each bound to the words it was made on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from claimlint.decisions.directives import FINGERPRINT, is_day
from claimlint.decisions.policy import Policy, fault_of
from claimlint.errors import ConfigError, did_you_mean
from claimlint.files import text_of, toml_of

FILE = "claimlint-waivers.toml"
HEADER = re.compile(r"^[ \t]*\[\[[ \t]*waiver[ \t]*\]\]", re.MULTILINE)
KEYS = ("code", "fingerprint", "path", "quote", "reason", "by", "on", "until")
_NEEDED = ("code", "fingerprint", "path")


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: the rule, the fingerprint of rule and sentence, the draft, why, by whom, since and until when."""

    code: str
    fingerprint: str
    path: str = ""  # of the draft, seen from the folder of the ledger
    quote: str = ""
    reason: str = ""
    by: str = ""
    on: str = ""
    until: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger file: its path as reports name it, its text, and its entries in order."""

    path: str
    text: str = ""
    entries: tuple[Entry, ...] = ()


def read_ledger(path: Path) -> Ledger:
    """Read a ledger. Raises ConfigError with file, line and remedy, also for a merge that nobody finished."""
    text = text_of(path)
    data = toml_of(path, text)
    lines = [text.count("\n", 0, found.start()) + 1 for found in HEADER.finditer(text)]
    tables = data.get("waiver", [])
    for key in data:
        if key != "waiver":
            raise ConfigError(f'unknown key "{key}"', path=str(path), line=_line(text, key), remedy="a decision is a table [[waiver]]")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError('"waiver" must be an array of tables', path=str(path), line=_line(text, "waiver"), remedy="write [[waiver]]")
    if len(lines) != len(tables):
        lines = [0] * len(tables)  # written inline: there is no header to point at
    return Ledger(path.as_posix(), text, tuple(_entry(path, text, table, line) for table, line in zip(tables, lines, strict=True)))


def fault(entry: Entry, policy: Policy) -> str:
    """Return what is wrong with a decision, or nothing where it can be held to."""
    if entry.code not in policy.known:
        return f'there is no rule "{entry.code}" {did_you_mean(entry.code.upper(), sorted(policy.known))}'.strip()
    if entry.until and not is_day(entry.until):
        return f'"{entry.until}" is no date; write it as 2027-01-31'
    return fault_of(entry.reason, policy.reasons)


def _entry(path: Path, text: str, table: Mapping[str, Any], line: int) -> Entry:
    values = {key: _value(path, text, key, value, line) for key, value in table.items()}
    for key in _NEEDED:
        if not values.get(key):
            raise ConfigError(f'a decision without "{key}"', path=str(path), line=line, remedy="claimlint waivers add writes whole entries")
    if not FINGERPRINT.fullmatch(values["fingerprint"]):
        place = _line(text, "fingerprint", line)
        raise ConfigError(
            f'"{values["fingerprint"]}" is no fingerprint', path=str(path), line=place, remedy="16 hex digits, as claimlint check shows"
        )
    values["fingerprint"] = values["fingerprint"].removeprefix("#").lower()
    return Entry(**values, line=line)


def _value(path: Path, text: str, key: str, value: object, line: int) -> str:
    if key not in KEYS:
        remedy = did_you_mean(key, list(KEYS)) or f"known: {', '.join(KEYS)}"
        raise ConfigError(f'unknown key "{key}" in [[waiver]]', path=str(path), line=_line(text, key, line), remedy=remedy)
    if isinstance(value, date) and not isinstance(value, datetime) and key in ("on", "until"):
        return value.isoformat()
    if not isinstance(value, str):
        raise ConfigError(f'"{key}" must be a string', path=str(path), line=_line(text, key, line), remedy=f'{key} = "…"')
    return value.strip()


def _line(text: str, key: str, after: int = 1) -> int:
    """Return the line of the first `key =` from a line on; that line where there is none."""
    start = sum(len(line) + 1 for line in text.split("\n")[: max(0, after - 1)])
    found = re.compile(rf"^[ \t\[{{\"']*{re.escape(key)}[\"']?[ \t\]]*(?:=|$|\])", re.MULTILINE).search(text, start)
    return text.count("\n", 0, found.start()) + 1 if found else after
