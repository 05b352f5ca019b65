"""What a sentence shows without any training: the role of its writer, and acute distress."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from knowledge.articles import Role
from knowledge.crisis import has_crisis_words
from knowledge.roles import find_role

NEAR_MISSES = Path(__file__).parent / "data" / "blind" / "ontwikkeling_bijna_crisis.tsv"


@pytest.mark.parametrize(
    ("text", "role", "stated"),
    [
        ("ik ben werkgever", Role.wg, True),
        ("Ik ben zaakvoerder van een klein bedrijf", Role.wg, True),
        ("ik werk op HR", Role.wg, True),
        ("ben zelfstandige", Role.zs, True),
        ("ik ben zelfstandig kapster", Role.zs, True),
        ("ik ben werkloos", Role.wz, True),
        ("ik zoek werk", Role.wz, True),
        ("ik ben een gewone werknemer", Role.wn, True),
        ("ik ben bediende en val ziek", Role.wn, True),
        ("Ik ben rentree-coach", Role.co, True),
        ("mijn werknemer is al negen weken ziek, wat moet ik doen?", Role.wg, False),
        ("hoe hou ik contact met mijn zieke medewerker", Role.wg, False),
        ("een medewerker van ons zit thuis met burn-out", Role.wg, False),
        ("wat moet ik als kleine KMO doen", Role.wg, False),
        ("mag mijn baas mij bellen als ik ziek ben", Role.wn, False),
        ("mijn werkgever wil niet", Role.wn, False),
        ("mijn cliënt wil halftijds hervatten", Role.co, False),
        ("ik heb een eenmanszaak, mijn zaak ligt stil", Role.zs, False),
    ],
)
def test_the_role_is_seen(text: str, role: Role, stated: bool) -> None:
    found = find_role(text)
    assert found is not None
    assert (found.role, found.stated) == (role, stated)


@pytest.mark.parametrize(
    "text",
    [
        "hoeveel krijg ik als ik ziek ben",
        "wat is rentree",
        "hallo",
        "",
        "ben ik verplicht?",
        "wat moet er gebeuren als een werknemer lang ziek is?",
        "wie betaalt als een zelfstandige ziek wordt",
    ],
)
def test_no_role_is_guessed(text: str) -> None:
    assert find_role(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "ik wil dood",
        "Ik wil niet meer leven.",
        "ik denk aan zelfmoord",
        "ik zie het allemaal niet meer zitten",
        "iedereen is beter af zonder mij",
        "ik ga een einde maken aan mijn leven",
        "ik wil er niet meer zijn",
        "mijn man zegt dat hij er een eind aan wil maken",
        "ik ga mezelf iets aandoen",
        "soms denk ik, spring gewoon voor de trein springen en klaar",
        "k wil ni meer leven",
        "wou dat ik dood was",
    ],
)
def test_acute_distress_is_seen(text: str) -> None:
    assert has_crisis_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "ik zie het niet zitten om maandag te starten",
        "ik ben doodmoe van die papieren",
        "mijn contract loopt op zijn einde",
        "ik zie het niet meer zitten bij deze werkgever",
        "er komt een einde aan mijn gewaarborgd loon",
        "de trein nemen lukt niet meer",
        "dit is om zot van te worden",
    ],
)
def test_a_figure_of_speech_is_no_crisis(text: str) -> None:
    assert not has_crisis_words(text)


def test_near_misses_by_another_writer_are_seldom_taken_for_a_crisis() -> None:
    with NEAR_MISSES.open(encoding="utf-8", newline="") as file:
        texts = [row["vraag"] for row in csv.DictReader(file, delimiter="\t")]
    taken = [text for text in texts if has_crisis_words(text)]
    assert len(texts) >= 60
    assert len(taken) / len(texts) <= 0.05, taken
