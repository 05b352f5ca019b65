"""Pictures of the running guide for the README: `make screenshots`, with the guide started first.

The plan's dates are those of the pictures in docs/schermen when the guide runs with
TERUGWIJZER_DATUM=2026-11-24. Needs Debian's Chromium.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

DEFAULT_URL = "http://127.0.0.1:8080"
SHOTS = Path(__file__).parent.parent / "docs" / "schermen"
COLOURS = 128
QUESTION = "hoe vraag ik gedeeltelijke werkhervatting aan?"
PLAN = (
    ("druk", "Werknemer"),
    ("typ", "wat zijn mijn volgende stappen?"),
    ("druk", "Bediende"),
    ("typ", "3 augustus 2026"),
    ("druk", "Stilaan of deels hervatten"),
    ("typ", "4 januari 2027"),
    ("druk", "Ja, toon mijn stappen"),
)
"""A conversation that ends with a plan: buttons that are pressed and sentences that are typed."""


def ask(page: Page, words: str) -> None:
    """Type a question in the chat or the widget and send it."""
    page.get_by_label("Je vraag").fill(words)
    page.keyboard.press("Enter")


def chat(page: Page) -> None:
    """Open the chat and wait for its first words."""
    page.goto("/")
    expect(page.locator("article.bot")).to_be_visible()


def chat_answer(page: Page) -> None:
    """Choose a role and get an answer."""
    chat(page)
    page.get_by_role("button", name="Werknemer", exact=True).click()
    expect(page.locator("article.bot")).to_have_count(2)
    ask(page, QUESTION)
    expect(page.locator("article.bot h2")).to_be_visible()


def chat_plan(page: Page) -> None:
    """Make a plan in the chat."""
    chat(page)
    for answers, (act, words) in enumerate(PLAN, start=2):
        if act == "typ":
            ask(page, words)
        else:
            page.get_by_role("button", name=words, exact=True).last.click()
        expect(page.locator("article.bot")).to_have_count(answers)
    expect(page.get_by_role("heading", name="Jouw stappenplan")).to_be_visible()


def demo_answer(page: Page) -> None:
    """Open the widget on the page of the invented platform and get an answer."""
    page.goto("/demo/")
    page.locator("terugwijzer-chat .launcher").click()
    expect(page.locator("article.bot")).to_have_count(2)
    ask(page, QUESTION)
    expect(page.locator("article.bot h2")).to_be_visible()


def reference_topic(page: Page) -> None:
    """Open a topic of the coach's reference."""
    page.goto("/naslag/gwh_aanvragen?rol=wn")
    expect(page.locator("#bronnen")).to_be_visible()


def scan_plan(page: Page) -> None:
    """Answer the self-scan's first question with a shortcoming and ask for the action plan."""
    page.goto("/zelfscan")
    page.locator("input[name=keuze]").nth(1).check()
    page.locator("form button").first.click()
    page.locator("input[value=TEKORTKOMING]").first.check()
    page.get_by_role("button", name="actieplan").first.click()
    expect(page.locator("section.rij")).to_be_visible()


SCREENS: dict[str, tuple[Callable[[Page], None], int, int, str]] = {
    "gesprek": (chat_answer, 900, 960, "article.mine >> nth=-1"),
    "plan": (chat_plan, 900, 1000, "article.bot >> nth=-1"),
    "widget": (demo_answer, 1200, 800, ""),
    "naslag": (reference_topic, 1200, 1000, ""),
    "zelfscan": (scan_plan, 900, 1000, ""),
    "smal": (chat_answer, 320, 640, "article.mine >> nth=-1"),
}
"""Per picture: how to get there, width, height, and what to have at the top."""


def picture(browser: Browser, url: str, name: str) -> bytes:
    """Take one picture; returns a PNG with a small palette."""
    reach, width, height, top = SCREENS[name]
    page = browser.new_page(
        base_url=url,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        locale="nl-BE",
    )
    reach(page)
    if top:
        page.locator(top).evaluate("(part) => part.scrollIntoView({ block: 'start' })")
    page.mouse.move(0, 0)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    small = io.BytesIO()
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main(url: str) -> None:
    """Take every picture and write them to docs/schermen."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed (Debian package: chromium)")
    SHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in SCREENS:
            content = picture(browser, url, name)
            (SHOTS / f"{name}.png").write_bytes(content)
            print(f"docs/schermen/{name}.png  {len(content) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_URL)
