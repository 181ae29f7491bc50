"""`claimlint explain`: what a rule flags, why, the law in each market, bad and good copy; or how a place was judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimlint.cli import options
from claimlint.cli.console import write
from claimlint.errors import no_rule

if TYPE_CHECKING:
    from claimlint.checks import Sample
    from claimlint.model import Card, Case, Conditions, Market, Measured, Rule

_NAMES = {"en": "English", "zh": "Chinese"}


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE|FILE:L:C", help="A rule code such as EFF004, or a place such as a.md:12:3.")],
    *,
    market: options.Market = None,
    registry: options.Registry = "",
    isolated: options.Isolated = False,
) -> None:
    """Explain a rule: what, why, law per market, bad and good examples; or why a place was flagged, or was not."""
    if is_place(code):
        from claimlint.cli.trace import place_lines

        flags = {"markets": options.codes(market), "registry": registry}
        write("\n".join(place_lines(code, flags, isolated=isolated)) + "\n", None)
        return
    from claimlint.cli.build import all_markets, settings, stock
    from claimlint.rules.conditions import load_decisions
    from claimlint.rules.home import lexicon_home

    settled = settings({}, isolated=False)(Path())
    there = stock(settled)
    cards = {card.code: card for card in there.cards}
    markets = all_markets(settled)
    known = sorted({rule.code for rule in there.rules} | set(cards))
    wanted = code.upper()
    if wanted not in known:
        raise no_rule(code, known)
    mine = [r for r in there.rules if r.code == wanted]
    lines = rule_lines(mine) if mine else card_lines(cards[wanted])
    decided = next((r.profile for r in mine if r.profile), None) or load_decisions(lexicon_home()).codes.get(wanted)
    write("\n".join([*lines, *profile_lines(decided), *waive_lines(wanted, markets), *law_lines(wanted, markets)]) + "\n", None)


def is_place(text: str) -> bool:
    """Tell whether an argument names a place in a file and not a rule."""
    return ":" in text and Path(text.partition(":")[0]).suffix != ""


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
        yield f"measured: {_measured(rule.measured)}"


def _measured(found: Measured | None) -> str:
    if found is None:
        return "not yet (claimlint test --corpus FOLDER --write-measures)"
    return (
        f"{found.flagged} flagged, {found.precision:.0%} of them rightly, on {found.corpus}"
        if found.flagged
        else f"none flagged on {found.corpus}"
    )


def profile_lines(decided: Conditions | None) -> Iterator[str]:
    """Yield what a product profile decides about a code."""
    if decided is None:
        return
    yield ""
    yield "product profile:"
    if decided.needs:
        yield f"  less sure until declared: {', '.join(f'product.{need}' for need in decided.needs)}"
    if decided.only_for:
        yield f"  only for: {', '.join(decided.only_for)}"
    for case in decided.cases:
        yield f"  {case.then} where {asked_by(case)}: {case.say}"


def asked_by(case: Case) -> str:
    """Return what a profile must say for a case to hold."""
    return ", ".join([*(f"{key} is {' or '.join(values)}" for key, values in case.wanted), *case.facts])


def card_lines(card: Card[Sample] | Card[str]) -> Iterator[str]:
    """Yield the text for a check in code, or for a finding about a decision, from its card."""
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


def sample_lines(sample: Sample | str) -> Iterator[str]:
    """Yield a sentence and, after it, the record that it cites, where the example has one."""
    if isinstance(sample, str):
        yield sample
        return
    record = sample.record
    yield sample.text + (f"  → {record.title} ({', '.join(record.types) or 'no publication type'})" if record else "")


def waive_lines(code: str, markets: Sequence[Market]) -> Iterator[str]:
    """Yield how a finding is let pass, and where it cannot be; findings about decisions are mended and not let pass."""
    if code.startswith("WAI"):
        return
    barred = [market.name for market in markets if (ruling := market.rulings.get(code)) and not ruling.waivable]
    yield ""
    yield f"to let one pass: claimlint waivers add PATH:LINE --code {code} --reason … [--by NAME] [--until DAY]"
    yield f"or as a comment before it: claimlint: allow {code} because … [by NAME] [until DAY]"
    if barred:
        yield f"no decision lets it pass in: {', '.join(barred)}"


def law_lines(code: str, markets: Sequence[Market]) -> Iterator[str]:
    """Yield the provisions of each market that has a ruling on a code, and how sure we are of their wording."""
    for market in markets:
        ruling = market.rulings.get(code)
        if ruling is None:
            continue
        yield ""
        yield f"{market.name}: {ruling.severity or 'severity of the rule'}" + ("; no evidence permits it here" if ruling.barred else "")
        if not ruling.waivable:
            yield f"  no decision can let it pass here: {ruling.because}"
        for law in (market.laws[name] for name in ruling.basis):
            yield f"  {law.instrument}, {law.article}: {law.text}"
            since = f"in force {law.in_force} (day not verified)" if law.in_force else "day in force not recorded"
            yield f"    {since}; checked {law.checked}; {'wording verified' if law.verified else 'recalled, not verified'}"
            if law.note:
                yield f"    note: {law.note}"
    yield ""
    yield "Not legal advice."
