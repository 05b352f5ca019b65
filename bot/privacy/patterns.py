"""The word lists of `patronen.yml`, and what the detectors share: kinds, spans, words of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import validator

from knowledge.files import Strict, read_model

PATTERNS = Path(__file__).parent / "patronen.yml"


class Kind(str, Enum):
    """What is left out of a message."""

    rijksregisternummer = "rijksregisternummer"
    telefoon = "telefoon"
    mail = "mail"
    rekening = "rekening"
    kaart = "kaart"
    ondernemingsnummer = "ondernemingsnummer"
    nummerplaat = "nummerplaat"
    adres = "adres"
    naam = "naam"
    werkgever = "werkgever"


@dataclass(frozen=True)
class Span:
    """A piece of text to leave out: from `start` up to `end`, in characters."""

    start: int
    end: int
    kind: Kind


class _WordLists(Strict):
    """Base for lists that may be written as one text with spaces between the words."""

    @validator("*", pre=True)
    def _split(cls, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value


class Shown(Strict):
    """How a kind is shown: the label in the text, and its name in the sentence for the visitor."""

    label: str
    een: str
    meer: str


class NumberWords(_WordLists):
    """Words around numbers."""

    woorden: dict[Kind, tuple[str, ...]]
    tussenwoorden: tuple[str, ...]
    diensten: tuple[str, ...]
    geen_plaat: frozenset[str]


class AddressWords(_WordLists):
    """Words of which addresses are made, and words that look like them."""

    einden: tuple[str, ...]
    zwakke_einden: tuple[str, ...]
    uitzonderingen: frozenset[str]
    voorwoorden: frozenset[str]
    woonwoorden: frozenset[str]
    eenheden: frozenset[str]
    gemeenten: frozenset[str]


class NameWords(_WordLists):
    """Cues for names, names themselves, and words that never are one."""

    sterk: tuple[str, ...]
    ik: tuple[str, ...]
    begin: tuple[str, ...]
    titels: frozenset[str]
    relaties: frozenset[str]
    afkortingen: frozenset[str]
    groeten: frozenset[str]
    slot: frozenset[str]
    slotwoorden: tuple[str, ...]
    deeltjes: frozenset[str]
    voornamen: frozenset[str]
    voornamen_ook_woord: frozenset[str]
    voornamen_met_hoofdletter: frozenset[str]
    achternamen: frozenset[str]
    na_deeltje: frozenset[str]
    geen_naam: frozenset[str]
    na_ik_ben: frozenset[str]
    beroepen: frozenset[str]
    instellingen: frozenset[str]


class EmployerWords(_WordLists):
    """Cues for employers, and employers that are also recognised without a capital."""

    werkwoorden: frozenset[str]
    voorzetsels: frozenset[str]
    meteen: tuple[str, ...]
    soortwoorden: frozenset[str]
    rechtsvormen: frozenset[str]
    bekend: tuple[str, ...]


class Patterns(Strict):
    """Everything in `patronen.yml`."""

    soorten: dict[Kind, Shown]
    zin: str
    en: str
    getallen: NumberWords
    adressen: AddressWords
    namen: NameWords
    werkgevers: EmployerWords

    @validator("soorten")
    def _complete(cls, value: dict[Kind, Shown]) -> dict[Kind, Shown]:
        if missing := [kind.value for kind in Kind if kind not in value]:
            raise ValueError(f"has no label for {', '.join(missing)}")
        return value


@lru_cache(maxsize=2)
def load_patterns(path: Path = PATTERNS) -> Patterns:
    """Read the word lists once.

    Raises:
        ContentError: the file is wrong, or a kind has no label.
    """
    return read_model(path, Patterns)


@dataclass(frozen=True)
class Word:
    """A word of a text: as typed, in lower case without accents, and where it stands."""

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


_WORD = re.compile(r"['’]?[^\W\d_](?:[^\W_]|[&'’-](?=[^\W_]))*|(?<![\w.,])\d[^\W\d_](?=\W|$)")


def words_of(text: str) -> list[Word]:
    """Return the words of a text; hyphens, apostrophes and "&" inside a word belong to it."""
    return [Word(m[0], plain(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def plain(text: str) -> str:
    """Return a word in lower case, without accents."""
    low = text.lower().replace("’", "'")
    if low.isascii():
        return low
    decomposed = unicodedata.normalize("NFKD", low)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class Phrases:
    """Cues of one or more words, found at a place in a text."""

    def __init__(self, cues: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for cue in cues:
            words = tuple(word.low for word in words_of(cue))
            self._by_first.setdefault(words[0], []).append(words)
        for found in self._by_first.values():
            found.sort(key=len, reverse=True)

    def after(self, words: Sequence[Word], position: int) -> int | None:
        """Return the position behind the longest cue that begins here; None when none does."""
        for cue in self._by_first.get(words[position].low, ()):
            end = position + len(cue)
            if tuple(word.low for word in words[position:end]) == cue:
                return end
        return None
