"""The premium that somebody wants to have calculated, from answers to the calculation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import Field

from knowledge.files import Strict
from knowledge.parameters import Parameters
from knowledge.rules.calculations import (
    Calculation,
    resumption_premium,
    solidarity_contribution,
    wage_premium,
)
from knowledge.rules.profile import read_fields


class Premium(str, Enum):
    """What can be calculated for an employer; the value is the word used in answers."""

    loonpremie = "loonpremie"
    werkhervattingspremie = "werkhervattingspremie"
    solidariteitsbijdrage = "solidariteitsbijdrage"


class Package(str, Enum):
    """A package of individueel maatwerk, as VDAB granted it."""

    twee_jaar = "2_jaar"
    vijf_jaar = "5_jaar"
    verhoogd = "verhoogd"


class PremiumAnswers(Strict):
    """What only a premium needs to know, beside the fields of a profile.

    Attributes:
        premie: which premium.
        pakket: which package of individueel maatwerk.
        kwartaal: which quarter of the support, from 1.
        referteloon: reference wage, EUR gross per quarter.
        tewerkstelling: percent of a full-time job.
    """

    premie: Premium | None = None
    pakket: Package | None = None
    kwartaal: int | None = Field(None, ge=1, le=40)
    referteloon: Decimal | None = Field(None, gt=0, le=100_000)
    tewerkstelling: Decimal | None = Field(None, gt=0, le=100)


PREMIUM_FIELDS = frozenset(PremiumAnswers.__fields__)


def read_premium(fields: Mapping[str, Any]) -> PremiumAnswers:
    """Turn answers into values; fields of a profile among them are left out.

    Raises:
        ProfileError: a value that cannot be, with its field and a Dutch sentence.
    """
    own = {name: value for name, value in fields.items() if name in PREMIUM_FIELDS}
    return read_fields(PremiumAnswers, own)


def calculate_premium(fields: Mapping[str, str], day: date, parameters: Parameters) -> Calculation:
    """Calculate the premium that was chosen.

    Args:
        fields: all that the chosen calculation needs, as text (dates as "2026-08-03").
        day: the reference date.
        parameters: all figures.

    Raises:
        ProfileError: a value that cannot be.
        CannotCalculate: a figure that is not confirmed, or a combination that does not exist.
    """
    answers = read_premium(fields)
    if answers.premie is Premium.loonpremie:
        return wage_premium(
            fields["pakket"],
            int(fields["kwartaal"]),
            Decimal(fields["referteloon"]),
            Decimal(fields["tewerkstelling"]),
            day,
            parameters,
        )
    first = date.fromisoformat(fields["eerste_ziektedag"])
    if answers.premie is Premium.werkhervattingspremie:
        resumption = date.fromisoformat(fields["gewenste_startdatum"])
        return resumption_premium(first, resumption, day, parameters)
    return solidarity_contribution(
        int(fields["grootte_werkgever"]), first, Decimal(fields["daguitkering"]), day, parameters
    )
