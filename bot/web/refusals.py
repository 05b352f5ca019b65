"""What a visitor gets when a request cannot be answered: a Dutch sentence, as JSON or as a page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.templates import page
from knowledge.decision import Outcome
from knowledge.replies import message

_FOR_PROGRAMS = ("/api/", "/gezond", "/static/")


def sentence(text: str, status: int) -> JSONResponse:
    """Answer with one sentence, in the form of any other reply of the guide."""
    return JSONResponse(
        {"antwoord": message(Outcome.onbekend, text).as_dict(), "fout": True}, status_code=status
    )


def refuse(request: Request, text: str, status: int) -> Response:
    """Answer a request with one sentence: JSON where a program asked, otherwise a page."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        return sentence(text, status)
    return page("melding.html", status, zin=text)
