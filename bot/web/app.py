"""The Starlette app: the chat page and the two calls behind it."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.privacy import redact
from bot.settings import Settings
from bot.web import plan_page, reference_page, self_scan_page, simple_page, take_away
from bot.web.answered import Answered
from bot.web.feedback import Feedback
from bot.web.messages import Refused, message_id, to_rasa
from bot.web.rasa_client import NoAnswer, RasaClient
from bot.web.refusals import refuse, sentence
from bot.web.sessions import Sessions
from bot.web.sites import SitesMiddleware
from knowledge.phrases import phrases
from knowledge.replies import opening

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
MAX_BODY = 64 * 1024
SESSION_HEADER = "X-Sessie"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def create_app(settings: Settings | None = None) -> Starlette:
    """Build the gateway."""
    chosen = settings or Settings()
    rasa = RasaClient(chosen.rasa_url, chosen.answer_seconds)
    sessions = Sessions(chosen.secret, chosen.session_hours)
    gateway = Gateway(chosen, rasa, sessions)
    feedback = Feedback(sessions, SESSION_HEADER)
    demo = [Mount("/demo", StaticFiles(directory=HERE / "demo", html=True))] if chosen.demo else []

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(redact, "dokter")  # reads its word lists before the first visitor
        yield
        await rasa.close()
        feedback.close()

    return Starlette(
        routes=[
            Route("/", gateway.page),
            Route("/api/gesprek", gateway.start, methods=["POST"]),
            Route("/api/bericht", gateway.talk, methods=["POST"]),
            Route("/api/mening", feedback.take, methods=["POST"]),
            Route("/api/plan/agenda", take_away.calendar, methods=["POST"]),
            Route("/api/plan/tekst", take_away.text, methods=["POST"]),
            Route("/api/zelfscan/{soort}", take_away.self_scan, methods=["POST"]),
            Route("/gezond", gateway.health),
            *simple_page.routes(chosen, rasa, sessions),
            *reference_page.routes(),
            *self_scan_page.ROUTES,
            *plan_page.ROUTES,
            *demo,
            Mount("/static", GZipMiddleware(StaticFiles(directory=HERE / "static"))),
        ],
        middleware=[
            Middleware(SitesMiddleware, sites=chosen.sites, headers=(SESSION_HEADER,)),
            Middleware(BaseHTTPMiddleware, dispatch=_guard),
        ],
        exception_handlers={404: _not_found, 405: _not_found, Exception: _broken},
        lifespan=lifespan,
    )


class Gateway:
    """The handlers, with what they share."""

    def __init__(self, settings: Settings, rasa: RasaClient, sessions: Sessions) -> None:
        self._settings = settings
        self._rasa = rasa
        self._sessions = sessions
        self._answered = Answered()

    async def page(self, request: Request) -> Response:
        """Serve the full-page chat."""
        return FileResponse(HERE / "static" / "index.html")

    async def start(self, request: Request) -> Response:
        """Open a conversation: a session token and the opening words."""
        return JSONResponse({"sessie": self._sessions.new(), "antwoord": opening().as_dict()})

    async def talk(self, request: Request) -> Response:
        """Answer one message; see docs/antwoordblokken.md for the form of both sides."""
        conversation = self._sessions.conversation(request.headers.get(SESSION_HEADER, ""))
        if conversation is None:
            return sentence(phrases().sessie_verlopen, 401)
        try:
            body = json.loads(await request.body())
        except (ValueError, UnicodeDecodeError):
            return sentence(phrases().geen_vraag, 400)
        try:
            text = to_rasa(body, self._settings.max_characters)
            name = message_id(body)
        except Refused as refusal:
            return sentence(str(refusal), 422)
        try:
            answer = await self._answered.once(conversation, name, text, self._rasa.ask)
            return JSONResponse({"antwoord": answer})
        except NoAnswer as problem:
            logger.error("%s", problem)
            return sentence(phrases().storing, 503)

    async def health(self, request: Request) -> Response:
        """Tell which parts answer; 200 when all do, otherwise 503."""
        async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
            try:
                actions = (await client.get(f"{self._settings.action_url}/health")).is_success
            except httpx.HTTPError:
                actions = False
        parts = {"rasa": await self._rasa.alive(), "acties": actions}
        return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    size = request.headers.get("content-length", "0")
    if not size.isdigit() or int(size) > MAX_BODY:
        maximum = Settings().max_characters
        text = phrases().te_lang.format(maximum=maximum)
        response = refuse(request, text, 413)
    else:
        response = await call_next(request)
        if request.url.path.startswith("/static/"):
            # Asked again each time, and sent again only when it changed.
            response.headers["Cache-Control"] = "no-cache"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _not_found(request: Request, error: Any) -> Response:
    return refuse(request, phrases().niet_gevonden, getattr(error, "status_code", 404))


async def _broken(request: Request, error: Exception) -> Response:
    logger.error("the gateway failed: %s", type(error).__name__, exc_info=error)
    return refuse(request, phrases().storing, 500)
