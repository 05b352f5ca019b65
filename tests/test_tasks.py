"""A plan and a calculation in conversation: interruptions, corrections, refusals, two facts at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from knowledge.articles import Role
from knowledge.conversation import Memory, Understood, take_turn
from knowledge.decision import Candidate, Outcome
from knowledge.progress import Progress
from knowledge.replies import Reply
from knowledge.store import Knowledge
from knowledge.task_facts import other_month, read_facts
from knowledge.tasks import CALCULATION, PLAN, PREMIUM

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
        confidence: float = 0.9,
        role: str | None = None,
        distress: float = 0.0,
    ) -> Reply:
        ranking = [Candidate(topic, confidence)]
        understood = Understood(
            outcome, ranking, role, role is not None, text=text, answer=press, distress=distress
        )
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
    for refused in ({"press": "nee"}, {"text": "nee"}, {"text": "Nee, ik wil iets verbeteren"}):
        assert "Zeg gewoon wat anders is" in shown(talk.say(**refused))
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
    assert talk.progress.asked == "daguitkering"
    talk.say("60")
    assert "42 euro" in shown(talk.say("ja"))


def test_who_it_is_for_can_be_typed_and_is_remembered(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    talk.start()
    assert talk.progress.asked == "rol"
    talk.say("ik ben zelfstandige", "rol_kiezen", role="zs")
    assert talk.progress.asked == "eerste_ziektedag"
    assert talk.memory.role is Role.zs


def test_who_does_not_say_who_they_are_gets_the_plan_for_workers(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    talk.start()
    reply = talk.say("zeg ik liever niet")
    assert "Dan antwoord ik voor werknemers" in shown(reply)
    assert talk.progress.asked == "statuut"


def test_another_role_in_the_middle_drops_what_does_not_fit_it(talk: Talk) -> None:
    talk.start()
    talk.say("bediende")
    talk.say("nee, ik ben zelfstandige", "rol_kiezen", role="zs")
    assert talk.progress.fields == {"rol": "zs", "statuut": "zelfstandige"}
    talk.say("ik ben werkgever", "rol_kiezen", role="wg")
    assert talk.progress.fields == {"rol": "wg"}
    talk.say("ik wil later beginnen als zelfstandige", "gwh_zelfstandige", Outcome.keuze)
    assert talk.progress.fields["rol"] == "wg"


@pytest.mark.parametrize(("role", "who"), [(Role.wg, "je medewerker"), (Role.co, "je cliënt")])
def test_questions_about_somebody_else_name_them(
    knowledge: Knowledge, role: Role, who: str
) -> None:
    talk = Talk(knowledge, Memory(role=role, role_stated=True))
    assert f"Welk statuut heeft {who}?" in shown(talk.start())
    assert ("Zelfstandige" in titles(talk.start())) is (role is Role.co)


def test_a_question_without_a_mark_is_a_question_too(talk: Talk) -> None:
    talk.start()
    text = "hoe vraag ik gedeeltelijke werkhervatting aan"
    reply = talk.say(text, "gwh_aanvragen", Outcome.antwoord)
    assert reply.topic == "gwh_aanvragen"
    assert talk.progress.asked == "statuut"
    assert "doel" not in talk.progress.fields


def test_a_follow_up_in_between_is_answered(talk: Talk) -> None:
    talk.start()
    talk.say("wat houdt dat in, progressief werken?", "gwh_wat", Outcome.antwoord)
    reply = talk.say("en hoeveel is dat?", "cijfers", Outcome.keuze, confidence=0.3)
    assert reply.topic == "gwh_berekening"
    assert "Nu terug naar je plan" in shown(reply)


def test_a_choice_in_between_keeps_its_buttons_and_those_of_the_plan(talk: Talk) -> None:
    talk.start()
    reply = talk.say("mag ik dan weg?", "plichten_zieke", Outcome.keuze, confidence=0.4)
    assert titles(reply)[0].startswith("Mijn plichten")
    assert {"Arbeider", "Stop"} <= set(titles(reply))


def test_a_question_out_of_scope_is_not_an_answer(talk: Talk) -> None:
    talk.start()
    talk.say("bediende")
    reply = talk.say("wat wordt het weer morgen?", "buiten_bereik", Outcome.onbekend)
    assert "Daar weet ik niets over" in shown(reply)
    assert "eerste_ziektedag" not in talk.progress.fields


@pytest.mark.parametrize(("confidence", "words"), [(0.3, "begreep ik niet"), (0.9, "Graag gedaan")])
def test_only_certain_small_talk_interrupts(talk: Talk, confidence: float, words: str) -> None:
    talk.start()
    reply = talk.say("mmm ja bon", "bedankt", confidence=confidence)
    assert words in shown(reply)


@pytest.mark.parametrize("text", ["verder met mijn plan", "we gaan verder"])
def test_an_open_plan_goes_on_when_asked(talk: Talk, text: str) -> None:
    talk.start()
    talk.say("bediende")
    talk.say("ik wil niet meer leven", "crisis", Outcome.crisis, distress=1.0)
    reply = talk.say(text, confidence=0.4)
    assert "We gaan verder met je plan" in shown(reply)
    assert talk.progress.asked == "eerste_ziektedag"


def test_a_stopped_plan_is_resumed_whatever_the_model_thinks(talk: Talk) -> None:
    talk.start()
    talk.say("bediende")
    talk.say("stop maar")
    reply = talk.say("verder met mijn plan", "reintegratieplan", Outcome.keuze)
    assert "We gaan verder met je plan" in shown(reply)
    assert talk.progress.asked == "eerste_ziektedag"


def test_a_bare_verder_resumes_nothing_that_was_not_begun(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    talk.say("verder", "begroeting")
    assert not talk.progress.task


@pytest.mark.parametrize("text", ["dat zeg ik liever niet", "geen idee", "stop maar"])
def test_a_refusal_in_a_task_is_not_distress_unless_it_is_unmistakable(
    talk: Talk, text: str
) -> None:
    talk.start()
    reply = talk.say(text, "crisis", Outcome.crisis, distress=0.4)
    assert "1813" not in shown(reply)
    other = Talk(talk.knowledge)
    assert "1813" in shown(other.say(text, "crisis", Outcome.crisis, distress=0.4))


def test_a_short_answer_is_not_distress_and_a_longer_one_is_both(talk: Talk) -> None:
    talk.start()
    crisis = {"topic": "crisis", "outcome": Outcome.crisis}
    assert "1813" not in shown(talk.say("bediende", distress=0.3, **crisis))
    reply = talk.say("het is allemaal begonnen op 3 augustus en ik ben moe", distress=0.3, **crisis)
    assert "1813" in reply.blocks[0]["tekst"]
    assert "Wat wil je nu het liefst?" in shown(reply)
    assert talk.progress.fields["eerste_ziektedag"] == "2026-08-03"
    reply = talk.say("ik wil rusten", distress=0.3, **crisis)
    assert "1813" in reply.blocks[0]["tekst"]
    reply = talk.say("ik ben al drie weken thuis en wil niet meer leven", distress=0.5, **crisis)
    assert "Nu terug naar je plan" not in shown(reply)
    assert talk.progress.fields["eerste_ziektedag"] == "2026-08-03"


@pytest.mark.parametrize(
    ("topic", "words"), [("bevestigen", "Jouw stappenplan"), ("ontkennen", "wat anders is")]
)
def test_other_words_for_yes_and_no_count_at_the_read_back(
    talk: Talk, topic: str, words: str
) -> None:
    talk.start()
    assert "begreep ik niet" in shown(talk.say("top", topic))
    talk.say("bediende, ziek sinds 3 augustus 2026, en wil eerst beter worden")
    assert words in shown(talk.say("top", topic))


def test_the_number_of_the_helpline_is_distress_in_a_task_too(talk: Talk) -> None:
    talk.start("bereken mijn uitkering", CALCULATION)
    assert "1813" in shown(talk.say("1813", "crisis", Outcome.crisis, distress=0.5))


def test_a_bare_number_answers_a_question_and_is_none_itself(talk: Talk) -> None:
    assert "geen vraag in lezen" in shown(talk.say("19", "bereken_uitkering"))
    talk.start("bereken mijn uitkering", CALCULATION)
    talk.say("19", "invaliditeit", Outcome.antwoord)
    assert talk.progress.fields["uren_hervatting"] == "19"
    reply = talk.say("1.2.3.4", "invaliditeit", Outcome.antwoord)
    assert "begreep ik niet" in shown(reply)


def test_from_plan_to_calculation_and_back_what_was_said_counts(talk: Talk) -> None:
    talk.start()
    talk.say("bediende, sinds 3 augustus")
    talk.say("bereken mijn uitkering als ik 19 uur op 38 werk", CALCULATION)
    assert talk.progress.asked == "daguitkering"
    reply = talk.say("60 euro")
    assert "bediende" not in shown(reply)
    assert "42 euro" in shown(talk.say("ja"))
    talk.say("verder met mijn plan")
    assert (talk.progress.task, talk.progress.asked) == (PLAN, "doel")
    assert talk.progress.fields["statuut"] == "bediende"


def test_a_new_plan_begins_from_nothing(talk: Talk) -> None:
    talk.start("ik ben bediende, ziek sinds 3 augustus 2026, en wil eerst beter worden")
    talk.say("ja")
    talk.start("maak een nieuw stappenplan")
    assert talk.progress.fields == {"rol": "wn"}


def test_a_finished_plan_can_be_corrected_and_shown_whole_in_words(talk: Talk) -> None:
    talk.start("ik ben bediende, ziek sinds 3 augustus 2026, en wil eerst beter worden")
    talk.say("ja")
    reply = talk.say("toon alle stappen", confidence=0.6)
    assert len(next(b for b in reply.blocks if b["type"] == "stappen")["items"]) > 3
    reply = talk.say("nee, ik bedoel september", "ontkennen")
    assert "ziek sinds: 3 september 2026" in shown(reply)
    assert talk.progress.active


def test_facts_told_without_a_task_are_kept_and_a_plan_is_offered(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    reply = talk.say("ik ben arbeider en ziek sinds 12 november", role="wn")
    assert titles(reply) == ["Wat zijn mijn stappen en datums?"]
    assert talk.memory.role is Role.wn
    talk.start("")
    assert talk.progress.asked == "doel"


def test_a_calculation_that_does_not_exist_for_a_group_points_elsewhere(
    knowledge: Knowledge,
) -> None:
    talk = Talk(knowledge, Memory(role=Role.zs, role_stated=True))
    reply = talk.start("bereken mijn uitkering", CALCULATION)
    assert "Voor zelfstandigen kan ik dit niet uitrekenen" in shown(reply)
    assert titles(reply) == ["Gedeeltelijk hervatten als zelfstandige"]
    assert not talk.progress.active


def test_an_amount_per_month_is_not_taken_for_one_per_day(talk: Talk) -> None:
    talk.start("bereken mijn uitkering", CALCULATION)
    talk.say("19 uur op 38")
    reply = talk.say("800 euro per maand")
    assert "bedrag per maand" in shown(reply)
    assert talk.progress.asked == "daguitkering"


def test_the_words_of_a_button_may_be_typed(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, Memory(role=Role.wg, role_stated=True))
    talk.start("arbeider, ziek sinds 1 oktober")
    talk.say("minder dan 20")
    assert talk.progress.fields["grootte_werkgever"] == "10"


def test_not_knowing_yet_is_an_answer_only_where_it_is_offered(talk: Talk) -> None:
    talk.start()
    talk.say("ik weet het nog niet")
    assert talk.progress.skipped == ("statuut",)
    talk.say("3 augustus")
    talk.say("ik weet het nog niet")
    assert talk.progress.fields["doel"] == "niet_zeker"


def test_a_button_further_up_fills_in_its_own_question(talk: Talk) -> None:
    talk.start()
    talk.say("bediende")
    talk.say(press="arbeider")
    assert talk.progress.fields == {"rol": "wn", "statuut": "arbeider"}
    assert talk.progress.asked == "eerste_ziektedag"


def test_a_wrong_first_day_in_the_opening_sentence_is_asked_back(talk: Talk) -> None:
    reply = talk.start("ik ben bediende, ziek sinds 3 december 2027, wat moet ik nu doen")
    assert "ligt na 24 november 2026" in shown(reply)
    assert talk.progress.asked == "eerste_ziektedag"


def test_what_was_told_beside_the_questions_is_read_back(talk: Talk) -> None:
    talk.start("bediende, ziek sinds 3 augustus door borstkanker, wil eerst beter worden")
    assert "het gaat om kanker" in shown(talk.say("nee, ziek sinds 4 augustus"))
    assert "geen kanker" in shown(talk.say("nee, het is geen kanker"))


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
        ("ik wil 3 dagen per week werken", "doel", {}),
        ("ik blijf nog 2 weken thuis", "doel", {}),
        ("mijn attest loopt tot 15 december", "doel", {}),
        ("38 uur", None, {}),
        ("het is geen kanker", None, {"kanker": "false"}),
        ("minder dan 50", "grootte_werkgever", {"grootte_werkgever": "49"}),
        ("op 3 augustus ben ik ziek geworden", None, {"eerste_ziektedag": "2026-08-03"}),
        ("gestopt met werken op 3 augustus", "doel", {"eerste_ziektedag": "2026-08-03"}),
        (
            "ik wil halve dagen werken vanaf 4 januari",
            "doel",
            {"doel": "deels_hervatten", "gewenste_startdatum": "2027-01-04"},
        ),
        (
            "ziek sinds 3 augustus en ik wil vanaf 4 januari beginnen",
            None,
            {"eerste_ziektedag": "2026-08-03", "gewenste_startdatum": "2027-01-04"},
        ),
    ],
)
def test_facts_are_read_from_words(text: str, asked: str | None, facts: dict[str, str]) -> None:
    assert read_facts(text, DAY, asked)[0] == facts


@pytest.mark.parametrize(
    ("text", "fields", "corrected"),
    [
        ("nee, juli", {"eerste_ziektedag": "2026-08-03"}, {"eerste_ziektedag": "2026-07-03"}),
        ("nee, december", {"eerste_ziektedag": "2026-08-03"}, {"eerste_ziektedag": "2025-12-03"}),
        (
            "nee, februari",
            {"eerste_ziektedag": "2026-08-03", "gewenste_startdatum": "2027-01-04"},
            {"gewenste_startdatum": "2027-02-04"},
        ),
        (
            "nee, december",
            {"eerste_ziektedag": "2026-08-03", "gewenste_startdatum": "2027-01-04"},
            {"gewenste_startdatum": "2026-12-04"},
        ),
        ("nee, juni", {"eerste_ziektedag": "2026-08-31"}, {}),
        ("nee, juli", {}, {}),
    ],
)
def test_another_month_corrects_the_date_told_last(
    text: str, fields: dict[str, str], corrected: dict[str, str]
) -> None:
    assert other_month(text, DAY, fields) == corrected


@pytest.fixture
def employer(knowledge: Knowledge) -> Talk:
    return Talk(knowledge, Memory(role=Role.wg, role_stated=True))


def test_the_resumption_premium_is_calculated_in_conversation(employer: Talk) -> None:
    reply = employer.start("bereken een premie", PREMIUM)
    assert "Werkhervattingspremie" in titles(reply)
    employer.say(press="werkhervattingspremie")
    employer.say("3 maart 2025")
    employer.say("12 oktober 2026")
    assert employer.progress.asked == "bevestigen"
    reply = employer.say("ja")
    assert "1.725 euro" in " ".join(
        next(b for b in reply.blocks if b["type"] == "berekening")["items"]
    )


def test_the_solidarity_contribution_is_calculated_in_conversation(employer: Talk) -> None:
    employer.start("bereken de solidariteitsbijdrage", PREMIUM)
    assert employer.progress.asked == "grootte_werkgever"
    employer.say("75 werknemers")
    employer.say("5 januari 2026")
    employer.say("60 euro")
    reply = employer.say("klopt")
    assert any(block["type"] == "berekening" for block in reply.blocks)


def test_the_wage_premium_takes_a_share_and_asks_back_an_amount_per_month(employer: Talk) -> None:
    employer.start("hoeveel loonpremie individueel maatwerk krijg ik, 5 jaar", PREMIUM)
    assert employer.progress.asked == "kwartaal"
    employer.say("het 3de kwartaal")
    reply = employer.say("3000 euro per maand")
    assert "drie maanden samen" in shown(reply)
    employer.say("9.450,50")
    reply = employer.say("120 procent")
    assert "tussen 1 en 100" in shown(reply)
    employer.say("50 %")
    assert employer.progress.fields["referteloon"] == "9450.50"
    reply = employer.say("ja")
    assert reply.blocks


def test_a_premium_without_an_answer_it_needs_asks_again(employer: Talk) -> None:
    employer.start("bereken een premie", PREMIUM)
    employer.say(press="solidariteitsbijdrage")
    employer.say("75 werknemers")
    employer.say(press="overslaan")
    employer.say("60 euro")
    reply = employer.say("ja")
    assert "kan ik niet rekenen" in shown(reply)
    assert employer.progress.asked == "eerste_ziektedag"


def test_answers_for_a_premium_do_not_trouble_the_plan_that_follows(employer: Talk) -> None:
    employer.start("bereken de loonpremie", PREMIUM)
    employer.say(press="5_jaar")
    employer.say("3")
    reply = employer.start("wat moet ik nu doen", PLAN)
    assert employer.progress.task == PLAN
    while employer.progress.asked != "bevestigen":
        employer.say(press="overslaan")
    reply = employer.say("ja")
    assert any(block["type"] == "stappen" for block in reply.blocks)


@pytest.mark.parametrize(
    "text",
    [
        "waarom wil je dat weten?",
        "is dat verplicht",
        "Moet ik dat zeggen?",
        "waarom?",
        "wat doen jullie daarmee?",
        "waarom vraagt ge dat",
        "en waarvoor heb je dat nodig?",
    ],
)
def test_asking_why_gets_the_reason_and_the_question_again(talk: Talk, text: str) -> None:
    talk.start()
    reply = talk.say(text, "plichten_zieke", Outcome.antwoord)
    assert "mag elke vraag overslaan" in shown(reply)
    assert talk.progress.asked == "statuut"
    assert "je loon hangen ervan af" in shown(reply)


@pytest.mark.parametrize("text", ["waarom krijg ik geen uitkering?", "is dat attest verplicht?"])
def test_a_question_that_only_begins_so_is_answered_itself(talk: Talk, text: str) -> None:
    talk.start()
    reply = talk.say(text, "plichten_zieke", Outcome.antwoord)
    assert reply.topic == "plichten_zieke"


def planned(talk: Talk, first: str = "ik ben arbeider, ziek sinds 12 november 2026") -> Reply:
    talk.start(first + ", en wil stilaan hervatten")
    talk.say("4 januari")
    return talk.say("ja dat klopt")


def letter(reply: Reply) -> dict[str, str]:
    return next(block for block in reply.blocks if block["type"] == "brief")


def test_a_plan_offers_letters_that_know_what_was_told(talk: Talk) -> None:
    reply = planned(talk)
    payloads = [button.payload for button in reply.buttons]
    assert any("brief:overdracht" in payload for payload in payloads)
    written = letter(talk.say(press="brief:bezoek_voor_hervatting"))
    assert "12 november 2026" in written["tekst"]
    assert "4 januari 2027" in written["tekst"]
    assert "[je naam]" in written["tekst"]
    assert talk.progress.finished


def test_the_handover_asks_for_whom_and_shares_health_only_when_allowed(talk: Talk) -> None:
    planned(talk, "ik ben bediende en heb borstkanker, thuis sinds 12 november 2026")
    assert "Mijn vakbond" in titles(talk.say(press="brief:overdracht"))
    asked = talk.say(press="brief:overdracht:vakbond")
    assert "Liever niet" in titles(asked)
    without = letter(talk.say(press="brief:overdracht:vakbond:zonder"))
    assert "kanker" not in without["tekst"].lower()
    shared = letter(talk.say(press="brief:overdracht:vakbond:met"))
    assert "kanker" in shared["tekst"].lower()


@pytest.mark.parametrize(
    "value", ["brief:bestaat_niet", "brief:werkgever_eerste_contact", "brief:"]
)
def test_a_letter_of_another_group_is_not_shown(talk: Talk, value: str) -> None:
    planned(talk)
    assert not any(block["type"] == "brief" for block in talk.say(press=value).blocks)
