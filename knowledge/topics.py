"""The list of all topic ids (`onderwerpen.yml`), also those that have no article yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.articles import Role
from knowledge.errors import ContentError
from knowledge.files import ROOT, Strict, read_yaml


class Topic(Strict):
    """One topic: its group, its title and the groups of users that it is for."""

    id: str
    group: str
    titel: str = ""
    doelgroep: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Topics:
    """All topics by id."""

    by_id: dict[str, Topic]

    def group_of(self, topic: str) -> str:
        """Name a topic's group; "onbekend" for an id that is not in the list."""
        found = self.by_id.get(topic)
        return found.group if found else "onbekend"


@lru_cache(maxsize=4)
def load_topics(path: Path = ROOT / "onderwerpen.yml") -> Topics:
    """Read the list of topics.

    Raises:
        ContentError: the file is wrong or an id stands in it twice.
    """
    found: dict[str, Topic] = {}
    for group, topics in read_yaml(path).items():
        for id_, fields in topics.items():
            if id_ in found:
                raise ContentError(path, id_, "stands in two groups")
            found[id_] = Topic(id=id_, group=group, **fields)
    return Topics(found)
