"""The guide without JavaScript: forms, what travels in them, and what goes wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from random import Random
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.settings import Settings
from bot.web.app import MAX_BODY
from bot.web.rasa_client import RasaClient
from bot.web.sessions import Sessions
from bot.web.simple_page import MAX_HISTORY, MAX_TURNS, History, Turn, routes
from knowledge.articles import Role
from knowledge.decision import CRISIS, Outcome
from knowledge.parameters import load_parameters
from knowledge.phrases import phrases
from knowledge.progress import Progress
from knowledge.replies import Button, Reply, article_reply, message, opening, step_blocks
from knowledge.rules.plan import make_plan
from knowledge.rules.profile import read_profile
from knowledge.scan_turn import CHOSEN, SELF_SCAN, SHOW_PLAN, take_answer
from knowledge.step_texts import load_steps
from knowledge.store import Knowledge
from tests.conftest import Servers
from tests.test_browser import FLAGS, QUESTION

DAY = date(2026, 11, 24)
PROFILE = {"rol": "wn", "statuut": "arbeider", "eerste_ziektedag": "2026-11-12"}
SECRET = "een geheim voor de test"
LONG_TOPICS = (
    "plichten_zieke",
    "medische_overmacht",
    "werkgever_kanker",
    "premies_andere_gewesten",
    "werkgever_verplichtingen",
    "reintegratie_wat",
    "terug_naar_werk_traject",
    "aangepast_werk",
    "rollen_artsen",
    "aangifte_ziekenfonds",
)
LETTER = {
    "type": "brief",
    "aan": "je werkgever",
    "onderwerp": "Een vraag",
    "tekst": "\nBeste [naam],\n\n</textarea><b>x</b>",
    "invullen": ["naam", "plaats"],
}


def scan_reply() -> Reply:
    answers = {"c1_s1_1_v1": "TEKORTKOMING", "c1_s1_1_v2": "OVERWEGEN"}
    at = Progress(SELF_SCAN, True, {CHOSEN: "c1", **answers})
    taken = take_answer(at, "", SHOW_PLAN)
    assert taken is not None
    return taken[1]


def plan_reply() -> Reply:
    plan = make_plan(read_profile(PROFILE, DAY), DAY, load_steps(), load_parameters())
    return Reply(Outcome.gesprek, list(step_blocks(plan, plan.steps)))


@pytest.fixture(scope="session")
def said(knowledge: Knowledge) -> dict[str, Reply]:
    """What the stub answers, by a word in the message."""

    def article(topic: str, role: Role, outcome: Outcome = Outcome.antwoord) -> Reply:
        return article_reply(outcome, topic, role, DAY, DAY, knowledge)

    return {
        "plan": plan_reply(),
        "zelfscan": scan_reply(),
        "crisis": article(CRISIS, Role.wn, Outcome.crisis),
        "coach": article("plichten_zieke", Role.co),
        "brief": Reply(Outcome.gesprek, [LETTER]),
        "rol_kiezen": message(Outcome.gesprek, "Goed.", [Button("Ja & nee", "/gwh_wat")]),
        "": article("plichten_zieke", Role.wn),
    }


@pytest.fixture
def heard() -> list[str]:
    """The messages that reached Rasa."""
    return []


@pytest.fixture
def client(
    said: dict[str, Reply],
    heard: list[str],
    knowledge: Knowledge,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TestClient]:
    monkeypatch.setenv("TERUGWIJZER_DATUM", DAY.isoformat())

    def rasa(request: httpx.Request) -> httpx.Response:
        text = json.loads(request.content)["message"]
        heard.append(text)
        if "storing" in text:
            return httpx.Response(500)
        topic = text.lstrip("/")
        if topic in LONG_TOPICS:
            reply = article_reply(Outcome.antwoord, topic, None, DAY, DAY, knowledge)
        else:
            reply = next(reply for word, reply in said.items() if word in text)
        return httpx.Response(200, json=[{"custom": reply.as_dict()}])

    settings = Settings(secret=SECRET)
    stubbed = RasaClient(settings.rasa_url, 5)
    stubbed._client = httpx.AsyncClient(
        base_url=settings.rasa_url, transport=httpx.MockTransport(rasa)
    )
    sessions = Sessions(settings.secret, settings.session_hours)
    with TestClient(Starlette(routes=routes(settings, stubbed, sessions))) as made:
        yield made


class Visitor:
    """Someone without JavaScript: sends the fields of the page that is shown."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.read(client.get("/eenvoudig"))

    def read(self, response: httpx.Response) -> httpx.Response:
        self.html = response.text
        self.fields = {
            name: unescape(value)
            for name, value in re.findall(r'name="(sessie|verloop)" value="(.*?)"', self.html)
        }
        return response

    def send(self, **fields: str) -> httpx.Response:
        sent = {**self.fields, **fields}
        parts = {name: (None, value.replace("\n", "\r\n")) for name, value in sent.items()}
        return self.read(self.client.post("/eenvoudig", files=parts))

    @property
    def typed(self) -> str:
        return unescape(re.search(r'name="tekst".*?>\n(.*?)</textarea>', self.html, re.S)[1])

    @property
    def title(self) -> str:
        return unescape(re.search(r"<title>(.*?)</title>", self.html)[1])

    @property
    def buttons(self) -> dict[str, str]:
        found = re.findall(r'name="knop" value="(.*?)">(.*?)</button>', self.html)
        return {unescape(title): unescape(payload) for payload, title in found}

    @property
    def error(self) -> str | None:
        found = re.search(r'<p id="fout">(.*?)</p>', self.html)
        return unescape(found[1]) if found else None

    def take(self, kind: str) -> httpx.Response:
        """Press a button that takes something away."""
        found = re.search(
            rf'action="/eenvoudig/{kind}".*?name="(\w+)" value="(.*?)"', self.html, re.S
        )
        return self.client.post(f"/eenvoudig/{kind}", data={found[1]: unescape(found[2])})


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    return Visitor(client)


def test_the_page_opens_a_conversation_with_its_words_and_buttons(visitor: Visitor) -> None:
    shown = opening()
    assert all(block["tekst"] in unescape(visitor.html) for block in shown.blocks)
    assert visitor.buttons == {button.title: button.payload for button in shown.buttons}
    assert visitor.title == "Stel je vraag - Terugwijzer"
    assert "<script" not in visitor.html
    assert Visitor(visitor.client).fields != visitor.fields


def test_a_question_gets_its_answer_with_everything_to_open(visitor, heard, said) -> None:
    assert visitor.send(tekst="wat moet ik doen?").status_code == 200
    assert heard == ["wat moet ik doen?"]
    assert visitor.title == (
        "Mijn plichten en mogelijke sancties (vragenlijst, afspraken, adres, … - Terugwijzer"
    )
    text = unescape(visitor.html)
    assert "wat moet ik doen?" in text
    for block in said[""].blocks:
        assert block.get("titel", block.get("tekst")) in text
    assert list(visitor.buttons.values()) == [button.payload for button in said[""].buttons]
    assert visitor.typed == ""


def test_a_button_sends_its_message_shows_its_words_and_keeps_what_was_typed(
    visitor, heard
) -> None:
    visitor.send(knop=visitor.buttons["Werknemer"], tekst="half\ngetypt")
    assert heard == ['/rol_kiezen{"rol": "wn"}']
    assert "</span>Werknemer</p>" in visitor.html
    assert visitor.typed == "half\ngetypt"
    visitor.send(knop=visitor.buttons["Ja & nee"])
    assert heard[-1] == "/gwh_wat"
    assert "</span>Ja &amp; nee</p>" in visitor.html


def test_the_earlier_turns_can_be_read_back_newest_first(visitor) -> None:
    for number in range(MAX_TURNS + 3):
        assert visitor.send(tekst=f"vraag {number:03}").status_code == 200
    found = re.findall(r"vraag (\d{3})", visitor.html)
    assert found == [f"{n:03}" for n in range(MAX_TURNS + 2, 2, -1)]
    assert len(visitor.fields["verloop"]) <= MAX_HISTORY


def test_the_form_stays_below_what_the_gateway_reads(client) -> None:
    fields = {"sessie": "x" * 200, "verloop": "x" * MAX_HISTORY, "tekst": "€" * 12_000}
    request = client.build_request(
        "POST", "/eenvoudig", files={name: (None, value) for name, value in fields.items()}
    )
    assert int(request.headers["content-length"]) < MAX_BODY


def test_what_does_not_fit_is_shortened_and_then_left_out_the_oldest_first(
    knowledge: Knowledge,
) -> None:
    answers = [
        article_reply(Outcome.antwoord, topic, None, DAY, DAY, knowledge).as_dict()
        for topic in LONG_TOPICS
    ]

    def kept(size: int) -> list[Turn]:
        turns = [
            Turn(f"{n}{Random(n).randbytes(size).hex()}", answer)
            for n, answer in enumerate(answers)
        ]
        token = History(SECRET, 1).write("een", turns)
        assert len(token) <= MAX_HISTORY
        return History(SECRET, 1).read("een", token) or []

    all_ = kept(0)
    assert len(all_) == MAX_TURNS
    assert [turn.short for turn in all_] == sorted((t.short for t in all_), reverse=True)
    assert (all_[0].short, all_[-1].short) == (True, False)
    assert all_[-1].answer == answers[-1]
    assert all_[0].answer["blokken"][:2] == answers[0]["blokken"][:2]
    assert all_[0].choices == Turn("", answers[0]).choices
    assert not any("items" in block for block in all_[0].answer["blokken"])
    some = kept(2000)
    assert 0 < len(some) < MAX_TURNS
    assert some[-1].mine.startswith(str(MAX_TURNS - 1))
    assert kept(20_000) == []


def test_a_shortened_turn_says_so(visitor) -> None:
    for topic in LONG_TOPICS:
        assert visitor.send(knop=f"/{topic}").status_code == 200
    remark = "Dit is het korte antwoord"
    newest, earlier = visitor.html.split('class="earlier"')
    assert remark in earlier
    assert remark not in newest


@pytest.mark.parametrize("field", ["sessie", "verloop"])
@pytest.mark.parametrize("forge", [lambda value: value[:-1] + "!", lambda _: "", lambda _: "é"])
def test_what_is_forged_is_refused_and_the_text_kept(
    visitor, heard, field: str, forge: Callable[[str], str]
) -> None:
    response = visitor.send(**{field: forge(visitor.fields[field])}, tekst="mijn vraag")
    assert response.status_code == 401
    assert visitor.error == phrases().sessie_verlopen
    assert visitor.typed == "mijn vraag"
    assert heard == []
    assert visitor.send(tekst=visitor.typed).status_code == 200


def test_a_history_of_another_conversation_or_secret_or_too_old_is_refused(client) -> None:
    one, other = Visitor(client), Visitor(client)
    assert one.send(verloop=other.fields["verloop"], tekst="hallo daar").status_code == 401
    token = History(SECRET, 1).write("een", [])
    assert History(SECRET, 1).read("een", token) == []
    assert History(SECRET, -1).read("een", token) is None
    assert History("ander", 1).read("een", token) is None


def test_an_expired_session_begins_a_new_conversation(client, monkeypatch) -> None:
    visitor = Visitor(client)
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 10_000_000_000)
    assert visitor.send(tekst="mijn vraag").status_code == 401
    assert (visitor.error, visitor.typed) == (phrases().sessie_verlopen, "mijn vraag")
    assert visitor.send(tekst=visitor.typed).status_code == 200


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("", "leeg"),
        ("  \n\t ", "leeg"),
        ("\x00\x01\x02", "leeg"),
        ("?!… ---", "geen_vraag"),
        pytest.param("a" * 12_001, "te_lang", id="lang"),
        pytest.param("<p>" * 4_000, "te_lang", id="html"),
        pytest.param("é\n" * 1_001, "te_lang", id="regels"),
    ],
)
def test_each_bad_text_gets_its_sentence_and_stays(visitor, heard, text: str, phrase: str) -> None:
    assert visitor.send(tekst=text).status_code == 422
    assert visitor.error == getattr(phrases(), phrase).format(maximum=2000)
    assert visitor.typed == re.sub(r"[\x00-\x02]", "", text)
    assert 'aria-describedby="fout hulp"' in visitor.html
    assert 'href="#tekst"' in visitor.html
    assert visitor.buttons == {button.title: button.payload for button in opening().buttons}
    assert heard == []


def test_a_line_end_counts_as_one_character(visitor) -> None:
    assert visitor.send(tekst="é\n" * 1_000).status_code == 200


@pytest.mark.parametrize("button", ["/restart", '/rol_kiezen{"rol": "baas"}', "", "<b>"])
def test_a_button_that_was_not_shown_is_refused(visitor, heard, button: str) -> None:
    assert visitor.send(knop=button).status_code == 422
    assert visitor.error == phrases().ongeldige_knop
    assert heard == []


def test_html_is_shown_as_text(visitor) -> None:
    nasty = "</textarea></p><script>alert(1)</script> {{ 7*7 }}"
    visitor.send(tekst=nasty)
    assert nasty in unescape(visitor.html)
    visitor.send(tekst=nasty + " storing")
    assert visitor.typed == nasty + " storing"
    assert "<script" not in visitor.html


def test_a_rasa_that_is_away_is_said_and_the_text_kept(visitor) -> None:
    visitor.send(tekst="eerst dit")
    assert visitor.send(tekst="storing\n1").status_code == 503
    assert (visitor.error, visitor.typed) == (phrases().storing, "storing\n1")
    assert visitor.title.startswith("Fout: ")
    assert "eerst dit" in visitor.html
    assert visitor.send(tekst="en dan dit").status_code == 200
    assert "eerst dit" in visitor.html


def test_the_same_form_sent_twice_gives_the_answer_twice(visitor, heard) -> None:
    before = visitor.fields
    for _ in range(2):
        visitor.fields = before
        assert visitor.send(tekst="dubbel").status_code == 200
    assert heard == ["dubbel", "dubbel"]
    assert visitor.send(tekst="verder").status_code == 200


def test_distress_comes_first_with_the_numbers_open(visitor) -> None:
    visitor.send(tekst="crisis")
    main = visitor.html.split("<main")[1]
    assert main.index('role="alert"') < main.index("</span>crisis</p>")
    assert re.search(r"<details open><summary>Wie kan je helpen", main)
    assert 'href="tel:1813"' in main
    assert visitor.title == "Iemand die nu kan luisteren - Terugwijzer"


def test_a_coach_sees_the_numbers_of_the_sources(visitor) -> None:
    visitor.send(tekst="coach")
    assert '<div class="answer coach">' in visitor.html
    visitor.send(tekst="iets")
    assert '<div class="answer coach">' not in visitor.html.split('class="earlier"')[0]


def test_a_letter_stands_in_a_field_to_copy(visitor) -> None:
    visitor.send(tekst="brief")
    letter = re.search(r'class="letter">.*?<textarea.*?>\n(.*?)</textarea>', visitor.html, re.S)
    assert unescape(letter[1]) == LETTER["tekst"]
    assert "Aan: je werkgever" in visitor.html
    assert "Vul zelf nog in: naam, plaats" in visitor.html
    assert "<b>x" not in visitor.html


def test_a_plan_can_be_taken_away(visitor) -> None:
    visitor.send(tekst="plan")
    calendar = visitor.take("agenda")
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20261125" in calendar.text
    text = visitor.take("tekst")
    assert "uiterlijk 25 november 2026" in text.text
    assert "mijn-plan.txt" in text.headers["content-disposition"]


def test_an_action_plan_can_be_taken_away(visitor) -> None:
    visitor.send(tekst="zelfscan")
    part = next(b for b in scan_reply().blocks if b["type"] == "actieplan")["items"][0]
    for text in (*part["tekortkoming"], *part["overwegen"], *part["advies"], part["wie"]):
        assert text in unescape(visitor.html)
    assert part["tekortkoming"][0] in visitor.take("csv").text
    assert visitor.take("xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    ("kind", "field", "content", "status"),
    [
        ("agenda", "profiel", '{"rol": "baas"}', 422),
        ("tekst", "profiel", '{"rol": "wn", "naam": "{{ 7*7 }}"}', 422),
        ("tekst", "profiel", "[]", 400),
        pytest.param("tekst", "profiel", "[" * 5_000, 400, id="diep"),
        ("tekst", "antwoorden", "{}", 400),
        ("csv", "antwoorden", '{"c9": "TEKORTKOMING"}', 422),
        ("xlsx", "antwoorden", "niets", 400),
        ("pdf", "profiel", "{}", 404),
    ],
)
def test_what_cannot_be_taken_away_is_said_on_a_page(
    visitor, kind: str, field: str, content: str, status: int
) -> None:
    response = visitor.read(visitor.client.post(f"/eenvoudig/{kind}", data={field: content}))
    assert response.status_code == status
    assert visitor.error is not None
    assert visitor.error.endswith((".", "?"))
    assert "49" not in visitor.error


def test_the_address_of_a_file_leads_to_the_page(client) -> None:
    assert client.get("/eenvoudig/agenda", follow_redirects=False).headers["location"] == (
        "/eenvoudig"
    )
    assert client.get("/eenvoudig/bestaat-niet").status_code == 404


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=a"),
        (b"--a\r\n\r\nx\r\n--a--\r\n", "multipart/form-data; boundary=a"),
        (
            b'--a\r\nContent-Disposition: form-data; name="tekst"; filename="x"\r\n\r\nx\r\n--a--\r\n',
            "multipart/form-data; boundary=a",
        ),
        (urlencode({str(n): "x" for n in range(50)}).encode(), "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_gets_a_sentence(visitor, content: bytes, kind: str) -> None:
    visitor.read(visitor.client.post("/eenvoudig", content=content, headers={"Content-Type": kind}))
    assert visitor.error == phrases().geen_vraag


@pytest.fixture
def browser_page(servers: Servers, chromium: str) -> Iterator[Page]:
    """A Chromium with JavaScript switched off, on the real servers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        opened = browser.new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
        opened.goto(servers.url)
        yield opened
        browser.close()


def ask(page: Page, text: str) -> None:
    page.get_by_label("Je vraag").fill(text)
    page.get_by_role("button", name="Verstuur").click()


@pytest.mark.browser
@pytest.mark.servers
@pytest.mark.model
def test_the_whole_guide_works_without_javascript(browser_page: Page) -> None:
    page = browser_page
    page.get_by_role("link", name="Gebruik de gids zonder JavaScript").click()
    answer = page.locator("#antwoord")
    expect(answer).to_contain_text("een computerprogramma")
    page.get_by_role("button", name="Werkgever", exact=True).click()
    expect(answer).to_contain_text("ik antwoord vanaf nu voor werkgevers")
    ask(page, QUESTION)
    expect(answer.get_by_role("heading").first).to_have_text(
        "Gedeeltelijke werkhervatting aanvragen"
    )
    expect(page).to_have_title("Gedeeltelijke werkhervatting aanvragen - Terugwijzer")
    expect(answer).to_be_focused()
    answer.get_by_text("Bronnen", exact=True).click()
    expect(answer.get_by_text("gezien op").first).to_be_visible()
    page.reload()
    expect(answer.get_by_role("heading").first).to_be_visible()
    ask(page, "<img src=x> ?")
    expect(page.locator("p.mine").first).to_have_text("Jij schreef: <img src=x> ?")
    page.get_by_text("Eerder in dit gesprek").click()
    expect(page.get_by_text("Jij schreef: Werkgever")).to_be_visible()
    ask(page, "   ")
    expect(page.get_by_role("alert")).to_contain_text(phrases().leeg)
    expect(page.get_by_role("alert")).to_be_focused()
    ask(page, "ik wil niet meer leven")
    expect(page.get_by_role("alert").get_by_role("link", name="1813")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
@pytest.mark.servers
@pytest.mark.model
def test_a_plan_is_made_and_taken_away_without_javascript(browser_page: Page) -> None:
    page = browser_page
    page.goto(page.url + "eenvoudig")
    answer = page.locator("#antwoord")
    page.get_by_role("button", name="Werknemer", exact=True).click()
    ask(page, "maak een stappenplan voor mij")
    page.get_by_role("button", name="Bediende").click()
    ask(page, "3 augustus 2026")
    page.get_by_role("button", name="Stilaan of deels hervatten").click()
    ask(page, "4 januari 2027")
    page.get_by_role("button", name="Ja, toon mijn stappen").click()
    expect(answer.get_by_role("heading", name="Jouw stappenplan")).to_be_visible()
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Zet de datums in mijn agenda").click()
    assert "BEGIN:VEVENT" in calendar.value.path().read_text()
    with page.expect_download() as text:
        page.get_by_role("button", name="Bewaar alles als tekst").click()
    assert text.value.suggested_filename == "mijn-plan.txt"
    assert "Stand op 24 november 2026" in text.value.path().read_text()
    page.get_by_role("button", name="Toon alle stappen").click()
    expect(answer.get_by_role("heading", name="Jouw stappenplan")).to_be_visible()
    page.get_by_role("button", name="Overzicht om mee te nemen").click()
    page.get_by_role("button", name="vakbond").click()
    expect(answer.get_by_label("Tekst om te kopiëren")).to_have_value(re.compile("2026"))
