"""Street addresses: "Kerkstraat 12 bus 3, 9000 Gent", "Oude Baan 4", "ik woon in de Kerkstraat"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.privacy.patterns import AddressWords, Kind, Span, Word, load_patterns
from bot.privacy.vocabulary import is_dutch

_NUMBER = re.compile(
    r"\.?\s{1,2}(?:(?:nr\.?|nummer|n°)\s?)?(?P<number>[0-9]{1,4})(?:\s?[a-hA-H](?!\w))?"
    r"(?:\s?[/-]\s?[0-9]{1,3})?(?:,?\s{1,2}(?:bus|bte|b\.)\s?[0-9A-Za-z]{1,4})?(?![\w%€])(?![.,:][0-9])"
)
_UNIT = re.compile(r"\s{0,2}([^\W\d_]{1,20}|%|€)")
_TOWN = re.compile(
    r",?\s{1,2}(?:(?:te|in|-)\s)?(?:[Bb]-?\s?)?[1-9][0-9]{3}\s{1,2}(?P<town>[^\W\d_]+(?:-[^\W\d_]+){0,4})"
)
_TOWN_ALONE = re.compile(
    r"(?:,\s?|\s(?:te|in)\s|\s)(?P<town>[^\W\d_]{2,20}(?:-[^\W\d_]{2,20}){0,3})"
)
_ON = re.compile(r"\sop\s(?:de\s|het\s)?[^\W\d_]{2,25}")
_LONGEST_NAME = 4
"""How many words before the street word can belong to its name: "Jan Van Rijswijcklaan"."""
_LIVING_REACH = 4
_JOINING = {"en", "van", "de", "der", "den"}
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def find_addresses(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Give the addresses in a text.

    Args:
        text: the text.
        words: its words, from `words_of`.
    """
    lists = load_patterns().adressen
    for position, word in enumerate(words):
        if _is_street(words, position, lists):
            end = _street_end(text, words, position, lists)
        elif word.capital:
            end = _before_postcode(text, word)
        else:
            continue
        if end is not None:
            yield Span(_name_start(text, words, position, lists), end, Kind.adres)


def _is_street(words: Sequence[Word], position: int, lists: AddressWords) -> bool:
    word = words[position]
    if word.low in lists.gemeenten or not word.low.endswith(lists.einden + lists.zwakke_einden):
        return False
    if word.low == "steenweg" and position + 1 < len(words) and words[position + 1].low == "op":
        return True
    if word.low in lists.einden + lists.zwakke_einden:
        return _is_named_before(words, position)
    if not word.low.endswith(lists.einden) and not word.capital:
        return False
    return word.low not in lists.uitzonderingen


def _belongs(before: Word, word: Word) -> bool:
    """Tell whether the word before a bare "straat" is its name: "Oude Baan", "gentse steenweg"."""
    if before.end + 2 < word.start or before.low in load_patterns().namen.geen_naam:
        return False
    if before.low in load_patterns().adressen.voorwoorden:
        return True
    return (before.capital and word.capital) or (
        before.low.endswith("se") and word.low in {"steenweg", "straat", "laan", "stwg", "stw"}
    )


def _street_end(text: str, words: Sequence[Word], position: int, lists: AddressWords) -> int | None:
    end = words[position].end
    if words[position].low == "steenweg" and (on := _ON.match(text, end)):
        end = on.end()
    number = _NUMBER.match(text, end)
    unit = _UNIT.match(text, number.end()) if number else None
    if (
        number
        and not (unit and unit[1].lower() in lists.eenheden)
        and not _a_year(number["number"])
    ):
        return _with_town(text, number.end(), lists)
    near = words[max(0, position - _LIVING_REACH) : position]
    living = any(word.low in lists.woonwoorden for word in near)
    if living and words[position].low.endswith(lists.einden):
        return _with_town(text, end, lists)
    return None


def _a_year(number: str) -> bool:
    return _FIRST_YEAR <= int(number) <= _LAST_YEAR


def _with_town(text: str, end: int, lists: AddressWords) -> int:
    """Return where an address ends that goes on with a postcode and a town, or a known town."""
    if town := _TOWN.match(text, end):
        return town.end()
    town = _TOWN_ALONE.match(text, end)
    return town.end() if town and town["town"].lower() in lists.gemeenten else end


def _before_postcode(text: str, word: Word) -> int | None:
    """Return the end of an address without a street word: "Meir 24, 2000 Antwerpen"."""
    number = _NUMBER.match(text, word.end)
    town = _TOWN.match(text, number.end()) if number else None
    return town.end() if town and town["town"][0].isupper() else None


def _name_start(text: str, words: Sequence[Word], position: int, lists: AddressWords) -> int:
    """Return where the name of the street begins, with the words before the street word."""
    names = load_patterns().namen
    bare = words[position].low in lists.einden + lists.zwakke_einden and _is_named_before(
        words, position
    )
    position -= bare
    start = words[position].start
    for place in range(position - 1, max(-1, position - 1 - _LONGEST_NAME), -1):
        word = words[place]
        if text[word.end : words[place + 1].start].strip(" "):
            break
        if word.low in _JOINING:
            continue
        if word.low in names.geen_naam | lists.woonwoorden or not _of_a_street(word, lists):
            break
        start = word.start
    return start


def _is_named_before(words: Sequence[Word], position: int) -> bool:
    return position > 0 and _belongs(words[position - 1], words[position])


def _of_a_street(word: Word, lists: AddressWords) -> bool:
    names = load_patterns().namen
    return (
        word.capital
        or word.low in lists.voorwoorden
        or word.low in names.voornamen
        or not is_dutch(word.low)
    )
