"""Whether to answer, to offer a choice, or to say that the question was not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(str, Enum):
    """What the guide does with a message; the value is the word shown on the command line."""

    antwoord = "antwoord"
    keuze = "keuze"
    onbekend = "onbekend"
    crisis = "crisis"
    gesprek = "gesprek"


CRISIS = "crisis"
OUT_OF_SCOPE = "buiten_bereik"
MANY_WORDS = 2
ONE_WORD = 0.3
"""By what the chance is multiplied for a single word that is not listed, such as "alles"."""
WORDS_ALONE = 0.5
"""The chance of acute distress when a listed word is found and no model is sure."""


@dataclass(frozen=True)
class Candidate:
    """A topic that a message may be about, with the probability that it is (0 to 1)."""

    topic: str
    confidence: float


@dataclass(frozen=True)
class Thresholds:
    """The probabilities (0 to 1) from which the guide does something; see config.yml.

    Attributes:
        answer: the best topic is answered.
        choice: two or three topics are offered; below it the guide says that it does not know.
        crisis: the helplines come first.
    """

    answer: float
    choice: float
    crisis: float


def distress_of(
    signal: Mapping[str, Any], ranking: Sequence[Candidate], words: int = MANY_WORDS
) -> float:
    """Weigh everything that points to acute distress into one chance (0 to 1).

    Two models see it in different ways: one knows only distress and all else, the other weighs it
    against every topic. Their mean misses less than either; words alone count for a half.

    Args:
        signal: `kans` (0 to 1) of the detector, and `woorden`: whether a listed word was found.
        ranking: the candidate topics.
        words: how many words the message has; one word that is not listed tells the models little.
    """
    as_topic = next((c.confidence for c in ranking if c.topic == CRISIS), 0.0)
    mean = (float(signal.get("kans", 0.0)) + as_topic) / 2
    if signal.get("woorden"):
        return max(mean, WORDS_ALONE)
    return mean * ONE_WORD if words == 1 else mean


def decide(
    ranking: Sequence[Candidate],
    distress: float,
    conversational: frozenset[str],
    thresholds: Thresholds,
) -> Outcome:
    """Decide what to do with a message.

    A wrong answer that sounds sure costs five times as much as asking back; the thresholds have
    the lowest cost on the development set.

    Args:
        ranking: candidate topics, best first.
        distress: the chance (0 to 1) of acute distress; it goes before everything.
        conversational: topic ids that are small talk, not an article on a subject.
        thresholds: from which probability what is done.
    """
    if distress >= thresholds.crisis or (ranking and ranking[0].topic == CRISIS):
        return Outcome.crisis
    if not ranking:
        return Outcome.onbekend
    best = ranking[0]
    if best.topic == OUT_OF_SCOPE or best.confidence < thresholds.choice:
        return Outcome.onbekend
    if best.topic in conversational:
        return Outcome.gesprek
    return Outcome.antwoord if best.confidence >= thresholds.answer else Outcome.keuze
