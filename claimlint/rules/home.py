"""Where the lexicons lie, for the floors that read rules."""

from __future__ import annotations

from claimlint.discover import lexicon_home

__all__ = ["lexicon_home"]
