"""Calculations: examples worked out by hand from the rules, refusals, and what must always hold."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.parameters import load_parameters
from knowledge.rules.calculations import (
    CannotCalculate,
    guaranteed_wage,
    partial_benefit,
    resumption_premium,
    solidarity_contribution,
    wage_premium,
)
from knowledge.rules.numbers import read_amount, rounded
from knowledge.rules.profile import Status

DAY = date(2026, 11, 24)
FIGURES = load_parameters()
D = Decimal


@pytest.mark.parametrize(
    ("hours", "full", "benefit", "cut", "left"),
    [
        ("7.6", "38", "60", 0, "60.00"),  # exactly 20 %: nothing changes
        ("15.2", "38", "60", 20, "48.00"),
        ("19", "38", "60", 30, "42.00"),
        ("24", "38", "60", 43, "34.20"),  # 63.16 - 20 = 43.16
        ("25", "38", "60", 46, "32.40"),  # 65.79 - 20 = 45.79
        ("30.4", "38", "60", 60, "24.00"),
        ("20", "40", "65.20", 30, "45.64"),
        ("38", "38", "60", 80, "12.00"),
        ("1", "38", "60", 0, "60.00"),
    ],
)
def test_partial_benefit(hours: str, full: str, benefit: str, cut: int, left: str) -> None:
    made = partial_benefit(D(hours), D(full), D(benefit), DAY, FIGURES)
    assert made.result["vermindering_procent"] == cut
    assert made.result["per_dag"] == D(left)
    assert made.result["per_maand"] == rounded(D(left) * 26)
    assert made.sources
    assert "Je ziekenfonds beslist" in made.caveat


@pytest.mark.parametrize(
    ("hours", "full", "benefit", "day"),
    [
        ("40", "38", "60", DAY),
        ("0", "38", "60", DAY),
        ("-1", "38", "60", DAY),
        ("19", "38", "0", DAY),
        ("19", "38", "60", date(2018, 3, 31)),
    ],
)
def test_partial_benefit_refuses(hours: str, full: str, benefit: str, day: date) -> None:
    with pytest.raises(CannotCalculate):
        partial_benefit(D(hours), D(full), D(benefit), day, FIGURES)


@given(st.integers(1, 380), st.integers(1, 380))
def test_more_hours_never_give_a_higher_benefit(one: int, other: int) -> None:
    few, many = sorted((one, other))
    less = partial_benefit(D(few) / 10, D(38), D(60), DAY, FIGURES).result["per_dag"]
    more = partial_benefit(D(many) / 10, D(38), D(60), DAY, FIGURES).result["per_dag"]
    assert more <= less


def test_guaranteed_wage_of_a_worker() -> None:
    made = guaranteed_wage(date(2026, 11, 2), Status.arbeider, DAY, FIGURES)
    assert made.result == {
        "volledig_loon": {"van": "2026-11-02", "tot": "2026-11-08"},
        "tweede_week": {"van": "2026-11-09", "tot": "2026-11-15"},
        "toeslag": {"van": "2026-11-16", "tot": "2026-12-01"},
        "alleen_uitkering_vanaf": "2026-12-02",
    }


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 2), "2026-12-01"),
        (date(2028, 2, 1), "2028-03-01"),  # a leap year
        (date(2025, 12, 15), "2026-01-13"),
    ],
)
def test_guaranteed_wage_of_a_clerk(first: date, last: str) -> None:
    made = guaranteed_wage(first, Status.bediende, DAY, FIGURES)
    assert made.result["volledig_loon"]["tot"] == last


def test_guaranteed_wage_of_a_civil_servant_is_not_guessed() -> None:
    with pytest.raises(CannotCalculate, match="statutair"):
        guaranteed_wage(date(2026, 11, 2), Status.statutair, DAY, FIGURES)


CONFIRMED = date(2026, 1, 2)


@pytest.mark.parametrize(
    ("package", "quarter", "percent"),
    [
        ("2_jaar", 8, 20), ("5_jaar", 1, 40), ("5_jaar", 5, 40), ("5_jaar", 6, 30), ("5_jaar", 8, 30),
        ("5_jaar", 9, 20), ("5_jaar", 20, 20), ("verhoogd", 5, 55), ("verhoogd", 6, 50), ("verhoogd", 20, 40),
    ],
)  # fmt: skip
def test_the_percentages_of_the_wage_premium(package: str, quarter: int, percent: int) -> None:
    made = wage_premium(package, quarter, D(6000), D(100), CONFIRMED, FIGURES)
    assert made.result["percentage"] == percent
    assert made.result["bedrag"] == rounded(D(6000) * percent / 100)


def test_the_ceiling_of_the_wage_premium_follows_the_share_of_work() -> None:
    made = wage_premium("5_jaar", 1, D(15000), D(80), CONFIRMED, FIGURES)
    assert made.result["plafond"] == D("10137.07")  # 2 x 2,111.89 x 3 x 80 %
    assert made.result["bedrag"] == D("4054.83")


def test_without_a_confirmed_ceiling_only_the_percentage_is_given() -> None:
    with pytest.raises(CannotCalculate, match=r"40 %.*niet bevestigd"):
        wage_premium("5_jaar", 2, D(9000), D(100), DAY, FIGURES)


@pytest.mark.parametrize(("quarter", "share"), [(0, 100), (21, 100), (1, 0), (1, 101)])
def test_the_wage_premium_refuses(quarter: int, share: int) -> None:
    with pytest.raises(CannotCalculate):
        wage_premium("5_jaar", quarter, D(6000), D(share), CONFIRMED, FIGURES)


@pytest.mark.parametrize(
    ("first", "resumed", "amount"),
    [
        (date(2025, 5, 1), date(2026, 5, 1), 1725),
        (date(2025, 5, 2), date(2026, 5, 1), 0),
        (date(2022, 1, 1), date(2023, 12, 31), 1000),
        (date(2022, 1, 1), date(2024, 1, 1), 1725),
    ],
)
def test_the_resumption_premium(first: date, resumed: date, amount: int) -> None:
    made = resumption_premium(first, resumed, DAY, FIGURES)
    assert made.result["bedrag"] == amount
    assert any("Kijk zelf na" in line for line in made.lines)


def test_the_resumption_premium_did_not_always_exist() -> None:
    with pytest.raises(CannotCalculate, match="bestond deze premie nog niet"):
        resumption_premium(date(2020, 1, 1), date(2023, 3, 31), DAY, FIGURES)


def test_the_solidarity_contribution() -> None:
    made = solidarity_contribution(60, date(2026, 3, 2), D(70), DAY, FIGURES, age=40)
    # Day 31 is 1 April; two months to 31 May: 61 days with 9 Sundays, 52 paid days.
    assert made.result == {
        "van": "2026-04-01",
        "tot": "2026-05-31",
        "dagen": 52,
        "bedrag": D("1092.00"),
    }


@pytest.mark.parametrize(
    ("employees", "first", "age", "words"),
    [
        (49, date(2026, 3, 2), 40, "minder dan 50"),
        (60, date(2025, 12, 31), 40, "vóór 1 januari 2026"),
        (60, date(2026, 3, 2), 55, "valt daarbuiten"),
        (60, date(2026, 3, 2), 17, "valt daarbuiten"),
    ],
)
def test_who_pays_no_solidarity_contribution(
    employees: int, first: date, age: int, words: str
) -> None:
    made = solidarity_contribution(employees, first, D(70), DAY, FIGURES, age=age)
    assert made.result["bedrag"] == 0
    assert words in " ".join(made.lines)


def test_a_resumption_ends_the_solidarity_contribution() -> None:
    made = solidarity_contribution(
        60, date(2026, 3, 2), D(70), DAY, FIGURES, resumed=date(2026, 4, 8)
    )
    assert made.result["dagen"] == 6
    early = solidarity_contribution(
        60, date(2026, 3, 2), D(70), DAY, FIGURES, resumed=date(2026, 3, 20)
    )
    assert early.result["bedrag"] == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.040,50", "1040.50"),
        ("65,20 euro", "65.20"),
        ("65.2", "65.2"),
        ("€ 65", "65"),
        ("1.725", "1725"),
    ],
)
def test_amounts_are_read_the_belgian_way(text: str, value: str) -> None:
    assert read_amount(text) == D(value)


@pytest.mark.parametrize("text", ["1,040.50", "-5", "veel", "", "1.04.5", "12,345"])
def test_other_forms_of_amounts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        read_amount(text)
