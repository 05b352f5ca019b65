"""Words of acute distress; they go before any other reading of a message."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.files import ROOT, Strict, read_model
from knowledge.wording import normalise


class CrisisWords(Strict):
    """The file `crisis.yml`: patterns, and topics that are answered below the helplines too."""

    woorden: tuple[str, ...]
    ook_beantwoord: frozenset[str]


@lru_cache(maxsize=1)
def _content() -> CrisisWords:
    return read_model(ROOT / "crisis.yml", CrisisWords)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = _content().woorden
    return re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE)


def has_crisis_words(text: str) -> bool:
    """Tell whether a message has words of acute distress."""
    return _pattern().search(normalise(text).rstrip(" .!?-")) is not None


def answered_beside(topic: str) -> bool:
    """Tell whether small talk or a task gets its answer below the helplines, in case of doubt."""
    return topic in _content().ook_beantwoord
