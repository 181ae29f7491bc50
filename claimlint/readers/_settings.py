"""The name of a data file passes in; whether it holds settings of a program and no copy passes out. What decides is data."""

from __future__ import annotations

import re
import tomllib
from fnmatch import translate
from functools import cache
from typing import Any

from claimlint.discover import lexicon_home


@cache
def table() -> dict[str, Any]:
    """Return lexicons/data-files.toml. Raises LexiconError where the installation lacks the lexicons."""
    return tomllib.loads((lexicon_home() / "data-files.toml").read_text(encoding="utf-8"))


def is_settings(name: str) -> bool:
    """Tell whether a file of this name (in any case) is one of the settings that programs keep beside the drafts."""
    return _settings().match(name.casefold()) is not None


@cache
def _settings() -> re.Pattern[str]:
    return re.compile("|".join(translate(name.casefold()) for name in table()["settings"]))
