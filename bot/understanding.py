"""Understanding and answering in this process, without servers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from bot.settings import MODEL
from knowledge.articles import Role
from knowledge.conversation import Memory, Understood, read_understanding, take_turn, with_search
from knowledge.dates import today
from knowledge.decision import Outcome
from knowledge.phrases import phrases
from knowledge.replies import Reply, message
from knowledge.search import Hit
from knowledge.store import Knowledge
from knowledge.wording import clean, has_words


class NoModel(Exception):
    """There is no trained model yet."""


class Guide:
    """Rasa's trained understanding together with the knowledge base.

    Raises:
        NoModel: the model file does not exist or cannot be loaded.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        model: Path = MODEL,
        search: Callable[[str], Sequence[Hit]] = lambda _: (),
    ) -> None:
        if not model.exists():
            raise NoModel(f"there is no model at {model.name}; run 'terugwijzer train' first")
        self._agent = Agent.load(str(model))
        if not self._agent.is_ready():
            raise NoModel(f"the model {model.name} cannot be loaded; run 'terugwijzer train'")
        self._knowledge = knowledge
        self._search = search
        self._loop = asyncio.new_event_loop()

    def understand(self, text: str) -> Understood:
        """Read one message. Text without words is not understood, whatever the model says."""
        tidy = clean(text).lstrip("/ ")
        if not has_words(tidy):
            return Understood(Outcome.onbekend, [])
        parsed: dict[str, Any] = self._loop.run_until_complete(self._agent.parse_message(tidy))
        return read_understanding(parsed)

    def answer(self, text: str, role: Role | None, day: date) -> tuple[Understood, Reply]:
        """Answer one message as the first of a conversation."""
        if not clean(text):
            return Understood(Outcome.onbekend, []), message(Outcome.onbekend, phrases().leeg)
        if not has_words(text):
            return Understood(Outcome.onbekend, []), message(Outcome.onbekend, phrases().geen_vraag)
        understood = with_search(self.understand(text), self._search)
        memory = Memory(role=role, role_stated=role is not None, role_asked=role is not None)
        reply, _ = take_turn(understood, memory, day, today(), self._knowledge)
        return understood, reply
