"""The composition root: options and configuration → a Linter. Nothing else builds one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from claimlint.checks import Check
from claimlint.config import Config, config_at, find_config, load_config, wrong
from claimlint.discover import discover
from claimlint.engine import Linter, Stance
from claimlint.errors import did_you_mean, no_rule
from claimlint.evidence.registry import open_registry
from claimlint.grading import Card, Grader
from claimlint.model import Lexicon, Market
from claimlint.rules.conditions import load_decisions
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.rules.markets import default_markets, load_markets
from claimlint.rules.stances import load_genres, load_weights
from claimlint.run import Built


def settings(flags: Mapping[str, object], *, isolated: bool) -> Callable[[Path], Config]:
    """Return what tells the configuration in force at a path: flag, then the nearest file upward, then default."""
    known: dict[Path, Config] = {}

    def at(path: Path) -> Config:
        folder = path if path.is_dir() else path.parent
        if folder not in known:
            found = None if isolated else find_config(folder)
            known[folder] = load_config(found) if found else Config()
        return overridden(config_at(known[folder], path), flags)

    return at


def overridden(config: Config, flags: Mapping[str, object]) -> Config:
    """Return the configuration with every flag that was given put over it."""
    given = {name: value for name, value in flags.items() if value}
    if not given:
        return config
    origins = {**dict(config.origins), **{name: f"--{name.replace('_', '-')}" for name in given}}
    return dataclasses.replace(config, **given, origins=tuple(origins.items()))  # type: ignore[arg-type]


def build(config: Config) -> Built:
    """Load lexicons, markets, checks and the registry. Raises ClaimlintError for whatever a user can mend."""
    home = lexicon_home()
    lexicons = load_lexicons(home)
    checks = discover("checks.evidence", "CHECK", Check)
    chosen = chooser(config, [*{r.code for lex in lexicons for r in lex.rules}, *(c.card.code for c in checks)])
    lexicons = tuple(dataclasses.replace(lex, rules=tuple(r for r in lex.rules if chosen(r.code))) for lex in lexicons)
    checks = tuple(c for c in checks if chosen(c.card.code))
    markets = {lex.language: chosen_markets(config, home / "markets", lex.language) for lex in lexicons}
    registry = open_registry(Path(config.registry), cache_folder()) if config.registry else None
    judged_by = stance(config, home, [lex.language for lex in lexicons])
    linter = Linter(lexicons, checks, Grader(cards(lexicons, checks), markets), registry, judged_by)
    return Built(
        linter,
        rules=len({r.code for lex in lexicons for r in lex.rules}) + len(checks),
        markets=tuple(dict.fromkeys(m.id for group in markets.values() for m in group)),
        registry=registry.describe() if registry else "",
    )


def stance(config: Config, home: Path, languages: Sequence[str]) -> Stance:
    """Return what drafts are judged by besides their words. Raises ConfigError for a genre or market that does not exist."""
    genres = load_genres(home, tuple(languages))
    known = [effect.name for effect in genres.effects]
    if config.genre and config.genre not in known:
        remedy = did_you_mean(config.genre, known) or f"known: {', '.join(known)}"
        raise wrong(config, config.genre, f'unknown genre "{config.genre}"', remedy)
    return Stance(config.product, load_decisions(home), load_weights(home), genres, config.genre)


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
