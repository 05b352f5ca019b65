"""A message that arrives twice is answered once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

Answer = dict[str, Any]
Ask = Callable[[str, str], Coroutine[Any, Any, Answer]]


@dataclass
class _Recent:
    """The last messages of one conversation, by id and text, oldest first."""

    used: float = 0.0
    answers: OrderedDict[tuple[str, str], asyncio.Task[Answer]] = field(default_factory=OrderedDict)


class Answered:
    """Remembers the last answers of each conversation, in this process only.

    Args:
        conversations: how many conversations are remembered.
        messages: how many messages of each.
        seconds: how long a conversation is remembered after its last message, in seconds.
        clock: tells the time, in seconds.
    """

    def __init__(
        self,
        conversations: int = 1000,
        messages: int = 3,
        seconds: float = 600,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = conversations
        self._messages = messages
        self._seconds = seconds
        self._clock = clock
        self._recent: OrderedDict[str, _Recent] = OrderedDict()

    async def once(self, conversation: str, message_id: str | None, text: str, ask: Ask) -> Answer:
        """Return the answer to a message; the same id and text are asked only once.

        A question goes on when whoever asked it hangs up, so that asking again finds the answer.
        One that failed is forgotten.

        Args:
            conversation: the conversation's name.
            message_id: what the sender calls this message; None always asks.
            text: the message.
            ask: answers a message of a conversation.

        Raises:
            Exception: what `ask` raises.
        """
        if message_id is None:
            return await ask(conversation, text)
        answers = self._touch(conversation).answers
        key = (message_id, text)
        if key not in answers:
            task = asyncio.create_task(ask(conversation, text))
            answers[key] = task
            task.add_done_callback(lambda done: _forget_failure(answers, key, done))
            while len(answers) > self._messages:
                answers.popitem(last=False)
        return await asyncio.shield(answers[key])

    def _touch(self, conversation: str) -> _Recent:
        now = self._clock()
        recent = self._recent.setdefault(conversation, _Recent())
        recent.used = now
        self._recent.move_to_end(conversation)
        while (
            len(self._recent) > self._most
            or next(iter(self._recent.values())).used < now - self._seconds
        ):
            self._recent.popitem(last=False)
        return recent


def _forget_failure(
    answers: OrderedDict[tuple[str, str], asyncio.Task[Answer]],
    key: tuple[str, str],
    done: asyncio.Task[Answer],
) -> None:
    if (done.cancelled() or done.exception()) and answers.get(key) is done:
        del answers[key]
