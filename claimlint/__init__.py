"""claimlint: a linter for healthcare marketing copy. The names below are the public interface; all else is private."""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "claimlint.checks": ("Card", "Check"),
    "claimlint.config": ("Config",),
    "claimlint.engine": ("Linter",),
    "claimlint.errors": ("ClaimlintError",),
    "claimlint.evidence.formats": ("Format",),
    "claimlint.model": ("Claim", "Document", "EvidenceRecord", "Finding", "Lexicon", "Market", "Problem", "Report", "Segment", "Span"),
    "claimlint.readers": ("Reader",),
    "claimlint.reporters": ("Reporter", "Style"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME)  # noqa: PLE0605 — a list, though computed


def __getattr__(name: str) -> object:
    """Import a public name when it is asked for: `claimlint --version` needs none of them."""
    if name not in _HOME:
        raise AttributeError(f"module 'claimlint' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
