"""Which facts the articles use: the register, what is left out, and the check on sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge.articles import Role
from knowledge.check import parameter_problems, problems
from knowledge.content import Content
from knowledge.errors import ContentError
from knowledge.facts import Certainty, Fact, coverage, load_facts
from knowledge.topics import load_topics

RESEARCH = Path(__file__).parent.parent.parent / "shared" / "feiten"
FACTS = {
    "zeker": Fact(id="zeker", zekerheid="hoog", onderwerp=("gtb_wat",)),
    "vaag": Fact(id="vaag", zekerheid="laag", onderwerp=("gtb_wat",)),
    "weg": Fact(id="weg", zekerheid="hoog", onderwerp=("gtb_wat",), weggelaten="verouderd"),
}


def test_at_least_95_percent_of_the_sure_facts_are_used_or_left_out_with_a_reason(
    content: Content,
) -> None:
    facts = load_facts()
    found = coverage(content.articles.values(), content.parameters.values(), facts)
    sure = [fact for fact in facts.values() if fact.zekerheid is Certainty.hoog]
    assert len(sure) > 300
    assert found.share(sure) >= 0.95, [f.id for f in found.open if f in sure]


@pytest.mark.skipif(not RESEARCH.is_dir(), reason="the research files are not beside this project")
def test_the_register_holds_every_fact_of_the_research() -> None:
    register = load_facts()
    names = ("uitkering", "reintegratie", "rentree_en_praktijk", "vlaanderen")
    research = [
        fact
        for name in names
        for fact in YAML(typ="safe").load((RESEARCH / f"{name}.yml").read_text(encoding="utf-8"))
    ]
    assert {fact["id"] for fact in research} == set(register)
    for fact in research:
        assert register[fact["id"]].zekerheid.value == fact["zekerheid"]
        assert list(register[fact["id"]].onderwerp) == fact["onderwerp"]


def article(content: Content, facts: list[str]):
    first = content.articles["gwh_wat"]
    source = first.bronnen[0].copy(update={"feiten": tuple(facts)})
    return first.copy(update={"bronnen": (source,)})


def test_coverage_tells_used_left_out_and_open(content: Content) -> None:
    found = coverage([article(content, ["zeker"])], [], FACTS)
    assert found.used == {"zeker": ("gwh_wat",)}
    assert found.left_out == {"weg": "verouderd"}
    assert [fact.id for fact in found.open] == ["vaag"]
    assert found.share(FACTS.values()) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("facts", "problem"), [([], "names no fact"), (["verzonnen"], "there is no fact 'verzonnen'")]
)
def test_a_source_must_name_facts_that_exist(content: Content, facts, problem: str) -> None:
    found = problems(article(content, facts), content.parameters, load_topics(), FACTS)
    assert any(problem in text for _, text in found)


def test_an_unsure_fact_needs_words_of_doubt(content: Content) -> None:
    firm = article(content, ["vaag"]).copy(update={"antwoord": {Role.wn: "Dat is zo."}})
    firm = firm.copy(update={"details": content.articles["afscheid"].details})
    found = [text for _, text in problems(firm, content.parameters, load_topics(), FACTS)]
    assert "vaag is not sure; the text must say so" in found
    unsure = firm.copy(update={"antwoord": {Role.wn: "Dat is niet zeker."}})
    found = [text for _, text in problems(unsure, content.parameters, load_topics(), FACTS)]
    assert "vaag is not sure; the text must say so" not in found


def test_an_unsure_fact_is_never_a_figure(content: Content) -> None:
    figure = content.parameters["gedeeltelijke_werkhervatting/beslissing"]
    value = figure.waarden[0]
    unsure = value.copy(update={"bron": value.bron.copy(update={"feit": "vaag"})})
    wrong = figure.copy(update={"waarden": (unsure,)})
    assert [text for _, text in parameter_problems(wrong, FACTS)] == [
        "'vaag' is not sure; write 'onbekend' instead of a value"
    ]
    assert list(parameter_problems(figure, load_facts())) == []


def test_a_fact_left_out_must_exist(tmp_path: Path) -> None:
    (tmp_path / "feiten.yml").write_text("een: {zekerheid: hoog, onderwerp: [gtb_wat]}\n")
    (tmp_path / "feiten_weggelaten.yml").write_text('twee: "weg"\n')
    with pytest.raises(ContentError, match="no fact has this id"):
        load_facts(tmp_path)
