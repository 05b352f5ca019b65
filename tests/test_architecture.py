"""The structure that must hold: who may import whom, and lists of ids that must be equal."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge.articles import load_articles
from knowledge.topics import load_topics

PROJECT = Path(__file__).parent.parent
FORBIDDEN = {
    "knowledge": {"rasa", "rasa_sdk", "bot", "actions"},
    "actions": {"rasa", "bot"},
    "bot": {"actions", "rasa_sdk"},
}


def imported(source: str) -> set[str]:
    """The top-level packages that a piece of Python imports, at any depth of the code."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def wrong_imports(folder: Path, package: str) -> list[str]:
    return [
        f"{path.name} imports {name}"
        for path in sorted(folder.rglob("*.py"))
        for name in imported(path.read_text(encoding="utf-8")) & FORBIDDEN[package]
    ]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_point_one_way(package: str) -> None:
    assert wrong_imports(PROJECT / package, package) == []


@pytest.mark.parametrize("line", ["import rasa", "from rasa_sdk import Action", "import bot.cli"])
def test_the_import_check_sees_a_wrong_import(tmp_path: Path, line: str) -> None:
    (tmp_path / "rules.py").write_text(f"def f():\n    {line}\n")
    assert wrong_imports(tmp_path, "knowledge")


def domain_intents() -> set[str]:
    domain = YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    return set(domain["intents"])


def trained_intents() -> set[str]:
    return {
        block["intent"]
        for path in (PROJECT / "data" / "nlu").glob("*.yml")
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]
        if "intent" in block
    }


def ruled_intents() -> set[str]:
    rules = YAML(typ="safe").load((PROJECT / "data" / "stories" / "regels.yml").read_text())
    return {step["intent"] for step in rules["rules"][0]["steps"][0]["or"]}


def test_articles_intents_rule_and_examples_name_the_same_topics() -> None:
    articles = set(load_articles())
    assert domain_intents() - {"rol_kiezen", "taak_antwoord"} == articles
    assert trained_intents() == domain_intents()
    assert ruled_intents() == domain_intents()
    assert articles <= set(load_topics().by_id)


def test_examples_stand_in_the_file_of_their_group() -> None:
    for path in (PROJECT / "data" / "nlu").glob("*.yml"):
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            group = load_topics().group_of(block["intent"])
            assert path.stem == ("systeem" if group == "onbekend" else group), block["intent"]


def test_every_intent_has_at_least_30_different_examples() -> None:
    for path in (PROJECT / "data" / "nlu").glob("*.yml"):
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            examples = {line.strip().lower() for line in block["examples"].splitlines()}
            assert len(examples) >= 30, f"{block['intent']}: {len(examples)}"
