"""Arguments in, text and exit code out: the command line decides nothing."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from claimlint.cli import baseline, check, config, explain, init, new, registry, rules, test, waivers
from claimlint.cli.console import EXIT_UNABLE, complain
from claimlint.errors import ClaimlintError

app = typer.Typer(
    name="claimlint",
    help="A linter for healthcare marketing copy, in English and Chinese. Not a legal review.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check.check)
app.command("explain")(explain.explain)
app.command("init")(init.init)
app.command("config")(config.config)
app.command("rules")(rules.rules)
app.command("test")(test.test)
app.command("new")(new.new)
app.add_typer(registry.app, name="registry")
app.add_typer(waivers.app, name="waivers")
app.add_typer(baseline.app, name="baseline")


def _version(value: bool) -> None:  # noqa: FBT001 — typer hands an option's value over like this
    if value:
        from claimlint.reporters._version import tool_version

        typer.echo(f"claimlint {tool_version()}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,  # noqa: FBT002 — an option
) -> None:
    """Options that stand before any command."""


def main() -> None:
    """Run the command line; what a user can mend is told in a line, a closed pipe ends quietly, a bug exits with 2."""
    try:
        app()
    except ClaimlintError as error:
        complain(error)
        sys.exit(EXIT_UNABLE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that the interpreter's last flush fails no more
        sys.exit(EXIT_UNABLE)
    except Exception as error:
        if os.environ.get("CLAIMLINT_DEBUG"):
            raise
        complain(f"internal error: {type(error).__name__}: {error} (set CLAIMLINT_DEBUG=1 for the traceback, and please report it)")
        sys.exit(EXIT_UNABLE)
