"""The [product] table of a configuration, and the front matter of a page → the product profile; strict, with suggestions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from claimlint.errors import ClaimlintError, UnreadableError, did_you_mean
from claimlint.model.product import Indication, Person, Product, Standing

KINDS = (
    *("drug-rx", "otc", "herbal", "device", "samd", "supplement", "food", "fsmp", "cosmetic", "clinic", "telehealth"),
    *("ai-software", "wellness"),
)
STATUSES = ("approved", "cleared", "granted", "certified", "registered", "listed", "notified", "pending", "investigational", "none")
ACTS = ("diagnose", "screen", "triage", "monitor", "treat", "dose", "prescribe")
FEATURES = ("chatbot", "generated", "mental-health", "personal-use", "contraindications", "therapeutic", "name-only", "pilot")
WORDS: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "name": (),
    "audience": ("public", "professional"),
    "channel": ("website", "ad", "social", "email", "app-store", "label", "print", "sales"),
    "entity": ("medical-institution", "pharmacy", "company", "publisher", "individual"),
}
LISTS: dict[str, tuple[str, ...]] = {"aliases": (), "features": FEATURES, "claims": ()}
INDICATION: dict[str, tuple[str, ...]] = {"condition": (), "population": (), "user": (), "autonomous": ACTS}
_KEYS = (*WORDS, *LISTS, "reviewed", "status", "indication", "people")
_YES = {True: "yes", False: "no", "true": "yes", "false": "no", "yes": "yes", "no": "no"}

Fail = Callable[[str, str, str], ClaimlintError]  # the word to point at, what is wrong, what to do


def read_product(data: object, fail: Fail) -> Product:
    """Return the profile that a table declares. Raises what `fail` makes of the first thing that is wrong."""
    table = _table(data, "product", fail)
    _only(table, _KEYS, "product", fail)
    words = {key: _word(table.get(key, ""), key, known, fail) for key, known in WORDS.items()}
    lists = {key: _list(table.get(key, []), key, known, fail) for key, known in LISTS.items()}
    return Product(
        kind=words["kind"],
        name=words["name"],
        aliases=lists["aliases"],
        audience=words["audience"],
        channel=words["channel"],
        entity=words["entity"],
        features=lists["features"],
        claims=lists["claims"],
        reviewed=_yes(table["reviewed"], fail) if "reviewed" in table else "",
        status=_status(table.get("status", {}), fail),
        indication=_indication(table.get("indication", {}), fail),
        people=_people(table.get("people", []), fail),
    )


def over(base: Product, other: Product) -> Product:
    """Return a profile with every field that `other` declares put over it; parts of the indication and each market count alone."""
    named = {f.name: getattr(other, f.name) for f in dataclasses.fields(Product) if f.name not in ("status", "indication")}
    parts = {f.name: getattr(other.indication, f.name) for f in dataclasses.fields(Indication)}
    standings = {s.market: s for s in (*base.status, *other.status)}
    return dataclasses.replace(
        base,
        **{name: value for name, value in named.items() if value},
        status=tuple(sorted(standings.values(), key=lambda s: s.market)),
        indication=dataclasses.replace(base.indication, **{name: value for name, value in parts.items() if value}),
    )


def of_page(base: Product, front: Sequence[tuple[str, str]], path: str, markets: Sequence[str] = ()) -> Product:
    """Return the profile of one page: what its front matter says of the product goes before the configuration.

    `front` holds dotted keys ("product.kind"); a list is a key that comes again, or words separated by commas. `markets`
    are those that exist; none: any is taken.
    Raises UnreadableError: a page whose settings cannot be read is not judged by others.
    """

    def fail(_needle: str, message: str, remedy: str) -> UnreadableError:
        return UnreadableError(f"front matter: {message}", path=path, remedy=remedy)

    _only({key.partition(".")[0]: "" for key, _ in front}, ("product", "genre"), "claimlint", fail)
    if any(key == "product" for key, _ in front):
        raise fail("product", '"product" must be a table', "write product: {kind: …}")
    settings = [(key.removeprefix("product."), value) for key, value in front if key.startswith("product.")]
    if not settings:
        return base
    product = read_product(_nested(settings, fail), fail)
    sold_in(product, markets, fail)
    return over(base, product)


def sold_in(product: Product, markets: Sequence[str], fail: Fail) -> None:
    """Raise what `fail` makes of the first market of a product's status that is none of those that exist, if these are known."""
    for standing in product.status if markets else ():
        _word(standing.market, "market", tuple(markets), fail)


def _nested(settings: Sequence[tuple[str, str]], fail: Fail) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for key, value in settings:
        first, _, rest = key.partition(".")
        if first == "people":
            raise fail(first, '"people" cannot be set for one page', "name them in claimlint.toml")
        if first in LISTS:  # a list comes as its key again and again
            nested.setdefault(first, []).extend([value] if first == "claims" else _parts(value))
        elif first == "indication" and rest:
            nested.setdefault(first, {}).setdefault(rest, []).extend(_parts(value))
        elif first == "status" and rest:
            market, _, part = rest.partition(".")
            nested.setdefault(first, {}).setdefault(market, {})[part or "status"] = value
        else:
            nested[key] = value
    return nested


def _parts(value: str) -> list[str]:
    return [part.strip(" []\"'") for part in value.replace("，", ",").split(",") if part.strip(" []\"'")]


def _status(value: object, fail: Fail) -> tuple[Standing, ...]:
    """Read `status = { us = "cleared", eu = { status = "certified", number = "…" } }`."""
    standings = []
    for market, said in sorted(_table(value, "status", fail).items()):
        entry = {"status": said} if isinstance(said, str) else _table(said, f"status.{market}", fail)
        _only(entry, ("status", "number"), f"status.{market}", fail)
        status = _word(entry.get("status", ""), "status", STATUSES, fail)
        standings.append(Standing(market, status, _word(entry.get("number", ""), "number", (), fail)))
    return tuple(standings)


def _indication(value: object, fail: Fail) -> Indication:
    table = _table(value, "indication", fail)
    _only(table, tuple(INDICATION), "indication", fail)
    return Indication(**{key: _list(table[key], key, known, fail) for key, known in INDICATION.items() if key in table})


def _people(value: object, fail: Fail) -> tuple[Person, ...]:
    if not isinstance(value, list):
        raise fail("people", '"people" must be an array of tables', "write [[product.people]]")
    return tuple(_person(entry, fail) for entry in value)


def _person(value: object, fail: Fail) -> Person:
    table = _table(value, "people", fail)
    _only(table, ("name", "title", "licence"), "people", fail)
    if not table.get("name"):
        raise fail("people", "a person needs a name", 'name = "…"')
    return Person(**{key: _word(said, key, (), fail) for key, said in table.items()})


def _table(value: object, key: str, fail: Fail) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise fail(key, f'"{key}" must be a table', f"write [{key}]" if key == "product" else f"{key} = {{ … }}")
    return value


def _only(table: Mapping[str, Any], known: tuple[str, ...], where: str, fail: Fail) -> None:
    for key in table:
        if key not in known:
            raise fail(key, f'unknown key "{key}" in {where}', did_you_mean(key, list(known)) or f"known: {', '.join(known)}")


def _word(value: object, key: str, known: tuple[str, ...], fail: Fail) -> str:
    if not isinstance(value, str):
        raise fail(key, f'"{key}" must be a string', f'{key} = "…"')
    if known and value and value not in known:
        raise fail(value, f'"{value}" is no {key}', did_you_mean(value, list(known)) or f"known: {', '.join(known)}")
    return value


def _list(value: object, key: str, known: tuple[str, ...], fail: Fail) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list):
        raise fail(key, f'"{key}" must be a list of strings', f'{key} = ["…"]')
    return tuple(_word(entry, key, known, fail) for entry in values)


def _yes(value: object, fail: Fail) -> str:
    if not isinstance(value, (bool, str)) or value not in _YES:
        raise fail("reviewed", '"reviewed" must be true or false', "reviewed = true")
    return _YES[value]
