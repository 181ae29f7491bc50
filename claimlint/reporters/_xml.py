"""Elements to an XML text without a character that XML 1.0 forbids."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, attributes: Mapping[str, object], children: Iterable[str] = (), text: str = "") -> str:
    """Return one element; values and text are made visible first, so that no control character is left to escape."""
    listed = "".join(f" {key}={quoteattr(visible(str(value)))}" for key, value in attributes.items())
    inner = "".join(children) + "\n".join(escape(visible(line)) for line in text.splitlines())
    return f"<{name}{listed}>{inner}</{name}>\n" if inner else f"<{name}{listed}/>\n"
