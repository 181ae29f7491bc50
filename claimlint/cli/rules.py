"""`claimlint rules`: every rule and check, a line each."""

from __future__ import annotations

from pathlib import Path

from claimlint.cli.console import write


def rules() -> None:
    """List the rules: code, severity, languages, name, message."""
    from claimlint.cli.build import settings, stock

    there = stock(settings({}, isolated=False)(Path()))
    found: dict[str, tuple[str, str, str, list[str]]] = {}
    for rule in there.rules:
        found.setdefault(rule.code, (rule.severity, rule.name, rule.message, []))[3].append(rule.language)
    for card in there.cards:
        found[card.code] = (card.severity, card.name, card.message, ["all"])
    lines = [f"{code}  {sev:7}  {'+'.join(langs):5}  {name}: {message}" for code, (sev, name, message, langs) in sorted(found.items())]
    write("\n".join(lines) + f"\n{len(found)} rules\n", None)
