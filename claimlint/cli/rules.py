"""`claimlint rules`: every rule and check, a line each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from claimlint.cli.console import write

if TYPE_CHECKING:
    from claimlint.checks import Sample
    from claimlint.model import Card


def rules() -> None:
    """List the rules: code, severity, languages, name, message."""
    from claimlint.checks import Check
    from claimlint.cli.build import load_rules, settings
    from claimlint.decisions.policy import load_cards
    from claimlint.discover import discover
    from claimlint.rules.disclosures import load_duties
    from claimlint.rules.home import lexicon_home

    found: dict[str, tuple[str, str, str, list[str]]] = {}
    for rule in (r for lexicon in load_rules(settings({}, isolated=False)(Path())) for r in lexicon.rules):
        found.setdefault(rule.code, (rule.severity, rule.name, rule.message, []))[3].append(rule.language)
    told: list[Card[Sample] | Card[str]] = [check.card for check in discover("checks.evidence", "CHECK", Check)]
    for card in [*told, *load_duties(lexicon_home()), *load_cards(lexicon_home())]:
        found[card.code] = (card.severity, card.name, card.message, ["all"])
    lines = [f"{code}  {sev:7}  {'+'.join(langs):5}  {name}: {message}" for code, (sev, name, message, langs) in sorted(found.items())]
    write("\n".join(lines) + f"\n{len(found)} rules\n", None)
