"""claimlint-baseline.json ↔ findings accepted as old debt: how many of which code and fingerprint a draft had."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from claimlint.errors import ConfigError
from claimlint.files import conflict, text_of

FILE = "claimlint-baseline.json"
VERSION = 1
Debt = tuple[str, str, str]  # path seen from the folder of the file, code, fingerprint
_PRINT = re.compile(r"[0-9a-f]{16}")
_KEYS = ("path", "code", "fingerprint", "count")


def read_baseline(path: Path) -> Counter[Debt]:
    """Read a baseline. Raises ConfigError with file, line and remedy, also for a merge that nobody finished."""
    text = text_of(path)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        remedy = "mend it, or delete it and run claimlint baseline create"
        raise conflict(path, text) or ConfigError(f"not valid JSON: {error}", path=str(path), line=line, remedy=remedy) from error
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
        raise ConfigError(f"no baseline of version {VERSION}", path=str(path), line=1, remedy="claimlint baseline create writes one")
    debts: Counter[Debt] = Counter()
    for number, entry in enumerate(data["findings"], start=1):
        debts[_debt(path, text, entry, number)] += entry["count"]
    return debts


def baseline_text(debts: Mapping[Debt, int]) -> str:
    """Return the file's text: sorted, one entry a line, so that two people's changes merge."""
    lines = [
        json.dumps(dict(zip(_KEYS, (*debt, count), strict=True)), ensure_ascii=False) for debt, count in sorted(debts.items()) if count > 0
    ]
    body = "".join(f"\n    {line}," for line in lines)[:-1]
    return f'{{\n  "version": {VERSION},\n  "findings": [{body}' + ("\n  ]\n}\n" if lines else "]\n}\n")


def grown(old: Mapping[Debt, int], new: Mapping[Debt, int]) -> list[Debt]:
    """Return what `new` holds more of than `old`, sorted."""
    return sorted(debt for debt, count in new.items() if count > old.get(debt, 0))


def less(old: Counter[Debt], found: Counter[Debt], judged: Iterable[str]) -> Counter[Debt]:
    """Return the old debt less what is found no more; paths that were not `judged` keep theirs."""
    looked = frozenset(judged)
    return Counter({debt: min(count, found[debt]) if debt[0] in looked else count for debt, count in old.items()})


def _debt(path: Path, text: str, entry: Any, number: int) -> Debt:  # noqa: ANN401 — whatever the file holds
    right = isinstance(entry, dict) and set(entry) == set(_KEYS) and all(isinstance(entry[key], str) for key in _KEYS[:3])
    if right and isinstance(entry["count"], int) and not isinstance(entry["count"], bool) and entry["count"] > 0:
        if _PRINT.fullmatch(entry["fingerprint"]):
            return entry["path"], entry["code"], entry["fingerprint"]
        message = f'"{entry["fingerprint"]}" is no fingerprint'
    else:
        message = f"entry {number} needs path, code, fingerprint (strings) and count (a number above 0), and nothing else"
    raise ConfigError(message, path=str(path), line=_line(text, number), remedy="mend it, or delete it and run claimlint baseline create")


def _line(text: str, number: int) -> int:
    """Return the line of the n-th entry: where its brace opens behind "findings"."""
    start = text.find("[", text.find('"findings"'))
    found = [m.start() for _, m in zip(range(number), re.finditer(r"\{", text[start:]), strict=False)]
    return text.count("\n", 0, start + found[-1]) + 1 if len(found) == number else 1
