"""Reading a form that a page of ours sent, with a bound on what is read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message


@dataclass(frozen=True)
class Problem:
    """A Dutch sentence on a form field; `name` is also the id of its element, "" for none."""

    name: str
    sentence: str


class TooLarge(Exception):
    """More was sent than is read."""


class NoForm(Exception):
    """What was sent cannot be read as a form."""


async def read_texts(request: Request, most: int, most_fields: int) -> dict[str, str]:
    """Return the form's texts by name, without control characters, lines ending in "\\n".

    Args:
        request: the request, of which the body was not read.
        most: the largest body that is read, in bytes.
        most_fields: the most fields that are read.

    Raises:
        TooLarge: more than `most` bytes.
        NoForm: the form cannot be read.
    """
    try:
        form = await bounded(request, most).form(
            max_files=0, max_fields=most_fields, max_part_size=most
        )
    except (HTTPException, ValueError) as error:
        raise NoForm(str(error)) from error
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    return {name: visible(value.replace("\r\n", "\n")) for name, value in texts.items()}


def visible(text: str) -> str:
    """Leave out what no page can show: control characters and halves of characters."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def bounded(request: Request, most: int) -> Request:
    """Return the same request, of which reading more than `most` bytes raises `TooLarge`."""
    received = 0

    async def receive_some() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > most:
            raise TooLarge
        return message

    return Request(request.scope, receive_some)
