"""Where a task stands, and the messages of its buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.articles import Role
from knowledge.task_words import task_words

ANSWER_INTENT = "taak_antwoord"
CONFIRM = "bevestigen"
SKIP, NOT_KNOWN, STOP = "overslaan", "weet_niet", "stop"


@dataclass(frozen=True)
class Progress:
    """Where a task stands.

    Attributes:
        task: which one; empty: none was begun.
        active: whether a question is open now; a stopped task can be resumed.
        fields: what is known, as text (dates as "2026-08-03"), the latest last.
        asked: the field that is asked, or "bevestigen" at the read-back and after it.
        skipped: fields that the person does not know or does not want to say.
        tries: how often the open question was not understood.
        doubt: a remark on how the last answer was read.
    """

    task: str = ""
    active: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    skipped: tuple[str, ...] = ()
    tries: int = 0
    doubt: str | None = None

    @property
    def role(self) -> Role | None:
        """For whom it is."""
        value = self.fields.get("rol")
        return Role(value) if value else None

    @property
    def wanted(self) -> set[str]:
        """All that the task asks, as far as the answers until now tell."""
        return task_words().taken[self.task].fields(self.fields) if self.task else set()

    @property
    def finished(self) -> bool:
        """Whether its result was shown."""
        return bool(self.task) and not self.active and self.asked == CONFIRM

    def as_dict(self) -> dict[str, Any]:
        """The form in which it is kept in a slot."""
        return {**vars(self), "fields": dict(self.fields), "skipped": list(self.skipped)}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any] | None) -> Progress:
        """Read what `as_dict` made; None gives an empty one."""
        if not value:
            return cls()
        return cls(**{**value, "skipped": tuple(value.get("skipped", ()))})


def answer_payload(value: str) -> str:
    """Return the message that a button of a task sends."""
    return f'/{ANSWER_INTENT}{{"waarde": "{value}"}}'
