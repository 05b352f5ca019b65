"""The gateway without Rasa behind it: what it refuses, and what a visitor reads then."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.messages import Refused, to_rasa
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
    assert shown(client.get("/wp-admin")) == phrases().niet_gevonden
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
