"""Articles: one file per topic, with an answer for each group of users."""

from __future__ import annotations

from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import Field, HttpUrl, root_validator, validator

from knowledge.errors import ContentError, ContentErrors
from knowledge.files import ROOT, Strict, not_empty, read_model
from knowledge.lines import line_of
from knowledge.sources import Kind

FOLDS = ("stappen", "voorwaarden", "termijnen", "gevolgen", "misverstanden")
"""The parts of `Details` that can be opened below an answer, in the order shown."""


TASKS = "taken"
"""The group of texts that start a task, such as a calculation."""
NO_SUBJECT = ("gesprek", TASKS)
"""The groups of texts that are small talk or start a task, not answers on a subject."""


class Role(str, Enum):
    """The groups of users; the value is the code used in files, slots and on the command line."""

    wn = "wn"
    zs = "zs"
    wz = "wz"
    wg = "wg"
    co = "co"


class Item(Strict):
    """One thing to open below an answer; for all groups unless `voor` names some.

    `feiten` are the facts it rests on; an empty list means advice that states no fact.
    """

    tekst: str = Field(min_length=3)
    voor: tuple[Role, ...] = ()
    feiten: tuple[str, ...] | None = None


class Details(Strict):
    """What a person may open below the short answer."""

    stappen: tuple[Item, ...] = ()
    voorwaarden: tuple[Item, ...] = ()
    termijnen: tuple[Item, ...] = ()
    gevolgen: tuple[Item, ...] = ()
    misverstanden: tuple[Item, ...] = ()


class Contact(Strict):
    """Who can help further, and the facts that say so."""

    naam: str
    wat: str
    url: HttpUrl | None = None
    telefoon: str | None = None
    email: str | None = None
    feiten: tuple[str, ...] = ()


class Link(Strict):
    """A page to read on."""

    naam: str
    url: HttpUrl


class Source(Strict):
    """Where the statements come from, when that was seen, and which facts it proves."""

    naam: str = Field(min_length=3)
    url: HttpUrl | None = None
    soort: Kind
    gezien_op: date
    feiten: tuple[str, ...] = ()

    @root_validator(skip_on_failure=True)
    def _address(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["url"] is None and values["soort"] not in (Kind.basisdocument, Kind.eigen):
            raise ValueError("'url' is missing; only a basisdocument or eigen may have none")
        return values


class Article(Strict):
    """Everything the guide says about one topic."""

    id: str
    groep: str
    titel: str = Field(min_length=3)
    doelgroep: tuple[Role, ...]
    geldig_vanaf: date
    nagekeken_op: date
    nazicht_voor: date
    antwoord: dict[Role, str]
    antwoord_feiten: dict[Role, tuple[str, ...]] = {}
    details: Details = Details()
    contacten: tuple[Contact, ...] = ()
    links: tuple[Link, ...] = ()
    verwant: tuple[str, ...] = ()
    bronnen: tuple[Source, ...]

    _filled = validator("doelgroep", "bronnen", allow_reuse=True)(not_empty)

    @property
    def on_subject(self) -> bool:
        """Whether this is an answer on a subject, with facts behind it."""
        return self.groep not in NO_SUBJECT

    @root_validator(skip_on_failure=True)
    def _one_answer_per_group(cls, values: dict[str, Any]) -> dict[str, Any]:
        answers, groups = set(values["antwoord"]), set(values["doelgroep"])
        if missing := [role.value for role in groups - answers]:
            raise ValueError(f"'antwoord' has no text for {', '.join(sorted(missing))}")
        if extra := [role.value for role in answers - groups]:
            raise ValueError(f"'antwoord' has {', '.join(sorted(extra))}, 'doelgroep' has not")
        if values["nazicht_voor"] <= values["nagekeken_op"]:
            raise ValueError("'nazicht_voor' must be later than 'nagekeken_op'")
        return values


def load_articles(folder: Path = ROOT / "articles") -> dict[str, Article]:
    """Read every article file below a folder; the result is by topic id.

    Raises:
        ContentErrors: all files that are wrong, each with file and field.
    """
    found: dict[str, Article] = {}
    errors: list[ContentError] = []
    for path in sorted(folder.rglob("*.yml")):
        try:
            article = read_model(path, Article, groep=path.parent.name)
            if article.id != path.stem:
                problem = f"'{article.id}' is not the file's name; make the two the same"
                raise ContentError(path, "id", problem, line_of(path, ["id"]))
            if article.id in found:
                problem = f"'{article.id}' stands in two files; keep one of the two"
                raise ContentError(path, "id", problem, line_of(path, ["id"]))
            found[article.id] = article
        except ContentError as error:
            errors.append(error)
    if errors:
        raise ContentErrors(errors)
    return found
