"""Word lists → classes with every form spelled out; patterns are compiled against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from claimlint.errors import did_you_mean
from claimlint.model import Pattern
from claimlint.rules.inflect import noun_forms, verb_forms
from claimlint.rules.pattern import LITERAL, PatternError, literals, parse
from claimlint.rules.tables import Table, read_table

SHAPES = ("number", "percent")  # classes that a quantity parser fills, not a word list
_KEYS = ("words", "verbs", "nouns", "include")


@dataclass(slots=True)
class Classes:
    """The classes of one language while its files are read; `phrases` grows with the plain words of patterns."""

    phrases: dict[str, tuple[str, ...]]
    verbal: frozenset[str]

    def compile(self, text: str) -> Pattern:
        """Return the pattern of a phrase. Raises PatternError, also for a class that does not exist."""
        pattern = parse(text, self.verbal)
        for name in (name for element in pattern.elements for name in element.classes):
            if name.startswith(LITERAL):
                self.phrases.setdefault(name, literals(name))
            else:
                self.check(name)
        return pattern

    def patterns(self, table: Table, key: str) -> tuple[Pattern, ...]:
        """Compile a list of phrases of a file. Raises LexiconError at the line of the first that is wrong."""
        return tuple(self._compiled(table, text) for text in table.strings(key))

    def _compiled(self, table: Table, text: str) -> Pattern:
        try:
            return self.compile(text)
        except PatternError as error:
            raise table.fail(f'"{text}": {error}', at=text) from error

    def check(self, name: str) -> None:
        """Raise PatternError where no class of that name exists."""
        if name not in self.phrases and name not in SHAPES:
            known = [known for known in (*self.phrases, *SHAPES) if not known.startswith(LITERAL)]
            raise PatternError(" ".join(filter(None, [f"there is no class {{{name}}};", did_you_mean(name, known)])))


def read_classes(folders: Sequence[Path], language: Table, rules: Sequence[Table] = ()) -> Classes:
    """Read classes/*.toml of a language: its own folder, then those of packs, which add words to a class or new classes.

    Within one folder a class name may stand in one file only. The classes of rule files are everybody's too, whichever
    file is read first; none may have the name of another.
    """
    irregular = language.table("irregular").data
    tables: dict[str, Table] = {}
    for folder in folders:
        for name, table in _tables(folder).items():
            tables[name] = _widened(tables[name], table) if name in tables else table
    for rule in rules:
        _add_own(tables, rule.table("classes"))
    _add_names(tables, language)
    phrases, verbal = expand(tables, irregular)
    return Classes(phrases, verbal)


def _add_own(tables: dict[str, Table], own: Table) -> None:
    for name in own.data:
        if name in tables:
            told = f"{{{name}}} is a class of the language already, in {tables[name].path}"
            raise own.fail(told, at=name, remedy="give the rule's own class another name")
        tables[name] = own.table(name)


def named(language: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return for each [[named]] of a language the word that stands for a product by its name, and the kinds of product.

    The word is one that no draft holds; it belongs to the classes that the entry lists.
    """
    return tuple((f"xname{chr(97 + at)}x", entry.strings("kinds")) for at, entry in enumerate(language.tables("named")))


def _add_names(tables: dict[str, Table], language: Table) -> None:
    for entry, (word, _) in zip(language.tables("named"), named(language), strict=True):
        entry.only("kinds", "classes")
        for name in entry.strings("classes"):
            if name not in tables:
                raise entry.fail(f"there is no class {{{name}}}", at=name, remedy=did_you_mean(name, [*tables]))
            old = tables[name]
            tables[name] = Table(old.path, old.text, {**old.data, "words": [*old.strings("words"), word]}, name)


def _tables(folder: Path) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for path in sorted((folder / "classes").glob("*.toml")):
        table = read_table(path)
        for name in table.data:
            if name in tables:
                raise table.fail(f"{{{name}}} stands in {tables[name].path} already", at=name, remedy="a class has one place")
            tables[name] = table.table(name)
    return tables


def _widened(table: Table, more: Table) -> Table:
    """Return a class with the words of a pack added."""
    more.only(*_KEYS)
    joined = {key: [*table.strings(key), *more.strings(key)] for key in _KEYS if key in table.data or key in more.data}
    return Table(more.path, more.text, joined, table.name)


def expand(tables: dict[str, Table], irregular: dict[str, list[str]]) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Return each class with all its forms, and the names of those that hold verbs. `include` joins other classes in."""
    own = {name: _forms(table, irregular) for name, table in tables.items()}
    joined = {name: _joined(name, tables, own, ()) for name in own}
    return joined, frozenset(name for name, table in tables.items() if "verbs" in table.data)


def _forms(table: Table, irregular: dict[str, list[str]]) -> tuple[str, ...]:
    table.only(*_KEYS)
    words = list(table.strings("words"))
    words += [form for verb in table.strings("verbs") for form in verb_forms(verb, irregular)]
    words += [form for noun in table.strings("nouns") for form in noun_forms(noun, irregular)]
    return tuple(dict.fromkeys(words))


def _joined(name: str, tables: dict[str, Table], own: dict[str, tuple[str, ...]], path: tuple[str, ...]) -> tuple[str, ...]:
    if name in path:
        raise tables[name].fail(f"{{{name}}} includes itself", at=name, remedy="break the circle")
    phrases = list(own[name])
    for other in tables[name].strings("include"):
        if other not in own:
            raise tables[name].fail(f"there is no class {{{other}}}", at=other, remedy=did_you_mean(other, [*own]))
        phrases += _joined(other, tables, own, (*path, name))
    return tuple(dict.fromkeys(phrases))
