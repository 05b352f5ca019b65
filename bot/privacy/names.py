"""Names of people: behind a cue or a title, a known first name with a capital, spaCy's persons.

A capital is a sign of a name only where capitals are used sparingly; in a message that is typed in
capitals, or in which Every Word Has One, only known names and the surest cues count.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any

from bot.privacy.patterns import Kind, NameWords, Phrases, Span, Word, load_patterns
from bot.privacy.vocabulary import in_dictionary, is_dutch

MODEL = "nl_core_news_sm"
_MANY_CAPITALS = 0.8
_MOSTLY = 0.65
_FEW_WORDS = 8
_SHORTEST_UNKNOWN = 3
_LONGEST_NAME = 5
_MOST_PARTICLES = 3
_NAMED_AFTER_PEOPLE = {"sint", "st", "az", "heilig", "ziekenhuis", "campus", "kliniek"}
_TITLE_GAP = re.compile(r"\s{1,2}")
_LOOSE_GAP = re.compile(r"\s{0,2}[,:=(\"'“-]{0,2}\s{0,2}[\"'“]?")
_DOTTED = re.compile(r"\.\s{0,2}")
_INSIDE = re.compile(r"\s{1,2}")


class _Cue(Enum):
    """How much the words before a name tell.

    sure: a name must follow ("mijn naam is"), so that any word that is not ruled out is one.
    title: a name mostly follows ("dokter"), or the place where it works ("dokter van …").
    loose: anything may follow ("ik ben", "mijn collega").
    """

    sure = "sure"
    title = "title"
    loose = "loose"


@dataclass(frozen=True)
class _Reader:
    """Reads names in one text.

    Attributes:
        capitals_tell: whether a capital says anything in this text.
    """

    text: str
    words: Sequence[Word]
    lists: NameWords
    capitals_tell: bool

    def name_at(self, position: int, cue: _Cue) -> int | None:
        """Return the position behind the name that begins here; None if this is no name."""
        core = self._past_particles(position)
        if core >= len(self.words) or core - position > _MOST_PARTICLES:
            return None
        if not self._opens(position, core, cue):
            return None
        end = core + 1
        while end < len(self.words) and end - position < _LONGEST_NAME:
            following = self._past_particles(end)
            if following >= len(self.words) or not self._adjacent(end, following):
                break
            if not self._continues(end, following, cue):
                break
            end = following + 1
        return end

    def _past_particles(self, position: int) -> int:
        end = position
        while end < len(self.words) and self.words[end].low in self.lists.deeltjes:
            if end > position and not self._adjacent(end, end):
                break
            end += 1
        return end

    def _gap(self, place: int, pattern: re.Pattern[str]) -> bool:
        """Tell whether what stands before this word is no more than the pattern allows."""
        between = (self.words[place - 1].end, self.words[place].start)
        return pattern.fullmatch(self.text, *between) is not None

    def follows(self, position: int, pattern: re.Pattern[str]) -> bool:
        """Tell whether a word follows the cue before it directly, or behind the dot of "dr."."""
        before = self.words[position - 1].low
        return self._gap(position, pattern) or (
            before in self.lists.afkortingen and self._gap(position, _DOTTED)
        )

    def _adjacent(self, first: int, last: int) -> bool:
        """Tell whether only spaces stand before and between these words."""
        return all(
            self._gap(place, _INSIDE)
            or (len(self.words[place - 1].text) == 1 and self._gap(place, _DOTTED))
            for place in range(first, last + 1)
        )

    def _opens(self, position: int, core: int, cue: _Cue) -> bool:
        word = self.words[core]
        if self.ruled_out(word, cue):
            return False
        if core > position and not self.words[position].capital:
            if cue is _Cue.loose:
                return self.known(word) and not in_dictionary(word.low)
            return word.low in self.lists.na_deeltje or self._not_dutch(word)
        if cue is _Cue.sure or self.known(word):
            return True
        if cue is _Cue.loose and in_dictionary(word.low):
            return False
        return self.like_a_name(word) or (cue is _Cue.title and self._unknown(word))

    def _continues(self, start: int, core: int, cue: _Cue) -> bool:
        word = self.words[core]
        if self.ruled_out(word, _Cue.title):
            return False
        if core > start:
            return (
                word.low in self.lists.na_deeltje or self.like_a_name(word) or self._unknown(word)
            )
        if self.like_a_name(word):
            return True
        behind = self.text[word.end : word.end + 1]
        return cue is _Cue.sure and not word.capital and (not behind or behind in ",.;:")

    def like_a_name(self, word: Word) -> bool:
        """Tell whether a word that may be a name is one: by its capital, known, or not Dutch."""
        if self.capitals_tell and word.capital:
            return not _acronym(word) and (len(word.text) > 1 or self._dot_behind(word))
        return self.known(word) or self._not_dutch(word)

    def _unknown(self, word: Word) -> bool:
        """Tell whether the dictionary lacks a word, in a text that is mostly Dutch."""
        if len(word.low) < _SHORTEST_UNKNOWN or in_dictionary(word.low):
            return False
        return self._in_dutch

    def _not_dutch(self, word: Word) -> bool:
        return self._unknown(word) and not is_dutch(word.low)

    @cached_property
    def _in_dutch(self) -> bool:
        """Whether most words of the text are Dutch, names apart."""
        others = [word.low for word in self.words if not (self.known(word) or word.capital)]
        if len(others) < _FEW_WORDS:
            return True
        return sum(map(in_dictionary, others)) > _MOSTLY * len(others)

    def _dot_behind(self, word: Word) -> bool:
        return self.text[word.end : word.end + 1] == "."

    def known(self, word: Word) -> bool:
        """Tell whether a word is a name whatever its capitals."""
        lists = self.lists
        first = word.low.split("-")[0]
        if word.low in lists.voornamen_met_hoofdletter:
            return self.capitals_tell and word.capital
        return bool({word.low, first} & (lists.voornamen | lists.voornamen_ook_woord)) or (
            word.low in lists.achternamen
        )

    def ruled_out(self, word: Word, cue: _Cue) -> bool:
        """Tell whether a word is never (part of) a name behind this cue."""
        lists = self.lists
        first = word.low.split("-")[0]
        if {word.low, first} & lists.geen_naam or {word.low, first} & lists.instellingen:
            return True
        if word.low in load_patterns().adressen.gemeenten and word.low not in lists.achternamen:
            return True
        if cue is _Cue.title:
            return False
        return word.low in lists.na_ik_ben or word.low.endswith(_professions())


def find_names(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Give the names of people in a text.

    Args:
        text: the text.
        words: its words, from `words_of`.
    """
    reader = _Reader(text, words, load_patterns().namen, capitals_tell(words))
    for position in range(len(words)):
        for start, end in _names_from(reader, position):
            yield Span(words[start].start, words[end - 1].end, Kind.naam)


def capitals_tell(words: Sequence[Word]) -> bool:
    """Tell whether a capital means something in a text with these words."""
    if not any(char.islower() for word in words for char in word.text):
        return False
    if len(words) < _FEW_WORDS:
        return True
    return sum(word.capital for word in words) < _MANY_CAPITALS * len(words)


def _names_from(reader: _Reader, position: int) -> Iterator[tuple[int, int]]:
    """Give the names that the word at this position announces or begins."""
    words, lists = reader.words, reader.lists
    word = words[position]
    if behind := _sure_cues().after(words, position):
        yield from _announced(reader, behind, _Cue.sure)
    else:
        behind = _loose_cues().after(words, position)
        if behind is None and not position:
            behind = _opening_cues().after(words, 0)
        if behind:
            yield from _announced(reader, behind, _Cue.loose)
    if word.low in lists.titels:
        yield from _announced(reader, position + 1, _Cue.title)
    if {word.low, word.low.split("-")[-1]} & (lists.relaties | lists.titels):
        yield from _announced(reader, position + 1 + _verb(reader, position + 1), _Cue.loose)
    if word.low in lists.groeten and not position:
        yield from _announced(reader, 1, _Cue.loose)
    if word.low in lists.slot and position + 1 < len(words):
        behind = _closing_words().after(words, position + 1) or position + 1
        yield from _announced(reader, behind, _Cue.loose)
    if _first_name(reader, position):
        yield from _name(reader, position, _Cue.title)


def _verb(reader: _Reader, position: int) -> int:
    """Return 1 if a verb stands here that puts a name behind it, else 0."""
    words = reader.words
    if position + 1 >= len(words) or words[position].low not in {"is", "heet", "noemt"}:
        return 0
    told = words[position].low != "is" or words[position + 1].capital
    return int(told or reader.known(words[position + 1]))


def _announced(reader: _Reader, position: int, cue: _Cue) -> Iterator[tuple[int, int]]:
    """Give the name behind a cue whose last word stands before this position."""
    gap = _TITLE_GAP if cue is _Cue.title else _LOOSE_GAP
    if position < len(reader.words) and reader.follows(position, gap):
        yield from _name(reader, position, cue)


def _name(reader: _Reader, position: int, cue: _Cue) -> Iterator[tuple[int, int]]:
    """Give the name that begins here, if one does, and the one behind it with "en"."""
    end = reader.name_at(position, cue)
    if end is None:
        return
    yield position, end
    words = reader.words
    if end + 1 < len(words) and words[end].low == "en" and words[end + 1].capital:
        yield from _name(reader, end + 1, _Cue.loose)


def _first_name(reader: _Reader, position: int) -> bool:
    """Tell whether a first name stands here that needs no cue, and no hospital or street does.

    A first name that is a Dutch word as well needs a capital; one that is a common word or a month
    also needs a family name behind it.
    """
    word, lists = reader.words[position], reader.lists
    if word.low.split("-")[0] not in lists.voornamen | lists.voornamen_ook_woord:
        return False
    if reader.capitals_tell and _acronym(word):
        return False
    around = reader.words[max(0, position - 1) : position + 2]
    if any(near.low in _NAMED_AFTER_PEOPLE or near.low in lists.instellingen for near in around):
        return False
    capital = reader.capitals_tell and word.capital
    if word.low not in lists.voornamen_ook_woord and (capital or not is_dutch(word.low)):
        return True
    end = reader.name_at(position, _Cue.sure)
    if end is None or end < position + 2:
        return False
    last = reader.words[end - 1]
    return last.low in lists.achternamen or (capital and last.capital and not is_dutch(last.low))


def _acronym(word: Word) -> bool:
    return len(word.text) > 1 and word.text.isupper()


@lru_cache(maxsize=1)
def _sure_cues() -> Phrases:
    return Phrases(load_patterns().namen.sterk)


@lru_cache(maxsize=1)
def _loose_cues() -> Phrases:
    return Phrases(load_patterns().namen.ik)


@lru_cache(maxsize=1)
def _opening_cues() -> Phrases:
    return Phrases(load_patterns().namen.begin)


@lru_cache(maxsize=1)
def _closing_words() -> Phrases:
    return Phrases(load_patterns().namen.slotwoorden)


@lru_cache(maxsize=1)
def _professions() -> tuple[str, ...]:
    return tuple(load_patterns().namen.beroepen)


def find_persons(text: str) -> Iterator[Span]:
    """Give the persons that spaCy's Dutch model sees; nothing where it is not installed."""
    model = _model()
    if model is None:
        return
    lists = load_patterns().namen
    for entity in model(text).ents:
        words = entity.text.lower().split()
        if entity.label_ not in {"PERSON", "PER"} or "\0" in entity.text:
            continue
        if not any(word in lists.geen_naam or word in lists.instellingen for word in words):
            yield Span(entity.start_char, entity.end_char, Kind.naam)


@lru_cache(maxsize=1)
def _model() -> Any:
    """Load the model once, without the parts that names do not need."""
    if importlib.util.find_spec(MODEL) is None:
        return None
    import spacy

    return spacy.load(MODEL, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
