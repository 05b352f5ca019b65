"""The measuring questions stay unseen: not one of them may be among the training examples."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge.topics import load_topics
from knowledge.wording import normalise
from tests.conftest import PROJECT

BLIND = Path(__file__).parent / "data" / "blind"
SETS = sorted(BLIND.glob("*.tsv"))
FEWEST_PER_TOPIC = 6


def bare(text: str) -> str:
    """Letters and digits only, so that case, accents and punctuation make no difference."""
    return re.sub(r"[^a-z0-9]", "", normalise(text))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def examples() -> set[str]:
    return {
        bare(line.strip()[2:])
        for path in (PROJECT / "data" / "nlu").glob("*.yml")
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
        if line.strip()
    }


def seen(questions: list[str], trained: set[str]) -> list[str]:
    return [question for question in questions if bare(question) and bare(question) in trained]


@pytest.mark.parametrize("path", SETS, ids=[path.stem for path in SETS])
def test_no_measuring_question_was_trained_on(path: Path) -> None:
    assert seen([row["vraag"] for row in rows(path)], examples()) == []


def test_another_case_or_punctuation_is_seen_through() -> None:
    trained = {bare("Hoe vraag ik dat aan?")}
    assert seen(["hoe vraag ik dat AAN"], trained) == ["hoe vraag ik dat AAN"]
    assert seen(["hoe vraag je dat aan"], trained) == []


@pytest.mark.parametrize("path", SETS, ids=[path.stem for path in SETS])
def test_the_labels_are_topics(path: Path) -> None:
    topics = set(load_topics().by_id)
    for row in rows(path):
        assert row["onderwerp"] in topics, row
        assert not row["tweede"] or row["tweede"] in topics, row


@pytest.mark.parametrize("name", ["ontwikkeling", "test"])
def test_every_topic_is_measured(name: str) -> None:
    counts = Counter(row["onderwerp"] for row in rows(BLIND / f"{name}.tsv"))
    assert {t for t in load_topics().by_id if counts[t] < FEWEST_PER_TOPIC} == set()


def test_the_test_set_has_enough_of_what_must_not_go_wrong() -> None:
    counts = Counter(row["onderwerp"] for row in rows(BLIND / "test.tsv"))
    assert counts["buiten_bereik"] >= 150
    assert counts["crisis"] >= 150
    assert counts["andere_taal"] >= 60
    assert len(rows(BLIND / "test_bijna_crisis.tsv")) >= 150
