"""What the components that learn from examples have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.nlu.linear_model import LinearModel, learn

Component = TypeVar("Component", bound="LearnedComponent")


class LearnedComponent(GraphComponent):
    """A component with one linear model, kept in Rasa's model storage."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`C`: how closely the weights follow the examples; `rounds`: passes over them."""
        return {"C": 20.0, "rounds": 12}

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that must be installed."""
        return ["sklearn", "snowballstemmer"]

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Component:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearModel.load(folder))

    def learn_from(self, texts: Sequence[str], labels: Sequence[str]) -> Resource:
        """Train the model on examples and keep it."""
        self._model = learn(texts, labels, self._config["C"], self._config["rounds"])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource
