"""What the coach's reference finds and shows of a topic, without pages around it."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.articles import Role
from knowledge.content import Content
from knowledge.errors import UnknownTopic
from knowledge.reference import (
    MOST_FOUND,
    find,
    first_words,
    look_up,
    mail_text,
    parameters_of,
    reference_words,
    subjects,
)
from knowledge.render import names_used
from knowledge.store import Knowledge, Store

TODAY = date(2026, 11, 24)
BEFORE, SINCE = date(2025, 12, 31), date(2026, 1, 1)
TOPIC = "gwh_aanvragen"


def topics_for(query: str, store: Store, role: Role | None = None, theme: str = "") -> list[str]:
    knowledge = store.knowledge()
    hits = store.search(query, role, most=200)
    return [a.id for a in find(query, hits, subjects(knowledge, role, theme)).articles]


def test_every_theme_has_a_name(content: Content) -> None:
    groups = {article.groep for article in content.articles.values() if article.on_subject}
    assert groups == set(reference_words().themas)


def test_subjects_leave_out_small_talk_and_keep_the_order_of_the_list(knowledge: Knowledge) -> None:
    found = [article.id for article in subjects(knowledge)]
    assert len(found) == sum(article.on_subject for article in knowledge.articles.values())
    assert "begroeting" not in found
    assert found[:3] == ["rentree_wat", "rentree_voor_wie", "rentree_kost"]


def test_subjects_by_group_of_users_and_theme(knowledge: Knowledge) -> None:
    found = subjects(knowledge, Role.zs, "gedeeltelijke_werkhervatting")
    assert found
    assert all(Role.zs in a.doelgroep and a.groep.startswith("gedeelt") for a in found)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("gewaarb", "gewaarborgd_loon"),
        ("gewaarborgd loon", "gewaarborgd_loon"),
        ("gwh aanvr", "gwh_aanvragen"),
        ("reintegratiepl", "reintegratieplan"),
        ("re-integratiepl", "reintegratieplan"),
        ("attes", "ziekteattest"),
        ("werktraj", "terug_naar_werk_traject"),
    ],
)
def test_a_half_typed_query_finds_the_topic_first(typed: str, first: str, store: Store) -> None:
    assert topics_for(typed, store)[0] == first


@pytest.mark.parametrize("typed", ["", "?!", "xyzzy", '"*(', "\x00"])
def test_a_query_without_known_words_finds_nothing(typed: str, store: Store) -> None:
    assert topics_for(typed, store) == []


def test_a_broad_query_says_that_there_is_more(store: Store) -> None:
    found = find("ziek", store.search("ziek", most=200), subjects(store.knowledge()))
    assert len(found.articles) == MOST_FOUND
    assert found.more


def test_filters_hold_while_searching(store: Store) -> None:
    assert "gewaarborgd_loon" not in topics_for("gewaarborgd loon", store, Role.zs)
    assert "gewaarborgd_loon" not in topics_for("gewaarborgd loon", store, theme="premies")


def test_coach_and_client_stand_side_by_side(knowledge: Knowledge) -> None:
    seen = look_up(TOPIC, Role.wg, TODAY, TODAY, knowledge)
    assert seen.coach.role is Role.co
    assert seen.client is not None
    assert seen.client.role is Role.wg
    assert seen.client.blocks[0]["tekst"].startswith("Je medewerker vraagt het zelf aan")
    assert {b["type"] for b in seen.coach.blocks} <= {"nota", "alinea", "uitklap"}


@pytest.mark.parametrize("asked", [None, Role.co])
def test_without_a_client_the_first_group_of_the_topic_is_shown(
    asked: Role | None, knowledge: Knowledge
) -> None:
    assert look_up("gwh_zelfstandige", asked, TODAY, TODAY, knowledge).asked is Role.zs


def test_a_group_without_a_text_gets_a_remark(knowledge: Knowledge) -> None:
    client = look_up(TOPIC, Role.zs, TODAY, TODAY, knowledge).client
    assert client is not None
    assert client.role is Role.wn
    assert client.blocks[0]["tekst"].startswith("Dit antwoord is geschreven voor werknemers.")


@pytest.mark.parametrize("topic", ["onzin", "", "begroeting", "zelfscan_beleid"])
def test_what_is_no_subject_is_unknown(topic: str, knowledge: Knowledge) -> None:
    with pytest.raises(UnknownTopic):
        look_up(topic, None, TODAY, TODAY, knowledge)


def test_numbers_point_at_the_sources_in_the_list(knowledge: Knowledge) -> None:
    for article in subjects(knowledge):
        seen = look_up(article.id, None, TODAY, TODAY, knowledge)
        assert seen.client is not None
        numbers = seen.coach.cited | seen.client.cited | set(seen.law_texts)
        assert numbers <= set(range(1, len(seen.sources) + 1)), article.id
    seen = look_up(TOPIC, Role.wn, TODAY, TODAY, knowledge)
    assert seen.sources[seen.coach.proof[0] - 1].naam.startswith("RIZIV - aangepast werk")


def test_the_legal_basis_is_quoted_whole(knowledge: Knowledge) -> None:
    law = look_up("gewaarborgd_loon", None, TODAY, TODAY, knowledge).law
    assert any(s.startswith("Korter: artikel 71 Arbeidsovereenkomstenwet") for s in law)
    assert all(sentence.endswith(".") for sentence in law)
    assert not any(sentence.endswith(("min.", "art.")) for sentence in law)
    texts = look_up(TOPIC, None, TODAY, TODAY, knowledge)
    assert [texts.sources[n - 1].naam for n in texts.law_texts] == [
        "RIZIV docleg - KB 3 juli 1996, art. 230 (versie vanaf 1 april 2018)"
    ]


def test_all_parameters_of_the_texts_are_listed_once(content: Content) -> None:
    article = content.articles["medische_overmacht"]
    found = parameters_of(article)
    assert len(found) == len(set(found))
    assert set(found) >= names_used(article.antwoord[Role.co])
    assert found[0] == "medische_overmacht/wachttijd"
    assert all(name in content.parameters for name in found)


@pytest.mark.parametrize(("day", "shown"), [(BEFORE, "9 maanden"), (SINCE, "6 maanden")])
def test_a_figure_shows_its_value_on_the_day_and_its_history(
    day: date, shown: str, knowledge: Knowledge
) -> None:
    seen = look_up("medische_overmacht", None, day, TODAY, knowledge)
    figure = next(f for f in seen.figures if f.name == "medische_overmacht/wachttijd")
    assert (figure.shown, figure.known) == (shown, True)
    assert [value.period for value in figure.values] == [
        "van 28 november 2022 tot en met 31 december 2025",
        "sinds 1 januari 2026",
    ]
    assert [value.shown for value in figure.values] == ["9 maanden", "6 maanden"]
    assert [value.current for value in figure.values] == [day == BEFORE, day == SINCE]
    assert figure.values[0].source
    assert figure.values[0].confirmed == "22 november 2026"


def test_a_value_that_is_not_known_says_who_can_tell(knowledge: Knowledge) -> None:
    seen = look_up("medische_overmacht", None, SINCE, TODAY, knowledge)
    figure = next(f for f in seen.figures if f.name == "medische_overmacht/nieuwe_periode")
    ask = knowledge.parameters[figure.name].vraag_aan
    assert not figure.known
    assert figure.shown == f"Niet bevestigd. Vraag het aan {ask}."
    assert "negen of zes maanden" in figure.values[1].shown


def test_a_value_confirmed_up_to_a_day_says_so(knowledge: Knowledge) -> None:
    limited = [
        (article.id, name)
        for article in subjects(knowledge)
        for name in parameters_of(article)
        if any(v.bevestigd_tot for v in knowledge.parameters[name].waarden)
    ]
    assert limited
    topic, name = limited[0]
    figures = look_up(topic, None, TODAY, TODAY, knowledge).figures
    values = next(f for f in figures if f.name == name).values
    assert any("geldig voor dagen tot en met" in value.confirmed for value in values)


def test_the_mail_holds_the_clients_version_with_dated_sources(knowledge: Knowledge) -> None:
    text = mail_text(look_up(TOPIC, Role.wn, TODAY, TODAY, knowledge))
    assert text.startswith("Onderwerp: Gedeeltelijke werkhervatting aanvragen\n\nDag\n")
    assert "geschreven voor werknemers. De regels en bedragen zijn die van 24 november" in text
    assert "binnen 30 werkdagen na je start" in text
    assert "Stap voor stap\n1. Bespreek" in text
    assert "- HZIV - deeltijdse werkhervatting, gezien op 22 november 2026\n  https://" in text
    assert "Tekst nagekeken op 24 november 2026, versie gwh_aanvragen@" in text
    assert "Aanvraag + melding" not in text
    assert "[1" not in text


def test_the_mail_names_only_sources_that_this_client_needs(knowledge: Knowledge) -> None:
    employer = mail_text(look_up(TOPIC, Role.wg, TODAY, TODAY, knowledge))
    assert "Entreprendre Today" in employer
    assert "Mult-eMediatt" not in employer


def test_the_mail_warns_about_old_rules(knowledge: Knowledge) -> None:
    assert "Waar we de oude regel kennen" in mail_text(
        look_up(TOPIC, Role.wn, BEFORE, TODAY, knowledge)
    )


@pytest.mark.parametrize("day", [date.min, BEFORE, SINCE, date.max])
def test_every_topic_can_be_shown_on_any_day_for_every_client(
    day: date, knowledge: Knowledge
) -> None:
    for article in subjects(knowledge):
        for role in (Role.wn, Role.zs, Role.wz, Role.wg):
            assert mail_text(look_up(article.id, role, day, TODAY, knowledge))


def test_the_first_words_are_cut_at_a_word(knowledge: Knowledge) -> None:
    begin = first_words(knowledge.articles[TOPIC], TODAY, knowledge.parameters, most=60)
    assert begin.endswith(" …")
    assert len(begin) <= 60
    assert "{{" not in first_words(knowledge.articles["cijfers"], TODAY, knowledge.parameters)
