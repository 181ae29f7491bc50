"""Where the lexicons lie: inside the installed package, or beside it in a working copy."""

from __future__ import annotations

from pathlib import Path

from claimlint.errors import LexiconError

_PACKAGE = Path(__file__).resolve().parent.parent


def lexicon_home() -> Path:
    """Return the folder that holds the lexicons. Raises LexiconError where the installation lacks it."""
    for folder in (_PACKAGE / "lexicons", _PACKAGE.parent / "lexicons"):
        if (folder / "markets").is_dir():
            return folder
    raise LexiconError("the lexicons are missing from this installation", remedy="install claimlint-health again")
