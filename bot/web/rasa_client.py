"""Passing a message to Rasa's REST channel."""

from __future__ import annotations

import logging
from typing import Any

import httpx

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
        """Send a message and return the structured reply.

        Raises:
            NoAnswer: Rasa cannot be reached, is too slow, or its actions are away.
        """
        try:
            response = await self._client.post(
                "/webhooks/rest/webhook", json={"sender": conversation, "message": message}
            )
            response.raise_for_status()
            parts = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NoAnswer(f"Rasa gave no answer: {type(error).__name__}") from error
        replies = [part["custom"] for part in parts if isinstance(part.get("custom"), dict)]
        if not replies:
            raise NoAnswer("Rasa answered without content; is the action server away?")
        return dict(replies[-1])

    async def alive(self) -> bool:
        """Tell whether Rasa's server answers."""
        try:
            return (await self._client.get("/", timeout=2)).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()
