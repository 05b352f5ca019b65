"""Components that read signs in a message: who is writing, and what to do with it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.crisis_detector import SIGNAL_KEY
from knowledge.articles import NO_SUBJECT
from knowledge.decision import Candidate, Thresholds, decide, distress_of
from knowledge.progress import ANSWER_INTENT
from knowledge.replies import ROLE_INTENT
from knowledge.roles import find_role
from knowledge.topics import load_topics

DECISION_KEY = "beslissing"
DISTRESS_KEY = "nood"
ROLE_ENTITY = "rol"


class _Stateless(GraphComponent):
    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _Stateless:
        """Make the component; nothing is learned."""
        return cls(config)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RoleExtractor(_Stateless):
    """Adds an entity `rol`; its `role` field is "zegt" when the writer says it, else "toont"."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the entity on each message that states or shows a role."""
        for message in messages:
            text = message.get(TEXT) or ""
            intent = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
            found = find_role(text, only_role=intent == ROLE_INTENT)
            if found is None:
                continue
            entity = {
                "entity": ROLE_ENTITY,
                "value": found.role.value,
                "role": "zegt" if found.stated else "toont",
                "start": 0,
                "end": len(text),
                "extractor": type(self).__name__,
            }
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerDecider(_Stateless):
    """Sets `beslissing` on a message: antwoord, keuze, onbekend, crisis or gesprek.

    The intent itself is left as the classifier found it, so that `rasa test nlu` measures it.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the thresholds; see `knowledge.decision.Thresholds`."""
        return {"answer": 0.8, "choice": 0.15, "crisis": 0.05}

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide for each message, acute distress before all else."""
        thresholds = Thresholds(**{key: self._config[key] for key in self.get_default_config()})
        topics = load_topics()
        small_talk = {id_ for id_, topic in topics.by_id.items() if topic.group in NO_SUBJECT}
        conversational = frozenset({*small_talk, ROLE_INTENT, ANSWER_INTENT})
        for message in messages:
            ranking = [
                Candidate(entry["name"], entry["confidence"])
                for entry in message.get(INTENT_RANKING_KEY, [])
            ]
            text = message.get(TEXT) or ""
            distress = distress_of(message.get(SIGNAL_KEY) or {}, ranking, len(text.split()))
            message.set(DISTRESS_KEY, distress, add_to_output=True)
            outcome = decide(ranking, distress, conversational, thresholds)
            message.set(DECISION_KEY, outcome.value, add_to_output=True)
        return messages
