"""A report to one line a finding, in the shape that editors and `grep` know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.reporters import Reporter, Style
from claimlint.reporters._lines import findings, told, where

if TYPE_CHECKING:
    from claimlint.model import Report


def render(report: Report, style: Style) -> str:
    """Return `path:line:column: severity CODE message: “words” [fingerprint]`, one line a finding; nothing where there is none."""
    return "".join(f"{where(d, f, style)}: {f.severity} {f.code} {told(f)} [{f.fingerprint}]\n" for d, f in findings(report))


REPORTER = Reporter("concise", machine=True, render=render)
