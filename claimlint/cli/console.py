"""Where text goes: colour, width and encoding of the terminal, files written whole, errors told."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TextIO

from claimlint.errors import ClaimlintError, ConfigError
from claimlint.reporters import Style

EXIT_FINDINGS = 1
EXIT_UNABLE = 2
_NARROW, _WIDE, _USUAL = 40, 140, 80

When = Literal["auto", "always", "never"]


def style(stream: TextIO, color: str, width: int, *, show_all: bool, quiet: int) -> Style:
    """Return how text may look on a stream. `width` 0: COLUMNS, else the terminal, else 80 cells; held to 40–140."""
    cells = width or _columns(os.environ, stream)
    return Style(
        color=colored(stream, color),
        width=max(_NARROW, min(_WIDE, cells)),
        unicode=(stream.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "gb18030", "cp65001"),
        cwd=Path.cwd().as_posix(),
        show_all=show_all,
        quiet=quiet,
    )


def colored(stream: TextIO, color: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether to use colour: --color, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then the terminal."""
    if color in ("always", "never"):
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "") not in ("", "0", "false") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def write(text: str, output: Path | None) -> None:
    """Print text, or write a file whole: an old file stays as it was until the new one is complete."""
    if output is None:
        _print(text, sys.stdout)
        return
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
        Path(name).replace(output)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror or error}", path=str(output), remedy="choose another -o") from error


def say(text: str) -> None:
    """Print to standard error: summaries beside machine output, warnings."""
    _print(text, sys.stderr)


def complain(error: ClaimlintError) -> None:
    """Tell a mistake that the user can mend; control characters of names are shown, never executed."""
    say("claimlint: " + "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in str(error)) + "\n")


def _print(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, errors="replace").decode(encoding))
    stream.flush()


def _columns(environ: Mapping[str, str], stream: TextIO) -> int:
    named = environ.get("COLUMNS", "")
    if named.isdigit() and int(named):
        return int(named)
    return shutil.get_terminal_size((_USUAL, 24)).columns if stream.isatty() else _USUAL
