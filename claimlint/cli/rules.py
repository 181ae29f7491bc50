"""`claimlint rules`: every rule and check, a line each."""

from __future__ import annotations

from pathlib import Path

from claimlint.cli.console import write


def rules() -> None:
    """List the rules: code, severity, languages, name, message."""
    from claimlint.checks import Check
    from claimlint.cli.build import load_rules, settings
    from claimlint.discover import discover

    found: dict[str, tuple[str, str, str, list[str]]] = {}
    for rule in (r for lexicon in load_rules(settings({}, isolated=False)(Path())) for r in lexicon.rules):
        found.setdefault(rule.code, (rule.severity, rule.name, rule.message, []))[3].append(rule.language)
    for check in discover("checks.evidence", "CHECK", Check):
        found[check.card.code] = (check.card.severity, check.card.name, check.card.message, ["all"])
    lines = [f"{code}  {sev:7}  {'+'.join(langs):5}  {name}: {message}" for code, (sev, name, message, langs) in sorted(found.items())]
    write("\n".join(lines) + f"\n{len(found)} rules\n", None)
