"""The check on training examples sees what it must see."""

from __future__ import annotations

from bot.examples import check_examples, load_examples


def kinds(examples: dict[str, list[str]]) -> set[tuple[str, str]]:
    return {(finding.kind, finding.topic) for finding in check_examples(examples)}


VARIED = [
    "hoe zit dat met mijn uitkering",
    "krijg ik nog geld",
    "Mijn man is ziek, wat nu?",
    "progressief werken, mag dat",
]


def test_varied_examples_raise_nothing() -> None:
    assert kinds({"gwh_wat": VARIED, "herval": ["terug ziek", "weer thuis na een week"]}) == set()


def test_near_duplicates_are_seen() -> None:
    examples = {
        "gwh_wat": [*VARIED, "hoe zit dat met mijn uitkering?", "hoe zit da met mijn uitkering"]
    }
    assert ("bijna dubbel", "gwh_wat") in kinds(examples)


def test_an_example_of_two_topics_is_seen() -> None:
    examples = {"gwh_wat": VARIED, "herval": ["Krijg ik nog geld?"]}
    assert ("in twee onderwerpen", "herval") in kinds(examples)


def test_a_frame_is_seen() -> None:
    framed = [
        f"kan ik misschien {word}"
        for word in ["aan", "bij", "tot", "uit", "met", "op", "in", "na", "voor"]
    ]
    assert ("zelfde begin", "gwh_wat") in kinds({"gwh_wat": [*VARIED, *framed]})


def test_a_word_that_gives_the_topic_away_is_seen() -> None:
    examples = {
        "hulp_gent": [
            f"werkschakel {word}" for word in ("waar", "bellen", "uren", "adres", "kost")
        ],
        "herval": VARIED,
    }
    assert ("verraadt het onderwerp", "hulp_gent") in kinds(examples)


def test_no_example_stands_in_two_topics() -> None:
    found = [f for f in check_examples(load_examples()) if f.kind == "in twee onderwerpen"]
    assert found == []


def test_every_topic_has_enough_examples() -> None:
    assert {t: len(lines) for t, lines in load_examples().items() if len(lines) < 50} == {}
