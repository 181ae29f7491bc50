"""lexicons/services.toml and the environment → services: their addresses, what they may be asked, and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from claimlint.errors import ConfigError, did_you_mean
from claimlint.rules.home import lexicon_home
from claimlint.rules.tables import Table, read_table

_MAIL = "CLAIMLINT_EMAIL"
_URL = "CLAIMLINT_URL_"


@dataclass(frozen=True, slots=True)
class Service:
    """A service of bibliographic data. `batch` works go into one question, `per_second` questions into a second."""

    id: str
    name: str
    url: str
    answers: tuple[str, ...]  # media types
    format: str
    schemes: tuple[str, ...]
    batch: int
    per_second: int
    key: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One request: where, with which parameters, about which identifiers."""

    service: Service
    url: str
    parameters: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, str], ...]


def services(environ: Mapping[str, str], path: Path | None = None) -> dict[str, Service]:
    """Return every service by its id, with keys, e-mail address and other addresses from the environment."""
    table = read_table(path or lexicon_home() / "services.toml")
    return {name: _service(name, table.table(name), environ) for name in table.data}


def chosen(known: Mapping[str, Service], wanted: Sequence[str]) -> tuple[Service, ...]:
    """Return services by id. Raises ConfigError for one that is none."""
    for name in wanted:
        if name not in known:
            raise ConfigError(f'there is no service "{name}"', remedy=did_you_mean(name, list(known)) or f"known: {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(wanted))


def questions(service: Service, pairs: Sequence[tuple[str, str]]) -> tuple[Question, ...]:
    """Return the questions that ask a service about identifiers; those it does not know are left out."""
    found = []
    for scheme in service.schemes:
        every = [pair for pair in dict.fromkeys(pairs) if pair[0] == scheme]
        values = [pair for pair in every if not _alone(service, pair[1])]
        found += [_single(service, pair) for pair in every if _alone(service, pair[1])]
        for start in range(0, len(values), service.batch):
            some = tuple(values[start : start + service.batch])
            found.append(Question(service, service.url, (*_parameters(service, scheme, [v for _, v in some]), *_known(service)), some))
    return tuple(found)


def _alone(service: Service, value: str) -> bool:
    """Tell whether an identifier holds what a list of them is separated by: DOIs may, and the filters of two services know no escape."""
    return service.id in ("crossref", "openalex") and ("," in value or "|" in value)


def _single(service: Service, pair: tuple[str, str]) -> Question:
    path = quote(pair[1], safe="") if service.id == "crossref" else f"{pair[0]}:{quote(pair[1], safe='')}"
    return Question(service, f"{service.url}/{path}", _known(service), (pair,))


def _parameters(service: Service, scheme: str, values: list[str]) -> tuple[tuple[str, str], ...]:
    many = str(len(values))
    if service.id == "pubmed":
        return (("db", "pubmed"), ("retmode", "xml"), ("id", ",".join(values)))
    if service.id == "crossref":
        return (("filter", ",".join(f"doi:{value}" for value in values)), ("rows", many))
    if service.id == "openalex":
        return (("filter", f"{scheme}:{'|'.join(values)}"), ("per-page", many))
    if service.id == "europepmc":
        said = [f'DOI:"{value}"' if scheme == "doi" else f"(EXT_ID:{value} AND SRC:MED)" for value in values]
        return (("query", " OR ".join(said)), ("format", "json"), ("resultType", "core"), ("pageSize", many))
    return (("filter.ids", ",".join(values)), ("pageSize", many), ("format", "json"))


def _known(service: Service) -> tuple[tuple[str, str], ...]:
    """Return the parameters by which a service knows who asks."""
    mail = {"pubmed": "email", "crossref": "mailto", "openalex": "mailto", "europepmc": "email"}.get(service.id, "")
    tool = (("tool", "claimlint"),) if service.id == "pubmed" else ()
    told = ((mail, service.mail),) if mail and service.mail else ()
    return (*tool, *told, *((("api_key", service.key),) if service.key else ()))


def _service(name: str, row: Table, environ: Mapping[str, str]) -> Service:
    row.only("name", "url", "answers", "format", "schemes", "batch", "per_second", "per_second_with_key", "key")
    key = environ.get(row.get("key", str), "") if row.get("key", str) else ""
    return Service(
        id=name,
        name=row.get("name", str),
        url=environ.get(f"{_URL}{name.upper()}") or row.get("url", str),
        answers=row.strings("answers"),
        format=row.get("format", str),
        schemes=row.strings("schemes"),
        batch=row.get("batch", int),
        per_second=row.get("per_second_with_key" if key else "per_second", int),
        key=key,
        mail=environ.get(_MAIL, ""),
    )
