"""The component that looks for acute distress, before any other reading of a message."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned import LearnedComponent
from knowledge.crisis import has_crisis_words
from knowledge.decision import CRISIS
from knowledge.wording import normalise

SIGNAL_KEY = "nood_signaal"
"""Where the result is put: `kans` (0 to 1, from the model) and `woorden` (whether words match)."""
OTHER = "iets anders"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CrisisDetector(LearnedComponent):
    """A list of words, and a model that learned from examples of distress and of all else."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn to tell the examples of distress from all other examples."""
        examples = training_data.intent_examples
        texts = [example.get(TEXT) or "" for example in examples]
        labels = [CRISIS if example.get(INTENT) == CRISIS else OTHER for example in examples]
        return self.learn_from(texts, labels)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the chance of acute distress on each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            signal = {"kans": self._chance(text), "woorden": has_crisis_words(text)}
            message.set(SIGNAL_KEY, signal, add_to_output=True)
        return messages

    def _chance(self, text: str) -> float:
        if self._model is None or not normalise(text):
            return 0.0
        return float(self._model.probabilities([text])[0][self._model.labels.index(CRISIS)])
