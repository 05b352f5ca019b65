"""One turn of the conversation: from what was understood to a reply and what to remember."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from knowledge.articles import NO_SUBJECT, Role
from knowledge.crisis import has_crisis_words
from knowledge.decision import CRISIS, OUT_OF_SCOPE, Candidate, Outcome
from knowledge.followup import follow_up, named_reader, sibling_for
from knowledge.phrases import phrases
from knowledge.progress import ANSWER_INTENT, CONFIRM, Progress
from knowledge.replies import (
    MAX_CHOICES,
    ROLE_INTENT,
    SKIP,
    Button,
    Reply,
    article_reply,
    message,
    note,
    person_button,
    respond,
    role_buttons,
    topic_buttons,
)
from knowledge.search import Hit
from knowledge.store import Knowledge
from knowledge.task_words import asks_why, looks_like_question, task_words
from knowledge.tasks import (
    NO,
    PLAN,
    YES,
    not_understood,
    resume,
    resume_after,
    task_to_resume,
    turns,
)
from knowledge.topics import load_topics
from knowledge.wording import has_words, normalise

CERTAIN_DISTRESS = 0.8
"""From this chance (0 to 1) only the helplines are shown; below it the answer follows them."""
STANDS_ON_ITS_OWN = 0.9
"""From this probability a short message is not read in the light of the last answer."""
SECOND_QUESTION = 0.5
"""From this probability a second question in a message is offered."""
_REPLIES = (ANSWER_INTENT, "bevestigen", "ontkennen")
"""Topics of messages that answer the guide and are no subject of their own."""
INTERRUPTS = 0.5
"""From this probability small talk, or another task, interrupts the task that is open."""


@dataclass(frozen=True)
class Memory:
    """What the guide remembers of a conversation."""

    role: Role | None = None
    role_stated: bool = False
    role_asked: bool = False
    last_topic: str | None = None
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True)
class Understood:
    """What was understood of one message.

    Attributes:
        outcome: what to do with it.
        ranking: candidate topics, best first.
        role_value: a role's code, "overslaan", or None when the message shows no role.
        role_stated: whether the person said the role, or it was inferred.
        text: what was typed; empty for a button.
        distress: the chance (0 to 1) of acute distress.
        second: the topic of a second question in the message.
        answer: the value of a task's button.
        found: topics that a search by words found, for a message that was not understood.
        reader: for whom a follow-up asks the answer, whoever is writing.
    """

    outcome: Outcome
    ranking: Sequence[Candidate]
    role_value: str | None = None
    role_stated: bool = False
    text: str = ""
    distress: float = 0.0
    second: Candidate | None = None
    answer: str | None = None
    found: Sequence[str] = ()
    reader: Role | None = None

    @property
    def topic(self) -> str | None:
        """The best candidate."""
        return self.ranking[0].topic if self.ranking else None


def read_understanding(parsed: Mapping[str, Any]) -> Understood:
    """Read what the understanding pipeline found in a message.

    Args:
        parsed: a dictionary with `intent`, `intent_ranking`, `entities` and `beslissing`. A button
            has no `beslissing`: it names its topic itself.
    """
    intent = (parsed.get("intent") or {}).get("name")
    found = parsed.get("entities") or []
    entity = next((e for e in found if e.get("entity") == "rol"), None)
    role_value = str(entity["value"]) if entity else None
    role_stated = entity is not None and entity.get("role") != "toont"
    decided = parsed.get("beslissing")
    if decided is None:
        ranking = [Candidate(intent, 1.0)] if intent else []
        chosen = _entity(parsed, "waarde") if intent == ANSWER_INTENT else None
        return Understood(
            _outcome_of_button(intent), ranking, role_value, role_stated, answer=chosen
        )
    ranking = [
        Candidate(c["name"], float(c["confidence"])) for c in parsed.get("intent_ranking") or []
    ]
    second = parsed.get("tweede_vraag")
    return Understood(
        Outcome(decided),
        ranking,
        role_value,
        role_stated,
        text=str(parsed.get("text") or ""),
        distress=float(parsed.get("nood") or 0.0),
        second=Candidate(second["name"], float(second["confidence"])) if second else None,
    )


def _entity(parsed: Mapping[str, Any], name: str) -> str | None:
    found = (e for e in parsed.get("entities") or [] if e.get("entity") == name)
    return next((str(e["value"]) for e in found), None)


def _outcome_of_button(intent: str | None) -> Outcome:
    if intent is None:
        return Outcome.onbekend
    if intent == CRISIS:
        return Outcome.crisis
    own = (ROLE_INTENT, ANSWER_INTENT)
    small_talk = intent in own or load_topics().group_of(intent) in NO_SUBJECT
    return Outcome.gesprek if small_talk else Outcome.antwoord


def with_search(understood: Understood, search: Callable[[str], Sequence[Hit]]) -> Understood:
    """Search by words for a message that was not understood, unless it is out of scope.

    Args:
        understood: what was understood.
        search: finds articles for words, best first (`Store.search`).
    """
    lost = understood.outcome is Outcome.onbekend and understood.topic != OUT_OF_SCOPE
    if not lost or not has_words(understood.text):
        return understood
    return replace(
        understood, found=tuple(hit.topic for hit in search(understood.text)[:MAX_CHOICES])
    )


def take_turn(
    understood: Understood, memory: Memory, day: date, today: date, knowledge: Knowledge
) -> tuple[Reply, Memory]:
    """Answer one message.

    Args:
        understood: what was understood of it.
        memory: what was remembered until now.
        day: the reference date of the answer.
        today: the real date.
        knowledge: all current content.

    Returns:
        The reply, and what to remember from now on.

    Raises:
        TextError: an article's text cannot be filled in.
    """
    if understood.outcome is not Outcome.crisis or _only_answers(understood, memory, day):
        done = _take_task_turn(understood, memory, day, knowledge)
        if done is not None:
            return done
        if understood.text and not has_words(understood.text):
            return message(Outcome.onbekend, phrases().geen_vraag), memory
        if _chooses_role(understood):
            return _choose_role(understood, memory, day, today, knowledge)
    told = _told_beside_distress(understood, memory, day, knowledge)
    if told is not None:
        understood = replace(understood, ranking=[])
    reply, after = _answer(understood, memory, day, today, knowledge)
    if told is not None:
        reply.buttons = []
        return resume_after(told, reply), _with_progress(after, told)
    if after.progress.active and reply.outcome is not Outcome.crisis:
        progress = after.progress
        if after.role_stated and after.role is not memory.role and after.role is not None:
            progress, _ = turns(progress.task).set_role(progress, after.role, day)
        return resume_after(progress, reply), replace(after, progress=progress)
    return reply, after


def _told_beside_distress(
    understood: Understood, memory: Memory, day: date, knowledge: Knowledge
) -> Progress | None:
    """Take over an answer from a message that may be distress; None where only helplines fit."""
    sure = understood.distress >= CERTAIN_DISTRESS or has_crisis_words(understood.text)
    if understood.outcome is not Outcome.crisis or not memory.progress.active or sure:
        return None
    progress = memory.progress
    taken = turns(progress.task).take_answer(
        progress, understood.text, None, day, knowledge.parameters
    )
    return taken[0] if taken and taken[0].fields != progress.fields else None


def _only_answers(understood: Understood, memory: Memory, day: date) -> bool:
    """Tell whether words that are near distress only answer the open question of a task.

    Such are "dat zeg ik liever niet", "gisteren" and a mere number; words that are listed for
    acute distress are never taken so.
    """
    text, sure = understood.text, understood.distress >= CERTAIN_DISTRESS
    progress = memory.progress
    if not text or sure or has_crisis_words(text):
        return False
    if not progress.active:
        return progress.finished and task_words().said("alles", normalise(text))
    return not has_words(text) or turns(progress.task).only_answers(progress, text, day)


def _take_task_turn(
    understood: Understood, memory: Memory, day: date, knowledge: Knowledge
) -> tuple[Reply, Memory] | None:
    """Begin a task, or take the message as an answer in it; None when it is something else."""
    progress = memory.progress
    if progress.active or understood.answer is not None:
        taken = _answer_in_task(understood, memory, day, knowledge)
    elif task := _task_asked(understood, memory):
        return _begin(task, understood, memory, day)
    elif _tells_facts(understood):
        taken = turns(progress.task).take_up(progress, understood.text, day, knowledge.parameters)
    else:
        taken = None
    if taken is None:
        return None
    progress, reply = taken
    return reply, _with_progress(memory, progress)


def _answer_in_task(
    understood: Understood, memory: Memory, day: date, knowledge: Knowledge
) -> tuple[Progress, Reply] | None:
    """Take the message as an answer in the open task; None when it is something else."""
    progress = memory.progress
    if not progress.task:
        return progress, message(Outcome.gesprek, phrases().ongeldige_knop)
    kind = turns(progress.task)
    if understood.answer is None and understood.topic == ROLE_INTENT and not understood.text:
        role = _role(understood.role_value)
        return None if role is None else kind.set_role(progress, role, day)
    asks = _asks(understood, memory)
    taken = None
    if not asks:
        taken = kind.take_answer(
            progress, understood.text, understood.answer, day, knowledge.parameters
        )
    if taken is None and progress.asked == CONFIRM and _sure_small_talk(understood):
        agreed = {"bevestigen": YES, "ontkennen": NO}.get(understood.topic or "")
        if agreed:
            taken = kind.take_answer(progress, "", agreed, day, knowledge.parameters)
    if taken is not None:
        return taken
    if understood.answer is not None and not progress.active:
        return progress, message(Outcome.gesprek, phrases().ongeldige_knop)
    task = _task_asked(understood, memory)
    if task == progress.task:
        return resume(progress)
    if task:
        role = _role(understood.role_value) if understood.role_stated else None
        return turns(task).begin(task, role, understood.text, progress, day)
    if asks or _interrupts(understood):
        return None
    return not_understood(progress)


def _task_asked(understood: Understood, memory: Memory) -> str | None:
    """Name the task that a message asks for."""
    progress = memory.progress
    if understood.answer is not None:
        return None
    if resumed := task_to_resume(understood.text, progress):
        return resumed
    if understood.topic not in task_words().taken or understood.outcome is not Outcome.gesprek:
        return None
    if understood.text and not has_words(understood.text):
        return None
    if progress.active and understood.ranking[0].confidence < INTERRUPTS:
        return None
    return understood.topic


def _begin(task: str, understood: Understood, memory: Memory, day: date) -> tuple[Reply, Memory]:
    shown = _role(understood.role_value)
    role = memory.role if memory.role_stated and not understood.role_stated else shown
    progress, reply = turns(task).begin(
        task, role or memory.role, understood.text, memory.progress, day
    )
    memory = replace(memory, progress=progress)
    return reply, _with_progress(memory, progress) if understood.role_stated else memory


def _with_progress(memory: Memory, progress: Progress) -> Memory:
    """Remember where the task stands, and for whom it is."""
    memory = replace(memory, progress=progress)
    if progress.role is None or progress.role is memory.role:
        return memory
    return replace(memory, role=progress.role, role_stated=True, role_asked=True)


def _asks(understood: Understood, memory: Memory) -> bool:
    """Tell whether a message is a question of its own, not an answer to the guide's."""
    if not _worded_as_question(understood) or asks_why(understood.text):
        return False
    if understood.outcome is Outcome.onbekend:
        return understood.topic == OUT_OF_SCOPE
    return _in_context(understood, memory).outcome is Outcome.antwoord


def _worded_as_question(understood: Understood) -> bool:
    text = understood.text
    return has_words(text) and looks_like_question(text, normalise(text))


def _interrupts(understood: Understood) -> bool:
    """Tell whether what is no answer to the open question is worth one itself."""
    if understood.text and not has_words(understood.text):
        return False
    if understood.outcome is Outcome.keuze:
        return _worded_as_question(understood)
    if understood.outcome is Outcome.gesprek:
        return understood.topic not in _REPLIES and _sure_small_talk(understood)
    return understood.outcome is Outcome.antwoord


def _sure_small_talk(understood: Understood) -> bool:
    sure = bool(understood.ranking) and understood.ranking[0].confidence >= INTERRUPTS
    return sure and understood.outcome is Outcome.gesprek


def _tells_facts(understood: Understood) -> bool:
    """Tell whether a message outside a task looks like an answer in one, or corrects one."""
    if not understood.text or understood.outcome is Outcome.antwoord:
        return False
    plain = normalise(understood.text)
    words = task_words()
    return (
        understood.topic == ANSWER_INTENT
        or words.said("verbeteren", plain)
        or words.said("alles", plain)
    )


def _answer(
    understood: Understood, memory: Memory, day: date, today: date, knowledge: Knowledge
) -> tuple[Reply, Memory]:
    """Answer a message from the articles."""
    understood = _in_context(understood, memory)
    memory, noticed = _notice_role(understood, memory)
    reader = understood.reader or memory.role
    understood = _for_reader(understood, reader, knowledge)
    reply = respond(
        understood.outcome,
        understood.ranking,
        reader,
        day,
        today,
        knowledge,
        certain_distress=understood.distress >= CERTAIN_DISTRESS,
    )
    if reply.outcome is Outcome.onbekend and understood.found:
        reply.buttons = [*topic_buttons(understood.found, knowledge), person_button()]
    if reply.outcome is not Outcome.antwoord:
        return reply, memory
    _offer_second_question(understood, reply, knowledge)
    if not memory.progress.active and knowledge.articles[reply.topic or ""].details.termijnen:
        reply.buttons.append(Button(phrases().mijn_stappen, f"/{PLAN}"))
    memory = replace(memory, last_topic=understood.topic)
    if noticed and reply.role is not None:
        names = phrases().rollen[reply.role]
        reply.blocks.insert(1, note(phrases().rol_afgeleid.format(rol=names.voor)))
        reply.buttons.append(Button(phrases().rol_wijzigen, f"/{ROLE_INTENT}"))
    elif memory.role is None and not memory.role_asked and _differs(reply, knowledge):
        memory = replace(memory, role_asked=True)
        _offer_role(reply)
    return reply, memory


def _in_context(understood: Understood, memory: Memory) -> Understood:
    """Read a short message that leans on the last answer in its light."""
    if (
        memory.last_topic is None
        or not understood.text
        or understood.outcome is Outcome.crisis
        or (understood.ranking and understood.ranking[0].confidence >= STANDS_ON_ITS_OWN)
    ):
        return understood
    topic = follow_up(understood.text, memory.last_topic)
    if topic is None:
        return understood
    reader = named_reader(understood.text)
    return replace(
        understood,
        outcome=Outcome.antwoord,
        ranking=[Candidate(topic, 1.0), *understood.ranking],
        role_value=reader.value if reader else understood.role_value,
        reader=reader,
    )


def _for_reader(understood: Understood, reader: Role | None, knowledge: Knowledge) -> Understood:
    """Take the topic of the same subject that is written for this reader, if the best one is not.

    A button is left alone: it names what was chosen.
    """
    article = knowledge.articles.get(understood.topic or "")
    if understood.outcome is not Outcome.antwoord or not understood.text:
        return understood
    if article is None or reader is None or reader in article.doelgroep:
        return understood
    topic = sibling_for(reader, article.id)
    if topic is None or reader not in knowledge.articles[topic].doelgroep:
        return understood
    return replace(understood, ranking=[Candidate(topic, 1.0), *understood.ranking])


def _offer_second_question(understood: Understood, reply: Reply, knowledge: Knowledge) -> None:
    second = understood.second
    if second is None or second.confidence < SECOND_QUESTION or second.topic == understood.topic:
        return
    article = knowledge.articles.get(second.topic)
    if article is not None and article.on_subject:
        reply.blocks.append(note(phrases().tweede_vraag.format(onderwerp=article.titel)))
        reply.buttons.insert(0, Button(article.titel, f"/{article.id}"))
        reply.buttons = list({button.payload: button for button in reply.buttons}.values())


def _chooses_role(understood: Understood) -> bool:
    if understood.topic == ROLE_INTENT:
        return True
    return (
        understood.role_stated
        and understood.role_value is not None
        and understood.outcome in (Outcome.keuze, Outcome.onbekend, Outcome.gesprek)
    )


def _choose_role(
    understood: Understood, memory: Memory, day: date, today: date, knowledge: Knowledge
) -> tuple[Reply, Memory]:
    words = phrases()
    memory = replace(memory, role_asked=True)
    if understood.role_value == SKIP:
        return message(Outcome.gesprek, words.rol_overgeslagen), memory
    role = _role(understood.role_value)
    if role is None:
        return message(Outcome.gesprek, words.rol_onbekend, role_buttons()), memory
    memory = replace(memory, role=role, role_stated=True)
    chosen = words.rol_gekozen.format(rol=words.rollen[role].voor)
    if memory.last_topic is None or memory.last_topic not in knowledge.articles:
        return message(Outcome.gesprek, chosen), memory
    reply = article_reply(Outcome.antwoord, memory.last_topic, role, day, today, knowledge)
    reply.blocks.insert(0, note(chosen))
    return reply, memory


def _notice_role(understood: Understood, memory: Memory) -> tuple[Memory, bool]:
    """Take over a role that the message shows, unless the person chose another one.

    The second value tells whether a role was newly inferred.
    """
    role = _role(understood.role_value)
    if role is None or role is memory.role:
        return memory, False
    if understood.role_stated:
        return replace(memory, role=role, role_stated=True, role_asked=True), False
    if memory.role_stated:
        return memory, False
    return replace(memory, role=role), True


def _role(value: str | None) -> Role | None:
    return Role(value) if value in {role.value for role in Role} else None


def _differs(reply: Reply, knowledge: Knowledge) -> bool:
    """Tell whether the article says something else to another group."""
    article = knowledge.articles[reply.topic or ""]
    groups = set(article.doelgroep) - {Role.co}
    return article.on_subject and len(groups) > 1


def _offer_role(reply: Reply) -> None:
    """Say for whom the answer was written, with one way to change it; the opening asked already."""
    words = phrases()
    if reply.role is not None:
        reply.blocks.append(note(words.rol_vraag.format(rol=words.rollen[reply.role].voor)))
    reply.buttons.append(Button(words.rol_wijzigen, f"/{ROLE_INTENT}"))
