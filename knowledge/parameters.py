"""Dated figures: one file per amount, percentage, term or threshold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import Field, root_validator, validator

from knowledge.errors import (
    ContentError,
    ContentErrors,
    UnknownParameter,
    ValueNotKnown,
)
from knowledge.files import ROOT, Strict, not_empty, read_model
from knowledge.sources import Kind


class Unit(str, Enum):
    """What a figure counts. The value is the word used in the files."""

    euro = "euro"
    euro_per_dag = "euro_per_dag"
    euro_per_maand = "euro_per_maand"
    euro_per_kwartaal = "euro_per_kwartaal"
    euro_per_jaar = "euro_per_jaar"
    procent = "procent"
    procentpunten = "procentpunten"
    kalenderdagen = "kalenderdagen"
    werkdagen = "werkdagen"
    dagen = "dagen"
    weken = "weken"
    maanden = "maanden"
    kwartalen = "kwartalen"
    jaren = "jaren"
    uren = "uren"
    werknemers = "werknemers"
    keer = "keer"
    getal = "getal"


# How a unit is written behind one and behind several.
UNIT_WORDS: dict[Unit, tuple[str, str]] = {
    Unit.euro: ("euro", "euro"),
    Unit.euro_per_dag: ("euro per dag", "euro per dag"),
    Unit.euro_per_maand: ("euro per maand", "euro per maand"),
    Unit.euro_per_kwartaal: ("euro per kwartaal", "euro per kwartaal"),
    Unit.euro_per_jaar: ("euro per jaar", "euro per jaar"),
    Unit.procent: ("%", "%"),
    Unit.procentpunten: ("procentpunt", "procentpunten"),
    Unit.kalenderdagen: ("kalenderdag", "kalenderdagen"),
    Unit.werkdagen: ("werkdag", "werkdagen"),
    Unit.dagen: ("dag", "dagen"),
    Unit.weken: ("week", "weken"),
    Unit.maanden: ("maand", "maanden"),
    Unit.kwartalen: ("kwartaal", "kwartalen"),
    Unit.jaren: ("jaar", "jaar"),
    Unit.uren: ("uur", "uur"),
    Unit.werknemers: ("werknemer", "werknemers"),
    Unit.keer: ("keer", "keer"),
    Unit.getal: ("", ""),
}


class ValueSource(Strict):
    """Where one value was read."""

    naam: str = Field(min_length=3)
    url: str | None = None
    soort: Kind
    feit: str | None = None


class DatedValue(Strict):
    """One value and the days on which it holds, both ends included."""

    vanaf: date | None = None
    tot: date | None = None
    waarde: Decimal | None = None
    onbekend: str | None = None
    bron: ValueSource
    bevestigd_op: date
    bevestigd_tot: date | None = None

    @validator("waarde", pre=True)
    def _number(cls, value: Any) -> Any:
        if isinstance(value, (str, bool)):
            raise ValueError("must be a number with a point, such as 40.5, without quotes")
        return Decimal(str(value)) if isinstance(value, float) else value

    @root_validator(skip_on_failure=True)
    def _consistent(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["waarde"] is None) == (values["onbekend"] is None):
            raise ValueError("give exactly one of 'waarde' and 'onbekend'")
        if values["vanaf"] and values["tot"] and values["tot"] < values["vanaf"]:
            raise ValueError("'tot' lies before 'vanaf'")
        return values

    def covers(self, day: date) -> bool:
        """Tell whether this value is the one for that day."""
        return (self.vanaf is None or self.vanaf <= day) and (self.tot is None or day <= self.tot)


class Parameter(Strict):
    """A figure through time. `naam` is the file's place: "<domain>/<figure>"."""

    naam: str
    omschrijving: str = Field(min_length=5)
    eenheid: Unit
    vraag_aan: str = Field(min_length=3)
    waarden: tuple[DatedValue, ...]

    _filled = validator("waarden", allow_reuse=True)(not_empty)

    @validator("waarden")
    def _joined(cls, values: tuple[DatedValue, ...]) -> tuple[DatedValue, ...]:
        for before, after in pairwise(values):
            if after.vanaf is None:
                raise ValueError("only the first value may have no 'vanaf'")
            if before.tot is None:
                raise ValueError(f"overlap: the value before {after.vanaf} has no 'tot'")
            if after.vanaf <= before.tot:
                raise ValueError(f"overlap: {after.vanaf} is not after {before.tot}")
            if after.vanaf > before.tot + timedelta(days=1):
                raise ValueError(f"gap between {before.tot} and {after.vanaf}")
        return values

    def on(self, day: date) -> Decimal:
        """Return the value on that day, in this parameter's unit.

        Raises:
            ValueNotKnown: no value for that day, a value that no source gives, or one that is
                not confirmed that far.
        """
        for value in self.waarden:
            if value.covers(day):
                if value.waarde is None:
                    raise ValueNotKnown(f"{self.naam} on {day}: {value.onbekend}")
                if value.bevestigd_tot is not None and day > value.bevestigd_tot:
                    raise ValueNotKnown(f"{self.naam} on {day}: confirmed to {value.bevestigd_tot}")
                return value.waarde
        raise ValueNotKnown(f"{self.naam} has no value on {day}")


class Parameters(Mapping[str, Parameter]):
    """All parameters by name."""

    def __init__(self, items: Mapping[str, Parameter]) -> None:
        self._items = dict(items)

    def __getitem__(self, name: str) -> Parameter:
        try:
            return self._items[name]
        except KeyError as error:
            raise UnknownParameter(f"no parameter is called '{name}'") from error

    def __iter__(self) -> Any:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def format_number(value: Decimal) -> str:
    """Write a number the Belgian way: 1725 as "1.725", 27.5 as "27,5", 40.50 as "40,50"."""
    digits = f"{value:,f}"
    whole, _, fraction = digits.partition(".")
    if fraction.strip("0") == "":
        fraction = ""
    return whole.replace(",", ".") + ("," + fraction if fraction else "")


def format_value(value: Decimal, unit: Unit) -> str:
    """Write a number with its unit: "30 kalenderdagen", "1.725 euro", "20 %"."""
    one, several = UNIT_WORDS[unit]
    return f"{format_number(value)} {one if value == 1 else several}".strip()


def load_parameters(folder: Path = ROOT / "parameters") -> Parameters:
    """Read every parameter file below a folder.

    Raises:
        ContentErrors: all files that are wrong, each with file and field.
    """
    found: dict[str, Parameter] = {}
    errors: list[ContentError] = []
    for path in sorted(folder.rglob("*.yml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        try:
            found[name] = read_model(path, Parameter, naam=name)
        except ContentError as error:
            errors.append(error)
    if errors:
        raise ContentErrors(errors)
    return Parameters(found)
