"""`claimlint explain CODE`: what a rule flags, why, the law in each market, bad and good copy from the rule's own examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from claimlint.cli.console import write
from claimlint.errors import no_rule

if TYPE_CHECKING:
    from claimlint.checks import Check, Sample
    from claimlint.model import Market, Rule

_NAMES = {"en": "English", "zh": "Chinese"}


def explain(code: Annotated[str, typer.Argument(help="A rule code such as EFF004.")]) -> None:
    """Explain a rule: what, why, law per market, bad and good examples."""
    from claimlint.checks import Check
    from claimlint.discover import discover
    from claimlint.rules.home import lexicon_home
    from claimlint.rules.load import load_lexicons
    from claimlint.rules.markets import load_markets

    home = lexicon_home()
    rules = [r for lexicon in load_lexicons(home) for r in lexicon.rules]
    checks = discover("checks.evidence", "CHECK", Check)
    markets = load_markets(home / "markets", sorted(path.stem for path in (home / "markets").glob("*.toml")))
    known = sorted({r.code for r in rules} | {c.card.code for c in checks})
    wanted = code.upper()
    if wanted not in known:
        raise no_rule(code, known)
    mine = [r for r in rules if r.code == wanted]
    lines = rule_lines(mine) if mine else check_lines(next(c for c in checks if c.card.code == wanted))
    write("\n".join([*lines, *law_lines(wanted, markets)]) + "\n", None)


def rule_lines(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the text for a rule, its languages together."""
    first = rules[0]
    yield f"{first.code} {first.name} ({first.severity}{', preview: reports notes' if first.status == 'preview' else ''})"
    yield ""
    yield f"what  {first.message}"
    yield f"why   {first.why}"
    yield f"fix   {first.fix}"
    yield f"cited {'a fitting citation clears it where the market allows' if first.evidence == 'clears' else 'no citation clears it'}"
    for rule in rules:
        yield ""
        yield f"{_NAMES.get(rule.language, rule.language)}, flagged:"
        yield from (f"  ✖ {e.text}" for e in rule.examples if e.flag)
        yield f"{_NAMES.get(rule.language, rule.language)}, silent:"
        yield from (f"  ✓ {e.text}" for e in rule.examples if not e.flag)
        yield f"cleared by: {', '.join(rule.cleared_by) or 'nothing'}"


def check_lines(check: Check) -> Iterator[str]:
    """Yield the text for a check in code, from its card."""
    card = check.card
    yield f"{card.code} {card.name} ({card.severity})"
    yield ""
    yield f"what  {card.message}"
    yield f"why   {card.why}"
    yield f"fix   {card.fix}"
    yield ""
    yield "flagged:"
    yield from (f"  ✖ {line}" for sample in card.flag for line in sample_lines(sample))
    yield "silent:"
    yield from (f"  ✓ {line}" for sample in card.clear for line in sample_lines(sample))


def sample_lines(sample: Sample) -> Iterator[str]:
    """Yield a sentence and, after it, the record that it cites."""
    record = sample.record
    yield sample.text + (f"  → {record.title} ({', '.join(record.types) or 'no publication type'})" if record else "")


def law_lines(code: str, markets: Sequence[Market]) -> Iterator[str]:
    """Yield the provisions of each market that has a ruling on a code, and how sure we are of their wording."""
    for market in markets:
        ruling = market.rulings.get(code)
        if ruling is None:
            continue
        yield ""
        yield f"{market.name}: {ruling.severity or 'severity of the rule'}" + ("; no evidence permits it here" if ruling.barred else "")
        for law in (market.laws[name] for name in ruling.basis):
            yield f"  {law.instrument}, {law.article}: {law.text}"
            since = f"in force {law.in_force} (day not verified)" if law.in_force else "day in force not recorded"
            yield f"    {since}; checked {law.checked}; {'wording verified' if law.verified else 'recalled, not verified'}"
            if law.note:
                yield f"    note: {law.note}"
    yield ""
    yield "Not legal advice."
