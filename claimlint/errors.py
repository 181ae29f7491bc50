"""Errors that a user can mend; everything else is a bug and shows itself.

ClaimlintError
├── ConfigError      claimlint.toml, an option, or a path that does not exist
├── LexiconError     a rule, class or market file
├── RegistryError    the evidence registry or a record file
└── UnreadableError  a draft: becomes an entry in Report.skipped, and the run goes on
"""

from __future__ import annotations

import re


class ClaimlintError(Exception):
    """A mistake that the user can mend: what is wrong, where, and what to do about it."""

    def __init__(self, message: str, *, path: str = "", line: int = 0, remedy: str = "") -> None:
        """Keep the three parts; `line` is 1-based, 0 where none applies."""
        super().__init__(message)
        self.message, self.path, self.line, self.remedy = message, path, line, remedy

    def __str__(self) -> str:
        """Return `path:line: message (remedy)`."""
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return f"{place}{self.message}" + (f" ({self.remedy})" if self.remedy else "")


class ConfigError(ClaimlintError):
    """A configuration file or option that cannot be used."""


class LexiconError(ClaimlintError):
    """A lexicon or market file that cannot be used."""


class RegistryError(ClaimlintError):
    """A registry or record file that cannot be used."""


class UnreadableError(ClaimlintError):
    """A draft that cannot be read."""


def did_you_mean(word: str, known: list[str]) -> str:
    """Return 'did you mean "x"?' for the nearest known word, or nothing where none is near.

    Words that are alike as a whole go before a word that holds the other: "resaon" is no slip of "on".
    rapidfuzz is imported here and not above: it is needed only when something is wrong already.
    """
    from rapidfuzz import fuzz, process

    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=65) or process.extractOne(
        word, [each for each in known if 2 * len(each) > len(word)], scorer=fuzz.WRatio, score_cutoff=65
    )
    return f'did you mean "{best[0]}"?' if best else ""


def no_rule(code: str, known: list[str]) -> ConfigError:
    """Return the error about a rule code that does not exist, with the nearest that does."""
    return ConfigError(f'there is no rule "{code}"', remedy=did_you_mean(code.upper(), known) or "claimlint rules lists them")


def broken_line(text: str, error: Exception) -> int:
    """Return the 1-based line that a TOML error speaks of: "at line 3", else the last one ("at end of document")."""
    place = re.search(r"at line (\d+)", str(error))
    return int(place[1]) if place else len(text.splitlines())
