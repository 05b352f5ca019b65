"""What a person tells about their situation: only what a result needs, all but `rol` optional."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from knowledge.articles import Role
from knowledge.dates import in_words
from knowledge.files import Strict
from knowledge.phrases import phrases

Answers = TypeVar("Answers", bound=Strict)


class Status(str, Enum):
    """The person's social status; the value is the word used in files and on buttons."""

    arbeider = "arbeider"
    bediende = "bediende"
    contractueel = "contractueel"
    statutair = "statutair"
    zelfstandige = "zelfstandige"
    werkzoekende = "werkzoekende"


class Cause(str, Enum):
    """Why the person cannot work; accidents at work and occupational diseases have own rules."""

    ziekte = "ziekte"
    priveongeval = "priveongeval"
    arbeidsongeval = "arbeidsongeval"
    beroepsziekte = "beroepsziekte"


class Goal(str, Enum):
    """What the person wants."""

    ziek_blijven = "ziek_blijven"
    contact = "contact"
    deels_hervatten = "deels_hervatten"
    volledig_hervatten = "volledig_hervatten"
    ander_werk = "ander_werk"
    contract_einde = "contract_einde"
    niet_zeker = "niet_zeker"


class Region(str, Enum):
    """Where the person lives; premiums and counselling differ."""

    vlaanderen = "vlaanderen"
    brussel = "brussel"
    wallonie = "wallonie"
    duitstalig = "duitstalig"


class ProfileError(ValueError):
    """A profile that cannot be used; `field` says where, the text is a Dutch sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class Profile(Strict):
    """A situation.

    Attributes:
        rol: who asks. For an employer (wg) the other fields are those of the sick employee.
        eerste_ziektedag: the first day of the present sickness.
        gewenste_startdatum: when the person wants to start again.
        uren_voltijds, uren_hervatting: hours per week, of a full-timer and of the resumption.
        daguitkering: the present benefit, EUR gross per day.
        grootte_werkgever: number of employees.
        hervat_op: the day on which the person fully resumed.
        contract_einde: the last day of the contract.
        kanker, burn_out: only when the person wants to say so.
    """

    rol: Role
    statuut: Status | None = None
    eerste_ziektedag: date | None = None
    oorzaak: Cause | None = None
    kanker: bool | None = None
    burn_out: bool | None = None
    doel: Goal | None = None
    gewenste_startdatum: date | None = None
    uren_voltijds: Decimal | None = Field(None, gt=0, le=60)
    uren_hervatting: Decimal | None = Field(None, gt=0, le=60)
    daguitkering: Decimal | None = Field(None, gt=0, le=1000)
    gewest: Region | None = None
    grootte_werkgever: int | None = Field(None, ge=1, le=1_000_000)
    hervat_op: date | None = None
    contract_einde: date | None = None


_CHOICES: dict[str, type[Enum]] = {
    "rol": Role,
    "statuut": Status,
    "oorzaak": Cause,
    "doel": Goal,
    "gewest": Region,
}
_STATUS_OF_ROLE = {
    Role.zs: {Status.zelfstandige},
    Role.wz: {Status.werkzoekende},
    Role.wn: set(Status) - {Status.zelfstandige, Status.werkzoekende},
    Role.wg: set(Status) - {Status.zelfstandige, Status.werkzoekende},
    Role.co: set(Status),
}
_EARLIEST_YEAR = 1960


def fits_role(status: Status, role: Role) -> bool:
    """Tell whether somebody of this group can have, or speak of, this status."""
    return status in _STATUS_OF_ROLE[role]


def refusal(field: str, reason: str, **words: object) -> ProfileError:
    """Make the error for a field from one of the sentences in `zinnen.yml` under `profiel`."""
    return ProfileError(field, phrases().profiel[reason].format(**words))


def read_profile(fields: Mapping[str, Any], day: date) -> Profile:
    """Turn answers into a profile.

    Args:
        fields: names and values as in `Profile`; dates as date or "2026-01-31".
        day: the reference date.

    Raises:
        ProfileError: an unknown field, a value that cannot be, or answers that contradict.
    """
    for name in fields:
        if name not in Profile.__fields__:
            raise refusal(name, "onbekend_veld", veld=name)
    profile = read_fields(Profile, fields)
    _check(profile, day)
    return profile


def read_fields(model: type[Answers], fields: Mapping[str, Any]) -> Answers:
    """Turn answers into a model's values.

    Raises:
        ProfileError: a value that cannot be; which field, and a Dutch sentence.
    """
    try:
        return model(**fields)
    except ValidationError as error:
        raise _wrong_value(str(error.errors()[0]["loc"][0]), fields) from error


def _wrong_value(field: str, fields: Mapping[str, Any]) -> ProfileError:
    value = fields.get(field)
    if field in phrases().profiel:
        return refusal(field, field)
    if field in _CHOICES:
        choices = ", ".join(str(entry.value) for entry in _CHOICES[field])
        return refusal(field, "keuze", waarde=value, veld=field, keuzes=choices)
    return refusal(field, "past_niet", waarde=value, veld=field)


def _check(profile: Profile, day: date) -> None:
    first = profile.eerste_ziektedag
    if first and first > day:
        raise refusal("eerste_ziektedag", "in_de_toekomst", datum=in_words(day))
    if first and first.year < _EARLIEST_YEAR:
        raise refusal("eerste_ziektedag", "te_lang_geleden")
    for field in ("gewenste_startdatum", "hervat_op"):
        value = getattr(profile, field)
        if first and value and value <= first:
            raise refusal(field, "hervat_te_vroeg")
    full, part = profile.uren_voltijds, profile.uren_hervatting
    if full and part and part > full:
        raise refusal("uren_hervatting", "te_veel_uren")
    if profile.statuut and not fits_role(profile.statuut, profile.rol):
        raise refusal("statuut", "statuut_rol", statuut=profile.statuut.value)
