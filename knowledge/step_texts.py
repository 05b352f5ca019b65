"""The texts of the steps of a plan: one file per step in `knowledge/steps/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import Field, HttpUrl, validator

from knowledge.articles import Role
from knowledge.errors import ContentError, ContentErrors
from knowledge.files import ROOT, Strict, not_empty, read_model
from knowledge.sources import Kind


class StepSource(Strict):
    """Where the step was read; `feit` is the fact's id."""

    naam: str = Field(min_length=3)
    url: HttpUrl | None = None
    soort: Kind
    feit: str


class StepText(Strict):
    """One step: what to do, who does it, why, and what happens otherwise.

    Attributes:
        voor: whose plan shows it.
        wie: who has to act.
        gewicht: how much it matters among steps of the same urgency, 0 to 10.
        gemist: what can still be done after the date has passed.
        vervalt: why the step leaves the plan of somebody who stays sick; None: it never does.
        geen_gezondheid: the title in a calendar, without a word about health.
    """

    id: str
    titel: str = Field(min_length=5, max_length=90)
    voor: tuple[Role, ...]
    wie: Role
    wat: str = Field(min_length=10)
    waarom: str = Field(min_length=10)
    gevolg: str | None = None
    gemist: str | None = None
    vervalt: str | None = None
    onderwerp: str
    gewicht: int = Field(5, ge=0, le=10)
    geen_gezondheid: str = Field(min_length=3, max_length=60)
    bron: tuple[StepSource, ...]

    _filled = validator("voor", "bron", allow_reuse=True)(not_empty)


@lru_cache(maxsize=2)
def load_steps(folder: Path = ROOT / "steps") -> Mapping[str, StepText]:
    """Read every step file once.

    Raises:
        ContentErrors: all files that are wrong, each with file and field.
    """
    found: dict[str, StepText] = {}
    errors: list[ContentError] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            found[path.stem] = read_model(path, StepText, id=path.stem)
        except ContentError as error:
            errors.append(error)
    if errors:
        raise ContentErrors(errors)
    return found
