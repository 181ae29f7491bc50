"""`claimlint test`: run the examples inside the rule files, ours or those of a rule pack."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimlint.cli.console import EXIT_FINDINGS, write
from claimlint.errors import ConfigError, no_rule

if TYPE_CHECKING:
    from claimlint.config import Config
    from claimlint.model import Lexicon, Rule

_DEPTH = 3  # a rule file lies three levels below its pack: language, family, file


def test(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE|PATH]...", help="Codes, files, folders.", show_default="all rules"),
    ] = None,  # noqa: PT028 — a command, not a test
    corpus: Annotated[str, typer.Option("--corpus", help="Measure the rules on a folder with sentences.jsonl instead.")] = "",  # noqa: PT028
    *,
    write_measures: Annotated[bool, typer.Option("--write-measures", help="Write what was measured into the rule files.")] = False,  # noqa: PT028
) -> None:
    """Prove the rules: examples behave, every phrase fires, every qualifier is exercised, no phrase stands in two rules."""
    from claimlint.cli.build import all_markets, settings, stock
    from claimlint.selftest import prove, prove_checks

    paths = [Path(text) for text in wanted or () if Path(text).exists()]
    codes = [text.upper() for text in wanted or () if not Path(text).exists()]
    config = with_packs(settings({}, isolated=False)(Path()), paths)
    there = stock(config)
    lexicons, checks = there.lexicons, there.checks
    all_markets(config)  # the law of a pack is read, too
    chosen = chooser(codes, paths, lexicons, [check.card.code for check in checks])
    tried = [rule for rule in there.rules if chosen(rule)]
    if write_measures and not corpus:
        raise ConfigError("--write-measures needs --corpus", remedy="name a folder with labelled text")
    if corpus:
        _measure(Path(corpus), lexicons, tried, into_files=write_measures)
        return
    asked = [check.card for check in checks if not wanted or check.card.code.startswith(tuple(codes or "?"))]
    failures = [*prove(lexicons, chosen), *(prove_checks(checks, lexicons, codes) if asked else ())]
    if not tried and not asked:
        raise ConfigError("no rule lies there", path=str(paths[0]) if paths else "", remedy="name a rule file, or a folder that holds some")
    lines = [str(failure) for failure in failures]
    examples = sum(len(rule.examples) for rule in tried) + sum(len(card.flag) + len(card.clear) for card in asked)
    lines.append(f"{len(tried)} rule files, {len(asked)} checks, {examples} examples, {len(failures)} failures")
    write("\n".join(lines) + "\n", None)
    raise typer.Exit(EXIT_FINDINGS if failures else 0)


def _measure(folder: Path, lexicons: Sequence[Lexicon], rules: Sequence[Rule], *, into_files: bool) -> None:
    from claimlint.measure import measure, read_corpus, with_measures

    found = measure(read_corpus(folder), lexicons, "/".join(folder.resolve().parts[-2:]))
    mine = [(rule, found[rule.language, rule.code]) for rule in rules if (rule.language, rule.code) in found]
    lines = [
        f"{r.code}  {r.language}  {m.flagged:4} flagged  {f'{m.precision:.0%} rightly' if m.flagged else ''}".rstrip() for r, m in mine
    ]
    if into_files:
        for rule, measured in mine:
            path = Path(rule.path)
            write(with_measures(path.read_bytes().decode(), measured).encode(), path, remedy="make the rule file writable")
    said = f"{len(mine)} rules measured" + (", written into their files" if into_files else "")
    write("\n".join([*lines, said]) + "\n", None)


def with_packs(config: Config, paths: Sequence[Path]) -> Config:
    """Return the configuration with the packs in which the paths lie, where it does not name them already."""
    from claimlint.rules.home import lexicon_home

    known = {lexicon_home().resolve(), *(Path(pack).resolve() for pack in config.lexicons)}
    packs = dict.fromkeys(str(pack) for path in paths if (pack := _pack(path.resolve())) and pack not in known)
    return dataclasses.replace(config, lexicons=(*config.lexicons, *packs))


def _pack(path: Path) -> Path | None:
    """Return the rule pack that a file or folder is, or lies in: the nearest folder with rule files three levels below it."""
    around = (path, *path.parents)[: _DEPTH + 1]
    return next((folder for folder in around if folder.is_dir() and any(folder.glob("*/[a-z][a-z][a-z]/*.toml"))), None)


def chooser(codes: Sequence[str], paths: Sequence[Path], lexicons: Sequence[Lexicon], checks: Sequence[str]) -> Callable[[Rule], bool]:
    """Return what tells whether a rule is asked for. Raises ConfigError for a code that no rule has."""
    known = sorted({*checks, *(rule.code for lexicon in lexicons for rule in lexicon.rules)})
    for code in codes:
        if not any(k.startswith(code) for k in known):
            raise no_rule(code, known)
    homes = [path.resolve() for path in paths]

    def chosen(rule: Rule) -> bool:
        if not codes and not homes:
            return True
        return rule.code.startswith(tuple(codes)) or any(Path(rule.path).resolve().is_relative_to(home) for home in homes)

    return chosen
