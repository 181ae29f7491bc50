"""The composition root: options and configuration → a Linter. Nothing else builds one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimlint import model
from claimlint.checks import Check, Sample
from claimlint.cli.console import say
from claimlint.config import Config, config_at, find_config, load_config, with_neighbours, wrong
from claimlint.decisions import baseline, ledger
from claimlint.decisions.policy import Policy, forbidden_in, load_cards, load_reasons
from claimlint.discover import discover
from claimlint.engine import Linter, Stance
from claimlint.errors import did_you_mean, no_rule
from claimlint.evidence.registry import open_registry
from claimlint.evidence.standing import warning
from claimlint.grading import Card, Grader
from claimlint.model import Lexicon, Market, Rule, Ruling
from claimlint.model.disclosure import Duty
from claimlint.profile import sold_in
from claimlint.rules.conditions import load_decisions
from claimlint.rules.disclosures import load_duties
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.rules.markets import default_markets, load_markets, market_ids
from claimlint.rules.stances import load_genres, load_weights
from claimlint.run import Built

_OPTIONS = {"markets": "--market"}  # options that are not called as the setting is
NEIGHBOURS = {"waivers": ledger.FILE, "baseline": baseline.FILE}


@dataclass(frozen=True, slots=True)
class Stock:
    """All that there is to judge by under a configuration, before it chooses: `decided` are the codes about decisions."""

    lexicons: tuple[Lexicon, ...]
    checks: tuple[Check, ...]
    duties: tuple[Duty, ...]
    decided: tuple[model.Card[str], ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of every language."""
        return tuple(rule for lexicon in self.lexicons for rule in lexicon.rules)

    @property
    def cards(self) -> tuple[model.Card[Sample] | model.Card[str], ...]:
        """Return the cards of whatever is no rule file."""
        return (*(check.card for check in self.checks), *self.duties, *self.decided)


def stock(config: Config) -> Stock:
    """Load rules, checks, required statements and the codes about decisions. Raises LexiconError with file, line and remedy."""
    home = lexicon_home()
    return Stock(load_rules(config), tuple(discover("checks.evidence", "CHECK", Check)), load_duties(home), load_cards(home))


def settings(flags: Mapping[str, object], *, isolated: bool) -> Callable[[Path], Config]:
    """Return what tells the configuration in force at a path: flag, then the nearest file upward, then default."""
    known: dict[Path, Config] = {}

    def at(path: Path) -> Config:
        folder = path if path.is_dir() else path.parent
        if folder not in known:
            found = None if isolated else find_config(folder)
            known[folder] = Config() if isolated else with_neighbours(load_config(found) if found else Config(), NEIGHBOURS)
        return overridden(config_at(known[folder], path), flags)

    return at


def overridden(config: Config, flags: Mapping[str, object]) -> Config:
    """Return the configuration with every flag that was given put over it."""
    given = {name: value for name, value in flags.items() if value}
    if not given:
        return config
    origins = {**dict(config.origins), **{name: _OPTIONS.get(name, f"--{name.replace('_', '-')}") for name in given}}
    return dataclasses.replace(config, **given, origins=tuple(origins.items()))  # type: ignore[arg-type]


def build(config: Config, today: str = "") -> Built:
    """Load lexicons, markets, checks and the registry; a snapshot of notices that is old on the ISO day `today` is warned of.

    Without that day no evidence is too old.

    Raises ClaimlintError for whatever a user can mend.
    """
    home = lexicon_home()
    there = stock(config)
    codes = {item.code for item in (*there.rules, *there.cards)} - {card.code for card in there.decided}
    chosen = chooser(config, [*codes, *(card.code for card in there.decided)])
    lexicons = tuple(dataclasses.replace(lex, rules=tuple(r for r in lex.rules if chosen(r.code))) for lex in there.lexicons)
    checks = tuple(c for c in there.checks if chosen(c.card.code))
    duties = tuple(d for d in there.duties if chosen(d.code))
    markets = {lex.language: chosen_markets(config, lex.language, unruled(config, lexicons)) for lex in lexicons}
    registry = open_registry(config.registry, cache_folder()) if config.registry else None
    if registry and today and (old := warning(registry.as_of(), today)):
        say(f"claimlint: warning: {registry.describe()}: {old}\n")
    judged_by = dataclasses.replace(stance(config, home, [lex.language for lex in lexicons], duties), today=today)
    linter = Linter(lexicons, checks, Grader(cards(lexicons, checks, duties), markets), registry, judged_by)
    return Built(
        linter,
        rules=len({r.code for lex in lexicons for r in lex.rules}) + len(checks) + len(duties),
        markets=tuple(dict.fromkeys(m.id for group in markets.values() for m in group)),
        registry=registry.describe(today) if registry else "",
        policy=Policy(
            reasons=load_reasons(home),
            cards={card.code: card for card in there.decided if chosen(card.code)},
            known=frozenset(codes),
            active=frozenset(_active(filter(chosen, codes), markets, evidence=registry is not None)),
            forbidden=forbidden_in({m.id: m for group in markets.values() for m in group}.values()),
        ),
    )


def stance(config: Config, home: Path, languages: Sequence[str], duties: tuple[Duty, ...]) -> Stance:
    """Return what drafts are judged by besides their words. Raises ConfigError for a genre or market that does not exist."""
    genres = load_genres(home, tuple(languages))
    known = [effect.name for effect in genres.effects]
    if config.genre and config.genre not in known:
        remedy = did_you_mean(config.genre, known) or f"known: {', '.join(known)}"
        raise wrong(config, config.genre, f'unknown genre "{config.genre}"', remedy)
    markets = tuple(market_ids(*_market_folders(config)))
    sold_in(config.product, markets, lambda value, message, remedy: wrong(config, value, f"product.status: {message}", remedy))
    return Stance(config.product, load_decisions(home), load_weights(home), genres, config.genre, duties, markets=markets)


@cache
def _lexicons(home: Path) -> tuple[Lexicon, ...]:
    """Return the lexicons, read once: each configuration of a run has a linter of its own, and all have these words."""
    return load_lexicons(home)


def _active(codes: Iterable[str], markets: Mapping[str, Sequence[Market]], *, evidence: bool) -> Iterator[str]:
    """Yield the codes that this run can find: a market of it rules on them, and evidence is judged only with a registry."""
    ruled = {code for group in markets.values() for market in group for code in market.rulings}
    yield from (code for code in codes if code in ruled and (evidence or not code.startswith("EVD")))


def load_rules(config: Config) -> tuple[Lexicon, ...]:
    """Load the lexicons of the installation and the packs that a configuration names. Raises LexiconError."""
    packs = [Path(pack) for pack in config.lexicons]
    return load_lexicons(lexicon_home(), packs=packs) if packs else _lexicons(lexicon_home())


def all_markets(config: Config) -> tuple[Market, ...]:
    """Load every market that has a file, in the installation or in a pack."""
    folder, packs = _market_folders(config)
    return load_markets(folder, market_ids(folder, packs), packs)


def unruled(config: Config, lexicons: Sequence[Lexicon]) -> frozenset[str]:
    """Return the codes of packs that no market file says anything of: a company's own rule then holds in every market."""
    if not config.lexicons:
        return frozenset()
    ruled = {code for market in all_markets(config) for code in market.rulings}
    return frozenset(rule.code for lexicon in lexicons for rule in lexicon.rules) - ruled


def chosen_markets(config: Config, language: str, everywhere: Iterable[str] = ()) -> tuple[Market, ...]:
    """Return the markets that drafts of a language are judged in; the codes `everywhere` are ruled in each of them.

    Raises ConfigError for a market that has no file.
    """
    folder, packs = _market_folders(config)
    known = market_ids(folder, packs)
    for name in config.markets:
        if name not in known:
            remedy = " ".join(filter(None, [did_you_mean(name.lower(), known), f"known: {', '.join(known)}"]))
            raise wrong(config, name, f'unknown market "{name}"', remedy)
    added = {code: Ruling(None, barred=False, basis=()) for code in everywhere}
    markets = load_markets(folder, config.markets or default_markets(language), packs)
    return tuple(dataclasses.replace(m, rulings={**m.rulings, **added}) for m in markets) if added else markets


def _market_folders(config: Config) -> tuple[Path, list[Path]]:
    return lexicon_home() / "markets", [Path(pack) / "markets" for pack in config.lexicons]


def cards(lexicons: Sequence[Lexicon], checks: Sequence[Check], duties: Sequence[Duty] = ()) -> dict[tuple[str, str], Card]:
    """Return what each code says of itself, by (language, code); checks and duties speak for every language ("")."""
    ruled = {(r.language, r.code): Card(r.name, r.severity, r.why, r.fix) for lex in lexicons for r in lex.rules}
    owed = {("", d.code): Card(d.name, d.severity, d.why, d.fix) for d in duties}
    return ruled | owed | {("", c.card.code): Card(c.card.name, c.card.severity, c.card.why, c.card.fix) for c in checks}


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
