"""The fixed sentences around the answers (`zinnen.yml`)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from knowledge.articles import Role
from knowledge.files import ROOT, Strict, read_model


class RoleNames(Strict):
    """How a role is called on its button, and in a sentence behind "voor"."""

    knop: str
    voor: str


class Folds(Strict):
    """The headings of what can be opened below an answer."""

    stappen: str
    voorwaarden: str
    termijnen: str
    gevolgen: str
    misverstanden: str
    contacten: str
    links: str


class PlanPhrases(Strict):
    """The words around a plan: status of a step, how its date is said, remarks."""

    zonder_datum: str
    werk_gerelateerd: str
    status: dict[str, str]
    uiterlijk: str
    vanaf: str
    tussen: str
    zodra: str
    altijd: str
    leeg: str
    titel: str
    stand: str


class Phrases(Strict):
    """One field per sentence; braces are filled in with `str.format`."""

    opening: str
    opening_vraag: str
    rol_vraag: str
    rol_gekozen: str
    rol_overgeslagen: str
    rol_onbekend: str
    rol_anders: str
    rol_afgeleid: str
    rol_wijzigen: str
    keuze: str
    onbekend: str
    onbekend_mens: str
    leeg: str
    te_lang: str
    geen_vraag: str
    storing: str
    niet_gevonden: str
    sessie_verlopen: str
    ongeldige_knop: str
    te_laat_nagekeken: str
    voor_de_toekomst: str
    ouder_dan_tekst: str
    crisis_daarna: str
    crisis_ook: str
    tweede_vraag: str
    mijn_stappen: str
    meer: str
    bronnen: str
    nagekeken: str
    gezien: str
    rollen: dict[Role, RoleNames]
    overslaan: str
    uitklap: Folds
    profiel: dict[str, str]
    plan: PlanPhrases


@lru_cache(maxsize=1)
def phrases(path: Path = ROOT / "zinnen.yml") -> Phrases:
    """Read the sentences once.

    Raises:
        ContentError: the file is wrong, or a sentence is missing.
    """
    return read_model(path, Phrases)
