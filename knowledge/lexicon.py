"""The ways in which people name a thing (`lexicon.yml`): one concept, many words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from knowledge.errors import ContentError
from knowledge.files import ROOT, read_yaml
from knowledge.wording import normalise

_WORD = re.compile(r"\w+")
_ANY_END = "*"
_KEY = 3
"""How many first letters lead to the words that begin so."""


class Lexicon:
    """Finds concepts in a text.

    Args:
        ways: for each concept the ways to name it: one or more words, as people type them. A word
            that ends in `*` stands for every word that begins so.
    """

    def __init__(self, ways: dict[str, tuple[str, ...]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._begins: dict[str, list[tuple[str, tuple[str, ...], str]]] = {}
        for concept, names in ways.items():
            for name in names:
                words = tuple(_words(name, keep=_ANY_END))
                if not words:
                    continue
                if words[0].endswith(_ANY_END):
                    start = words[0].rstrip(_ANY_END)
                    self._begins.setdefault(start[:_KEY], []).append((start, words, concept))
                else:
                    self._exact.setdefault(words[0], []).append((words, concept))

    def concepts(self, text: str) -> list[str]:
        """Return the concepts that a text names, in the order of the text, each mention once."""
        words = list(_words(text))
        found: list[str] = []
        for position in range(len(words)):
            for concept in self._at(words, position):
                if concept not in found:
                    found.append(concept)
        return found

    def _at(self, words: list[str], position: int) -> Iterator[str]:
        first = words[position]
        for name, concept in self._exact.get(first, ()):
            if _matches(name, words, position):
                yield concept
        for length in range(1, _KEY + 1):
            for start, name, concept in self._begins.get(first[:length], ()):
                if first.startswith(start) and _matches(name, words, position):
                    yield concept


def _words(text: str, keep: str = "") -> Iterator[str]:
    """The words of a text in their normal form; `keep` stays on a word that ends in it."""
    for part in text.split():
        words = _WORD.findall(normalise(part))
        yield from words[:-1]
        if words:
            yield words[-1] + (keep if keep and part.endswith(keep) else "")


def _matches(name: tuple[str, ...], words: list[str], position: int) -> bool:
    if position + len(name) > len(words):
        return False
    return all(
        word.startswith(part[:-1]) if part.endswith(_ANY_END) else word == part
        for part, word in zip(name, words[position:], strict=False)
    )


@lru_cache(maxsize=2)
def load_lexicon(path: Path = ROOT / "lexicon.yml") -> Lexicon:
    """Read the lexicon.

    Raises:
        ContentError: a concept without a list of texts.
    """
    ways: dict[str, tuple[str, ...]] = {}
    for concept, names in read_yaml(path).items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ContentError(path, str(concept), "must be a list of texts")
        ways[str(concept)] = tuple(names)
    return Lexicon(ways)
