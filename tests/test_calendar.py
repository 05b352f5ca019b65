"""Counting days, and the calendar file as two other programs read it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from knowledge.parameters import load_parameters
from knowledge.rules.calendar import (
    after_months,
    after_weeks,
    after_working_days,
    is_moved,
    is_working_day,
    next_working_day,
    nth_day,
    public_holidays,
    working_day_before,
)
from knowledge.rules.calendar_file import as_calendar
from knowledge.rules.plan import Plan, make_plan
from knowledge.rules.plan_text import as_lines
from knowledge.rules.profile import read_profile
from knowledge.step_texts import load_steps

DAY = date(2026, 11, 24)


def test_belgium_has_its_ten_public_holidays() -> None:
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 7, 21), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (nth_day(date(2026, 11, 12), 1), date(2026, 11, 12)),
        (nth_day(date(2026, 11, 12), 14), date(2026, 11, 25)),
        (nth_day(date(2028, 2, 1), 30), date(2028, 3, 1)),
        (after_weeks(date(2026, 1, 1), 8), date(2026, 2, 26)),
        (after_months(date(2026, 8, 31), 6), date(2027, 2, 28)),
        (after_months(date(2027, 8, 31), 6), date(2028, 2, 29)),
        (after_months(date(2027, 8, 31), 6, begins=True), date(2028, 3, 1)),
        (after_months(date(2024, 2, 29), 12), date(2025, 2, 28)),
        (after_months(date(2024, 2, 29), 12, begins=True), date(2025, 3, 1)),
        (after_months(date(2026, 8, 28), 6, begins=True), date(2027, 2, 28)),
        (after_months(date(2026, 8, 31), 12, begins=True), date(2027, 8, 31)),
        (after_working_days(date(2026, 12, 24), 1), date(2026, 12, 28)),
        (after_working_days(date(2026, 11, 6), 3), date(2026, 11, 12)),
        (working_day_before(date(2026, 11, 30)), date(2026, 11, 27)),
        (working_day_before(date(2026, 11, 12)), date(2026, 11, 10)),
        (next_working_day(date(2026, 8, 15)), date(2026, 8, 17)),
        (next_working_day(date(2026, 11, 24)), date(2026, 11, 24)),
    ],
)
def test_days_are_counted(found: date, wanted: date) -> None:
    assert found == wanted


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 24))
def test_a_first_day_in_months_is_the_last_day_or_the_day_after_it(start: date, n: int) -> None:
    last, first = after_months(start, n), after_months(start, n, begins=True)
    assert first - last == timedelta(days=1 if is_moved(start, first) else 0)
    assert (last.day == start.day) is not is_moved(start, first)


def test_a_period_has_a_first_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        nth_day(DAY, 0)


def test_weekends_and_holidays_are_no_working_days() -> None:
    assert not is_working_day(date(2026, 11, 28))
    assert not is_working_day(date(2026, 11, 11))
    assert is_working_day(DAY)


@pytest.fixture
def plan() -> Plan:
    fields = {"rol": "wn", "statuut": "arbeider", "eerste_ziektedag": "2026-11-12", "kanker": True}
    return make_plan(read_profile(fields, DAY), DAY, load_steps(), load_parameters())


def test_the_calendar_file_is_read_by_two_libraries(plan: Plan) -> None:
    content = as_calendar(plan)
    own = list(Calendar.from_ical(content).walk("VEVENT"))
    other = list(vobject.readOne(content.decode("utf-8")).vevent_list)
    dated = [s for s in plan.steps if s.urgency.value != "gemist" and (s.when.last or s.when.start)]
    assert len(own) == len(other) == len(dated)
    assert [event.dtstart.value for event in other] == [s.when.last or s.when.start for s in dated]
    assert all(event.valarm.trigger.value < timedelta(0) for event in other)
    assert len({str(event["uid"]) for event in own}) == len(own)


def test_titles_say_nothing_about_health_unless_asked(plan: Plan) -> None:
    hidden = as_calendar(plan).decode("utf-8").lower()
    for word in ("ziekte", "kanker", "arts", "arbeidsongeschikt"):
        assert word not in hidden
    assert b"Geef je ziekte aan" in as_calendar(plan, plain_titles=False).replace(b"\r\n ", b"")


def test_the_plan_as_text_names_every_step(plan: Plan) -> None:
    text = "\n".join(as_lines(plan))
    assert all(step.text.titel in text for step in plan.steps)
    assert "uiterlijk 25 november 2026" in text
