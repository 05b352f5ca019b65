"""The words of the tasks: questions, buttons, and the patterns by which an answer is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import validator

from knowledge.articles import Role
from knowledge.files import ROOT, Strict, read_model
from knowledge.wording import normalise


class Task(Strict):
    """One task: how it is called and begun, and which questions in which order for each role.

    `per_keuze` has the questions that follow on the answer to the last one of `volgorde`; with
    `alles_nodig` no answer can be missed; `elders` names for a role without questions the topic
    that tells what holds for it.
    """

    naam: str
    start: str
    klopt: str
    volgorde: dict[Role, tuple[str, ...]]
    per_keuze: dict[str, tuple[str, ...]] = {}
    alles_nodig: bool = False
    elders: dict[Role, str] = {}

    def order(self, role: Role, known: Mapping[str, str]) -> tuple[str, ...]:
        """Return what is asked of a role, as far as the answers until now tell."""
        asked = self.volgorde.get(role, ())
        chosen = known.get(asked[-1], "") if asked else ""
        return (*asked, *self.per_keuze.get(chosen, ()))

    def fields(self, known: Mapping[str, str]) -> set[str]:
        """Return all that it asks, of any role."""
        return {"rol"}.union(*(self.order(role, known) for role in self.volgorde))


class Question(Strict):
    """How one field is asked, asked again, and why it is asked."""

    vraag: str
    opnieuw: str
    waarom: str


class FieldWords(Question):
    """How one field is called and asked; `ander` when the sick person is somebody else."""

    naam: str
    ander: Question | None = None


class LetterWords(Strict):
    """The words around a letter: how it is offered, shown, and what the handover asks."""

    aanbod: str
    nalezen: str
    let_op: str
    bronnen: str
    aan_wie: str
    ontvangers: dict[str, str]
    gezondheid: str
    zonder_gezondheid: str
    met_gezondheid: str


class TaskWords(Strict):
    """The file `taken.yml`."""

    taken: dict[str, Task]
    te_weinig: str
    samenvatting: str
    klopt_niet: str
    wat_verbeteren: str
    gestopt: str
    hernomen: str
    aanbod: str
    niet_begrepen: str
    waarom_kort: str
    waarom_dat: str
    terug: str
    ongeveer: str
    bestaat_niet: str
    per_maand: str
    loon_per_maand: str
    rol_aangenomen: str
    niet_voor: str
    overslaan: str
    weet_niet: str
    stop: str
    alles: str
    eerste_drie: str
    wie: dict[Role, str]
    velden: dict[str, FieldWords]
    brieven: LetterWords
    ook: dict[str, dict[str, str]]
    met_startdatum: tuple[str, ...]
    knoppen: dict[str, dict[str, str]]
    woorden: dict[str, Any]

    @validator("woorden")
    def _compiles(cls, value: dict[str, Any]) -> dict[str, Any]:
        for pattern in (
            p for v in value.values() for p in (v.values() if isinstance(v, dict) else [v])
        ):
            re.compile(pattern)
        return value

    def question(self, name: str, role: Role | None) -> Question:
        """Return how a field is asked of someone: about themselves, or about somebody else."""
        words = self.velden[name]
        if words.ander is None or role not in self.wie:
            return words
        who = self.wie[role]
        return Question(**{key: text.format(wie=who) for key, text in words.ander.dict().items()})

    def said(self, name: str, plain: str) -> bool:
        """Tell whether words of one kind stand in a message (in normal form)."""
        return re.search(self.woorden[name], plain) is not None


@lru_cache(maxsize=1)
def task_words() -> TaskWords:
    """Read the questions and words once.

    Raises:
        ContentError: the file is wrong.
    """
    return read_model(ROOT / "taken.yml", TaskWords)


def looks_like_question(text: str, plain: str) -> bool:
    """Tell whether a message asks something, also where the question mark was left out."""
    return "?" in text or task_words().said("vraagwoord", plain)


def asks_why(text: str) -> bool:
    """Tell whether somebody asks why the guide wants to know something, or whether they must."""
    return task_words().said("waarom", normalise(text))
