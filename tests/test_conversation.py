"""One turn at a time, on the real content: roles, choices, corrections, and what is remembered."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.articles import Role
from knowledge.conversation import Memory, Understood, read_understanding, take_turn, with_search
from knowledge.decision import Candidate, Outcome, Thresholds, decide, distress_of
from knowledge.followup import follow_up
from knowledge.replies import ROLE_INTENT
from knowledge.store import Knowledge, Store

DAY = date(2026, 11, 24)
THRESHOLDS = Thresholds(answer=0.75, choice=0.15, crisis=0.1)
SMALL_TALK = frozenset({"begroeting", "buiten_bereik", "crisis", ROLE_INTENT})


def ranking(*pairs: tuple[str, float]) -> list[Candidate]:
    return [Candidate(topic, confidence) for topic, confidence in pairs]


@pytest.mark.parametrize(
    ("scores", "distress", "outcome"),
    [
        ([("gwh_wat", 0.9)], 0.0, Outcome.antwoord),
        ([("gwh_wat", 0.75), ("herval", 0.2)], 0.09, Outcome.antwoord),
        ([("gwh_wat", 0.74), ("herval", 0.2)], 0.0, Outcome.keuze),
        ([("gwh_wat", 0.15), ("herval", 0.1)], 0.0, Outcome.keuze),
        ([("gwh_wat", 0.14), ("herval", 0.1)], 0.0, Outcome.onbekend),
        ([("buiten_bereik", 0.9)], 0.0, Outcome.onbekend),
        ([("buiten_bereik", 0.3), ("herval", 0.2)], 0.0, Outcome.onbekend),
        ([("begroeting", 0.4)], 0.0, Outcome.gesprek),
        ([("crisis", 0.3), ("herval", 0.2)], 0.0, Outcome.crisis),
        ([("gwh_wat", 0.99)], 0.1, Outcome.crisis),
        ([], 1.0, Outcome.crisis),
        ([], 0.0, Outcome.onbekend),
    ],
)
def test_the_decision(scores, distress: float, outcome: Outcome) -> None:
    assert decide(ranking(*scores), distress, SMALL_TALK, THRESHOLDS) is outcome


@pytest.mark.parametrize(
    ("chance", "words", "as_topic", "distress"),
    [(0.0, False, 0.0, 0.0), (0.3, False, 0.5, 0.4), (0.0, True, 0.0, 0.5), (1.0, True, 0.9, 0.95)],
)
def test_signs_of_distress_are_weighed(
    chance: float, words: bool, as_topic: float, distress: float
) -> None:
    found = ranking(("herval", 0.5), ("crisis", as_topic))
    signal = {"kans": chance, "woorden": words}
    assert distress_of(signal, found) == pytest.approx(distress)
    alone = distress_of(signal, found, words=1)
    assert alone == pytest.approx(distress if words else distress * 0.3)


def say(
    knowledge: Knowledge,
    topic: str,
    memory: Memory | None = None,
    outcome: Outcome = Outcome.antwoord,
    role: str | None = None,
    stated: bool = False,
):
    understood = Understood(outcome, ranking((topic, 0.9)), role, stated)
    return take_turn(understood, memory or Memory(), DAY, DAY, knowledge)


def titles(reply) -> list[str]:
    return [button.title for button in reply.buttons]


def test_an_answer_has_sources_with_dates_and_its_version(knowledge: Knowledge) -> None:
    reply, memory = say(knowledge, "gwh_aanvragen", Memory(role=Role.wn))
    assert reply.version == "gwh_aanvragen@1"
    assert reply.sources
    assert all(source["gezien_op"] for source in reply.sources)
    assert memory.last_topic == "gwh_aanvragen"


def test_the_first_answer_says_for_whom_it_is_and_the_next_does_not(knowledge: Knowledge) -> None:
    reply, memory = say(knowledge, "gwh_aanvragen")
    assert "geschreven voor werknemers" in reply.text
    assert "Ik ben iets anders" in titles(reply)
    reply, memory = say(knowledge, "medisch_geheim", memory)
    assert "Ik ben iets anders" not in titles(reply)


def test_a_chosen_role_gives_the_last_answer_again_for_that_role(knowledge: Knowledge) -> None:
    first, memory = say(knowledge, "medisch_geheim")
    reply, memory = say(knowledge, ROLE_INTENT, memory, Outcome.gesprek, "wg", True)
    assert memory.role is Role.wg
    assert reply.topic == "medisch_geheim"
    assert reply.role is Role.wg
    assert reply.text != first.text
    reply, memory = say(knowledge, ROLE_INTENT, memory, Outcome.gesprek, "wn", True)
    assert memory.role is Role.wn


def test_the_role_may_be_skipped(knowledge: Knowledge) -> None:
    reply, memory = say(knowledge, ROLE_INTENT, None, Outcome.gesprek, "overslaan", True)
    assert memory.role is None
    reply, memory = say(knowledge, "medisch_geheim", memory)
    assert "Ik ben iets anders" not in titles(reply)


def test_a_role_button_without_a_role_asks_which(knowledge: Knowledge) -> None:
    reply, memory = say(knowledge, ROLE_INTENT, Memory(role=Role.wg), Outcome.gesprek)
    assert "Werknemer" in titles(reply)
    assert memory.role is Role.wg


def test_an_inferred_role_selects_the_answer_but_never_overrules_a_stated_one(
    knowledge: Knowledge,
) -> None:
    reply, memory = say(knowledge, "werkgever_verplichtingen", role="wg")
    assert reply.role is Role.wg
    assert "Ik ben iets anders" in titles(reply)
    coach = Memory(role=Role.co, role_stated=True)
    reply, memory = say(knowledge, "werkgever_verplichtingen", coach, role="wg")
    assert reply.role is Role.co
    assert memory == Memory(Role.co, True, False, "werkgever_verplichtingen")


def test_someone_outside_the_groups_of_an_article_is_told_for_whom_it_is(
    knowledge: Knowledge,
) -> None:
    reply, _ = say(knowledge, "werkhervattingspremie", Memory(role=Role.wn))
    assert reply.role is Role.wg
    assert "geschreven voor werkgevers" in reply.text


def test_a_choice_offers_topics_in_words(knowledge: Knowledge) -> None:
    understood = Understood(
        Outcome.keuze, ranking(("gwh_wat", 0.3), ("crisis", 0.2), ("herval", 0.2))
    )
    reply, _ = take_turn(understood, Memory(), DAY, DAY, knowledge)
    assert titles(reply) == [knowledge.articles[t].titel for t in ("gwh_wat", "herval")]


def test_not_understood_is_said_with_nearest_topics_and_a_person(knowledge: Knowledge) -> None:
    understood = Understood(Outcome.onbekend, ranking(("gwh_wat", 0.1), ("herval", 0.1)))
    reply, _ = take_turn(understood, Memory(), DAY, DAY, knowledge)
    assert "Dat weet ik niet" in reply.text
    assert len(titles(reply)) == 3
    assert "Een mens spreken" in titles(reply)


def test_a_crisis_gives_the_helplines_first_and_keeps_the_question(knowledge: Knowledge) -> None:
    understood = Understood(Outcome.crisis, ranking(("herval", 0.6), ("crisis", 0.3)), distress=1.0)
    reply, memory = take_turn(understood, Memory(), DAY, DAY, knowledge)
    assert reply.topic == "crisis"
    assert "1813" in reply.blocks[0]["tekst"]
    assert knowledge.articles["herval"].titel in titles(reply)
    assert not any(block["type"] == "titel" for block in reply.blocks)
    assert memory == Memory()


def test_a_near_miss_gets_the_helplines_and_its_answer(knowledge: Knowledge) -> None:
    understood = Understood(Outcome.crisis, ranking(("herval", 0.6), ("crisis", 0.3)), distress=0.3)
    reply, _ = take_turn(understood, Memory(), DAY, DAY, knowledge)
    assert reply.outcome is Outcome.crisis
    assert "1813" in reply.blocks[0]["tekst"]
    assert {"type": "titel", "tekst": knowledge.articles["herval"].titel} in reply.blocks
    assert "Een mens spreken" in titles(reply)


@pytest.mark.parametrize(
    ("text", "last", "topic"),
    [
        ("en hoeveel is dat?", "gwh_wat", "gwh_berekening"),
        ("en voor een zelfstandige?", "gwh_wat", "gwh_zelfstandige"),
        ("hoe vraag ik dat aan?", "imw_wat", "imw_aanvragen"),
        ("en als ze weigeren?", "gwh_aanvragen", "gwh_weigering_beroep"),
        ("nee, ik bedoel de premie", "imw_aanvragen", "imw_loonpremie"),
        ("hoe lang duurt dat", "rentree_wat", "rentree_verloop"),
        ("en wat kost dat?", "rentree_wat", "rentree_kost"),
        ("en voor een werkgever?", "medisch_geheim", "medisch_geheim"),
    ],
)
def test_a_follow_up_goes_to_the_sibling(
    knowledge: Knowledge, text: str, last: str, topic: str
) -> None:
    understood = Understood(Outcome.keuze, ranking(("cijfers", 0.3), ("herval", 0.2)), text=text)
    reply, memory = take_turn(understood, Memory(last_topic=last), DAY, DAY, knowledge)
    assert (reply.topic, memory.last_topic) == (topic, topic)


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("wat is gewaarborgd loon", 0.6),
        ("en hoeveel is dat?", 0.95),
        ("ik ben al drie maand ziek en nu wil mijn baas weten hoeveel dagen dat nog duurt", 0.6),
    ],
)
def test_a_question_that_stands_on_its_own_is_left_alone(
    knowledge: Knowledge, text: str, confidence: float
) -> None:
    outcome = Outcome.antwoord if confidence >= 0.7 else Outcome.keuze
    understood = Understood(outcome, ranking(("gewaarborgd_loon", confidence)), text=text)
    reply, _ = take_turn(understood, Memory(last_topic="gwh_wat"), DAY, DAY, knowledge)
    assert reply.outcome is outcome


def test_a_follow_up_for_another_reader_takes_their_answer(knowledge: Knowledge) -> None:
    understood = Understood(Outcome.keuze, ranking(("herval", 0.3)), text="en voor een werkgever?")
    memory = Memory(role=Role.wn, last_topic="medisch_geheim")
    reply, _ = take_turn(understood, memory, DAY, DAY, knowledge)
    assert (reply.topic, reply.role) == ("medisch_geheim", Role.wg)


def test_a_follow_up_for_another_reader_leaves_a_stated_role_alone(knowledge: Knowledge) -> None:
    understood = Understood(Outcome.keuze, ranking(("herval", 0.3)), text="en voor een werkgever?")
    memory = Memory(role=Role.wn, role_stated=True, last_topic="medisch_geheim")
    reply, memory = take_turn(understood, memory, DAY, DAY, knowledge)
    assert (reply.topic, reply.role, memory.role) == ("medisch_geheim", Role.wg, Role.wn)
    assert "geen eigen tekst" not in reply.text


@pytest.mark.parametrize(
    ("text", "last", "topic"),
    [
        ("en als mijn baas nee zegt?", "gwh_aanvragen", "gwh_werkgever_akkoord"),
        ("en als de adviserend arts nee zegt?", "gwh_aanvragen", "gwh_weigering_beroep"),
        ("en wat moet mijn baas dan doen?", "medisch_geheim", None),
    ],
)
def test_an_employer_in_a_follow_up_is_not_always_its_reader(
    text: str, last: str, topic: str | None
) -> None:
    assert follow_up(text, last) == topic


@pytest.mark.parametrize(
    ("text", "role", "topic"),
    [
        ("hoeveel krijg ik", Role.zs, "uitkering_zelfstandige"),
        ("hoeveel krijg ik", Role.wn, "uitkering_bedrag"),
        ("", Role.zs, "uitkering_bedrag"),
    ],
)
def test_the_self_employed_get_the_text_that_is_theirs(
    knowledge: Knowledge, text: str, role: Role, topic: str
) -> None:
    understood = Understood(Outcome.antwoord, ranking(("uitkering_bedrag", 0.95)), text=text)
    reply, memory = take_turn(understood, Memory(role, role_stated=True), DAY, DAY, knowledge)
    assert (reply.topic, memory.last_topic) == (topic, topic)


def test_a_second_question_in_one_message_is_offered(knowledge: Knowledge) -> None:
    understood = Understood(
        Outcome.antwoord, ranking(("gwh_wat", 0.9)), second=Candidate("herval", 0.8)
    )
    reply, _ = take_turn(understood, Memory(role=Role.wn), DAY, DAY, knowledge)
    assert titles(reply)[0] == knowledge.articles["herval"].titel
    assert "Je vroeg nog iets" in reply.text
    unsure = Understood(
        Outcome.antwoord, ranking(("gwh_wat", 0.9)), second=Candidate("herval", 0.2)
    )
    reply, _ = take_turn(unsure, Memory(role=Role.wn), DAY, DAY, knowledge)
    assert "Je vroeg nog iets" not in reply.text


def test_a_topic_without_an_article_is_not_known(knowledge: Knowledge) -> None:
    reply, memory = say(knowledge, "bestaat_niet")
    assert reply.outcome is Outcome.onbekend
    assert memory.last_topic is None


def test_a_stated_role_beside_a_vague_question_is_a_choice_of_role(knowledge: Knowledge) -> None:
    _, memory = say(knowledge, "herval", None, Outcome.keuze, "zs", True)
    assert memory.role is Role.zs


def test_an_old_text_warns_and_a_future_date_too(knowledge: Knowledge) -> None:
    understood = Understood(Outcome.antwoord, ranking(("gwh_wat", 0.9)))
    memory = Memory(role=Role.wn)
    late, _ = take_turn(understood, memory, date(2030, 1, 1), date(2030, 1, 1), knowledge)
    assert "opnieuw nagekeken" in late.text
    future, _ = take_turn(understood, memory, date(2027, 1, 1), DAY, knowledge)
    assert "Het kan nog veranderen" in future.text


@pytest.mark.parametrize(
    ("intent", "outcome"),
    [
        ("gwh_wat", Outcome.antwoord),
        ("begroeting", Outcome.gesprek),
        ("crisis", Outcome.crisis),
        (ROLE_INTENT, Outcome.gesprek),
        (None, Outcome.onbekend),
    ],
)
def test_a_button_names_its_topic_itself(intent: str | None, outcome: Outcome) -> None:
    understood = read_understanding({"intent": {"name": intent}, "entities": []})
    assert understood.outcome is outcome


def test_every_article_can_be_answered_for_every_role_and_date(knowledge: Knowledge) -> None:
    for topic in knowledge.articles:
        for role in (None, *Role):
            for day in (date(2025, 12, 31), date(2026, 1, 1), DAY, date(2027, 1, 1)):
                understood = Understood(Outcome.antwoord, ranking((topic, 1.0)))
                reply, _ = take_turn(understood, Memory(role=role), day, DAY, knowledge)
                assert reply.text
                assert "{" not in reply.text


def test_a_near_miss_whose_subject_comes_second_gets_its_answer_too(knowledge: Knowledge) -> None:
    scores = ranking(("crisis", 0.5), ("herval", 0.3), ("gwh_wat", 0.05))
    reply, _ = take_turn(
        Understood(Outcome.crisis, scores, distress=0.4), Memory(), DAY, DAY, knowledge
    )
    assert {"type": "titel", "tekst": knowledge.articles["herval"].titel} in reply.blocks
    vague = ranking(("crisis", 0.5), ("herval", 0.1), ("gwh_wat", 0.1))
    reply, _ = take_turn(
        Understood(Outcome.crisis, vague, distress=0.4), Memory(), DAY, DAY, knowledge
    )
    assert not any(block["type"] == "titel" for block in reply.blocks)


@pytest.mark.parametrize(
    ("topic", "answered"),
    [
        ("mens_spreken", True),
        ("gegevens_wissen", True),
        ("mijn_stappenplan", True),
        ("afscheid", False),
        ("bedankt", False),
    ],
)
def test_a_near_miss_that_is_small_talk_gets_its_answer_where_that_is_not_cold(
    knowledge: Knowledge, topic: str, answered: bool
) -> None:
    scores = ranking((topic, 0.9), ("crisis", 0.05))
    reply, _ = take_turn(
        Understood(Outcome.crisis, scores, distress=0.4), Memory(), DAY, DAY, knowledge
    )
    own = knowledge.articles[topic].antwoord[Role.wn].split("\n")[0]
    assert (own in reply.text) is answered
    begins = titles(reply)[:1] == [knowledge.articles[topic].titel]
    assert begins is (topic == "mijn_stappenplan")


def test_each_text_refers_to_its_sources_by_number(knowledge: Knowledge) -> None:
    reply, _ = say(knowledge, "herval", Memory(role=Role.co, role_stated=True))
    sources = next(block for block in reply.blocks if block["type"] == "bronnen")
    proofs = [source.feiten for source in knowledge.articles["herval"].bronnen]
    assert sources["antwoord"]
    for block in (b for b in reply.blocks if b["type"] == "uitklap"):
        assert len(block["verwijzingen"]) == len(block["items"])
        for numbers in block["verwijzingen"]:
            assert all(1 <= number <= len(sources["items"]) for number in numbers)
    saldo = knowledge.articles["herval"].details.voorwaarden[0]
    shown = next(b for b in reply.blocks if b.get("soort") == "voorwaarden")["verwijzingen"][0]
    assert set(shown) == {n for n, f in enumerate(proofs, 1) if set(f) & set(saldo.feiten or ())}


def test_what_is_not_understood_is_searched_by_words(knowledge: Knowledge, store: Store) -> None:
    scores = ranking(("cijfers", 0.1), ("herval", 0.1))
    lost = Understood(Outcome.onbekend, scores, text="werkschakelpunt gent")
    understood = with_search(lost, store.search)
    reply, _ = take_turn(understood, Memory(), DAY, DAY, knowledge)
    assert titles(reply)[0] == knowledge.articles["hulp_gent"].titel
    assert titles(reply)[-1] == "Een mens spreken"
    outside = Understood(Outcome.onbekend, ranking(("buiten_bereik", 0.9)), text="gent weer")
    assert with_search(outside, store.search).found == ()
