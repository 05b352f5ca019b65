"""From a message to the columns and weights on which the classifiers learn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.lexicon import load_lexicon
from knowledge.roles import find_role
from knowledge.search import stem
from knowledge.wording import normalise

_WORD = re.compile(r"\w+")
NORMAL, STEMS, CONCEPTS, ROLE = range(4)
"""The columns of `columns`."""


def columns(texts: Iterable[str]) -> NDArray[np.object_]:
    """Read messages in four ways.

    Args:
        texts: messages as typed.

    Returns:
        One row per message; the columns hold the normal form, the word stems, the concepts of the
        lexicon and the role that the message shows, each as one string.
    """
    rows = []
    for text in texts:
        normal = normalise(text)
        stems = " ".join(map(stem, _WORD.findall(normal)))
        role = find_role(text)
        rows.append(
            (
                normal,
                stems,
                " ".join(load_lexicon().concepts(text)),
                role.role.value if role else "",
            )
        )
    return np.array(rows, dtype=object).reshape(-1, 4)


@dataclass(frozen=True)
class _Part:
    """One kind of feature: from which column, how much it weighs, how it is counted."""

    column: int
    weight: float
    settings: dict[str, Any]

    def vectorizer(self, **more: Any) -> TfidfVectorizer:
        return TfidfVectorizer(
            sublinear_tf=True, dtype=np.float32, lowercase=False, **self.settings, **more
        )


_WORDS = {"token_pattern": r"(?u)\b\w+\b", "ngram_range": (1, 2)}
_LISTED = {"token_pattern": r"\S+"}
_PARTS = {
    "words": _Part(NORMAL, 1.0, _WORDS),
    "pieces": _Part(NORMAL, 1.5, {"analyzer": "char_wb", "ngram_range": (2, 5)}),
    "stems": _Part(STEMS, 1.0, _WORDS),
    "concepts": _Part(CONCEPTS, 1.0, _LISTED),
    "role": _Part(ROLE, 0.3, _LISTED),
}
"""Pieces of words see through typing errors and compounds; concepts through the many names of one
thing. The weights were chosen on the development set (docs/begrijpen.md)."""
_RARER_THAN = {"words": 2, "pieces": 5, "stems": 2}
"""Features in fewer examples than this are left out: they cost memory and gain nothing."""


class Features:
    """Counts of words, pieces of words, stems, concepts and role, weighed by how rare they are."""

    def __init__(self) -> None:
        self._made: dict[str, TfidfVectorizer] = {}

    def fit_transform(self, rows: NDArray[np.object_]) -> csr_matrix:
        """Learn which features there are from the examples' columns, and return their numbers."""
        for name, part in _PARTS.items():
            self._made[name] = part.vectorizer(min_df=_RARER_THAN.get(name, 1))
        return self._stack(
            self._made[name].fit_transform(rows[:, part.column]) * part.weight
            for name, part in _PARTS.items()
        )

    def transform(self, rows: NDArray[np.object_]) -> csr_matrix:
        """Return the numbers for other columns: one row each, a column per feature."""
        return self._stack(
            self._made[name].transform(rows[:, part.column]) * part.weight
            for name, part in _PARTS.items()
        )

    @staticmethod
    def _stack(blocks: Iterable[csr_matrix]) -> csr_matrix:
        return hstack(list(blocks), format="csr", dtype=np.float32)

    def vocabularies(self) -> dict[str, list[str]]:
        """Return for each kind its features, in the order of their columns."""
        return {name: list(made.get_feature_names_out()) for name, made in self._made.items()}

    def rarities(self) -> dict[str, NDArray[np.float32]]:
        """Return for each kind how much each feature weighs because it is rare."""
        return {name: made.idf_.astype(np.float32) for name, made in self._made.items()}

    @classmethod
    def restore(
        cls, vocabularies: dict[str, list[str]], rarities: dict[str, NDArray[np.float32]]
    ) -> Features:
        """Rebuild features from what `vocabularies` and `rarities` returned."""
        features = cls()
        for name, terms in vocabularies.items():
            made = _PARTS[name].vectorizer(vocabulary={t: i for i, t in enumerate(terms)})
            made.idf_ = rarities[name]
            features._made[name] = made
        return features
