"""What kind of text a draft is, and what makes a finding more or less sure."""

from __future__ import annotations

from dataclasses import dataclass

from claimlint.model.outcome import Severity


@dataclass(frozen=True, slots=True)
class GenreCue:
    """Words that speak for a genre: in the text, in a heading, or in the path of the file; each counts once, `say` names them."""

    genre: str
    weight: int
    where: str  # text, heading, path
    words: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class GenreEffect:
    """What a genre does to findings in sentences that do not speak of one's own product, and how many points it needs."""

    name: str
    points: int
    ceiling: Severity
    say: str


@dataclass(frozen=True, slots=True)
class Genres:
    """All that lexicons say of genres; `own` are words by which a sentence speaks of one's own product."""

    effects: tuple[GenreEffect, ...] = ()
    cues: tuple[GenreCue, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Genre:
    """The genre of one draft and why: cues with their points, "set in claimlint.toml", or that no other was recognised."""

    name: str = "promotion"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Points that a doubt takes from a finding's confidence (100 at first), what each is called, and where levels begin."""

    less: dict[str, tuple[int, str]]
    high: int
    medium: int
