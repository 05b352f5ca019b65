"""The one kind of classifier that we use: multinomial logistic regression with honest scores."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax
from sklearn.exceptions import ConvergenceWarning
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
    """Train on examples, and learn on held-out ones how sure the scores may be.

    Args:
        texts: messages as typed.
        labels: the class of each message; at least two different ones.
        c: how closely the weights follow the examples (scikit-learn's C).
        rounds: passes over the examples.
    """
    features, names = Features(), np.asarray(labels)
    numbers = features.fit_transform(columns(texts))
    # The solver lets go of Python's lock, so the two fits share the cores.
    with ThreadPoolExecutor(max_workers=2) as pool:
        sharpness = pool.submit(_learn_sharpness, numbers, names, c, rounds)
        weights, offsets = _fit(numbers, names, c, rounds)
    found = [str(label) for label in np.unique(names)]
    return LinearModel(features, found, weights, offsets, sharpness.result())


def _fit(
    numbers: csr_matrix, labels: NDArray[Any], c: float, rounds: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights, shape (features, classes), and offsets; classes in alphabetical order."""
    solver = LogisticRegression(
        C=c, solver="saga", multi_class="multinomial", max_iter=rounds, tol=1e-2, random_state=0
    )
    with warnings.catch_warnings():
        # A fixed number of passes is chosen; more of them gain nothing (docs/begrijpen.md).
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = solver.fit(numbers, labels)
    weights, offsets = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:
        # Of two classes scikit-learn keeps one row; the other is its mirror image.
        weights, offsets = np.vstack([-weights, weights]), np.hstack([-offsets, offsets])
    return np.ascontiguousarray(weights.T, dtype=np.float32), offsets.astype(np.float32)


def _learn_sharpness(numbers: csr_matrix, labels: NDArray[Any], c: float, rounds: int) -> float:
    """Find the factor under which held-out scores give the most likely probabilities."""
    names, counts = np.unique(labels, return_counts=True)
    if counts.min() < FOLDS:
        return 1.0
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    train, held_out = next(iter(folds.split(numbers, labels)))
    weights, offsets = _fit(numbers[train], labels[train], c, rounds)
    scores = np.asarray(numbers[held_out] @ weights + offsets, dtype=float)
    right = np.searchsorted(names, labels[held_out])
    candidates = np.geomspace(0.2, 8, 60)
    losses = [
        -log_softmax(scores * factor, axis=1)[np.arange(len(right)), right].mean()
        for factor in candidates
    ]
    return float(candidates[int(np.argmin(losses))])
