"""`/eenvoudig`: the whole guide in ordinary forms, for browsers without JavaScript.

Sessions, messages and answers are those of the chat. What was said before travels along in the
form, signed; nothing is kept on the server.
"""

from __future__ import annotations

import json
import logging
import textwrap
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.settings import Settings
from bot.web import take_away
from bot.web.forms import visible
from bot.web.messages import Refused, to_rasa
from bot.web.rasa_client import NoAnswer, RasaClient
from bot.web.sessions import Sessions
from bot.web.templates import page
from knowledge.phrases import phrases
from knowledge.replies import opening

logger = logging.getLogger(__name__)
PATH = "/eenvoudig"
MAX_TURNS = 10
MAX_HISTORY = 24_000
"""The longest signed history, in characters: with the longest text of the form (12,000 characters
of 3 bytes) it stays below what the gateway reads."""
MAX_FIELDS, MAX_FIELD = 8, 64 * 1024
TITLE_WIDTH = 70
TEXT_FILE = "mijn-plan.txt"

_PLAIN = ("titel", "alinea", "nota")
_KEPT = (*_PLAIN, "brief")
_Handler = Callable[[Request], Awaitable[Response]]
_TAKE_AWAY: dict[str, tuple[str, _Handler]] = {
    "agenda": ("profiel", take_away.calendar),
    "tekst": ("profiel", take_away.text),
    "csv": ("antwoorden", take_away.self_scan),
    "xlsx": ("antwoorden", take_away.self_scan),
}


def routes(settings: Settings, rasa: RasaClient, sessions: Sessions) -> list[Route]:
    """Return the routes of the page.

    Args:
        settings: the gateway's; the secret also signs what was said before.
        rasa, sessions: shared with the chat.
    """
    shown = SimplePage(settings, rasa, sessions)
    return [
        Route(PATH, shown.begin, methods=["GET"]),
        Route(PATH, shown.talk, methods=["POST"]),
        Route(f"{PATH}/{{soort}}", shown.take_away, methods=["GET", "POST"]),
    ]


@dataclass(frozen=True)
class Turn:
    """What a visitor sent, in words, and the answer.

    Attributes:
        mine: empty for the opening words.
        answer: see docs/antwoordblokken.md.
        short: whether only the plain text of the answer is left.
    """

    mine: str
    answer: dict[str, Any]
    short: bool = False

    @property
    def choices(self) -> dict[str, str]:
        """The words on the buttons, by the message that each sends."""
        return {choice["payload"]: choice["titel"] for choice in self.answer["knoppen"]}

    @property
    def title(self) -> str:
        """What was answered, in a few words."""
        texts = [block for block in self.answer["blokken"] if block["type"] in _PLAIN]
        headings = [block for block in texts if block["type"] == "titel"]
        words = next((block["tekst"] for block in headings or texts), "")
        return textwrap.shorten(words, TITLE_WIDTH, placeholder=" …")

    def shortened(self) -> Turn:
        """Keep the plain text and letters, and the summary of what has one."""
        blocks = [
            block if block["type"] in _KEPT else {"type": "alinea", "tekst": block["tekst"]}
            for block in self.answer["blokken"]
            if "tekst" in block
        ]
        return replace(self, answer={**self.answer, "blokken": blocks}, short=True)


class History:
    """Signs the turns that travel along in the form, and checks them when they come back.

    Args:
        secret: the signing key.
        hours: how long they may come back, in hours.
    """

    def __init__(self, secret: str, hours: int) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="terugwijzer-verloop")
        self._seconds = hours * 3600

    def write(self, conversation: str, turns: Sequence[Turn]) -> str:
        """Return the signed form of the last turns, at most `MAX_HISTORY` characters.

        What does not fit is shortened and then left out, the oldest first.
        """
        kept = list(turns[-MAX_TURNS:])
        token = self._sign(conversation, kept)
        for number, turn in enumerate(kept):
            if len(token) <= MAX_HISTORY:
                return token
            kept[number] = turn.shortened()
            token = self._sign(conversation, kept)
        while len(token) > MAX_HISTORY:
            del kept[0]
            token = self._sign(conversation, kept)
        return token

    def _sign(self, conversation: str, turns: Sequence[Turn]) -> str:
        plain = [(turn.mine, turn.answer, turn.short) for turn in turns]
        return str(self._serializer.dumps([conversation, plain]))

    def read(self, conversation: str, token: str) -> list[Turn] | None:
        """Return the turns; None for a forged or expired token, or one of another conversation."""
        try:
            owner, turns = self._serializer.loads(token, max_age=self._seconds)
        except BadSignature:
            return None
        return [Turn(*turn) for turn in turns] if owner == conversation else None


class SimplePage:
    """The handlers, with what they share; see `routes`."""

    def __init__(self, settings: Settings, rasa: RasaClient, sessions: Sessions) -> None:
        self._settings = settings
        self._rasa = rasa
        self._sessions = sessions
        self._history = History(settings.secret, settings.session_hours)

    async def begin(self, request: Request) -> Response:
        """Open a conversation."""
        return self._opened()

    async def talk(self, request: Request) -> Response:
        """Answer one message, as the chat's gateway does, on a page."""
        try:
            fields = await _fields(request)
        except Refused as refusal:
            return self._opened(str(refusal), 400)
        session = fields.get("sessie", "")
        conversation = self._sessions.conversation(session)
        turns = (
            self._history.read(conversation, fields.get("verloop", "")) if conversation else None
        )
        if conversation is None or turns is None:
            return self._opened(phrases().sessie_verlopen, 401, fields.get("tekst", ""))
        return await self._answered(session, conversation, turns, fields)

    async def _answered(
        self, session: str, conversation: str, turns: list[Turn], fields: dict[str, str]
    ) -> Response:
        button, text = fields.get("knop"), fields.get("tekst", "")
        body = {"tekst": text} if button is None else {"knop": button}
        sentence, status = "", 200
        try:
            words = to_rasa(body, self._settings.max_characters)
            answer = await self._rasa.ask(conversation, words)
        except Refused as refusal:
            sentence, status = str(refusal), 422
        except NoAnswer as problem:
            logger.error("%s", problem)
            sentence, status = phrases().storing, 503
        else:
            mine = text if button is None else turns[-1].choices.get(button, "") if turns else ""
            turns = [*turns, Turn(visible(mine).strip(), answer)][-MAX_TURNS:]
            text = "" if button is None else text
        return self._page(session, conversation, turns, text, sentence, status)

    async def take_away(self, request: Request) -> Response:
        """Give a plan or an action plan as a file, as the chat's calls do, but from a form."""
        kind = request.path_params["soort"]
        if kind not in _TAKE_AWAY:
            return self._opened(phrases().niet_gevonden, 404)
        if request.method != "POST":
            return RedirectResponse(PATH, 303)
        field, give = _TAKE_AWAY[kind]
        try:
            content = json.loads((await _fields(request)).get(field, ""))
        except (Refused, ValueError, RecursionError):
            return self._opened(phrases().geen_vraag, 400)
        response = await give(_with_json(request, {field: content}))
        if response.status_code != 200:
            sentence = json.loads(bytes(response.body))["antwoord"]["blokken"][0]["tekst"]
            return self._opened(sentence, response.status_code)
        response.headers.setdefault("Content-Disposition", f'attachment; filename="{TEXT_FILE}"')
        return response

    def _opened(self, sentence: str = "", status: int = 200, text: str = "") -> Response:
        """Show a new conversation, below a sentence on what went wrong with the last one."""
        session = self._sessions.new()
        conversation = self._sessions.conversation(session) or ""
        turns = [Turn("", opening().as_dict())]
        return self._page(session, conversation, turns, text, sentence, status)

    def _page(
        self,
        session: str,
        conversation: str,
        turns: list[Turn],
        text: str,
        sentence: str,
        status: int,
    ) -> Response:
        return page(
            "eenvoudig.html",
            status,
            sessie=session,
            verloop=self._history.write(conversation, turns),
            beurten=turns[::-1],
            zin=sentence,
            tekst=visible(text),
            maximum=self._settings.max_characters,
        )


async def _fields(request: Request) -> dict[str, str]:
    """Read the form's texts, with line ends as they were typed.

    Raises:
        Refused: not a form, or more than a form of this page holds.
    """
    try:
        form = await request.form(max_files=0, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD)
    except (HTTPException, ValueError) as error:
        raise Refused(phrases().geen_vraag) from error
    return {
        name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)
    }


def _with_json(request: Request, content: dict[str, Any]) -> Request:
    """Return the same request with JSON as its body."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(content).encode()}

    return Request(request.scope, receive)
