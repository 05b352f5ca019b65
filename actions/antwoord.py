"""The action behind every message: look up the reviewed answer and say it."""

from __future__ import annotations

import gc
import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.articles import Role
from knowledge.conversation import Memory, read_understanding, take_turn, with_search
from knowledge.dates import reference_date, today
from knowledge.errors import KnowledgeError
from knowledge.phrases import phrases
from knowledge.progress import Progress
from knowledge.replies import Reply
from knowledge.rules.plan import make_plan
from knowledge.rules.profile import read_profile
from knowledge.step_texts import load_steps
from knowledge.store import Store

logger = logging.getLogger(__name__)


class ActionAntwoord(Action):
    """Answers a message from the knowledge base and remembers role and topic in slots."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store or Store()
        self._get_ready()

    def _get_ready(self) -> None:
        """Read everything and make one plan, so that the first visitor does not wait for that.

        The garbage collector then leaves the content alone: a walk through it takes 40 ms.
        """
        day = today()
        try:
            parameters = self._store.knowledge().parameters
            worker = read_profile({"rol": "wn", "eerste_ziektedag": day}, day)
            make_plan(worker, day, load_steps(), parameters)
        except KnowledgeError as error:
            logger.warning("not ready yet: %s", error)
        gc.collect()
        gc.freeze()

    def name(self) -> str:
        """Return the name under which domain and rules know this action."""
        return "action_antwoord"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say the answer; a broken knowledge base gives a Dutch sentence, never a stack trace."""
        understood = read_understanding(tracker.latest_message)
        memory = _read_memory(tracker)
        day = reference_date()
        try:
            knowledge = self._store.knowledge()
            understood = with_search(understood, self._store.search)
            reply, memory = take_turn(understood, memory, day, today(), knowledge)
        except KnowledgeError:
            logger.exception("no answer could be given")
            dispatcher.utter_message(text=phrases().storing)
            return []
        if reply.topic and reply.role:
            self._store.log_answer(reply.topic, knowledge.versions[reply.topic], reply.role, day)
        _say(dispatcher, reply)
        return _events(memory)


def _say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Send the reply twice in one message: structured for the page, plain for a terminal."""
    content = reply.as_dict()
    buttons = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
    dispatcher.utter_message(text=reply.text, buttons=buttons or None)
    dispatcher.utter_message(json_message=content)


def _read_memory(tracker: Tracker) -> Memory:
    role = tracker.get_slot("rol")
    return Memory(
        role=Role(role) if role else None,
        role_stated=bool(tracker.get_slot("rol_gezegd")),
        role_asked=bool(tracker.get_slot("rol_gevraagd")),
        last_topic=tracker.get_slot("laatste_onderwerp"),
        progress=Progress.from_dict(tracker.get_slot("taak")),
    )


def _events(memory: Memory) -> list[dict[str, Any]]:
    return [
        SlotSet("rol", memory.role.value if memory.role else None),
        SlotSet("rol_gezegd", memory.role_stated),
        SlotSet("rol_gevraagd", memory.role_asked),
        SlotSet("laatste_onderwerp", memory.last_topic),
        SlotSet("taak", memory.progress.as_dict()),
    ]
