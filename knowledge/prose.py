"""Rules for how a text reads: no typed figures, je-vorm, short sentences, plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import textstat

from knowledge.articles import Role

MAX_WORDS = 95
"""Words in a short answer: about 80, with some room for what a figure's unit adds."""
MAX_ITEM_WORDS = 75
"""Words in one thing to open below an answer."""
MAX_SENTENCE_WORDS = 22
"""Words in one sentence, figures and names counted; the aim of the style guide is 15 to 18."""
MIN_READABILITY = {Role.wn: 55.0, Role.zs: 55.0, Role.wz: 55.0, Role.wg: 45.0}
"""Lowest Flesch-Douma score of a short answer, from 0 (very hard) to 100 (very easy).

Employers read terms of law that are long words; coaches get telegram style, which is not scored.
"""

_NUMBER_WORDS = (
    "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|"
    "twintig|dertig|veertig|vijftig|zestig|honderd|duizend"
)
_UNITS = (
    "euro|eur|%|procent|procentpunten|dag|dagen|kalenderdagen|werkdagen|week|weken|maand|maanden|"
    "kwartaal|kwartalen|jaar|jaren|uur|uren|werknemers|medewerkers|personen"
)
_TYPED_FIGURE = re.compile(
    rf"(?:\b\d[\d.,]*|\b(?!een\b)(?:{_NUMBER_WORDS}))[ \u00a0-]*(?:{_UNITS})\b|\d ?%|€ ?\d",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_FORMAL = re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(])|:\s|;\s")


def source_problems(text: str) -> Iterator[str]:
    """What is wrong with a text as it is written, before figures are filled in."""
    plain = _TEMPLATE.sub(" ", text)
    if typed := _TYPED_FIGURE.search(plain):
        yield f"'{typed.group()}' is typed in prose; make it a parameter"
    if formal := _FORMAL.search(plain):
        yield f"'{formal.group()}': write 'je'"


def length_problem(words: int, maximum: int) -> str | None:
    """Say that a text is too long, or None."""
    return f"{words} words; at most {maximum}" if words > maximum else None


def sentence_problems(text: str) -> Iterator[str]:
    """Sentences of a filled-in text that are too long to read in one go."""
    for sentence in _SENTENCE_END.split(text):
        words = len(sentence.split())
        if words > MAX_SENTENCE_WORDS:
            start = " ".join(sentence.split()[:6])
            yield f"a sentence of {words} words; at most {MAX_SENTENCE_WORDS}: '{start} …'"


def readability(text: str) -> float:
    """Return the Flesch-Douma score of a Dutch text (higher is easier), with textstat's counts."""
    textstat.set_lang("nl")
    return float(textstat.flesch_reading_ease(text))
