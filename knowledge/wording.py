"""Bringing what people type into one form."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_REPEATED = re.compile(r"(.)\1{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]")
_MARKS = re.compile(r"[^\w\s%€'?!-]")


def clean(text: str) -> str:
    """Remove invisible characters and superfluous white space; the words stay as typed."""
    return _SPACE.sub(" ", _CONTROL.sub(" ", unicodedata.normalize("NFKC", text))).strip()


def normalise(text: str) -> str:
    """Return the form that is compared: lower case, no accents, no marks, no letters held down."""
    lowered = clean(text).lower().replace("’", "'").replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", lowered)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACE.sub(" ", _REPEATED.sub(r"\1\1", _MARKS.sub(" ", bare))).strip()


def has_words(text: str) -> bool:
    """Tell whether there is anything to read: at least two letters."""
    return sum(char.isalpha() for char in text) >= 2
