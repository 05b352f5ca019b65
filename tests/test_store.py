"""The knowledge database: loading twice, versions that stay, and databases that refuse."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from knowledge.articles import Role, load_articles
from knowledge.errors import StoreUnavailable, UnknownTopic
from knowledge.history import report
from knowledge.models import AnswerRow, ArticleVersionRow, ParameterValueRow, SourceRow
from knowledge.parameters import load_parameters
from knowledge.store import Store

ARTICLES = load_articles()
PARAMETERS = load_parameters()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = Store(url)
    made.load(ARTICLES.values(), PARAMETERS.values())
    yield made
    made.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path}/kennis.db")
    made.load(ARTICLES.values(), PARAMETERS.values())
    yield made
    made.close()


def rows(url: str, table: type) -> list:
    with Session(create_engine(url)) as session:
        return list(session.scalars(select(table).order_by(table.id)))


def test_everything_comes_back_as_it_was_written(store: Store) -> None:
    knowledge = store.knowledge()
    assert knowledge.articles == ARTICLES
    for name, parameter in PARAMETERS.items():
        assert knowledge.parameters[name] == parameter


def test_loading_again_changes_nothing(store: Store, url: str) -> None:
    before = (len(rows(url, ArticleVersionRow)), len(rows(url, ParameterValueRow)))
    report = store.load(ARTICLES.values(), PARAMETERS.values())
    assert (report.added, report.changed, report.retired) == (0, 0, 0)
    assert (len(rows(url, ArticleVersionRow)), len(rows(url, ParameterValueRow))) == before


def test_a_changed_article_gets_a_new_version_and_the_old_one_stays(store: Store, url: str) -> None:
    first = store.knowledge()
    changed = ARTICLES["begroeting"].copy(update={"titel": "Een nieuwe titel"})
    report = store.load({**ARTICLES, "begroeting": changed}.values(), PARAMETERS.values())
    assert (report.changed, report.added) == (1, 0)
    second = store.knowledge()
    assert first.version_name("begroeting") == "begroeting@1"
    assert second.version_name("begroeting") == "begroeting@2"
    assert second.articles["begroeting"].titel == "Een nieuwe titel"
    versions = [row for row in rows(url, ArticleVersionRow) if row.article_id == "begroeting"]
    assert [row.number for row in versions] == [1, 2]
    assert versions[0].replaced_at is not None
    assert ARTICLES["begroeting"].titel in versions[0].content


def test_a_retired_article_is_no_longer_given_but_stays(store: Store, url: str) -> None:
    fewer = [article for article in ARTICLES.values() if article.id != "afscheid"]
    assert store.load(fewer, PARAMETERS.values()).retired == 1
    with pytest.raises(UnknownTopic, match="afscheid"):
        store.knowledge().article("afscheid")
    assert any(row.article_id == "afscheid" for row in rows(url, ArticleVersionRow))
    store.load(ARTICLES.values(), PARAMETERS.values())
    assert store.knowledge().version_name("afscheid") == "afscheid@2"


def test_sources_are_kept_with_their_facts(store: Store, url: str) -> None:
    found = [row for row in rows(url, SourceRow) if "crisis_1813" in row.facts]
    assert found
    assert found[0].seen_on == date(2026, 11, 22)


def test_an_answer_is_logged_with_its_version_and_without_the_question(
    store: Store, url: str
) -> None:
    store.log_answer("begroeting", 1, Role.wn, date(2026, 11, 24))
    (row,) = rows(url, AnswerRow)
    assert (row.article_id, row.version, row.role) == ("begroeting", 1, "wn")


def test_history_keeps_every_version_with_its_difference(store: Store) -> None:
    changed = ARTICLES["gwh_wat"].copy(update={"titel": "Een nieuwe titel"})
    store.load({**ARTICLES, "gwh_wat": changed}.values(), PARAMETERS.values())
    versions = store.history("gwh_wat")
    assert [v.number for v in versions] == [1, 2]
    assert versions[0].until == versions[1].since
    assert versions[1].until is None
    lines = report(versions)
    assert f"-titel: {ARTICLES['gwh_wat'].titel}" in lines
    assert "+titel: Een nieuwe titel" in lines
    assert lines[0].startswith("== gwh_wat@1  van 20")


def test_history_of_an_unknown_topic_is_refused(store: Store) -> None:
    with pytest.raises(UnknownTopic, match="verzonnen"):
        store.history("verzonnen")


def test_an_empty_database_says_what_to_do(url: str) -> None:
    empty = Store(url)
    empty.load([], [])
    with pytest.raises(StoreUnavailable, match="terugwijzer knowledge load"):
        empty.knowledge()


def test_a_database_without_tables_is_named(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="cannot read the knowledge database"):
        Store(url).knowledge()


def test_a_read_only_database_still_answers_but_cannot_be_loaded(
    sqlite_store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Store(f"sqlite:///file:{tmp_path}/kennis.db?mode=ro&uri=true")
    assert reader.knowledge().articles == ARTICLES
    reader.log_answer("begroeting", 1, Role.wn, date(2026, 11, 24))
    assert "answer not logged" in caplog.text
    with pytest.raises(StoreUnavailable, match="cannot write the knowledge database"):
        reader.load([ARTICLES["begroeting"]], [])


def test_a_locked_database_is_named_and_loses_nothing(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = Store(f"sqlite:///{tmp_path}/kennis.db?timeout=0.1")
    with sqlite3.connect(tmp_path / "kennis.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="locked"):
            impatient.load([ARTICLES["begroeting"]], [])
    assert sqlite_store.knowledge().articles == ARTICLES


def test_a_password_is_not_shown_in_an_error() -> None:
    store = Store("postgresql://gids:geheim@127.0.0.1:1/kennis")
    with pytest.raises(StoreUnavailable) as refused:
        store.knowledge()
    assert "geheim" not in str(refused.value)
