"""A ledger's text and what changes in it → the new text; whatever else people wrote there stays as it is."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path

from claimlint.decisions.ledger import HEADER, KEYS, Entry, Ledger
from claimlint.errors import ConfigError

_TITLE = """\
# Decisions to let findings pass. Each is bound to the words it was made on: when the sentence is edited, the finding returns.
# claimlint waivers list shows them, claimlint waivers prune removes those that have run out or let nothing pass.
"""


def added(ledger: Ledger, entries: Sequence[Entry]) -> str:
    """Return the text with entries put at its end."""
    text = ledger.text or _TITLE
    parts = [text if text.endswith("\n") else text + "\n", *map(_table, entries)]
    return _proven(ledger, "\n".join(parts), (*ledger.entries, *entries))


def removed(ledger: Ledger, gone: Collection[Entry]) -> str:
    """Return the text without some entries, and without the remarks directly above them."""
    lines = [f"{line}\n" for line in ledger.text.rstrip("\n").split("\n")]
    starts = [ledger.text.count("\n", 0, found.start()) for found in HEADER.finditer(ledger.text)]
    entries = zip(ledger.entries, starts, [*starts[1:], len(lines)], strict=False)
    dead = {at for entry, start, end in entries if entry in gone for at in range(_above(lines, start), _within(lines, start, end))}
    kept: list[str] = []
    for at, line in enumerate(lines):
        doubled = not line.strip() and at - 1 in dead and (not kept or not kept[-1].strip())
        if at in dead or doubled:
            dead.add(at)  # so that a run of blank lines behind an entry goes with it
        else:
            kept.append(line)
    text = "".join(kept).rstrip("\n")
    return _proven(ledger, f"{text}\n" if text else "", [entry for entry in ledger.entries if entry not in gone])


def _above(lines: Sequence[str], start: int) -> int:
    """Return the first line of the remarks directly above an entry; those at the head of the file are the file's."""
    first = start
    while first > 0 and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first if first > 0 else start


def _within(lines: Sequence[str], start: int, end: int) -> int:
    """Return the line behind an entry's last key: remarks and blank lines before the next header stay."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _table(entry: Entry) -> str:
    values = [(key, getattr(entry, key)) for key in KEYS]
    return "[[waiver]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in values if value)


def _toml(value: str) -> str:
    """Return a TOML string: JSON's escapes are TOML's, but for the one control character that JSON lets stand."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _proven(ledger: Ledger, text: str, entries: Sequence[Entry]) -> str:
    """Return the text if it reads as those entries; where people wrote in ways that lines cannot tell apart, refuse."""
    try:
        read = [(t.get("code"), str(t.get("fingerprint")).removeprefix("#").lower()) for t in tomllib.loads(text).get("waiver", [])]
    except (tomllib.TOMLDecodeError, AttributeError):
        read = []
    if read != [(entry.code, entry.fingerprint) for entry in entries]:
        raise ConfigError("cannot be changed line by line", path=str(Path(ledger.path)), remedy="write each decision as a table [[waiver]]")
    return text
