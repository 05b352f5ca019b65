"""Which group of users a message shows its writer to belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic import validator

from knowledge.articles import Role
from knowledge.files import ROOT, Strict, read_model

_DENIED = re.compile(r"\b(geen|niet|nie) (een )?\w+", re.IGNORECASE)


class RoleWords(Strict):
    """The file `rollen.yml`: patterns per role.

    `zegt` holds "ik ben …", `toont` hints, `noemt` mere names of a role.
    """

    zegt: dict[Role, tuple[str, ...]]
    toont: dict[Role, tuple[str, ...]]
    noemt: dict[Role, tuple[str, ...]]

    @validator("zegt", "toont", "noemt")
    def _compiles(cls, value: dict[Role, tuple[str, ...]]) -> dict[Role, tuple[str, ...]]:
        for pattern in (pattern for patterns in value.values() for pattern in patterns):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"'{pattern}' is not a pattern: {error}") from error
        return value


@dataclass(frozen=True)
class RoleFound:
    """A role seen in a message; `stated` when the person says it, otherwise it is inferred."""

    role: Role
    stated: bool


_Patterns = list[tuple[RoleFound, "re.Pattern[str]"]]


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Patterns, _Patterns]:
    words = read_model(ROOT / "rollen.yml", RoleWords)
    sentences = [*_compiled(words.zegt, stated=True), *_compiled(words.toont, stated=False)]
    return sentences, _compiled(words.noemt, stated=True)


def _compiled(group: dict[Role, tuple[str, ...]], *, stated: bool) -> _Patterns:
    return [
        (RoleFound(role, stated), re.compile("|".join(f"(?:{p})" for p in patterns), re.I))
        for role, patterns in group.items()
    ]


def find_role(text: str, *, only_role: bool = False) -> RoleFound | None:
    """Return the role that a message states or shows, a stated one first; None without any.

    Args:
        text: the message.
        only_role: the message says nothing else than who is writing, so that a mere name of a
            role ("werkgever") counts too.

    Raises:
        ContentError: the pattern file is wrong.
    """
    tidy = " ".join(text.split())
    sentences, names = _patterns()
    for found, pattern in sentences:
        if pattern.search(tidy):
            return found
    if not only_role:
        return None
    claimed = _DENIED.sub(" ", tidy)
    return next((found for found, pattern in names if pattern.search(claimed)), None)
