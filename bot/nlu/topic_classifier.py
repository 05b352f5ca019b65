"""The classifier that finds the topic of a message: a linear model on words and characters."""

from __future__ import annotations

from typing import Any

import numpy as np
import skops.io as sio
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import SPACY_DOCS
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from knowledge.wording import normalise

FILE_NAME = "topics.skops"
SHOWN = 10
FOLDS = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """A linear support vector machine on TF-IDF of words 1-2, lemmas and characters 2-5.

    Its margins become probabilities through a softmax whose sharpness is learned from
    cross-validated predictions, so that a score of 0.8 means: right in about 80 of 100.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Pipeline | None = None,
        sharpness: float = 1.0,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._sharpness = sharpness

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`C`: how closely the margins follow the examples."""
        return {"C": 0.5}

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that must be installed."""
        return ["sklearn", "skops"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            stored = sio.load(folder / FILE_NAME, trusted=True)
        return cls(config, model_storage, resource, stored["model"], stored["sharpness"])

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent."""
        examples = training_data.intent_examples
        texts = [_with_lemmas(example) for example in examples]
        labels = np.array([example.get(INTENT) for example in examples])
        self._model = _untrained(self._config["C"]).fit(texts, labels)
        self._sharpness = _learn_sharpness(self._config["C"], texts, labels)
        with self._model_storage.write_to(self._resource) as folder:
            sio.dump({"model": self._model, "sharpness": self._sharpness}, folder / FILE_NAME)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking` on each message that has words."""
        for message in messages:
            ranking = self._rank(message)
            best = ranking[0] if ranking else {INTENT_NAME_KEY: None, "confidence": 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        if self._model is None or not normalise(message.get(TEXT) or ""):
            return []
        margins = self._model.decision_function([_with_lemmas(message)])[0]
        scores = softmax(margins * self._sharpness)
        order = np.argsort(-scores)[:SHOWN]
        names = self._model.classes_
        return [{INTENT_NAME_KEY: str(names[i]), "confidence": float(scores[i])} for i in order]


def _with_lemmas(message: Message) -> str:
    """Return the text in its normal form, with the lemmas behind it where spaCy gave any."""
    text = normalise(message.get(TEXT) or "")
    doc = message.get(SPACY_DOCS[TEXT])
    lemmas = " ".join(token.lemma_ for token in doc if token.is_alpha) if doc is not None else ""
    return f"{text}\n{normalise(lemmas)}"


def typed_part(text: str) -> str:
    """Return what was typed, without the lemmas."""
    return text.partition("\n")[0]


def lemma_part(text: str) -> str:
    """Return the lemmas only."""
    return text.partition("\n")[2]


def _untrained(c: float) -> Pipeline:
    features = FeatureUnion(
        [
            (
                "words",
                TfidfVectorizer(
                    preprocessor=typed_part,
                    ngram_range=(1, 2),
                    sublinear_tf=True,
                    token_pattern=r"(?u)\b\w+\b",
                ),
            ),
            ("lemmas", TfidfVectorizer(preprocessor=lemma_part, sublinear_tf=True)),
            (
                "characters",
                TfidfVectorizer(
                    preprocessor=typed_part,
                    analyzer="char_wb",
                    ngram_range=(2, 5),
                    sublinear_tf=True,
                ),
            ),
        ]
    )
    return make_pipeline(features, LinearSVC(C=c, random_state=0))


def _learn_sharpness(c: float, texts: list[str], labels: Any) -> float:
    """Find the factor under which held-out margins give the most likely probabilities."""
    smallest = int(np.unique(labels, return_counts=True)[1].min())
    if smallest < 2:
        return 1.0
    folds = StratifiedKFold(min(FOLDS, smallest), shuffle=True, random_state=0)
    margins = cross_val_predict(_untrained(c), texts, labels, cv=folds, method="decision_function")
    names = np.unique(labels)
    if margins.ndim == 1:
        return 1.0
    columns = np.searchsorted(names, labels)
    candidates = np.geomspace(0.5, 32, 60)
    losses = [
        -np.log(softmax(margins * factor, axis=1)[np.arange(len(labels)), columns] + 1e-12).mean()
        for factor in candidates
    ]
    return float(candidates[int(np.argmin(losses))])
