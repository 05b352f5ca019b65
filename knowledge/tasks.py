"""The conversations in which the guide does something: a plan or a calculation.

One turn is a pure function of what was said and what was remembered, so that interruptions,
corrections and two facts in one sentence are handled in one place and tested without servers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import validator

from knowledge.articles import Role
from knowledge.dates import in_words
from knowledge.decision import Outcome
from knowledge.entities import Kind, Prefer, find_all, find_dates, month_number
from knowledge.files import ROOT, Strict, read_model
from knowledge.parameters import Parameters, format_number
from knowledge.phrases import phrases
from knowledge.replies import Button, Reply, calculation_blocks, note, step_blocks
from knowledge.rules.calculations import CannotCalculate, partial_benefit
from knowledge.rules.numbers import read_amount
from knowledge.rules.plan import make_plan
from knowledge.rules.profile import ProfileError, read_profile
from knowledge.step_texts import load_steps
from knowledge.wording import normalise

ANSWER_INTENT = "taak_antwoord"
PLAN = "mijn_stappenplan"
CALCULATION = "bereken_uitkering"
CONFIRM, ALL = "bevestigen", "alles"
SKIP, NOT_KNOWN, STOP, YES, NO = "overslaan", "weet_niet", "stop", "ja", "nee"
_YES = re.compile(r"(ja|jawel|jaja|klopt|ok|oke|juist|(ja )?dat klopt)\W*")
_PART_OF_WEEK = re.compile(
    r"(\d{1,2})\s*(?:u|uur|uren)?\s*(?:per week|in de week)?\s*(?:op|van de|/)\s*(\d{2})\b"
)
FIRST_STEPS = 3
MOST_TRIES = 2
NUMBERS = ("uren_hervatting", "uren_voltijds", "daguitkering", "grootte_werkgever")


class Task(Strict):
    """One task: its opening words, and which questions in which order for each role."""

    start: str
    volgorde: dict[Role, tuple[str, ...]]


class FieldWords(Strict):
    """How one field is called, asked, asked again, and why it is asked."""

    naam: str
    vraag: str
    opnieuw: str
    waarom: str


class TaskWords(Strict):
    """The file `taken.yml`."""

    taken: dict[str, Task]
    te_weinig: str
    samenvatting: str
    klopt: str
    klopt_niet: str
    wat_verbeteren: str
    gestopt: str
    hernomen: str
    niet_begrepen: str
    waarom_kort: str
    terug_naar_plan: str
    ongeveer: str
    bestaat_niet: str
    overslaan: str
    weet_niet: str
    stop: str
    alles: str
    eerste_drie: str
    velden: dict[str, FieldWords]
    met_startdatum: tuple[str, ...]
    knoppen: dict[str, dict[str, str]]
    woorden: dict[str, Any]

    @validator("woorden")
    def _compiles(cls, value: dict[str, Any]) -> dict[str, Any]:
        for pattern in (
            p for v in value.values() for p in (v.values() if isinstance(v, dict) else [v])
        ):
            re.compile(pattern)
        return value


@lru_cache(maxsize=1)
def task_words() -> TaskWords:
    """Read the questions and words once.

    Raises:
        ContentError: the file is wrong.
    """
    return read_model(ROOT / "taken.yml", TaskWords)


@dataclass(frozen=True)
class Progress:
    """Where a task stands.

    Attributes:
        task: which one; empty: none was begun.
        active: whether a question is open now; a stopped task can be resumed.
        fields: what is known, as text (dates as "2026-08-03").
        asked: the field that is asked, or "bevestigen" at the read-back.
        skipped: fields that the person does not know or does not want to say.
        tries: how often the open question was not understood.
        doubt: a remark on how the last answer was read.
    """

    task: str = ""
    active: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    skipped: tuple[str, ...] = ()
    tries: int = 0
    doubt: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The form in which it is kept in a slot."""
        return {**vars(self), "fields": dict(self.fields), "skipped": list(self.skipped)}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any] | None) -> Progress:
        """Read what `as_dict` made; None gives an empty one."""
        if not value:
            return cls()
        return cls(**{**value, "skipped": tuple(value.get("skipped", ()))})


def read_facts(text: str, day: date, asked: str | None) -> tuple[dict[str, str], str | None]:
    """Read everything in a message that a profile can hold.

    Args:
        text: what was typed.
        day: the reference date.
        asked: the open question: a bare number or date answers that one.

    Returns:
        Fields with their values as text, and a remark on how a date was read (or None).
    """
    words = task_words().woorden
    plain = normalise(text)
    facts: dict[str, str] = {}
    for name in ("statuut", "doel"):
        for value, pattern in words[name].items():
            if name not in facts and re.search(pattern, plain):
                facts[name] = value
    for name in ("kanker", "burn_out"):
        if re.search(words[name], plain):
            facts[name] = "true"
    for value in ("arbeidsongeval", "beroepsziekte"):
        if re.search(words[value], plain):
            facts["oorzaak"] = value
    remark = _read_date(text, day, asked, facts)
    _read_numbers(text, day, asked, facts)
    return facts, remark


def _read_date(text: str, day: date, asked: str | None, facts: dict[str, str]) -> str | None:
    later = asked == "gewenste_startdatum"
    name = "gewenste_startdatum" if later else "eerste_ziektedag"
    if asked in NUMBERS:
        return None
    found = find_dates(text, day, Prefer.toekomst if later else Prefer.verleden)
    if not found:
        return None
    if found[0].value is None:
        return task_words().bestaat_niet
    facts[name] = found[0].value.isoformat()
    return None if found[0].exact else task_words().ongeveer.format(datum=in_words(found[0].value))


def _other_month(plain: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Correct only the month of the first day of sickness: "nee, ik bedoel juli"."""
    before = fields.get("eerste_ziektedag")
    month = next((n for word in plain.split() if (n := month_number(word))), None)
    if before is None or month is None:
        return {}
    try:
        return {"eerste_ziektedag": date.fromisoformat(before).replace(month=month).isoformat()}
    except ValueError:
        return {}


def _read_numbers(text: str, day: date, asked: str | None, facts: dict[str, str]) -> None:
    found = find_all(text, day)
    hours = [one.value for one in found if one.kind is Kind.uren]
    people = [one.value for one in found if one.kind is Kind.personen]
    euros = [one.value for one in found if one.kind is Kind.euro]
    if people:
        facts["grootte_werkgever"] = str(people[0])
    if euros and asked == "daguitkering":
        facts["daguitkering"] = str(euros[0])
    if hours and asked in ("uren_hervatting", "uren_voltijds"):
        facts[asked] = str(hours[0])
    both = _PART_OF_WEEK.search(text)
    if both and asked == "uren_hervatting":
        facts |= {"uren_hervatting": both[1], "uren_voltijds": both[2]}
    if asked in NUMBERS and asked not in facts:
        bare = re.fullmatch(r"[^\d-]{0,20}?(\d[\d.,]*)\D{0,20}", text.strip())
        if bare:
            try:
                facts[asked] = str(read_amount(bare[1].rstrip(".,")))
            except ValueError:
                return


def begin(
    task: str, role: Role | None, text: str, before: Progress, day: date
) -> tuple[Progress, list[str]]:
    """Begin a task, or take it up again where it was left; facts in the message count already.

    Returns:
        The progress, and the opening words.
    """
    words = task_words()
    if before.task == task and before.fields:
        return replace(before, active=True, asked=None, tries=0), [words.hernomen]
    facts, remark = read_facts(text, day, None)
    if role is not None:
        facts["rol"] = role.value
    made = Progress(task=task, active=True, fields=facts, doubt=remark)
    return made, [words.taken[task].start]


def next_question(progress: Progress) -> str | None:
    """Return the field to ask now, or None when everything was asked."""
    words = task_words()
    role = progress.fields.get("rol")
    if role is None:
        return "rol" if "rol" not in progress.skipped else None
    order = words.taken[progress.task].volgorde.get(Role(role), ())
    for name in order:
        if name in progress.fields or name in progress.skipped:
            continue
        if (
            name == "gewenste_startdatum"
            and progress.fields.get("doel") not in words.met_startdatum
        ):
            continue
        return name
    return None


def question(progress: Progress, opening: list[str]) -> tuple[Progress, Reply]:
    """Ask what is still open, or read back what was understood."""
    words = task_words()
    name = next_question(progress)
    lines = [*opening, *([progress.doubt] if progress.doubt else [])]
    if name is None:
        return _read_back(replace(progress, doubt=None), lines)
    asked = words.velden[name]
    text = asked.opnieuw if progress.tries else asked.vraag
    blocks = [note(line) for line in lines]
    blocks.append({"type": "alinea", "tekst": f"{text} {asked.waarom}"})
    buttons = [
        Button(title, answer_payload(value)) for value, title in words.knoppen.get(name, {}).items()
    ]
    buttons += [
        Button(words.weet_niet, answer_payload(NOT_KNOWN)),
        Button(words.overslaan, answer_payload(SKIP)),
        Button(words.stop, answer_payload(STOP)),
    ]
    reply = Reply(Outcome.gesprek, blocks, buttons, topic=progress.task)
    return replace(progress, asked=name, doubt=None), reply


def _read_back(progress: Progress, lines: list[str]) -> tuple[Progress, Reply]:
    words = task_words()
    told = "; ".join(
        f"{words.velden[name].naam}: {_spoken(name, value)}"
        for name, value in progress.fields.items()
        if name in words.velden
    )
    text = words.samenvatting.format(feiten=told)
    buttons = [
        Button(words.klopt, answer_payload(YES)),
        Button(words.klopt_niet, answer_payload(NO)),
        Button(words.stop, answer_payload(STOP)),
    ]
    blocks = [note(line) for line in lines] + [{"type": "alinea", "tekst": text}]
    return replace(progress, asked=CONFIRM), Reply(
        Outcome.gesprek, blocks, buttons, topic=progress.task
    )


def _spoken(name: str, value: str) -> str:
    if name in ("eerste_ziektedag", "gewenste_startdatum"):
        return in_words(date.fromisoformat(value))
    if name == "rol":
        return phrases().rollen[Role(value)].voor
    if name in NUMBERS:
        return format_number(Decimal(value))
    return task_words().knoppen.get(name, {}).get(value, value).lower()


def answer_payload(value: str) -> str:
    """Return the message that a button of a task sends."""
    return f'/{ANSWER_INTENT}{{"waarde": "{value}"}}'


def take_answer(
    progress: Progress, text: str, value: str | None, day: date, parameters: Parameters
) -> tuple[Progress, Reply] | None:
    """Handle a message while a task is open.

    Args:
        progress: where the task stands, active.
        text: what was typed; empty for a button.
        value: the value of a button; None for typed text.
        day: the reference date.
        parameters: all figures.

    Returns:
        The new progress and the reply; None when the message is something else, such as a question
        in between.
    """
    words = task_words()
    plain = normalise(text)
    value = value or _meant(plain, progress.asked)
    if value == STOP:
        return replace(progress, active=False, asked=None), _said(words.gestopt)
    if value == ALL:
        return progress, result(progress, day, parameters, everything=True)
    if progress.asked == CONFIRM and value in (YES, NO):
        if value == YES:
            return replace(progress, active=False), result(progress, day, parameters)
        return replace(progress, tries=0), _said(words.wat_verbeteren)
    if progress.asked and value in (SKIP, NOT_KNOWN):
        skipped = replace(progress, skipped=(*progress.skipped, progress.asked), tries=0)
        return question(skipped, [])
    facts = {progress.asked: value} if value and progress.asked else {}
    remark = None
    if not value:
        facts, remark = read_facts(text, day, progress.asked)
        facts = facts or _other_month(plain, progress.fields)
        if remark == words.bestaat_niet:
            return progress, _said(remark)
    if not facts:
        return None
    return _checked(progress, {k: v for k, v in facts.items() if k}, remark, day)


def _meant(plain: str, asked: str | None) -> str | None:
    words = task_words().woorden
    names = ((STOP, "stop"), (SKIP, "overslaan"), (NOT_KNOWN, "weet_niet"))
    found = next((value for value, name in names if re.search(words[name], plain)), None)
    confirms = asked == CONFIRM and _YES.fullmatch(plain) is not None
    return YES if found is None and confirms else found


def _checked(
    progress: Progress, facts: Mapping[str, Any], remark: str | None, day: date
) -> tuple[Progress, Reply]:
    """Take over facts unless they cannot be; then ask that one again and keep the rest."""
    fields = {**progress.fields, **facts}
    try:
        read_profile(fields if "rol" in fields else {**fields, "rol": "co"}, day)
    except ProfileError as error:
        kept = {k: v for k, v in fields.items() if k != error.field}
        again = replace(progress, fields=kept, tries=progress.tries + 1)
        return question(again, [str(error)])
    return question(replace(progress, fields=fields, tries=0, doubt=remark), [])


def not_understood(progress: Progress) -> tuple[Progress, Reply]:
    """Ask again in other words; after two failures explain why, and offer to skip or stop."""
    words = task_words()
    tries = progress.tries + 1
    opening = [words.niet_begrepen if tries <= MOST_TRIES else words.waarom_kort]
    return question(replace(progress, tries=tries), opening)


def resume_after(progress: Progress, reply: Reply) -> Reply:
    """Put the open question behind the answer to a question in between."""
    if progress.asked in (None, CONFIRM):
        _, again = _read_back(progress, [])
    else:
        _, again = question(replace(progress, tries=0), [])
    reply.blocks += [note(task_words().terug_naar_plan), *again.blocks]
    reply.buttons = again.buttons
    return reply


def result(
    progress: Progress, day: date, parameters: Parameters, *, everything: bool = False
) -> Reply:
    """Show the plan (the three most urgent steps first) or the calculation."""
    words = task_words()
    try:
        if progress.task == CALCULATION:
            return _calculated(progress, day, parameters)
        profile = read_profile(progress.fields, day)
    except (ProfileError, CannotCalculate) as error:
        return _said(str(error))
    plan = make_plan(profile, day, load_steps(), parameters)
    shown = plan.steps if everything else plan.steps[:FIRST_STEPS]
    reply = Reply(Outcome.gesprek, topic=PLAN)
    reply.blocks.extend(step_blocks(plan, shown))
    if len(shown) < len(plan.steps):
        reply.blocks.insert(1, note(words.eerste_drie))
        reply.buttons.append(Button(f"{words.alles} ({len(plan.steps)})", answer_payload(ALL)))
    return reply


def _calculated(progress: Progress, day: date, parameters: Parameters) -> Reply:
    fields = progress.fields
    if missing := [n for n in NUMBERS[:3] if n not in fields]:
        return _said(f"{task_words().velden[missing[0]].opnieuw} {task_words().te_weinig}")
    made = partial_benefit(
        Decimal(fields["uren_hervatting"]),
        Decimal(fields["uren_voltijds"]),
        Decimal(fields["daguitkering"]),
        day,
        parameters,
    )
    return Reply(Outcome.gesprek, list(calculation_blocks(made)), topic=CALCULATION)


def _said(text: str) -> Reply:
    return Reply(Outcome.gesprek, [{"type": "alinea", "tekst": text}])
