"""Whether to answer, to offer a choice, or to say that the question was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Outcome(str, Enum):
    """What the guide does with a message; the value is the word shown on the command line."""

    antwoord = "antwoord"
    keuze = "keuze"
    onbekend = "onbekend"
    crisis = "crisis"
    gesprek = "gesprek"


CRISIS = "crisis"
OUT_OF_SCOPE = "buiten_bereik"


@dataclass(frozen=True)
class Candidate:
    """A topic that a message may be about, with the probability that it is (0 to 1)."""

    topic: str
    confidence: float


@dataclass(frozen=True)
class Thresholds:
    """From which probability the guide answers, and from which it offers a choice (0 to 1)."""

    answer: float
    lead: float
    choice: float
    crisis: float


def decide(
    ranking: Sequence[Candidate],
    crisis_words: bool,
    conversational: frozenset[str],
    thresholds: Thresholds,
) -> Outcome:
    """Decide what to do with a message.

    Args:
        ranking: candidate topics, best first.
        crisis_words: whether words of acute distress were found; these go before everything.
        conversational: topic ids that are small talk, not an article on a subject.
        thresholds: see `Thresholds`; `lead` is by how much the best must be ahead of the second.
    """
    crisis = next((c.confidence for c in ranking if c.topic == CRISIS), 0.0)
    if crisis_words or crisis >= thresholds.crisis:
        return Outcome.crisis
    if not ranking:
        return Outcome.onbekend
    best = ranking[0]
    second = ranking[1].confidence if len(ranking) > 1 else 0.0
    sure = best.confidence >= thresholds.answer or (
        best.confidence >= thresholds.choice and best.confidence - second >= thresholds.lead
    )
    if sure and best.topic == OUT_OF_SCOPE:
        return Outcome.onbekend
    if sure:
        return Outcome.gesprek if best.topic in conversational else Outcome.antwoord
    if best.confidence >= thresholds.choice and best.topic != OUT_OF_SCOPE:
        return Outcome.keuze
    return Outcome.onbekend
