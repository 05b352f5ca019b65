"""Passing a message to Rasa's REST channel, without the personal data in it."""

from __future__ import annotations

import logging
from typing import Any

import httpx

from bot.privacy import Redacted, notice, redact
from knowledge.decision import Outcome
from knowledge.replies import note

logger = logging.getLogger(__name__)


class NoAnswer(Exception):
    """Rasa, or the actions behind it, gave no answer."""


class RasaClient:
    """Talks to one Rasa server on loopback.

    Args:
        url: Rasa's address.
        seconds: how long to wait for an answer, in seconds.
    """

    def __init__(self, url: str, seconds: float) -> None:
        self._client = httpx.AsyncClient(base_url=url, timeout=seconds, trust_env=False)

    async def ask(self, conversation: str, message: str) -> dict[str, Any]:
        """Send a message and return the structured reply; it tells what was left out.

        Typed text loses its personal data here, before anything else sees it. Only a message of
        ours, such as a button, begins with a slash (`bot.web.messages`).

        Raises:
            NoAnswer: Rasa cannot be reached, is too slow, or its actions are away.
        """
        left = Redacted(message, ()) if message.startswith("/") else redact(message)
        try:
            response = await self._client.post(
                "/webhooks/rest/webhook", json={"sender": conversation, "message": left.text}
            )
            response.raise_for_status()
            parts = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NoAnswer(f"Rasa gave no answer: {type(error).__name__}") from error
        replies = [part["custom"] for part in parts if isinstance(part.get("custom"), dict)]
        if not replies:
            raise NoAnswer("Rasa answered without content; is the action server away?")
        return _with_notice(replies[-1], notice(left.kinds))

    async def alive(self) -> bool:
        """Tell whether Rasa's server answers."""
        try:
            return (await self._client.get("/", timeout=2)).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()


def _with_notice(answer: dict[str, Any], sentence: str) -> dict[str, Any]:
    """Tell what was left out: first of all, but never before the helplines."""
    if not sentence:
        return dict(answer)
    told, blocks = note(sentence), answer["blokken"]
    distress = answer["beslissing"] == Outcome.crisis.value
    return {**answer, "blokken": [*blocks, told] if distress else [told, *blocks]}
