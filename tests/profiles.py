"""A product profile as front matter, so that one linter serves the tests of many products."""

from __future__ import annotations

import dataclasses

from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.model import Product
from claimlint.readers.markdown import read_markdown

_LINTERS = {}


def linter(markets, select=(), product=None):
    """Return the linter for some markets, built once."""
    key = (markets, select, product)
    if key not in _LINTERS:
        _LINTERS[key] = build(Config(markets=markets, select=select, product=product or Product())).linter
    return _LINTERS[key]


def lint(text, product, markets, select=()):
    """Lint a Markdown page about a product; what front matter cannot say is given by a configuration."""
    page = read_markdown("page.md", text)
    if product.people:
        return linter(markets, select, product).lint(page)
    return linter(markets, select).lint(dataclasses.replace(page, front=front(product)))


def front(product):
    """Return the pairs that a reader hands over for this profile."""
    words = [(f"product.{key}", getattr(product, key)) for key in ("kind", "name", "audience", "channel", "entity", "reviewed")]
    lists = [(f"product.{key}", ", ".join(getattr(product, key))) for key in ("aliases", "features", "claims")]
    scope = dataclasses.asdict(product.indication)
    parts = [(f"product.indication.{key}", ", ".join(values)) for key, values in scope.items()]
    status = [(f"product.status.{s.market}", s.status) for s in product.status]
    numbers = [(f"product.status.{s.market}.number", s.number) for s in product.status]
    return tuple((key, value) for key, value in (*words, *lists, *parts, *status, *numbers) if value)
