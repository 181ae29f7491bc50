"""A document → its genre: transparent cues in its text, headings and path are counted, and the report says which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from claimlint.model import Document, Genre, GenreCue, Genres, Segment, Sentence
from claimlint.phrases import Phrases, plain

_SHOWN = 3  # reasons
_TITLE = 60  # characters: a shorter paragraph that ends in no full stop is a heading that nobody marked
_ENDS = tuple(".!?。！？；;:：,，")
_FOLDERS = 3  # parts of a path that tell: what lies above is where somebody keeps their work


class Judge:
    """The cues of all languages, compiled once; a page costs one pass over its text."""

    def __init__(self, genres: Genres) -> None:
        """Keep the effects; the automaton is built when the first page comes."""
        self.effects = {effect.name: effect for effect in genres.effects}
        self._words = [(word, cue) for cue in genres.cues for word in cue.words]
        self._phrases = Phrases([word for word, _ in self._words])
        self._own = Phrases(genres.own)

    def genre(self, document: Document, page: str, told: str = "", by: str = "") -> Genre:
        """Return the genre of a draft: the one that settings tell, else the best supported, else promotion.

        `page` is all its text, as `plain` writes it.
        """
        if told:
            return Genre(told, (f"set in {by}",))
        points: dict[str, int] = {}
        reasons: dict[str, list[tuple[int, str]]] = {}
        for cue, words in self._found(document, page):
            points[cue.genre] = points.get(cue.genre, 0) + cue.weight
            reasons.setdefault(cue.genre, []).append((cue.weight, f'{cue.say} "{words}" ({cue.weight:+d})'))
        enough = [name for name, effect in self.effects.items() if points.get(name, 0) >= effect.points]
        best = max(enough, key=lambda name: (points[name], name), default="promotion")
        if points.get(best, 0) <= points.get("promotion", 0):
            best = "promotion"
        said = [text for _, text in sorted(reasons.get(best, ()), reverse=True)[:_SHOWN]]
        return Genre(best, tuple(said) or ("no other genre was recognised",))

    def own(self, sentence: Sentence, name: str = "") -> bool:
        """Tell whether a sentence speaks of one's own product: it says we, our, 本品 …, or the product's name."""
        text = plain(sentence.text)
        return bool(name and plain(name) in text) or any(True for _ in self._own.find(text))

    def _found(self, document: Document, page: str) -> Iterator[tuple[GenreCue, str]]:
        """Yield each cue that stands in its place, once, with the first words that show it."""
        seen: set[int] = set()
        for where, text in _places(document, page):
            for number, _, _ in self._phrases.find(text):
                words, cue = self._words[number]
                if cue.where == where and id(cue) not in seen:
                    seen.add(id(cue))
                    yield cue, words


def _places(document: Document, page: str) -> Iterator[tuple[str, str]]:
    yield "text", page
    yield "heading", _joined(segment for segment in document.segments if _is_heading(segment))
    yield "path", " ".join(re.split(r"[\W_]+", plain("/".join(PurePath(document.path).parts[-_FOLDERS:]))))


def _is_heading(segment: Segment) -> bool:
    text = segment.text.rstrip()
    return segment.kind in ("heading", "title", "meta") or (
        segment.kind == "paragraph" and 0 < len(text) <= _TITLE and text[-1] not in _ENDS
    )


def _joined(segments: Iterable[Segment]) -> str:
    return plain("\n".join(segment.text for segment in segments))
