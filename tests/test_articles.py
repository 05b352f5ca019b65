"""Article files: each real one on its own, and everything that the loader and the check refuse."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import Article, load_articles
from knowledge.check import check, problems
from knowledge.errors import ContentErrors
from knowledge.facts import Certainty, Fact
from knowledge.files import ROOT
from knowledge.parameters import Parameters, load_parameters
from knowledge.topics import load_topics

BROKEN = Path(__file__).parent / "data" / "broken" / "articles"
REFUSALS = {
    "andere_naam": "is not the file's name",
    "zonder_antwoord_coach": "has no text for co",
    "onbekende_doelgroep": "doelgroep",
    "antwoord_te_veel": "'antwoord' has wg",
    "zonder_bronnen": "needs at least one entry",
    "bron_zonder_adres": "'url' is missing",
    "bron_slecht_adres": "url",
    "typfout_veld": "is not a known field",
    "datum_bestaat_niet": "invalid date format",
    "nazicht_te_vroeg": "must be later than",
    "dubbele_sleutel": "keep one of the two",
    "geen_yaml": "line",
}
ARTICLES = sorted((ROOT / "articles").rglob("*.yml"))


@pytest.mark.parametrize("name", REFUSALS)
def test_a_broken_article_is_refused_by_name_and_field(name: str, tmp_path: Path) -> None:
    (tmp_path / "proef").mkdir()
    (tmp_path / "proef" / f"{name}.yml").write_bytes((BROKEN / f"{name}.yml").read_bytes())
    with pytest.raises(ContentErrors) as refused:
        load_articles(tmp_path)
    assert f"{name}.yml" in str(refused.value)
    assert REFUSALS[name] in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_every_broken_article_has_its_refusal() -> None:
    assert {path.stem for path in BROKEN.glob("*.yml")} == set(REFUSALS)


@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_the_article_is_in_order(path: Path) -> None:
    article = load_articles()[path.stem]
    assert list(problems(article, load_parameters(), load_topics())) == []


def test_all_content_together_is_in_order() -> None:
    assert [str(error) for error in check()] == []


def test_the_check_reads_letters_steps_and_the_self_scan_too(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name in ("steps", "letters", "zelfscan"):
        path = next((folder / name).glob("*.yml"))
        path.write_text(path.read_text(encoding="utf-8") + "verzonnen: ja\n", encoding="utf-8")
    assert len([error for error in check(folder) if "verzonnen" in str(error)]) == 3


def article(**changes: object) -> Article:
    return Article(
        **{
            "id": "gtb_wat",
            "groep": "begeleiding",
            "titel": "Wat is GTB en wat doet het?",
            "doelgroep": ["wn", "wz", "wg", "co"],
            "geldig_vanaf": date(2026, 1, 1),
            "nagekeken_op": date(2026, 11, 24),
            "nazicht_voor": date(2027, 5, 24),
            "antwoord": {"wn": "Een.", "wz": "Twee.", "wg": "Drie.", "co": "Vier."},
            "bronnen": [
                {
                    "naam": "Wet",
                    "url": "https://x.be",
                    "soort": "officieel",
                    "gezien_op": "2026-11-22",
                }
            ],
            **changes,
        }
    )


def answers(text: str) -> dict[str, str]:
    return {"wn": text, "wz": "Twee.", "wg": "Drie.", "co": "Vier."}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"antwoord": answers("Dat duurt 14 dagen.")}, "typed in prose"),
        ({"antwoord": answers("Dat duurt acht weken.")}, "typed in prose"),
        ({"antwoord": answers("Je krijgt 60 %.")}, "typed in prose"),
        ({"antwoord": answers("Je krijgt € 40.")}, "typed in prose"),
        ({"antwoord": answers("Vraag het aan uw ziekenfonds.")}, "write 'je'"),
        ({"antwoord": answers('Dat is {{ p("bestaat/niet") }}.')}, "no parameter is called"),
        ({"antwoord": answers("Dat is {{ x }.")}, "cannot fill in"),
        ({"antwoord": answers("Dat is {{ ().__class__.__bases__ }}.")}, "cannot fill in"),
        ({"antwoord": answers("woord " * 120)}, "at most"),
        ({"antwoord": answers("Vier.")}, "same text as the coach"),
        ({"verwant": ["bestaat_niet"]}, "no topic 'bestaat_niet'"),
        ({"id": "verzonnen"}, "not in onderwerpen.yml"),
        ({"groep": "premies"}, "not in onderwerpen.yml"),
    ],
)
def test_the_check_sees_what_a_curator_may_do_wrong(
    changes: dict[str, object], problem: str
) -> None:
    found = list(problems(article(**changes), Parameters({}), load_topics()))
    assert any(problem in text for _, text in found), found


FACTS = {"x": Fact(id="x", zekerheid=Certainty.hoog, onderwerp=("gtb_wat",))}
PROVEN = [
    {
        "naam": "Wet",
        "url": "https://x.be",
        "soort": "officieel",
        "gezien_op": "2026-11-22",
        "feiten": ["x"],
    }
]
ALL_ON_X = {role: ["x"] for role in ("wn", "wz", "wg", "co")}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"antwoord_feiten": {"wn": ["x"]}}, "does not say under 'feiten'"),
        ({"antwoord_feiten": {**ALL_ON_X, "wn": ["y"]}}, "rests on 'y'"),
        (
            {"antwoord": answers("Dat is verplicht."), "antwoord_feiten": {**ALL_ON_X, "wn": []}},
            "rests on no fact",
        ),
        ({"antwoord_feiten": {role: [] for role in ALL_ON_X}}, "nothing rests on 'x'"),
        (
            {
                "antwoord_feiten": ALL_ON_X,
                "details": {"stappen": [{"tekst": "Bel {{ p('a/b') }}.", "feiten": []}]},
            },
            "rests on no fact",
        ),
        ({"antwoord_feiten": ALL_ON_X, "details": {"stappen": [{"tekst": "Bel."}]}}, "does not"),
    ],
)
def test_every_text_must_say_on_which_facts_it_rests(
    changes: dict[str, object], problem: str
) -> None:
    made = article(bronnen=PROVEN, **changes)
    found = list(problems(made, Parameters({}), load_topics(), FACTS))
    assert any(problem in text for _, text in found), found


def test_a_text_that_names_its_facts_has_no_problems() -> None:
    made = article(
        bronnen=PROVEN,
        antwoord_feiten={**ALL_ON_X, "wz": []},
        contacten=[{"naam": "GTB", "wat": "Helpt je.", "feiten": ["x"]}],
        details={"stappen": [{"tekst": "Bel gerust.", "feiten": []}]},
    )
    assert list(problems(made, Parameters({}), load_topics(), FACTS)) == []


def test_a_correct_article_has_no_problems() -> None:
    assert list(problems(article(), Parameters({}), load_topics())) == []


def test_every_article_on_a_subject_shows_a_source_that_can_be_opened_or_read() -> None:
    for loaded in load_articles().values():
        if loaded.on_subject:
            assert any(source.url for source in loaded.bronnen), loaded.id
