"""No page of the guide has a fault that axe-core can find (WCAG 2.0 to 2.2, levels A and AA)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench import screenshots
from bench.screenshots import QUESTION, ask, chat
from tests.conftest import Servers
from tests.test_browser import FLAGS

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.model]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
WIDTHS = (1280, 320)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(servers: Servers, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        base_url=servers.url,
        viewport={"width": WIDTHS[0], "height": 900},
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def unfold(page: Page) -> None:
    """Open every fold of the conversation or the page, those inside the widget as well."""
    page.locator("article.bot details, main details:visible").evaluate_all(
        "(folds) => folds.forEach((fold) => { fold.open = true; })"
    )


def chat_answer(page: Page) -> None:
    screenshots.chat_answer(page)
    unfold(page)
    page.get_by_role("button", name="Nee", exact=True).click()
    expect(page.get_by_text("Wat ontbrak er?")).to_be_visible()


def chat_plan(page: Page) -> None:
    screenshots.chat_plan(page)
    unfold(page)


def chat_error(page: Page) -> None:
    chat(page)
    page.context.set_offline(True)
    ask(page, QUESTION)
    expect(page.get_by_role("alert")).to_contain_text("Ik kan de gids nu niet bereiken")


def chat_crisis(page: Page) -> None:
    chat(page)
    ask(page, "ik wil niet meer leven")
    expect(page.locator("article.crisis").get_by_role("link", name="1813")).to_be_visible()


def simple(page: Page) -> None:
    page.goto("/eenvoudig")


def simple_answer(page: Page) -> None:
    simple(page)
    page.get_by_label("Je vraag").fill(QUESTION)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("#antwoord h2")).to_be_visible()
    unfold(page)


def simple_error(page: Page) -> None:
    simple(page)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("alert")).to_be_visible()


def reference(page: Page) -> None:
    page.goto("/naslag")


def reference_topic(page: Page) -> None:
    screenshots.reference_topic(page)
    unfold(page)


def reference_nothing(page: Page) -> None:
    page.goto("/naslag?q=zzzzzz")
    expect(page.locator("#resultaten li")).to_have_count(0)


def reference_missing(page: Page) -> None:
    assert page.goto("/naslag/bestaat_niet").status == 404


def reference_error(page: Page) -> None:
    page.goto("/naslag?datum=31-02-2026")
    expect(page.get_by_role("alert")).to_be_visible()


def scan(page: Page) -> None:
    page.goto("/zelfscan")


def scan_questions(page: Page) -> None:
    scan(page)
    page.locator("input[name=keuze]").first.check()
    page.locator("form button").first.click()
    expect(page.locator("fieldset.vraag").first).to_be_visible()
    unfold(page)


def demo(page: Page) -> None:
    page.goto("/demo/")
    expect(page.locator("terugwijzer-chat .launcher")).to_be_visible()


def demo_answer(page: Page) -> None:
    screenshots.demo_answer(page)
    unfold(page)


def scan_error(page: Page) -> None:
    scan(page)
    page.locator("form button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def not_found(page: Page) -> None:
    assert page.goto("/bestaat-niet").status == 404


STATES = (
    chat, chat_answer, chat_plan, chat_error, chat_crisis,
    simple, simple_answer, simple_error,
    reference, reference_topic, reference_nothing, reference_missing, reference_error,
    scan, scan_questions, scan_error, screenshots.scan_plan,
    demo, demo_answer, not_found,
)  # fmt: skip


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_a_page_has_no_faults_that_axe_can_find(page: Page, reach: Callable[[Page], None]) -> None:
    reach(page)
    found = [
        f"{width} px, {scheme}: {fault}"
        for width in WIDTHS
        for scheme in SCHEMES
        for fault in faults(page, width, scheme)
    ]
    assert found == []


def faults(page: Page, width: int, scheme: str) -> list[str]:
    """What axe finds on the page as it is now, at one width in one colour scheme."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    violations = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{violation['id']}: {node['html']}"
        for violation in violations
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_what_has_the_focus_is_never_behind_the_question_field(page: Page, width: int) -> None:
    screenshots.chat_answer(page)
    page.set_viewport_size({"width": width, "height": 640})
    page.locator("article.bot summary").first.focus()
    for _ in range(14):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
              const focused = document.activeElement;
              const footer = document.querySelector('footer');
              if (focused === document.body || footer.contains(focused)) return '';
              const { bottom } = focused.getBoundingClientRect();
              return bottom > footer.getBoundingClientRect().top ? focused.textContent : '';
            }"""
        )
        assert hidden == ""


def test_the_focus_stays_in_the_page_when_a_message_is_sent_again(page: Page) -> None:
    chat_error(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Probeer opnieuw").press("Enter")
    expect(page.locator("article.bot h2")).to_be_visible()
    expect(page.get_by_label("Je vraag")).to_be_focused()


def test_a_screen_reader_hears_what_can_be_chosen(page: Page) -> None:
    chat(page)
    page.get_by_role("button", name="Werknemer", exact=True).press("Enter")
    expect(page.get_by_role("article", name="Antwoord van Terugwijzer").last).to_be_focused()
    ask(page, "wat zijn mijn volgende stappen?")
    expect(page.get_by_role("status")).to_contain_text("Keuzes: Arbeider, Bediende,")


def test_a_screen_reader_hears_the_steps_of_a_plan(page: Page) -> None:
    screenshots.chat_plan(page)
    heard = page.get_by_role("status")
    expect(heard).to_contain_text("Jouw stappenplan. Dit zijn de dringendste stappen.")
    expect(heard).to_contain_text("Stappen: Ga in op de uitnodiging van je ziekenfonds;")


def test_an_error_about_a_group_is_said_with_the_group(page: Page) -> None:
    scan_error(page)
    group = page.get_by_role("group", name="Wat wil je invullen?")
    expect(group).to_have_accessible_description("Kies eerst wat je wil invullen.")


def test_axe_runs_the_rules_of_every_level_and_finds_a_fault(page: Page) -> None:
    page.set_content(
        "<html lang='nl'><title>x</title><p style='color: #ccc'>bleek</p><img src='x.png'>"
        "<button style='width: 9px; height: 9px; padding: 0'></button>"
        "<button style='width: 9px; height: 9px; padding: 0' aria-label='b'></button></html>"
    )
    found = {fault.split(": ")[1] for fault in [f"_: {one}" for one in faults(page, 1280, "light")]}
    assert {"color-contrast", "image-alt", "button-name", "target-size"} <= found
