"""Searching: the same order on SQLite and PostgreSQL, people's own words, nothing breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.articles import NO_SUBJECT, Role
from knowledge.content import Content
from knowledge.lexicon import Lexicon
from knowledge.store import Store

QUERIES = (Path(__file__).parent / "data" / "zoekvragen.txt").read_text("utf-8").splitlines()


@pytest.fixture
def searched(url: str, content: Content) -> Iterator[Store]:
    made = Store(url)
    made.load(content.articles.values(), content.parameters.values())
    yield made
    made.close()


def test_both_databases_give_the_same_results_in_the_same_order(
    searched: Store, store: Store
) -> None:
    assert len(QUERIES) == 40
    for query in QUERIES:
        assert searched.search(query) == store.search(query), query
    assert sum(bool(store.search(query)) for query in QUERIES) >= 38


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("mag mijn werkgever weten wat ik heb", "medisch_geheim"),
        ("progressief werken", "gwh_wat"),
        ("formulier ziekenkas om gedeeltelijk te hervatten", "gwh_aanvragen"),
        ("arbeidspotentieel", "arbeidspotentieel"),
    ],
)
def test_the_fitting_article_is_among_the_first(store: Store, query: str, topic: str) -> None:
    assert topic in [hit.topic for hit in store.search(query)[:3]]


def test_only_articles_for_the_role_are_found(store: Store, content: Content) -> None:
    for hit in store.search("werk hervatten ziekenfonds", Role.zs, most=50):
        assert Role.zs in content.articles[hit.topic].doelgroep


def test_small_talk_is_not_found(store: Store) -> None:
    assert all(h.group not in NO_SUBJECT for h in store.search("dag hallo bedankt", most=50))


@pytest.mark.parametrize(
    "query",
    ["", "   ", "???", "de het een", "'\"; DROP TABLE article; --", "a & | ! :* ( \\", "\x00", "*"],
)
def test_odd_queries_break_nothing(searched: Store, query: str) -> None:
    assert isinstance(searched.search(query), list)


def test_a_changed_and_a_retired_article_are_searched_anew(
    searched: Store, content: Content
) -> None:
    first = content.articles["gwh_wat"].copy(update={"titel": "Kwispelstaart"})
    searched.load({**content.articles, "gwh_wat": first}.values(), content.parameters.values())
    assert [hit.topic for hit in searched.search("kwispelstaart")] == ["gwh_wat"]
    rest = [article for article in content.articles.values() if article.id != "gwh_wat"]
    searched.load(rest, content.parameters.values())
    assert searched.search("kwispelstaart") == []


def test_the_lexicon_knows_words_beginnings_and_groups_of_words() -> None:
    lexicon = Lexicon({"ziekenfonds": ("mutualiteit*", "de CM"), "half": ("terug half beginnen",)})
    assert lexicon.concepts("Mijn mutualiteitskaart?") == ["ziekenfonds"]
    assert lexicon.concepts("bij de cm terug half beginnen") == ["ziekenfonds", "half"]
    assert lexicon.concepts("cm") == []
    assert lexicon.concepts("terug half") == []


SYSTEMS = {
    "Rentree": "rentree_wat", "GTB": "gtb_wat", "VDAB": "vdab_begeleiding", "GOB": "jobcoaching",
    "gespecialiseerde jobcoaching": "jobcoaching", "loopbaancheque": "loopbaanbegeleiding",
    "RIZIV": "terug_naar_werk_fonds", "adviserend arts": "rollen_artsen",
    "Terug Naar Werk": "terug_naar_werk_traject", "individueel maatwerk": "imw_wat", "VOP": "vop_overgang",
    "werkhervattingspremie": "werkhervattingspremie", "werkbaarheidscheque": "werkbaarheidscheque",
    "arbeidspostaanpassing": "arbeidspostaanpassing", "outplacement": "outplacement_medische_overmacht",
    "Fedris": "beroepsziekte_arbeidsongeval", "IPS": "jobcoaching",
    "disability management": "werkgever_opleiding", "CPBW": "werkgever_rollen",
    "ondernemingsraad": "werkgever_rollen", "externe dienst": "rollen_artsen", "I-Know-How": "i_know_how",
    "checklists FOD WASO": "werkgever_checklists", "Werkschakelpunt": "hulp_gent", "Werkschakel": "hulp_gent",
    "We Go To Work": "hulp_gent", "PNT ZKT NTWRK": "hulp_gent", "Re-integratiebalans": "hulp_gent",
    "Re-set": "hulp_gent", "toolbox": "hulp_gent", "vakbond": "vakbond_hulp", "Unia": "discriminatie",
}  # fmt: skip


@pytest.mark.parametrize(("name", "topic"), SYSTEMS.items())
def test_every_system_of_the_founding_documents_is_found(
    store: Store, name: str, topic: str
) -> None:
    assert topic in [hit.topic for hit in store.search(name)[:5]]
