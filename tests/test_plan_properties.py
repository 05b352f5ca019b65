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
from knowledge.rules.profile import (
    Cause,
    Goal,
    Profile,
    ProfileError,
    Region,
    Status,
    fits_role,
    read_profile,
)
from knowledge.step_texts import load_steps

STEPS = load_steps()
FIGURES = load_parameters()
ENDING = {id_ for id_, text in STEPS.items() if text.vervalt}
FIRSTS = (date(2026, 5, 30), date(2026, 3, 2), date(2025, 12, 15))
"""First days, ever earlier: around the reform of 2026, and a day that February lacks."""
LENGTHS = (0, 8, 20, 60, 80, 160, 250, 365, 400, 460, 900)
"""Reference days, ever later, in days after the latest first day: between these, steps end."""
START = date(2026, 8, 3)


def profile_of(fields: dict[str, Any], first: date, day: date) -> Profile | None:
    """The profile on a day; None when it is refused."""
    known = {name: value for name, value in fields.items() if value is not None}
    try:
        return read_profile({**known, "eerste_ziektedag": first}, day)
    except ProfileError:
        return None


def shown(profile: Profile, day: date) -> set[str]:
    """The ids of the plan's steps."""
    return set(moments(Situation(profile, day, FIGURES), STEPS))


def cases() -> Iterator[dict[str, Any]]:
    """Every role, status and goal, for a small and a large employer, with and without a start."""
    for role, status, goal, (size, start) in itertools.product(
        Role, (None, *Status), (None, *Goal), ((5, None), (60, START))
    ):
        if status is None or fits_role(status, role):
            yield {
                "rol": role.value,
                "statuut": status and status.value,
                "doel": goal and goal.value,
                "grootte_werkgever": size,
                "gewenste_startdatum": start,
                "burn_out": True,
            }


def removed(fields: dict[str, Any]) -> set[str]:
    """The steps that a later day, or an earlier first day, takes away."""
    end = FIRSTS[0] + timedelta(days=LENGTHS[-1])
    found = [(first, profile_of(fields, first, end)) for first in FIRSTS]
    known = [(first, profile) for first, profile in found if profile is not None]
    plans = {
        (first, n): shown(profile, FIRSTS[0] + timedelta(days=n))
        for (first, profile), n in itertools.product(known, LENGTHS)
    }
    later = [
        plans[first, before] - plans[first, after]
        for first, _ in known
        for before, after in itertools.pairwise(LENGTHS)
    ]
    earlier = [
        plans[late, n] - plans[early, n]
        for (late, _), (early, _) in itertools.pairwise(known)
        for n in LENGTHS
    ]
    return set().union(*later, *earlier)


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


@settings(max_examples=500, deadline=None)
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
    then = (first, day + longer) if later else (first - longer, day)
    profile, with_longer = profile_of(fields, first, day), profile_of(fields, *then)
    assume(profile is not None and with_longer is not None)
    assert profile is not None
    assert with_longer is not None
    assert shown(profile, day) - shown(with_longer, then[1]) <= ENDING
