"""The pages of the coach's reference: as HTML, and in a real Chromium."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from bot.web.app import HEADERS, HERE
from bot.web.reference_page import MAX_QUERY, routes
from knowledge.reference import reference_words
from knowledge.store import Store
from tests.conftest import free_port

FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-sync"]
SHOTS = Path(os.environ.get("TERUGWIJZER_SCHERMEN", "var/schermen"))


async def _with_headers(request, call_next):
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def app_for(store: Store) -> Starlette:
    return Starlette(
        routes=[
            *routes(lambda: store),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_with_headers)],
    )


@pytest.fixture(autouse=True)
def _reference_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERUGWIJZER_DATUM", "2026-11-24")


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(app_for(store))


def links(html: str) -> list[str]:
    return re.findall(r'<li>\s*<a href="(/naslag/[^"]+)"', html)


def test_the_overview_lists_every_subject_by_theme(client: TestClient, store: Store) -> None:
    html = client.get("/naslag").text
    number = sum(article.on_subject for article in store.knowledge().articles.values())
    assert f"{number} onderwerpen" in html
    assert len(links(html)) == number
    for name in reference_words().themas.values():
        assert f"<h2>{name}</h2>" in html


def test_the_form_works_without_javascript(client: TestClient) -> None:
    answer = client.get("/naslag?q=gewaarborgd+loon&rol=wg&groep=&datum=2025-12-31")
    assert answer.status_code == 200
    assert links(answer.text)[0] == "/naslag/gewaarborgd_loon?rol=wg&amp;datum=2025-12-31"
    assert 'value="gewaarborgd loon"' in answer.text
    assert '<option value="wg" selected>' in answer.text


def test_the_fragment_is_the_list_alone(client: TestClient) -> None:
    html = client.get("/naslag/zoek?q=gewaarb").text
    assert "<html" not in html
    assert "1 onderwerp<" in html
    assert links(html) == ["/naslag/gewaarborgd_loon"]


def test_nothing_found_is_said_with_a_way_to_help(client: TestClient) -> None:
    html = client.get("/naslag?q=xyzzy").text
    assert "Niets gevonden voor &#39;xyzzy&#39;" in html
    assert "1813" in html


def test_a_topic_shows_both_versions_figures_sources_and_mail(client: TestClient) -> None:
    html = client.get("/naslag/medische_overmacht?rol=wg&datum=2025-12-31").text
    for shown in (
        "<h1>Einde contract door medische overmacht</h1>",
        "Voor de coach",
        "Voor je cliënt: werkgever",
        "Cijfers op 31 december 2025",
        "van 28 november 2022 tot en met 31 december 2025",
        "Niet bevestigd. Vraag het aan",
        "versie medische_overmacht@1",
        "nagekeken op",
        "Onderwerp: Einde contract door medische overmacht",
        "Verwante onderwerpen",
    ):
        assert shown in html
    assert html.count("<h1") == 1
    marked = re.search(r'class="nu">.*?Geldt: </span>([^<]+)', html, re.DOTALL)
    assert marked is not None
    assert marked[1] == "van 28 november 2022 tot en met 31 december 2025"
    assert html.count('aria-current="true">Voor 1 januari 2026') == 1
    assert 'class="reference"' in html
    assert "<details open>" not in html
    assert "<details open>" in client.get("/naslag/medische_overmacht?open=ja").text


@pytest.mark.parametrize("topic", ["onzin", "begroeting", "%3Cscript%3E", "a" * 3000])
def test_an_unknown_topic_is_a_page_with_the_search(client: TestClient, topic: str) -> None:
    answer = client.get(f"/naslag/{topic}")
    assert answer.status_code == 404
    assert "Dit onderwerp bestaat niet" in answer.text
    assert 'role="search"' in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/naslag", "/naslag/gwh_wat"])
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("datum", "2026-02-30", "is geen bestaande datum"),
        ("datum", "morgen", "is geen bestaande datum"),
        ("rol", "baas", "is geen groep"),
        ("rol", "<b>", "is geen groep"),
        ("q", "a" * (MAX_QUERY + 1), "Je zoekvraag is te lang"),
    ],
)
def test_a_wrong_field_is_said_at_the_field_and_kept(
    client: TestClient, path: str, field: str, value: str, sentence: str
) -> None:
    answer = client.get(path, params={field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert f'aria-describedby="fout-{field}"' in answer.text
    assert "<b>" not in answer.text
    if field != "rol":
        assert f'value="{value}"' in answer.text


def test_a_wrong_theme_is_said(client: TestClient) -> None:
    answer = client.get("/naslag?groep=sport&rol=wn")
    assert answer.status_code == 422
    assert "&#39;sport&#39; is geen thema" in answer.text
    assert '<option value="wn" selected>' in answer.text


def test_the_fragment_says_what_is_wrong(client: TestClient) -> None:
    answer = client.get("/naslag/zoek?rol=baas")
    assert answer.status_code == 422
    assert "is geen groep" in answer.text
    assert links(answer.text) == []


def test_what_is_typed_is_shown_as_text(client: TestClient) -> None:
    html = client.get("/naslag", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_nothing_needs_what_the_policy_forbids(client: TestClient) -> None:
    for path in ("/naslag", "/naslag?q=loon", "/naslag/cijfers", "/naslag/onzin"):
        html = client.get(path).text
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?! src=)", html)


@pytest.mark.parametrize("path", ["/naslag", "/naslag/gwh_wat", "/naslag/zoek?q=loon"])
def test_a_database_that_is_away_is_said_in_dutch(tmp_path: Path, path: str) -> None:
    away = Store(f"sqlite:///{tmp_path}/weg/kennis.db")
    answer = TestClient(app_for(away)).get(path)
    assert answer.status_code == 503
    assert "Ik kan de teksten nu niet lezen" in answer.text


def test_the_database_is_opened_at_the_first_visit(store: Store) -> None:
    opened: list[Store] = []

    def open_store() -> Store:
        opened.append(store)
        return store

    made = TestClient(Starlette(routes=routes(open_store)))
    assert opened == []
    made.get("/naslag")
    made.get("/naslag/gwh_wat")
    assert len(opened) == 1


@pytest.fixture(scope="module")
def address(store: Store) -> Iterator[str]:
    """The reference served over HTTP."""
    port = free_port()
    config = uvicorn.Config(app_for(store), port=port, ws="none", log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def page(address: str, chromium: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(
            base_url=address, permissions=["clipboard-read", "clipboard-write"]
        )
        opened = context.new_page()
        problems: list[str] = []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on(
            "console",
            lambda said: problems.append(said.text) if "Security Policy" in said.text else None,
        )
        yield opened
        browser.close()
        assert problems == []


def screenshot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"naslag-{name}.png")


@pytest.mark.browser
def test_from_the_search_field_to_the_answer_with_the_keyboard_in_ten_seconds(page: Page) -> None:
    began = time.monotonic()
    page.goto("/naslag")
    expect(page.get_by_label("Zoek een onderwerp")).to_be_focused()
    page.keyboard.type("gewaarb")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Gewaarborgd loon")).to_be_visible()
    expect(page.get_by_role("heading", name="Voor je cliënt: werknemer")).to_be_visible()
    assert time.monotonic() - began < 10


@pytest.mark.browser
def test_searching_as_one_types_counts_and_keeps_the_address(page: Page) -> None:
    page.goto("/naslag?rol=wg")
    page.get_by_label("Zoek een onderwerp").press_sequentially("sanctie")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\D*\d+ .*onderwerp"))
    expect(page.locator("#resultaten a").first).to_have_text("Sancties voor de werkgever")
    expect(page).to_have_url(re.compile(r"/naslag\?q=sanctie&rol=wg"))
    screenshot(page, "zoeken")
    page.get_by_label("Thema").select_option("premies")
    expect(page.get_by_text("Sancties voor de werkgever")).to_have_count(0)


@pytest.mark.browser
def test_arrows_walk_through_the_results_and_back(page: Page) -> None:
    page.goto("/naslag?q=loon")
    field, results = page.get_by_label("Zoek een onderwerp"), page.locator("#resultaten a")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(results.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(results.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()


@pytest.mark.browser
def test_a_slash_goes_to_the_search_unless_switched_off(page: Page) -> None:
    page.goto("/naslag/gwh_wat")
    field = page.get_by_label("Zoek een onderwerp")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("herval")
    expect(page.locator("#resultaten a").first).to_contain_text("Herval")
    field.fill("")
    expect(page.locator("#resultaten a")).to_have_count(0)
    page.get_by_text("Werken met het toetsenbord").click()
    page.get_by_label("De toets / gebruiken").uncheck()
    page.reload()
    page.keyboard.press("/")
    expect(field).not_to_be_focused()


@pytest.mark.browser
def test_the_mail_text_is_copied(page: Page) -> None:
    page.goto("/naslag/gwh_aanvragen?rol=wg")
    page.get_by_role("button", name="Kopieer als mailtekst").click()
    expect(page.locator("#kopieer-status")).to_have_text("Gekopieerd. Plak de tekst in je mail.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Tekst om te kopiëren").input_value()
    assert copied.startswith("Onderwerp: Gedeeltelijke werkhervatting aanvragen")


@pytest.mark.browser
def test_a_connection_that_fails_is_said_and_the_query_kept(page: Page) -> None:
    page.goto("/naslag")
    page.context.set_offline(True)
    field = page.get_by_label("Zoek een onderwerp")
    field.press_sequentially("loon")
    expect(page.get_by_role("status")).to_contain_text("Ik kan de naslag nu niet bereiken")
    expect(field).to_have_value("loon")


@pytest.mark.browser
def test_without_javascript_the_text_can_be_selected(address: str, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        opened = browser.new_context(java_script_enabled=False, base_url=address).new_page()
        opened.goto("/naslag")
        opened.get_by_label("Zoek een onderwerp").fill("gewaarborgd loon")
        opened.keyboard.press("Enter")
        opened.get_by_role("link", name="Gewaarborgd loon", exact=True).click()
        expect(opened.get_by_label("Tekst om te kopiëren")).to_be_visible()
        expect(opened.get_by_role("button", name="Kopieer als mailtekst")).to_have_count(0)
        opened.get_by_label("Op datum").fill("2025-12-31")
        opened.get_by_role("button", name="Toon").click()
        expect(opened.get_by_role("heading", name="Cijfers op 31 december 2025")).to_be_visible()
        browser.close()


@pytest.mark.browser
def test_an_error_gets_the_focus_and_leads_to_its_field(page: Page) -> None:
    page.goto("/naslag/gwh_wat?datum=2026-02-30")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Op datum")).to_be_focused()
    expect(page.get_by_label("Op datum")).to_have_value("2026-02-30")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_no_sideways_scrolling_and_targets_are_large_enough(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/naslag", "/naslag?q=loon", "/naslag/cijfers?open=ja", "/naslag/" + "a" * 300):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        small = page.evaluate(
            """[...document.querySelectorAll('button, select, input, summary, .onderwerpen a, .dagen a')]
            .map(e => e.getBoundingClientRect()).filter(r => r.height && r.height < 24).length"""
        )
        assert small == 0, path
    page.goto("/naslag/medische_overmacht")
    screenshot(page, f"onderwerp-{width}")
    columns = page.locator(".kolommen > section").evaluate_all(
        "all => all.map(e => Math.round(e.getBoundingClientRect().left))"
    )
    assert (columns[0] == columns[1]) == (width < 896)


@pytest.mark.browser
def test_print_shows_what_is_folded_and_hides_the_forms(page: Page) -> None:
    page.goto("/naslag/medische_overmacht")
    folded = page.locator("#coach details li").first
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.get_by_label("Zoek een onderwerp")).not_to_be_visible()
    expect(page.locator("#mail")).not_to_be_visible()
    expect(page.locator("thead").first).to_be_visible()
