"""Measuring how often the right topic is found, on questions that were never trained on."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.conversation import Understood
from knowledge.decision import Outcome
from knowledge.topics import load_topics

WORST = 10
ANSWERED = (Outcome.antwoord, Outcome.gesprek, Outcome.crisis)


class BadQuestions(Exception):
    """The file with questions cannot be used; the text says where and why."""


@dataclass(frozen=True)
class Question:
    """A question with the topic that is right, and possibly a second one that is right too."""

    id: str
    text: str
    topic: str
    second: str | None = None

    @property
    def right(self) -> set[str]:
        """All topics that count as right."""
        return {topic for topic in (self.topic, self.second) if topic}


def read_questions(path: Path) -> list[Question]:
    """Read a tab-separated file with the columns vraag, onderwerp and optionally tweede and id.

    Raises:
        BadQuestions: no such file, not UTF-8, a missing column, an empty field, no rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = {"vraag", "onderwerp"} - set(reader.fieldnames or ())
            if missing:
                raise BadQuestions(f"{path.name}: no column {', '.join(sorted(missing))}")
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestions(f"{path.name}: cannot be read ({error})") from error
    questions = []
    for number, row in enumerate(rows, start=2):
        text, topic = (row["vraag"] or "").strip(), (row["onderwerp"] or "").strip()
        if not text or not topic:
            raise BadQuestions(f"{path.name}: line {number} has an empty vraag or onderwerp")
        second = (row.get("tweede") or "").strip() or None
        questions.append(Question(row.get("id") or str(number - 1), text, topic, second))
    if not questions:
        raise BadQuestions(f"{path.name}: there are no questions in it")
    return questions


def evaluate(
    questions: Sequence[Question], understand: Callable[[str], Understood]
) -> dict[str, Any]:
    """Measure all questions; shares are fractions from 0 to 1. The keys are the command's JSON."""
    results = [(question, understand(question.text)) for question in questions]
    groups: dict[str, list[tuple[Question, Understood]]] = defaultdict(list)
    for question, understood in results:
        groups[load_topics().group_of(question.topic)].append((question, understood))
    confusions = Counter(
        (question.topic, understood.topic or "(niets)")
        for question, understood in results
        if not _found(question, understood, 1)
    )
    return {
        "n": len(results),
        **_shares(results),
        "per_groep": {
            group: {"n": len(members), **_shares(members)} for group, members in groups.items()
        },
        "verwarringen": [
            {"onderwerp": right, "voorspeld": wrong, "aantal": count}
            for (right, wrong), count in confusions.most_common(WORST)
        ],
        "resultaten": [_result(question, understood) for question, understood in results],
    }


def _found(question: Question, understood: Understood, within: int) -> bool:
    return any(c.topic in question.right for c in understood.ranking[:within])


def _answered_wrongly(question: Question, understood: Understood) -> bool:
    if understood.outcome is Outcome.crisis:
        return "crisis" not in question.right
    return understood.outcome in ANSWERED and not _found(question, understood, 1)


def _shares(results: Sequence[tuple[Question, Understood]]) -> dict[str, float]:
    def share(hits: Iterable[bool]) -> float:
        return round(sum(hits) / len(results), 4)

    return {
        "top1": share(_found(q, u, 1) for q, u in results),
        "top3": share(_found(q, u, 3) for q, u in results),
        "beantwoord": share(u.outcome in ANSWERED for _, u in results),
        "fout_beantwoord": share(_answered_wrongly(q, u) for q, u in results),
    }


def _result(question: Question, understood: Understood) -> dict[str, Any]:
    return {
        "id": question.id,
        "onderwerp": question.topic,
        "voorspeld": understood.topic,
        "top3": [candidate.topic for candidate in understood.ranking[:3]],
        "zekerheid": round(understood.ranking[0].confidence, 4) if understood.ranking else 0.0,
        "beslissing": understood.outcome.value,
    }
