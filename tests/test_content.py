"""What a curator may do wrong: one line each, with file, line and mend, and nothing is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.content import load_content
from knowledge.errors import ContentErrors
from knowledge.files import ROOT

ARTICLE = "articles/gedeeltelijke_werkhervatting/gwh_wat.yml"
FIGURE = "parameters/gedeeltelijke_werkhervatting/beslissing.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("articles", "parameters"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (FIGURE, "eenheid:", "\teenheid:", "line 2: a tab is used to indent; use spaces"),
        (FIGURE, "waarde: 30", "waarde: 30,5", "line 6: waarden.0.waarde: must be a number with a point"),
        (FIGURE, "bevestigd_op: 2026-11-22", "bevestigd_op: 1/2/2026", "line 8: waarden.0.bevestigd_op: invalid date format; write dates as 2026-01-31"),
        (ARTICLE, 'titel: "Wat is gedeeltelijke (progressieve) werkhervatting?"', "titel: Let op: dit is nieuw", "line 2: a colon inside a text; put the text between quotes"),
        (ARTICLE, "id: gwh_wat", "id: gwh_voorwaarden", "line 1: id: 'gwh_voorwaarden' is not the file's name; make the two the same"),
        (ARTICLE, "titel:", "titl:", "line 2: titl: is not a known field; write titel"),
        (FIGURE, "omschrijving: \"", "omschrijving: \"x\"\nomschrijving: \"", "keep one of the two"),
        (ARTICLE, "nagekeken_op: 2026-11-24", "nagekeken_op: 2026-02-30", "line 5: a date that does not exist (day is out of range for month)"),
    ],
)  # fmt: skip
def test_each_mistake_gives_one_line_with_file_line_and_mend(
    folder: Path, file: str, old: str, new: str, words: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentErrors) as refused:
        load_content(folder)
    (line,) = str(refused.value).splitlines()
    assert file in line
    assert words in line


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('{{ p("gedeeltelijke_werkhervatting/beslising") }}', "write 'gedeeltelijke_werkhervatting/beslissing'"),
        ('{{ p("iets/heel-anders") }}', "add its file in knowledge/parameters"),
        ('{{ p("x/y" }}', "cannot fill in the text"),
    ],
)  # fmt: skip
def test_a_wrong_name_in_a_text_is_refused_before_anything_is_loaded(
    folder: Path, typed: str, words: str
) -> None:
    path = folder / ARTICLE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  wn: >-\n", f"  wn: >-\n    {typed}\n", 1), encoding="utf-8")
    with pytest.raises(ContentErrors) as refused:
        load_content(folder)
    (line,) = str(refused.value).splitlines()
    assert "antwoord.wn" in line
    assert ": line " in line
    assert words in line


def test_a_copied_file_is_named(folder: Path) -> None:
    shutil.copy(
        folder / ARTICLE, folder / "articles" / "gedeeltelijke_werkhervatting" / "kopie.yml"
    )
    with pytest.raises(
        ContentErrors, match=r"kopie\.yml: line 1: id: 'gwh_wat' is not the file's name"
    ):
        load_content(folder)
