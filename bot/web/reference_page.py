"""The coach's quick reference `/naslag`: a list to search, and one page per topic."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.templates import page
from knowledge.articles import Article, Role
from knowledge.dates import parse_date, reference_date, today
from knowledge.errors import KnowledgeError, UnknownTopic
from knowledge.phrases import phrases
from knowledge.reference import (
    CLIENTS,
    Found,
    find,
    first_words,
    look_up,
    mail_text,
    reference_words,
    subjects,
)
from knowledge.store import Knowledge, Store
from knowledge.wording import clean

logger = logging.getLogger(__name__)
MAX_QUERY = 200
BEFORE, SINCE = date(2025, 12, 31), date(2026, 1, 1)
"""The last day of the old rules and the first of the new ones, one click away from each topic."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for, read and judged.

    Attributes:
        typed: every field as it was typed, "" for one that is missing.
        problems: the fields that are wrong, each with a sentence; their values are the defaults.
    """

    typed: Mapping[str, str]
    query: str
    role: Role | None
    theme: str
    day: date
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status of a page that answers this."""
        return 422 if self.problems else 200

    def link(self, topic: str, **changed: str) -> str:
        """Return the address of a topic; group and date asked for go along, unless changed."""
        role = self.role.value if self.role else ""
        day = self.day.isoformat() if self.typed["datum"] and "datum" not in self.problems else ""
        chosen = {"rol": role, "datum": day, **changed}
        tail = urlencode({name: value for name, value in chosen.items() if value})
        return f"/naslag/{topic}{'?' if tail else ''}{tail}"


def read_asked(parameters: Mapping[str, str]) -> Asked:
    """Read the fields `q`, `rol`, `groep` and `datum` of an address."""
    typed = {name: clean(parameters.get(name, "")) for name in ("q", "rol", "groep", "datum")}
    words = reference_words()
    problems: dict[str, str] = {}
    if len(typed["q"]) > MAX_QUERY:
        problems["q"] = words.fout.te_lang.format(maximum=MAX_QUERY)
    if typed["rol"] and typed["rol"] not in Role.__members__:
        problems["rol"] = words.fout.rol.format(waarde=typed["rol"])
    if typed["groep"] and typed["groep"] not in words.themas:
        problems["groep"] = words.fout.groep.format(waarde=typed["groep"])
    day = reference_date()
    if typed["datum"]:
        try:
            day = parse_date(typed["datum"])
        except ValueError as error:
            problems["datum"] = str(error)
    return Asked(
        typed=typed,
        query="" if "q" in problems else typed["q"],
        role=Role(typed["rol"]) if typed["rol"] and "rol" not in problems else None,
        theme="" if "groep" in problems else typed["groep"],
        day=day,
        problems=problems,
    )


def routes(open_store: Callable[[], Store] = Store) -> list[Route]:
    """Return the routes of the reference.

    The handlers are plain functions: Starlette runs those in a thread, so that reading the
    database never holds up other visitors.

    Args:
        open_store: opens the knowledge database; called at the first visit.
    """
    pages = _Pages(open_store)
    return [
        Route("/naslag", pages.answering(pages.overview)),
        Route("/naslag/zoek", pages.answering(pages.results)),
        Route("/naslag/{onderwerp}", pages.answering(pages.topic)),
    ]


class _Pages:
    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open = open_store

    @cached_property
    def _store(self) -> Store:
        return self._open()

    def answering(
        self, handler: Callable[[Request, Asked], Response]
    ) -> Callable[[Request], Response]:
        """Give a handler what was asked; content that cannot be read becomes a Dutch page."""

        def handle(request: Request) -> Response:
            asked = read_asked(request.query_params)
            try:
                return handler(request, asked)
            except KnowledgeError:
                logger.exception("the reference cannot be shown")
                words = reference_words().fout
                if request.url.path == "/naslag/zoek":
                    return page("naslag_resultaten.html", 503, melding=words.storing, delen=[])
                return _message(asked, words.storing_kop, words.storing, 503)

        return handle

    def overview(self, request: Request, asked: Asked) -> Response:
        """Show the form and the topics that fit it."""
        found = self._found(self._store.knowledge(), asked)
        return page("naslag_lijst.html", asked.status, **_frame(asked), **found)

    def results(self, request: Request, asked: Asked) -> Response:
        """Give only the list, for a page that is already there."""
        if asked.problems:
            sentences = " ".join(asked.problems.values())
            return page("naslag_resultaten.html", asked.status, melding=sentences, delen=[])
        found = self._found(self._store.knowledge(), asked)
        return page("naslag_resultaten.html", asked.status, **found)

    def topic(self, request: Request, asked: Asked) -> Response:
        """Show one topic, or the search when it does not exist."""
        id_ = request.path_params["onderwerp"]
        knowledge = self._store.knowledge()
        try:
            reference = look_up(id_, asked.role, asked.day, today(), knowledge)
        except UnknownTopic:
            words = reference_words().fout
            return _message(asked, words.onderwerp_kop, words.onderwerp.format(onderwerp=id_), 404)
        return page(
            "naslag_onderwerp.html",
            asked.status,
            **_frame(asked),
            r=reference,
            soorten={role: role in reference.article.doelgroep for role in CLIENTS},
            mail=mail_text(reference),
            open=request.query_params.get("open") == "ja",
            voor=BEFORE,
            vanaf=SINCE,
            vandaag=reference_date(),
        )

    def _found(self, knowledge: Knowledge, asked: Asked) -> dict[str, object]:
        """Return what the list shows: a sentence, and the topics in parts with a heading."""
        themes = reference_words().themas
        among = subjects(knowledge, asked.role, asked.theme)
        if asked.query:
            hits = self._store.search(asked.query, asked.role, most=len(knowledge.articles))
            found = find(asked.query, hits, among)
            parts = [("", [_item(a, asked, knowledge) for a in found.articles])]
        else:
            found = Found(tuple(among))
            parts = [
                (name, [_item(a, asked, None) for a in among if a.groep == theme])
                for theme, name in themes.items()
            ]
        return {"melding": _count(found, asked), "delen": [part for part in parts if part[1]]}


def _item(article: Article, asked: Asked, knowledge: Knowledge | None) -> dict[str, str]:
    """Describe a topic in the list; with the beginning of its answer if `knowledge` is given."""
    names = phrases().rollen
    roles = ", ".join(names[role].knop for role in article.doelgroep if role in CLIENTS)
    theme = f"{reference_words().themas[article.groep]} · " if knowledge else ""
    return {
        "adres": asked.link(article.id),
        "titel": article.titel,
        "voor": f"{theme}{roles}",
        "begin": first_words(article, asked.day, knowledge.parameters) if knowledge else "",
    }


def _count(found: Found, asked: Asked) -> str:
    words, number = reference_words().gevonden, len(found.articles)
    if number == 0:
        return f"{words.geen.format(woorden=asked.query)} {words.nood}"
    if number == 1:
        return words.een
    return (words.beste if found.more else words.meer).format(aantal=number)


def _frame(asked: Asked) -> dict[str, object]:
    """Return what every page needs: the form as it was filled in, and the words."""
    return {
        "gevraagd": asked,
        "woorden": reference_words(),
        "rollen": phrases().rollen,
        "groepen": CLIENTS,
        "maximum": MAX_QUERY,
    }


def _message(asked: Asked, heading: str, sentence: str, status: int) -> Response:
    return page("naslag_melding.html", status, **_frame(asked), kop=heading, zin=sentence)
