"""Counting days as the law does; working days are Monday to Friday without public holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.relativedelta import relativedelta

SATURDAY = 5


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return Belgium's ten public holidays of a year (Royal Decree of 18 April 1974, art. 1).

    Easter and Whit Sunday are no statutory holidays of their own and fall on a Sunday anyway.
    """
    return frozenset(
        day for day in holidays.country_holidays("BE", years=year) if day.weekday() != 6
    ) | frozenset(day for day in _fixed(year))


def _fixed(year: int) -> list[date]:
    return [
        date(year, 1, 1), date(year, 5, 1), date(year, 7, 21), date(year, 8, 15),
        date(year, 11, 1), date(year, 11, 11), date(year, 12, 25),
    ]  # fmt: skip


def is_working_day(day: date) -> bool:
    """Tell whether a day is Monday to Friday and no public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def nth_day(first: date, n: int) -> date:
    """Return the nth calendar day of a period whose first day counts: n=1 is `first` itself.

    Raises:
        ValueError: n is less than 1.
    """
    if n < 1:
        raise ValueError("a period has at least one day")
    return first + timedelta(days=n - 1)


def after_days(start: date, n: int) -> date:
    """Return the nth calendar day after `start`; `start` itself does not count."""
    return start + timedelta(days=n)


def after_weeks(start: date, n: int) -> date:
    """Return the same weekday n weeks after `start`: the day on which n full weeks have passed."""
    return start + timedelta(weeks=n)


def after_months(start: date, n: int, *, begins: bool = False) -> date:
    """Return the day on which n full months have passed since `start`: the same day of the month.

    Where that day does not exist, as in 31 August plus six months, no law or fact that we know of
    says how to count. Both readings are the careful one, so that nobody comes too late or too soon.

    Args:
        start: the day from which to count.
        n: the number of months.
        begins: False for a last day: the last day of the month (28 or 29 February). True for a
            first day, when something begins or may begin: the first of the next month (1 March).
    """
    moved: date = start + relativedelta(months=n)
    return moved + timedelta(days=1) if begins and moved.day < start.day else moved


def is_moved(start: date, begin: date) -> bool:
    """Tell whether a first day, counted in months, moved to the 1st: see `after_months`.

    Args:
        start: the day from which was counted.
        begin: what `after_months` made of it with `begins`.
    """
    return begin.day == 1 and start.day > (begin - timedelta(days=1)).day


def after_working_days(start: date, n: int) -> date:
    """Return the nth working day after `start`; `start` itself does not count."""
    day = start
    for _ in range(n):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """Return the last working day before a day."""
    before = day - timedelta(days=1)
    while not is_working_day(before):
        before -= timedelta(days=1)
    return before


def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, otherwise the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
