"""The self-scan in conversation: answering, skipping, pausing, the action plan."""

from __future__ import annotations

import json

import pytest

from knowledge.conversation import Memory, Understood, take_turn
from knowledge.decision import Candidate, Outcome
from knowledge.progress import Progress
from knowledge.replies import Reply
from knowledge.scan_turn import CHOSEN, SELF_SCAN
from knowledge.self_scan import load_scan
from knowledge.store import Knowledge
from knowledge.tasks import PLAN
from tests.test_tasks import DAY, Talk, shown, titles


@pytest.fixture
def talk(knowledge: Knowledge) -> Talk:
    return Talk(knowledge)


def press(talk: Talk, title: str, reply: Reply) -> Reply:
    """Press the button with this title; its payload is what the browser would send."""
    payload = next(button.payload for button in reply.buttons if button.title.startswith(title))
    topic, _, entities = payload.lstrip("/").partition("{")
    value = json.loads("{" + entities)["waarde"] if entities else None
    outcome = Outcome.gesprek
    understood = Understood(outcome, [Candidate(topic, 1.0)], answer=value)
    answer, talk.memory = take_turn(understood, talk.memory, DAY, DAY, talk.knowledge)
    return answer


def begun(talk: Talk, list_: str = "Samenwerken", theme: str = "De hele lijst") -> Reply:
    return press(talk, theme, press(talk, list_, talk.start("doe de zelfscan", SELF_SCAN)))


def test_a_list_is_chosen_whole_or_by_theme(talk: Talk) -> None:
    reply = talk.start("doe de zelfscan", SELF_SCAN)
    assert any("93" in title for title in titles(reply))
    reply = press(talk, "Tijdens de ziekte", reply)
    assert any(title.startswith("De hele lijst (27)") for title in titles(reply))
    reply = press(talk, "Samen kijken naar aangepast werk", reply)
    assert "0 van 3 beantwoord" in shown(reply)


def test_all_answers_lead_to_an_action_plan_sorted_by_shortcoming(talk: Talk) -> None:
    reply = begun(talk)
    answers = ["Dit doen we al"] * 4 + ["Dit ontbreekt"] * 3 + ["Nog niet"]
    for answer in answers:
        reply = press(talk, answer, reply)
    plan = next(block for block in reply.blocks if block["type"] == "actieplan")
    counts = [len(item["tekortkoming"]) for item in plan["items"]]
    assert sum(counts) == 3
    assert counts == sorted(counts, reverse=True)
    assert len(plan["antwoorden"]) == 8
    assert not talk.progress.active


def test_a_shortcoming_shows_its_advice_at_once(talk: Talk) -> None:
    reply = press(talk, "Dit ontbreekt", begun(talk))
    assert reply.blocks[0]["soort"] == "advies"
    assert reply.blocks[0]["items"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ja", "TOEGEPAST"),
        ("ja dat doen we al jaren", "TOEGEPAST"),
        ("nog niet", "OVERWEGEN"),
        ("nee", "TEKORTKOMING"),
        ("dat hebben we niet", "TEKORTKOMING"),
        ("Dit ontbreekt bij ons", "TEKORTKOMING"),
    ],
)
def test_an_answer_may_be_typed(talk: Talk, text: str, answer: str) -> None:
    begun(talk)
    asked = talk.progress.asked or ""
    talk.say(text, "bevestigen")
    assert talk.progress.fields[asked] == answer


def test_a_pause_with_a_plan_in_between_loses_nothing(talk: Talk) -> None:
    reply = press(talk, "Dit ontbreekt", begun(talk))
    press(talk, "Stop", reply)
    assert not talk.progress.active
    talk.start("wat moet ik nu doen als werkgever", PLAN)
    assert talk.progress.task == PLAN
    talk.say("stop")
    kept = Progress.from_dict(json.loads(json.dumps(talk.progress.as_dict())))
    talk.memory = Memory(progress=kept)
    reply = talk.say("verder met mijn zelfscan")
    assert "We gaan verder met je zelfscan" in shown(reply)
    assert "1 van 8 beantwoord" in shown(reply)


def test_a_question_in_between_is_answered_and_the_scan_goes_on(talk: Talk) -> None:
    begun(talk)
    asked = talk.progress.asked
    reply = talk.say("wat kost een rentree-coach?", "rentree_kost", Outcome.antwoord)
    assert reply.topic == "rentree_kost"
    assert "van 8 beantwoord" in shown(reply)
    assert talk.progress.asked == asked


def test_skipping_a_question_and_a_theme(talk: Talk) -> None:
    reply = press(talk, "Sla over", begun(talk, "Tijdens de ziekte"))
    assert "0 van 27" in shown(reply)
    first = load_scan().questions[0].theme.titel
    reply = press(talk, "Volgend thema", reply)
    assert first not in shown(reply)
    assert "Afspreken hoe je contact houdt" in shown(reply)


def test_an_old_button_corrects_its_own_question_only(talk: Talk) -> None:
    first = begun(talk)
    asked = talk.progress.asked or ""
    press(talk, "Dit doen we al", first)
    second = talk.progress.asked
    press(talk, "Dit ontbreekt", first)
    assert talk.progress.fields[asked] == "TEKORTKOMING"
    assert talk.progress.asked == second


def test_the_plan_can_be_seen_on_the_way_and_another_list_chosen(talk: Talk) -> None:
    reply = press(talk, "Toon mijn actieplan", press(talk, "Dit ontbreekt", begun(talk)))
    assert "Verder met de zelfscan" in titles(reply)
    reply = press(talk, "Een andere lijst", reply)
    assert CHOSEN not in talk.progress.fields
    assert any(title.startswith("De terugkeer zelf") for title in titles(reply))


@pytest.mark.parametrize(
    "value", ["antwoord:c9:TOEGEPAST", "antwoord:c1_s1_1_v1:MISSCHIEN", "kies:x"]
)
def test_a_forged_button_changes_nothing(talk: Talk, value: str) -> None:
    begun(talk)
    before = talk.progress.fields
    talk.say(press=value)
    assert talk.progress.fields == before
