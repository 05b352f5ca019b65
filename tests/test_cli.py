"""The command line as others use it to measure this project."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT, free_port, run

pytestmark = pytest.mark.model

ASK_KEYS = {
    "vraag",
    "onderwerp",
    "zekerheid",
    "alternatieven",
    "beslissing",
    "antwoord",
    "bronnen",
    "artikel_versie",
}
EVALUATE_KEYS = {
    "n",
    "top1",
    "top3",
    "beantwoord",
    "fout_beantwoord",
    "per_groep",
    "verwarringen",
    "resultaten",
}


def ask(*arguments: str) -> dict:
    result = run("ask", "--json", *arguments)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_the_employers_answer_is_picked_from_the_sentence(model: None) -> None:
    answer = ask("mijn werknemer is al negen weken ziek, wat moet ik doen?")
    assert set(answer) >= ASK_KEYS
    assert answer["rol"] == "wg"
    assert answer["beslissing"] == "antwoord"
    assert answer["artikel_versie"].startswith(answer["onderwerp"] + "@")
    assert answer["bronnen"]
    assert answer["alternatieven"][0]["onderwerp"] == answer["onderwerp"]
    assert 0 <= answer["zekerheid"] <= 1


def test_role_and_date_can_be_given(model: None) -> None:
    answer = ask(
        "hoe vraag ik gedeeltelijke werkhervatting aan?", "--rol", "co", "--datum", "2026-01-01"
    )
    assert answer["onderwerp"] == "gwh_aanvragen"
    assert answer["rol"] == "co"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("hallo", "--datum", "2026-02-31"), "geen bestaande datum"),
        (("hallo", "--datum", "1/2/2026"), "JJJJ-MM-DD"),
        (("hallo", "--rol", "baas"), "geen rol"),
        (("a" * 10_000,), "te lang"),
    ],
)
def test_wrong_arguments_get_one_clear_sentence(arguments: tuple[str, ...], words: str) -> None:
    result = run("ask", *arguments)
    assert result.returncode == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", "onbekend"),
        ("🙂 !!! ???", "onbekend"),
        ("<script>alert('x')</script>", "onbekend"),
        ("ik wil niet meer leven", "crisis"),
        ("dag", "gesprek"),
        ("hoe maak ik lasagne voor zes personen", "onbekend"),
    ],
)
def test_odd_messages_are_not_answered_as_if_understood(guide, text: str, outcome: str) -> None:
    from datetime import date

    understood, reply = guide.answer(text, None, date(2026, 11, 24))
    assert understood.outcome.value in (outcome, "keuze" if outcome == "onbekend" else outcome)
    assert "<script" not in reply.text


def test_evaluate_reports_every_figure(model: None, tmp_path: Path) -> None:
    file = tmp_path / "vragen.tsv"
    file.write_text(
        "vraag\tonderwerp\ttweede\tdoelgroep\n"
        "hoe vraag ik gedeeltelijke werkhervatting aan?\tgwh_aanvragen\t\twn\n"
        "wat is gedeeltelijke werkhervatting?\therval\tgwh_wat\twn\n"
        "hallo\tbegroeting\t\twn\n"
        "goedemorgen\tgtb_wat\t\twn\n"
    )
    result = run("evaluate", str(file), "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert set(report) == EVALUATE_KEYS
    assert report["n"] == 4
    assert report["top1"] == 0.75
    assert report["fout_beantwoord"] == 0.25
    assert report["verwarringen"] == [
        {"onderwerp": "gtb_wat", "voorspeld": "begroeting", "aantal": 1}
    ]
    assert set(report["resultaten"][0]) == {
        "id",
        "onderwerp",
        "voorspeld",
        "top3",
        "zekerheid",
        "beslissing",
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"vraag\tid\nx\t1\n", "no column onderwerp"),
        (b"vraag\tonderwerp\n", "no questions"),
        (b"vraag\tonderwerp\nx\t\n", "line 2"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_a_file_with_questions_that_cannot_be_used(tmp_path: Path, content, words: str) -> None:
    (tmp_path / "v.tsv").write_bytes(content)
    result = run("evaluate", str(tmp_path / "v.tsv"))
    assert result.returncode == 1
    assert words in result.stderr


def test_a_port_in_use_stops_the_start_with_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("run", TERUGWIJZER_PORT=str(taken.getsockname()[1]))
    assert result.returncode == 1
    assert "already in use" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_port_that_is_no_number_stops_the_start() -> None:
    result = run("run", TERUGWIJZER_PORT="tachtig")
    assert result.returncode == 1
    assert "must be a port number" in result.stderr


def copy_of_the_project(folder: Path) -> Path:
    """The tracked and new files, with this environment linked in."""
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    for name in files:
        if (PROJECT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((PROJECT / name).read_bytes())
    return folder


def run_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of a copy of the project."""
    python = PROJECT / ".venv" / "bin" / "python"
    ports = {
        name: str(free_port())
        for name in ("TERUGWIJZER_PORT", "TERUGWIJZER_RASA_PORT", "TERUGWIJZER_ACTION_PORT")
    }
    return subprocess.run(
        [str(python), "-m", "bot.cli", *arguments],
        cwd=folder,
        env={**os.environ, **ports, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=200,
    )


def test_a_broken_article_stops_the_start_and_loads_nothing(tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    article = folder / "knowledge" / "articles" / "begeleiding" / "gtb_wat.yml"
    article.write_text(article.read_text().replace("titel:", "tietel:"))
    result = run_in(folder, "run")
    assert result.returncode == 1
    assert "gtb_wat.yml" in result.stderr
    assert "tietel" in result.stderr
    assert not list(folder.rglob("*.db")) or "Ready" not in result.stdout


def test_a_failed_training_stops_the_start(tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    (folder / "data" / "nlu" / "gesprek.yml").write_text('version: "3.1"\nnlu: [\n')
    result = run_in(folder, "run")
    assert result.returncode == 1
    assert "Training failed" in result.stderr
    assert "Ready" not in result.stdout


def test_the_makefile_says_how_to_get_python(tmp_path: Path) -> None:
    for name in ("Makefile", ".python-version"):
        (tmp_path / name).write_bytes((PROJECT / name).read_bytes())
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("make", "bash", "touch", "cat", "grep"):
        found = subprocess.run(["which", tool], capture_output=True, text=True).stdout.strip()
        (tools / tool).symlink_to(found)
    result = subprocess.run(
        ["make", "run"],
        cwd=tmp_path,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert result.returncode != 0
    assert "Python 3.10 is needed" in result.stderr
    assert not (tmp_path / ".venv").exists()
