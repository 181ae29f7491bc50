"""Findings to the rules that SARIF lists: what each rule says of itself, and the law behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimlint.reporters._notes import provisions
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimlint.model import Finding, Law


def rules(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return one descriptor a code, sorted by code; the law is that of the markets in which it was found."""
    first: dict[str, Finding] = {}
    laws: dict[str, dict[str, Law]] = {}
    for finding in findings:
        first.setdefault(finding.code, finding)
        laws.setdefault(finding.code, {}).update({law.id: law for law in finding.basis})
    return [_rule(first[code], tuple(laws[code].values())) for code in sorted(first)]


def _rule(finding: Finding, laws: tuple[Law, ...]) -> dict[str, Any]:
    basis = provisions(laws)
    return {
        "id": finding.code,
        "name": visible(finding.name),
        "shortDescription": {"text": visible(finding.name).replace("-", " ").capitalize()},
        "fullDescription": {"text": visible(finding.why) or visible(finding.message)},
        "defaultConfiguration": {"level": finding.severity},
        "help": {"text": _help(finding, basis), "markdown": _help(finding, tuple(f"- {line}" for line in basis))},
        "properties": {"tags": ["claimlint", finding.family]},
    }


def _help(finding: Finding, basis: tuple[str, ...]) -> str:
    parts = [visible(finding.why), visible(finding.fix) and f"Better: {visible(finding.fix)}", "\n".join(basis)]
    return "\n\n".join([part for part in parts if part] + [f"More: claimlint explain {finding.code}. Not a legal review."])
