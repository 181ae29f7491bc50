"""The installed distribution passes in, its version passes out."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def tool_version() -> str:
    """Return the version of the installed distribution; `0+unknown` in a tree that was never installed."""
    try:
        return version("claimlint-health")
    except PackageNotFoundError:
        return "0+unknown"
