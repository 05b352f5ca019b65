"""The employers' self-scan on a page: choose, answer, fill in the action plan, take it away.

Nothing is kept here. What was answered and typed travels in the forms, and in a small file that
the visitor may save and bring back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import StrictStr, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.forms import Problem, TooLarge, bounded
from bot.web.templates import page
from knowledge.files import Strict
from knowledge.self_scan import (
    ActionPlan,
    Answer,
    Choice,
    ScanError,
    Section,
    action_plan,
    choices,
    load_scan,
    progress,
    questions,
    read_answers,
    scan_words,
)
from knowledge.self_scan_files import as_csv, as_xlsx

PATH = "/zelfscan"
MAX_BODY = 64 * 1024
"""The largest form that is read, in bytes; every text at its longest fits."""
MAX_FILE = 60_000
"""The largest saved file that is read, in bytes."""
MAX_FORM_FIELDS = 500
LIMITS = {"actie": 300, "wie": 150, "timing": 60, "opmerkingen": 300}
"""What the employer fills in for a section, and the most characters of each."""
SAVED_NAME = "zelfscan-antwoorden.json"
_MAX_SENTENCE = 200
# Not allowed in a spreadsheet's XML, not to be written as UTF-8, or the first half of a line end.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Filled:
    """What a form or a saved file holds.

    Attributes:
        chosen: the id of a choice; empty when none, or none that exists, was sent.
        answers: by the id of the question.
        notes: what was typed in the plan, by section and field; a text that is too long stays.
        problems: what could not be used.
    """

    chosen: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class SavedScan(Strict):
    """The saved file: what was chosen, answered and typed, and nothing about who did."""

    terugwijzer: Literal["zelfscan"]
    versie: Literal[1]
    keuze: StrictStr
    antwoorden: dict[str, StrictStr]
    plan: dict[str, dict[str, StrictStr]]


_Pairs = Iterable[tuple[str, str]]
_Make = Callable[[Filled], Response]


def read_fields(pairs: _Pairs) -> Filled:
    """Read a form's fields: `keuze`, `antwoord.<question>` and `plan.<section>.<field>`.

    Other names are passed over. A field that cannot be used becomes a problem, the rest stays.
    """
    scan = load_scan()
    sections = {question.section.id: question.section for question in scan.questions}
    linkable = {
        "keuze",
        *(f"antwoord.{question.id}" for question in scan.questions),
        *(f"plan.{section}.{name}" for section in sections for name in LIMITS),
    }
    found = Filled()
    problems: list[Problem] = []
    for name, text in pairs:
        kind, _, rest = name.partition(".")
        try:
            if kind == "keuze" and text:
                questions((text,), scan)
                found = replace(found, chosen=text)
            elif kind == "antwoord" and text:
                found.answers.update(read_answers({rest: text}, scan))
            elif kind == "plan":
                _read_note(rest, _clean(text), sections, found.notes)
        except ScanError as error:
            sentence = _clean(str(error))[:_MAX_SENTENCE]
            problems.append(Problem(name if name in linkable else "", sentence))
    return replace(found, problems=tuple(problems))


def read_saved(raw: bytes) -> Filled:
    """Read a saved file.

    Raises:
        ScanError: too large, empty, not a saved file, or something in it that does not exist.
    """
    wrong = scan_words().pagina.fouten
    if len(raw) > MAX_FILE:
        raise ScanError("bestand", wrong.bestand_te_groot.format(maximum=MAX_FILE // 1000))
    if not raw:
        raise ScanError("bestand", wrong.geen_bestand)
    try:
        content: Any = json.loads(raw.decode("utf-8-sig"))
        saved = SavedScan.parse_obj(content)
    except (ValidationError, ValueError, RecursionError) as error:
        raise ScanError("bestand", wrong.ander_bestand) from error
    if not saved.keuze:
        raise ScanError("bestand", wrong.ander_bestand)
    pairs = [("keuze", saved.keuze)]
    pairs += [(f"antwoord.{id_}", answer) for id_, answer in saved.antwoorden.items()]
    pairs += [
        (f"plan.{section}.{name}", text)
        for section, notes in saved.plan.items()
        for name, text in notes.items()
    ]
    filled = read_fields(pairs)
    if filled.problems:
        raise ScanError("bestand", filled.problems[0].sentence)
    return filled


def as_saved(filled: Filled) -> bytes:
    """Write the file that `read_saved` reads."""
    plan: dict[str, dict[str, str]] = {}
    for (section, name), text in filled.notes.items():
        plan.setdefault(section, {})[name] = text
    content = SavedScan(
        terugwijzer="zelfscan",
        versie=1,
        keuze=filled.chosen,
        antwoorden={id_: answer.value for id_, answer in filled.answers.items()},
        plan=plan,
    )
    return json.dumps(content.dict(), ensure_ascii=False, indent=1).encode()


def filled_plan(filled: Filled) -> ActionPlan:
    """Make the action plan, with what the employer typed in its rows."""
    plan = action_plan(filled.answers, load_scan())
    rows = []
    for row in plan.rows:
        place = row.section.id
        texts: dict[str, Any] = {n: filled.notes.get((place, n), getattr(row, n)) for n in LIMITS}
        rows.append(replace(row, **texts))
    return replace(plan, rows=tuple(rows))


def _read_note(
    place: str, text: str, sections: dict[str, Section], notes: dict[tuple[str, str], str]
) -> None:
    """Add a text of the plan; an empty one only for `wie`, where it replaces our suggestion.

    Raises:
        ScanError: a place that does not exist, or a text that is too long, which is kept.
    """
    words = scan_words()
    section, _, name = place.partition(".")
    if section not in sections or name not in LIMITS:
        raise ScanError(place, words.pagina.fouten.onderdeel.format(naam=place))
    if text or name == "wie":
        notes[section, name] = text
    if len(text) > LIMITS[name]:
        raise ScanError(
            place,
            words.pagina.fouten.te_lang.format(
                veld=getattr(words.actieplan.kolommen, name),
                titel=sections[section].titel,
                maximum=LIMITS[name],
                lengte=len(text),
            ),
        )


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text).strip()


def _start(filled: Filled, status: int = 200) -> Response:
    scan = load_scan()
    whole, *parts = choices(scan)
    groups: list[tuple[Choice, list[Choice]]] = []
    for choice in parts:
        if choice.is_theme:
            groups[-1][1].append(choice)
        else:
            groups.append((choice, []))
    return _page(
        "zelfscan_start.html",
        status,
        filled,
        hidden=[*_answer_fields(filled), *_note_fields(filled)],
        whole=whole,
        groups=list(zip(scan.checklists, groups, strict=True)),
        saved_name=SAVED_NAME,
        max_file=MAX_FILE,
    )


def _questions(filled: Filled, status: int = 200, *, resumed: bool = False) -> Response:
    scan = load_scan()
    asked = questions((filled.chosen,), scan)
    here = {question.id for question in asked}
    elsewhere = {id_: answer for id_, answer in filled.answers.items() if id_ not in here}
    return _page(
        "zelfscan_vragen.html",
        status,
        filled,
        hidden=[
            ("keuze", filled.chosen),
            *_answer_fields(replace(filled, answers=elsewhere)),
            *_note_fields(filled),
        ],
        chosen=next(choice for choice in choices(scan) if choice.id == filled.chosen),
        progress=progress((filled.chosen,), filled.answers, scan),
        checklists=scan.checklists,
        themes={question.theme.id for question in asked},
        resumed=resumed,
    )


def _plan(filled: Filled, status: int = 200) -> Response:
    plan = filled_plan(filled)
    shown = {row.section.id for row in plan.rows}
    elsewhere = {place: text for place, text in filled.notes.items() if place[0] not in shown}
    return _page(
        "zelfscan_actieplan.html",
        status,
        filled,
        hidden=[
            ("keuze", filled.chosen),
            *_answer_fields(filled),
            *_note_fields(replace(filled, notes=elsewhere)),
        ],
        plan=plan,
        limits=LIMITS,
    )


def _page(name: str, status: int, filled: Filled, **content: object) -> Response:
    return page(
        name,
        status,
        filled=filled,
        words=scan_words(),
        source=load_scan().checklists[0].bron,
        path=PATH,
        **content,
    )


def _answer_fields(filled: Filled) -> list[tuple[str, str]]:
    return [(f"antwoord.{id_}", answer.value) for id_, answer in filled.answers.items()]


def _note_fields(filled: Filled) -> list[tuple[str, str]]:
    return [(f"plan.{section}.{name}", text) for (section, name), text in filled.notes.items()]


def _save(filled: Filled) -> Response:
    return _attached(as_saved(filled), "application/json", SAVED_NAME)


def _xlsx(filled: Filled) -> Response:
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _attached(as_xlsx(filled_plan(filled)), media_type, "actieplan.xlsx")


def _csv(filled: Filled) -> Response:
    return _attached(as_csv(filled_plan(filled)), "text/csv; charset=utf-8", "actieplan.csv")


def _attached(content: bytes, media_type: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=disposition)


def _checked(make: _Make, filled: Filled) -> Response:
    """Make the response; with problems, show the page on which they can be mended instead."""
    if not filled.chosen:
        first = Problem("keuze", scan_words().pagina.fouten.geen_keuze)
        return _start(replace(filled, problems=filled.problems or (first,)), 422)
    if any(problem.name.startswith("plan.") for problem in filled.problems):
        return _plan(filled, 422)
    if filled.problems:
        return _questions(filled, 422)
    return make(filled)


def _refused(name: str, sentence: str, status: int) -> Response:
    return _start(Filled(problems=(Problem(name, sentence),)), status)


def _resumed(raw: bytes) -> Response:
    try:
        return _questions(read_saved(raw), resumed=True)
    except ScanError as error:
        return _refused("bestand", str(error), 422)


async def _sent(request: Request) -> tuple[list[tuple[str, str]], bytes]:
    """Return the form's texts and the content of its file.

    Raises:
        TooLarge: more than MAX_BODY.
        HTTPException: the form cannot be read.
    """
    async with bounded(request, MAX_BODY).form(max_files=1, max_fields=MAX_FORM_FIELDS) as form:
        items = form.multi_items()
        texts = [(name, value) for name, value in items if isinstance(value, str)]
        files = [await value.read() for _, value in items if isinstance(value, UploadFile)]
    return texts, b"".join(files)


async def start(request: Request) -> Response:
    """Show what the self-scan is, with the choices."""
    return await run_in_threadpool(_start, Filled())


async def resume(request: Request) -> Response:
    """Take up a saved file again."""
    wrong = scan_words().pagina.fouten
    try:
        _, raw = await _sent(request)
    except TooLarge:
        sentence = wrong.bestand_te_groot.format(maximum=MAX_FILE // 1000)
        return await run_in_threadpool(_refused, "bestand", sentence, 413)
    except HTTPException:
        return await run_in_threadpool(_refused, "", wrong.formulier, 400)
    return await run_in_threadpool(_resumed, raw)


def _posted(make: _Make) -> Callable[[Request], Awaitable[Response]]:
    async def handler(request: Request) -> Response:
        wrong = scan_words().pagina.fouten
        try:
            texts, _ = await _sent(request)
        except TooLarge:
            return await run_in_threadpool(_refused, "", wrong.formulier_te_groot, 413)
        except HTTPException:
            return await run_in_threadpool(_refused, "", wrong.formulier, 400)
        return await run_in_threadpool(lambda: _checked(make, read_fields(texts)))

    return handler


async def to_start(request: Request) -> Response:
    """Lead a visitor who opens one of the later pages by its address to the first."""
    return RedirectResponse(PATH, status_code=303)


_POSTED: dict[str, Callable[[Request], Awaitable[Response]]] = {
    f"{PATH}/verder": resume,
    f"{PATH}/vragen": _posted(_questions),
    f"{PATH}/actieplan": _posted(_plan),
    f"{PATH}/actieplan.xlsx": _posted(_xlsx),
    f"{PATH}/actieplan.csv": _posted(_csv),
    f"{PATH}/bewaar": _posted(_save),
}
ROUTES = [
    Route(PATH, start),
    Route(PATH, _posted(_start), methods=["POST"]),
    *(Route(path, handler, methods=["POST"]) for path, handler in _POSTED.items()),
    *(Route(path, to_start) for path in _POSTED),
]
