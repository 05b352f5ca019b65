"""The commands `terugwijzer plan` and `terugwijzer calc …`: the rules without the conversation."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Optional

import typer

from bot.shared_cli import AS_JSON, fail
from knowledge.dates import parse_date, reference_date
from knowledge.errors import KnowledgeError
from knowledge.files import read_yaml
from knowledge.parameters import Parameters, load_parameters
from knowledge.rules import calculations
from knowledge.rules.calculations import Calculation, CannotCalculate, sentences
from knowledge.rules.calendar_file import as_calendar
from knowledge.rules.numbers import read_amount
from knowledge.rules.plan import make_plan
from knowledge.rules.plan_text import as_lines
from knowledge.rules.profile import ProfileError, Status, read_profile
from knowledge.step_texts import load_steps

calc_app = typer.Typer(help="Calculations that show their working.", no_args_is_help=True)
DATE = typer.Option(None, help="Reference date, JJJJ-MM-DD; default today.")


def plan(
    file: Path = typer.Argument(..., metavar="PROFILE.yml", help="A situation, field by field."),
    datum: Optional[str] = DATE,
    as_json: bool = AS_JSON,
    ics: bool = typer.Option(False, "--ics", help="Print a calendar file."),
    text: bool = typer.Option(False, "--text", help="Print plain text (the default)."),
    plain_titles: bool = typer.Option(True, help="Calendar titles without words about health."),
) -> None:
    """Make a plan from a profile: the steps that count, with their dates."""
    day = _day(datum)
    try:
        fields = read_yaml(file)
        if not isinstance(fields, dict):
            fail(f"{file}: must be a list of 'field: value' lines")
        made = make_plan(read_profile(fields, day), day, load_steps(), load_parameters())
    except ProfileError as error:
        fail(f"{file.name}: {error.field}: {error}")
    except (KnowledgeError, OSError) as error:
        fail(error)
    if as_json:
        report = {
            "datum": day.isoformat(),
            "opmerkingen": made.remarks,
            "stappen": [step.as_dict() for step in made.steps],
        }
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    elif ics:
        typer.echo(as_calendar(made, plain_titles=plain_titles).decode("utf-8"), nl=False)
    else:
        typer.echo("\n".join(as_lines(made)))


@calc_app.command("gwh")
def gwh(
    uren: str = typer.Option(..., help="Hours per week that will be worked."),
    voltijds: str = typer.Option(..., help="Hours per week of a full-timer."),
    daguitkering: str = typer.Option(..., help="Present benefit, EUR gross per day."),
    datum: Optional[str] = DATE,
    as_json: bool = AS_JSON,
) -> None:
    """Estimate the benefit that is left during partial work."""
    numbers = (_number(uren), _number(voltijds), _number(daguitkering))
    _show(lambda day, figures: calculations.partial_benefit(*numbers, day, figures), datum, as_json)


@calc_app.command("gewaarborgd-loon")
def guaranteed_wage(
    eerste_ziektedag: str = typer.Option(..., help="JJJJ-MM-DD."),
    statuut: str = typer.Option(..., help="arbeider or bediende."),
    datum: Optional[str] = DATE,
    as_json: bool = AS_JSON,
) -> None:
    """Give the days of guaranteed wage and its parts."""
    if statuut not in [status.value for status in Status]:
        fail(f"'{statuut}' is geen statuut. Kies uit: {', '.join(s.value for s in Status)}.")
    first = _day(eerste_ziektedag)
    _show(
        lambda day, figures: calculations.guaranteed_wage(first, Status(statuut), day, figures),
        datum,
        as_json,
    )


@calc_app.command("loonpremie")
def wage_premium(
    pakket: str = typer.Option(..., help="2_jaar, 5_jaar or verhoogd."),
    kwartaal: int = typer.Option(..., help="Which quarter of the support, from 1."),
    referteloon: str = typer.Option(..., help="EUR gross per quarter."),
    tewerkstelling: str = typer.Option("100", help="Percent of a full-time job."),
    datum: Optional[str] = DATE,
    as_json: bool = AS_JSON,
) -> None:
    """Estimate the wage premium of individueel maatwerk for a quarter."""
    if pakket not in calculations.PACKAGES:
        fail(f"'{pakket}' is geen pakket. Kies uit: {', '.join(calculations.PACKAGES)}.")
    wage, share = _number(referteloon), _number(tewerkstelling)
    _show(
        lambda day, figures: calculations.wage_premium(pakket, kwartaal, wage, share, day, figures),
        datum,
        as_json,
    )


@calc_app.command("werkhervattingspremie")
def resumption_premium(
    eerste_ziektedag: str = typer.Option(..., help="JJJJ-MM-DD."),
    hervatting: str = typer.Option(..., help="JJJJ-MM-DD, when partial work begins."),
    datum: Optional[str] = DATE,
    as_json: bool = AS_JSON,
) -> None:
    """Check the dates for the werkhervattingspremie."""
    first, resumed = _day(eerste_ziektedag), _day(hervatting)
    _show(
        lambda day, figures: calculations.resumption_premium(first, resumed, day, figures),
        datum,
        as_json,
    )


@calc_app.command("solidariteitsbijdrage")
def solidarity_contribution(
    werknemers: int = typer.Option(..., help="Average number of employees."),
    eerste_ziektedag: str = typer.Option(..., help="JJJJ-MM-DD."),
    daguitkering: str = typer.Option(..., help="The employee's benefit, EUR gross per day."),
    leeftijd: Optional[int] = typer.Option(None, help="Age when the sickness began, in years."),
    hervat_op: Optional[str] = typer.Option(None, help="JJJJ-MM-DD, also partial."),
    datum: Optional[str] = DATE,
    as_json: bool = AS_JSON,
) -> None:
    """Estimate an employer's solidarity contribution for one employee."""
    first, benefit = _day(eerste_ziektedag), _number(daguitkering)
    resumed = _day(hervat_op) if hervat_op else None
    _show(
        lambda day, figures: calculations.solidarity_contribution(
            werknemers, first, benefit, day, figures, age=leeftijd, resumed=resumed
        ),
        datum,
        as_json,
    )


def _day(text: str | None) -> date:
    try:
        return parse_date(text) if text else reference_date()
    except ValueError as error:
        fail(error)


def _number(text: str) -> Decimal:
    try:
        return read_amount(text)
    except ValueError:
        fail(str(sentences()["bedrag_onduidelijk"]).format(tekst=text))


def _show(
    make: Callable[[date, Parameters], Calculation], datum: str | None, as_json: bool
) -> None:
    try:
        made = make(_day(datum), load_parameters())
    except (CannotCalculate, KnowledgeError) as error:
        fail(error)
    if as_json:
        shown: dict[str, Any] = made.as_dict()
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join([made.title, *made.lines, made.caveat]))
    for source in made.sources:
        typer.echo(f"  Bron: {source.naam}")
