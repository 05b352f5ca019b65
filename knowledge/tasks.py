"""The conversations in which the guide does something, whatever their kind.

Each kind of task has a module with the same functions (`Turns`): one for forms, one for the
self-scan. One turn is a pure function of what was said and what was remembered, so that
interruptions and corrections are handled in one place and tested without servers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from knowledge import form_turn, scan_turn
from knowledge.articles import Role
from knowledge.decision import Outcome
from knowledge.form_turn import CALCULATION, NO, PLAN, PREMIUM, YES
from knowledge.parameters import Parameters
from knowledge.progress import Progress
from knowledge.replies import Reply, note
from knowledge.scan_turn import SELF_SCAN
from knowledge.task_words import task_words
from knowledge.wording import normalise

__all__ = ["CALCULATION", "NO", "PLAN", "PREMIUM", "SELF_SCAN", "YES", "Turns"]

MOST_TRIES = 2


class Turns(Protocol):
    """What a module offers that carries one kind of task."""

    def begin(
        self, task: str, role: Role | None, text: str, before: Progress, day: date
    ) -> tuple[Progress, Reply]:
        """Begin a task, or take it up again where it was left."""

    def question(self, progress: Progress, opening: Sequence[str]) -> tuple[Progress, Reply]:
        """Ask what is still open, or show what comes at the end."""

    def take_answer(
        self, progress: Progress, text: str, value: str | None, day: date, parameters: Parameters
    ) -> tuple[Progress, Reply] | None:
        """Handle a message while a task is open; None when it is something else."""

    def take_up(
        self, progress: Progress, text: str, day: date, parameters: Parameters
    ) -> tuple[Progress, Reply] | None:
        """Handle a message after a task was shown or stopped; None when it is something else."""

    def only_answers(self, progress: Progress, text: str, day: date) -> bool:
        """Tell whether a message is no more than an answer in the task."""

    def set_role(self, progress: Progress, role: Role, day: date) -> tuple[Progress, Reply]:
        """Go on for another group of users."""


_OTHER_KINDS: Mapping[str, Turns] = {SELF_SCAN: scan_turn}


def turns(task: str) -> Turns:
    """Return the module that carries a task; most are forms."""
    return _OTHER_KINDS.get(task, form_turn)


def task_to_resume(text: str, progress: Progress) -> str | None:
    """Name the task with which a message asks to go on; a bare "verder" means the one left open."""
    plain, words = normalise(text), task_words()
    if words.said("verder_met", plain):
        named = (task for task, about in words.taken.items() if about.naam in plain)
        return next(named, progress.task or PLAN)
    if progress.task and not progress.finished and words.said("verder", plain):
        return progress.task
    return None


def not_understood(progress: Progress) -> tuple[Progress, Reply]:
    """Ask again in other words; after two failures explain why, and offer to skip or stop."""
    words = task_words()
    tries = progress.tries + 1
    opening = [words.niet_begrepen if tries <= MOST_TRIES else words.waarom_kort]
    return turns(progress.task).question(replace(progress, tries=tries), opening)


def resume(progress: Progress) -> tuple[Progress, Reply]:
    """Ask the open question again, where somebody says to go on."""
    opening = task_words().hernomen.format(taak=task_words().taken[progress.task].naam)
    return turns(progress.task).question(replace(progress, tries=0), [opening])


def resume_after(progress: Progress, reply: Reply) -> Reply:
    """Put the open question behind the answer to a question in between."""
    _, again = turns(progress.task).question(replace(progress, tries=0), [])
    back = note(task_words().terug.format(taak=task_words().taken[progress.task].naam))
    reply.blocks += [back, *again.blocks]
    choices = reply.buttons if reply.outcome is Outcome.keuze else []
    reply.buttons = [*choices, *again.buttons]
    return reply
