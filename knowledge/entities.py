"""Dates, durations, hours, amounts and numbers of people, as Flemish people type them.

A message is read in three steps. What only looks like a find (times of day, ages, telephone and
article numbers, how often something happens) is set aside; then each pattern is tried, the most
telling one first; then a word such as "ongeveer" makes a find uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import dateparser
from dateutil.relativedelta import relativedelta

from knowledge.rules.numbers import read_amount
from knowledge.wording import clean, normalise


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
        text: the words it was read from, as they were searched: lower case, months spelled right.
        exact: whether it is one certain day or number; "half juni" and "al 5 maand" are not.
    """

    kind: Kind
    value: Any
    text: str
    exact: bool = True


LONGEST_YEARS = 15
"""A longer time is somebody's age, not how long they are ill."""
LONGEST_WEEK = 60
"""More hours are not worked in a week."""
LONGEST_DAY = 8
"""Hours without "per week" are a week's only if no working day holds them."""
LATEST_BIRTH_YEARS = 10
"""A year in two digits that lies further ahead is one of the last century."""
FURTHEST_END = timedelta(days=150)
"""An end ("ziek tot 4 december") that lies further ahead than this was in the past."""


def _any(words: Iterable[str]) -> str:
    """Return the pattern of one of these words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def _number_words() -> dict[str, int]:
    """Return the numbers up to 99, and round hundreds and thousands, in words without accents."""
    words = {word: number for number, word in enumerate(_ONES + _TEENS, start=1)}
    for place, ten in enumerate(_TENS, start=2):
        words[ten] = place * 10
        words |= {f"{one}en{ten}": place * 10 + number for number, one in enumerate(_ONES, start=1)}
    for name, size in (("honderd", 100), ("duizend", 1000)):
        words[name] = size
        words |= {one + name: number * size for number, one in enumerate(_ONES[1:], start=2)}
    return words


_ONES = ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
_TEENS = ["tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien"]
_TEENS += ["achttien", "negentien"]
_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "maa": 3,
    "april": 4, "apr": 4, "apriel": 4, "aprill": 4, "mei": 5, "juni": 6, "jun": 6,
    "juny": 6, "juli": 7, "jul": 7, "july": 7, "augustus": 8, "aug": 8, "oogst": 8, "september": 9,
    "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "oct": 10, "november": 11, "nov": 11,
    "december": 12, "dec": 12,
}  # fmt: skip
_LONG_MONTHS = [name for name in _MONTHS if len(name) >= 7]
"""One slip turns no other word into one of these."""
_FIRST_NAMES = ["jan"]
_WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
_OFFSETS = {"eergister": -2, "gister": -1, "vandaag": 0, "morgen": 1, "overmorgen": 2}
_SHIFTS = {
    "vorig": -1, "vorige": -1, "afgelopen": -1, "verleden": -1, "voorbije": -1, "dit": 0, "deze": 0,
    "volgend": 1, "volgende": 1, "komend": 1, "komende": 1, "aanstaande": 1, "eerstvolgende": 1,
}  # fmt: skip
_AFTER_WEEKDAY = {"jl": -1, "ll": -1, "jongstleden": -1, "laatstleden": -1, "aanstaande": 1}
_PARTS = {
    "begin": 1, "start": 1, "eerste week": 1, "half": 15, "halfweg": 15, "midden": 15, "mid": 15,
    "medio": 15, "eind": 25, "einde": 25, "laatste week": 25,
}  # fmt: skip
"""The day of the month that stands for a part of it."""
_PART_MONTHS = {1: 1, 15: 6, 25: 12}
"""The same for a year: "eind 2025" is read as "eind december 2025"."""
_PART_WEEKDAYS = {1: 0, 15: 2, 25: 4}
_COUNTING = _number_words()
_A = {"een": 1, "ne": 1, "nen": 1, "n": 1, "1n": 1}
"""An article or the number one; who counts people or euros writes "1" or "één"."""
_NUMBERS = _COUNTING | _A
_TOGETHER = {
    "tweeen": 2, "drieen": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7, "achten": 8,
    "negenen": 9, "tienen": 10,
}  # fmt: skip
_UNITS = {
    r"dagen|dag(?:je|ske)?s?|dgn": "dag",
    r"weken|week(?:je|ske)?s?|wkn|wk": "week",
    r"maanden|maand(?:je|eke)?s?|mnd(?:en)?": "maand",
    r"kwartalen|kwartaal": "kwartaal",
    r"jaren|jaar(?:tje|ke)?s?|jr|j": "jaar",
}
_RANKS = list(_UNITS.values())
"""A smaller unit adds up with a larger one before it: "2 jaar en 3 maanden"."""

# Parts of patterns. What is searched is lower case, without accents and with single spaces.
_START = r"(?<![\w/.,:-])"
_MONTH = _any(_MONTHS)
_WEEKDAY_NAME = _any(_WEEKDAYS)
_ONE = _any(_A)
_COUNTED = _any(word for word in _COUNTING if word != "een")
_NUMBER = rf"\d+(?:[.,]\d+)?|{_any(_NUMBERS)}"
_HALF = r"hal(?:f|ve)"
_TENFOLD = rf"(?:een )?(?:{_any(_COUNTING)})tal"
_COUNT = (
    rf"(?:{_NUMBER}) ?en ?(?:een )?{_HALF}|anderhal(?:f|ve)|(?:(?:{_ONE}) )?{_HALF}|"
    rf"{_TENFOLD}|{_NUMBER}"
)
_RANGE = rf"(?:(?P<low>{_NUMBER})(?: (?:a|of|tot) | ?- ?))?"
_UNIT = "|".join(_UNITS)
_FULL = r"(?:(?:hele|volle|volledige|goede|goeie|dikke|kleine|lange|opeenvolgende) )?"
_PART_OF_DAY = r"(?:morgen|ochtend|voormiddag|middag|namiddag|avond|nacht)"
_OF_WEEKDAY = rf"(?:(?:{_WEEKDAY_NAME}) (?:de |den )?)?"
_DAY_NAME = rf"(?:{_any([*_WEEKDAYS, *_OFFSETS])})(?:en)?(?:vroeg|{_PART_OF_DAY})?"
_DAY_SUFFIX = r"(?:e|ste|de|en|den)?"
_DAY = rf"\d{{1,2}}|eerste|{_any(word for word, n in _COUNTING.items() if 1 < n < 32)}"
_TIMES_OF_DAY = r"'?s (?:morgens|ochtends|voormiddags|middags|namiddags|avonds|nachts)"
_TO = r"(?:tot(?: en met)?|t\.?e\.?m\.?|t/m)"
_YEAR_BEFORE = r"(?:(?P<year_before>vorig|dit|volgend|komend) jaar (?:in |op |van )?)?"
_YEAR_NUMBER = r"(?:19|20)\d\d\b(?! ?(?:€|eur|ballen)|[.,]\d)"
_YEAR_AFTER = (
    rf"(?: (?:van )?(?:(?P<year>{_YEAR_NUMBER}|'\d\d\b)|"
    r"(?P<year_word>vorig|dit|volgend|komend) jaar))?"
)
_PART = rf"(?P<part>{_any(_PARTS)})[ -](?:van |v )?"
_PER = r" ?(?:per|/|p/|in de|op een|elke) ?"
_A_WEEK = r" ?(?:(?:per|in de|op een|elke|/|p/?) ?(?:week|wk|w)\b|wekelijks|'s weeks)"
_WEEKLY = rf"(?P<week>{_A_WEEK})"
_HOUR = r"(?:uur|uren|uurkes|u|h)"
_CLOCK = rf"(?:\d{{1,2}}(?:[.:]\d\d)? ?{_HOUR}(?:\d\d)?|(?:{_COUNTED}) uur)\b(?!{_A_WEEK})"
_TIME_OF_DAY = rf"(?:\d{{1,2}}(?:[.:]\d\d)? ?|(?:{_COUNTED}) ?)(?:{_HOUR}(?:\d\d)?)?"
_FULL_TIME = r"3[5-9]|40"
_STAFF = (
    r"werknemers?|medewerkers?|personeelsleden|personeelslid|personeel|mensen|man|koppen|"
    r"werkkrachten|arbeiders?|bedienden?|personen|vte(?:'?s)?"
)
_FIRM = r"(?:kmo|bedrijf|onderneming|firma|zaak|ploeg|team|winkel)\w{0,3}"
_THINGS = (
    rf"{_UNIT}|{_HOUR}|{_STAFF}|%|€|procent|euro|keer|maal|x|minuten|min|graden|koorts|kilo|kg|gram|"
    r"mg|ml|cl|liter|km|kilometer|meter|cm|punten|kinderen"
)
"""What is counted or measured: the number before it is no date."""
_FAMILY = r"(?:zoon|dochter|kind|baby|peuter|kleuter|jongen|meisje|moeder|vader|oma|opa)\w{0,4}"

_NOT_MEANT = [
    # numbers of telephones, streets, articles
    re.compile(r"(?:\b0|\+32 ?\(?0?\)?)\d{1,3}[ /]\d{2,3}(?:[ .]\d{2,3}){2,3}\b"),
    re.compile(
        r"\b(?:artikel\w*|art|punt|vak|rubriek|hoofdstuk|versie|stap|bijlage|paragraaf|formulier|"
        r"code|cao|deel|niveau|week|maand|kwartaal|jaar|pagina|blz)\.? ?"
        r"\d+[.-]\d+(?:(?: (?:en|of|tot)|,) \d+[.-]\d+)*"
    ),
    re.compile(
        r"\b(?:nr|nummer|huisnummer|bus|\w*(?:straat|laan|weg|plein|baan|lei|dreef|kaai|dijk))\.? "
        r"\d+ ?[/-] ?\d+"
    ),
    # fractions, scores, ratios
    re.compile(r"(?<!sinds )(?<!vanaf )(?<!op )(?<!tot )(?<!van )\b24/7\b"),
    re.compile(r"\b(?:pijn\w*|score|bloeddruk)(?: (?:is|was|van|een|rond))* \d{1,3}/\d{1,3}\b"),
    re.compile(
        r"(?<!sinds )(?<!vanaf )(?<!op )\b[1-3]/[2-4](?:de)? "
        r"van (?:mijn|m'n|het|de|zijn|haar|uw|je|ons)\b"
    ),
    re.compile(r"\b1/2(?: ?tijds| ?time|de)\b"),
    re.compile(rf"\b(?:{_NUMBER}) op (?:de |elke )?(?:{_NUMBER}) (?:{_STAFF})\b"),
    # how often
    re.compile(
        rf"\b(?:om de|elke|iedere|alle|per|keer op|keer in) (?:{_NUMBER}) ?(?:{_UNIT}|{_HOUR})\b"
    ),
    re.compile(rf"\b(?:elke|iedere|alle|een) (?:{_WEEKDAY_NAME}|{_PART_OF_DAY})"),
    re.compile(rf"\b(?:{_WEEKDAY_NAME})(?:-(?:{_WEEKDAY_NAME}))+"),
    re.compile(
        rf"\b(?:{_COUNT}) ?(?:halve )?(?:{_UNIT}){_PER}(?:dag|week|wk|maand|mnd|kwartaal|jaar)\b"
    ),
    re.compile(rf"\b(?:{_NUMBER}) ?(?:dag|dagen) op [1-7]\b(?! ?[/.-]| (?:{_MONTH})\b)"),
    re.compile(rf"\b(?:{_NUMBER}) ?{_HOUR}(?:\d\d)?{_PER}(?:dag|nacht|maand|jaar|keer)\b"),
    re.compile(rf"\b(?:{_NUMBER}) ?(?:{_UNIT}) van (?:{_NUMBER}) ?{_HOUR}\b"),
    re.compile(rf"(?:€|\b(?:euro|eur|ballen|netto|bruto)) (op een (?:{_UNIT}))\b"),
    re.compile(r"\bop een (?:goede |goeie |schone |mooie )?dag\b|\bvandaag de dag\b"),
    # greetings and times of day
    re.compile(r"\b(?:goede|goeie|goei|in de|de) morgen\b"),
    re.compile(rf"\b(?:om|tegen|rond|omstreeks|vanaf|tot|na) {_CLOCK}"),
    re.compile(rf"\b{_TIME_OF_DAY}(?: tot | ?- ?){_CLOCK}"),
    re.compile(rf"\btussen {_TIME_OF_DAY} en {_CLOCK}"),
    re.compile(rf"\b{_CLOCK} {_TIMES_OF_DAY}|{_TIMES_OF_DAY} {_CLOCK}"),
    re.compile(rf"(?:{_DAY_NAME}|\d{{1,2}}/\d{{1,2}}|\d (?:{_MONTH})) ({_CLOCK})"),
    # a time in hours
    re.compile(rf"\b(?:binnen|na) (?:de )?(?:{_NUMBER}) ?{_HOUR}\b"),
    re.compile(
        rf"\b(?:{_NUMBER}) ?{_HOUR} (?:op voorhand|vooraf|later|geleden|lang|aan een stuk|op 24)\b"
    ),
    # ages
    re.compile(rf"\b(?:{_FAMILY}|man|vrouw) van (?:{_NUMBER})(?: ?(?:{_UNIT}))?\b"),
    re.compile(rf"\b{_FAMILY} (?:is|wordt|was) (?:{_NUMBER}) ?(?:jaar|jr)\b(?! (?:ziek|thuis))"),
    re.compile(rf"\b(?:{_NUMBER}) ?(?:{_UNIT}) oud\b"),
    # people who are not the staff, and bounds on its size
    re.compile(rf"\b(?:gezin|huishouden|familie) (?:van|met) (?:{_NUMBER}) ?(?:{_STAFF})?\b"),
    re.compile(
        r"\b(?:(?:meer|minder|groter|kleiner) dan|vanaf|tot|minstens|hoogstens|ten ?minste|maximum|"
        r"maximaal|max|minimum|minimaal|onder|boven|grens|drempel)(?: de| van)? "
        rf"(?:{_NUMBER}) (?:{_STAFF})\b"
    ),
    re.compile(
        rf"\b(?:{_NUMBER}) (?:{_STAFF})"
        r"(?: (?:zijn|is|waren|die|al|nu|momenteel|langdurig|lang))* ziek"
    ),
]
"""What looks like a find and is none. These words, or those in the group, are read no further."""

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_EURO = re.compile(
    r"(?:€|\beur) ?(?P<after>\d{1,3}(?: \d{3})+\b(?:,\d\d?)?|\d[\d.,]*)|"
    rf"(?<![\w.,]){_RANGE}(?P<before>\d{{1,3}}(?: \d{{3}})+(?:,\d\d?)?|\d[\d.,]*)"
    r"-? ?(?:€|euro|eur\b|ballen)|"
    rf"(?<!paar )\b(?P<words>{_COUNTED}) (?:euro|ballen)"
)
_NUMERIC = re.compile(
    rf"{_START}{_OF_WEEKDAY}(?P<day>\d{{1,2}})(?P<mark> ?/ ?|[.-])(?P<month>\d{{1,2}})"
    rf"(?:(?P=mark)(?P<year>\d{{4}}|\d{{2}}))?(?![\w/]|[.,:-]\d|-[a-z]| ?(?:{_THINGS})(?!\w))"
)
_MONTH_OF_YEAR = re.compile(rf"{_START}(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)\b(?!/)")
_FIFTH_OF_MAY = re.compile(
    r"(?:\b(?:sinds|sedert|vanaf|tot)|(?<!werk )(?<!werken )\bop|\bvan(?= ./5 tot \d)) "
    r"(?P<day>[1-4])/(?P<month>5)(?![\w/]|[.-]\d| ?(?:werken|tewerk|gaan|tijds))"
)
_FRACTION = re.compile(
    rf"{_START}(?:(?P<fifths>[1-4])/5(?:de|e|den)?\b(?![/.-]\d)|"
    r"(?P<fifths_word>twee|drie|vier) ?vijfden?\b|(?P<quarters>[13])/4(?:de|e|den| ?tijds)\b)"
)
_PERCENT = re.compile(
    rf"{_START}{_RANGE}(?P<count>\d{{1,3}}(?:[.,]\d+)?|{_COUNTED}) ?(?:%|procent|percent|pct)"
)
_PART_TIME = re.compile(
    rf"{_START}(?P<part>\d{{1,2}}(?:[.,]\d+)?) ?{_HOUR}?{_WEEKLY}? ?(?:op|/|van de) ?"
    rf"(?P<full>{_FULL_TIME})\b(?![/.,-]\d)(?: ?{_HOUR}\b)?"
)
_HOURS = re.compile(
    rf"{_START}{_RANGE}(?P<count>{_NUMBER}) ?{_HOUR}(?P<minutes>[0-5]\d)?\b{_WEEKLY}?"
)
_HOURS_ABOUT = re.compile(rf"\b(?:{_ONE}) {_HOUR} (?P<about>of) (?P<count>{_NUMBER})\b{_WEEKLY}?")
_HOURS_WEEK = re.compile(
    rf"{_START}(?P<count>\d{{1,2}})[ -]?(?:uren|uur|urige)[ -]?(?P<week>(?:werk)?week)\b"
)
_PEOPLE = re.compile(
    rf"{_START}{_RANGE}(?P<count>\d{{1,3}}(?:\.\d{{3}})+|\d+|{_TENFOLD}|{_COUNTED}) (?:{_STAFF})\b"
)
_PEOPLE_ABOUT = re.compile(rf"\b(?:{_ONE}) (?:{_STAFF}) (?P<about>of) (?P<count>\d+|{_COUNTED})\b")
_PEOPLE_WITH = re.compile(
    rf"\b(?:(?:wij|we) (?:zijn|zitten|werken|waren)|(?:zijn|zitten|werken) (?:wij|we)) "
    rf"(?:\w+ ){{0,3}}?met (?:ongeveer |z'n |zen |zijn |ons )?"
    rf"(?P<count>\d+|{_any(_TOGETHER)}|{_TENFOLD}|{_COUNTED})\b"
    rf"(?! ?[/.,:-]?\d| ?(?:{_THINGS}|{_MONTH})(?!\w)| (?:kind|thuis|tot\b))"
)
_PEOPLE_FIRM = re.compile(
    rf"\b{_FIRM} (?:van|met) {_RANGE}(?P<count>\d+|{_TENFOLD}|{_COUNTED})\b"
    rf"(?! ?[/.,:-]?\d| ?(?:{_THINGS}|{_MONTH})(?!\w)| tot\b| of (?:meer|minder))"
)
_DAYS_OF_MONTH = re.compile(
    rf"{_START}(?P<first>\d{{1,2}}){_DAY_SUFFIX}(?: {_TO} | ?- ?)(?:de )?"
    rf"(?P<day>\d{{1,2}}){_DAY_SUFFIX} ?(?P<month>{_MONTH})\b\.?{_YEAR_AFTER}"
)
_DAY_MONTH = re.compile(
    rf"{_START}{_YEAR_BEFORE}{_OF_WEEKDAY}(?P<day>{_DAY}){_DAY_SUFFIX} ?(?:van )?"
    rf"(?P<month>{_MONTH})\b\.?{_YEAR_AFTER}"
)
_DAY_THIS_MONTH = re.compile(
    rf"{_START}(?P<day>\d{{1,2}})(?:e|ste|de) (?:van )?(?P<which>{_any(_SHIFTS)}) maand\b"
)
_WEEKDAY = re.compile(
    rf"\b(?:(?P<which>{_any(_SHIFTS)}) (?P<week>week )?(?:op )?)?"
    rf"(?P<name>{_WEEKDAY_NAME}){_PART_OF_DAY}?\b"
    rf"(?: (?:(?P<after>{_any(_AFTER_WEEKDAY)})\b|(?P<week_after>{_any(_SHIFTS)}) week|"
    rf"(?:over|in|binnen) (?P<later>{_NUMBER}) (?P<unit>{_UNIT})\b))?"
)
_WORD_DAY = re.compile(
    rf"\b(?:(?P<name>{_any(_OFFSETS)})(?:en)?(?:vroeg|{_PART_OF_DAY})?|"
    rf"(?:van|deze ){_PART_OF_DAY})\b"
    rf"(?: (?:over|binnen) (?P<later>{_NUMBER}) (?P<unit>{_UNIT})\b)?"
)
_MONTH_NAME = re.compile(
    rf"\b{_YEAR_BEFORE}(?:{_PART})?(?:(?P<which>{_any(_SHIFTS)}) )?(?:de maand )?"
    rf"(?P<month>{_MONTH})\b\.?{_YEAR_AFTER}"
)
_RELATIVE = re.compile(
    rf"\b(?:{_PART})?(?:(?P<which>{_any(_SHIFTS)}) (?P<unit>week|maand|jaar)\b|"
    rf"(?P<year>{_YEAR_NUMBER}))"
)
_TIME = re.compile(
    rf"(?:\b(?P<ahead>over|binnen) (?P<vague>ongeveer |zo'n )?)?{_START}{_RANGE}"
    rf"(?P<count>{_COUNT}) ?{_FULL}(?P<unit>{_UNIT})\b"
    rf"(?: en (?:een )?(?P<half>{_HALF})\b| en (?P<more>{_NUMBER}) ?(?P<more_unit>{_UNIT})\b)?"
    r"(?P<ago> geleden\b)?"
)
_TIME_ABOUT = re.compile(
    rf"(?:\b(?P<ahead>over|binnen) )?\b(?:{_ONE}) (?P<unit>{_UNIT}) (?P<about>of) "
    rf"(?P<count>{_NUMBER})\b(?! ?(?:{_THINGS})(?!\w))(?P<ago> geleden\b)?"
)
_ABOUT_BEFORE = re.compile(
    r"(?:\b(?:ongeveer|rond|omstreeks|zowat|circa|ca\.?|plusminus|een stuk of|zo'n|bijna|ruim)|"
    r"\+ ?[/-]|±|~) ?(?:(?:sinds|op|van|vanaf) )?(?:de |den |een )?$"
)
_BY_BEFORE = re.compile(r"\btegen (?:de |den )?$")
_UNTIL_BEFORE = re.compile(rf"(?:\b{_TO}|-) ?(?:de |den )?$")
_TIME_BEFORE = re.compile(r"\b(?:sinds|sedert|vanaf|van|in|tot|tegen|rond|omstreeks) $")


@dataclass(frozen=True)
class _Reading:
    """How the finds of one message are read: from which day, and to which side.

    Attributes:
        day: the reference date.
        prefer: whether a date without a year lies in the past or the future.
    """

    day: date
    prefer: Prefer

    def readers(self) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Found]]]]:
        """The patterns in the order in which they claim words, each with what reads its matches."""
        yield _ISO, lambda m: [_date(int(m[1]), int(m[2]), int(m[3]), m[0])]
        yield _EURO, _euro
        yield _FIFTH_OF_MAY, self.numeric
        yield _FRACTION, _fraction
        yield _PERCENT, _percent
        yield _PART_TIME, _part_time
        for pattern in (_HOURS_WEEK, _HOURS_ABOUT, _HOURS):
            yield pattern, _hours
        for pattern in (_PEOPLE_ABOUT, _PEOPLE, _PEOPLE_WITH, _PEOPLE_FIRM):
            yield pattern, _people
        yield _DAYS_OF_MONTH, self.days_of_month
        yield _DAY_MONTH, self.day_of_month
        yield _NUMERIC, self.numeric
        yield (
            _MONTH_OF_YEAR,
            lambda m: [_date(int(m["year"]), int(m["month"]), 1, m[0], exact=False)],
        )
        yield _DAY_THIS_MONTH, self.day_of_this_month
        yield _WEEKDAY, self.weekday
        yield _WORD_DAY, self.word_day
        yield _MONTH_NAME, self.month
        yield _RELATIVE, self.relative
        yield _TIME_ABOUT, self.time
        yield _TIME, self.time

    def numeric(self, match: re.Match[str]) -> list[Found]:
        """Read "12/10/2026", "12-10" or "12.10"; without a full year it must look like a date."""
        number, month = int(match["day"]), int(match["month"])
        year = match.groupdict().get("year")
        if not (1 <= month <= 12 and 1 <= number <= 31):
            return [_date(int(year), month, number, match[0])] if year and len(year) == 4 else []
        return [_date(self.year(match, month, number), month, number, match[0])]

    def day_of_month(self, match: re.Match[str]) -> list[Found]:
        """Read "maandag 3 juni 2026"."""
        number, month = _day_number(match["day"]), _MONTHS[match["month"]]
        return [_date(self.year(match, month, number), month, number, match[0])]

    def days_of_month(self, match: re.Match[str]) -> list[Found]:
        """Read both days of "3 tot 10 juni"."""
        first, last, month = int(match["first"]), int(match["day"]), _MONTHS[match["month"]]
        if first >= last:
            return []
        year = self.year(match, month, last)
        return [_date(year, month, number, match[0]) for number in (first, last)]

    def day_of_this_month(self, match: re.Match[str]) -> list[Found]:
        """Read "de 15de van vorige maand"."""
        month = self.day + relativedelta(months=_SHIFTS[match["which"]])
        return [_date(month.year, month.month, int(match["day"]), match[0])]

    def month(self, match: re.Match[str]) -> list[Found]:
        """Read "half juni vorig jaar", or a month only where a time is meant: "sinds juni"."""
        name, which = match["month"], match["which"]
        alone = match[0].strip() == match.string.strip(" .!?")
        before = _TIME_BEFORE.search(match.string[: match.start()])
        if name in _FIRST_NAMES and before and before[0] == "van ":
            return []
        if not (alone or before or which or match["part"] or _has_year(match)):
            return []
        number, month = _PARTS.get(match["part"], 1), _MONTHS[name]
        side = {-1: Prefer.verleden, 1: Prefer.toekomst}.get(_SHIFTS.get(which, 0), self.prefer)
        year = replace(self, prefer=side).year(match, month, number)
        return [_date(year, month, number, match[0], exact=False)]

    def relative(self, match: re.Match[str]) -> list[Found]:
        """Read "vorige week", "begin volgende maand", "eind vorig jaar", "begin 2025"."""
        part, year = _PARTS.get(match["part"]), match["year"]
        shift = 0 if year else _SHIFTS[match["which"]]
        if part is None and (year or match["unit"] == "jaar" or shift == 0):
            return []
        number = part or 1
        if year or match["unit"] == "jaar":
            value = date(int(year or self.day.year + shift), _PART_MONTHS[number], number)
        elif match["unit"] == "maand":
            value = (self.day + relativedelta(months=shift)).replace(day=number)
        else:
            value = self.monday() + timedelta(weeks=shift, days=_PART_WEEKDAYS[number])
        return [Found(Kind.datum, value, match[0], exact=False)]

    def weekday(self, match: re.Match[str]) -> list[Found]:
        """Read "vorige vrijdag", "dinsdag volgende week", "maandag over een week"."""
        wanted = _WEEKDAYS.index(match["name"])
        week = match["week_after"] or (match["which"] if match["week"] else None)
        if week:
            days = timedelta(weeks=_SHIFTS[week], days=wanted)
            return [Found(Kind.datum, self.monday() + days, match[0])]
        behind = timedelta(days=(self.day.weekday() - wanted) % 7)
        ahead = timedelta(days=(wanted - self.day.weekday()) % 7)
        side = _SHIFTS.get(match["which"], _AFTER_WEEKDAY.get(match["after"]))
        if match["later"]:
            side = 1
        if side == -1:
            value = self.day - (behind or timedelta(weeks=1))
        elif side == 1:
            value = self.day + (ahead or timedelta(weeks=1))
        elif side is None and _stands_before(match, _UNTIL_BEFORE):
            value = self.day + ahead if ahead <= behind else self.day - behind
        elif side is None and self.side(match) is Prefer.verleden:
            value = self.day - behind
        else:
            value = self.day + ahead
        return [Found(Kind.datum, _later(match, value), match[0])]

    def word_day(self, match: re.Match[str]) -> list[Found]:
        """Read "gisterenavond", "deze morgen", "vandaag over een week"."""
        value = self.day + timedelta(days=_OFFSETS.get(match["name"], 0))
        return [Found(Kind.datum, _later(match, value), match[0])]

    def time(self, match: re.Match[str]) -> list[Found]:
        """Read "3 weken geleden" and "over een maand" as dates, another time as a duration."""
        groups = match.groupdict()
        number, unit = _quantity(match["count"]), _unit(match["unit"])
        if groups.get("half"):
            number += Decimal("0.5")
        spans = [_span(number, unit)]
        if groups.get("more"):
            spans.append(_span(_number(match["more"]), _unit(match["more_unit"])))
            if _RANKS.index(_unit(match["more_unit"])) < _RANKS.index(unit):
                spans = [spans[0] + spans[1]]
        text = match[0].strip()
        if match["ago"] or match["ahead"]:
            exact = unit in ("dag", "week") and number == int(number) and not _rough(match)
            days = [_moved(self.day, -span if match["ago"] else span) for span in spans]
            return [Found(Kind.datum, value, text, exact) for value in days if value]
        if not spans[0] or (unit == "jaar" and number > LONGEST_YEARS):
            return []
        return [Found(Kind.duur, span, text, exact=False) for span in spans]

    def monday(self) -> date:
        """The Monday of the week of the reference date."""
        return self.day - timedelta(days=self.day.weekday())

    def year(self, match: re.Match[str], month: int, number: int) -> int:
        """The year that is named, or else the one that is meant; an end lies as near as can be."""
        groups = match.groupdict()
        if word := groups.get("year_word") or groups.get("year_before"):
            return self.day.year + _SHIFTS[word]
        if text := (groups.get("year") or "").lstrip("'"):
            year = int(text) + (2000 if len(text) == 2 else 0)
            born = len(text) == 2 and year > self.day.year + LATEST_BIRTH_YEARS
            return year - 100 if born else year
        this, wanted, now = self.day.year, (month, number), (self.day.month, self.day.day)
        if self.side(match) is Prefer.toekomst:
            return this + (wanted < now)
        if _stands_before(match, _UNTIL_BEFORE):
            latest = self.day + FURTHEST_END
            return latest.year - (wanted > (latest.month, latest.day))
        return this - (wanted > now)

    def side(self, match: re.Match[str]) -> Prefer:
        """The side on which this date lies: what has to be done "tegen vrijdag" lies ahead."""
        return Prefer.toekomst if _stands_before(match, _BY_BEFORE) else self.prefer


def find_all(text: str, day: date, prefer: Prefer = Prefer.verleden) -> list[Found]:
    """Find everything that a rule may need, in the order of the text.

    Args:
        text: what was typed.
        day: the reference date, for "volgende maandag" or a date without a year.
        prefer: whether a date without a year lies in the past or the future.

    Returns:
        What was found; no two finds are read from overlapping words, except the two ends of one
        expression such as "3 tot 10 juni" or "19 op 38 uur".
    """
    words = normalise_lightly(text)
    taken = [
        match.span(match.lastindex or 0)
        for pattern in _NOT_MEANT
        for match in pattern.finditer(words)
    ]
    found: list[tuple[int, Found]] = []
    for pattern, read in _Reading(day, prefer).readers():
        for match in pattern.finditer(words):
            start, end = match.span()
            if any(start < other_end and end > other for other, other_end in taken):
                continue
            if finds := read(match):
                taken.append((start, end))
                sure = not _stands_before(match, _ABOUT_BEFORE)
                found += [(start, replace(one, exact=one.exact and sure)) for one in finds]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def find_dates(text: str, day: date, prefer: Prefer = Prefer.verleden) -> list[Found]:
    """Find dates; a duration such as "al 5 maand" counts as a date that is not exact.

    Raises nothing: a date that does not exist is found with value None.
    """
    dates = []
    for one in find_all(text, day, prefer):
        if one.kind is Kind.datum:
            dates.append(one)
        elif one.kind is Kind.duur and (value := _moved(day, -one.value)):
            dates.append(Found(Kind.datum, value, one.text, exact=False))
    if dates:
        return dates
    return _by_library(text, day, prefer)


def month_number(word: str) -> int | None:
    """Return the number of a month's name or abbreviation, 1 to 12; None for another word."""
    return _MONTHS.get(_right_month(normalise(word)))


def normalise_lightly(text: str) -> str:
    """Lower case, no accents, months spelled right; marks that dates and amounts need stay."""
    plain = clean(text).lower().replace("’", "'").replace("–", "-")
    plain = re.sub(r"\b(?:één|éen|eén)\b", "1", plain)
    plain = "".join(normalise(char) or char if char.isalpha() else char for char in plain)
    plain = re.sub(r"(\d/\d{1,2})-(\d{1,2}/\d)", r"\1 - \2", plain)
    return re.sub(r"\b[a-z]{6,11}\b", lambda match: _right_month(match[0]), plain)


def _right_month(word: str) -> str:
    return next((name for name in _LONG_MONTHS if _one_slip(word, name)), word)


def _one_slip(word: str, right: str) -> bool:
    """Tell whether one letter is missing, too many, wrong, or swapped with the next."""
    pairs = enumerate(zip(word, right, strict=False))
    shorter = min(len(word), len(right))
    same = next((place for place, (one, other) in pairs if one != other), shorter)
    typed, meant = word[same:], right[same:]
    swapped = typed[:2] == meant[1::-1] and typed[2:] == meant[2:]
    return swapped or typed[1:] == meant[1:] or typed[1:] == meant or typed == meant[1:]


def _stands_before(match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Tell whether a word stands before the match, or in it before the number."""
    groups = match.groupdict()
    starts = [match.start(name) for name in ("low", "count", "day") if groups.get(name)]
    return any(pattern.search(match.string[:start]) for start in (match.start(), *starts))


def _rough(match: re.Match[str]) -> bool:
    """Tell whether more than one number is meant: "2 à 3", "een man of tien", "over ongeveer 3"."""
    groups = match.groupdict()
    return any(groups.get(name) for name in ("low", "about", "vague"))


def _has_year(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("year", "year_word", "year_before"))


def _number(text: str) -> Decimal:
    return Decimal(_NUMBERS[text]) if text in _NUMBERS else Decimal(text.replace(",", "."))


def _quantity(text: str) -> Decimal:
    """Read a number, "een tiental", "anderhalf", "een half" or "2 en een half"."""
    if text.startswith("anderhal"):
        return Decimal("1.5")
    if whole := re.fullmatch(rf"({_NUMBER}) ?en ?(?:een )?{_HALF}", text):
        return _number(whole[1]) + Decimal("0.5")
    if re.fullmatch(rf"(?:\w+ )?{_HALF}", text):
        return Decimal("0.5")
    return _number(text.removeprefix("een ").removesuffix("tal"))


def _day_number(text: str) -> int:
    return 1 if text == "eerste" else int(_number(text))


def _unit(text: str) -> str:
    return next(name for pattern, name in _UNITS.items() if re.fullmatch(pattern, text))


def _euro(match: re.Match[str]) -> list[Found]:
    if match["words"]:
        return [Found(Kind.euro, _number(match["words"]), match[0])]
    try:
        amount = read_amount((match["after"] or match["before"]).rstrip(".,"))
    except ValueError:
        return []
    return [Found(Kind.euro, amount, match[0].strip(), exact=not _rough(match))]


def _fraction(match: re.Match[str]) -> list[Found]:
    if match["quarters"]:
        return [Found(Kind.procent, Decimal(match["quarters"]) * 25, match[0])]
    fifths = _number(match["fifths"] or match["fifths_word"])
    return [Found(Kind.procent, fifths * 20, match[0])]


def _percent(match: re.Match[str]) -> list[Found]:
    return [Found(Kind.procent, _number(match["count"]), match[0], exact=not _rough(match))]


def _part_time(match: re.Match[str]) -> list[Found]:
    part, full = _number(match["part"]), _number(match["full"])
    return [Found(Kind.uren, hours, match[0]) for hours in (part, full)] if part <= full else []


def _hours(match: re.Match[str]) -> list[Found]:
    groups = match.groupdict()
    minutes = groups.get("minutes")
    value = _number(match["count"]) + Decimal(minutes or 0) / 60
    if value > LONGEST_WEEK or (not match["week"] and (minutes or value <= LONGEST_DAY)):
        return []
    return [Found(Kind.uren, value, match[0], exact=not _rough(match))]


def _people(match: re.Match[str]) -> list[Found]:
    text = re.sub(r"\.(?=\d{3})", "", match["count"])
    rough = _rough(match) or text.endswith("tal")
    number = _TOGETHER[text] if text in _TOGETHER else int(_quantity(text))
    return [Found(Kind.personen, number, match[0], exact=not rough)]


def _date(year: int, month: int, number: int, text: str, exact: bool = True) -> Found:
    try:
        return Found(Kind.datum, date(year, month, number), text.strip(" ."), exact)
    except ValueError:
        return Found(Kind.datum, None, text.strip(" ."), exact=False)


def _later(match: re.Match[str], value: date) -> date:
    """Add what follows a day: "maandag over een week"."""
    if not match["later"]:
        return value
    return _moved(value, _span(_number(match["later"]), _unit(match["unit"]))) or value


def _moved(day: date, span: relativedelta) -> date | None:
    """Add a length of time to a day; None outside the calendar."""
    try:
        moved: date = day + span
    except (ValueError, OverflowError):
        return None
    return moved


def _span(number: Decimal, unit: str) -> relativedelta:
    """Return a length of time; half a week is 3 days, half a month 15."""
    whole = int(number)
    half = number != whole
    if unit == "dag":
        return relativedelta(days=whole)
    if unit == "week":
        return relativedelta(days=whole * 7 + (3 if half else 0))
    if unit == "maand":
        return relativedelta(months=whole, days=15 if half else 0)
    return relativedelta(months=int(number * (3 if unit == "kwartaal" else 12)))


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
