"""The gateway without Rasa behind it: what it refuses, and what a visitor reads then."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from bot.settings import Settings
from bot.web.answered import Answered
from bot.web.app import create_app
from bot.web.feedback import MAX_TEXT, read_opinion
from bot.web.messages import Refused, to_rasa
from bot.web.rasa_client import NoAnswer
from bot.web.sessions import Sessions
from knowledge.phrases import phrases

MAXIMUM = 2000


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A gateway whose Rasa does not exist: port 1 of this machine."""
    settings = Settings(rasa_port=1, action_port=1, secret="een geheim voor de test")
    with TestClient(create_app(settings), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def session(client: TestClient) -> dict[str, str]:
    return {"X-Sessie": client.post("/api/gesprek").json()["sessie"]}


def shown(response) -> str:
    return response.json()["antwoord"]["blokken"][0]["tekst"]


@pytest.mark.parametrize(
    ("body", "status", "phrase"),
    [
        ({"tekst": ""}, 422, "leeg"),
        ({"tekst": "   \n\t "}, 422, "leeg"),
        ({}, 422, "leeg"),
        ([], 422, "leeg"),
        ({"tekst": 5}, 422, "leeg"),
        ({"tekst": "?!… ---"}, 422, "geen_vraag"),
        ({"tekst": "🙂🙂🙂"}, 422, "geen_vraag"),
        ({"tekst": "\x00\x01\x02"}, 422, "leeg"),
        ({"tekst": "a" * 10_000}, 422, "te_lang"),
        ({"knop": "/bestaat_niet"}, 422, "ongeldige_knop"),
        ({"knop": "/restart"}, 422, "ongeldige_knop"),
        ({"knop": '/rol_kiezen{"rol": "baas"}'}, 422, "ongeldige_knop"),
        ({"knop": "gwh_wat"}, 422, "ongeldige_knop"),
        ({"tekst": "hallo"}, 503, "storing"),
        ({"tekst": "38"}, 503, "storing"),
        ({"tekst": "3/8/2026"}, 503, "storing"),
        ({"tekst": "<script>alert(1)</script>"}, 503, "storing"),
        ({"tekst": "bonjour, je suis malade"}, 503, "storing"),
    ],
)
def test_each_bad_input_gets_its_sentence(client, session, body, status: int, phrase: str) -> None:
    response = client.post("/api/bericht", json=body, headers=session)
    assert response.status_code == status
    assert shown(response) == getattr(phrases(), phrase).format(maximum=MAXIMUM)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\x00", b"tekst=hallo"])
def test_a_body_that_is_not_json_gets_a_sentence(client, session, body: bytes) -> None:
    response = client.post("/api/bericht", content=body, headers=session)
    assert response.status_code == 400
    assert shown(response) == phrases().geen_vraag


def test_a_body_that_is_too_large_is_not_read(client, session) -> None:
    response = client.post("/api/bericht", content=b"x" * 70_000, headers=session)
    assert response.status_code == 413


@pytest.mark.parametrize("token", ["", "x", "abc.def.ghi", "é".encode().decode("latin-1")])
def test_a_forged_session_is_refused(client, token: str) -> None:
    response = client.post(
        "/api/bericht", json={"tekst": "hallo"}, headers={b"X-Sessie": token.encode("latin-1")}
    )
    assert response.status_code == 401
    assert shown(response) == phrases().sessie_verlopen


def test_a_session_of_another_secret_or_an_expired_one_is_refused() -> None:
    token = Sessions("een", 24).new()
    assert Sessions("een", 24).conversation(token)
    assert Sessions("twee", 24).conversation(token) is None
    assert Sessions("een", -1).conversation(token) is None


def test_sessions_differ() -> None:
    sessions = Sessions("een", 24)
    names = {sessions.conversation(sessions.new()) for _ in range(50)}
    assert len(names) == 50


def test_the_opening_is_honest_and_asks_the_role(client) -> None:
    opening = client.post("/api/gesprek").json()["antwoord"]
    assert "computerprogramma" in opening["blokken"][0]["tekst"]
    assert "rijksregisternummer" in opening["blokken"][0]["tekst"]
    assert [b["titel"] for b in opening["knoppen"]] == [
        "Werknemer",
        "Zelfstandige",
        "Werkzoekende",
        "Werkgever",
        "Coach",
        "Sla over",
    ]


def test_a_slash_is_never_a_command_to_rasa() -> None:
    assert to_rasa({"tekst": '/rol_kiezen{"rol": "wg"}'}, MAXIMUM).startswith("rol_kiezen")
    assert to_rasa({"tekst": "//  /restart"}, MAXIMUM) == "restart"
    with pytest.raises(Refused):
        to_rasa({"tekst": "/"}, MAXIMUM)


def test_the_page_may_load_nothing_from_elsewhere(client) -> None:
    page = client.get("/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert 'lang="nl-BE"' in page.text


def test_an_unknown_page_and_a_wrong_method_get_a_sentence(client) -> None:
    assert client.get("/wp-admin").status_code == 404
    assert phrases().niet_gevonden in client.get("/wp-admin").text
    assert shown(client.get("/api/wp-admin")) == phrases().niet_gevonden
    assert client.get("/api/bericht").status_code == 405


def test_health_says_which_part_is_away(client) -> None:
    response = client.get("/gezond")
    assert response.status_code == 503
    assert json.loads(response.text) == {"rasa": False, "acties": False}


def test_no_answer_holds_a_stack_trace(client, session) -> None:
    for body in ({"tekst": "hallo"}, {"tekst": "\ud83d"}):
        response = client.post("/api/bericht", content=json.dumps(body), headers=session)
        assert "Traceback" not in response.text
        assert "Error" not in response.text


PROFILE = {"rol": "wn", "statuut": "arbeider", "eerste_ziektedag": "2026-11-12"}


def test_a_plan_can_be_taken_away_as_calendar_and_as_text(
    client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGWIJZER_DATUM", "2026-11-24")
    calendar = client.post("/api/plan/agenda", json={"profiel": PROFILE})
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "attachment" in calendar.headers["content-disposition"]
    assert "DTSTART;VALUE=DATE:20261125" in calendar.text
    assert "ziek" not in calendar.text.lower()
    text = client.post("/api/plan/tekst", json={"profiel": PROFILE})
    assert "uiterlijk 25 november 2026" in text.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"profiel": {"rol": "baas"}}, 422),
        ({"profiel": {"rol": "wn", "naam": "{{ 7*7 }}"}}, 422),
        ({"profiel": []}, 400),
        ({}, 400),
        ([], 400),
    ],
)
def test_a_profile_that_cannot_be_is_refused_in_dutch(client, body, status: int) -> None:
    response = client.post("/api/plan/agenda", json=body)
    assert response.status_code == status
    assert shown(response).endswith((".", "?"))
    assert "49" not in shown(response)


class Counted:
    """Plays Rasa: counts what it is asked, waits for `go`, and fails as long as `broken`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go = asyncio.Event()
        self.broken = False

    async def ask(self, conversation: str, text: str) -> dict[str, str]:
        self.asked.append(text)
        await self.go.wait()
        if self.broken:
            raise NoAnswer("away")
        return {"op": f"{conversation}: {text}"}


async def test_a_message_that_arrives_twice_at_once_is_asked_once() -> None:
    answered, rasa = Answered(), Counted()
    both = [asyncio.create_task(answered.once("a", "id-1", "hallo", rasa.ask)) for _ in range(2)]
    await asyncio.sleep(0)
    rasa.go.set()
    first, second = await asyncio.gather(*both)
    assert first is second
    assert await answered.once("a", "id-1", "hallo", rasa.ask) is first
    assert rasa.asked == ["hallo"]


async def test_who_hangs_up_finds_the_answer_when_asking_again() -> None:
    answered, rasa = Answered(), Counted()
    gone = asyncio.create_task(answered.once("a", "id-1", "hallo", rasa.ask))
    while not rasa.asked:
        await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    rasa.go.set()
    assert await answered.once("a", "id-1", "hallo", rasa.ask) == {"op": "a: hallo"}
    assert rasa.asked == ["hallo"]


@pytest.mark.parametrize(
    ("conversation", "message_id", "text"),
    [("b", "id-1", "hallo"), ("a", "id-2", "hallo"), ("a", "id-1", "dag"), ("a", None, "hallo")],
)
async def test_what_is_another_message_is_asked_again(conversation, message_id, text: str) -> None:
    answered, rasa = Answered(), Counted()
    rasa.go.set()
    await answered.once("a", "id-1" if message_id else None, "hallo", rasa.ask)
    assert await answered.once(conversation, message_id, text, rasa.ask) == {
        "op": f"{conversation}: {text}"
    }
    assert len(rasa.asked) == 2


async def test_a_failure_is_not_remembered() -> None:
    answered, rasa = Answered(), Counted()
    rasa.go.set()
    rasa.broken = True
    with pytest.raises(NoAnswer):
        await answered.once("a", "id-1", "hallo", rasa.ask)
    await asyncio.sleep(0)
    rasa.broken = False
    assert await answered.once("a", "id-1", "hallo", rasa.ask) == {"op": "a: hallo"}


async def test_only_the_last_messages_of_the_last_conversations_are_remembered() -> None:
    now = [0.0]
    answered = Answered(conversations=2, messages=2, seconds=60, clock=lambda: now[0])
    rasa = Counted()
    rasa.go.set()

    async def asked_again(conversation: str, name: str) -> bool:
        before = len(rasa.asked)
        await answered.once(conversation, name, "hallo", rasa.ask)
        return len(rasa.asked) > before

    assert [await asked_again("a", name) for name in ("1", "2", "3", "3", "2", "1")] == [
        True, True, True, False, False, True,
    ]  # fmt: skip
    assert [await asked_again(name, "1") for name in ("b", "c", "b", "a")] == [
        True, True, False, True,
    ]  # fmt: skip
    now[0] = 61
    assert await asked_again("x", "1")
    assert await asked_again("a", "1")


@pytest.mark.parametrize("name", ["kort", "x" * 65, "spatie hier", 12345678, ["12345678"]])
def test_an_id_of_the_wrong_form_is_refused(client, session, name) -> None:
    response = client.post("/api/bericht", json={"tekst": "hallo", "id": name}, headers=session)
    assert response.status_code == 422
    assert shown(response) == phrases().geen_vraag


SITE = "https://www.voorbeeld.be"


def with_site() -> TestClient:
    return TestClient(create_app(Settings(rasa_port=1, action_port=1, sites=(SITE,))))


@pytest.mark.parametrize("path", ["/api/gesprek", "/static/terugwijzer-chat.js"])
def test_only_sites_on_the_list_may_use_the_widget(path: str) -> None:
    method = "POST" if path.startswith("/api") else "GET"
    asked = {"Access-Control-Request-Method": method}
    with with_site() as client:
        answer = client.request(method, path, headers={"Origin": SITE})
        assert answer.headers["access-control-allow-origin"] == SITE
        preflight = {**asked, "Access-Control-Request-Headers": "x-sessie,content-type"}
        assert client.options(path, headers={"Origin": SITE, **preflight}).is_success
        for other in ("https://elders.be", "http://www.voorbeeld.be", f"{SITE}.elders.be", "null"):
            answer = client.request(method, path, headers={"Origin": other})
            assert "access-control-allow-origin" not in answer.headers
            assert client.options(path, headers={"Origin": other, **asked}).status_code == 400


def test_pages_are_shared_with_nobody_and_no_site_is_the_default(client) -> None:
    with with_site() as other:
        answer = other.get("/", headers={"Origin": SITE})
        assert "access-control-allow-origin" not in answer.headers
    answer = client.post("/api/gesprek", headers={"Origin": SITE})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "sites", ["*", "www.voorbeeld.be", "https://voorbeeld.be/", "https://a.be https://b.be", "null"]
)
def test_a_site_that_is_no_origin_is_refused(monkeypatch, sites: str) -> None:
    monkeypatch.setenv("TERUGWIJZER_SITES", sites)
    with pytest.raises(ValueError, match="TERUGWIJZER_SITES"):
        Settings()
    monkeypatch.setenv("TERUGWIJZER_SITES", " https://a.be, http://localhost:9000 ,")
    assert Settings().sites == ("https://a.be", "http://localhost:9000")


@pytest.mark.parametrize(
    ("told", "host", "shows"),
    [
        (None, "127.0.0.1", True),
        (None, "0.0.0.0", False),
        ("1", "0.0.0.0", True),
        ("0", "127.0.0.1", False),
    ],
)
def test_the_demo_shows_only_where_it_should(monkeypatch, told, host: str, shows: bool) -> None:
    monkeypatch.delenv("TERUGWIJZER_DEMO", raising=False)
    if told:
        monkeypatch.setenv("TERUGWIJZER_DEMO", told)
    client = TestClient(create_app(Settings(host=host, rasa_port=1, action_port=1)))
    assert client.get("/demo/").status_code == (200 if shows else 404)


def test_files_of_the_widget_are_small_and_asked_again_each_time(client) -> None:
    answer = client.get("/static/scherm.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get("/static/scherm.js", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/").headers["cache-control"] == "no-store"


OPINION = {"id": "0123456789abcdef", "versie": "gwh_wat@3", "duidelijk": "ja"}


def test_an_opinion_needs_a_session_and_a_database(client, session, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bestaat/niet.db")
    assert client.post("/api/mening", json=OPINION).status_code == 401
    assert client.post("/api/mening", json=OPINION, headers=session).status_code == 503
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/kennis.db")
    assert client.post("/api/mening", json=OPINION, headers=session).json() == {"bewaard": True}


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": "x"},
        {"versie": "gwh_wat"},
        {"versie": "bestaat_niet@1"},
        {"versie": "gwh_wat@3; DROP TABLE feedback"},
        {"duidelijk": "misschien"},
        {"duidelijk": True},
        {"tekst": 5},
    ],
)
def test_what_is_no_opinion_is_refused(client, session, change) -> None:
    response = client.post("/api/mening", json={**OPINION, **change}, headers=session)
    assert response.status_code == 422
    assert client.post("/api/mening", content=b"{", headers=session).status_code == 400


def test_an_opinion_keeps_no_personal_data_and_no_more_than_it_should() -> None:
    told = read_opinion({**OPINION, "duidelijk": "nee", "tekst": "bel 0470 12 34 56 " + "a" * 2000})
    assert told.text is not None
    assert "0470" not in told.text
    assert len(told.text) <= MAX_TEXT
    assert read_opinion({**OPINION, "tekst": "  "}).text is None
