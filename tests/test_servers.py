"""The real servers together: a conversation, and a part that dies and comes back."""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path

import httpx
import pytest

from knowledge.phrases import phrases
from tests.conftest import Servers, run

pytestmark = [pytest.mark.servers, pytest.mark.model]


class Visitor:
    """Someone with a session of their own."""

    def __init__(self, servers: Servers) -> None:
        self.client = httpx.Client(base_url=servers.url, timeout=30)
        self.headers = {"X-Sessie": self.client.post("/api/gesprek").json()["sessie"]}

    def post(self, **body: str) -> httpx.Response:
        return self.client.post("/api/bericht", json=body, headers=self.headers)

    def say(self, text: str) -> dict:
        response = self.post(tekst=text)
        assert response.status_code == 200, response.text
        return response.json()["antwoord"]

    def press(self, reply: dict, title: str) -> dict:
        payload = next(b["payload"] for b in reply["knoppen"] if b["titel"] == title)
        response = self.post(knop=payload)
        assert response.status_code == 200, response.text
        return response.json()["antwoord"]


def text_of(reply: dict) -> str:
    return " ".join(block["tekst"] for block in reply["blokken"] if "tekst" in block)


def test_a_question_gets_a_sourced_answer_and_the_role_changes_it(servers: Servers) -> None:
    visitor = Visitor(servers)
    reply = visitor.say("hoe vraag ik gedeeltelijke werkhervatting aan bij de mutualiteit?")
    assert reply["onderwerp"] == "gwh_aanvragen"
    assert reply["rol"] == "wn"
    assert any(block["type"] == "bronnen" and block["items"] for block in reply["blokken"])
    employer = visitor.press(visitor.press(reply, "Ik ben iets anders"), "Werkgever")
    assert (employer["onderwerp"], employer["rol"]) == ("gwh_aanvragen", "wg")
    assert text_of(employer) != text_of(reply)
    coach = visitor.say("ik ben rentree-coach")
    assert coach["rol"] == "co"


def test_two_visitors_do_not_share_a_role(servers: Servers) -> None:
    one, other = Visitor(servers), Visitor(servers)
    one.say("ik ben werkgever")
    assert one.say("mag een werkgever weten wat iemand heeft? medisch geheim")["rol"] == "wg"
    assert other.say("mag iemand weten wat ik heb? medisch geheim")["rol"] == "wn"


def test_distress_gets_the_helplines_first(servers: Servers) -> None:
    reply = Visitor(servers).say("ik wil niet meer leven")
    assert reply["beslissing"] == "crisis"
    assert "1813" in reply["blokken"][0]["tekst"]


@pytest.mark.parametrize(
    "text", ["<b>hallo</b> daar", "je suis malade", "/restart", "'; DROP TABLE article; --"]
)
def test_odd_text_gets_an_ordinary_reply(servers: Servers, text: str) -> None:
    reply = Visitor(servers).say(text)
    assert text_of(reply)


def test_rasas_own_api_is_not_open(servers: Servers) -> None:
    rasa = f"http://127.0.0.1:{servers.rasa_port}"
    assert httpx.get(f"{rasa}/conversations/x/tracker").status_code == 404
    assert httpx.post(f"{rasa}/model/parse", json={"text": "hallo"}).status_code == 404


def test_rasa_and_the_actions_listen_on_loopback_only(servers: Servers) -> None:
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in own - {"127.0.0.1", "127.0.1.1"}:
        for port in (servers.rasa_port, servers.action_port):
            with socket.socket() as probe:
                assert probe.connect_ex((address, port)) != 0


def test_the_conversation_goes_on_after_the_action_server_died(servers: Servers) -> None:
    visitor = Visitor(servers)
    visitor.say("ik ben werkgever")
    os.kill(servers.pid_of(f"rasa_sdk.*--port {servers.action_port}"), signal.SIGKILL)
    response = visitor.post(tekst="wat is gedeeltelijke werkhervatting?")
    assert response.status_code == 503
    assert text_of(response.json()["antwoord"]) == phrases().storing
    servers.wait_healthy()
    reply = visitor.say("wat is gedeeltelijke werkhervatting?")
    assert (reply["onderwerp"], reply["rol"]) == ("gwh_wat", "wg")


def test_a_dead_rasa_gives_a_dutch_sentence_and_comes_back(servers: Servers) -> None:
    visitor = Visitor(servers)
    os.kill(servers.pid_of(f"rasa run.*-p {servers.rasa_port}"), signal.SIGKILL)
    response = visitor.post(tekst="wat is rentree?")
    assert response.status_code == 503
    assert text_of(response.json()["antwoord"]) == phrases().storing
    servers.wait_healthy()
    assert visitor.say("wat is rentree?")["onderwerp"] == "rentree_wat"


def test_talk_plays_conversations(servers: Servers, tmp_path: Path) -> None:
    file = tmp_path / "gesprekken.yml"
    file.write_text(
        "- id: een\n  beurten: ['hallo', 'Werkgever', 'mijn werknemer is al negen weken ziek']\n"
        "- id: twee\n  beurten: ['wat is rentree']\n"
    )
    result = run("talk", str(file), "--url", servers.url, "--json")
    assert result.returncode == 0, result.stderr
    one, two = json.loads(result.stdout)
    assert (one["id"], two["id"]) == ("een", "twee")
    assert one["beurten"][0]["gebruiker"] == "hallo"
    assert all(turn["bot"] for turn in one["beurten"] + two["beurten"])


def test_talk_says_when_there_is_no_gateway(tmp_path: Path) -> None:
    file = tmp_path / "gesprekken.yml"
    file.write_text("- id: een\n  beurten: [hallo]\n")
    result = run("talk", str(file), "--url", "http://127.0.0.1:1")
    assert result.returncode == 1
    assert "the gateway at http://127.0.0.1:1" in result.stderr
    file.write_text("id: een\n")
    assert "must be a list of conversations" in run("talk", str(file)).stderr
