"""The composition root: options and configuration → a Linter. Nothing else builds one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from claimlint.checks import Check
from claimlint.cli.console import say
from claimlint.cli.living import day
from claimlint.config import Config, find_config, load_config, wrong
from claimlint.discover import discover
from claimlint.engine import Linter
from claimlint.errors import did_you_mean, no_rule
from claimlint.evidence.registry import open_registry
from claimlint.evidence.standing import warning
from claimlint.grading import Card, Grader
from claimlint.model import Lexicon, Market
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.rules.markets import default_markets, load_markets
from claimlint.run import Built


def settings(flags: Mapping[str, object], *, isolated: bool) -> Callable[[Path], Config]:
    """Return what tells the configuration in force at a path: flag, then the nearest file upward, then default."""
    known: dict[Path, Config] = {}

    def at(path: Path) -> Config:
        folder = path if path.is_dir() else path.parent
        if folder not in known:
            found = None if isolated else find_config(folder)
            known[folder] = overridden(load_config(found) if found else Config(), flags)
        return known[folder]

    return at


def overridden(config: Config, flags: Mapping[str, object]) -> Config:
    """Return the configuration with every flag that was given put over it."""
    return dataclasses.replace(config, **{name: value for name, value in flags.items() if value})  # type: ignore[arg-type]


def build(config: Config) -> Built:
    """Load lexicons, markets, checks and the registry. Raises ClaimlintError for whatever a user can mend."""
    home = lexicon_home()
    lexicons = load_lexicons(home)
    checks = discover("checks.evidence", "CHECK", Check)
    chosen = chooser(config, [*{r.code for lex in lexicons for r in lex.rules}, *(c.card.code for c in checks)])
    lexicons = tuple(dataclasses.replace(lex, rules=tuple(r for r in lex.rules if chosen(r.code))) for lex in lexicons)
    checks = tuple(c for c in checks if chosen(c.card.code))
    markets = {lex.language: chosen_markets(config, home / "markets", lex.language) for lex in lexicons}
    registry = open_registry(config.registry, cache_folder()) if config.registry else None
    if registry and (old := warning(registry.as_of(), day(""))):
        say(f"claimlint: warning: {registry.describe()}: {old}\n")
    linter = Linter(lexicons, checks, Grader(cards(lexicons, checks), markets), registry)
    return Built(
        linter,
        rules=len({r.code for lex in lexicons for r in lex.rules}) + len(checks),
        markets=tuple(dict.fromkeys(m.id for group in markets.values() for m in group)),
        registry=registry.describe() if registry else "",
    )


def chosen_markets(config: Config, folder: Path, language: str) -> tuple[Market, ...]:
    """Return the markets that drafts of a language are judged in. Raises ConfigError for one that has no file."""
    known = sorted(path.stem for path in folder.glob("*.toml"))
    for name in config.markets:
        if name not in known:
            remedy = " ".join(filter(None, [did_you_mean(name.lower(), known), f"known: {', '.join(known)}"]))
            raise wrong(config, name, f'unknown market "{name}"', remedy)
    return load_markets(folder, config.markets or default_markets(language))


def cards(lexicons: Sequence[Lexicon], checks: Sequence[Check]) -> dict[tuple[str, str], Card]:
    """Return what each code says of itself, by (language, code); checks speak for every language ("")."""
    ruled = {(r.language, r.code): Card(r.name, r.severity, r.why, r.fix) for lex in lexicons for r in lex.rules}
    return ruled | {("", c.card.code): Card(c.card.name, c.card.severity, c.card.why, c.card.fix) for c in checks}


def chooser(config: Config, codes: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a code is on. Raises ConfigError for a code, or a beginning of one, that no rule has."""
    for wanted in (*config.select, *config.ignore):
        if not wanted or not any(code.startswith(wanted) for code in codes):
            missing = no_rule(wanted, sorted(codes))
            raise wrong(config, wanted, missing.message, missing.remedy)

    def chosen(code: str) -> bool:
        return code.startswith(config.select or ("",)) and not (config.ignore and code.startswith(config.ignore))

    if not any(map(chosen, codes)):
        raise wrong(config, "ignore", "no rule is left to check", "select more or ignore less")
    return chosen


def cache_folder() -> Path:
    """Return where indexes of record folders are kept between runs."""
    from platformdirs import user_cache_path

    return user_cache_path("claimlint")
