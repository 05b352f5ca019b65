"""A plan and a calculation in conversation: interruptions, corrections, refusals, two facts at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from knowledge.articles import Role
from knowledge.conversation import Memory, Understood, take_turn
from knowledge.decision import Candidate, Outcome
from knowledge.replies import Reply
from knowledge.store import Knowledge
from knowledge.tasks import CALCULATION, PLAN, Progress, read_facts

DAY = date(2026, 11, 24)


@dataclass
class Talk:
    """A conversation without servers: what the model would understand is given."""

    knowledge: Knowledge
    memory: Memory = field(default_factory=Memory)

    def say(
        self,
        text: str = "",
        topic: str = "taak_antwoord",
        outcome: Outcome = Outcome.gesprek,
        press: str | None = None,
    ) -> Reply:
        understood = Understood(outcome, [Candidate(topic, 0.9)], text=text, answer=press)
        reply, self.memory = take_turn(understood, self.memory, DAY, DAY, self.knowledge)
        return reply

    def start(self, text: str = "wat moet ik nu doen", task: str = PLAN) -> Reply:
        return self.say(text, task)

    @property
    def progress(self) -> Progress:
        return self.memory.progress


@pytest.fixture
def talk(knowledge: Knowledge) -> Talk:
    return Talk(knowledge, Memory(role=Role.wn, role_stated=True))


def shown(reply: Reply) -> str:
    return " ".join(str(block.get("tekst", "")) for block in reply.blocks)


def titles(reply: Reply) -> list[str]:
    return [button.title for button in reply.buttons]


def test_a_first_plan_takes_at_most_six_questions_with_a_reason_and_a_way_out(
    knowledge: Knowledge,
) -> None:
    for role in Role:
        talk = Talk(knowledge)
        reply = talk.start()
        questions = 0
        while talk.progress.asked != "bevestigen":
            questions += 1
            assert {"Weet ik niet", "Sla over", "Stop"} <= set(titles(reply))
            press = role.value if talk.progress.asked == "rol" else "overslaan"
            if talk.progress.asked == "doel":
                press = "deels_hervatten"
            reply = talk.say(press=press)
        assert questions <= 6
        assert "Klopt dat?" in shown(reply)


def test_several_facts_are_taken_from_one_sentence(talk: Talk) -> None:
    talk.start()
    talk.say("ik ben bediende en sinds 3 augustus thuis met borstkanker")
    assert talk.progress.fields == {
        "rol": "wn",
        "statuut": "bediende",
        "eerste_ziektedag": "2026-08-03",
        "kanker": "true",
    }
    assert talk.progress.asked == "doel"


def test_facts_in_the_opening_sentence_count(talk: Talk) -> None:
    talk.start("ik ben arbeider en ziek sinds 12 november, wat moet ik nu doen")
    assert talk.progress.fields["statuut"] == "arbeider"
    assert talk.progress.fields["eerste_ziektedag"] == "2026-11-12"


@pytest.mark.parametrize(
    ("text", "day"), [("nee, ik bedoel juli", "2026-07-03"), ("nee, het was 4 juli", "2026-07-04")]
)
def test_a_correction_at_any_time(talk: Talk, text: str, day: str) -> None:
    talk.start()
    talk.say("bediende, sinds 3 augustus")
    talk.say(text)
    assert talk.progress.fields["eerste_ziektedag"] == day
    assert talk.progress.asked == "doel"


def test_a_question_in_between_is_answered_and_the_plan_resumed(talk: Talk) -> None:
    talk.start()
    reply = talk.say("mag mijn baas weten wat ik heb?", "medisch_geheim", Outcome.antwoord)
    assert reply.topic == "medisch_geheim"
    assert "Nu terug naar je plan" in shown(reply)
    assert "Arbeider" in titles(reply)
    assert talk.progress.asked == "statuut"
    talk.say("arbeider")
    assert talk.progress.fields["statuut"] == "arbeider"


def test_distress_in_between_goes_before_all_and_asks_nothing(talk: Talk) -> None:
    talk.start()
    reply = talk.say("ik wil niet meer leven", "crisis", Outcome.crisis)
    assert "1813" in reply.blocks[0]["tekst"]
    assert "Nu terug naar je plan" not in shown(reply)


def test_what_is_not_understood_is_asked_otherwise_and_then_explained(talk: Talk) -> None:
    first = talk.start()
    second = talk.say("euh", "buiten_bereik", Outcome.onbekend)
    assert "Dat begreep ik niet goed" in shown(second)
    assert shown(first).split("?")[0] not in shown(second)
    talk.say("pfff", "buiten_bereik", Outcome.onbekend)
    third = talk.say("tja", "buiten_bereik", Outcome.onbekend)
    assert "omdat het bepaalt welke termijnen" in shown(third)
    assert "Stop" in titles(third)


def test_stopping_and_resuming_keeps_what_was_said(talk: Talk) -> None:
    talk.start()
    talk.say("bediende")
    stopped = talk.say("stop")
    assert not talk.progress.active
    assert "ik stop ermee" in shown(stopped)
    again = talk.start("verder met mijn plan")
    assert talk.progress.fields["statuut"] == "bediende"
    assert "We gaan verder" in shown(again)
    assert talk.progress.asked == "eerste_ziektedag"


def test_after_stopping_a_question_is_just_answered(talk: Talk) -> None:
    talk.start()
    talk.say("stop")
    reply = talk.say("wat is rentree?", "rentree_wat", Outcome.antwoord)
    assert reply.topic == "rentree_wat"
    assert "Nu terug naar je plan" not in shown(reply)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3 december 2027", "ligt na 24 november 2026"),
        ("31 juni", "bestaat niet"),
        ("30 februari 2026", "bestaat niet"),
    ],
)
def test_an_impossible_first_day_is_asked_again_and_the_rest_kept(
    talk: Talk, text: str, words: str
) -> None:
    talk.start()
    talk.say("bediende")
    reply = talk.say(text)
    assert words in shown(reply)
    assert talk.progress.fields == {"rol": "wn", "statuut": "bediende"}
    assert talk.progress.asked == "eerste_ziektedag"


def test_starting_before_the_first_day_is_asked_again(talk: Talk) -> None:
    talk.start()
    talk.say("bediende, sinds 1 november")
    talk.say(press="deels_hervatten")
    reply = talk.say("15 oktober 2026")
    assert "pas na je eerste ziektedag" in shown(reply)
    assert talk.progress.asked == "gewenste_startdatum"


def test_a_date_that_was_guessed_is_said(talk: Talk) -> None:
    talk.start()
    talk.say("bediende")
    reply = talk.say("sinds half juni")
    assert "Ik neem 15 juni 2026" in shown(reply)


def test_the_read_back_can_be_refused_and_corrected(talk: Talk) -> None:
    talk.start("ik ben bediende, ziek sinds 3 augustus 2026, en wil eerst beter worden")
    assert talk.progress.asked == "bevestigen"
    reply = talk.say(press="nee")
    assert "Zeg gewoon wat anders is" in shown(reply)
    reply = talk.say("arbeider")
    assert "statuut: arbeider" in shown(reply)


def test_the_result_shows_three_urgent_steps_first_and_all_on_request(talk: Talk) -> None:
    talk.start("ik ben arbeider, ziek sinds 12 november 2026, en wil stilaan hervatten")
    talk.say("4 januari")
    reply = talk.say("ja dat klopt")
    steps = next(block for block in reply.blocks if block["type"] == "stappen")
    assert len(steps["items"]) == 3
    assert all(item["wanneer"] for item in steps["items"])
    everything = talk.say(press="alles")
    more = next(block for block in everything.blocks if block["type"] == "stappen")
    assert len(more["items"]) > 3
    assert "aangifte_ziekenfonds" in {item["id"] for item in more["items"]}
    assert any(block["type"] == "bronnen" for block in everything.blocks)


def test_a_calculation_from_three_numbers(talk: Talk) -> None:
    talk.start("bereken mijn uitkering", CALCULATION)
    talk.say("19 uur op 38")
    assert talk.progress.asked == "daguitkering"
    talk.say("60 euro")
    reply = talk.say("ja")
    assert "60 euro wordt 42 euro bruto per dag" in shown(reply)
    assert "Je ziekenfonds beslist" in shown(reply)


@pytest.mark.parametrize("text", ["0 uur", "-5", "veertig en een half duizend", "1,040.50"])
def test_an_impossible_number_is_not_taken(talk: Talk, text: str) -> None:
    talk.start("bereken mijn uitkering", CALCULATION)
    talk.say(text, outcome=Outcome.onbekend)
    assert "uren_hervatting" not in talk.progress.fields


def test_more_hours_than_full_time_is_asked_back(talk: Talk) -> None:
    talk.start("bereken mijn uitkering", CALCULATION)
    reply = talk.say("40 uur op 38")
    assert "meer uren dan een voltijdse week" in shown(reply)


def test_a_calculation_without_a_number_says_who_can_tell(talk: Talk) -> None:
    talk.start("bereken mijn uitkering", CALCULATION)
    talk.say("19")
    talk.say("38")
    talk.say("weet ik niet")
    reply = talk.say("ja")
    assert "ziekenfonds" in shown(reply)


def test_progress_survives_being_kept_in_a_slot() -> None:
    made = Progress(PLAN, True, {"rol": "wn"}, "statuut", ("doel",), 1)
    assert Progress.from_dict(made.as_dict()) == made
    assert Progress.from_dict(None) == Progress()


def test_a_button_of_a_task_that_was_never_begun_is_refused(knowledge: Knowledge) -> None:
    reply = Talk(knowledge).say(press="arbeider")
    assert "werkt niet meer" in shown(reply)


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("wij zijn met 12 man", "grootte_werkgever", {"grootte_werkgever": "12"}),
        ("55", "grootte_werkgever", {"grootte_werkgever": "55"}),
        ("ik ben vastbenoemd", None, {"statuut": "statutair"}),
        ("ongeval op het werk", None, {"oorzaak": "arbeidsongeval"}),
        ("1.040,50 euro", "daguitkering", {"daguitkering": "1040.50"}),
        ("geen idee waarover je het hebt", None, {}),
    ],
)
def test_facts_are_read_from_words(text: str, asked: str | None, facts: dict[str, str]) -> None:
    assert read_facts(text, DAY, asked)[0] == facts
