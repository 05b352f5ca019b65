"""Names of employers, where a pattern shows them: "ik werk bij …", "werkgever: …", "… BV"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.privacy.names import capitals_tell
from bot.privacy.patterns import EmployerWords, Kind, Phrases, Span, Word, load_patterns
from bot.privacy.vocabulary import in_dictionary, is_dutch

_REACH = 6
_LONGEST_NAME = 5
_SHORTEST_UNKNOWN = 4
_OF_A_TOWN = {"stad", "gemeente", "ocmw", "az", "uz", "politie"}
_GAP = re.compile(r"\s{0,2}[:=,\"“]?\s{0,2}")
_INSIDE = re.compile(r"\s{1,2}(?:&\s|en\s(?=zonen|zoon))?")
_SENTENCE_END = re.compile(r"[.!?]\s")


def find_employers(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Give the names of employers in a text.

    Args:
        text: the text.
        words: its words, from `words_of`.
    """
    lists = load_patterns().werkgevers
    tell = capitals_tell(words)
    for position, word in enumerate(words):
        if word.low in lists.voorzetsels and _about_work(text, words, position):
            yield from _named(text, words, position + 1, tell)
        elif behind := _direct_cues().after(words, position):
            yield from _named(text, words, behind, tell, spare_words=True)
        elif word.low in lists.rechtsvormen:
            yield from _before_legal_form(text, words, position, lists, tell)


def _about_work(text: str, words: Sequence[Word], position: int) -> bool:
    """Tell whether a word about working stands close by, in the same sentence."""
    lists = load_patterns().werkgevers
    reach = words[max(0, position - _REACH) : position + _REACH + 1]
    return any(
        word.low in lists.werkwoorden
        and not _SENTENCE_END.search(
            text, min(word.start, words[position].start), max(word.start, words[position].start)
        )
        for word in reach
    )


def _named(
    text: str, words: Sequence[Word], position: int, tell: bool, *, spare_words: bool = False
) -> Iterator[Span]:
    """Give the employer whose name begins here, behind words such as "de firma".

    With `spare_words` one Dutch word alone is no name, unless a colon stands before it.
    """
    lists = load_patterns().werkgevers
    first = position
    while position < len(words) and words[position].low in lists.soortwoorden:
        position += 1
    if position >= len(words):
        return
    if not first or not _GAP.fullmatch(text, words[position - 1].end, words[position].start):
        return
    if known := _known().after(words, first) or _known().after(words, position):
        begin = first if _known().after(words, first) else position
        yield Span(words[begin].start, words[known - 1].end, Kind.werkgever)
        return
    end = position
    while end < len(words) and end - position < _LONGEST_NAME and _part(words, end, tell):
        if end > position and not _INSIDE.fullmatch(text, words[end - 1].end, words[end].start):
            break
        end += 1
    alone = first == position == end - 1 and in_dictionary(words[position].low)
    if spare_words and alone and ":" not in text[words[position - 1].end : words[position].start]:
        return
    if end > position:
        end = _with_legal_form(text, words, end, lists)
        yield Span(words[position].start, words[end - 1].end, Kind.werkgever)


def _part(words: Sequence[Word], position: int, tell: bool) -> bool:
    """Tell whether a word can be part of the name of an employer."""
    word, names = words[position], load_patterns().namen
    lists = load_patterns().werkgevers
    before = words[position - 1].low if position else ""
    if word.low in load_patterns().adressen.gemeenten:
        return before in _OF_A_TOWN or (tell and word.capital)
    if word.low in names.geen_naam | names.na_ik_ben or word.low in lists.rechtsvormen:
        return False
    if {word.low, word.low.split("-")[0]} & names.instellingen:
        return False
    if word.low in names.deeltjes and not word.capital:
        return False
    if tell and word.capital:
        return len(word.low) > 1 and not word.low.endswith(tuple(names.beroepen))
    if word.low in names.achternamen or word.low in names.voornamen - names.voornamen_ook_woord:
        return True
    return before in {"bij", "van"} and len(word.low) > _SHORTEST_UNKNOWN and not is_dutch(word.low)


def _with_legal_form(text: str, words: Sequence[Word], end: int, lists: EmployerWords) -> int:
    """Return the end of a name with the legal form behind it, if there is one."""
    for ahead in (0, 1):
        place = end + ahead
        if place >= len(words) or not place:
            break
        if not _INSIDE.fullmatch(text, words[place - 1].end, words[place].start):
            break
        if words[place].low in lists.rechtsvormen:
            return place + 1
    return end


def _before_legal_form(
    text: str, words: Sequence[Word], position: int, lists: EmployerWords, tell: bool
) -> Iterator[Span]:
    """Give the employer whose legal form stands here: the words with a capital before it."""
    start = position
    while start and position - start < _LONGEST_NAME and _part(words, start - 1, tell):
        if not _INSIDE.fullmatch(text, words[start - 1].end, words[start].start):
            break
        start -= 1
    if start < position and words[start].low not in lists.soortwoorden:
        yield Span(words[start].start, words[position].end, Kind.werkgever)


@lru_cache(maxsize=1)
def _direct_cues() -> Phrases:
    return Phrases(load_patterns().werkgevers.meteen)


@lru_cache(maxsize=1)
def _known() -> Phrases:
    return Phrases(load_patterns().werkgevers.bekend)
