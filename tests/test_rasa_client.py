"""What Rasa gets to see of a message, and what the visitor is told about it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from bot.web.rasa_client import RasaClient


async def asked(message: str, decision: str = "antwoord") -> tuple[str, list[dict[str, Any]]]:
    """Ask; returns what Rasa received and the blocks that come back."""
    received: list[str] = []

    def rasa(request: httpx.Request) -> httpx.Response:
        received.append(json.loads(request.content)["message"])
        answer = {"beslissing": decision, "blokken": [{"type": "alinea", "tekst": "Antwoord."}]}
        return httpx.Response(200, json=[{"custom": answer}])

    client = RasaClient("http://rasa", 5)
    client._client = httpx.AsyncClient(
        base_url="http://rasa", transport=httpx.MockTransport(rasa), trust_env=False
    )
    answer = await client.ask("gesprek", message)
    await client.close()
    return received[0], answer["blokken"]


async def test_rasa_never_sees_personal_data_and_the_visitor_is_told() -> None:
    received, blocks = await asked("ik ben Els Peeters, 85.07.30-033.28, mag ik halftijds werken?")
    assert "Peeters" not in received
    assert "85.07.30" not in received
    assert received.endswith("mag ik halftijds werken?")
    assert "weggelaten" in blocks[0]["tekst"]
    assert blocks[1]["tekst"] == "Antwoord."


async def test_a_message_without_personal_data_passes_as_it_is() -> None:
    message = "ik ben bediende, ziek sinds 3/08/2026, 19u op 38 en 65,20 euro per dag"
    received, blocks = await asked(message)
    assert received == message
    assert len(blocks) == 1


async def test_the_helplines_stay_first() -> None:
    _, blocks = await asked("mijn naam is Jan Maes en ik wil niet meer leven", "crisis")
    assert blocks[0]["tekst"] == "Antwoord."
    assert "weggelaten" in blocks[-1]["tekst"]


@pytest.mark.parametrize("button", ['/taak_antwoord{"waarde": "kies:c1_t1"}', "/gwh_wat"])
async def test_a_button_passes_as_it_is(button: str) -> None:
    received, _ = await asked(button)
    assert received == button
