"""What is sold, to whom and with which permission, as its owner declares it; and what a declaration decides."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Standing:
    """The regulatory status of a product in one market ("us": "cleared"), and its number."""

    market: str
    status: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Indication:
    """What a product is authorised for. Phrases as the authorisation writes them; any of several may be named in copy.

    `autonomous`: what the product may do with no clinician in between (diagnose, screen, triage, monitor, treat, dose, prescribe).
    """

    condition: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    user: tuple[str, ...] = ()
    autonomous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom copy names, and the licence that stands behind the title."""

    name: str
    title: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """The product profile. Empty fields are undeclared; `reviewed` is "yes" or "no" once declared."""

    kind: str = ""
    name: str = ""
    aliases: tuple[str, ...] = ()  # other names of it: in another script, of a model
    audience: str = ""
    channel: str = ""
    entity: str = ""
    reviewed: str = ""  # a clinician reviews what software says before anybody acts on it
    features: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()  # wordings that an authority lists or has authorised
    status: tuple[Standing, ...] = ()
    indication: Indication = field(default_factory=Indication)
    people: tuple[Person, ...] = ()

    @property
    def declared(self) -> bool:
        """Tell whether anything was declared."""
        return self != Product()

    @property
    def bounded(self) -> bool:
        """Tell whether it was declared what the product is for, who may use it, or how it is authorised."""
        return bool(self.status) or self.indication != Indication(autonomous=self.indication.autonomous)

    def standing(self, market: str) -> Standing:
        """Return the status in a market; an empty status where none is declared."""
        return next((s for s in self.status if s.market == market), Standing(market, ""))


@dataclass(frozen=True, slots=True)
class Case:
    """A profile that decides: `wanted` fields must hold one of their values, and all `facts` must hold.

    `then` is "clear" (no finding in that market), a severity, or the code that the finding goes by.
    """

    wanted: tuple[tuple[str, tuple[str, ...]], ...]
    facts: tuple[str, ...]
    then: str
    say: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the profile means for one code: fields it `needs` to be sure, kinds it is `only_for`, cases in order."""

    needs: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Words of one language by which a sentence names a condition, a population, a user, a status, and those that exclude what follows.

    `classes`, `population` and the groups of `users` are classes of the lexicon; `generic` names no particular condition.
    """

    classes: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    excluding: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    users: tuple[tuple[str, ...], ...] = ()
    status: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # market, status, the words for it
