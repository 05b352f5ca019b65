"""A plan as a calendar file (.ics) that any calendar program can import."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

from icalendar import Alarm, Calendar, Event

from knowledge.rules.plan import Plan, Step, Urgency

REMIND_DAYS = 2
"""Calendar days before the date on which the calendar program reminds."""


def as_calendar(plan: Plan, *, plain_titles: bool = True) -> bytes:
    """Write the steps that have a date as all-day events with a reminder (RFC 5545).

    Args:
        plan: the plan.
        plain_titles: titles without a word about health, for a calendar that others can see; the
            description is then left out too.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Terugwijzer//stappenplan//NL")
    calendar.add("version", "2.0")
    for step in plan.steps:
        if step.urgency is not Urgency.gemist and (step.when.last or step.when.start):
            calendar.add_component(_event(plan, step, plain_titles))
    return bytes(calendar.to_ical())


def _event(plan: Plan, step: Step, plain: bool) -> Event:
    day = step.when.last or step.when.start
    assert day is not None
    event = Event()
    title = step.text.geen_gezondheid if plain else step.text.titel
    name = hashlib.sha256(f"{step.text.id} {day}".encode()).hexdigest()[:24]
    event.add("uid", f"{name}@terugwijzer")
    event.add("dtstamp", datetime(plan.day.year, plan.day.month, plan.day.day, tzinfo=timezone.utc))
    event.add("summary", title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if not plain:
        event.add("description", step.what)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-REMIND_DAYS, hours=9))
    event.add_component(alarm)
    return event
