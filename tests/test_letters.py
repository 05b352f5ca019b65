"""The letters: each one filled in, empty and half filled; the handover; and every wrong file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.letters_cli import brief
from knowledge.articles import Role
from knowledge.errors import ContentErrors
from knowledge.facts import Certainty, load_facts
from knowledge.files import ROOT
from knowledge.letters import (
    FACTS,
    HANDOVER,
    Letter,
    Recipient,
    WrittenLetter,
    letters_for,
    load_letters,
    write_handover,
    write_letter,
)
from knowledge.parameters import load_parameters
from knowledge.prose import sentence_problems, source_problems
from knowledge.rules.plan import make_plan
from knowledge.rules.profile import Cause, Goal, Profile, Region, Status, read_profile
from knowledge.step_texts import load_steps

LETTERS = load_letters()
FIGURES = load_parameters()
DAY = date(2026, 11, 24)
BEFORE, AFTER = date(2025, 12, 31), date(2026, 1, 1)
ISSUE = {
    "bezoek_voor_hervatting",
    "gwh_aanvraag_nota",
    "aangepast_werk_vragen",
    "antwoord_uitnodiging",
    "werkgever_eerste_contact",
    "werkgever_uitnodiging_gesprek",
    "medische_overmacht_bezwaar",
}
FULL = {
    "eerste_ziektedag": "2025-03-03",
    "oorzaak": "beroepsziekte",
    "kanker": True,
    "burn_out": True,
    "doel": "deels_hervatten",
    "gewenste_startdatum": "2027-01-11",
    "uren_voltijds": 38,
    "uren_hervatting": "19.5",
    "daguitkering": "65.20",
    "gewest": "wallonie",
    "grootte_werkgever": 1200,
    "contract_einde": "2027-06-30",
}
HALF = {"eerste_ziektedag": "2025-03-03", "burn_out": True}
DIAGNOSES = re.compile(r"kanker|burn|tumor|chemo|depress|beroepsziekte|diagnose", re.IGNORECASE)
PRESSURE = re.compile(
    r"wanneer (kom|ben|begin) je|zo snel mogelijk|druk op|je moet|verplicht", re.I
)
by_letter = pytest.mark.parametrize("id_", sorted(LETTERS))
by_letter_alone = pytest.mark.parametrize("id_", sorted(ISSUE))


def profile(letter: Letter, fields: dict[str, Any]) -> Profile:
    return read_profile({"rol": letter.voor[0].value, **fields}, DAY)


def written(id_: str, fields: dict[str, Any], day: date = DAY) -> WrittenLetter:
    return write_letter(LETTERS[id_], profile(LETTERS[id_], fields), day, FIGURES)


def handover(fields: dict[str, Any], **choices: Any) -> WrittenLetter:
    plan = make_plan(read_profile(fields, DAY), DAY, load_steps(), FIGURES)
    return write_handover(plan, choices.pop("to", Recipient.vakbond), FIGURES, **choices)


def everything(letter: WrittenLetter) -> str:
    return "\n".join([letter.subject, letter.body, *letter.check_first])


def test_the_letters_of_the_issue_exist() -> None:
    assert set(LETTERS) == {*ISSUE, HANDOVER}


@by_letter
def test_the_letter_is_in_order(id_: str) -> None:
    letter = LETTERS[id_]
    facts = load_facts()
    named = [facts[fact] for source in letter.bronnen for fact in source.feiten]
    assert named
    assert not [fact.id for fact in named if fact.zekerheid is Certainty.laag]
    for text in (letter.titel, letter.wanneer, letter.onderwerp_regel, *letter.tekst):
        assert list(source_problems(text)) == []
        assert not DIAGNOSES.search(text)
    for text in letter.let_op:
        assert list(source_problems(text)) == []
    for day in (date(2020, 1, 1), BEFORE, AFTER, DAY):
        filled = write_letter(letter, profile(letter, {}), day, FIGURES)
        assert "niet bevestigd" not in filled.body
        for line in [*filled.body.splitlines(), *filled.check_first, letter.wanneer]:
            assert list(sentence_problems(line)) == []


@by_letter_alone
@pytest.mark.parametrize("fields", [FULL, {}, HALF], ids=["full", "empty", "half"])
def test_a_letter_is_whole_for_every_profile(id_: str, fields: dict[str, Any]) -> None:
    made = written(id_, fields)
    text = everything(made)
    assert made.body.endswith(("[je naam]", "[je naam en handtekening]"))
    assert not re.search(r"None|\{\{|\{%|  |\[\s*\]| \.|\n\n\n", text)
    assert not DIAGNOSES.search(f"{made.subject}\n{made.body}")
    assert "65,20" not in text
    assert set(made.blanks) - set(FACTS) <= set(LETTERS[id_].invullen)


@by_letter_alone
def test_what_is_known_is_filled_in_and_the_rest_is_a_blank(id_: str) -> None:
    assert not set(written(id_, FULL).blanks) & set(FACTS)
    asked = set(written(id_, {}).blanks) & set(FACTS)
    assert set(written(id_, HALF).blanks) & set(FACTS) == asked - {"eerste ziektedag"}


def test_dates_and_hours_are_written_as_people_read_them() -> None:
    body = written("gwh_aanvraag_nota", FULL).body
    assert "sinds 3 maart 2025" in body
    assert "op 11 januari 2027" in body
    assert "19,5 uur per week. Een voltijdse week telt hier 38 uur." in body
    assert "sinds [eerste ziektedag]" in written("gwh_aanvraag_nota", {}).body


def test_a_list_stays_a_list_and_a_closing_stays_two_lines() -> None:
    body = written("aangepast_werk_vragen", {}).body
    assert "Dit zou mij helpen:\n- Uren of rooster: [" in body
    assert body.endswith("\n\nMet vriendelijke groeten\n[je naam]")


def only(before: str, after: str, at: date) -> tuple[str, str]:
    return (before, after) if at == BEFORE else (after, before)


@pytest.mark.parametrize("day", [BEFORE, AFTER])
@pytest.mark.parametrize(
    ("id_", "old", "new"),
    [
        ("medische_overmacht_bezwaar", "pas starten na 9 maanden", "pas starten na 6 maanden"),
        ("bezoek_voor_hervatting", "binnen 10 werkdagen", "zo snel mogelijk"),
        ("antwoord_uitnodiging", "3 keer niet in op", "mag je weigeren"),
        ("aangepast_werk_vragen", "Bel dan de preventiedienst", "onderzoeken. Hij antwoordt"),
        ("werkgever_eerste_contact", "Vanaf 1 januari 2026", "sinds 2026 een procedure"),
        ("werkgever_uitnodiging_gesprek", "Alleen je medewerker", "sinds 2026 ook de arbeidsarts"),
    ],
)
def test_the_law_of_the_day_is_told(id_: str, old: str, new: str, day: date) -> None:
    text = everything(written(id_, {}, day))
    shown, hidden = only(old, new, day)
    assert shown in text
    assert hidden not in text


def test_before_the_procedure_of_2022_no_waiting_time_is_named() -> None:
    made = written("medische_overmacht_bezwaar", {}, date(2022, 1, 1))
    assert "De procedure mag pas" not in made.body
    assert "niet bevestigd" not in everything(made)


def test_the_objection_is_first_checked_by_someone_who_knows() -> None:
    made = written("medische_overmacht_bezwaar", {})
    assert made.check_first[0].startswith(
        "Laat dit eerst nakijken door je vakbond of een advocaat."
    )
    assert "21 kalenderdagen" in made.check_first[1]


@pytest.mark.parametrize("id_", ["werkgever_eerste_contact", "werkgever_uitnodiging_gesprek"])
def test_an_employers_letter_uses_nothing_from_the_profile_and_puts_no_pressure(id_: str) -> None:
    assert written(id_, FULL).body == written(id_, {}).body
    assert not PRESSURE.search(written(id_, {}).body)


@pytest.mark.parametrize(
    ("role", "goal", "first"),
    [
        (Role.wn, Goal.deels_hervatten, "gwh_aanvraag_nota"),
        (Role.wn, Goal.volledig_hervatten, "aangepast_werk_vragen"),
        (Role.wn, Goal.niet_zeker, "bezoek_voor_hervatting"),
        (Role.wn, Goal.contract_einde, "medische_overmacht_bezwaar"),
        (Role.wn, Goal.ziek_blijven, "antwoord_uitnodiging"),
        (Role.wn, None, "antwoord_uitnodiging"),
        (Role.wg, Goal.ziek_blijven, "werkgever_eerste_contact"),
        (Role.wg, Goal.deels_hervatten, "werkgever_uitnodiging_gesprek"),
        (Role.zs, None, "antwoord_uitnodiging"),
        (Role.wz, None, "antwoord_uitnodiging"),
    ],
)
def test_the_most_fitting_letter_comes_first(role: Role, goal: Goal | None, first: str) -> None:
    found = [letter.id for letter in letters_for(role, goal)]
    assert found[0] == first
    assert set(found) == {id_ for id_ in ISSUE if role in LETTERS[id_].voor}


def test_a_handover_holds_only_what_was_told() -> None:
    body = handover({"rol": "wn", "eerste_ziektedag": "2026-08-03"}).body
    told = body.split("Dit vertelde ik zelf:\n")[1].split("\n\n")[0].splitlines()
    assert told == ["- Ik ben: werknemer", "- Ziek sinds: 3 augustus 2026"]
    assert "Dit overzicht is gemaakt op 24 november 2026 met Terugwijzer; controleer het." in body


def test_a_full_handover_names_every_fact() -> None:
    made = handover({"rol": "wn", "statuut": "bediende", **FULL})
    assert set(made.blanks) == set(LETTERS[HANDOVER].invullen)
    for words in (
        "bediende",
        "3 maart 2025",
        "stilaan of deels hervatten",
        "19,5",
        "65,20 euro bruto per dag",
        "Wallonië",
        "1.200",
        "30 juni 2027",
    ):
        assert words in made.body


def test_the_dates_of_a_handover_are_in_order() -> None:
    fields = {"rol": "wn", "eerste_ziektedag": "2026-08-03", "doel": "deels_hervatten"}
    plan = make_plan(read_profile(fields, DAY), DAY, load_steps(), FIGURES)
    dated = [step for step in plan.steps if step.when.last or step.when.start]
    ordered = sorted(dated, key=lambda s: s.when.last or s.when.start or date.max)
    body = handover(fields).body
    places = [body.index(f"- {step.text.titel} (") for step in ordered]
    assert len(places) > 4
    assert places == sorted(places)


def test_a_date_that_has_passed_is_to_be_checked_not_a_reproach() -> None:
    body = handover({"rol": "wn", "eerste_ziektedag": "2026-08-03"}).body
    assert "datum voorbij, na te kijken)" in body
    assert "te laat" not in body.lower()


SICK_WITH = {"eerste_ziektedag": "2026-09-01", "kanker": True, "burn_out": True}


@pytest.mark.parametrize("to", list(Recipient))
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_handover_says_nothing_about_health_unless_asked(role: str, to: Recipient) -> None:
    assert not DIAGNOSES.search(handover({"rol": role, **SICK_WITH}, to=to).body)


def test_a_handover_tells_health_in_the_persons_own_words_when_asked() -> None:
    body = handover({"rol": "wn", **SICK_WITH}, share_health=True).body
    assert "- Over de gezondheid: het gaat om kanker, het gaat om een burn-out\n" in body
    assert "burn-outprogramma van Fedris" in body


def test_an_employer_never_hands_over_somebody_elses_health() -> None:
    body = handover({"rol": "wg", **SICK_WITH}, share_health=True).body
    assert not DIAGNOSES.search(body)
    assert "- Het gaat over: mijn medewerker\n" in body


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (Recipient.rentree_coach, "de Rentree-coach"),
        (Recipient.vakbond, "de vakbond"),
        (Recipient.ziekenfonds, "het ziekenfonds"),
    ],
)
def test_a_handover_names_who_it_is_for(to: Recipient, words: str) -> None:
    assert handover({"rol": "zs"}, to=to).body.startswith(f"Overzicht voor {words}\n")


def test_a_handover_without_dates_has_no_empty_heading() -> None:
    assert "Stappen en datums" not in handover({"rol": "wz"}).body


situations = st.builds(
    lambda **fields: Profile(**fields),
    rol=st.sampled_from(Role),
    statuut=st.none() | st.sampled_from(Status),
    oorzaak=st.none() | st.sampled_from(Cause),
    doel=st.none() | st.sampled_from(Goal),
    gewest=st.none() | st.sampled_from(Region),
    kanker=st.none() | st.booleans(),
    burn_out=st.none() | st.booleans(),
    eerste_ziektedag=st.none() | st.dates(date(2023, 1, 1), date(2025, 6, 1)),
    gewenste_startdatum=st.none() | st.dates(DAY, date(2027, 12, 31)),
    uren_hervatting=st.none() | st.decimals("0.5", "60", places=2),
    daguitkering=st.none() | st.decimals("1", "999", places=2),
    grootte_werkgever=st.none() | st.integers(1, 5000),
)


@settings(max_examples=60, deadline=None, phases=[Phase.generate])  # shrinking takes minutes
@given(situations, st.dates(date(2025, 6, 1), date(2027, 12, 31)))
def test_no_profile_makes_a_hole_or_a_crash(situation: Profile, day: date) -> None:
    made = [write_letter(LETTERS[id_], situation, day, FIGURES) for id_ in ISSUE]
    plan = make_plan(situation, day, load_steps(), FIGURES)
    made.append(write_handover(plan, Recipient.ziekenfonds, FIGURES))
    for letter in made:
        assert not re.search(r"None|\{\{|\[\s*\]|True|False", everything(letter))
        assert not re.search(r"kanker|burn", letter.body, re.IGNORECASE)


SAMPLE = "gwh_aanvraag_nota"
WRONG = {
    "unknown field": ("doelen:", "doeln:", "is not a known field; write doelen"),
    "unknown parameter": (
        "gedeeltelijke_werkhervatting/beslissing",
        "gedeeltelijke_werkhervatting/beslising",
        "write 'gedeeltelijke_werkhervatting/beslissing'",
    ),
    "unknown topic": ("onderwerp: gwh_aanvragen", "onderwerp: gwh_aanvrage", "write 'gwh_aanvragen'"),
    "unknown fact": ("feiten: [vertellen_keuze]", "feiten: [vertellen_keus]", "write 'vertellen_keuze'"),
    "unknown name in a template": ("{{ p(", "{{ q(", "'q' is undefined"),
    "broken template": ("{{ p(", "{% p(", "cannot fill in the text"),
    "misspelled blank": ("op [startdatum]", "op [startdatm]", "write 'startdatum'"),
    "blank of the handover": ("op [startdatum]", "op [stappen]", "'[stappen]' is not known"),
    "blank that no text has": ('  - "je taken"', '  - "je taak"', "no text has '[je taak]'"),
    "unknown role": ("voor: [wn, co]", "voor: [wn, baas]", "voor.1"),
    "unknown goal": ("doelen: [deels_hervatten]", "doelen: [deels]", "doelen.0"),
    "no role": ("voor: [wn, co]", "voor: []", "needs at least one entry"),
    "another name": (f"id: {SAMPLE}", "id: iets_anders", "is not the file's name"),
    "a source without address": (', url: "https://hziv.fgov.be/nl/deeltijdse-werkhervatting"', "", "'url' is missing"),
    "a field that is missing": (
        'aan: "de adviserend arts van je ziekenfonds, samen met het aanvraagformulier"\n',
        "",
        "is missing",
    ),
    "a date that does not exist": ("nagekeken_op: 2026-11-24", "nagekeken_op: 2026-11-31", "a date"),
    "not YAML": ("voor: [wn, co]", "voor: [wn, co", "line"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_letter_is_refused_by_file_line_and_field(name: str, tmp_path: Path) -> None:
    right, wrong, problem = WRONG[name]
    text = (ROOT / "letters" / f"{SAMPLE}.yml").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / f"{SAMPLE}.yml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ContentErrors) as refused:
        load_letters(tmp_path)
    first = str(refused.value.errors[0])
    assert any(problem in str(error) for error in refused.value.errors)
    assert f"{SAMPLE}.yml" in first
    if wrong and name != "a field that is missing":
        lines = text.replace(right, wrong, 1).splitlines()
        number = next(n for n, line in enumerate(lines, 1) if wrong.splitlines()[0] in line)
        found = [error.line for error in refused.value.errors]
        assert all(line is not None for line in found)
        assert any(abs(number - (line or 0)) <= 3 for line in found)


def test_all_wrong_letters_are_named_at_once(tmp_path: Path) -> None:
    for name in ("een", "twee"):
        (tmp_path / f"{name}.yml").write_text(f"id: {name}\n", encoding="utf-8")
    with pytest.raises(ContentErrors) as refused:
        load_letters(tmp_path)
    assert [error.path.stem for error in refused.value.errors] == ["een", "twee"]


app = typer.Typer()
app.command()(brief)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def test_the_command_lists_all_letters() -> None:
    result = run()
    assert result.exit_code == 0
    assert {line.split()[0] for line in result.stdout.splitlines()} == set(LETTERS)


def test_the_command_prints_a_letter_for_a_profile(tmp_path: Path) -> None:
    file = tmp_path / "profiel.yml"
    file.write_text("rol: wn\neerste_ziektedag: 2025-03-03\n", encoding="utf-8")
    result = run("medische_overmacht_bezwaar", str(file), "--datum", "2025-12-31")
    assert result.exit_code == 0
    assert "sinds 3 maart 2025. De procedure mag pas starten na 9 maanden" in result.stdout
    assert "Laat dit eerst nakijken" in result.stdout


def test_the_command_makes_a_handover(tmp_path: Path) -> None:
    file = tmp_path / "profiel.yml"
    file.write_text("rol: wn\nkanker: true\n", encoding="utf-8")
    assert "kanker" not in run(HANDOVER, str(file), "--aan", "ziekenfonds").stdout
    assert "het gaat om kanker" in run(HANDOVER, str(file), "--gezondheid").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["iets"], "Kies uit: aangepast_werk_vragen"),
        ([SAMPLE, "er_is_niets.yml"], "er_is_niets.yml"),
        ([SAMPLE, "--datum", "2026-02-30"], "geen bestaande datum"),
    ],
)
def test_the_command_refuses_in_one_sentence(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert words in result.output


def test_the_command_refuses_a_wrong_profile_by_field(tmp_path: Path) -> None:
    file = tmp_path / "profiel.yml"
    file.write_text("rol: wn\nnaam: An\n", encoding="utf-8")
    result = run(SAMPLE, str(file))
    assert result.exit_code == 1
    assert result.output.startswith("naam: ")
