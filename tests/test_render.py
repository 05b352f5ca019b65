"""Filling figures into a text for a reference date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import ValueNotKnown
from knowledge.parameters import Parameters, load_parameters
from knowledge.render import TextError, paragraphs, render

OLD, NEW, LATER = date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 1)
FILE = """\
omschrijving: "Een termijn"
eenheid: weken
vraag_aan: "je ziekenfonds"
waarden:
  - {vanaf: null, tot: 2025-12-31, waarde: 2, bron: {naam: "Wet", soort: officieel}, bevestigd_op: 2026-11-22}
  - {vanaf: 2026-01-01, tot: 2026-06-30, waarde: 8, bron: {naam: "Wet", soort: officieel}, bevestigd_op: 2026-11-22}
  - {vanaf: 2026-07-01, onbekend: "geen bron", bron: {naam: "Wet", soort: officieel}, bevestigd_op: 2026-11-22}
"""


@pytest.fixture
def figures(tmp_path: Path) -> Parameters:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "t.yml").write_text(FILE)
    return load_parameters(tmp_path)


def test_both_sides_of_a_change_of_law(figures: Parameters) -> None:
    text = '{% if sinds("2026-01-01") %}Nu{% else %}Toen{% endif %}: {{ p("d/t") }}.'
    assert render(text, figures, OLD) == "Toen: 2 weken."
    assert render(text, figures, NEW) == "Nu: 8 weken."


def test_an_unknown_value_is_said_to_be_unknown_and_who_can_tell(figures: Parameters) -> None:
    assert render('{{ p("d/t") }}', figures, LATER) == (
        "(niet bevestigd: vraag het aan je ziekenfonds)"
    )
    assert render('{% if bekend("d/t") %}ja{% else %}nee{% endif %}', figures, LATER) == "nee"


def test_a_number_can_be_calculated_with_but_not_when_it_is_unknown(figures: Parameters) -> None:
    assert render('{{ getal(waarde("d/t") * 7) }} dagen', figures, NEW) == "56 dagen"
    with pytest.raises(ValueNotKnown):
        render('{{ waarde("d/t") * 7 }}', figures, LATER)


@pytest.mark.parametrize(
    "text",
    [
        '{{ p("d/x") }}',
        "{{ onbekend }}",
        "{{ p( }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        '{{ p.__globals__["os"] }}',
        "{% for x in range(10**9) %}{% endfor %}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_wrong_and_dangerous_templates_are_refused(figures: Parameters, text: str) -> None:
    with pytest.raises(TextError):
        render(text, figures, NEW)


def test_paragraphs_are_tidied() -> None:
    assert paragraphs("Een  zin .\nNog een\n\nTwee") == ["Een zin.", "Nog een", "Twee"]
