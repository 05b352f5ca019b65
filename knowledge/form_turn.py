"""The tasks that are a form: a plan, a calculation, a premium.

Questions are asked one by one, in any order answered, corrected or skipped, and read back before
the result. One turn is a pure function of what was said and what was remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from knowledge.articles import Role
from knowledge.dates import in_words
from knowledge.decision import Outcome
from knowledge.letter_turn import LETTER, letter_buttons, letter_reply
from knowledge.parameters import Parameters, format_number
from knowledge.phrases import phrases
from knowledge.progress import CONFIRM, NOT_KNOWN, SKIP, STOP, Progress, answer_payload
from knowledge.replies import Button, Reply, calculation_blocks, note, step_blocks
from knowledge.rules.calculations import CannotCalculate, partial_benefit
from knowledge.rules.plan import make_plan
from knowledge.rules.premiums import calculate_premium, read_premium
from knowledge.rules.profile import Profile, ProfileError, Status, fits_role, read_profile
from knowledge.step_texts import load_steps
from knowledge.task_facts import FIRST_DAY, NUMBERS, START_DAY, other_month, read_facts
from knowledge.task_words import asks_why, task_words
from knowledge.topics import load_topics
from knowledge.wording import normalise

PLAN = "mijn_stappenplan"
CALCULATION = "bereken_uitkering"
PREMIUM = "bereken_premie"
ALL, YES, NO = "alles", "ja", "nee"
FIRST_STEPS = 3
SHORT = 4
"""So many words hold an answer and hardly anything else."""


def only_answers(progress: Progress, text: str, day: date) -> bool:
    """Tell whether a message is no more than an answer in the task: a refusal, a date, a status."""
    plain = normalise(text)
    if any(task_words().said(name, plain) for name in ("overslaan", "weet_niet", "stop")):
        return True
    facts, _ = read_facts(text, day, progress.asked, progress.fields, progress.wanted)
    facts = facts or other_month(plain, day, progress.fields)
    # What somebody wants is too near to what somebody in distress wants: "rusten", "weg van alles".
    return len(plain.split()) <= SHORT and bool(set(facts) - {"doel"})


def begin(
    task: str, role: Role | None, text: str, before: Progress, day: date
) -> tuple[Progress, Reply]:
    """Begin a task, or take it up again where it was left.

    Facts in the message count already, and so do those of the task before it.
    """
    words = task_words()
    fresh = words.said("opnieuw", normalise(text))
    resumed = before.task == task and bool(before.fields) and not fresh
    known = {} if fresh else before.fields
    made = Progress(task, True, known, skipped=before.skipped if resumed else ())
    facts, _ = read_facts(text, day, None, known, made.wanted)
    # A choice in the message decides what else in it counts.
    chosen = replace(made, fields={**known, **facts})
    facts, remark = read_facts(text, day, None, known, chosen.wanted)
    if role is not None:
        facts.setdefault("rol", role.value)
    opening = words.hernomen.format(taak=_name(made)) if resumed else words.taken[task].start
    return _checked(made, facts, remark, day, [opening])


def next_question(progress: Progress) -> str | None:
    """Return the field to ask now, or None when everything was asked."""
    words = task_words()
    if progress.role is None:
        return "rol"
    order = words.taken[progress.task].order(progress.role, progress.fields)
    for name in order:
        if name in progress.fields or name in progress.skipped:
            continue
        resumes = "doel" not in order or progress.fields.get("doel") in words.met_startdatum
        if name == START_DAY and not resumes:
            continue
        return name
    return None


def question(progress: Progress, opening: Sequence[str]) -> tuple[Progress, Reply]:
    """Ask what is still open, or read back what was understood."""
    words = task_words()
    if progress.role in words.taken[progress.task].elders:
        return _elsewhere(progress, progress.role)
    name = next_question(progress)
    lines = [*opening, *([progress.doubt] if progress.doubt else [])]
    progress = replace(progress, doubt=None)
    if name is None:
        return _read_back(progress, lines)
    asked = words.question(name, progress.role)
    text = asked.opnieuw if progress.tries else asked.vraag
    blocks = [note(line) for line in lines]
    blocks.append({"type": "alinea", "tekst": f"{text} {asked.waarom}"})
    buttons = [
        Button(title, answer_payload(value)) for value, title in _choices(name, progress.role)
    ]
    buttons += [
        Button(words.weet_niet, answer_payload(NOT_KNOWN)),
        Button(words.overslaan, answer_payload(SKIP)),
        Button(words.stop, answer_payload(STOP)),
    ]
    reply = Reply(Outcome.gesprek, blocks, buttons, topic=progress.task)
    return replace(progress, asked=name), reply


def _choices(name: str, role: Role | None) -> list[tuple[str, str]]:
    choices = task_words().knoppen.get(name, {}).items()
    if name != "statuut" or role is None:
        return list(choices)
    return [(value, title) for value, title in choices if fits_role(Status(value), role)]


def _elsewhere(progress: Progress, role: Role | None) -> tuple[Progress, Reply]:
    words = task_words()
    topic = words.taken[progress.task].elders[role or Role.wn]
    text = words.niet_voor.format(rol=phrases().rollen[role or Role.wn].voor)
    title = load_topics().by_id[topic].titel
    reply = _said(text)
    reply.buttons.append(Button(title, f"/{topic}"))
    return replace(progress, active=False, asked=None, doubt=None), reply


def _read_back(progress: Progress, lines: Sequence[str]) -> tuple[Progress, Reply]:
    words = task_words()
    task = words.taken[progress.task]
    told = [
        f"{asked.naam}: {_spoken(name, progress.fields[name])}"
        for name, asked in words.velden.items()
        if name in progress.fields and name in progress.wanted
    ]
    if progress.task == PLAN:
        told += [
            said[progress.fields[name]] for name, said in words.ook.items()
            if progress.fields.get(name) in said
        ]  # fmt: skip
    text = words.samenvatting.format(feiten="; ".join(told))
    buttons = [
        Button(task.klopt, answer_payload(YES)),
        Button(words.klopt_niet, answer_payload(NO)),
        Button(words.stop, answer_payload(STOP)),
    ]
    blocks = [note(line) for line in lines] + [{"type": "alinea", "tekst": text}]
    return replace(progress, asked=CONFIRM), Reply(
        Outcome.gesprek, blocks, buttons, topic=progress.task
    )


def _spoken(name: str, value: str) -> str:
    if name in (FIRST_DAY, START_DAY):
        return in_words(date.fromisoformat(value))
    if name == "rol":
        return phrases().rollen[Role(value)].voor
    if name in NUMBERS:
        return format_number(Decimal(value))
    return task_words().knoppen.get(name, {}).get(value, value).lower()


def _name(progress: Progress) -> str:
    return task_words().taken[progress.task].naam


def take_answer(
    progress: Progress, text: str, value: str | None, day: date, parameters: Parameters
) -> tuple[Progress, Reply] | None:
    """Handle a message while a task is open, or a button of a task that is not.

    Args:
        progress: where the task stands.
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
    value = value or _meant(plain, progress)
    if value == STOP:
        stopped = replace(progress, active=False, asked=None)
        return stopped, _said(words.gestopt.format(taak=_name(progress)))
    if value and value.startswith(f"{LETTER}:"):
        return _letter(progress, value, day, parameters)
    if value == ALL:
        return progress, result(progress, day, parameters, everything=True)
    if progress.asked and not value and asks_why(text):
        opening = words.waarom_dat.format(taak=_name(progress))
        return question(replace(progress, tries=0), [opening])
    if progress.asked == CONFIRM and value == YES:
        return _confirmed(progress, day, parameters)
    if progress.asked and value in (SKIP, NOT_KNOWN):
        return _skipped(progress)
    if value and value != NO:
        name = _field_of(value, progress.asked)
        return _checked(replace(progress, active=True), {name: value}, None, day) if name else None
    facts, remark = read_facts(text, day, progress.asked, progress.fields, progress.wanted)
    facts = facts or other_month(plain, day, progress.fields)
    if facts or remark:
        return _checked(progress, facts, remark, day)
    if value == NO:
        return replace(progress, active=True, tries=0), _said(words.wat_verbeteren)
    return None


def _meant(plain: str, progress: Progress) -> str | None:
    """Read typed words that do what a button does; the words on a button of the question first."""
    words = task_words()
    asked = progress.asked or ""
    choices = _choices(asked, progress.role)
    if asked == CONFIRM:
        choices = [(YES, words.taken[progress.task].klopt), (NO, words.klopt_niet)]
    pressed = next((value for value, title in choices if normalise(title) == plain), None)
    names = [(STOP, "stop"), (SKIP, "overslaan"), (NOT_KNOWN, "weet_niet")]
    if asked == CONFIRM:
        names += [(YES, "klopt"), (NO, "verbeteren")]
    return pressed or next((value for value, name in names if words.said(name, plain)), None)


def _field_of(value: str, asked: str | None) -> str | None:
    """Name the field that a button fills in: the open one, or that of a button further up."""
    choices = task_words().knoppen
    names = (asked or "", *choices)
    return next((name for name in names if value in choices.get(name, {})), None)


def _confirmed(
    progress: Progress, day: date, parameters: Parameters
) -> tuple[Progress, Reply] | None:
    """Show the result, or ask again what it cannot do without."""
    words = task_words()
    task = words.taken[progress.task]
    missing = [name for name in progress.wanted if name not in progress.fields]
    if task.alles_nodig and missing:
        skipped = tuple(name for name in progress.skipped if name not in missing)
        return question(replace(progress, skipped=skipped, tries=1), [words.te_weinig])
    return replace(progress, active=False), result(progress, day, parameters)


def _skipped(progress: Progress) -> tuple[Progress, Reply]:
    """Leave out the open question; where nobody is named, the plan is made for workers."""
    if progress.asked == CONFIRM:
        return question(progress, [])
    if progress.asked == "rol":
        opening = task_words().rol_aangenomen.format(rol=phrases().rollen[Role.wn].voor)
        made = replace(progress, fields={**progress.fields, "rol": Role.wn.value}, tries=0)
        return question(made, [opening])
    skipped = (*progress.skipped, progress.asked or "")
    return question(replace(progress, skipped=skipped, tries=0), [])


def take_up(
    progress: Progress, text: str, day: date, parameters: Parameters
) -> tuple[Progress, Reply] | None:
    """Handle a message after a task was shown or stopped: a correction, or "toon alle stappen".

    Returns:
        The new progress and the reply; None when the message is about something else.
    """
    plain = normalise(text)
    if progress.finished and progress.task == PLAN and task_words().said("alles", plain):
        return progress, result(progress, day, parameters, everything=True)
    facts, remark = read_facts(text, day, None, progress.fields, progress.wanted)
    if progress.finished:
        facts = facts or other_month(plain, day, progress.fields)
    if not set(facts) - {"rol"}:
        return None
    if progress.task:
        return _checked(replace(progress, active=True), facts, remark, day)
    reply = _said(task_words().aanbod)
    reply.buttons.append(Button(phrases().mijn_stappen, f"/{PLAN}"))
    return replace(progress, fields=facts), reply


def set_role(progress: Progress, role: Role, day: date) -> tuple[Progress, Reply]:
    """Go on for another group of users."""
    return _checked(progress, {"rol": role.value}, None, day)


def _checked(
    progress: Progress,
    facts: Mapping[str, Any],
    remark: str | None,
    day: date,
    opening: Sequence[str] = (),
) -> tuple[Progress, Reply]:
    """Take over facts unless they cannot be; then ask that one again and keep the rest."""
    fields = {k: v for k, v in progress.fields.items() if k not in facts} | dict(facts)
    if "rol" in facts and "statuut" not in facts:
        # Another group has other statuses; one that was told for the group before is left behind.
        fields = {k: v for k, v in fields.items() if k != "statuut" or _fits(v, facts["rol"])}
    skipped = tuple(name for name in progress.skipped if name not in facts)
    progress = replace(progress, skipped=skipped)
    try:
        read_profile({"rol": "co", **_of_profile(fields)}, day)
        read_premium(fields)
    except ProfileError as error:
        kept = {k: v for k, v in fields.items() if k != error.field}
        again = replace(progress, fields=kept, tries=progress.tries + 1)
        return question(again, [*opening, str(error)])
    tries = 0 if facts else progress.tries + bool(remark)
    return question(replace(progress, fields=fields, tries=tries, doubt=remark), opening)


def _of_profile(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name in Profile.__fields__}


def _fits(status: str, role: str) -> bool:
    return fits_role(Status(status), Role(role))


def result(
    progress: Progress, day: date, parameters: Parameters, *, everything: bool = False
) -> Reply:
    """Show the plan (the three most urgent steps first) or the calculation."""
    words = task_words()
    try:
        if progress.task == CALCULATION:
            return _calculated(progress, day, parameters)
        if progress.task == PREMIUM:
            made = calculate_premium(progress.fields, day, parameters)
            return Reply(Outcome.gesprek, list(calculation_blocks(made)), topic=PREMIUM)
        profile = read_profile(_of_profile(progress.fields), day)
    except (ProfileError, CannotCalculate) as error:
        return _said(str(error))
    plan = make_plan(profile, day, load_steps(), parameters)
    shown = plan.steps if everything else plan.steps[:FIRST_STEPS]
    reply = Reply(Outcome.gesprek, topic=PLAN)
    reply.blocks.extend(step_blocks(plan, shown))
    if len(shown) < len(plan.steps):
        reply.blocks.insert(1, note(words.eerste_drie))
        reply.buttons.append(Button(f"{words.alles} ({len(plan.steps)})", answer_payload(ALL)))
    reply.blocks.append(note(words.brieven.aanbod))
    reply.buttons.extend(letter_buttons(profile))
    return reply


def _letter(
    progress: Progress, value: str, day: date, parameters: Parameters
) -> tuple[Progress, Reply] | None:
    """Show a letter from what the plan knows; None without a role, or without such a letter."""
    if progress.role is None:
        return None
    profile = read_profile(_of_profile(progress.fields), day)
    reply = letter_reply(value, profile, day, parameters)
    return None if reply is None else (progress, reply)


def _calculated(progress: Progress, day: date, parameters: Parameters) -> Reply:
    fields = progress.fields
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
