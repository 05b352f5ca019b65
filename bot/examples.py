"""Reading the training examples, and looking for what makes them worth less than they seem."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from ruamel.yaml import YAML

from bot.settings import PROJECT
from knowledge.wording import normalise

NEAR = 92
"""From this likeness (0 to 100, rapidfuzz) two examples say the same."""
FRAME_WORDS = 3
FRAME_SHARE = 0.03
"""A sentence opening in a larger share of a topic's examples than this is a frame."""
FRAME_LEAST = 8
GIVEAWAY_SHARE = 0.6
"""A word in a larger share of a topic's examples than this gives the topic away too easily."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Finding:
    """One thing to look at: which kind, in which topic, and what."""

    kind: str
    topic: str
    what: str


@lru_cache(maxsize=1)
def load_examples() -> Mapping[str, tuple[str, ...]]:
    """Return all training examples by topic."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = (line.strip() for line in block["examples"].splitlines())
            found[block["intent"]].extend(line[2:] for line in lines if line)
    return {topic: tuple(lines) for topic, lines in found.items()}


def check_examples(examples: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Look for near-duplicates, examples of two topics, frames, and words that give away."""
    owners: dict[str, str] = {}
    for topic, lines in examples.items():
        plain = [" ".join(_WORD.findall(normalise(line))) for line in lines]
        for text in plain:
            other = owners.setdefault(text, topic)
            if other != topic:
                yield Finding("in twee onderwerpen", topic, f"{text} (ook {other})")
        yield from _near_duplicates(topic, plain)
        yield from _frames(topic, plain)
    yield from _giveaways(examples)


def _near_duplicates(topic: str, lines: Sequence[str]) -> Iterator[Finding]:
    likeness = process.cdist(lines, lines, scorer=fuzz.ratio, score_cutoff=NEAR, workers=-1)
    for first in range(len(lines)):
        for second in range(first + 1, len(lines)):
            if likeness[first, second] >= NEAR:
                yield Finding("bijna dubbel", topic, f"{lines[first]} | {lines[second]}")


def _frames(topic: str, lines: Sequence[str]) -> Iterator[Finding]:
    openings = Counter(" ".join(line.split()[:FRAME_WORDS]) for line in lines)
    for opening, count in openings.items():
        if count >= FRAME_LEAST and count > FRAME_SHARE * len(lines):
            yield Finding("zelfde begin", topic, f"{count} x {opening} …")


def _giveaways(examples: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Words that stand in most examples of one topic and hardly anywhere else."""
    having = {
        topic: Counter(word for line in lines for word in set(_WORD.findall(normalise(line))))
        for topic, lines in examples.items()
    }
    everywhere: Counter[str] = Counter()
    for counts in having.values():
        everywhere.update(counts)
    for topic, counts in having.items():
        for word, count in counts.items():
            share = count / len(examples[topic])
            if share > GIVEAWAY_SHARE and count > 0.9 * everywhere[word]:
                yield Finding("verraadt het onderwerp", topic, f"{word}: {share:.0%}")
