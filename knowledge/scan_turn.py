"""The self-scan in conversation: one question at a time, to stop and take up again.

Like the other tasks, a turn is a pure function of what was said and what was remembered. The
answers stand among the fields of the progress, under the ids of their questions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from knowledge.articles import Role
from knowledge.decision import Outcome
from knowledge.parameters import Parameters
from knowledge.progress import SKIP, STOP, Progress, answer_payload
from knowledge.replies import Block, Button, Reply, note, topic_button
from knowledge.self_scan import (
    ActionPlan,
    Answer,
    Question,
    Scan,
    ScanError,
    action_plan,
    choices,
    load_scan,
    next_question,
    read_answers,
    scan_words,
    skip_theme,
)
from knowledge.self_scan import progress as count_answers
from knowledge.task_words import task_words
from knowledge.wording import normalise

SELF_SCAN = "zelfscan_beleid"
CHOSEN = "zelfscan"
"""The field that holds what somebody chose to answer."""
NEXT_THEME, SHOW_PLAN, CHOOSE = "volgend_thema", "actieplan", "andere_lijst"
CHOICE, ANSWER = "kies", "antwoord"
"""The first part of a button's value; the rest says what it chooses or answers."""
SHOWN_TOPICS = 3


def begin(
    task: str, role: Role | None, text: str, before: Progress, day: date
) -> tuple[Progress, Reply]:
    """Begin the self-scan, or take it up again where it was left; see `knowledge.tasks.Turns`."""
    made = Progress(SELF_SCAN, True, before.fields)
    resumed = CHOSEN in before.fields
    opening = scan_words().gesprek.hernomen if resumed else task_words().taken[task].start
    return question(made, [opening])


def question(progress: Progress, opening: Sequence[str]) -> tuple[Progress, Reply]:
    """Ask the next question, or what to answer, or show the action plan at the end."""
    words, scan = scan_words().gesprek, load_scan()
    lines: list[Block] = [note(line) for line in opening]
    chosen = progress.fields.get(CHOSEN)
    if chosen is None:
        return _ask_choice(progress, lines)
    asked = next_question((chosen,), _answers(progress, scan), progress.skipped, scan)
    if asked is None:
        return replace(progress, active=False, asked=None), _result(progress, lines, words.klaar)
    done = count_answers((chosen,), _answers(progress, scan), scan)
    place = words.plaats.format(
        gedaan=done.answered, totaal=done.total, thema=asked.theme.titel, deel=asked.section.titel
    )
    lines.append(note(place))
    lines.append({"type": "alinea", "tekst": asked.text})
    if asked.section.let_op:
        lines.append(note(scan_words().actieplan.let_op.format(tekst=asked.section.let_op.tekst)))
    buttons = [
        Button(about.knop, answer_payload(f"{ANSWER}:{asked.id}:{answer.value}"))
        for answer, about in scan_words().antwoorden.items()
    ]
    buttons += [
        Button(words.overslaan, answer_payload(SKIP)),
        Button(words.volgend_thema, answer_payload(NEXT_THEME)),
        Button(words.toon_plan, answer_payload(SHOW_PLAN)),
        Button(words.stop, answer_payload(STOP)),
    ]
    return replace(progress, asked=asked.id), Reply(
        Outcome.gesprek, lines, buttons, topic=SELF_SCAN
    )


def take_answer(
    progress: Progress,
    text: str,
    value: str | None,
    day: date | None = None,
    parameters: Parameters | None = None,
) -> tuple[Progress, Reply] | None:
    """Handle a message while the self-scan is open, or one of its buttons later on.

    Args:
        progress: where it stands.
        text: what was typed; empty for a button.
        value: the value of a button; None for typed text.
        day, parameters: not needed here; see `knowledge.tasks.Turns`.

    Returns:
        The new progress and the reply; None when the message is something else.
    """
    at = progress
    words, scan = scan_words().gesprek, load_scan()
    meant = value or _meant(normalise(text), at)
    if meant is None:
        return None
    if meant == STOP:
        stopped = replace(at, active=False, asked=None)
        return stopped, Reply(Outcome.gesprek, [{"type": "alinea", "tekst": words.gestopt}])
    if meant == SHOW_PLAN:
        return replace(at, active=False), _result(at, [], words.tussenstand)
    if meant == CHOOSE:
        rest = {name: value for name, value in at.fields.items() if name != CHOSEN}
        return question(replace(at, active=True, fields=rest), [])
    if meant.startswith(f"{CHOICE}:"):
        return _choose(at, meant.partition(":")[2], scan)
    if meant in (SKIP, NEXT_THEME):
        return _skip(at, meant, scan)
    return _answered(at, meant, scan)


def take_up(
    progress: Progress, text: str, day: date, parameters: Parameters
) -> tuple[Progress, Reply] | None:
    """Handle a message after the self-scan was shown or stopped."""
    return take_answer(progress, text, None, day, parameters)


def only_answers(progress: Progress, text: str, day: date) -> bool:
    """Tell whether typed words are an answer or a request of the self-scan."""
    return _meant(normalise(text), progress) is not None


def set_role(progress: Progress, role: Role, day: date) -> tuple[Progress, Reply]:
    """Go on as before: the self-scan is the same for everybody."""
    return question(progress, [])


def _meant(plain: str, at: Progress) -> str | None:
    words = scan_words()
    for name, pattern in words.gesprek.woorden.items():
        if re.search(pattern, plain):
            return name
    if at.asked is None:
        return None
    for answer, pattern in words.gesprek.antwoordwoorden.items():
        if re.search(pattern, plain) or plain == normalise(words.antwoorden[answer].knop):
            return f"{ANSWER}:{at.asked}:{answer.value}"
    return None


def _answers(at: Progress, scan: Scan) -> dict[str, Answer]:
    known = {question.id for question in scan.questions}
    return read_answers({id_: v for id_, v in at.fields.items() if id_ in known}, scan)


def _ask_choice(at: Progress, lines: list[Block]) -> tuple[Progress, Reply]:
    words = scan_words().gesprek
    buttons = [
        Button(f"{choice.title} ({choice.count})", answer_payload(f"{CHOICE}:{choice.id}"))
        for choice in choices(load_scan())
        if not choice.is_theme
    ]
    blocks = [*lines, {"type": "alinea", "tekst": words.kies_lijst}]
    return replace(at, asked=None), Reply(Outcome.gesprek, blocks, buttons, topic=SELF_SCAN)


def _choose(at: Progress, chosen: str, scan: Scan) -> tuple[Progress, Reply] | None:
    """Take over a list or theme; a list of several themes is offered whole or by theme first."""
    whole, _, id_ = chosen.rpartition("=")
    found = {choice.id: choice for choice in choices(scan)}
    if id_ not in found:
        return None
    themes = [c for c in found.values() if c.is_theme and c.id.startswith(f"{id_}_")]
    if len(themes) > 1 and not whole:
        words = scan_words().gesprek
        options = [
            (words.hele_lijst.format(aantal=found[id_].count), f"{CHOICE}:heel={id_}"),
            *((f"{c.title} ({c.count})", f"{CHOICE}:{c.id}") for c in themes),
        ]
        buttons = [Button(title, answer_payload(value)) for title, value in options]
        asks: list[Block] = [{"type": "alinea", "tekst": words.kies_thema}]
        return replace(at, active=True), Reply(Outcome.gesprek, asks, buttons, topic=SELF_SCAN)
    return question(replace(at, active=True, fields={**at.fields, CHOSEN: id_}), [])


def _skip(at: Progress, what: str, scan: Scan) -> tuple[Progress, Reply] | None:
    asked = next((q for q in scan.questions if q.id == at.asked), None)
    if asked is None:
        return None
    skipped = (*at.skipped, asked.id)
    if what == NEXT_THEME:
        skipped = skip_theme(asked.theme.id, _answers(at, scan), at.skipped, scan)
    return question(replace(at, skipped=skipped), [])


def _answered(at: Progress, value: str, scan: Scan) -> tuple[Progress, Reply] | None:
    """Keep an answer; after a shortcoming the advice is shown before the next question."""
    _, _, rest = value.partition(":")
    id_, _, answer = rest.partition(":")
    try:
        read_answers({id_: answer}, scan)
    except ScanError:
        return None
    asked = next(q for q in scan.questions if q.id == id_)
    fields = {CHOSEN: asked.theme.id, **at.fields, id_: answer}
    after, reply = question(replace(at, active=True, fields=fields), [])
    if Answer(answer) is Answer.TEKORTKOMING:
        reply.blocks.insert(0, _advice(asked))
    return after, reply


def _advice(asked: Question) -> Block:
    title = scan_words().gesprek.advies.format(deel=asked.section.titel)
    return {
        "type": "uitklap",
        "titel": title,
        "soort": "advies",
        "items": [*asked.section.adviezen],
    }


def _result(at: Progress, lines: list[Block], opening: str) -> Reply:
    words, scan = scan_words(), load_scan()
    answers = _answers(at, scan)
    plan = action_plan(answers, scan)
    blocks: list[Block] = [
        *lines,
        note(opening),
        {"type": "titel", "tekst": words.actieplan.titel},
        {"type": "alinea", "tekst": plan.remark},
    ]
    if plan.rows:
        blocks.append(_plan_block(plan, answers))
    topics = dict.fromkeys(topic.id for row in plan.rows for topic in row.topics)
    buttons = [topic_button(id_) for id_ in list(topics)[:SHOWN_TOPICS]]
    if at.fields.get(CHOSEN) and not _finished(at, scan):
        buttons.insert(0, Button(words.gesprek.verder, f"/{SELF_SCAN}"))
    buttons.append(Button(words.gesprek.andere_lijst, answer_payload(CHOOSE)))
    return Reply(Outcome.gesprek, blocks, buttons, topic=SELF_SCAN)


def _finished(at: Progress, scan: Scan) -> bool:
    return next_question((at.fields[CHOSEN],), _answers(at, scan), at.skipped, scan) is None


def _plan_block(plan: ActionPlan, answers: Mapping[str, Answer]) -> Block:
    columns = scan_words().actieplan.kolommen
    return {
        "type": "actieplan",
        "kolommen": columns.dict(),
        "items": [
            {
                "onderdeel": row.section.titel,
                "tekortkoming": list(row.shortcomings),
                "overwegen": list(row.considered),
                "advies": list(row.section.adviezen),
                "wie": row.wie,
            }
            for row in plan.rows
        ],
        "tekst": "; ".join(row.section.titel for row in plan.rows),
        "antwoorden": {id_: answer.value for id_, answer in answers.items()},
        "bron": scan_words().actieplan.bron,
    }
