"""Dates, durations, hours, amounts and head counts are read as the person who typed them meant them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta

from knowledge.entities import (
    Found,
    Kind,
    Prefer,
    find_all,
    find_dates,
    month_number,
    normalise_lightly,
)

CASES = Path(__file__).parent / "data" / "begrippen.tsv"
NO_SUCH_DATE = "bestaat_niet"
FEWEST_CASES = 340


@dataclass(frozen=True)
class Case:
    """One line of the file."""

    line: int
    zin: str
    dag: date
    voorkeur: Prefer
    verwacht: str


def read_cases() -> list[Case]:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Case(
            line,
            row["zin"],
            date.fromisoformat(row["dag"]),
            Prefer(row["voorkeur"]),
            row["verwacht"],
        )
        for line, row in enumerate(rows, start=2)
    ]


def read_span(text: str) -> relativedelta:
    """Read "P1Y6M"; the units are years, months, weeks and days."""
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", text)
    assert match, text
    assert any(match.groups()), text
    years, months, weeks, days = (int(number or 0) for number in match.groups())
    return relativedelta(years=years, months=months, days=weeks * 7 + days)


def read_expected(text: str) -> list[tuple[Kind, object, bool]]:
    """Read "datum=2026-06-15~; uren=19" as kinds, values and exactness; a duration is never exact."""
    if text == "-":
        return []
    read: list[tuple[Kind, object, bool]] = []
    for part in text.split(";"):
        kind, _, value = part.strip().partition("=")
        exact = not value.endswith("~")
        value = value.rstrip("~")
        if value == NO_SUCH_DATE:
            read.append((Kind.datum, None, False))
        elif kind == "datum":
            read.append((Kind.datum, date.fromisoformat(value), exact))
        elif kind == "duur":
            read.append((Kind.duur, read_span(value), False))
        else:
            read.append((Kind(kind), Decimal(value), exact))
    return read


def simply(found: list[Found]) -> list[tuple[Kind, object, bool]]:
    return [(one.kind, one.value, one.exact) for one in found]


ALL = read_cases()

AS_DATES = {
    "ik ben ziek sinds 3 jan": "datum=2026-01-03",
    "kben sinds 3 feburari thuis": "datum=2026-02-03",
    "ziek van 4/5/2026 tot nu": "datum=2026-05-04",
    "12/10": "datum=2026-10-12",
    "juni": "datum=2026-06-01~",
    "kben thuis sinds half juni met mijn rug": "datum=2026-06-15~",
    "maandag over een week heb ik een afspraak": "datum=2026-12-07",
    "ziek sinds 31 juni": "datum=bestaat_niet",
    "maandag 16 november ben ik ziek gevallen": "datum=2026-11-16",
    "al 5 maand thuis": "datum=2026-06-24~",
    "ik ben al drie weken ziek": "datum=2026-11-03~",
    "anderhalf jaar ziek en nu wil ik terug": "datum=2025-05-24~",
    "ik ben een half jaar thuis": "datum=2026-05-24~",
    "14 dagen": "datum=2026-11-10~",
    "al 5 maand ziek, wil 19u/week beginnen op 1/9": "datum=2026-06-24~; datum=2026-09-01",
    "ik wil starten op 5 januari 2027 met 19u": "datum=2027-01-05",
    "over 3 à 4 weken ga ik terug": "datum=2026-12-22~",
    "ik begin terug op 29 februari": "datum=2028-02-29",
    "ik ben 58 jaar": "-",
    "artikel 100": "-",
    "formulier C4": "-",
    "bel 1813": "-",
    "is week 8 belangrijk": "-",
    "in maand 6 van mijn ziekte": "-",
    "2 kinderen": "-",
    "Kerkstraat 12": "-",
    "cao 104": "-",
    "ik wil 19u/week werken": "-",
    "20u": "-",
    "wij zijn met 12": "-",
    "65,20 euro per dag": "-",
    "1,040.50": "-",
    "4 dagen op 5": "-",
    "om 9u moet ik er zijn": "-",
    "sinds 2019 ziek": "-",
    "covid-19": "-",
}


@pytest.mark.parametrize("case", ALL, ids=[f"regel {case.line}" for case in ALL])
def test_everything_is_found_as_it_was_meant(case: Case) -> None:
    found = simply(find_all(case.zin, case.dag, case.voorkeur))
    assert found == read_expected(case.verwacht), f"{case.zin!r} op {case.dag}"


@pytest.mark.parametrize("zin", AS_DATES)
def test_dates_and_durations_are_found_as_dates(zin: str) -> None:
    case = next((case for case in ALL if case.zin == zin), None)
    day, prefer = (case.dag, case.voorkeur) if case else (date(2026, 11, 24), Prefer.verleden)
    assert simply(find_dates(zin, day, prefer)) == read_expected(AS_DATES[zin])


WITHOUT_TIME = [case for case in ALL if not re.search("datum|duur", case.verwacht)]


@pytest.mark.parametrize("case", WITHOUT_TIME, ids=[f"regel {c.line}" for c in WITHOUT_TIME])
def test_no_date_is_made_of_what_is_no_time(case: Case) -> None:
    assert find_dates(case.zin, case.dag, case.voorkeur) == []


@pytest.mark.parametrize(
    "zin", ["99999 jaar geleden", "9999999999 dagen", "maandag over 9999999 weken"]
)
def test_a_time_outside_the_calendar_raises_nothing(zin: str) -> None:
    for prefer in Prefer:
        assert all(one.value is not None for one in find_dates(zin, date(2026, 11, 24), prefer))


@pytest.mark.parametrize("case", ALL, ids=[f"regel {case.line}" for case in ALL])
def test_a_find_is_told_in_the_words_that_were_searched(case: Case) -> None:
    words = normalise_lightly(case.zin)
    assert all(one.text in words for one in find_all(case.zin, case.dag, case.voorkeur))


@pytest.mark.parametrize(
    ("word", "number"), [("juni", 6), ("Sept", 9), ("agustus", 8), ("feburari", 2), ("maar", None)]
)
def test_a_month_has_a_number(word: str, number: int | None) -> None:
    assert month_number(word) == number


@pytest.mark.parametrize(("text", "span"), [("P21D", "P3W"), ("P1Y6M", "P18M")])
def test_the_units_of_a_duration_are_one_scale(text: str, span: str) -> None:
    assert read_span(text) == read_span(span)


def test_the_file_is_large_and_each_case_is_there_once() -> None:
    assert len(ALL) >= FEWEST_CASES
    assert len({(case.zin, case.dag, case.voorkeur) for case in ALL}) == len(ALL)
    assert all(1 <= len(case.zin.split()) <= 25 for case in ALL)
