"""The one kind of classifier that we use: multinomial logistic regression with honest scores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.nlu.features import Features, columns

FOLDS = 3


@dataclass
class LinearModel:
    """Trained features and weights.

    Attributes:
        features: turns columns into numbers.
        labels: the names of the classes.
        weights: float32, shape (features, classes).
        offsets: float32, one number per class.
        sharpness: by which scores are multiplied before they become probabilities; learned on
            held-out examples, so that 0.8 means: right in about 80 of 100.
    """

    features: Features
    labels: list[str]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    sharpness: float = 1.0

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return one row of scores per text, a column per label; higher fits better."""
        numbers = self.features.transform(columns(texts))
        return np.asarray(numbers @ self.weights + self.offsets, dtype=float)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return one row of probabilities (sum 1) per text, a column per label."""
        return np.asarray(softmax(self.scores(texts) * self.sharpness, axis=1))

    def save(self, folder: Path) -> None:
        """Write the model as JSON and plain arrays, which cannot execute anything when read."""
        about = {
            "labels": self.labels,
            "sharpness": self.sharpness,
            "vocabularies": self.features.vocabularies(),
        }
        (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / "model.npz",
            weights=self.weights.astype(np.float16),
            offsets=self.offsets,
            **{f"rarity_{name}": rarity for name, rarity in self.features.rarities().items()},
        )

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Read a model that `save` wrote."""
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            rarities = {
                name.removeprefix("rarity_"): arrays[name]
                for name in arrays.files
                if name.startswith("rarity_")
            }
            weights = np.ascontiguousarray(arrays["weights"], dtype=np.float32)
            offsets = arrays["offsets"]
        features = Features.restore(about["vocabularies"], rarities)
        return cls(features, about["labels"], weights, offsets, float(about["sharpness"]))


def learn(texts: Sequence[str], labels: Sequence[str], c: float, rounds: int) -> LinearModel:
    """Train on examples, then learn on held-out ones how sure the scores may be.

    Args:
        texts: messages as typed.
        labels: the class of each message; at least two different ones.
        c: how closely the weights follow the examples (scikit-learn's C).
        rounds: passes over the examples.
    """
    rows, names = columns(texts), np.asarray(labels)
    model = _fit(rows, names, c, rounds)
    model.sharpness = _learn_sharpness(rows, names, c, rounds)
    return model


def _fit(rows: NDArray[np.object_], labels: NDArray[Any], c: float, rounds: int) -> LinearModel:
    features = Features()
    numbers = features.fit_transform(rows)
    fitted = LogisticRegression(
        C=c, solver="saga", multi_class="multinomial", max_iter=rounds, tol=1e-2, random_state=0
    ).fit(numbers, labels)
    weights, offsets = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:
        # Of two classes scikit-learn keeps one row; the other is its mirror image.
        weights, offsets = np.vstack([-weights, weights]), np.hstack([-offsets, offsets])
    return LinearModel(
        features,
        [str(label) for label in fitted.classes_],
        np.ascontiguousarray(weights.T, dtype=np.float32),
        offsets.astype(np.float32),
    )


def _learn_sharpness(
    rows: NDArray[np.object_], labels: NDArray[Any], c: float, rounds: int
) -> float:
    """Find the factor under which held-out scores give the most likely probabilities."""
    names, counts = np.unique(labels, return_counts=True)
    if counts.min() < FOLDS:
        return 1.0
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    train, held_out = next(iter(folds.split(rows, labels)))
    model = _fit(rows[train], labels[train], c, rounds)
    numbers = model.features.transform(rows[held_out])
    scores = np.asarray(numbers @ model.weights + model.offsets, dtype=float)
    right = np.searchsorted(names, labels[held_out])
    candidates = np.geomspace(0.2, 8, 60)
    losses = [
        -log_softmax(scores * factor, axis=1)[np.arange(len(right)), right].mean()
        for factor in candidates
    ]
    return float(candidates[int(np.argmin(losses))])
