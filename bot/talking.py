"""Playing whole conversations against a running gateway."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from knowledge.errors import ContentError
from knowledge.files import read_yaml


class CannotTalk(Exception):
    """The conversations or the gateway cannot be used; the text says why."""


@dataclass(frozen=True)
class Conversation:
    """What a visitor says, turn by turn."""

    id: str
    turns: tuple[str, ...]


def read_conversations(path: Path) -> list[Conversation]:
    """Read a YAML list of conversations, each with `id` and `beurten` (a list of strings).

    Raises:
        CannotTalk: the file cannot be read or has another form.
    """
    try:
        content = read_yaml(path)
    except (ContentError, OSError) as error:
        raise CannotTalk(str(error)) from error
    entries = content.get("gesprekken") if isinstance(content, dict) else content
    if not isinstance(entries, list):
        raise CannotTalk(f"{path.name}: must be a list of conversations")
    found = []
    for number, entry in enumerate(entries, start=1):
        turns = entry.get("beurten") if isinstance(entry, dict) else None
        if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
            raise CannotTalk(f"{path.name}: conversation {number} needs 'beurten', a list of texts")
        found.append(Conversation(str(entry.get("id", number)), tuple(turns)))
    return found


def play(conversation: Conversation, url: str) -> dict[str, Any]:
    """Play one conversation as a new visitor.

    A turn that equals the words on a button that was just shown presses that button.

    Returns:
        `id` and `beurten`: per turn `gebruiker` (what was said) and `bot` (what was shown).

    Raises:
        CannotTalk: the gateway cannot be reached.
    """
    turns = []
    try:
        with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
            started = client.post("/api/gesprek", json={}).json()
            headers = {"X-Sessie": started["sessie"]}
            buttons = _buttons(started["antwoord"])
            for turn in conversation.turns:
                pressed = buttons.get(turn.strip().lower())
                body = {"knop": pressed} if pressed else {"tekst": turn}
                reply = client.post("/api/bericht", json=body, headers=headers).json()["antwoord"]
                buttons = _buttons(reply)
                turns.append({"gebruiker": turn, "bot": _shown(reply)})
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise CannotTalk(f"the gateway at {url} gives no usable answer: {error!r}") from error
    return {"id": conversation.id, "beurten": turns}


def _buttons(reply: dict[str, Any]) -> dict[str, str]:
    return {button["titel"].lower(): button["payload"] for button in reply["knoppen"]}


def _shown(reply: dict[str, Any]) -> list[str]:
    texts: list[str] = []
    for block in reply["blokken"]:
        if "tekst" in block:
            texts.append(block["tekst"])
        elif block["type"] == "contacten":
            texts.extend(
                f"{i['naam']}: {i['wat']} {i.get('telefoon') or ''}" for i in block["items"]
            )
        elif block["type"] == "uitklap":
            texts.extend([block["titel"], *block["items"]])
        elif block["type"] == "bronnen":
            texts.extend(f"Bron: {i['naam']}, {i.get('gezien', '')}" for i in block["items"])
    return [*texts, *(f"[{button['titel']}]" for button in reply["knoppen"])]
