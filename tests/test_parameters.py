"""Dated figures: lookup on the days around a change, formatting, and everything that is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.errors import ContentErrors, UnknownParameter, ValueNotKnown
from knowledge.parameters import Unit, format_number, format_value, load_parameters

BROKEN = Path(__file__).parent / "data" / "broken" / "parameters"

GOOD = """\
omschrijving: "Een termijn die verandert"
eenheid: kalenderdagen
vraag_aan: "je ziekenfonds"
waarden:
  - {vanaf: null, tot: 2025-12-31, waarde: 14, bron: {naam: "Wet", url: "https://x.be", soort: officieel}, bevestigd_op: 2026-11-22}
  - {vanaf: 2026-01-01, tot: 2026-06-30, waarde: 56.5, bron: {naam: "Wet", url: "https://x.be", soort: officieel}, bevestigd_op: 2026-11-22}
  - {vanaf: 2026-07-01, tot: 2026-12-31, onbekend: "staat in geen bron", bron: {naam: "Wet", url: "https://x.be", soort: officieel}, bevestigd_op: 2026-11-22}
  - {vanaf: 2027-01-01, tot: 2028-12-31, waarde: 1725, bron: {naam: "Wet", url: "https://x.be", soort: officieel}, bevestigd_op: 2026-11-22, bevestigd_tot: 2027-03-31}
"""


@pytest.fixture
def figures(tmp_path: Path):
    (tmp_path / "ziekte").mkdir()
    (tmp_path / "ziekte" / "termijn.yml").write_text(GOOD)
    return load_parameters(tmp_path)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(1999, 1, 1), "14"),
        (date(2025, 12, 31), "14"),
        (date(2026, 1, 1), "56.5"),
        (date(2026, 6, 30), "56.5"),
        (date(2027, 3, 31), "1725"),
    ],
)
def test_the_value_is_that_of_the_day(figures, day: date, value: str) -> None:
    assert figures["ziekte/termijn"].on(day) == Decimal(value)


@pytest.mark.parametrize(
    "day", [date(2026, 7, 1), date(2026, 12, 31), date(2027, 4, 1), date(2029, 1, 1)]
)
def test_unknown_unconfirmed_and_ended_values_are_refused(figures, day: date) -> None:
    with pytest.raises(ValueNotKnown, match="ziekte/termijn"):
        figures["ziekte/termijn"].on(day)


def test_a_name_that_does_not_exist_is_refused(figures) -> None:
    with pytest.raises(UnknownParameter, match="ziekte/termijm"):
        figures["ziekte/termijm"]


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        ("1725", Unit.euro, "1.725 euro"),
        ("27.5", Unit.procent, "27,5 %"),
        ("40.50", Unit.euro_per_dag, "40,50 euro per dag"),
        ("1", Unit.weken, "1 week"),
        ("8", Unit.weken, "8 weken"),
        ("0", Unit.euro, "0 euro"),
        ("1000000", Unit.getal, "1.000.000"),
    ],
)
def test_figures_are_written_the_belgian_way(number: str, unit: Unit, text: str) -> None:
    assert format_value(Decimal(number), unit) == text


def test_whole_numbers_lose_their_decimals() -> None:
    assert format_number(Decimal("30.00")) == "30"


REFUSALS = {
    "dubbele_sleutel": "keep one of the two",
    "gat": "gap between 2025-12-30 and 2026-01-01",
    "overlap": "overlap: 2026-01-01 is not after 2026-01-01",
    "open_en_dan_nog_een": "has no 'tot'",
    "onbekende_sleutel": "is not a known field",
    "zonder_bron": "bron: is missing",
    "zonder_waarde": "exactly one of 'waarde' and 'onbekend'",
    "komma": "must be a number with a point",
    "datum": "invalid date format",
    "onbekende_eenheid": "eenheid",
    "tot_voor_vanaf": "'tot' lies before 'vanaf'",
    "tab": "use spaces",
    "leeg": "is empty",
    "lijst": "field: value",
    "geen_waarden": "needs at least one entry",
    "dubbele_punt": "colon inside a text",
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_broken_file_is_refused_by_name_and_field(name: str, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / f"{name}.yml").write_bytes((BROKEN / f"{name}.yml").read_bytes())
    with pytest.raises(ContentErrors) as refused:
        load_parameters(tmp_path)
    assert f"{name}.yml" in str(refused.value)
    assert REFUSALS[name] in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_every_broken_file_has_its_refusal() -> None:
    assert {path.stem for path in BROKEN.glob("*.yml")} == set(REFUSALS)


def test_binary_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(ContentErrors, match=r"x\.yml: is not UTF-8 text"):
        load_parameters(tmp_path)
