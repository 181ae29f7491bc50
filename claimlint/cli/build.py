"""The composition root: options and configuration → a Linter. Nothing else builds one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimlint.checks import Check
from claimlint.config import Config, find_config, load_config
from claimlint.discover import discover
from claimlint.engine import Linter
from claimlint.errors import ConfigError, did_you_mean
from claimlint.evidence.registry import open_registry
from claimlint.grading import Card, Grader
from claimlint.model import Lexicon
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.rules.markets import default_markets, load_markets


@dataclass(frozen=True, slots=True)
class Built:
    """A linter and what the report says of it."""

    linter: Linter
    rules: int
    markets: tuple[str, ...]
    registry: str


def configured(start: Path, *, isolated: bool) -> Config:
    """Return the configuration in force for a path: the nearest file upward, or nothing."""
    found = None if isolated else find_config(start)
    return load_config(found) if found else Config()


def overridden(config: Config, **flags: object) -> Config:
    """Return the configuration with every flag that was given put over it: flag, then file, then default."""
    return dataclasses.replace(config, **{name: value for name, value in flags.items() if value})  # type: ignore[arg-type]


def build(config: Config) -> Built:
    """Load lexicons, markets, checks and the registry. Raises ClaimlintError for whatever a user can mend."""
    home = lexicon_home()
    lexicons = load_lexicons(home)
    checks = discover("checks.evidence", "CHECK", Check)
    chosen = chooser(config, [*{r.code for lex in lexicons for r in lex.rules}, *(c.card.code for c in checks)])
    lexicons = tuple(dataclasses.replace(lex, rules=tuple(r for r in lex.rules if chosen(r.code))) for lex in lexicons)
    checks = tuple(c for c in checks if chosen(c.card.code))
    markets = {lex.language: load_markets(home / "markets", config.markets or default_markets(lex.language)) for lex in lexicons}
    registry = open_registry(Path(config.registry), cache_folder()) if config.registry else None
    linter = Linter(lexicons, checks, Grader(cards(lexicons, checks), markets), registry)
    return Built(
        linter,
        rules=len({r.code for lex in lexicons for r in lex.rules}) + len(checks),
        markets=tuple(dict.fromkeys(m.id for group in markets.values() for m in group)),
        registry=registry.describe() if registry else "",
    )


def cards(lexicons: Sequence[Lexicon], checks: Sequence[Check]) -> dict[tuple[str, str], Card]:
    """Return what each code says of itself, by (language, code); checks speak for every language ("")."""
    ruled = {(r.language, r.code): Card(r.name, r.severity, r.why, r.fix) for lex in lexicons for r in lex.rules}
    return ruled | {("", c.card.code): Card(c.card.name, c.card.severity, c.card.why, c.card.fix) for c in checks}


def chooser(config: Config, codes: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a code is on. Raises ConfigError for a code, or a beginning of one, that no rule has."""
    for wanted in (*config.select, *config.ignore):
        if not wanted or not any(code.startswith(wanted) for code in codes):
            raise ConfigError(
                f'there is no rule "{wanted}"', path=config.path, remedy=did_you_mean(wanted, sorted(codes)) or "claimlint rules lists them"
            )
    return lambda code: code.startswith(config.select or ("",)) and not (config.ignore and code.startswith(config.ignore))


def cache_folder() -> Path:
    """Return where indexes of record folders are kept between runs."""
    from platformdirs import user_cache_path

    return user_cache_path("claimlint")
