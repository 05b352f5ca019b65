"""Both sides of 1 January 2026: every figure that changes, and what readers are told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from knowledge.articles import Role
from knowledge.content import Content
from knowledge.decision import Outcome
from knowledge.errors import ValueNotKnown
from knowledge.replies import article_reply
from knowledge.store import Knowledge

FILE = Path(__file__).parent / "data" / "rond_1_januari_2026.yml"
TABLE: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
BEFORE, AFTER = date(2025, 12, 31), date(2026, 1, 1)


def value(content: Content, name: str, day: date) -> Decimal | None:
    try:
        return content.parameters[name].on(day)
    except ValueNotKnown:
        return None


def same(written: float | None, found: Decimal | None) -> bool:
    return (None if written is None else Decimal(str(written))) == found


@pytest.mark.parametrize("row", TABLE["cijfers"], ids=lambda row: row["parameter"])
def test_the_figure_is_right_on_both_days(content: Content, row: dict[str, Any]) -> None:
    assert same(row["voor"], value(content, row["parameter"], BEFORE))
    assert same(row["na"], value(content, row["parameter"], AFTER))


def test_every_figure_that_changes_is_in_the_table(content: Content) -> None:
    changing = {
        name
        for name in content.parameters
        if value(content, name, BEFORE) != value(content, name, AFTER)
    }
    assert changing <= {row["parameter"] for row in TABLE["cijfers"]}


def shown(knowledge: Knowledge, topic: str, role: str, day: date) -> str:
    reply = article_reply(Outcome.antwoord, topic, Role(role), day, day, knowledge)
    texts = [block["tekst"] for block in reply.blocks if "tekst" in block]
    folded = [
        item for block in reply.blocks if block["type"] == "uitklap" for item in block["items"]
    ]
    return " ".join([*texts, *folded]).lower()


@pytest.mark.parametrize("row", TABLE["uitspraken"], ids=lambda row: row["zin"])
def test_readers_are_told_the_rule_of_the_day(knowledge: Knowledge, row: dict[str, Any]) -> None:
    for day, wanted, unwanted in ((BEFORE, "voor", "niet_voor"), (AFTER, "na", "niet_na")):
        text = shown(knowledge, row["onderwerp"], row["doelgroep"], day)
        if row.get(wanted):
            assert row[wanted].lower() in text
        if row.get(unwanted):
            assert row[unwanted].lower() not in text


def test_there_are_enough_statements() -> None:
    assert len(TABLE["uitspraken"]) >= 30
    assert len({row["onderwerp"] for row in TABLE["uitspraken"]}) >= 15
    assert all(row["feit"] and row["bron"] for rows in TABLE.values() for row in rows)
