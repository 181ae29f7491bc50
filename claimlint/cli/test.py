"""`claimlint test`: run the examples inside the rule files."""

from __future__ import annotations

from typing import Annotated

import typer

from claimlint.cli.console import EXIT_FINDINGS, write
from claimlint.errors import no_rule


def test(
    codes: Annotated[list[str] | None, typer.Argument(help="Codes, or beginnings of codes.", show_default="all rules")] = None,  # noqa: PT028 — a command, not a test
) -> None:
    """Prove the rules: examples behave, every phrase fires, every qualifier is exercised."""
    from claimlint.checks import Check
    from claimlint.discover import discover
    from claimlint.rules.home import lexicon_home
    from claimlint.rules.load import load_lexicons
    from claimlint.selftest import prove, prove_checks

    lexicons = load_lexicons(lexicon_home())
    checks = discover("checks.evidence", "CHECK", Check)
    known = sorted({rule.code for lexicon in lexicons for rule in lexicon.rules} | {check.card.code for check in checks})
    for code in codes or ():
        if not any(k.startswith(code.upper()) for k in known):
            raise no_rule(code, known)
    wanted = [code.upper() for code in codes or ()]
    failures = [*prove(lexicons, wanted), *prove_checks(checks, lexicons, wanted)]
    asked = [check.card for check in checks if not wanted or check.card.code.startswith(tuple(wanted))]
    tried = [r for lexicon in lexicons for r in lexicon.rules if not wanted or r.code.startswith(tuple(wanted))]
    lines = [str(failure) for failure in failures]
    examples = sum(len(rule.examples) for rule in tried) + sum(len(card.flag) + len(card.clear) for card in asked)
    lines.append(f"{len(tried)} rule files, {len(asked)} checks, {examples} examples, {len(failures)} failures")
    write("\n".join(lines) + "\n", None)
    raise typer.Exit(EXIT_FINDINGS if failures else 0)
