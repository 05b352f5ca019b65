"""The widget in a real Chromium, on a page of another origin; only Rasa is played by a stand-in."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright
from sqlalchemy import create_engine, select
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Mount
from starlette.routing import Route as Address
from starlette.staticfiles import StaticFiles

from bot.settings import Settings
from bot.web.app import HERE, create_app
from bot.web.feedback import FeedbackRow
from knowledge.replies import role_buttons
from tests.conftest import PROJECT, free_port
from tests.test_browser import FLAGS, screenshot

pytestmark = [pytest.mark.browser]
STATIC = PROJECT / "bot" / "web" / "static"
MOST_BYTES = 25 * 1024
QUESTION = "hoe vraag ik gedeeltelijke werkhervatting aan?"
STRICT = (
    "default-src 'none'; script-src {gateway}; connect-src {gateway}; style-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Een platform</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script type="module" src="{gateway}/static/terugwijzer-chat.js"></script></head>
<body><main><h1>Een platform</h1><p><a href="#x">Een link</a></p></main>
<terugwijzer-chat {attributes}><a href="{gateway}/eenvoudig">Stel je vraag aan Terugwijzer</a></terugwijzer-chat>
</body></html>"""


@dataclass
class Rasa:
    """Plays Rasa: keeps what it was asked, and answers after `seconds`."""

    asked: list[str] = field(default_factory=list)
    seconds: float = 0

    async def answer(self, request: Any) -> JSONResponse:
        message = (await request.json())["message"]
        self.asked.append(message)
        await asyncio.sleep(self.seconds)
        return JSONResponse([{"custom": reply_to(message)}])


def reply_to(message: str) -> dict[str, Any]:
    found = re.fullmatch(r'/rol_kiezen\{"rol": "(\w+)"\}', message)
    says = f"Goed, rol {found[1]}." if found else f"Het antwoord op: {message}"
    blocks: list[dict[str, Any]] = [{"type": "alinea", "tekst": says}]
    if "werkhervatting" in message:
        blocks = [
            {"type": "titel", "tekst": "Gedeeltelijke werkhervatting aanvragen"},
            *blocks,
            {"type": "uitklap", "titel": "Stap voor stap", "soort": "stappen", "items": ["Vraag het."]},
            {"type": "nota", "tekst": "Je ziekenfonds beslist."},
            {
                "type": "stappen",
                "items": [
                    {
                        "titel": "Vraag het aan", "wanneer": "nu", "kop": "Nu te doen", "status": "nu",
                        "wat": "Vul het formulier in.", "waarom": "Zo moet het.",
                    }
                ],
                "profiel": {"rol": "wn", "statuut": "arbeider", "eerste_ziektedag": "2026-11-12"},
            },
        ]  # fmt: skip
    answered = "werkhervatting" in message
    buttons = [{"titel": "Wat mag ik werken?", "payload": "/gwh_wat"}] if answered else []
    return {
        "beslissing": "antwoord" if answered else "gesprek",
        "onderwerp": "gwh_aanvraag" if answered else None,
        "rol": "wn",
        "artikel_versie": "gwh_wat@3" if answered else None,
        "blokken": blocks,
        "knoppen": buttons,
    }


class Host:
    """Plays the site that embeds the widget: a page with a policy and attributes of choice."""

    def __init__(self, gateway: str) -> None:
        self.gateway = gateway
        self.attributes = ""
        self.language = "nl-BE"
        self.policy = STRICT

    async def page(self, request: Any) -> HTMLResponse:
        content = PAGE.format(
            gateway=self.gateway, attributes=self.attributes, language=self.language
        )
        headers = {"Content-Security-Policy": self.policy.format(gateway=self.gateway)}
        return HTMLResponse(content, headers=headers)

    async def demo(self, request: Any) -> HTMLResponse:
        content = (HERE / "demo" / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(content.replace('"/static/', f'"{self.gateway}/static/'))


@dataclass
class World:
    """The three servers: the host's page, the gateway, and what plays Rasa."""

    url: str
    host: Host
    rasa: Rasa
    database: str


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    rasa, host_port, gateway_port, rasa_port = Rasa(), free_port(), free_port(), free_port()
    database = f"sqlite:///{tmp_path_factory.mktemp('mening')}/kennis.db"
    url = f"http://localhost:{host_port}"
    host = Host(f"http://127.0.0.1:{gateway_port}")
    settings = Settings(rasa_port=rasa_port, sites=(url,), secret="een geheim voor de test")
    demo = StaticFiles(directory=HERE / "demo")
    apps = {
        rasa_port: Starlette(
            routes=[Address("/webhooks/rest/webhook", rasa.answer, methods=["POST"])]
        ),
        gateway_port: create_app(settings),
        host_port: Starlette(
            routes=[
                Address("/", host.page),
                Address("/demo/", host.demo),
                Mount("/demo", demo),
            ]
        ),
    }
    running = [
        uvicorn.Server(uvicorn.Config(app, port=port, ws="none", log_level="error"))
        for port, app in apps.items()
    ]
    threads = [threading.Thread(target=server.run, daemon=True) for server in running]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", database)
        patch.setenv("TERUGWIJZER_DATUM", "2026-11-24")
        for thread in threads:
            thread.start()
        while not all(server.started for server in running):
            assert all(thread.is_alive() for thread in threads)
            time.sleep(0.02)
        yield World(url, host, rasa, database)
        for server in running:
            server.should_exit = True
        for thread in threads:
            thread.join(10)


@pytest.fixture
def world(servers: World) -> World:
    servers.host.__init__(servers.host.gateway)
    servers.rasa.asked.clear()
    servers.rasa.seconds = 0
    return servers


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "console",
        lambda line: problems.append(line.text) if "Content Security" in line.text else None,
    )
    opened.goto(world.url)
    yield opened
    context.close()
    assert problems == []


def launcher(page: Page) -> Locator:
    return page.locator("terugwijzer-chat button.launcher")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Terugwijzer")


def said(page: Page) -> Locator:
    """What is shown, without the copy that is announced to a screen reader."""
    return page.get_by_role("region", name="Gesprek")


def announcer(page: Page) -> Locator:
    return panel(page).get_by_role("status")


def open_panel(page: Page) -> None:
    launcher(page).click()
    expect(said(page).get_by_text("Ik ben Terugwijzer")).to_be_visible()


def ask(page: Page, words: str) -> None:
    page.get_by_label("Je vraag").fill(words)
    page.keyboard.press("Enter")


def answer(page: Page) -> Locator:
    return page.locator("article.bot").last


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate(
        """() => {
          const root = document.querySelector('terugwijzer-chat').shadowRoot;
          const wide = [document.documentElement, root.querySelector('.panel'), root.querySelector('.scroll')];
          return wide.some((part) => part.scrollWidth > part.clientWidth);
        }"""
    )


def test_the_widget_with_all_it_loads_is_small() -> None:
    def loaded(path: Path) -> set[Path]:
        source = path.read_text(encoding="utf-8")
        found = {STATIC / name for name in re.findall(r'import .*?"\./([\w-]+\.js)"', source)}
        sheets = {STATIC / name for name in re.findall(r'"([\w-]+\.css)"', source)}
        return {path} | sheets | {deeper for module in found for deeper in loaded(module)}

    files = loaded(STATIC / "terugwijzer-chat.js")
    assert {"gesprek.js", "mening.js", "basis.css"} <= {path.name for path in files}
    size = sum(len(gzip.compress(path.read_bytes())) for path in files)
    print(f"{size} bytes compressed in {len(files)} files")
    assert size <= MOST_BYTES


def test_under_a_strict_policy_it_works_and_reaches_only_the_gateway(
    page: Page, world: World
) -> None:
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.reload()
    expect(launcher(page)).to_be_visible()
    assert not any("/api/" in url for url in urls), "nothing is sent before the visitor opens it"
    open_panel(page)
    ask(page, QUESTION)
    expect(
        answer(page).get_by_role("heading", name="Gedeeltelijke werkhervatting aanvragen")
    ).to_be_visible()
    assert {url.split("/")[2] for url in urls} == {
        world.url.split("/")[2],
        world.host.gateway.split("/")[2],
    }
    style = launcher(page).evaluate(
        "(b) => [getComputedStyle(b).position, getComputedStyle(b).backgroundColor]"
    )
    assert style == ["fixed", "rgb(11, 93, 90)"]


def test_a_site_that_is_not_on_the_list_keeps_its_link(browser: Browser, world: World) -> None:
    page = browser.new_page()
    page.goto(world.url.replace("localhost", "127.0.0.1"))
    page.wait_for_timeout(500)
    expect(page.get_by_role("link", name="Stel je vraag aan Terugwijzer")).to_be_visible()
    expect(launcher(page)).to_have_count(0)
    page.close()


def test_without_script_the_link_leads_to_the_guide(browser: Browser, world: World) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(world.url)
    link = page.get_by_role("link", name="Stel je vraag aan Terugwijzer")
    assert link.get_attribute("href") == f"{world.host.gateway}/eenvoudig"
    context.close()


def test_it_opens_closes_and_gives_the_focus_back(page: Page) -> None:
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    open_panel(page)
    expect(launcher(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_label("Je vraag")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    panel(page).get_by_role("button", name="Sluit").click()
    expect(panel(page)).to_be_hidden()
    expect(launcher(page)).to_be_focused()


def test_the_panel_leaves_the_page_usable(page: Page) -> None:
    open_panel(page)
    page.get_by_role("link", name="Een link").click()
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_visible()


def test_everything_works_with_the_keyboard_alone(page: Page) -> None:
    expect(launcher(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(said(page).get_by_text("Ik ben Terugwijzer")).to_be_visible()
    expect(page.get_by_label("Je vraag")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(answer(page).locator("h2")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if (
            answer(page)
            .locator("summary")
            .first.evaluate("(part) => part === part.getRootNode().activeElement")
        ):
            break
    page.keyboard.press("Enter")
    expect(answer(page).get_by_text("Vraag het.")).to_be_visible()


def test_a_new_answer_is_announced_once_and_the_log_itself_is_silent(page: Page) -> None:
    open_panel(page)
    ask(page, QUESTION)
    expect(announcer(page)).to_have_text(
        f"Gedeeltelijke werkhervatting aanvragen. Het antwoord op: {QUESTION} Je ziekenfonds beslist. "
        "Stappen: Vraag het aan. Keuzes: 1."
    )
    assert announcer(page).get_attribute("aria-live") == "polite"
    assert said(page).get_attribute("aria-live") is None
    assert panel(page).locator("[aria-live]").count() == 1


def test_waiting_shows_and_is_said_only_when_it_lasts(page: Page, world: World) -> None:
    open_panel(page)
    world.rasa.seconds = 5
    ask(page, QUESTION)
    expect(panel(page).get_by_text("Even zoeken…")).to_be_visible()
    assert announcer(page).text_content() == ""
    expect(announcer(page)).to_have_text("Ik zoek nog even.", timeout=6000)
    expect(answer(page).locator("h2")).to_be_visible()
    expect(panel(page).get_by_text("Even zoeken…")).to_be_hidden()


def test_a_reload_keeps_the_conversation_in_this_tab_only(page: Page, world: World) -> None:
    open_panel(page)
    ask(page, QUESTION)
    expect(answer(page).locator("h2")).to_be_visible()
    page.reload()
    launcher(page).click()
    expect(page.locator("article.mine")).to_have_text(f"Jij: {QUESTION}")
    other = page.context.new_page()
    other.goto(world.url)
    open_panel(other)
    expect(other.locator("article.mine")).to_have_count(0)
    assert other.evaluate("localStorage.length") == 0


def test_who_chooses_so_keeps_it_and_can_take_that_back(page: Page, world: World) -> None:
    open_panel(page)
    ask(page, QUESTION)
    expect(answer(page).locator("h2")).to_be_visible()
    page.get_by_label("Onthoud dit gesprek 30 dagen op dit toestel").check()
    other = page.context.new_page()
    other.goto(world.url)
    launcher(other).click()
    expect(other.locator("article.mine")).to_have_count(1)
    other.get_by_label("Onthoud dit gesprek").uncheck()
    assert other.evaluate("localStorage.length") == 0
    other.evaluate(
        "localStorage.setItem('terugwijzer-chat', JSON.stringify({turns: [{mine: 'oud'}], at: 1}))"
    )
    other.evaluate("sessionStorage.clear()")
    other.reload()
    open_panel(other)
    expect(other.locator("article.mine")).to_have_count(0)


def test_starting_again_clears_what_was_said(page: Page) -> None:
    open_panel(page)
    ask(page, QUESTION)
    expect(answer(page).locator("h2")).to_be_visible()
    panel(page).get_by_role("button", name="Opnieuw").click()
    expect(page.locator("article.mine")).to_have_count(0)
    expect(said(page).get_by_text("Ik ben Terugwijzer")).to_be_visible()
    assert QUESTION not in page.evaluate("sessionStorage.getItem('terugwijzer-chat')")


def test_a_message_whose_answer_was_lost_is_sent_again_and_answered_once(
    page: Page, world: World
) -> None:
    open_panel(page)
    bodies: list[dict[str, Any]] = []

    def lose(route: Route) -> None:
        bodies.append(json.loads(route.request.post_data or ""))
        if len(bodies) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/bericht", lose)
    ask(page, QUESTION)
    expect(panel(page).get_by_role("alert")).to_contain_text("Ik kan de gids nu niet bereiken")
    expect(page.get_by_label("Je vraag")).to_have_value(QUESTION)
    panel(page).get_by_role("button", name="Probeer opnieuw").click()
    expect(answer(page).locator("h2")).to_be_visible()
    assert bodies[0] == bodies[1]
    assert len(bodies[0]["id"]) == 32
    assert world.rasa.asked == [QUESTION]
    ask(page, QUESTION)
    expect(page.locator("article.mine")).to_have_count(2)
    assert bodies[2]["id"] != bodies[0]["id"]
    assert len(world.rasa.asked) == 2


def test_a_message_that_failed_survives_a_reload_with_its_id(page: Page, world: World) -> None:
    open_panel(page)
    page.context.set_offline(True)
    ask(page, QUESTION)
    expect(panel(page).get_by_role("alert")).to_be_visible()
    kept = page.evaluate("JSON.parse(sessionStorage.getItem('terugwijzer-chat')).pending.id")
    page.context.set_offline(False)
    page.reload()
    launcher(page).click()
    expect(panel(page).get_by_role("alert")).to_contain_text("kreeg nog geen antwoord")
    with page.expect_request("**/api/bericht") as sent:
        panel(page).get_by_role("button", name="Probeer opnieuw").click()
    assert sent.value.post_data_json["id"] == kept
    expect(answer(page).locator("h2")).to_be_visible()
    assert world.rasa.asked == [QUESTION]


def test_a_refused_message_stays_in_the_field(page: Page) -> None:
    open_panel(page)
    ask(page, "?!")
    expect(panel(page).get_by_role("alert")).to_contain_text("Ik kan hier geen vraag in lezen")
    expect(page.get_by_label("Je vraag")).to_have_value("?!")


def test_html_is_shown_as_text_and_nothing_runs(page: Page) -> None:
    open_panel(page)
    words = "<img src=x onerror=\"document.title='gekraakt'\"><b>hallo</b>"
    ask(page, words)
    expect(page.locator("article.mine")).to_contain_text(words)
    expect(answer(page)).to_contain_text("Het antwoord op")
    assert page.title() == "Een platform"
    assert page.locator("article img").count() == 0


def test_text_from_right_to_left_keeps_its_direction(page: Page) -> None:
    open_panel(page)
    ask(page, "أنا مريض ولا أستطيع العمل")
    shown = page.locator("article.mine div")
    expect(shown).to_be_visible()
    assert shown.evaluate("(part) => getComputedStyle(part).direction") == "rtl"
    assert panel(page).evaluate("(part) => getComputedStyle(part).direction") == "ltr"


def test_role_and_topic_of_the_tag_are_chosen_for_the_visitor(page: Page, world: World) -> None:
    world.host.attributes = 'rol="wg" onderwerp="gwh_wat"'
    page.reload()
    launcher(page).click()
    expect(said(page).get_by_text("Goed, rol wg.")).to_be_visible()
    expect(said(page).get_by_text("Het antwoord op: /gwh_wat")).to_be_visible()
    assert world.rasa.asked == ['/rol_kiezen{"rol": "wg"}', "/gwh_wat"]
    expect(page.locator("article.mine")).to_have_count(0)
    expect(page.get_by_role("button", name=role_buttons()[0].title, exact=True)).to_have_count(0)


def test_wrong_attributes_never_trouble_the_visitor(page: Page, world: World) -> None:
    world.host.attributes = 'rol="baas" onderwerp="bestaat_niet" taal="xx"'
    page.reload()
    sent: list[Any] = []
    page.on("request", lambda r: sent.append(r.post_data_json) if "/api/bericht" in r.url else None)
    with page.expect_console_message(lambda line: "Die knop werkt niet meer" in line.text):
        open_panel(page)
    page.wait_for_timeout(200)
    expect(panel(page).get_by_role("alert")).to_be_hidden()
    assert [message["knop"] for message in sent] == ["/bestaat_niet"]
    assert world.rasa.asked == []


def test_the_button_speaks_the_language_of_the_page(page: Page, world: World) -> None:
    world.host.language = "fr-BE"
    page.reload()
    expect(launcher(page)).to_have_text("Maladie et travail : vos questions")
    open_panel(page)
    expect(panel(page).get_by_text("Ce guide répond en néerlandais")).to_have_attribute(
        "lang", "fr"
    )
    world.host.attributes = 'taal="nl" knoptekst="Vraag het hier"'
    page.reload()
    expect(launcher(page)).to_have_text("Vraag het hier")


def test_the_style_of_the_page_stays_out_and_its_colours_come_in(page: Page, world: World) -> None:
    world.host.policy = "default-src * 'unsafe-inline'"
    page.reload()
    open_panel(page)
    before = answer(page).evaluate(
        "(part) => [getComputedStyle(part).fontSize, getComputedStyle(part).color]"
    )
    page.add_style_tag(
        content="""html { font-size: 62.5% } * { color: red; letter-spacing: 1em; text-transform: uppercase }
          article, button { display: none !important }
          terugwijzer-chat { --terugwijzer-kleur: rgb(1, 2, 3); --terugwijzer-links: 2rem; --terugwijzer-rechts: auto; --terugwijzer-logo: url(/logo.svg) }"""
    )
    style = "(part) => [getComputedStyle(part).fontSize, getComputedStyle(part).color]"
    assert answer(page).evaluate(style) == before
    spaced = answer(page).evaluate(
        "(part) => getComputedStyle(part).letterSpacing + getComputedStyle(part).textTransform"
    )
    assert spaced == "normalnone"
    assert (
        launcher(page).evaluate("(part) => getComputedStyle(part).backgroundColor")
        == "rgb(1, 2, 3)"
    )
    assert launcher(page).bounding_box()["x"] == 20
    logo = launcher(page).locator(".logo")
    assert logo.evaluate("(part) => getComputedStyle(part).backgroundImage").startswith("url(")
    assert page.evaluate("document.adoptedStyleSheets.length") == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (360, 740), (320, 640), (320, 256)])
def test_no_size_needs_sideways_scrolling(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    screenshot(page, f"widget-dicht-{width}x{height}")
    open_panel(page)
    ask(page, f"{QUESTION} {'a' * 60}")
    expect(answer(page).locator("h2")).to_be_visible()
    assert not scrolls_sideways(page)
    page.wait_for_timeout(300)
    if height > 480:
        expect(panel(page).get_by_role("button", name="Sluit")).to_be_in_viewport(ratio=1)
    screenshot(page, f"widget-{width}x{height}")
    for control in panel(page).locator("button:visible, summary:visible, input:visible").all():
        if control.get_attribute("type") != "checkbox":
            assert control.bounding_box()["height"] >= 24
    page.get_by_label("Je vraag").scroll_into_view_if_needed()
    expect(page.get_by_label("Je vraag")).to_be_in_viewport()


def test_on_a_small_screen_the_panel_gives_way_to_who_moves_on(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_panel(page)
    page.get_by_role("link", name="Een link").focus()
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_role("link", name="Een link")).to_be_focused()


def test_an_answer_never_scrolls_the_page_of_the_host(page: Page, world: World) -> None:
    world.host.policy = "default-src * 'unsafe-inline'"
    page.reload()
    page.add_style_tag(content="main { height: 4000px }")
    page.evaluate("scrollTo(0, 700)")
    open_panel(page)
    for _ in range(3):
        ask(page, QUESTION)
        expect(page.get_by_label("Je vraag")).to_have_value("")
    expect(page.locator("article.mine").last).to_be_in_viewport()
    assert page.evaluate("scrollY") == 700


def test_forced_colours_keep_the_edges(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    open_panel(page)
    ask(page, QUESTION)
    expect(answer(page).locator("h2")).to_be_visible()
    for part in (launcher(page), panel(page), answer(page)):
        edge = part.evaluate(
            "(p) => getComputedStyle(p).borderTopStyle + getComputedStyle(p).borderTopWidth"
        )
        assert edge.startswith("solid")
        assert edge != "solid0px"
    screenshot(page, "widget-contrast")


def test_nothing_moves_for_who_wants_no_motion(page: Page) -> None:
    name = "(part) => getComputedStyle(part).animationName"
    open_panel(page)
    assert panel(page).evaluate(name) == "appear"
    page.emulate_media(reduced_motion="reduce")
    assert panel(page).evaluate(name) == "none"
    assert page.locator("terugwijzer-chat .dots").evaluate(name) == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_demo_has_no_faults_that_axe_can_find(
    browser: Browser, world: World, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page.goto(f"{world.url}/demo/")
    expect(launcher(page)).to_be_visible()
    assert findings(page) == []
    launcher(page).click()
    expect(said(page).get_by_text("Goed, rol wn.")).to_be_visible()
    ask(page, QUESTION)
    expect(answer(page).locator("h2")).to_be_visible()
    page.get_by_role("button", name="Nee", exact=True).click()
    page.wait_for_timeout(300)
    screenshot(page, f"widget-demo-{scheme}")
    assert findings(page) == []
    page.close()


def findings(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def opinions(world: World) -> list[Any]:
    with create_engine(world.database).connect() as connection:
        return list(
            connection.execute(
                select(FeedbackRow.topic, FeedbackRow.version, FeedbackRow.clear, FeedbackRow.text)
            )
        )


def test_an_opinion_is_kept_by_version_and_mended_not_doubled(page: Page, world: World) -> None:
    open_panel(page)
    ask(page, QUESTION)
    opinion = answer(page).get_by_role("group", name="Was dit duidelijk?")
    with page.expect_response("**/api/mening"):
        opinion.get_by_role("button", name="Nee").click()
    first = opinions(world)
    assert first[-1] == ("gwh_wat", 3, False, None)
    missing = answer(page).get_by_role("group", name="Wat ontbrak er?")
    expect(missing.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Hoe lang het duurt. Mail me: jan@voorbeeld.be")
    with page.expect_response("**/api/mening"):
        missing.get_by_role("button", name="Verstuur mijn mening").click()
    expect(answer(page).get_by_text("Dank je")).to_be_focused()
    expect(announcer(page)).to_contain_text("Dank je")
    mended = opinions(world)
    assert len(mended) == len(first)
    assert mended[-1].text.startswith("Hoe lang het duurt.")
    assert "jan@" not in mended[-1].text
    expect(answer(page).get_by_text("Was dit duidelijk?")).to_have_count(0)


def test_a_plan_is_saved_as_a_file(page: Page) -> None:
    open_panel(page)
    ask(page, QUESTION)
    expect(page.get_by_role("button", name="Druk mijn plan af")).to_have_count(0)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Bewaar alles als tekst").click()
    assert saved.value.suggested_filename == "mijn-plan.txt"
    assert "25 november 2026" in saved.value.path().read_text(encoding="utf-8")
