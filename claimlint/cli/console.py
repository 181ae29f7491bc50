"""Where text goes: colour, width and encoding of the terminal, files written whole, errors told."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from claimlint.errors import ClaimlintError, ConfigError
from claimlint.reporters import Style

EXIT_FINDINGS = 1
EXIT_UNABLE = 2
_NARROW, _WIDE, _USUAL = 40, 140, 80


def style(stream: TextIO | None, color: str, width: int, *, show_all: bool, quiet: int) -> Style:
    """Return how text may look on a stream. `width` 0: COLUMNS, else the terminal, else 80 cells; held to 40–140."""
    cells = width or _columns(os.environ, stream)
    return Style(
        color=colored(stream, color),
        width=max(_NARROW, min(_WIDE, cells)),
        unicode=((stream and stream.encoding) or "").lower().replace("-", "") in ("utf8", "utf16", "gb18030", "cp65001"),
        cwd=Path.cwd().as_posix(),
        show_all=show_all,
        quiet=quiet,
    )


def colored(stream: TextIO | None, color: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether to use colour: --color, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then the terminal."""
    if color in ("always", "never"):
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "") not in ("", "0", "false") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return stream is not None and stream.isatty() and environ.get("TERM") != "dumb"


def write(content: str | bytes, output: Path | None, *, remedy: str = "choose another -o") -> None:
    """Print a report, or write a file whole: an old file stays as it was until the new one is complete.

    A symbolic link keeps pointing where it does; a device or pipe is written to and not replaced. Raises ConfigError.
    """
    if output is None:
        _print(content, sys.stdout)
        return
    data = content if isinstance(content, bytes) else content.encode(errors="replace")
    try:
        target = output.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.write(data)
        else:
            _replaced(target, data)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror or error}", path=str(output), remedy=remedy) from error


def _replaced(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def say(text: str) -> None:
    """Print to standard error: summaries beside machine output, warnings."""
    _print(text, sys.stderr)


def complain(error: ClaimlintError | str) -> None:
    """Tell what went wrong; control characters of names are shown, never executed."""
    say(f"claimlint: {shown(str(error))}\n")


def shown(text: str) -> str:
    """Return a line in which control characters and whatever else steers a terminal are named."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


def _print(content: str | bytes, stream: TextIO | None) -> None:
    if stream is None:  # closed by whoever started us
        return
    try:
        if isinstance(content, bytes):
            stream.buffer.write(content)
        else:
            encoding = stream.encoding or "utf-8"
            stream.write(content.encode(encoding, errors="replace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        raise  # whoever read has seen enough
    except OSError as error:
        raise ConfigError(f"standard output cannot be written: {error.strerror or error}", remedy="write to a file with -o") from error


def _columns(environ: Mapping[str, str], stream: TextIO | None) -> int:
    named = environ.get("COLUMNS", "")
    if named.isascii() and named.isdigit() and int(named):
        return int(named)
    return shutil.get_terminal_size((_USUAL, 24)).columns if stream and stream.isatty() else _USUAL
