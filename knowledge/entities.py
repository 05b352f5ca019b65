"""Dates, durations, hours, amounts and numbers of people, as Flemish people type them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import dateparser
from dateutil.relativedelta import relativedelta

from knowledge.rules.numbers import read_amount
from knowledge.wording import normalise


class Kind(str, Enum):
    """What was found."""

    datum = "datum"
    duur = "duur"
    uren = "uren"
    procent = "procent"
    euro = "euro"
    personen = "personen"


class Prefer(str, Enum):
    """Which year or week is meant when none is named."""

    verleden = "verleden"
    toekomst = "toekomst"


@dataclass(frozen=True)
class Found:
    """One thing found.

    Attributes:
        kind: what it is.
        value: a date; a timedelta-like relativedelta for a duration; a number otherwise (hours per
            week, percent, EUR, people). None for a date that does not exist.
        text: the words it was read from.
        exact: whether it is one certain day or number; "half juni" and "al 5 maand" are not.
    """

    kind: Kind
    value: Any
    text: str
    exact: bool = True


_MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "maa": 3,
    "april": 4, "apr": 4, "mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augustus": 8,
    "aug": 8, "oogst": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
_NUMBERS = {
    "een": 1, "ne": 1, "nen": 1, "1n": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6,
    "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13,
    "veertien": 14, "vijftien": 15, "zestien": 16, "achttien": 18, "twintig": 20, "dertig": 30,
    "veertig": 40, "vijftig": 50, "honderd": 100,
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_UNIT = r"dagen|dag|weken|week|weekskes|maanden|maand|maandjes|jaren|jaar|kwartalen|kwartaal"
LONGEST_YEARS = 15
"""A longer time is somebody's age, not how long they are ill."""

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?![\d/])")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:e|ste|de)?\s+({_MONTH})\b\.?(?:\s+(\d{{4}}))?")
_PART_MONTH = re.compile(
    rf"\b(begin|start|half|midden|mid|eind|einde|laatste week van)\s+(?:van\s+)?({_MONTH})\b"
    r"(?:\s+(\d{4}|vorig jaar|dit jaar))?"
)
_MONTH_ONLY = re.compile(
    rf"\b(?:sinds|vanaf|van|in|tot|al van)\s+({_MONTH})\b(?:\s+(\d{{4}}|vorig jaar|dit jaar))?"
)
_WEEKDAY = re.compile(
    r"\b(?:(vorige|afgelopen|verleden|voorbije|volgende|komende|deze)\s+)?"
    rf"({'|'.join(_WEEKDAYS)})\b(?:\s+(over een week|in een week))?"
)
_WORD_DAY = re.compile(r"\b(vandaag|gisteren|eergisteren|morgen|overmorgen)\b")
_AGO = re.compile(rf"\b({_NUMBER})\s*({_UNIT})\s+geleden\b")
_AHEAD = re.compile(rf"\b(?:over|binnen)\s+({_NUMBER})\s*({_UNIT})\b")
_SINCE = re.compile(
    rf"\b(?:(al|reeds|nu|sinds|zo'n|ongeveer|bijna|ruim|meer dan|goed)\s+)*"
    rf"(anderhalf|half|{_NUMBER})\s*({_UNIT})\b(\s+en\s+half|\s+en\s+een\s+half)?"
)
_HOURS = re.compile(
    rf"\b({_NUMBER})\s*(?:uur|uren|uurkes|u|h)\b(?:\s*(?:per|in de|/|op een)\s*(week|w|dag))?"
)
_FIFTHS = re.compile(r"\b([1-4])/5(?:de|e|den)?\b")
_PERCENT = re.compile(r"\b(\d{1,3}(?:[.,]\d+)?)\s*(?:%|procent|percent)")
_EURO = re.compile(r"(?:€|eur)\s*(\d[\d.,]*)|\b(\d[\d.,]*)\s*(?:€|euro|eur\b|ballen)")
_PEOPLE = re.compile(
    rf"\b(?:met|wij zijn met|we zijn met|firma van|bedrijf van|kmo van|ploeg van|zaak van)?\s*"
    rf"({_NUMBER})\s*(?:werknemers|medewerkers|personeelsleden|mensen in dienst|man|mensen|koppen|"
    r"werkkrachten|arbeiders|bedienden|personen)\b"
)
_OFFSETS = {"vandaag": 0, "gisteren": -1, "eergisteren": -2, "morgen": 1, "overmorgen": 2}


def find_all(text: str, day: date, prefer: Prefer = Prefer.verleden) -> list[Found]:
    """Find everything that a rule may need, in the order of the text.

    Args:
        text: what was typed.
        day: the reference date, for "volgende maandag" or a date without a year.
        prefer: whether a date without a year lies in the past or the future.

    Returns:
        What was found; no two finds share words, the longer reading wins.
    """
    words = normalise_lightly(text)
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Found]] = []
    for pattern, read in _readers(day, prefer):
        for match in pattern.finditer(words):
            start, end = match.span()
            if any(start < other_end and end > other for other, other_end in taken):
                continue
            one = read(match)
            if one is not None:
                taken.append((start, end))
                found.append((start, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def find_dates(text: str, day: date, prefer: Prefer = Prefer.verleden) -> list[Found]:
    """Find dates; a duration such as "al 5 maand" counts as a date that is not exact.

    Raises nothing: a date that does not exist is found with value None.
    """
    dates = []
    for one in find_all(text, day, prefer):
        if one.kind is Kind.datum:
            dates.append(one)
        elif one.kind is Kind.duur:
            dates.append(Found(Kind.datum, day - one.value, one.text, exact=False))
    if dates:
        return dates
    return _by_library(text, day, prefer)


def month_number(word: str) -> int | None:
    """Return the number of a month's name or abbreviation, 1 to 12; None for another word."""
    return _MONTHS.get(normalise(word))


def normalise_lightly(text: str) -> str:
    """Lower case, no accents; marks that dates and amounts need stay."""
    plain = "".join(normalise(char) or char if char.isalpha() else char for char in text.lower())
    return re.sub(r"\s+", " ", plain)


def _readers(
    day: date, prefer: Prefer
) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], Found | None]]]:
    yield _ISO, lambda m: _date(int(m[1]), int(m[2]), int(m[3]), m[0])
    yield _EURO, lambda m: _amount(m[1] or m[2], m[0])
    yield _FIFTHS, lambda m: Found(Kind.procent, Decimal(m[1]) * 20, m[0])
    yield _PERCENT, lambda m: Found(Kind.procent, _number(m[1]), m[0])
    yield _HOURS, _hours
    yield _PEOPLE, _people
    yield _DAY_MONTH, lambda m: _yearless(int(m[1]), _MONTHS[m[2]], m[3], m[0], day, prefer)
    yield _PART_MONTH, lambda m: _part_of_month(m, day, prefer)
    yield _NUMERIC, lambda m: _yearless(int(m[1]), int(m[2]), m[3], m[0], day, prefer)
    yield _AGO, lambda m: _shifted(m, day, -1)
    yield _AHEAD, lambda m: _shifted(m, day, 1)
    yield _SINCE, _duration
    yield _MONTH_ONLY, lambda m: _whole_month(m, day, prefer)
    yield _WEEKDAY, lambda m: _weekday(m, day, prefer)
    yield _WORD_DAY, lambda m: Found(Kind.datum, day + timedelta(days=_OFFSETS[m[1]]), m[0])


def _number(text: str) -> Decimal:
    return Decimal(_NUMBERS[text]) if text in _NUMBERS else Decimal(text.replace(",", "."))


def _amount(text: str, whole: str) -> Found | None:
    try:
        return Found(Kind.euro, read_amount(text.rstrip(".,")), whole.strip())
    except ValueError:
        return None


def _hours(match: re.Match[str]) -> Found | None:
    value = _number(match[1])
    return None if match[2] == "dag" or value > 60 else Found(Kind.uren, value, match[0])


def _people(match: re.Match[str]) -> Found | None:
    value = _number(match[1])
    return Found(Kind.personen, int(value), match[0].strip()) if value == int(value) else None


def _date(year: int, month: int, number: int, text: str, exact: bool = True) -> Found:
    try:
        return Found(Kind.datum, date(year, month, number), text, exact)
    except ValueError:
        return Found(Kind.datum, None, text, exact=False)


def _yearless(
    number: int, month: int, year: str | None, text: str, day: date, prefer: Prefer
) -> Found | None:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, number, text)
    if not 1 <= month <= 12:
        return None
    made = _date(day.year, month, number, text)
    if made.value is None:
        return made
    if prefer is Prefer.verleden and made.value > day:
        return _date(day.year - 1, month, number, text)
    if prefer is Prefer.toekomst and made.value < day:
        return _date(day.year + 1, month, number, text)
    return made


def _year_in_words(text: str | None, day: date) -> str | None:
    if text in ("vorig jaar", "dit jaar"):
        return str(day.year - (text == "vorig jaar"))
    return text


def _part_of_month(match: re.Match[str], day: date, prefer: Prefer) -> Found | None:
    month = _MONTHS[match[2]]
    number = {"begin": 1, "start": 1, "half": 15, "midden": 15, "mid": 15}.get(match[1], 25)
    made = _yearless(number, month, _year_in_words(match[3], day), match[0], day, prefer)
    return Found(Kind.datum, made.value, made.text, exact=False) if made else None


def _whole_month(match: re.Match[str], day: date, prefer: Prefer) -> Found | None:
    made = _yearless(1, _MONTHS[match[1]], _year_in_words(match[2], day), match[0], day, prefer)
    return Found(Kind.datum, made.value, made.text, exact=False) if made else None


def _weekday(match: re.Match[str], day: date, prefer: Prefer) -> Found:
    wanted = _WEEKDAYS.index(match[2])
    which = match[1]
    behind = (day.weekday() - wanted) % 7
    ahead = (wanted - day.weekday()) % 7
    if which in ("vorige", "afgelopen", "verleden", "voorbije"):
        value = day - timedelta(days=behind or 7)
    elif which in ("volgende", "komende"):
        value = day + timedelta(days=ahead or 7)
    elif prefer is Prefer.verleden and which != "deze":
        value = day - timedelta(days=behind)
    else:
        value = day + timedelta(days=ahead)
    if match[3]:
        value += timedelta(days=7)
    return Found(Kind.datum, value, match[0])


def _span(number: Decimal, unit: str) -> relativedelta:
    whole = int(number)
    half = number != whole
    if unit.startswith("dag"):
        return relativedelta(days=whole)
    if unit.startswith("we"):
        return relativedelta(days=whole * 7 + (3 if half else 0))
    if unit.startswith("maand"):
        return relativedelta(months=whole, days=15 if half else 0)
    if unit.startswith("kwart"):
        return relativedelta(months=int(number * 3))
    return relativedelta(months=int(number * 12))


def _shifted(match: re.Match[str], day: date, sign: int) -> Found:
    span = _span(_number(match[1]), match[2])
    exact = match[2].startswith(("dag", "we"))
    return Found(Kind.datum, day + span if sign > 0 else day - span, match[0], exact)


def _duration(match: re.Match[str]) -> Found | None:
    words = match[2]
    number = {"anderhalf": Decimal("1.5"), "half": Decimal("0.5")}.get(words)
    if number is None:
        number = _number(words)
    if match[4]:
        number += Decimal("0.5")
    if match[3].startswith("ja") and number > LONGEST_YEARS:
        return None
    return Found(Kind.duur, _span(number, match[3]), match[0], exact=False)


def _by_library(text: str, day: date, prefer: Prefer) -> list[Found]:
    """Ask dateparser about a short text that holds nothing but a date in another form."""
    if len(text.split()) > 4 or not any(char.isdigit() for char in text):
        return []
    settings: dict[str, Any] = {
        "RELATIVE_BASE": datetime(day.year, day.month, day.day),
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past" if prefer is Prefer.verleden else "future",
        "REQUIRE_PARTS": ["day", "month"],
    }
    parsed = dateparser.parse(text, languages=["nl"], settings=settings)
    return [Found(Kind.datum, parsed.date(), text, exact=True)] if parsed else []
