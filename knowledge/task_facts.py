"""Reading from a message what a plan or a calculation needs to know."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from knowledge.dates import in_words
from knowledge.entities import Kind, Prefer, find_all, find_dates, month_number, normalise_lightly
from knowledge.roles import find_role
from knowledge.rules.numbers import read_amount
from knowledge.task_words import task_words
from knowledge.wording import normalise

NUMBERS = (
    "uren_hervatting",
    "uren_voltijds",
    "daguitkering",
    "grootte_werkgever",
    "kwartaal",
    "referteloon",
    "tewerkstelling",
)
WAGE, SHARE = "referteloon", "tewerkstelling"
_AMOUNTS = ("daguitkering", WAGE)
FIRST_DAY, START_DAY = "eerste_ziektedag", "gewenste_startdatum"
_PART_OF_WEEK = re.compile(
    r"(\d{1,2})\s*(?:u|uur|uren)?\s*(?:per week|in de week)?\s*(?:op|van de|/)\s*(\d{2})\b"
)
_HOURS_WORD = re.compile(r"\d\s*(u|uur|uren)\b")
_NOT = re.compile(r"\b(geen|zonder|niet)( (een|de|het))? $")
_NOT_THEN = re.compile(r"\b(tot|tot en met|t/m|nog|na|per|binnen|voor)( de| een)?\s*$")
"""Words before a date or a time that is neither the first day of sickness nor a day to begin."""
_BOUND = re.compile(r"\b(minder dan|onder de|onder|meer dan|boven de|boven) (\d+)\b")


def read_facts(
    text: str,
    day: date,
    asked: str | None,
    known: Mapping[str, str] | None = None,
    wanted: Collection[str] = (),
) -> tuple[dict[str, str], str | None]:
    """Read everything in a message that a profile can hold.

    Args:
        text: what was typed.
        day: the reference date.
        asked: the open question: a bare number or date answers that one.
        known: what was told before.
        wanted: what the task asks: hours, amounts and choices among it count, whatever is asked.

    Returns:
        Fields with their values as text, and a remark on how something was read (or None).
    """
    words = task_words().woorden
    plain = normalise(text)
    facts: dict[str, str] = {}
    role = find_role(text, only_role=asked == "rol")
    if role is not None and (asked == "rol" or (role.stated and task_words().said("ben", plain))):
        facts["rol"] = role.role.value
    choices = [name for name in ("premie", "pakket") if name in wanted]
    for name in ("statuut", "doel", *choices):
        for value, pattern in words[name].items():
            if name not in facts and re.search(pattern, plain):
                facts[name] = value
    for name in ("kanker", "burn_out"):
        if found := re.search(words[name], plain):
            facts[name] = "false" if _NOT.search(plain[: found.start()]) else "true"
    for value in ("arbeidsongeval", "beroepsziekte"):
        if re.search(words[value], plain):
            facts["oorzaak"] = value
    remark = _read_dates(text, day, asked, facts, known or {})
    return facts, _read_numbers(text, day, asked, facts, wanted) or remark


def _read_dates(
    text: str, day: date, asked: str | None, facts: dict[str, str], known: Mapping[str, str]
) -> str | None:
    others = {one.kind for one in find_all(text, day)}
    if asked in NUMBERS or (others and others.isdisjoint({Kind.datum, Kind.duur})):
        return None
    remark = None
    past, future = (find_dates(text, day, prefer) for prefer in Prefer)
    words = normalise_lightly(text)
    places = [max(words.find(one.text), 0) for one in past]
    ends = [place + len(one.text) for place, one in zip(places, past, strict=True)]
    for at, (before, after) in enumerate(zip(past, future, strict=False)):
        left = words[ends[at - 1] if at else 0 : places[at]]
        right = words[ends[at] : (*places[at + 1 :], len(words))[0]]
        if _NOT_THEN.search(left) or before.text.startswith("tot "):
            continue
        name = _which_day(left, right, asked, {**known, **facts})
        if len(past) == 1 and asked == FIRST_DAY:
            name = FIRST_DAY
        one = after if name == START_DAY else before
        if one.value is None:
            remark = task_words().bestaat_niet
        elif name not in facts:
            facts[name] = one.value.isoformat()
            if not one.exact:
                remark = task_words().ongeveer.format(datum=in_words(one.value))
    return remark


def _which_day(left: str, right: str, asked: str | None, known: Mapping[str, str]) -> str:
    """Tell whether a date is the first day of sickness or the day on which work begins again.

    The nearest word before it decides, then the nearest behind it, then the open question, and
    otherwise what was told last.
    """
    patterns = task_words().woorden
    names = {FIRST_DAY: patterns["ziek_sinds"], START_DAY: patterns["begin_op"]}
    before = [(m.end(), name) for name, p in names.items() for m in re.finditer(p, left)]
    behind = [(-m.start(), name) for name, p in names.items() for m in re.finditer(p, right)]
    for near in (before, [] if asked in (FIRST_DAY, START_DAY) else behind):
        if near:
            return max(near, key=lambda one: (one[0], one[1] == FIRST_DAY))[1]
    if asked in (FIRST_DAY, START_DAY):
        return asked
    resumes = known.get("doel") in task_words().met_startdatum
    if FIRST_DAY in known and (START_DAY in known or (asked == "doel" and resumes)):
        return START_DAY
    return FIRST_DAY


def other_month(plain: str, day: date, fields: Mapping[str, str]) -> dict[str, str]:
    """Correct only the month of the date that was told last: "nee, ik bedoel juli".

    Args:
        plain: the message in normal form.
        day: the reference date.
        fields: what is known, the latest last.
    """
    name = next((f for f in reversed(list(fields)) if f in (FIRST_DAY, START_DAY)), None)
    month = next((n for word in plain.split() if (n := month_number(word))), None)
    if name is None or month is None:
        return {}
    before = date.fromisoformat(fields[name])
    made = (_moved(before, year, month) for year in range(before.year - 1, before.year + 2))
    fit = [d for d in made if d and (d <= day if name == FIRST_DAY else d >= day)]
    return {name: min(fit, key=lambda d: abs(d - before)).isoformat()} if fit else {}


def _moved(day: date, year: int, month: int) -> date | None:
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return None


def _read_numbers(
    text: str, day: date, asked: str | None, facts: dict[str, str], wanted: Collection[str]
) -> str | None:
    found = find_all(text, day)
    hours = [one.value for one in found if one.kind is Kind.uren]
    people = [one.value for one in found if one.kind is Kind.personen]
    shares = [one.value for one in found if one.kind is Kind.procent]
    plain = normalise(text)
    if people:
        facts["grootte_werkgever"] = str(people[0])
    euros = [one.value for one in found if one.kind is Kind.euro]
    amount = asked if asked in _AMOUNTS else next((n for n in _AMOUNTS if n in wanted), None)
    if amount and (euros or asked == amount) and task_words().said("per_maand", plain):
        return task_words().loon_per_maand if amount == WAGE else task_words().per_maand
    if euros and amount:
        facts[amount] = str(euros[0])
    if shares and asked == SHARE:
        facts[SHARE] = str(shares[0])
    both = _PART_OF_WEEK.search(text)
    asks_hours = "uren_hervatting" in wanted
    if both and (asked == "uren_hervatting" or (asks_hours and _HOURS_WORD.search(text))):
        facts |= {"uren_hervatting": both[1], "uren_voltijds": both[2]}
    elif hours and (asks_hours or asked in ("uren_hervatting", "uren_voltijds")):
        facts["uren_voltijds" if asked == "uren_voltijds" else "uren_hervatting"] = str(hours[0])
    if asked == "grootte_werkgever" and (bound := _BOUND.search(plain)):
        less = bound[1].startswith(("minder", "onder"))
        facts[asked] = str(int(bound[2]) + (-1 if less else 1))
    if asked in NUMBERS and asked not in facts:
        bare = re.fullmatch(r"[^\d-]{0,20}?(\d[\d.,]*)\D{0,20}", text.strip())
        if bare:
            try:
                facts[asked] = str(read_amount(bare[1].rstrip(".,")))
            except ValueError:
                return None
    return None
