"""Which group of users a message shows its writer to belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic import validator

from knowledge.articles import Role
from knowledge.files import ROOT, Strict, read_model


class RoleWords(Strict):
    """The file `rollen.yml`: patterns per role, `zegt` for "ik ben …", `toont` for hints."""

    zegt: dict[Role, tuple[str, ...]]
    toont: dict[Role, tuple[str, ...]]

    @validator("zegt", "toont")
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


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[RoleFound, re.Pattern[str]]]:
    words = read_model(ROOT / "rollen.yml", RoleWords)
    compiled = []
    for stated, group in ((True, words.zegt), (False, words.toont)):
        for role, patterns in group.items():
            joined = "|".join(f"(?:{pattern})" for pattern in patterns)
            compiled.append((RoleFound(role, stated), re.compile(joined, re.IGNORECASE)))
    return compiled


def find_role(text: str) -> RoleFound | None:
    """Return the role that a message states or shows, a stated one first; None when it shows none.

    Raises:
        ContentError: the pattern file is wrong.
    """
    tidy = " ".join(text.split())
    return next((found for found, pattern in _patterns() if pattern.search(tidy)), None)
