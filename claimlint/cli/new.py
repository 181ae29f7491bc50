"""`claimlint new`: write a rule file that waits for its words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimlint.cli.console import write
from claimlint.errors import ConfigError


def new(
    family: Annotated[str, typer.Argument(help="Family of the rule, as EFF.")],
    name: Annotated[str, typer.Argument(help="Name of the rule, as brand-promise.")],
    language: Annotated[str, typer.Option("--lang", help="Language of its words.")] = "en",
    pack: Annotated[Path | None, typer.Option("--pack", help="Rule pack.", show_default="that of the configuration")] = None,
) -> None:
    """Write a rule file into a rule pack and say what to do next."""
    from claimlint.cli.build import load_rules, settings
    from claimlint.cli.test import with_packs
    from claimlint.rules.draft import draft

    config = settings({}, isolated=False)(Path())
    folder = pack or Path(config.lexicons[0] if config.lexicons else "lexicons")
    known = load_rules(with_packs(config, [folder]) if folder.is_dir() else config)
    if language not in (lexicon.language for lexicon in known):
        remedy = f"known: {', '.join(lexicon.language for lexicon in known)}; a new one needs {folder}/{language}/language.toml first"
        raise ConfigError(f'--lang: there is no language "{language}"', remedy=remedy)
    code, text = draft(family, name, language, (rule for lexicon in known for rule in lexicon.rules))
    path = folder / language / family.lower() / f"{name}.toml"
    if path.exists():
        raise ConfigError("exists already", path=str(path), remedy="choose another name")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot be made: {error.strerror or error}", path=str(path.parent), remedy="choose another --pack") from error
    write(text, path)
    hint = "" if str(folder) in config.lexicons else f'\nand name the pack in claimlint.toml: lexicons = ["{folder.as_posix()}"]'
    write(f"{path}: {code}\nfill in its words and examples, then run: claimlint test {path}{hint}\n", None)
