"""The classifier that finds the topic of a message, and of a second question in it."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import SPACY_DOCS
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned import LearnedComponent
from knowledge.wording import normalise

SHOWN = 10
SECOND_KEY = "tweede_vraag"
"""Where a second question is put: a dictionary with the name of its topic and the confidence."""
FEWEST_WORDS = 3
"""A shorter sentence ("Wat nu?") is no question of its own."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(LearnedComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking`; the confidences are calibrated probabilities."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent."""
        examples = training_data.intent_examples
        texts = [example.get(TEXT) or "" for example in examples]
        labels = [example.get(INTENT) for example in examples]
        return self.learn_from(texts, labels)

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank the topics of each message that has words."""
        for message in messages:
            text = message.get(TEXT) or ""
            ranking = self._rank(text)
            best = ranking[0] if ranking else {INTENT_NAME_KEY: None, "confidence": 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            if second := self._second(message, best[INTENT_NAME_KEY]):
                message.set(SECOND_KEY, second, add_to_output=True)
        return messages

    def _rank(self, text: str) -> list[dict[str, Any]]:
        if self._model is None or not normalise(text):
            return []
        chances = self._model.probabilities([text])[0]
        order = np.argsort(-chances)[:SHOWN]
        names = self._model.labels
        return [{INTENT_NAME_KEY: names[i], "confidence": float(chances[i])} for i in order]

    def _second(self, message: Message, topic: Any) -> dict[str, Any] | None:
        """Find the surest other topic among several questions in one message."""
        questions = _questions(message)
        if len(questions) < 2:
            return None
        found = [ranking[0] for question in questions if (ranking := self._rank(question))]
        others = [best for best in found if best[INTENT_NAME_KEY] != topic]
        return max(others, key=lambda best: float(best["confidence"]), default=None)


def _questions(message: Message) -> list[str]:
    """Return the sentences of a message that ask something, as spaCy splits them."""
    doc = message.get(SPACY_DOCS[TEXT])
    if doc is None or not doc.has_annotation("SENT_START"):
        return []
    sentences = [sentence.text.strip() for sentence in doc.sents]
    return [s for s in sentences if s.endswith("?") and len(s.split()) >= FEWEST_WORDS]
