"""Whether a word is Dutch: a word typed small behind "dokter" that no dictionary knows is a name.

The words are those of spaCy's Dutch lemma tables (spacy-lookups-data), with their inflections.
"""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.privacy.patterns import load_patterns, plain

_DATA = files("spacy_lookups_data") / "data"
_SHORTEST_PART = 4
"""Letters in each half of a compound, at least."""
_PREFIXES = ("uit", "aan", "af", "op", "in", "om", "mee", "toe", "bij", "her", "weg", "on", "over")
"""Before a participle: "uitbehandeld"."""
_SHORTEST_SLIP = 5
"""Shorter words are not taken for a slip of the pen in another word."""


@lru_cache(maxsize=4096)
def is_dutch(low: str) -> bool:
    """Tell whether a word is Dutch, a compound of Dutch words, or nearly one that the lists hold.

    Args:
        low: the word in lower case without accents.
    """
    words = _words()
    if low in words or all(part in words for part in low.split("-")):
        return True
    for cut in range(_SHORTEST_PART, len(low) - _SHORTEST_PART + 1):
        if low[cut:] in words and (low[:cut] in words or low[:cut].rstrip("s-") in words):
            return True
    if any(low.startswith(p) and low[len(p) :] in words for p in _PREFIXES):
        return True
    if len(low) < _SHORTEST_SLIP:
        return False
    return process.extractOne(low, _common(), scorer=OSA.distance, score_cutoff=1) is not None


def in_dictionary(low: str) -> bool:
    """Tell whether a word stands in the dictionary itself."""
    return low in _words()


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    lookup = _table("lookup")
    words = {plain(word) for pair in lookup.items() for word in pair}
    for table in ("index", "exc"):
        words.update(plain(word) for group in _table(table).values() for word in group)
    return frozenset(words | set(_common()))


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    names = load_patterns().namen
    return tuple(sorted(names.geen_naam | names.na_ik_ben | names.beroepen | names.instellingen))


def _table(name: str) -> dict[str, Any]:
    packed = (_DATA / f"nl_lemma_{name}.json.gz").read_bytes()
    table: dict[str, Any] = json.loads(gzip.decompress(packed))
    return table
