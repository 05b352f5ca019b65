"""A longer sickness takes no step away, unless the step's text says why (`vervalt`)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.articles import Role
from knowledge.parameters import load_parameters
from knowledge.rules.plan import Situation, moments
from knowledge.rules.profile import Cause, Goal, ProfileError, Region, Status, read_profile
from knowledge.step_texts import load_steps

STEPS = load_steps()
FIGURES = load_parameters()
ENDING = {id_ for id_, text in STEPS.items() if text.vervalt}
FIRSTS = (date(2025, 12, 15), date(2026, 3, 2), date(2026, 5, 30))
PASSED = (0, 8, 20, 60, 80, 160, 250, 365, 400, 460, 900)
"""Days of sickness: one or more between the moments at which steps appear and disappear."""
STARTS = (None, date(2026, 8, 3))
"""A start that is wished for; the cases in which it has come are in `PASSED`."""


def shown(fields: dict[str, Any], first: date, day: date) -> set[str] | None:
    """The ids of the plan's steps; None for a profile that is refused."""
    known = {name: value for name, value in fields.items() if value is not None}
    try:
        profile = read_profile({**known, "eerste_ziektedag": first}, day)
    except ProfileError:
        return None
    return set(moments(Situation(profile, day, FIGURES), STEPS))


def cases() -> Iterator[dict[str, Any]]:
    """Every role, status and goal, for a small and a large employer, with and without a start."""
    for role, status, goal, size, start in itertools.product(
        Role, (None, *Status), (None, *Goal), (5, 60), STARTS
    ):
        yield {
            "rol": role.value,
            "statuut": status and status.value,
            "doel": goal and goal.value,
            "grootte_werkgever": size,
            "gewenste_startdatum": start,
            "burn_out": True,
        }


def removed(fields: dict[str, Any]) -> set[str]:
    """The steps that a later day, or an earlier first day, takes away on the grid of days."""
    gone: set[str] = set()
    days = [first + timedelta(days=n) for first in FIRSTS for n in PASSED]
    for first in FIRSTS:
        plans = [shown(fields, first, first + timedelta(days=n)) for n in PASSED]
        gone |= _lost(plans)
    for day in days:
        gone |= _lost([shown(fields, first, day) for first in reversed(FIRSTS) if first <= day])
    return gone


def _lost(plans: list[set[str] | None]) -> set[str]:
    pairs = itertools.pairwise(plans)
    return {id_ for before, after in pairs if before and after for id_ in before - after}


def test_a_step_ends_by_a_longer_sickness_exactly_when_its_text_says_why() -> None:
    gone = {id_ for fields in cases() for id_ in removed(fields)}
    assert gone - ENDING == set(), "these steps disappear without a reason"
    assert ENDING - gone == set(), "these steps never disappear: 'vervalt' is not true"


profiles = st.fixed_dictionaries(
    {
        "rol": st.sampled_from([role.value for role in Role]),
        "statuut": st.sampled_from([None, *(status.value for status in Status)]),
        "oorzaak": st.sampled_from([None, *(cause.value for cause in Cause)]),
        "doel": st.sampled_from([None, *(goal.value for goal in Goal)]),
        "gewest": st.sampled_from([None, *(region.value for region in Region)]),
        "kanker": st.sampled_from([None, True]),
        "burn_out": st.sampled_from([None, True]),
        "daguitkering": st.sampled_from([None, 60]),
        "uren_hervatting": st.sampled_from([None, 19]),
        "grootte_werkgever": st.none() | st.integers(1, 300),
        "gewenste_startdatum": st.none() | st.dates(date(2023, 1, 1), date(2028, 12, 31)),
    }
)
"""Without a return or an end of the contract: those are other events than a longer sickness."""


@settings(max_examples=1500, deadline=None)
@given(
    profiles,
    st.dates(date(2023, 1, 1), date(2027, 12, 31)),
    st.integers(0, 900),
    st.integers(1, 900),
    st.booleans(),
)
def test_no_profile_loses_a_step_without_a_reason(
    fields: dict[str, Any], first: date, length: int, more: int, later: bool
) -> None:
    day, longer = first + timedelta(days=length), timedelta(days=more)
    before = shown(fields, first, day)
    after = shown(fields, first, day + longer) if later else shown(fields, first - longer, day)
    assume(before is not None and after is not None)
    assert before is not None
    assert after is not None
    assert before - after <= ENDING
