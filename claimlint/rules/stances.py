"""lexicons/confidence.toml and genres.toml → how doubts are weighed, and how a genre is told and what it does."""

from __future__ import annotations

from pathlib import Path

from claimlint.model import SEVERITIES, GenreCue, GenreEffect, Genres, Weights
from claimlint.rules.tables import Table, read_table

DEFAULT = "promotion"
PLACES = ("text", "heading", "path")


def load_weights(home: Path) -> Weights:
    """Read confidence.toml. Raises LexiconError with file, line and remedy."""
    table = read_table(home / "confidence.toml")
    table.only("levels", "less")
    levels, less = table.table("levels"), table.table("less")
    levels.only("high", "medium")
    return Weights({name: _doubt(less.table(name)) for name in less.data}, levels.get("high", int), levels.get("medium", int))


def _doubt(table: Table) -> tuple[int, str]:
    table.only("points", "say")
    return table.get("points", int), table.get("say", str)


def load_genres(home: Path, languages: tuple[str, ...]) -> Genres:
    """Read genres.toml (what a genre does) and <language>/genres.toml (what it is told by). Raises LexiconError."""
    table = read_table(home / "genres.toml")
    table.only("genre")
    effects = tuple(_effect(table.table("genre").table(name), name) for name in table.table("genre").data)
    names = tuple(effect.name for effect in effects)
    files = [read_table(home / language / "genres.toml") for language in languages if (home / language / "genres.toml").exists()]
    for file in files:
        file.only("own", "cue")
    return Genres(
        effects,
        cues=tuple(_cue(cue, names) for file in files for cue in file.tables("cue")),
        own=tuple(dict.fromkeys(word for file in files for word in file.strings("own"))),
    )


def _effect(table: Table, name: str) -> GenreEffect:
    table.only("points", "ceiling", "say")
    ceiling = table.choice("ceiling", SEVERITIES, "error")
    return GenreEffect(name, table.get("points", int), ceiling, table.get("say", str))  # type: ignore[arg-type]  # choice() has checked it


def _cue(table: Table, names: tuple[str, ...]) -> GenreCue:
    table.only("genre", "weight", "where", "words", "say")
    words = tuple(word.casefold() for word in table.strings("words"))
    where = table.choice("where", PLACES, "text")
    return GenreCue(table.choice("genre", names), table.get("weight", int), where, words, table.get("say", str))
