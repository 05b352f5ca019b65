"""What a visitor takes away: a plan as calendar or text, an action plan as spreadsheet.

Nothing is kept.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from knowledge.dates import reference_date
from knowledge.decision import Outcome
from knowledge.parameters import Parameters, load_parameters
from knowledge.phrases import phrases
from knowledge.replies import message
from knowledge.rules.calendar_file import as_calendar
from knowledge.rules.plan import Plan, make_plan
from knowledge.rules.plan_text import as_lines
from knowledge.rules.profile import ProfileError, read_profile
from knowledge.self_scan import ScanError, action_plan, load_scan, read_answers
from knowledge.self_scan_files import as_csv, as_xlsx
from knowledge.step_texts import load_steps

FILE_NAME = "mijn-afspraken.ics"
_SCAN_FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@lru_cache(maxsize=1)
def figures() -> Parameters:
    """Read the figures once, for as long as this process lives."""
    return load_parameters()


async def calendar(request: Request) -> Response:
    """Give the plan for the profile in the body as a calendar file, without words about health."""
    plan = await _plan(request)
    if isinstance(plan, Response):
        return plan
    return Response(
        as_calendar(plan),
        media_type="text/calendar; charset=utf-8",
        headers=_attached(FILE_NAME),
    )


async def text(request: Request) -> Response:
    """Give the plan for the profile in the body as plain text."""
    plan = await _plan(request)
    return plan if isinstance(plan, Response) else PlainTextResponse("\n".join(as_lines(plan)))


async def self_scan(request: Request) -> Response:
    """Give the action plan for the answers in the body as CSV or xlsx, by the path's last part."""
    kind = request.path_params["soort"]
    if kind not in _SCAN_FILES:
        return _refused(phrases().niet_gevonden, 404)
    try:
        body: Any = json.loads(await request.body())
        answers = read_answers(body["antwoorden"], load_scan())
    except (ValueError, KeyError, TypeError) as problem:
        sentence = str(problem) if isinstance(problem, ScanError) else phrases().geen_vraag
        return _refused(sentence, 422 if isinstance(problem, ScanError) else 400)
    write, media_type = _SCAN_FILES[kind]
    content = write(action_plan(answers, load_scan()))
    return Response(content, media_type=media_type, headers=_attached(f"actieplan.{kind}"))


async def _plan(request: Request) -> Plan | Response:
    """Make the plan, or the refusal in one Dutch sentence."""
    try:
        body: Any = json.loads(await request.body())
        fields = body["profiel"]
        if not isinstance(fields, dict):
            raise TypeError("a profile is a list of fields")
    except (ValueError, KeyError, TypeError):
        return _refused(phrases().geen_vraag, 400)
    day = reference_date()
    try:
        return make_plan(read_profile(fields, day), day, load_steps(), figures())
    except ProfileError as error:
        return _refused(str(error), 422)


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _refused(sentence: str, status: int) -> Response:
    return JSONResponse(
        {"antwoord": message(Outcome.onbekend, sentence).as_dict(), "fout": True},
        status_code=status,
    )
