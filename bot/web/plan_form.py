"""The form of `/plan`: from what was typed to a profile, and back to the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.web.forms import Problem
from knowledge.articles import Role
from knowledge.dates import in_words
from knowledge.entities import month_number
from knowledge.phrases import phrases
from knowledge.plan_page_words import plan_page_words
from knowledge.rules.numbers import read_amount
from knowledge.rules.profile import Profile, ProfileError, read_profile, refusal

DATES = ("eerste_ziektedag", "gewenste_startdatum", "hervat_op", "contract_einde")
NUMBERS = ("grootte_werkgever", "uren_hervatting", "uren_voltijds", "daguitkering")
WHOLE = ("grootte_werkgever",)
PARTS = ("dag", "maand", "jaar")
CENTURY = 2000
"""A year in two digits is one of this century."""
MAX_VALUE = 40
"""The most characters of a field that are read; nothing that can be used is longer."""


@dataclass(frozen=True)
class Filled:
    """What the form holds.

    Attributes:
        role: whose plan it is.
        typed: what was typed, by form field, to show again.
        profile: the profile of the fields that can be used.
        problems: what cannot be used.
    """

    role: Role
    typed: Mapping[str, str]
    profile: Profile
    problems: tuple[Problem, ...] = ()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The fields that carry what was typed along."""
        return [("rol", self.role.value), *((n, text) for n, text in self.typed.items() if text)]


def read_role(texts: Mapping[str, str]) -> Role:
    """Return the group of users that the form names.

    Raises:
        ProfileError: none, or one that does not exist.
    """
    try:
        return Role(texts.get("rol", ""))
    except ValueError as error:
        raise refusal("rol", "rol") from error


def read_filled(texts: Mapping[str, str], day: date) -> Filled:
    """Read the fields of one group of users; other names are passed over.

    Args:
        texts: what was typed, by form field; a date in three fields, such as "hervat_op.dag".
        day: the reference date.

    Raises:
        ProfileError: no role; every other problem stands in the result.
    """
    role = read_role(texts)
    names = plan_page_words().fields(role)
    typed = {
        field: texts.get(field, "").strip()[:MAX_VALUE]
        for name in names
        for field in _form_fields(name)
    }
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            value = _read(name, role, typed)
        except ProfileError as error:
            problems.append(Problem(name, str(error)))
        else:
            values |= {} if value is None else {name: value}
    profile = None
    while profile is None:
        try:
            profile = read_profile({"rol": role, **values}, day)
        except ProfileError as error:
            if error.field not in values:
                raise
            problems.append(Problem(error.field, str(error)))
            del values[error.field]
    order = {name: number for number, name in enumerate(names)}
    problems.sort(key=lambda problem: order[problem.name])
    return Filled(role, typed, profile, tuple(problems))


def told(filled: Filled) -> list[tuple[str, str]]:
    """Return what was filled in, as name and value to read."""
    words = plan_page_words()
    lines = []
    for name in words.fields(filled.role):
        value = getattr(filled.profile, name)
        if value is None:
            continue
        if isinstance(value, date):
            spoken = in_words(value)
        else:
            typed = filled.typed[name]
            spoken = words.options(name, filled.role).get(typed, typed)
        lines.append((words.field(name).naam.capitalize(), spoken))
    return lines


def _form_fields(name: str) -> tuple[str, ...]:
    return tuple(f"{name}.{part}" for part in PARTS) if name in DATES else (name,)


def _read(name: str, role: Role, typed: Mapping[str, str]) -> Any:
    if name in DATES:
        return _read_date(name, role, [typed[field] for field in _form_fields(name)])
    text = typed[name]
    if not text or name not in NUMBERS:
        return text or None
    try:
        amount = read_amount(text)
    except ValueError as error:
        raise refusal(name, name) from error
    if name in WHOLE and amount % 1:
        raise refusal(name, name)
    return amount


def _read_date(name: str, role: Role, parts: list[str]) -> date | None:
    if not any(parts):
        return None
    number, month, year = parts
    try:
        full_year = int(year) + (CENTURY if len(year) == 2 else 0)
        return date(full_year, month_number(month) or int(month), int(number))
    except (ValueError, OverflowError) as error:
        if name in phrases().profiel:
            raise refusal(name, name) from error
        words = plan_page_words()
        sentence = words.fouten.datum.format(vraag=words.question(name, role).vraag)
        raise ProfileError(name, sentence) from error
