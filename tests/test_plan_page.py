"""The plan and its letters on pages: fill in, read, take away, without JavaScript."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from bot.web.app import HEADERS
from bot.web.plan_form import DATES, MAX_VALUE, NUMBERS, read_filled
from bot.web.plan_page import MAX_BODY, MAX_LETTER, MAX_SUBJECT, ROUTES
from knowledge.articles import Role
from knowledge.errors import ContentError
from knowledge.files import ROOT
from knowledge.letters import load_letters
from knowledge.phrases import phrases
from knowledge.plan_page_words import plan_page_words
from knowledge.rules.profile import Profile
from knowledge.task_words import task_words
from tests.conftest import free_port

WORDS = plan_page_words()
WRONG = phrases().profiel
DAY = date(2026, 11, 24)
SHOTS = Path(os.environ.get("TERUGWIJZER_SCHERMEN", "var/schermen"))
STATIC = Path(__file__).parent.parent / "bot" / "web" / "static"
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-sync"]
FULL = {
    "rol": "wn",
    "eerste_ziektedag.dag": "3",
    "eerste_ziektedag.maand": "augustus",
    "eerste_ziektedag.jaar": "2026",
    "oorzaak": "ziekte",
    "kanker": "true",
    "statuut": "bediende",
    "doel": "deels_hervatten",
    "uren_hervatting": "19,5",
    "daguitkering": "65,20",
}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERUGWIJZER_DATUM", DAY.isoformat())


async def guarded(request: Request, call_next):
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def make_app() -> Starlette:
    """The pages as the gateway serves them: with the styles and the strict headers."""
    return Starlette(
        routes=[*ROUTES, Mount("/static", StaticFiles(directory=STATIC))],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=guarded)],
    )


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_app()) as made:
        yield made


class Fields(HTMLParser):
    """What a browser would send from the forms of a page, and the ids in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.ids: list[str] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        if tag in ("select", "textarea"):
            self._open = found["name"]
            self.fields[self._open] = ""
        if tag == "option" and "selected" in found:
            self.fields[self._open] = found["value"]
        if tag == "input" and (found["type"] in ("hidden", "text") or "checked" in found):
            self.fields[found["name"]] = found["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.fields[self._open] = self.fields[self._open].removeprefix("\n")
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open and self.get_starttag_text().startswith("<textarea"):
            self.fields[self._open] += data


def filled(response) -> dict[str, str]:
    """The fields that hold something."""
    return {name: value for name, value in Fields(response.text).fields.items() if value}


# The form


def test_first_it_is_asked_for_whom_the_plan_is(client) -> None:
    page = client.get("/plan")
    assert page.status_code == 200
    assert re.findall(r'name="rol" value="(..)"', page.text) == [role.value for role in Role]


@pytest.mark.parametrize("role", Role)
def test_every_question_has_its_reason_and_nothing_is_filled_in(client, role: Role) -> None:
    page = client.get("/plan", params={"rol": role.value})
    text = unescape(page.text)
    for name in WORDS.fields(role):
        assert WORDS.question(name, role).vraag in text
        assert WORDS.question(name, role).waarom in text
        assert name in Fields(page.text).ids
    assert filled(page) == {"rol": role.value}


def test_an_employer_is_not_asked_about_the_illness() -> None:
    assert not {"kanker", "burn_out"} & set(WORDS.fields(Role.wg))
    assert "je medewerker" in WORDS.question("hervat_op", Role.wg).vraag


def test_every_field_of_a_profile_is_asked_of_somebody() -> None:
    asked = {name for role in Role for name in WORDS.fields(role)}
    assert asked == set(Profile.__fields__) - {"rol"}
    typed = {name for name in asked if not WORDS.options(name, Role.co)}
    assert typed == {*DATES, *NUMBERS}


@pytest.mark.parametrize("role", ["", "x", "<b>"])
def test_a_group_that_does_not_exist_is_said_with_the_choice(client, role: str) -> None:
    for page in (
        client.get("/plan", params={"rol": role}),
        client.post("/plan", data={"rol": role}),
    ):
        assert page.status_code == 422
        assert f'<a href="#rol">{WRONG["rol"]}</a>' in page.text
        assert "<b>" not in page.text


@pytest.mark.parametrize("path", ["/plan/vragen", "/plan/agenda", "/brief", "/brief/tekst"])
def test_a_later_page_opened_by_its_address_leads_to_the_first(client, path: str) -> None:
    page = client.get(path, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/plan")


def test_what_was_typed_becomes_the_profile() -> None:
    found = read_filled(FULL, DAY)
    assert found.problems == ()
    said = found.profile.dict(exclude_none=True)
    assert said["eerste_ziektedag"] == date(2026, 8, 3)
    assert (str(said["daguitkering"]), str(said["uren_hervatting"])) == ("65.20", "19.5")
    assert (said["kanker"], said["statuut"], said["doel"]) == (True, "bediende", "deels_hervatten")


@pytest.mark.parametrize(("month", "year"), [("8", "2026"), ("aug", "26"), ("08", "2026")])
def test_a_date_is_read_as_people_type_it(month: str, year: str) -> None:
    sent = {**FULL, "eerste_ziektedag.maand": month, "eerste_ziektedag.jaar": year}
    assert read_filled(sent, DAY).profile.eerste_ziektedag == date(2026, 8, 3)


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"eerste_ziektedag.dag": "31", "eerste_ziektedag.maand": "9"}, "eerste_ziektedag", WRONG["eerste_ziektedag"]),
        ({"eerste_ziektedag.jaar": ""}, "eerste_ziektedag", WRONG["eerste_ziektedag"]),
        ({"eerste_ziektedag.jaar": "2027"}, "eerste_ziektedag", "ligt na 24 november 2026"),
        ({"eerste_ziektedag.jaar": "1959"}, "eerste_ziektedag", WRONG["te_lang_geleden"]),
        ({"hervat_op.dag": "x"}, "hervat_op", "De datum bij 'Ben je al volledig terug"),
        ({"hervat_op.dag": "3", "hervat_op.maand": "8", "hervat_op.jaar": "2026"}, "hervat_op", WRONG["hervat_te_vroeg"]),
        ({"uren_hervatting": "veel"}, "uren_hervatting", WRONG["uren_hervatting"]),
        ({"uren_hervatting": "40", "uren_voltijds": "38"}, "uren_hervatting", WRONG["te_veel_uren"]),
        ({"daguitkering": "0"}, "daguitkering", WRONG["daguitkering"]),
        ({"grootte_werkgever": "2,5"}, "grootte_werkgever", WRONG["grootte_werkgever"]),
        ({"statuut": "zelfstandige"}, "statuut", "past niet bij deze rol"),
        ({"gewest": "<i>x</i>"}, "gewest", "'<i>x</i>' ken ik niet"),
        ({"kanker": "misschien"}, "kanker", "'misschien' past niet"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_at_its_field_and_all_is_kept(
    client, sent: dict, field: str, sentence: str
) -> None:
    page = client.post("/plan", data={**FULL, **sent})
    assert page.status_code == 422
    assert sentence in unescape(page.text)
    assert f'<a href="#{field}">' in page.text
    assert field in Fields(page.text).ids
    assert "<i>" not in page.text
    typed = {**FULL, **sent}
    gone = {"statuut", "gewest", "kanker"} & set(sent)
    assert filled(page) == {n: v for n, v in typed.items() if v and n not in gone}


@pytest.mark.parametrize("path", ["/plan/agenda", "/plan/tekst", "/plan/vragen", "/brief"])
def test_nothing_is_made_of_a_wrong_value(client, path: str) -> None:
    page = client.post(path, data={**FULL, "uren_hervatting": "veel"})
    assert (page.status_code, WRONG["uren_hervatting"] in unescape(page.text)) == (422, True)


def test_all_problems_are_said_at_once(client) -> None:
    sent = {"uren_hervatting": "x", "daguitkering": "x", "eerste_ziektedag.jaar": "2030"}
    page = client.post("/plan", data={**FULL, **sent})
    shown = re.findall(r'<li><a href="#([^"]+)">', page.text)
    assert shown == ["eerste_ziektedag", "uren_hervatting", "daguitkering"]


def test_a_very_long_value_is_cut_off(client) -> None:
    page = client.post("/plan", data={**FULL, "gewest": "x" * 9000})
    assert page.status_code == 422
    assert "x" * (MAX_VALUE + 1) not in page.text


def test_a_form_that_is_too_large_or_no_form_is_said(client) -> None:
    page = client.post("/plan", data={**FULL, "tekst": "x" * MAX_BODY})
    assert (page.status_code, WORDS.fouten.formulier_te_groot in page.text) == (413, True)
    many = {f"a{n}": "1" for n in range(100)}
    page = client.post("/plan", data=many)
    assert (page.status_code, WORDS.fouten.formulier in page.text) == (400, True)


# The plan


def test_the_plan_has_all_steps_and_what_was_filled_in(client) -> None:
    page = client.post("/plan", data=FULL)
    text = unescape(page.text)
    assert page.status_code == 200
    assert page.text.count('<li class="step') > 5
    for spoken in ("3 augustus 2026", "19,5", "Bediende", "Stilaan of deels hervatten"):
        assert f"<dd>{spoken}</dd>" in text
    kept = filled(page)
    assert {name: kept[name] for name in FULL} == FULL


@pytest.mark.parametrize("role", Role)
def test_a_plan_without_answers_is_a_plan(client, role: Role) -> None:
    page = client.post("/plan", data={"rol": role.value})
    assert page.status_code == 200
    assert WORDS.plan.niets in page.text


def test_changing_what_was_filled_in_gives_the_form_as_it_was(client) -> None:
    plan = client.post("/plan", data=FULL)
    form = client.post("/plan/vragen", data=filled(plan))
    assert form.status_code == 200
    assert filled(form) == FULL


def test_the_calendar_has_words_about_health_only_when_asked(client) -> None:
    plain = client.post("/plan/agenda", data=FULL)
    asked = client.post("/plan/agenda", data={**FULL, "titels": "volledig"})
    assert plain.headers["content-type"] == "text/calendar; charset=utf-8"
    assert plain.headers["content-disposition"].endswith('.ics"')
    assert plain.text.count("SUMMARY") == asked.text.count("SUMMARY") > 0
    words = re.compile(r"ziek|arts|hervat|uitkering", re.IGNORECASE)
    events = re.sub(r"(?m)^(PRODID|UID).*$", "", plain.text)
    assert not words.search(events)
    assert words.search(asked.text)


def test_the_plan_as_text(client) -> None:
    file = client.post("/plan/tekst", data=FULL)
    assert file.headers["content-disposition"] == 'attachment; filename="mijn-plan.txt"'
    assert file.text.startswith(phrases().plan.titel)


# Letters


@pytest.mark.parametrize("letter", load_letters().values(), ids=lambda letter: letter.id)
def test_every_letter_is_offered_and_shown_to_whom_it_fits(client, letter) -> None:
    for role in Role:
        sent = {"rol": role.value, "brief": letter.id, "ontvanger": "vakbond"}
        offered = f'value="{letter.id}"' in client.post("/plan", data=sent).text
        page = client.post("/brief", data=sent)
        assert offered == (role in letter.voor)
        assert page.status_code == (200 if offered else 422)
        if offered:
            assert unescape(page.text).count(task_words().brieven.let_op) == 1
            assert Fields(page.text).fields["tekst"]
        else:
            assert '<a href="#brieven">' in page.text


def test_a_letter_can_be_changed_saved_and_taken_along(client) -> None:
    letter = filled(client.post("/brief", data={**FULL, "brief": "gwh_aanvraag_nota"}))
    assert "3 augustus 2026" in letter["tekst"]
    assert letter["tekst"].count("[")
    changed = {**letter, "tekst": "Beste <b>dokter</b>,\r\nvan An & co", "onderwerp": "Nota"}
    file = client.post("/brief/tekst", data=changed)
    assert file.headers["content-disposition"] == 'attachment; filename="mijn-brief.txt"'
    assert file.text == "Onderwerp: Nota\n\nBeste <b>dokter</b>,\nvan An & co\n"
    plan = client.post("/plan", data=changed)
    assert "<b>dokter" not in plan.text
    form = client.post("/plan/vragen", data=filled(plan))
    again = client.post("/brief", data=filled(client.post("/plan", data=filled(form))))
    assert filled(again)["tekst"] == "Beste <b>dokter</b>,\nvan An & co"
    assert filled(again)["onderwerp"] == "Nota"
    fresh = client.post("/brief", data={**changed, "brief": "gwh_aanvraag_nota"})
    assert filled(fresh)["tekst"] == letter["tekst"]


@pytest.mark.parametrize(("name", "most"), [("tekst", MAX_LETTER), ("onderwerp", MAX_SUBJECT)])
def test_a_letter_that_is_too_long_is_kept_and_said(client, name: str, most: int) -> None:
    letter = filled(client.post("/brief", data={**FULL, "brief": "gwh_aanvraag_nota"}))
    long = {**letter, name: "a" * (most + 1)}
    page = client.post("/brief/tekst", data=long)
    assert page.status_code == 422
    assert f'<a href="#{name}">' in page.text
    assert filled(page)[name] == long[name]
    assert client.post("/brief/tekst", data={**letter, name: "a" * most}).status_code == 200


def test_a_file_of_no_letter_leads_back_to_the_plan(client) -> None:
    page = client.post("/brief/tekst", data={**FULL, "bewerkt": "x", "tekst": "y"})
    assert page.status_code == 422
    assert '<a href="#brieven">' in page.text


def test_the_handover_asks_for_whom_it_is(client) -> None:
    page = client.post("/brief", data={**FULL, "brief": "overdracht"})
    assert page.status_code == 422
    assert f'<a href="#ontvanger">{WORDS.fouten.ontvanger}</a>' in page.text
    assert "ontvanger" in Fields(page.text).ids


@pytest.mark.parametrize(("share", "told"), [("met", True), ("zonder", False), ("", False)])
def test_the_handover_tells_of_health_only_when_that_is_allowed(client, share, told) -> None:
    sent = {**FULL, "brief": "overdracht", "ontvanger": "vakbond", "gezondheid": share}
    text = filled(client.post("/brief", data=sent))["tekst"]
    assert ("kanker" in text) is told
    assert "de vakbond" in text


def test_sharing_is_asked_only_when_there_is_something_to_share(client) -> None:
    assert WORDS.plan.gezondheid in client.post("/plan", data=FULL).text
    assert WORDS.plan.gezondheid not in client.post("/plan", data={**FULL, "kanker": ""}).text


def test_a_file_of_words_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "plan_pagina.yml").read_text(encoding="utf-8")
    path = tmp_path / "plan_pagina.yml"
    path.write_text(text.replace("[daguitkering, gewest]", "[daguitkering, gewst]"), "utf-8")
    with pytest.raises(ContentError, match="'gewst' is not a field"):
        plan_page_words.__wrapped__(path)


# In a browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The pages on a real port."""
    port = free_port()
    config = uvicorn.Config(make_app(), port=port, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/plan"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


def to_form(browser: Browser, address: str, width: int = 1280, *, script: bool = False) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page.goto(address)
    page.get_by_role("button", name="Werknemer").click()
    started = page.get_by_role("group", name="Op welke dag begon deze ziekte?")
    started.get_by_label("Dag").fill("3")
    started.get_by_label("Maand").fill("8")
    started.get_by_label("Jaar").fill("2026")
    page.get_by_label("Wat wil je nu het liefst?").select_option("deels_hervatten")
    return page


def to_plan(page: Page) -> None:
    page.get_by_role("button", name=WORDS.maak_plan).click()
    expect(page.get_by_role("heading", name=WORDS.plan.meenemen)).to_be_visible()


@pytest.mark.browser
def test_without_script_from_the_form_to_a_changed_letter_and_back(browser, address) -> None:
    page = to_form(browser, address)
    to_plan(page)
    with page.expect_download() as started:
        page.get_by_role("button", name=WORDS.plan.bewaar_agenda).click()
    assert started.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
    page.get_by_role("button", name=load_letters()["gwh_aanvraag_nota"].titel).click()
    page.get_by_label(WORDS.brief.tekst, exact=True).fill("Beste dokter")
    with page.expect_download() as started:
        page.get_by_role("button", name=WORDS.brief.bewaar).click()
    assert started.value.path().read_text(encoding="utf-8").endswith("\n\nBeste dokter\n")
    page.get_by_role("button", name=WORDS.brief.terug).click()
    page.get_by_role("button", name="Verder met je aangepaste brief").click()
    expect(page.get_by_label(WORDS.brief.tekst, exact=True)).to_have_value("Beste dokter")


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_a_mistake_has_the_focus_and_leads_to_its_field(browser, address, script: bool) -> None:
    page = to_form(browser, address, script=script)
    hours = page.get_by_label("Hoeveel uren per week wil je werken?")
    hours.fill("veel")
    page.get_by_role("button", name=WORDS.maak_plan).click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(hours).to_be_focused()
    expect(hours).to_have_value("veel")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_no_width_needs_sideways_scrolling(browser, address, width: int) -> None:
    page = to_form(browser, address, width, script=True)
    SHOTS.mkdir(parents=True, exist_ok=True)

    def look(name: str) -> None:
        page.wait_for_load_state("load")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, button, summary')]"
            ".filter(e => e.getBoundingClientRect().height < 24).length"
        )
        assert small == 0
        page.screenshot(path=SHOTS / f"plan-{name}-{width}.png", full_page=True)

    look("vragen")
    to_plan(page)
    look("toon")
    page.get_by_role("button", name=load_letters()["gwh_aanvraag_nota"].titel).click()
    expect(page.get_by_role("heading", name=task_words().brieven.let_op)).to_be_visible()
    look("brief")


@pytest.mark.browser
def test_on_paper_the_plan_and_the_whole_letter_are_left(browser, address) -> None:
    page = to_form(browser, address, script=True)
    to_plan(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name=WORDS.plan.bewaar_agenda)).to_be_hidden()
    expect(page.locator(".step").first).to_be_visible()
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.pdf(path=SHOTS / "plan.pdf", prefer_css_page_size=True)
    page.emulate_media(media="screen")
    page.get_by_role("button", name=load_letters()["gwh_aanvraag_nota"].titel).click()
    area = page.get_by_label(WORDS.brief.tekst, exact=True)
    expect(area).to_be_visible()
    page.emulate_media(media="print")
    assert area.evaluate("area => area.scrollHeight - area.clientHeight") <= 2
    expect(page.get_by_role("heading", name=task_words().brieven.let_op)).to_be_hidden()
    page.pdf(path=SHOTS / "brief.pdf", prefer_css_page_size=True)
