"""Personal data is left out of a message before anything else sees or stores it.

`redact` replaces it by labels that keep the sentence readable ("dokter [naam] zegt …"); `notice`
tells the visitor what was left out and why. Dates, hours, amounts, numbers of people, illnesses and
the institutions that the guide speaks about stay, because answers depend on them.

Presidio was considered and not used. Version 2.2.365 requires pydantic 2 and regex 2023 or newer,
where Rasa 3.6 requires pydantic 1.10 and regex 2022.10, so they cannot share an environment; a
second process would send every raw message elsewhere first. It would also bring little: it has no
Belgian recognisers, and its general ones are python code around the same phonenumbers and spaCy, so
the register and BIS numbers, plates, Flemish cues and names would still be written here. What it
offers beyond that, a named-entity model behind one interface, is `find_persons`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from bot.privacy.addresses import find_addresses
from bot.privacy.employers import find_employers
from bot.privacy.names import find_names, find_persons
from bot.privacy.numbers import find_numbers
from bot.privacy.patterns import Kind, Span, load_patterns, words_of

__all__ = ["Kind", "Redacted", "notice", "redact"]

_HIDDEN = "\0"
"""Stands for every character that is no longer looked at; no pattern matches it."""


@dataclass(frozen=True)
class Redacted:
    """A message without personal data.

    Attributes:
        text: the message, with a label in every place where something was left out.
        kinds: what was left out, in the order of the text, each time it was.
    """

    text: str
    kinds: tuple[Kind, ...]


def redact(text: str) -> Redacted:
    """Leave personal data out of a text; doing it again changes nothing more.

    Args:
        text: one message, as `knowledge.wording.clean` leaves it.
    """
    places: list[tuple[int, Kind]] = []
    while spans := _find(text):
        text, places = _replace(text, spans, places)
    return Redacted(text, tuple(kind for _, kind in places))


def notice(kinds: tuple[Kind, ...]) -> str:
    """Return the sentence that tells a visitor what was left out and why; empty for no kinds."""
    if not kinds:
        return ""
    patterns = load_patterns()
    named = [
        patterns.soorten[kind].een if times == 1 else patterns.soorten[kind].meer
        for kind, times in Counter(kinds).items()
    ]
    listed = ", ".join(named[:-1])
    return patterns.zin.format(wat=f"{listed} {patterns.en} {named[-1]}" if listed else named[0])


def _find(text: str) -> list[Span]:
    """Return what to leave out, in order and without overlap; the surest is looked for first."""
    text = text.replace(_HIDDEN, " ")
    left = _labels().sub(lambda label: _HIDDEN * len(label[0]), text)
    found: list[Span] = []
    left = _claim(left, list(find_numbers(left)), found)
    words = words_of(left)
    for find in (find_addresses, find_employers, find_names):
        left = _claim(left, list(find(left, words)), found)
    _claim(left, list(find_persons(left)), found)
    return sorted(found, key=lambda span: span.start)


def _claim(text: str, spans: list[Span], found: list[Span]) -> str:
    """Add spans to what was found, except where something was found before, and hide them."""
    for span in spans:
        if _HIDDEN not in text[span.start : span.end]:
            found.append(span)
            hidden = _HIDDEN * (span.end - span.start)
            text = text[: span.start] + hidden + text[span.end :]
    return text


def _replace(
    text: str, spans: list[Span], places: list[tuple[int, Kind]]
) -> tuple[str, list[tuple[int, Kind]]]:
    """Put labels in the place of spans, and keep up where each label stands; both are in order."""
    pieces: list[str] = []
    moved: list[tuple[int, Kind]] = []
    done = shift = seen = 0
    for span in spans:
        while seen < len(places) and places[seen][0] < span.start:
            moved.append((places[seen][0] + shift, places[seen][1]))
            seen += 1
        label = load_patterns().soorten[span.kind].label
        pieces += [text[done : span.start], label]
        moved.append((span.start + shift, span.kind))
        shift += len(label) - (span.end - span.start)
        done = span.end
    moved += [(at + shift, kind) for at, kind in places[seen:]]
    return "".join([*pieces, text[done:]]), moved


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(s.label) for s in load_patterns().soorten.values()))
