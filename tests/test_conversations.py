"""Whole conversations, played by new visitors against the real servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.talking import Conversation, play
from knowledge.files import read_yaml
from knowledge.phrases import phrases
from tests.conftest import Servers

pytestmark = [pytest.mark.servers, pytest.mark.model]

CONVERSATIONS: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "data" / "gesprekken.yml")
KEYS = {"zeg", "toont", "niet", "knop"}


def test_the_conversations_are_well_formed() -> None:
    assert len(CONVERSATIONS) >= 28
    ids = [entry["id"] for entry in CONVERSATIONS]
    assert len(ids) == len(set(ids))
    for entry in CONVERSATIONS:
        assert set(entry) == {"id", "zin", "beurten"}, entry["id"]
        for turn in entry["beurten"]:
            assert "zeg" in turn, entry["id"]
            assert set(turn) <= KEYS, f"{entry['id']}: {turn}"


@pytest.mark.parametrize("entry", CONVERSATIONS, ids=lambda entry: entry["id"])
def test_conversation(servers: Servers, entry: dict[str, Any]) -> None:
    said = tuple(turn["zeg"] for turn in entry["beurten"])
    played = play(Conversation(entry["id"], said), servers.url)["beurten"]
    wrong = [
        f"> {turn['zeg']}\n{problem}\n" + "\n".join(shown["bot"])
        for turn, shown in zip(entry["beurten"], played, strict=True)
        for problem in problems(turn, shown["bot"])
    ]
    assert not wrong, f"{entry['zin']}\n\n" + "\n\n".join(wrong)


def problems(turn: dict[str, Any], shown: list[str]) -> list[str]:
    """What is missing from a reply, or should not be in it."""
    buttons = {line.strip("[]") for line in shown if line.startswith("[")}
    text = " ".join(line for line in shown if not line.startswith("[")).lower()
    found = [f"MISSING: {w}" for w in turn.get("toont", []) if w.lower() not in text]
    found += [f"SHOULD NOT BE THERE: {w}" for w in turn.get("niet", []) if w.lower() in text]
    found += [f"NO BUTTON: {title}" for title in turn.get("knop", []) if title not in buttons]
    return found + (["THE GUIDE FAILED"] if phrases().storing.lower() in text else [])
