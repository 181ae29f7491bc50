"""Lists of phrases → where they stand in a text as whole words: one pass, whatever their number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind


class Phrases:
    """Phrases to look for; the automaton is built when they are first looked for."""

    def __init__(self, phrases: Sequence[str]) -> None:
        """Keep the phrases; compare them as `plain` writes them."""
        self._phrases = [plain(phrase) for phrase in phrases]
        self._automaton: AhoCorasick | None = None

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield (number of the phrase, start, end) for each place in a plain text where one stands as whole words."""
        if self._automaton is None:
            self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.Standard)
        last = len(text)
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not ((start and _joined(text[start - 1 : start + 1])) or (end < last and _joined(text[end - 1 : end + 1]))):
                yield number, start, end


def plain(text: str) -> str:
    """Return text for comparing: compatibility forms, lower case, straight quotes, one space for a run, hyphens as spaces."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("-", " ").replace("\u2011", " ")
    return " ".join(text.split())


def _joined(around: str) -> bool:
    """Tell whether a Latin word runs on over the place between two characters; Han has no word ends."""
    return around.isalnum() and around.isascii()
