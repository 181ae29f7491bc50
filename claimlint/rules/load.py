"""Lexicon folders → Lexicon values: strict, so that a slip in a word list is told and not lived with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimlint.errors import LexiconError
from claimlint.model import Answer, Cue, Disguises, Guess, Lexicon, Pattern, Rule
from claimlint.rules.classes import Classes, named, read_classes
from claimlint.rules.pattern import PatternError
from claimlint.rules.rule import read_rule
from claimlint.rules.tables import Table, read_table

_DIRECTIONS = ("forward", "backward", "both")
_KEYS = (
    *("language", "common", "abbreviations", "irregular", "agents", "beneficiary", "passive", "breaks", "fixed", "question", "cue"),
    *("named", "guess", "answer", "then"),
)
_SCOPES = ("clause", "sentence", "next", "parent")


def load_lexicons(home: Path, languages: tuple[str, ...] = (), packs: Sequence[Path] = ()) -> tuple[Lexicon, ...]:
    """Load every language folder under `home` (or only those named), in alphabetical order, each with what `packs` add to it.

    Raises LexiconError with file, line and remedy for the first thing that is wrong.
    """
    found = {path.parent.name: [path.parent] for path in sorted(home.glob("*/language.toml"))}
    for pack in packs:
        for folder in _languages(pack):
            if folder.name not in found and not (folder / "language.toml").is_file():
                remedy = f"known: {', '.join(found)}; a new one needs language.toml"
                raise LexiconError(f'"{folder.name}" is no language here', path=str(folder), remedy=remedy)
            found.setdefault(folder.name, []).append(folder)
    return tuple(load_language(*folders) for name, folders in sorted(found.items()) if not languages or name in languages)


def _languages(pack: Path) -> list[Path]:
    """Return the language folders of a rule pack. Raises LexiconError where it is no folder, or holds nothing to load."""
    if not pack.is_dir():
        raise LexiconError("there is no such folder of rules", path=str(pack), remedy="a rule pack holds en/, zh/ or markets/")
    folders = [path for path in sorted(pack.iterdir()) if path.is_dir() and path.name != "markets" and not path.name.startswith(".")]
    if not folders and not any((pack / "markets").glob("*.toml")):
        raise LexiconError("holds no rules", path=str(pack), remedy="put rules into en/eff/, zh/eff/ … or law into markets/")
    return folders


def load_language(folder: Path, *packs: Path) -> Lexicon:
    """Load one language: language.toml, classes/*.toml, claims.toml and one file a rule in the family folders.

    `packs` are folders of the same language that add classes and rules; everything else is the language's own.
    """
    table = read_table(folder / "language.toml")
    table.only(*_KEYS)
    paths = [path for home in (folder, *packs) for path in sorted(home.glob("[a-z][a-z][a-z]/*.toml"))]
    tables = [read_table(path) for path in paths]
    classes = read_classes((folder, *packs), table, tables)
    cues = tuple(_cue(cue, classes) for cue in table.tables("cue"))
    question = table.table("question")
    question.only("openers", "denials", "particles")
    agents = _known(table, "agents", classes)
    kinds = frozenset(agents) | {cue.kind for cue in cues}
    rules = tuple(read_rule(rule, folder.name, classes, kinds) for rule in tables)
    _unique(rules)
    return Lexicon(
        language=table.choice("language", (folder.name,)),
        classes=classes.phrases,
        agents=agents,
        verbal=classes.verbal,
        cues=cues,
        breaks=classes.patterns(table, "breaks"),
        beneficiary=table.strings("beneficiary"),
        passive=table.strings("passive"),
        fixed=classes.patterns(table, "fixed"),
        openers=classes.patterns(question, "openers"),
        denials=classes.patterns(question, "denials"),
        abbreviations=table.strings("abbreviations"),
        common=table.strings("common"),
        rules=rules,
        kinds=_kinds(folder / "claims.toml", classes),
        signals=_kinds(folder / "signals.toml", classes),
        disguises=_disguises(folder, classes),
        named=named(table),
        guess=_guess(table.table("guess"), classes),
        answers=tuple(_answer(row) for row in table.tables("answer")),
        particles=question.strings("particles"),
        then=table.strings("then"),
    )


def _answer(table: Table) -> Answer:
    table.only("asked", "given", "said", "noun")
    said = table.get("said", str)
    if "{rest}" not in said:
        raise table.fail('"said" must hold {rest}', at=said, remedy='said = "no {rest}"')
    asked = (*table.strings("asked"), *([""] if table.get("noun", bool, default=False) else []))
    return Answer(asked, table.strings("given"), said)


def _guess(table: Table, classes: Classes) -> Guess:
    table.only("kind", "acts", "alone", "joints", "articles", "nouns")
    words = (table.strings(key) for key in ("joints", "articles", "nouns"))
    return Guess(table.get("kind", str, ""), _known(table, "acts", classes), _known(table, "alone", classes), *words)


def _kinds(path: Path, classes: Classes) -> dict[str, tuple[Pattern, ...]]:
    if not path.exists():
        return {}
    table = read_table(path)
    return {kind: classes.patterns(table, kind) for kind in table.data}


def _disguises(folder: Path, classes: Classes) -> Disguises:
    """Read disguises.toml: each key is what is read, its list what is written instead; a language need not have the file."""
    path = folder / "disguises.toml"
    if not path.exists():
        return Disguises()
    table = read_table(path)
    tables = ("letters", "symbols", "sounds", "spellings", "homophones")
    table.only("near", "hidden", *tables)
    letters, symbols, sounds, spellings, homophones = (_turned(table.table(key)) for key in tables)
    return Disguises(
        letters,
        {written: meant[0] for written, meant in symbols.items()},
        sounds,
        {written: meant[0] for written, meant in spellings.items()},
        {written: meant[0] for written, meant in homophones.items()},
        _known(table, "near", classes),
        table.strings("hidden"),
    )


def _turned(table: Table) -> dict[str, tuple[str, ...]]:
    turned: dict[str, tuple[str, ...]] = {}
    for meant in table.data:
        for written in table.strings(meant):
            turned[written] = (*turned.get(written, ()), meant)
    return turned


def _cue(table: Table, classes: Classes) -> Cue:
    table.only("kind", "words", "direction", "scope", "reach", "stops", "pseudo")
    direction = table.choice("direction", _DIRECTIONS, "forward")
    scope = table.choice("scope", _SCOPES, "clause")
    return Cue(
        kind=table.get("kind", str),
        words=classes.patterns(table, "words"),
        direction=direction,  # type: ignore[arg-type]  # choice() has checked it
        scope=scope,  # type: ignore[arg-type]
        reach=table.get("reach", int, 0),
        stops=classes.patterns(table, "stops"),
        pseudo=classes.patterns(table, "pseudo"),
    )


def _known(table: Table, key: str, classes: Classes) -> tuple[str, ...]:
    names = table.strings(key)
    for name in names:
        try:
            classes.check(name)
        except PatternError as error:
            raise table.fail(str(error), at=name) from error
    return names


def _unique(rules: tuple[Rule, ...]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.code in seen:
            raise LexiconError(
                f"{rule.code} is taken by {seen[rule.code].path}", path=rule.path, line=1, remedy="a code has one file a language"
            )
        seen[rule.code] = rule
