"""The reference date: the one place where "today" comes from."""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def today() -> date:
    """Return the current calendar date in Belgium."""
    return datetime.now(ZONE).date()


def reference_date() -> date:
    """Return the date whose rules apply: today, or TERUGWIJZER_DATUM to preview another day.

    Raises:
        ValueError: TERUGWIJZER_DATUM is not an existing date.
    """
    preview = os.environ.get("TERUGWIJZER_DATUM")
    return parse_date(preview) if preview else today()


def parse_date(text: str) -> date:
    """Turn "2026-01-31" into a date.

    Raises:
        ValueError: not written as YYYY-MM-DD, or a day that does not exist (text in Dutch).
    """
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise ValueError(
            f"'{text}' is geen bestaande datum. Schrijf ze als JJJJ-MM-DD, bijvoorbeeld 2026-01-31."
        ) from error


def in_words(day: date) -> str:
    """Write a date as people read it: "30 november 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
