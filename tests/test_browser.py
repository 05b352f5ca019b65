"""The page in a real Chromium: typing, choosing, sources, and what happens when Rasa is away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.conftest import Servers

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.model]
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-sync"]
SHOTS = Path(os.environ.get("TERUGWIJZER_SCHERMEN", "var/schermen"))
QUESTION = "hoe vraag ik gedeeltelijke werkhervatting aan?"


@pytest.fixture
def page(servers: Servers, chromium: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        opened = browser.new_page(viewport={"width": 900, "height": 1000})
        problems: list[str] = []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.goto(servers.url)
        expect(conversation(opened).get_by_text("een computerprogramma")).to_be_visible()
        yield opened
        browser.close()
        assert problems == []


def conversation(page: Page) -> Locator:
    """What is shown, without the copy that is announced to a screen reader."""
    return page.get_by_role("region", name="Gesprek")


def ask(page: Page, text: str) -> None:
    page.get_by_label("Je vraag").fill(text)
    page.keyboard.press("Enter")


def screenshot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def test_role_question_answer_and_source(page: Page) -> None:
    screenshot(page, "begin")
    page.get_by_role("button", name="Werknemer", exact=True).click()
    expect(conversation(page).get_by_text("ik antwoord vanaf nu voor werknemers")).to_be_visible()
    ask(page, QUESTION)
    answer = page.locator("article.bot").last
    expect(
        answer.get_by_role("heading", name="Gedeeltelijke werkhervatting aanvragen")
    ).to_be_visible()
    answer.get_by_text("Bronnen", exact=True).click()
    source = answer.locator("details[data-kind=bronnen] li").first
    expect(source).to_be_visible()
    expect(source).to_contain_text("gezien op")
    assert source.get_by_role("link").get_attribute("href").startswith("http")
    expect(page.get_by_label("Je vraag")).to_have_value("")
    page.evaluate("window.scrollTo(0, 0)")
    screenshot(page, "antwoord")


def test_everything_works_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar het vraagveld")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Werkgever":
            break
    page.keyboard.press("Enter")
    expect(conversation(page).get_by_text("ik antwoord vanaf nu voor werkgevers")).to_be_visible()
    page.get_by_label("Je vraag").focus()
    page.keyboard.type("mijn werknemer is al negen weken ziek, wat moet ik doen?")
    page.keyboard.press("Enter")
    expect(page.locator("article.bot h2")).to_be_visible()


def test_html_is_shown_as_text_and_nothing_runs(page: Page) -> None:
    text = "<img src=x onerror=\"document.title='gekraakt'\"><b>hallo</b>"
    ask(page, text)
    expect(page.locator("article.mine")).to_contain_text(text)
    expect(page.locator("article.bot").nth(1)).to_be_visible()
    assert page.title() != "gekraakt"
    assert page.locator("article img").count() == 0


def test_an_empty_question_gets_a_sentence(page: Page) -> None:
    ask(page, "   ")
    expect(page.get_by_role("alert")).to_contain_text("Ik zie nog geen vraag")


def test_a_question_that_is_too_long_is_kept(page: Page) -> None:
    ask(page, "a" * 10_000)
    expect(page.get_by_role("alert")).to_contain_text("te lang")
    assert len(page.get_by_label("Je vraag").input_value()) == 10_000


def test_a_connection_that_fails_keeps_the_text_and_can_be_tried_again(page: Page) -> None:
    page.context.set_offline(True)
    ask(page, QUESTION)
    expect(page.get_by_role("alert")).to_contain_text("Ik kan de gids nu niet bereiken")
    expect(page.get_by_label("Je vraag")).to_have_value(QUESTION)
    screenshot(page, "geen-verbinding")
    page.context.set_offline(False)
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.locator("article.bot h2")).to_be_visible()
    assert page.locator("article.mine").count() == 1


def test_a_reload_keeps_the_conversation_and_starting_again_clears_it(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator("article.bot h2")).to_be_visible()
    page.reload()
    expect(page.locator("article.bot h2")).to_be_visible()
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.locator("article.mine")).to_have_count(0)
    expect(conversation(page).get_by_text("Ik ben Terugwijzer")).to_be_visible()


def test_distress_shows_numbers_that_can_be_called(page: Page) -> None:
    ask(page, "ik wil niet meer leven")
    answer = page.locator("article.crisis")
    expect(answer.get_by_role("link", name="1813")).to_have_attribute("href", "tel:1813")
    screenshot(page, "crisis")


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    ask(page, QUESTION)
    expect(page.locator("article.bot h2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    screenshot(page, "smal")


def test_a_dead_rasa_is_said_and_the_text_kept(page: Page, servers: Servers) -> None:
    os.kill(servers.pid_of(f"rasa run.*-p {servers.rasa_port}"), 9)
    ask(page, QUESTION)
    expect(page.get_by_role("alert")).to_contain_text("Ik kan nu even geen antwoord opzoeken")
    expect(page.get_by_label("Je vraag")).to_have_value(QUESTION)
    screenshot(page, "rasa-weg")
    servers.wait_healthy()
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.locator("article.bot h2")).to_be_visible()
