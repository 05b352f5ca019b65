"""The employers' self-scan: the lists, pausing and resuming, the action plan and its files."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from knowledge.errors import ContentError, ContentErrors
from knowledge.facts import Certainty, load_facts
from knowledge.files import ROOT
from knowledge.parameters import load_parameters
from knowledge.prose import sentence_problems, source_problems
from knowledge.self_scan import (
    ALL,
    ActionPlan,
    Answer,
    Phase,
    PlanRow,
    ScanError,
    Section,
    action_plan,
    choices,
    load_scan,
    next_question,
    progress,
    questions,
    read_answers,
    scan_words,
    skip_theme,
)
from knowledge.self_scan_files import WIDTHS, as_csv, as_xlsx

SCAN = load_scan()
WORDS = scan_words()
ARTICLES = {path.stem for path in (ROOT / "articles").rglob("*.yml")}
SECTIONS = [
    section
    for checklist in SCAN.checklists
    for theme in checklist.themas
    for section in theme.secties
]
SHORT, LATER, DONE = Answer.TEKORTKOMING, Answer.OVERWEGEN, Answer.TOEGEPAST
FIRST = SCAN.questions[0]


def ids(section: str) -> list[str]:
    return [q.id for q in SCAN.questions if q.section.id == section]


def plan_of(**sections: Iterable[Answer]) -> ActionPlan:
    """A plan in which the first questions of some sections have these answers."""
    answers = {
        id_: answer
        for section, given in sections.items()
        for id_, answer in zip(ids(section), given, strict=False)
    }
    return action_plan(answers, SCAN)


def csv_rows(plan: ActionPlan) -> list[list[str]]:
    text = as_csv(plan).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def sheet_of(plan: ActionPlan):
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(plan))).active


# The lists


def test_the_scan_is_whole() -> None:
    assert [checklist.id for checklist in SCAN.checklists] == ["c1", "c2", "c3", "c4"]
    assert [checklist.fase for checklist in SCAN.checklists] == list(Phase)
    assert len(SECTIONS) == 35
    assert len(SCAN.questions) == 93


def test_the_lists_are_as_long_as_the_articles_say() -> None:
    figures = load_parameters()
    for checklist in SCAN.checklists:
        said = figures[f"werkgever/checklist_onderdelen_{checklist.nummer}"].waarden[0].waarde
        assert sum(len(theme.secties) for theme in checklist.themas) == said


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_the_texts_of_a_section_read_well(section: Section) -> None:
    texts = [section.titel, *(q.tekst for q in section.vragen), *section.adviezen]
    if section.let_op:
        texts.append(section.let_op.tekst)
    for text in texts:
        assert [*source_problems(text), *sentence_problems(text)] == []
        assert "{" not in text


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_a_section_leads_to_topics_that_can_be_read(section: Section) -> None:
    assert set(section.onderwerpen) <= ARTICLES
    assert section.wie_suggestie


def test_the_words_around_the_scan_read_well() -> None:
    for text in spoken(WORDS.dict()):
        assert [*source_problems(text), *sentence_problems(text)] == []


def spoken(value: Any) -> Iterator[str]:
    """All texts in a value, at any depth."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else ():
        yield from spoken(inner)


def test_a_warning_does_not_rest_on_an_unsure_fact() -> None:
    facts = load_facts()
    warned = [section.let_op for section in SECTIONS if section.let_op]
    assert len(warned) == 11
    for warning in warned:
        assert Certainty.laag not in {facts[id_].zekerheid for id_ in warning.feiten}


def test_a_date_of_law_in_a_warning_rests_on_a_fact() -> None:
    dated = [s.let_op for s in SECTIONS if s.let_op and re.search(r"\b20\d\d\b", s.let_op.tekst)]
    assert dated
    assert all(warning.feiten for warning in dated)


# Choosing, answering, skipping


def test_choices_are_the_whole_each_list_and_each_theme() -> None:
    found = choices(SCAN)
    assert (found[0].id, found[0].count, found[0].phase) == (ALL, 93, None)
    lists = [choice for choice in found if choice.phase and not choice.is_theme]
    themes = [choice for choice in found if choice.is_theme]
    assert [choice.id for choice in lists] == ["c1", "c2", "c3", "c4"]
    assert len(themes) == 11
    assert sum(choice.count for choice in lists) == sum(choice.count for choice in themes) == 93
    assert [choice.id for choice in found[1:4]] == ["c1", "c1_t1", "c1_t2"]


def test_the_questions_are_those_of_what_was_chosen() -> None:
    assert questions((ALL,), SCAN) == SCAN.questions
    assert {q.checklist.id for q in questions(("c3",), SCAN)} == {"c3"}
    assert {q.theme.id for q in questions(("c2_t2",), SCAN)} == {"c2_t2"}
    assert questions((), SCAN) == ()


def test_what_is_chosen_twice_is_asked_once_and_in_order() -> None:
    assert questions(("c4", "c1_t1", "c1"), SCAN) == (
        *questions(("c1",), SCAN),
        *questions(("c4",), SCAN),
    )


def test_every_question_comes_once_until_none_is_left() -> None:
    answers: dict[str, Answer] = {}
    asked = []
    while question := next_question((ALL,), answers, (), SCAN):
        assert progress((ALL,), answers, SCAN).answered == len(asked)
        asked.append(question)
        answers[question.id] = DONE
    assert tuple(asked) == SCAN.questions
    done = progress((ALL,), answers, SCAN)
    assert (done.answered, done.total) == (93, 93)


def test_a_skipped_question_is_not_asked_and_not_counted() -> None:
    after = next_question(("c1",), {}, (FIRST.id,), SCAN)
    assert after == SCAN.questions[1]
    assert progress(("c1",), {}, SCAN).answered == 0


def test_the_next_theme_keeps_what_was_answered_and_skipped() -> None:
    second = SCAN.questions[1].id
    skipped = skip_theme("c1_t1", {FIRST.id: SHORT}, (second,), SCAN)
    assert skipped[0] == second
    assert FIRST.id not in skipped
    assert len(skipped) == len(set(skipped)) == 20
    after = next_question(("c1",), {FIRST.id: SHORT}, skipped, SCAN)
    assert after is not None
    assert after.theme.id == "c1_t2"


def test_answers_outside_the_choice_do_not_count() -> None:
    found = progress(("c4",), {FIRST.id: SHORT}, SCAN)
    assert (found.answered, found.total) == (0, 8)


def test_a_choice_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(ScanError, match="'c9' is geen lijst of thema") as refused:
        next_question(("c1", "c9"), {}, (), SCAN)
    assert refused.value.field == "c9"


# Pausing and resuming


@pytest.mark.parametrize("stop", [0, 1, 40, 93])
def test_nothing_is_lost_between_pause_and_resume(stop: int) -> None:
    kinds = list(Answer)
    answers = {q.id: kinds[n % 3] for n, q in enumerate(SCAN.questions[:stop])}
    kept = json.dumps(answers)
    resumed = read_answers(json.loads(kept), SCAN)
    assert resumed == answers
    assert all(isinstance(answer, Answer) for answer in resumed.values())
    assert next_question((ALL,), resumed, (), SCAN) == next(iter(SCAN.questions[stop:]), None)
    assert action_plan(resumed, SCAN) == action_plan(answers, SCAN)


@pytest.mark.parametrize(
    ("raw", "field", "words"),
    [
        ({"c9_v1": "TOEGEPAST"}, "c9_v1", "'c9_v1' is geen vraag"),
        ({FIRST.id: "MISSCHIEN"}, FIRST.id, f"'MISSCHIEN' is geen antwoord op {FIRST.id}"),
        ({FIRST.id: "toegepast"}, FIRST.id, "Kies TOEGEPAST, OVERWEGEN of TEKORTKOMING"),
        ({FIRST.id: None}, FIRST.id, "geen antwoord op"),
        ({FIRST.id: ["TOEGEPAST"]}, FIRST.id, "geen antwoord op"),
        ([FIRST.id], "antwoorden", "kan ik niet lezen"),
        (None, "antwoorden", "kan ik niet lezen"),
    ],
)
def test_an_unknown_answer_is_refused_by_name(raw: object, field: str, words: str) -> None:
    with pytest.raises(ScanError, match=words) as refused:
        read_answers(raw, SCAN)
    assert refused.value.field == field


# The action plan


def test_most_shortcomings_come_first_then_what_to_consider_then_the_order() -> None:
    plan = plan_of(
        c1_s1_1=[LATER, LATER, LATER, LATER],
        c1_s1_2=[SHORT],
        c1_s1_3=[SHORT, LATER],
        c2_s1_1=[DONE],
        c3_s3_3=[SHORT, SHORT, SHORT],
        c4_s1=[SHORT, LATER],
    )
    order = [row.section.id for row in plan.rows]
    assert order == ["c3_s3_3", "c1_s1_3", "c4_s1", "c1_s1_2", "c1_s1_1"]
    assert plan.remark == WORDS.actieplan.tekortkomingen


def test_the_plan_does_not_depend_on_the_order_of_answering() -> None:
    kinds = list(Answer)
    answers = {q.id: kinds[n % 3] for n, q in enumerate(SCAN.questions)}
    assert action_plan(dict(reversed(answers.items())), SCAN) == action_plan(answers, SCAN)


def test_a_row_holds_what_one_needs_and_leaves_the_rest_open() -> None:
    (row,) = plan_of(c2_s2_1=[SHORT, DONE, LATER]).rows
    texts = {q.id: q.text for q in SCAN.questions}
    first, _, third = ids("c2_s2_1")
    assert row.shortcomings == (texts[first],)
    assert row.considered == (texts[third],)
    assert row.wie == "HR, leidinggevende"
    assert (row.actie, row.timing, row.opmerkingen) == ("", "", "")
    assert [topic.id for topic in row.topics] == list(row.section.onderwerpen)
    assert row.section.let_op


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([DONE, DONE], WORDS.actieplan.geen_tekortkoming),
        ([DONE, LATER], WORDS.actieplan.alleen_overwegen),
        ([], WORDS.actieplan.niets_beantwoord),
    ],
)
def test_a_plan_without_shortcomings_says_so(given: list[Answer], sentence: str) -> None:
    plan = plan_of(c1_s1_1=given)
    assert plan.remark == sentence
    assert not any(row.shortcomings for row in plan.rows)


# The files

FULL = plan_of(**{section.id: [SHORT, LATER, SHORT] for section in SECTIONS})
HEADINGS = [getattr(WORDS.actieplan.kolommen, name) for name in WIDTHS]
NAMES = list(WIDTHS)


def test_every_field_of_the_plan_has_a_column_and_an_explanation() -> None:
    assert list(WORDS.actieplan.kolommen.dict()) == NAMES
    assert set(WORDS.actieplan.uitleg) == {"actie", "wie", "timing", "opmerkingen"}


def test_the_csv_opens_in_a_belgian_excel() -> None:
    content = as_csv(FULL)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.split(b"\r\n", 1)[0].decode("utf-8-sig") == ";".join(HEADINGS)


def assert_tells_the_plan(lines: list[dict[str, str]], plan: ActionPlan) -> None:
    assert len(lines) == len(plan.rows)
    for line, row in zip(lines, plan.rows, strict=True):
        assert row.section.titel in line["onderdeel"]
        assert line["wie"] == row.wie
        assert (line["actie"], line["timing"], line["opmerkingen"]) == ("", "", "")
        for column, texts in {
            "tekortkoming": row.shortcomings,
            "overwegen": row.considered,
            "advies": row.section.adviezen,
            "meer": [topic.titel for topic in row.topics],
        }.items():
            assert all(f"• {text}" in line[column].split("\n") for text in texts)
        if row.section.let_op:
            ours = WORDS.actieplan.let_op.format(tekst=row.section.let_op.tekst)
            assert ours in line["advies"]


def test_the_csv_can_be_read_back() -> None:
    headings, *rows = csv_rows(FULL)
    assert headings == HEADINGS
    assert_tells_the_plan([dict(zip(NAMES, row, strict=True)) for row in rows], FULL)


def test_the_workbook_can_be_read_back() -> None:
    headings, *rows = sheet_of(FULL).iter_rows(values_only=True)
    assert list(headings) == HEADINGS
    lines = [dict(zip(NAMES, (text or "" for text in row), strict=True)) for row in rows]
    assert_tells_the_plan(lines, FULL)


def test_the_workbook_is_ready_to_print() -> None:
    sheet = sheet_of(FULL)
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert [sheet.column_dimensions[c].width for c in "ABCDEFGHI"] == list(WIDTHS.values())
    assert sheet["A1"].font.bold
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    assert "Terugwijzer" in sheet.oddFooter.left.text


def filled_in(text: str) -> ActionPlan:
    row: PlanRow = replace(FULL.rows[0], actie=text, opmerkingen=text)
    return replace(FULL, rows=(row,))


DANGEROUS = [
    '=HYPERLINK("http://x";"klik")',
    "+32 9 000 00 00",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "\r\n=1+1",
    "＝1+1",
    "\x00=1+1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_the_csv_is_a_formula(text: str) -> None:
    _, row = csv_rows(filled_in(text))
    assert row[NAMES.index("actie")] == row[NAMES.index("opmerkingen")]
    assert row[NAMES.index("actie")] == "'" + text.replace("\x00", "")


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_the_workbook_is_a_formula(text: str) -> None:
    cell = sheet_of(filled_in(text)).cell(2, NAMES.index("actie") + 1)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == text.strip("\x00\t \r\n")


@pytest.mark.parametrize(
    "text", ["Overleg met team; dan = klaar", 'Zeg "dank je"', "a\nb", "5 - 6"]
)
def test_harmless_text_stays_as_it_was(text: str) -> None:
    _, row = csv_rows(filled_in(text))
    assert row[NAMES.index("actie")] == text
    cell = sheet_of(filled_in(text)).cell(2, NAMES.index("actie") + 1)
    assert (cell.value, bool(cell.quotePrefix)) == (text, False)


@pytest.mark.parametrize("plan", [plan_of(), plan_of(c1_s1_1=[DONE])], ids=["empty", "all well"])
def test_the_file_of_a_plan_without_rows_says_so(plan: ActionPlan) -> None:
    assert csv_rows(plan)[1] == [plan.remark, *[""] * 8]
    assert sheet_of(plan)["A2"].value == plan.remark


# Wrong files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "zelfscan", tmp_path / "zelfscan"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: c1_s1_1_v2", "id: c1_s1_1_v1", "themas.0.secties.0.vragen.1.id: 'c1_s1_1_v1' is used already; give it another id"),
        ("id: c1_s1_2\n", "id: c1_s1_1\n", "themas.0.secties.1.id: 'c1_s1_1' is used already"),
        ("id: c1_t2", "id: c4_t3", "'c4_t3' is used already"),
        ("id: c1_t2", "id: alles", "'alles' is used already"),
        ("[werkgever_preventie, cijfers]", "[werkgever_preventi, cijfers]", "there is no topic 'werkgever_preventi'; write 'werkgever_preventie'"),
        ("[werkgever_preventie, cijfers]", "[zzz]", "there is no topic 'zzz'; check the spelling"),
        ("[werkgever_preventie, cijfers]", "[]", "needs at least one entry"),
        ("wg_opv_cpbw]", "wg_opv_cpb]", "there is no fact 'wg_opv_cpb'; write 'wg_opv_cpbw'"),
        ("wg_checklists_vier,", "wg_checklists_vijf,", "bron.feiten: there is no fact 'wg_checklists_vijf'"),
        ("fase: voor", "fase: ooit", "fase: value is not a valid enumeration member"),
        ("themas:", "thema:", "thema: is not a known field; write themas"),
        ("wie_suggestie:", "wie_suggesties:", "is not a known field"),
        ("nagekeken_op: 2026-11-24", "nagekeken_op: 2026-02-30", "a date that does not exist"),
        ("nummer: 1\n", "nummer: 1\nnummer: 1\n", "keep one of the two"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_line_and_mend(
    folder: Path, old: str, new: str, words: str
) -> None:
    path = folder / "c1.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentErrors) as refused:
        load_scan(folder)
    line = str(refused.value).splitlines()[0]
    assert re.search(r"c\d\.yml: line \d+: ", line)
    assert words in line


def test_the_line_is_that_of_the_mistake(folder: Path) -> None:
    path = folder / "c1.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = lines.index("          - id: c1_s2_1_v2")
    lines[number] = "          - id: c1_s2_1_v1"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ContentErrors, match=rf"c1\.yml: line {number + 1}: "):
        load_scan(folder)


def test_all_wrong_files_are_named_at_once(folder: Path) -> None:
    for name in ("c2.yml", "c4.yml"):
        (folder / name).write_text("titel: x\n", encoding="utf-8")
    with pytest.raises(ContentErrors) as refused:
        load_scan(folder)
    assert [error.path.name for error in refused.value.errors] == ["c2.yml", "c4.yml"]


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentErrors, match="holds no checklist"):
        load_scan(tmp_path)


def test_words_for_every_answer_are_needed(tmp_path: Path) -> None:
    text = (ROOT / "zelfscan.yml").read_text(encoding="utf-8")
    without = re.sub(r"  OVERWEGEN:\n(    .*\n)+", "", text)
    path = tmp_path / "zelfscan.yml"
    path.write_text(without, encoding="utf-8")
    with pytest.raises(
        ContentError, match=r"line 4: antwoorden: has no words for OVERWEGEN; add them"
    ):
        scan_words(path)
