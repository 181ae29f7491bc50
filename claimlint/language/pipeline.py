"""Folded text → spaCy tokens: blank pipelines by language, imported and built on first use."""

from __future__ import annotations

import contextlib
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_INITIAL = re.compile(r"[a-z]\.")  # "g." of "5g.", "d." of "vitamin d.": the end of a sentence is no part of its last word
_CHINESE = re.compile(r"\d+(?:[.,]\d+)*|[a-z\u00c0-\u024f]+(?:\d+)?|\s+|.", re.DOTALL)


@cache
def pipeline(language: str) -> Language:
    """Return the blank pipeline of a language ("en" or "zh"); nothing is downloaded.

    spaCy costs most of a second to import, so only a draft with a candidate word pays for it.
    """
    with _without_commands():
        from spacy.util import get_lang_class
    from spacy.vocab import Vocab

    # words are matched as they are spelled: an empty vocabulary works out nothing else about each new one
    return get_lang_class(language)(vocab=Vocab(), create_tokenizer=_by_character if language == "zh" else _by_word)


def _by_word(nlp: Language) -> Tokenizer:
    """Return the language's own tokenizer but for URLs: they are blanked before, and asking each new word is half the cost of a token."""
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    words = nlp.Defaults
    rules = {word: parts for word, parts in words.tokenizer_exceptions.items() if not _INITIAL.fullmatch(word)}
    return Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(words.prefixes or ()).search,
        suffix_search=compile_suffix_regex(words.suffixes or ()).search,
        infix_finditer=compile_infix_regex(words.infixes or ()).finditer,
        token_match=words.token_match,
    )


def _by_character(nlp: Language) -> CharacterTokenizer:
    return CharacterTokenizer(nlp.vocab)


@contextlib.contextmanager
def _without_commands() -> Iterator[None]:
    """Let spaCy be imported without its command line, which it names in passing and which is a third of its import.

    Whoever wants `spacy.cli` afterwards gets it: the stand-in is gone by then.
    """
    stand_ins = {} if "spacy" in sys.modules else {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    for module in stand_ins.values():
        module.__dict__.update(__path__=[], info=_info)
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def _info(*given: object, **named: object) -> object:
    """Do what `spacy.info` does."""
    return importlib.import_module("spacy.cli.info").info(*given, **named)


class CharacterTokenizer:
    """One Han character a token, Latin words and numbers whole. spaCy's own splits 99.9 and AI into characters."""

    def __init__(self, vocab: Vocab) -> None:
        """Keep the vocabulary that tokens share with the matchers."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text; every character of it stays in its place."""
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        for part in _CHINESE.findall(text):
            if part == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(part)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)
