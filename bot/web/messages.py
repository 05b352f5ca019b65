"""What a visitor may send: typed text, or a button that the guide itself showed."""

from __future__ import annotations

import json
import re
from typing import Any

from knowledge.articles import Role
from knowledge.phrases import phrases
from knowledge.progress import ANSWER_INTENT
from knowledge.replies import ROLE_INTENT, SKIP
from knowledge.topics import load_topics
from knowledge.wording import clean, has_words

_TOPIC_BUTTON = re.compile(r"/([a-z_]+)")
_ROLE_BUTTON = re.compile(r'/rol_kiezen\{"rol": "([a-z]+)"\}')
_ANSWER_BUTTON = re.compile(rf'/{ANSWER_INTENT}\{{"waarde": "([A-Za-z0-9_:=-]{{1,60}})"\}}')
MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_ROLES = {role.value for role in Role} | {SKIP}


class Refused(Exception):
    """The message cannot be passed on; the text is a Dutch sentence for the visitor."""


def to_rasa(body: Any, max_characters: int) -> str:
    """Turn the body of a request into the message that Rasa gets.

    Args:
        body: the decoded JSON: `{"tekst": …}` for typed text or `{"knop": …}` for a button.
        max_characters: the longest text that is accepted, in characters.

    Raises:
        Refused: empty, too long, without words, or not a button of this guide.
    """
    if not isinstance(body, dict):
        raise Refused(phrases().leeg)
    button, text = body.get("knop"), body.get("tekst")
    if isinstance(button, str):
        return _button(button)
    if not isinstance(text, str):
        raise Refused(phrases().leeg)
    return _typed(text, max_characters)


def message_id(body: Any) -> str | None:
    """Return what the sender calls this message, so that it can be sent again; None without one.

    Raises:
        Refused: the id is no text of 8 to 64 letters, digits and dashes.
    """
    given = body.get("id") if isinstance(body, dict) else None
    if given is None:
        return None
    if not isinstance(given, str) or not MESSAGE_ID.fullmatch(given):
        raise Refused(phrases().geen_vraag)
    return given


def _button(payload: str) -> str:
    role, topic = _ROLE_BUTTON.fullmatch(payload), _TOPIC_BUTTON.fullmatch(payload)
    if role and role[1] in _ROLES:
        return f"/{ROLE_INTENT}{json.dumps({'rol': role[1]})}"
    if _ANSWER_BUTTON.fullmatch(payload):
        return payload
    if topic and (topic[1] == ROLE_INTENT or topic[1] in load_topics().by_id):
        return payload
    raise Refused(phrases().ongeldige_knop)


def _typed(text: str, max_characters: int) -> str:
    if len(text) > max_characters:
        raise Refused(phrases().te_lang.format(maximum=max_characters))
    tidy = clean(text)
    if not tidy:
        raise Refused(phrases().leeg)
    if not has_words(tidy) and not any(char.isdigit() for char in tidy):
        raise Refused(phrases().geen_vraag)
    # A slash at the start would be a command to Rasa.
    return tidy.lstrip("/ ") or tidy
