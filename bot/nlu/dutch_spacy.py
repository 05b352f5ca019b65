"""spaCy for Dutch: the trained model where it is installed, otherwise the blank pipeline."""

from __future__ import annotations

import logging
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from spacy.language import Language

# Below Rasa's own logger, so that its log level and handlers apply.
logger = logging.getLogger(f"rasa.{__name__}")
BLANK = "blank:nl"


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.MODEL_LOADER,
        DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
    ],
    is_trainable=False,
    model_from="DutchSpacyNLP",
)
class DutchSpacyNLP(SpacyNLP):
    """Rasa's `SpacyNLP`, with a fallback that needs no download.

    Provides every message with a spaCy document. The log says which model is in use.
    """

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """Load the named model, or blank Dutch with the lookup lemmatizer where there is none."""
        if spacy.util.is_package(spacy_model_name):
            logger.info("spaCy: using the installed model %s.", spacy_model_name)
            return SpacyNLP.load_model(spacy_model_name)
        logger.info(
            "spaCy: %s is not installed; using blank Dutch with the lookup lemmatizer.",
            spacy_model_name,
        )
        return SpacyModel(model=_blank_dutch(), model_name=BLANK)

    @staticmethod
    def ensure_proper_language_model(nlp: Language | None) -> None:
        """Accept the blank pipeline too, which has no path on disk."""
        if nlp is None:
            raise ValueError("spaCy returned no Dutch pipeline")

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default settings (see Rasa's component)."""
        return {"case_sensitive": False, "model": "nl_core_news_sm"}


def _blank_dutch() -> Language:
    nlp = spacy.blank("nl")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.add_pipe("sentencizer")
    nlp.initialize()
    return nlp
