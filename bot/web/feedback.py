"""Whether an answer was clear: kept by article version, with nothing about who told it."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, String, Text, create_engine
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.privacy import redact
from bot.web.messages import MESSAGE_ID
from bot.web.sessions import Sessions
from knowledge.dates import today
from knowledge.decision import Outcome
from knowledge.phrases import phrases
from knowledge.replies import message
from knowledge.store import database_url
from knowledge.topics import load_topics
from knowledge.wording import clean

logger = logging.getLogger(__name__)
MAX_TEXT = 1000
_VERSION = re.compile(r"([a-z_]{1,64})@([0-9]{1,6})")
_CLEAR = {"ja": True, "nee": False}
_Base: Any = declarative_base()


class FeedbackRow(_Base):
    """One opinion. The id is the sender's, so that an opinion that is mended replaces itself."""

    __tablename__ = "feedback"
    id: str = Column(String(64), primary_key=True)
    topic: str = Column(String(64), nullable=False, index=True)
    version: int = Column(Integer, nullable=False)
    clear: bool = Column(Boolean, nullable=False)
    text: str | None = Column(Text)
    day: date = Column(Date, nullable=False)


class WrongOpinion(Exception):
    """The body of the request is no opinion."""


@dataclass(frozen=True)
class Opinion:
    """What a visitor thinks of one version of an article."""

    id: str
    topic: str
    version: int
    clear: bool
    text: str | None


def read_opinion(body: Any) -> Opinion:
    """Read an opinion from the decoded JSON of a request.

    Args:
        body: `{"id": …, "versie": "gwh_wat@3", "duidelijk": "ja" or "nee", "tekst": …}`.

    Returns:
        The opinion, its text cut off after `MAX_TEXT` characters and without personal data.

    Raises:
        WrongOpinion: a field is missing or wrong, or the topic does not exist.
    """
    if not isinstance(body, dict):
        raise WrongOpinion("an opinion is a list of fields")
    fields = [body.get(name) for name in ("id", "versie", "duidelijk")]
    if not all(isinstance(value, str) for value in fields):
        raise WrongOpinion("id, versie and duidelijk are texts")
    id_, version, clear = map(str, fields)
    named = _VERSION.fullmatch(version)
    if not MESSAGE_ID.fullmatch(id_) or named is None or named[1] not in load_topics().by_id:
        raise WrongOpinion("the id or the version is none that this guide gave")
    text = body.get("tekst")
    if clear not in _CLEAR or not (text is None or isinstance(text, str)):
        raise WrongOpinion("duidelijk is ja or nee, tekst is a text")
    # What is left out first may run on behind the place where the text is cut off.
    kept = redact(clean(text[: 2 * MAX_TEXT])).text[:MAX_TEXT].strip() if text else ""
    return Opinion(id_, named[1], int(named[2]), _CLEAR[clear], kept or None)


class Feedback:
    """The handler of `POST /api/mening`, and the table behind it.

    Args:
        sessions: tells whose session is real.
        header: the request header with the session's token.
    """

    def __init__(self, sessions: Sessions, header: str) -> None:
        self._sessions = sessions
        self._header = header
        self._engine: Engine | None = None

    async def take(self, request: Request) -> Response:
        """Keep one opinion; see docs/antwoordblokken.md."""
        if self._sessions.conversation(request.headers.get(self._header, "")) is None:
            return _refused(phrases().sessie_verlopen, 401)
        try:
            body = json.loads(await request.body())
        except (ValueError, UnicodeDecodeError):
            return _refused(phrases().geen_vraag, 400)
        try:
            await run_in_threadpool(self._keep, await run_in_threadpool(read_opinion, body))
        except WrongOpinion:
            return _refused(phrases().geen_vraag, 422)
        except SQLAlchemyError as error:
            logger.error("an opinion was not kept: %s", type(error).__name__)
            return _refused(phrases().storing, 503)
        return JSONResponse({"bewaard": True})

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()

    def _keep(self, opinion: Opinion) -> None:
        if self._engine is None:
            address = make_url(database_url())
            arguments = {"timeout": 5} if address.get_backend_name() == "sqlite" else {}
            engine = create_engine(address, connect_args=arguments, pool_pre_ping=True)
            _Base.metadata.create_all(engine)
            self._engine = engine
        with Session(self._engine) as session:
            session.merge(FeedbackRow(day=today(), **asdict(opinion)))
            session.commit()


def _refused(text: str, status: int) -> JSONResponse:
    return JSONResponse(
        {"antwoord": message(Outcome.onbekend, text).as_dict(), "fout": True}, status_code=status
    )
