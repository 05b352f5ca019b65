"""The plan and its letters on pages of their own, without JavaScript: fill in, read, take away.

Nothing is kept here. What was typed travels in the forms.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.web.forms import NoForm, Problem, TooLarge, read_texts
from bot.web.plan_form import DATES, NUMBERS, PARTS, Filled, read_filled, told
from bot.web.take_away import FILE_NAME, figures
from bot.web.templates import page
from knowledge.articles import Role
from knowledge.dates import reference_date
from knowledge.letter_turn import WITH_HEALTH, WITHOUT_HEALTH
from knowledge.letters import (
    HANDOVER,
    Letter,
    Recipient,
    WrittenLetter,
    letters_for,
    load_letters,
    write_handover,
    write_letter,
)
from knowledge.phrases import phrases
from knowledge.plan_page_words import plan_page_words
from knowledge.replies import step_blocks
from knowledge.rules.calendar_file import as_calendar
from knowledge.rules.plan import Plan, make_plan
from knowledge.rules.plan_text import as_lines
from knowledge.rules.profile import ProfileError
from knowledge.step_texts import load_steps
from knowledge.task_words import task_words

PATH, LETTER_PATH = "/plan", "/brief"
MAX_BODY = 64 * 1024
"""The largest form that is read, in bytes; a letter of the most characters fits."""
MAX_FIELDS = 60
MAX_LETTER = 12_000
MAX_SUBJECT = 200
PLAN_FILE, LETTER_FILE = "mijn-plan.txt", "mijn-brief.txt"
FULL_TITLES = "volledig"


@dataclass(frozen=True)
class Draft:
    """A letter as the visitor has it: its id, and the texts that may have been changed."""

    id: str
    subject: str
    body: str

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The fields that carry it along."""
        return [("bewerkt", self.id), ("onderwerp", self.subject), ("tekst", self.body)]


_Texts = Mapping[str, str]
_Make = Callable[[Filled, _Texts], Response]


def read_draft(texts: _Texts, role: Role) -> Draft | None:
    """Return the letter that travels along in a form; None when there is none for this role."""
    letter = load_letters().get(texts.get("bewerkt", ""))
    if letter is None or role not in letter.voor:
        return None
    return Draft(letter.id, texts.get("onderwerp", ""), texts.get("tekst", ""))


def speaks_of_health(filled: Filled) -> bool:
    """Tell whether somebody told something about their own health that a handover could name."""
    profile = filled.profile
    return profile.rol is not Role.wg and bool(profile.kanker or profile.burn_out)


def _choose_role(problem: Problem | None = None, status: int = 200) -> Response:
    return _page("plan_rol.html", status, problems=[problem] if problem else [])


def _form(filled: Filled, texts: _Texts, status: int = 200) -> Response:
    words = plan_page_words()
    draft = read_draft(texts, filled.role)
    return _page(
        "plan_vragen.html",
        status,
        problems=filled.problems,
        filled=filled,
        role_name=phrases().rollen[filled.role].voor,
        groups=words.groups(filled.role),
        dates=DATES,
        numbers=NUMBERS,
        parts=PARTS,
        skip=dict.fromkeys(("kanker", "burn_out", "doel"), words.liever_niet),
        unknown=task_words().weet_niet,
        hidden=[("rol", filled.role.value), *(draft.hidden if draft else [])],
    )


def _plan(
    filled: Filled, texts: _Texts, problem: Problem | None = None, status: int = 200
) -> Response:
    plan = _made(filled)
    draft = read_draft(texts, filled.role)
    goal = filled.profile.doel
    return _page(
        "plan_toon.html",
        status,
        problems=[problem] if problem else [],
        blocks=list(step_blocks(plan, plan.steps)),
        told=told(filled),
        hidden=[*filled.hidden, *(draft.hidden if draft else [])],
        letters=letters_for(filled.role, goal),
        draft=load_letters()[draft.id] if draft else None,
        handover=HANDOVER if filled.role in load_letters()[HANDOVER].voor else "",
        recipients=task_words().brieven,
        ask_health=speaks_of_health(filled),
        full_titles=FULL_TITLES,
        with_health=WITH_HEALTH,
        without_health=WITHOUT_HEALTH,
        chosen=texts,
    )


def _calendar(filled: Filled, texts: _Texts) -> Response:
    plain = texts.get("titels") != FULL_TITLES
    content = as_calendar(_made(filled), plain_titles=plain)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=_file(FILE_NAME))


def _text(filled: Filled, texts: _Texts) -> Response:
    return PlainTextResponse("\n".join(as_lines(_made(filled))), headers=_file(PLAN_FILE))


def _letter(filled: Filled, texts: _Texts) -> Response:
    """Show the letter that was asked for, or the changed one that travels along."""
    words = plan_page_words()
    asked = texts.get("brief")
    draft = read_draft(texts, filled.role)
    letter = load_letters().get(asked or (draft.id if draft else ""))
    if letter is None or filled.role not in letter.voor:
        role = phrases().rollen[filled.role].voor
        sentence = words.fouten.geen_brief.format(rol=role)
        return _plan(filled, texts, Problem("brieven", sentence), 422)
    if asked is None and draft is not None:
        return _shown(filled, letter, _written(filled, letter, texts), draft)
    if asked == HANDOVER and texts.get("ontvanger") not in list(Recipient):
        return _plan(filled, texts, Problem("ontvanger", words.fouten.ontvanger), 422)
    written = _written(filled, letter, texts)
    return _shown(filled, letter, written, Draft(letter.id, written.subject, written.body))


def _shown(
    filled: Filled,
    letter: Letter,
    written: WrittenLetter,
    draft: Draft,
    problems: tuple[Problem, ...] = (),
) -> Response:
    blanks = replace(written, subject=draft.subject, body=draft.body).blanks
    return _page(
        "brief.html",
        422 if problems else 200,
        problems=problems,
        letter=letter,
        draft=draft,
        blanks=blanks,
        written=written,
        around=task_words().brieven,
        hidden=[*filled.hidden, ("bewerkt", letter.id)],
        most_letter=MAX_LETTER,
        most_subject=MAX_SUBJECT,
    )


def _letter_text(filled: Filled, texts: _Texts) -> Response:
    """Give the letter as it was changed; a text that is too long comes back with a sentence."""
    draft = read_draft(texts, filled.role)
    if draft is None:
        return _letter(filled, {})
    wrong = plan_page_words().fouten
    problems = []
    if len(draft.subject) > MAX_SUBJECT:
        sentence = wrong.onderwerp_te_lang.format(maximum=MAX_SUBJECT)
        problems.append(Problem("onderwerp", sentence))
    if len(draft.body) > MAX_LETTER:
        sentence = wrong.te_lang.format(maximum=MAX_LETTER, lengte=len(draft.body))
        problems.append(Problem("tekst", sentence))
    if problems:
        letter = load_letters()[draft.id]
        return _shown(filled, letter, _written(filled, letter, texts), draft, tuple(problems))
    subject = f"{plan_page_words().brief.onderwerp}: {draft.subject}"
    return PlainTextResponse(f"{subject}\n\n{draft.body}\n", headers=_file(LETTER_FILE))


def _written(filled: Filled, letter: Letter, texts: _Texts) -> WrittenLetter:
    if letter.id != HANDOVER:
        return write_letter(letter, filled.profile, reference_date(), figures())
    sent = texts.get("ontvanger", "")
    recipient = next((one for one in Recipient if one.value == sent), Recipient.rentree_coach)
    share = speaks_of_health(filled) and texts.get("gezondheid") == WITH_HEALTH
    return write_handover(_made(filled), recipient, figures(), share_health=share)


def _made(filled: Filled) -> Plan:
    return make_plan(filled.profile, reference_date(), load_steps(), figures())


def _page(name: str, status: int, **content: object) -> Response:
    return page(
        name,
        status,
        words=plan_page_words(),
        roles=phrases().rollen,
        path=PATH,
        letter_path=LETTER_PATH,
        **content,
    )


def _file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _checked(make: _Make, texts: _Texts, day: date) -> Response:
    """Make the response; with problems, show the form on which they can be mended instead."""
    try:
        filled = read_filled(texts, day)
    except ProfileError as error:
        return _choose_role(Problem("rol", str(error)), 422)
    return _form(filled, texts, 422) if filled.problems else make(filled, texts)


async def start(request: Request) -> Response:
    """Ask for whom the plan is; with `?rol=`, show the questions for that group of users."""
    role = request.query_params.get("rol")
    if role is None:
        return await run_in_threadpool(_choose_role)
    return await run_in_threadpool(_checked, _form, {"rol": role}, reference_date())


def _posted(make: _Make) -> Callable[[Request], Awaitable[Response]]:
    async def handler(request: Request) -> Response:
        wrong = plan_page_words().fouten
        try:
            texts = await read_texts(request, MAX_BODY, MAX_FIELDS)
        except TooLarge:
            return await run_in_threadpool(_choose_role, Problem("", wrong.formulier_te_groot), 413)
        except NoForm:
            return await run_in_threadpool(_choose_role, Problem("", wrong.formulier), 400)
        return await run_in_threadpool(_checked, make, texts, reference_date())

    return handler


async def to_start(request: Request) -> Response:
    """Lead a visitor who opens one of the later pages by its address to the first."""
    return RedirectResponse(PATH, status_code=303)


_POSTED: dict[str, Callable[[Request], Awaitable[Response]]] = {
    f"{PATH}/vragen": _posted(_form),
    f"{PATH}/agenda": _posted(_calendar),
    f"{PATH}/tekst": _posted(_text),
    LETTER_PATH: _posted(_letter),
    f"{LETTER_PATH}/tekst": _posted(_letter_text),
}
ROUTES = [
    Route(PATH, start),
    Route(PATH, _posted(_plan), methods=["POST"]),
    *(Route(path, handler, methods=["POST"]) for path, handler in _POSTED.items()),
    *(Route(path, to_start) for path in _POSTED),
]
