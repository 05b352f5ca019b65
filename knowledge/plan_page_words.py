"""The words of the pages `/plan` and `/brief`, and which fields are asked of whom."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import validator

from knowledge.articles import Role
from knowledge.files import ROOT, Strict, read_model
from knowledge.rules.profile import Profile, Status, fits_role
from knowledge.task_words import FieldWords, Question, task_words


class Group(Strict):
    """Fields that stand together."""

    titel: str
    velden: tuple[str, ...]

    @validator("velden", each_item=True)
    def _of_profile(cls, value: str) -> str:
        if value not in Profile.__fields__:
            raise ValueError(f"'{value}' is not a field of a profile")
        return value


class DateWords(Strict):
    """The words of a date in three fields."""

    uitleg: str
    dag: str
    maand: str
    jaar: str


class PlanWords(Strict):
    """The page with the plan."""

    ingevuld: str
    niets: str
    wijzig: str
    afdrukken: str
    meenemen: str
    agenda: str
    agenda_uitleg: str
    titels: str
    zonder: str
    volledig: str
    bewaar_agenda: str
    bewaar_tekst: str
    brieven: str
    verder: str
    overzicht: str
    gezondheid: str
    maak_overzicht: str


class LetterPageWords(Strict):
    """The page with a letter."""

    aan: str
    onderwerp: str
    tekst: str
    tekst_uitleg: str
    invullen: str
    bewaar: str
    terug: str
    gezien: str


class ProblemWords(Strict):
    """What could not be used."""

    titel: str
    datum: str
    formulier: str
    formulier_te_groot: str
    geen_brief: str
    ontvanger: str
    te_lang: str
    onderwerp_te_lang: str


class PlanPageWords(Strict):
    """The file `plan_pagina.yml`; braces are filled in with `str.format`."""

    titel: str
    inleiding: tuple[str, ...]
    kies_rol: str
    voor: str
    andere_rol: str
    waarom: str
    groepen: tuple[Group, ...]
    niet_voor: dict[Role, tuple[str, ...]]
    datum: DateWords
    getal: str
    liever_niet: str
    velden: dict[str, FieldWords]
    knoppen: dict[str, dict[str, str]]
    maak_plan: str
    plan: PlanWords
    brief: LetterPageWords
    chat: str
    fouten: ProblemWords

    def groups(self, role: Role) -> list[tuple[str, list[str]]]:
        """Return the headings and the fields that are asked of a group of users."""
        left_out = self.niet_voor.get(role, ())
        return [
            (group.titel, [name for name in group.velden if name not in left_out])
            for group in self.groepen
        ]

    def fields(self, role: Role) -> list[str]:
        """Return all fields that are asked of a group of users, in their order."""
        return [name for _, names in self.groups(role) for name in names]

    def field(self, name: str) -> FieldWords:
        """Return the words of a field, of this page or of the conversation."""
        return self.velden.get(name) or task_words().velden[name]

    def question(self, name: str, role: Role) -> Question:
        """Return how a field is asked of someone: about themselves, or about somebody else."""
        words = task_words().copy(update={"velden": {name: self.field(name)}})
        return words.question(name, role)

    def options(self, name: str, role: Role) -> dict[str, str]:
        """Return the values to choose from and what they are called; empty for a field to type."""
        if name in self.knoppen:
            return self.knoppen[name]
        named = task_words().knoppen.get(name, {})
        if name == "statuut":
            return {value: word for value, word in named.items() if fits_role(Status(value), role)}
        return named if name == "doel" else {}


@lru_cache(maxsize=1)
def plan_page_words(path: Path = ROOT / "plan_pagina.yml") -> PlanPageWords:
    """Read the words of the pages once.

    Raises:
        ContentError: the file is wrong, or a sentence is missing.
    """
    return read_model(path, PlanPageWords)
