"""lexicons/markets/disclosures/*.toml → Duty: the statements that markets require, as data; strict."""

from __future__ import annotations

import re
from pathlib import Path

from claimlint.model import SEVERITIES
from claimlint.model.disclosure import Duty, Statement, Trial
from claimlint.rules.tables import Table, read_table

_CARD = ("code", "name", "severity", "message", "why", "fix", "statement", "trial")
_STATEMENT = (
    *("id", "markets", "language", "kinds", "tolerance", "wordings", "elements", "pattern", "ratio", "triggers", "hints"),
    *("requires", "unless", "genres", "contradicted_by", "denied_by", "placement", "verified", "spare"),
)
_FIELDS = ("status", "audience", "channel", "entity", "features", "reviewed")
OUTCOMES = ("", "missing", "altered", "contradicted")


def load_duties(home: Path) -> tuple[Duty, ...]:
    """Read every disclosure file, in the order of their codes. Raises LexiconError with file, line and remedy."""
    duties = [_duty(path) for path in sorted((home / "markets" / "disclosures").glob("*.toml"))]
    return tuple(sorted(duties, key=lambda duty: duty.code))


def _duty(path: Path) -> Duty:
    table = read_table(path)
    table.only(*_CARD)
    trials = tuple(_trial(entry) for entry in table.tables("trial"))
    return Duty(
        code=table.get("code", str),
        name=table.choice("name", (path.stem,)),
        severity=table.choice("severity", SEVERITIES),  # type: ignore[arg-type]  # choice() has checked it
        message=table.get("message", str),
        why=table.get("why", str),
        fix=table.get("fix", str),
        flag=tuple(f"{_told(t, f': {t.outcome}')} {t.text}" for t in trials if t.outcome),
        clear=tuple(f"{_told(t)} {t.text}" for t in trials if not t.outcome),
        statements=tuple(_statement(entry) for entry in table.tables("statement")),
        trials=trials,
        path=str(path),
    )


def _told(trial: Trial, outcome: str = "") -> str:
    """Return what a page of a trial is: the product on it, the market, and what comes of it."""
    return f"[{trial.product or 'no profile'}, {trial.market}{outcome}]"


def _statement(table: Table) -> Statement:
    table.only(*_STATEMENT)
    pattern = table.get("pattern", str, "")
    try:
        re.compile(pattern)
    except re.error as error:
        raise table.fail(f"not a regular expression: {error}", at="pattern") from error
    return Statement(
        id=table.get("id", str),
        markets=table.strings("markets"),
        language=table.get("language", str),
        kinds=table.strings("kinds"),
        tolerance=table.choice("tolerance", ("exact", "near", "elements", "pattern")),  # type: ignore[arg-type]
        wordings=table.strings("wordings"),
        elements=_groups(table),
        pattern=pattern,
        ratio=table.get("ratio", int, 100),
        spare=table.strings("spare"),
        triggers=table.strings("triggers"),
        hints=table.strings("hints"),
        requires=_fields(table.table("requires")),
        unless=_fields(table.table("unless")),
        genres=table.strings("genres") or ("promotion",),
        contradicted_by=table.strings("contradicted_by"),
        denied_by=table.strings("denied_by"),
        placement=table.get("placement", str, ""),
        verified=table.get("verified", bool, default=False),
    )


def _groups(table: Table) -> tuple[tuple[str, ...], ...]:
    groups = table.get("elements", list, [])
    for group in groups:
        if not isinstance(group, list) or not group or not all(isinstance(word, str) for word in group):
            raise table.fail('"elements" must be a list of lists of phrases', at="elements", remedy='elements = [["side effects", "…"]]')
    return tuple(tuple(group) for group in groups)


def _fields(table: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table.only(*_FIELDS)
    return tuple((key, table.strings(key)) for key in table.data)


def _trial(table: Table) -> Trial:
    table.only("text", "product", "market", "outcome", "features")
    outcome = table.choice("outcome", OUTCOMES, "")
    return Trial(table.get("text", str), table.get("product", str, ""), table.get("market", str), outcome, table.strings("features"))
