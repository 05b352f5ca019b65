"""The facts on which the articles rest, and which article uses which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

from knowledge.articles import Article
from knowledge.errors import ContentError
from knowledge.files import ROOT, Strict, read_yaml
from knowledge.parameters import Parameter


class Certainty(str, Enum):
    """How sure a fact is; the value is the word used in the files."""

    hoog = "hoog"
    middel = "middel"
    laag = "laag"


class Fact(Strict):
    """A fact's certainty and topics, and why it is left out of the articles if it is."""

    id: str
    zekerheid: Certainty
    onderwerp: tuple[str, ...]
    weggelaten: str | None = None


@lru_cache(maxsize=4)
def load_facts(folder: Path = ROOT) -> dict[str, Fact]:
    """Read the register of facts (`feiten.yml`) and the ones left out (`feiten_weggelaten.yml`).

    Raises:
        ContentError: a file is wrong, or leaves out a fact that does not exist.
    """
    left_out = read_yaml(folder / "feiten_weggelaten.yml")
    facts = {
        id_: Fact(id=id_, weggelaten=left_out.get(id_), **fields)
        for id_, fields in read_yaml(folder / "feiten.yml").items()
    }
    for id_ in left_out:
        if id_ not in facts:
            raise ContentError(folder / "feiten_weggelaten.yml", id_, "no fact has this id")
    return facts


@dataclass(frozen=True)
class Coverage:
    """Which facts are used where, and which are not.

    Attributes:
        used: for each fact that is used, the articles and parameters that use it.
        left_out: facts that are not used, with the reason.
        open: facts that are neither used nor left out with a reason.
    """

    used: dict[str, tuple[str, ...]]
    left_out: dict[str, str]
    open: tuple[Fact, ...]

    def share(self, facts: Iterable[Fact]) -> float:
        """Return the fraction (0 to 1) of these facts that is used or left out with a reason."""
        counted = list(facts)
        done = [fact for fact in counted if fact.id in self.used or fact.id in self.left_out]
        return len(done) / len(counted) if counted else 1.0


def used_facts(articles: Iterable[Article], parameters: Iterable[Parameter]) -> dict[str, set[str]]:
    """Return, for each fact id that a source names, the articles and parameters that name it."""
    used: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for source in article.bronnen:
            for fact in source.feiten:
                used[fact].add(article.id)
    for parameter in parameters:
        for value in parameter.waarden:
            if value.bron.feit:
                used[value.bron.feit].add(parameter.naam)
    return used


def coverage(
    articles: Iterable[Article], parameters: Iterable[Parameter], facts: dict[str, Fact]
) -> Coverage:
    """Compare the register of facts with what articles and parameters use."""
    used = used_facts(articles, parameters)
    return Coverage(
        used={id_: tuple(sorted(used[id_])) for id_ in facts if id_ in used},
        left_out={
            fact.id: fact.weggelaten
            for fact in facts.values()
            if fact.weggelaten and fact.id not in used
        },
        open=tuple(f for f in facts.values() if f.id not in used and not f.weggelaten),
    )
