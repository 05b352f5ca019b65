"""Writing content to the knowledge database and reading it back."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal
from itertools import groupby

from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge import search
from knowledge.articles import NO_SUBJECT, Article, Role
from knowledge.errors import StoreUnavailable, UnknownTopic
from knowledge.history import Version
from knowledge.models import (
    AnswerRow,
    ArticleRow,
    ArticleVersionRow,
    Base,
    ContentStateRow,
    ParameterValueRow,
    SearchRow,
    SourceRow,
)
from knowledge.parameters import DatedValue, Parameter, Parameters, Unit, ValueSource

DEFAULT_URL = "sqlite:///var/kennis.db"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadReport:
    """How many articles and parameters a load added, changed, retired or left as they were."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return (
            f"{self.added} new, {self.changed} changed, "
            f"{self.retired} retired, {self.unchanged} unchanged"
        )


@dataclass(frozen=True)
class Knowledge:
    """All current content in memory: articles by topic, their version numbers, parameters."""

    articles: Mapping[str, Article]
    versions: Mapping[str, int]
    parameters: Parameters
    revision: tuple[int, ...] = ()

    def article(self, topic: str) -> Article:
        """Return the article on a topic.

        Raises:
            UnknownTopic: there is none.
        """
        try:
            return self.articles[topic]
        except KeyError as error:
            raise UnknownTopic(f"there is no article '{topic}'") from error

    def version_name(self, topic: str) -> str:
        """Name the version of an article in one word, such as "gwh_wat@3"."""
        return f"{topic}@{self.versions[topic]}"


def database_url() -> str:
    """Return the database address from DATABASE_URL, or the SQLite file's."""
    return os.environ.get("DATABASE_URL") or DEFAULT_URL


class Store:
    """The knowledge database at one address (any that SQLAlchemy 1.4 reads)."""

    def __init__(self, url: str | None = None) -> None:
        address = make_url(url or database_url())
        arguments = {"timeout": 5} if address.get_backend_name() == "sqlite" else {}
        self._engine: Engine = create_engine(address, connect_args=arguments, pool_pre_ping=True)
        self._snapshot: Knowledge | None = None

    def holds(self, digest: str) -> bool:
        """Tell whether the content loaded last has this digest; False for an unused database."""
        try:
            with self._session("read") as session:
                state = session.get(ContentStateRow, 1)
        except StoreUnavailable:
            return False
        return state is not None and state.digest == digest

    def load(
        self, articles: Iterable[Article], parameters: Iterable[Parameter], digest: str = ""
    ) -> LoadReport:
        """Bring the database to the given content, all or nothing; old versions stay.

        Args:
            articles: all articles; one that is missing is retired.
            parameters: all parameters, likewise.
            digest: what to remember this content by (see `holds`).

        Raises:
            StoreUnavailable: the database is locked, read-only or cannot be reached.
        """
        with self._session("write") as session:
            Base.metadata.create_all(session.connection())
            counts = {"added": 0, "changed": 0, "retired": 0, "unchanged": 0}
            now = datetime.now(timezone.utc).replace(tzinfo=None)
            for outcome in _load_articles(session, list(articles), now):
                counts[outcome] += 1
            _index(session)
            for outcome in _load_parameters(session, list(parameters), now):
                counts[outcome] += 1
            session.merge(ContentStateRow(id=1, digest=digest))
            session.commit()
            return LoadReport(**counts)

    def knowledge(self) -> Knowledge:
        """Return the current content; read again only after a load changed it.

        Raises:
            StoreUnavailable: the database cannot be read or holds no content.
        """
        with self._session("read") as session:
            revision = _revision(session)
            if self._snapshot is None or self._snapshot.revision != revision:
                self._snapshot = _read(session, revision)
        if not self._snapshot.articles:
            raise StoreUnavailable(
                "the knowledge database is empty; run 'terugwijzer knowledge load'"
            )
        return self._snapshot

    def history(self, topic: str) -> list[Version]:
        """Return all versions of an article, oldest first.

        Raises:
            UnknownTopic: no article ever had this id.
            StoreUnavailable: the database cannot be read.
        """
        with self._session("read") as session:
            rows = session.scalars(
                select(ArticleVersionRow)
                .where(ArticleVersionRow.article_id == topic)
                .order_by(ArticleVersionRow.number)
            )
            versions = [
                Version(row.number, row.loaded_at, row.replaced_at, Article.parse_raw(row.content))
                for row in rows
            ]
        if not versions:
            raise UnknownTopic(f"there is no article '{topic}'")
        return versions

    def search(self, query: str, role: Role | None = None, most: int = 10) -> list[search.Hit]:
        """Find the articles that fit a query best; see `knowledge.search.find`.

        Raises:
            StoreUnavailable: the database cannot be read.
        """
        with self._session("read") as session:
            return search.find(session, query, role, most)

    def log_answer(self, topic: str, version: int, role: Role, reference_date: date) -> None:
        """Note that an answer was given. A failure is logged and never disturbs the answer."""
        try:
            with self._session("write") as session:
                session.add(
                    AnswerRow(
                        given_at=datetime.now(timezone.utc).replace(tzinfo=None),
                        article_id=topic,
                        version=version,
                        role=role.value,
                        reference_date=reference_date,
                    )
                )
                session.commit()
        except StoreUnavailable as error:
            logger.warning("answer not logged: %s", error)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _session(self, purpose: str) -> Iterator[Session]:
        try:
            with Session(self._engine) as session:
                yield session
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            shown = self._engine.url.render_as_string(hide_password=True)
            raise StoreUnavailable(
                f"cannot {purpose} the knowledge database {shown}: {reason}"
            ) from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _load_articles(session: Session, articles: list[Article], now: datetime) -> Iterator[str]:
    current = {
        row.article_id: row
        for row in session.scalars(
            select(ArticleVersionRow).where(ArticleVersionRow.replaced_at.is_(None))
        )
    }
    highest: dict[str, int] = dict(
        session.execute(
            select(ArticleVersionRow.article_id, func.max(ArticleVersionRow.number)).group_by(
                ArticleVersionRow.article_id
            )
        ).all()
    )
    for article in articles:
        content = article.json(ensure_ascii=False, sort_keys=True)
        digest = _digest(content)
        old = current.pop(article.id, None)
        if old is not None and old.digest == digest:
            yield "unchanged"
            continue
        if article.id not in highest:
            session.add(ArticleRow(id=article.id, group=article.groep))
        if old is not None:
            old.replaced_at = now
        session.add(
            ArticleVersionRow(
                article_id=article.id,
                number=highest.get(article.id, 0) + 1,
                digest=digest,
                content=content,
                loaded_at=now,
                sources=[
                    SourceRow(
                        name=source.naam,
                        url=source.url,
                        kind=source.soort.value,
                        seen_on=source.gezien_op,
                        facts=list(source.feiten),
                    )
                    for source in article.bronnen
                ],
            )
        )
        yield "added" if old is None else "changed"
    for row in current.values():
        row.replaced_at = now
        yield "retired"


def _index(session: Session) -> None:
    """Bring the search index up to the current versions; only what changed is written."""
    session.flush()
    rows = session.scalars(
        select(ArticleVersionRow)
        .join(ArticleRow)
        .where(ArticleVersionRow.replaced_at.is_(None), ArticleRow.group.not_in(NO_SUBJECT))
    )
    common = search.depends_on()
    wanted = {row.article_id: (row, _digest(row.digest + common)) for row in rows}
    known = dict(session.execute(select(SearchRow.article_id, SearchRow.digest)).all())
    if gone := known.keys() - wanted.keys():
        search.forget(session, gone)
    changed = [pair for id_, pair in wanted.items() if known.get(id_) != pair[1]]
    if changed:
        search.index(session, ((Article.parse_raw(row.content), d) for row, d in changed))


def _load_parameters(session: Session, parameters: list[Parameter], now: datetime) -> Iterator[str]:
    rows = session.scalars(
        select(ParameterValueRow)
        .where(ParameterValueRow.replaced_at.is_(None))
        .order_by(ParameterValueRow.name)
    )
    current = {name: list(group) for name, group in groupby(rows, key=lambda row: row.name)}
    for parameter in parameters:
        digest = _digest(parameter.json(sort_keys=True))
        old = current.pop(parameter.naam, [])
        if old and old[0].digest == digest:
            yield "unchanged"
            continue
        for row in old:
            row.replaced_at = now
        session.add_all(_value_row(parameter, value, digest, now) for value in parameter.waarden)
        yield "changed" if old else "added"
    for rows_left in current.values():
        for row in rows_left:
            row.replaced_at = now
        yield "retired"


def _value_row(
    parameter: Parameter, value: DatedValue, digest: str, now: datetime
) -> ParameterValueRow:
    return ParameterValueRow(
        name=parameter.naam,
        description=parameter.omschrijving,
        unit=parameter.eenheid.value,
        ask=parameter.vraag_aan,
        valid_from=value.vanaf,
        valid_to=value.tot,
        value=None if value.waarde is None else str(value.waarde),
        unknown=value.onbekend,
        source=json.loads(value.bron.json()),
        confirmed_on=value.bevestigd_op,
        confirmed_to=value.bevestigd_tot,
        digest=digest,
        loaded_at=now,
    )


def _revision(session: Session) -> tuple[int, ...]:
    row = session.execute(
        select(
            select(func.coalesce(func.max(ArticleVersionRow.id), 0)).scalar_subquery(),
            select(func.coalesce(func.max(ParameterValueRow.id), 0)).scalar_subquery(),
            select(func.count(ArticleVersionRow.replaced_at)).scalar_subquery(),
            select(func.count(ParameterValueRow.replaced_at)).scalar_subquery(),
        )
    ).one()
    return tuple(row)


def _read(session: Session, revision: tuple[int, ...]) -> Knowledge:
    rows = list(
        session.scalars(select(ArticleVersionRow).where(ArticleVersionRow.replaced_at.is_(None)))
    )
    values = session.scalars(
        select(ParameterValueRow)
        .where(ParameterValueRow.replaced_at.is_(None))
        .order_by(ParameterValueRow.name, ParameterValueRow.id)
    )
    parameters = {
        name: _parameter(name, list(group))
        for name, group in groupby(values, key=lambda row: row.name)
    }
    return Knowledge(
        articles={row.article_id: Article.parse_raw(row.content) for row in rows},
        versions={row.article_id: row.number for row in rows},
        parameters=Parameters(parameters),
        revision=revision,
    )


def _parameter(name: str, rows: list[ParameterValueRow]) -> Parameter:
    return Parameter(
        naam=name,
        omschrijving=rows[0].description,
        eenheid=Unit(rows[0].unit),
        vraag_aan=rows[0].ask,
        waarden=tuple(
            DatedValue(
                vanaf=row.valid_from,
                tot=row.valid_to,
                waarde=None if row.value is None else Decimal(row.value),
                onbekend=row.unknown,
                bron=ValueSource(**row.source),
                bevestigd_op=row.confirmed_on,
                bevestigd_tot=row.confirmed_to,
            )
            for row in rows
        ),
    )
