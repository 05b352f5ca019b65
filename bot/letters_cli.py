"""The command `terugwijzer brief`: the letters, without the conversation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Optional

import typer

from bot.shared_cli import AS_JSON, fail
from knowledge.dates import parse_date, reference_date
from knowledge.errors import KnowledgeError
from knowledge.files import read_yaml
from knowledge.letters import (
    HANDOVER,
    Letter,
    Recipient,
    WrittenLetter,
    load_letters,
    write_handover,
    write_letter,
)
from knowledge.parameters import load_parameters
from knowledge.rules.plan import make_plan
from knowledge.rules.profile import Profile, ProfileError, read_profile
from knowledge.step_texts import load_steps


def brief(
    id_: Optional[str] = typer.Argument(None, metavar="ID", help="Which letter; none: list all."),
    file: Optional[Path] = typer.Argument(None, metavar="PROFILE.yml", help="A situation."),
    datum: Optional[str] = typer.Option(None, help="Reference date, JJJJ-MM-DD; default today."),
    aan: Recipient = typer.Option(Recipient.rentree_coach, help="To whom the overdracht goes."),
    gezondheid: bool = typer.Option(False, help="Share kanker and burn_out in the overdracht."),
    as_json: bool = AS_JSON,
) -> None:
    """List the letters, or print one, filled in with a profile."""
    try:
        letters = load_letters()
        if id_ is None:
            _list([*letters.values()], as_json)
            return
        if id_ not in letters:
            fail(f"'{id_}' is geen brief. Kies uit: {', '.join(letters)}.")
        day = parse_date(datum) if datum else reference_date()
        profile = _profile(file, letters[id_], day)
        if id_ == HANDOVER:
            plan = make_plan(profile, day, load_steps(), load_parameters())
            written = write_handover(plan, aan, load_parameters(), share_health=gezondheid)
        else:
            written = write_letter(letters[id_], profile, day, load_parameters())
    except ProfileError as error:
        fail(f"{error.field}: {error}")
    except (KnowledgeError, OSError, ValueError) as error:
        fail(error)
    _show(written, as_json)


def _profile(file: Path | None, letter: Letter, day: date) -> Profile:
    if file is None:
        return read_profile({"rol": letter.voor[0]}, day)
    fields = read_yaml(file)
    if not isinstance(fields, dict):
        fail(f"{file}: must be a list of 'field: value' lines")
    return read_profile(fields, day)


def _list(letters: list[Letter], as_json: bool) -> None:
    if as_json:
        found = [{"id": letter.id, "titel": letter.titel} for letter in letters]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for letter in letters:
        typer.echo(f"{letter.id:30} {letter.titel}")


def _show(written: WrittenLetter, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(written.as_dict(), ensure_ascii=False, indent=2))
        return
    typer.echo(f"Onderwerp: {written.subject}\n\n{written.body}\n\nKijk dit eerst na:")
    for check in written.check_first:
        typer.echo(f"- {check}")
    for source in written.sources:
        typer.echo(f"  Bron: {source.naam}")
