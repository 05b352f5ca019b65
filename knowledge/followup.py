"""Short questions that lean on the last answer: "en hoeveel is dat?", "en als ze weigeren?"."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import validator

from knowledge.articles import Role
from knowledge.files import ROOT, Strict, read_model
from knowledge.roles import find_role
from knowledge.wording import normalise

MOST_WORDS = 9
_LEANS = re.compile(
    r"^(en|of|maar|ok|oke|ja|goed|nee|neen|dus)\b"
    r"|\b(dat|dit|die|daar|daarvoor|daarmee|ervoor|er|ze|zij)\b"
)
_FOR = re.compile(r"\b(voor|als|bij)\b")
_SIDE_OF_ROLE = {Role.zs: "zelfstandige"}


class FollowUps(Strict):
    """The file `vervolg.yml`: sides of a subject, and the topic for each side per family."""

    facetten: dict[str, str]
    families: tuple[dict[str, str], ...]

    @validator("facetten")
    def _compiles(cls, value: dict[str, str]) -> dict[str, str]:
        for name, pattern in value.items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"'{name}' is not a pattern: {error}") from error
        return value

    @validator("families")
    def _known_sides(
        cls, value: tuple[dict[str, str], ...], values: dict[str, dict[str, str]]
    ) -> tuple[dict[str, str], ...]:
        if unknown := {side for family in value for side in family} - set(values["facetten"]):
            raise ValueError(f"no facet is called {', '.join(sorted(unknown))}")
        return value


@lru_cache(maxsize=1)
def load_follow_ups() -> FollowUps:
    """Read the sides and families.

    Raises:
        ContentError: the file is wrong.
    """
    return read_model(ROOT / "vervolg.yml", FollowUps)


def follow_up(text: str, last_topic: str) -> str | None:
    """Return the topic that a short message asks about in the light of the last one.

    Args:
        text: the message.
        last_topic: the topic of the last answer.

    Returns:
        The sibling topic; the last topic itself when only the reader changes ("en voor de baas?");
        None when the message stands on its own.
    """
    words = normalise(text).replace("?", " ").replace(",", " ")
    if len(words.split()) > MOST_WORDS or not _LEANS.search(words):
        return None
    family = next((f for f in load_follow_ups().families if last_topic in f.values()), {})
    sides = [side for side, p in load_follow_ups().facetten.items() if re.search(p, words)]
    sibling = next((family[side] for side in sides if side in family), None)
    if sibling is None and named_reader(text):
        return last_topic
    return sibling


def named_reader(text: str) -> Role | None:
    """Return for whom a follow-up asks the answer: "en voor een werkgever?"; None: the same."""
    found = find_role(text, only_role=True)
    return found.role if found and _FOR.search(normalise(text)) else None


def sibling_for(role: Role, topic: str) -> str | None:
    """Return the topic of the same subject that has rules of its own for a role; None without."""
    side = _SIDE_OF_ROLE.get(role)
    family = next((f for f in load_follow_ups().families if topic in f.values()), {})
    return family.get(side) if side else None
