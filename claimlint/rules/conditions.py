"""What a product profile means for a code: lexicons/profile.toml, and the [profile] table of a rule file → Conditions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claimlint.model import SEVERITIES, Case, Conditions, Scope
from claimlint.rules.tables import Table, read_table

FIELDS = ("kind", "status", "audience", "channel", "entity", "features", "autonomous", "market")  # one of the listed values
FACTS = (
    "indicated",
    "beyond",
    "person",
    "agreed",
    "numbered",
    "reviewed",
    "misnamed",
    "unlike",
)  # shown by the profile and the sentence together
NEEDS = ("kind", "status", "indication", "audience", "channel", "entity", "claims", "people", "reviewed", "features")
CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that lexicons say about profiles: by code, and by language the words that name conditions and populations."""

    codes: dict[str, Conditions]
    scopes: dict[str, Scope]


def load_decisions(home: Path) -> Decisions:
    """Read lexicons/profile.toml. Raises LexiconError with file, line and remedy for the first thing that is wrong."""
    table = read_table(home / "profile.toml")
    table.only("scope", "code")
    codes, scopes = table.table("code"), table.table("scope")
    return Decisions(
        codes={code: read_conditions(codes.table(code)) for code in codes.data},
        scopes={language: _scope(scopes.table(language)) for language in scopes.data},
    )


def read_conditions(table: Table) -> Conditions:
    """Read what a profile means for one code. Raises LexiconError with file, line and remedy."""
    table.only("needs", "only_for", "cases")
    for need in table.strings("needs"):
        if need not in NEEDS:
            raise table.fail(f'"{need}" is no part of a profile', at=need, remedy=f"known: {', '.join(NEEDS)}")
    return Conditions(table.strings("needs"), table.strings("only_for"), tuple(_case(case) for case in table.tables("cases")))


def _case(table: Table) -> Case:
    table.only(*FIELDS, "facts", "then", "say")
    then = table.get("then", str, CLEAR)
    if then not in (CLEAR, *SEVERITIES) and not (len(then) == 6 and then[:3].isupper() and then[3:].isdigit()):  # noqa: PLR2004 — EFF014
        raise table.fail(f'"{then}" is no outcome', at=then, remedy=f"clear, {', '.join(SEVERITIES)}, or the code it goes by")
    for fact in table.strings("facts"):
        if fact not in FACTS:
            raise table.fail(f'"{fact}" is no fact', at=fact, remedy=f"known: {', '.join(FACTS)}")
    wanted = tuple((key, table.strings(key)) for key in FIELDS if key in table.data)
    return Case(wanted, table.strings("facts"), then, table.get("say", str))


def _scope(table: Table) -> Scope:
    table.only("classes", "population", "excluding", "generic", "users", "status")
    users = table.table("users")
    status = table.table("status")
    words = [(market, each, status.table(market).strings(each)) for market in status.data for each in status.table(market).data]
    return Scope(
        table.strings("classes"),
        table.strings("population"),
        table.strings("excluding"),
        table.strings("generic"),
        tuple(users.strings(group) for group in users.data),
        tuple(words),
    )
