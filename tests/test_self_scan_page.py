"""The self-scan on a page: answering, the action plan, files to take away and to bring back."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from bot.web.app import HEADERS
from bot.web.self_scan_page import (
    LIMITS,
    MAX_BODY,
    MAX_FILE,
    ROUTES,
    SAVED_NAME,
    Filled,
    as_saved,
    filled_plan,
    read_fields,
    read_saved,
)
from knowledge.self_scan import ALL, Answer, ScanError, choices, load_scan, questions, scan_words
from tests.conftest import free_port

SCAN = load_scan()
WORDS = scan_words()
TEXTS = WORDS.pagina
FIRST = SCAN.questions[0]
SECTION = FIRST.section.id
SHOTS = Path(os.environ.get("TERUGWIJZER_SCHERMEN", "var/schermen"))
STATIC = Path(__file__).parent.parent / "bot" / "web" / "static"
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-sync"]
SHORT = {"keuze": "c1", f"antwoord.{FIRST.id}": "TEKORTKOMING"}
ALL_SHORT = {"keuze": ALL, **{f"antwoord.{q.id}": "TEKORTKOMING" for q in SCAN.questions}}
TYPED = {
    f"plan.{SECTION}.actie": "=1+1 & <b>overleg</b>\r\nTweede lijn",
    f"plan.{SECTION}.wie": "An en Bert",
    f"plan.{SECTION}.timing": "voor 1 maart 2027",
    f"plan.{SECTION}.opmerkingen": "Budget vragen",
}
ACTION = "=1+1 & <b>overleg</b>\nTweede lijn"


async def guarded(request: Request, call_next: Callable) -> Response:
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
    """What a browser would send from the forms of a page, and all ids and attributes in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []
        self.headings: list[str] = []
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.attributes += found
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag == "textarea":
            self._area = found["name"]
            self.fields[self._area] = ""
        if tag == "input":
            sent = found["type"] == "hidden" or "checked" in found
            if sent:
                self.fields[found["name"]] = found["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


def fields(response) -> dict[str, str]:
    return Fields(response.text).fields


def filled(response) -> dict[str, str]:
    """The fields that hold something."""
    return {name: value for name, value in fields(response).items() if value}


def upload(client: TestClient, content: bytes, name: str = SAVED_NAME):
    return client.post("/zelfscan/verder", files={"bestand": (name, content, "application/json")})


# The first page


def test_the_first_page_offers_the_whole_each_list_and_each_theme(client) -> None:
    page = client.get("/zelfscan")
    assert page.status_code == 200
    offered = re.findall(r'name="keuze" value="([^"]+)"', page.text)
    assert offered == [choice.id for choice in choices(SCAN)]
    assert TEXTS.bewaard in page.text
    assert "93 vragen" in page.text
    assert fields(page) == {}


@pytest.mark.parametrize(
    "path", ["/zelfscan/vragen", "/zelfscan/actieplan.xlsx", "/zelfscan/bewaar"]
)
def test_a_later_page_opened_by_its_address_leads_to_the_first(client, path: str) -> None:
    page = client.get(path, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/zelfscan")


@pytest.mark.parametrize("sent", [{}, {"keuze": ""}])
@pytest.mark.parametrize("path", ["vragen", "actieplan", "actieplan.csv", "bewaar"])
def test_without_a_choice_the_first_page_says_so(client, path: str, sent: dict) -> None:
    page = client.post(f"/zelfscan/{path}", data=sent)
    assert page.status_code == 422
    assert f'<a href="#keuze">{TEXTS.fouten.geen_keuze}</a>' in page.text
    assert "keuze" in Fields(page.text).ids


def test_a_choice_that_does_not_exist_is_named_and_the_answers_are_kept(client) -> None:
    page = client.post("/zelfscan/vragen", data={**SHORT, **TYPED, "keuze": "<b>c9</b>"})
    assert page.status_code == 422
    assert escape("'<b>c9</b>' is geen lijst of thema") in page.text.replace("&#39;", "&#x27;")
    assert "<b>c9" not in page.text
    assert fields(page)[f"antwoord.{FIRST.id}"] == "TEKORTKOMING"
    assert fields(page)[f"plan.{SECTION}.wie"] == "An en Bert"


# The questions


@pytest.mark.parametrize("choice", choices(SCAN), ids=lambda choice: choice.id)
def test_every_question_of_the_choice_is_asked_once_and_none_is_answered(client, choice) -> None:
    page = client.post("/zelfscan/vragen", data={"keuze": choice.id})
    asked = Counter(re.findall(r'type="radio" name="antwoord\.([^"]+)"', page.text))
    assert asked == {q.id: 4 for q in questions((choice.id,), SCAN)}
    assert filled(page) == {"keuze": choice.id}
    for question in questions((choice.id,), SCAN):
        assert escape(question.text, quote=False) in page.text.replace("&#39;", "'")


def test_warnings_are_shown_and_advice_is_folded(client) -> None:
    page = client.post("/zelfscan/vragen", data={"keuze": ALL})
    assert page.text.count(TEXTS.let_op) == 11
    assert page.text.count("<details><summary>") == 35


def test_the_answers_are_explained_once(client) -> None:
    text = client.post("/zelfscan/vragen", data={"keuze": ALL}).text.replace("&#39;", "'")
    for words in WORDS.antwoorden.values():
        assert text.count(words.gevolg) == 1
        assert text.count(TEXTS.antwoord.format(naam=words.naam)) == 1


def test_another_list_takes_earlier_answers_and_texts_along(client) -> None:
    start = client.post("/zelfscan", data={**SHORT, **TYPED})
    assert start.status_code == 200
    assert TEXTS.meegenomen.format(aantal=1) in start.text
    kept = filled(start)
    assert kept.pop("keuze") == "c1"
    second = client.post("/zelfscan/vragen", data={**kept, "keuze": "c4"})
    assert "0 van 8 vragen" in second.text
    back = client.post("/zelfscan/vragen", data={**filled(second), "keuze": "c1"})
    assert filled(back) == {**SHORT, **TYPED, f"plan.{SECTION}.actie": ACTION}
    assert "1 van 26 vragen" in back.text


def test_an_answer_that_does_not_exist_is_named_and_the_rest_kept(client) -> None:
    sent = {**SHORT, "antwoord.c9": "TEKORTKOMING", f"antwoord.{SCAN.questions[1].id}": "JA"}
    page = client.post("/zelfscan/actieplan", data=sent)
    assert page.status_code == 422
    text = page.text.replace("&#39;", "'")
    assert "'c9' is geen vraag van de zelfscan." in text
    assert f'<a href="#antwoord.{SCAN.questions[1].id}">' in text
    assert filled(page) == SHORT


# The action plan


def test_the_plan_has_most_shortcomings_first_and_our_suggestion_for_who(client) -> None:
    last = SCAN.questions[-1]
    sent = {**SHORT, f"antwoord.{SCAN.questions[1].id}": "OVERWEGEN"}
    sent |= {
        f"antwoord.{q.id}": "TEKORTKOMING" for q in SCAN.questions if q.section == last.section
    }
    page = client.post("/zelfscan/actieplan", data=sent)
    shown = re.findall(r'class="message rij" aria-labelledby="([^"]+)"', page.text)
    assert shown == [last.section.id, SECTION]
    assert fields(page)[f"plan.{SECTION}.wie"] == ", ".join(FIRST.section.wie_suggestie)
    assert fields(page)[f"plan.{SECTION}.actie"] == ""
    assert WORDS.actieplan.kolommen.overwegen in page.text
    for topic in FIRST.section.onderwerpen:
        assert f"/naslag/{topic}?rol=wg" in Fields(page.text).links


def test_what_was_typed_comes_back_and_goes_along_to_the_questions(client) -> None:
    plan = client.post("/zelfscan/actieplan", data={**SHORT, **TYPED})
    assert "<b>overleg" not in plan.text
    again = client.post("/zelfscan/actieplan", data=fields(plan))
    assert fields(again) == fields(plan)
    assert fields(plan)[f"plan.{SECTION}.actie"] == ACTION
    back = client.post("/zelfscan/vragen", data=fields(again))
    assert filled(back) == {**SHORT, **TYPED, f"plan.{SECTION}.actie": ACTION}


def test_texts_of_a_section_that_leaves_the_plan_are_kept(client) -> None:
    sent = {**SHORT, **TYPED, f"antwoord.{FIRST.id}": "TOEGEPAST"}
    page = client.post("/zelfscan/actieplan", data=sent)
    assert WORDS.actieplan.geen_tekortkoming in page.text
    assert TEXTS.knoppen.xlsx not in page.text
    assert fields(page)[f"plan.{SECTION}.actie"] == ACTION


def test_a_suggestion_that_was_taken_out_stays_out(client) -> None:
    sent = {**SHORT, f"plan.{SECTION}.wie": " "}
    plan = client.post("/zelfscan/actieplan", data=sent)
    assert fields(plan)[f"plan.{SECTION}.wie"] == ""
    assert filled_plan(read_fields(sent.items())).rows[0].wie == ""


@pytest.mark.parametrize(
    "path", ["actieplan", "actieplan.xlsx", "actieplan.csv", "bewaar", "vragen"]
)
@pytest.mark.parametrize("name", LIMITS)
def test_a_text_that_is_too_long_is_kept_and_named(client, name: str, path: str) -> None:
    long = "a" * (LIMITS[name] + 1)
    field = f"plan.{SECTION}.{name}"
    page = client.post(f"/zelfscan/{path}", data={**SHORT, field: long})
    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text
    assert f"hoogstens {LIMITS[name]} tekens, nu zijn het er {len(long)}" in page.text
    assert f'aria-describedby="{field}.uitleg {field}.fout" aria-invalid="true"' in page.text
    assert fields(page)[field] == long


def test_a_text_of_the_most_characters_is_taken_with_its_line_ends() -> None:
    text = "a" * 148 + "\r\n" + "b" * 151
    found = read_fields([("keuze", "c1"), (f"plan.{SECTION}.actie", text)])
    assert found.problems == ()
    assert len(found.notes[SECTION, "actie"]) == LIMITS["actie"]


def test_a_part_of_the_plan_that_does_not_exist_is_named(client) -> None:
    for place in ("c9.actie", f"{SECTION}.baas", SECTION):
        page = client.post("/zelfscan/actieplan", data={**SHORT, f"plan.{place}": "x"})
        assert page.status_code == 422
        assert f"&#39;{place}&#39; is geen onderdeel" in page.text


def test_our_suggestions_fit_in_their_field() -> None:
    assert max(len(row.wie) for row in filled_plan(read_fields(ALL_SHORT.items())).rows) <= 150


# The files


def test_the_spreadsheet_holds_what_was_typed(client) -> None:
    file = client.post("/zelfscan/actieplan.xlsx", data={**SHORT, **TYPED})
    assert file.headers["content-disposition"] == 'attachment; filename="actieplan.xlsx"'
    row = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(file.content)).active[2]]
    assert row[4:8] == [ACTION, "An en Bert", "voor 1 maart 2027", "Budget vragen"]


def test_the_csv_holds_what_was_typed_and_no_formula(client) -> None:
    file = client.post("/zelfscan/actieplan.csv", data={**SHORT, **TYPED})
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    text = io.StringIO(file.content.decode("utf-8-sig"), newline="")
    row = list(csv.reader(text, delimiter=";"))[1]
    assert row[4:8] == [f"'{ACTION}", "An en Bert", "voor 1 maart 2027", "Budget vragen"]


def test_characters_that_cannot_be_written_are_left_out(client) -> None:
    raw = json.loads(as_saved(read_fields(SHORT.items())))
    raw["plan"] = {SECTION: {"actie": "a\ud800b\x00c\uffff\x1bd"}}
    page = upload(client, json.dumps(raw).encode())
    assert fields(page)[f"plan.{SECTION}.actie"] == "abcd"
    file = client.post(
        "/zelfscan/actieplan.xlsx", data={**SHORT, f"plan.{SECTION}.actie": "a\uffff\x07"}
    )
    assert openpyxl.load_workbook(io.BytesIO(file.content)).active["E2"].value == "a"


def test_saving_and_resuming_gives_everything_back(client) -> None:
    sent = {**ALL_SHORT, **TYPED, "keuze": "c2_t1", "naam": "wordt niet bewaard"}
    file = client.post("/zelfscan/bewaar", data=sent)
    assert file.headers["content-disposition"] == f'attachment; filename="{SAVED_NAME}"'
    assert set(file.json()) == {"terugwijzer", "versie", "keuze", "antwoorden", "plan"}
    page = upload(client, file.content, "anders.txt")
    assert page.status_code == 200
    assert TEXTS.hernomen in page.text
    del sent["naam"]
    assert filled(page) == {**sent, f"plan.{SECTION}.actie": ACTION}


def test_a_file_that_an_editor_saved_again_is_read() -> None:
    saved = read_fields({**SHORT, **TYPED}.items())
    assert read_saved(b"\xef\xbb\xbf" + as_saved(saved)) == saved


def test_the_fullest_form_and_the_fullest_file_fit(client) -> None:
    """Dutch text at its longest in all fields, as a browser sends it."""
    text = "Eén overleg per maand; 'coördinatie' \"samen\"\r\n" * 10
    sent = dict(ALL_SHORT)
    for section in {q.section.id for q in SCAN.questions}:
        for name, most in LIMITS.items():
            sent[f"plan.{section}.{name}"] = text[:most].strip()
    file = client.post("/zelfscan/bewaar", data=sent)
    assert file.status_code == 200
    assert int(file.request.headers["content-length"]) <= MAX_BODY
    assert len(file.content) <= MAX_FILE
    assert upload(client, file.content).status_code == 200


def changed(**parts: object) -> bytes:
    content = json.loads(as_saved(read_fields(SHORT.items())))
    return json.dumps({**content, **parts}).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", TEXTS.fouten.geen_bestand),
        (b"PK\x03\x04\xff\xfe", TEXTS.fouten.ander_bestand),
        (b"[]", TEXTS.fouten.ander_bestand),
        (b"{", TEXTS.fouten.ander_bestand),
        (b'{"a": 1}', TEXTS.fouten.ander_bestand),
        (b"[" * 50_000, TEXTS.fouten.ander_bestand),
        (changed(terugwijzer="profiel"), TEXTS.fouten.ander_bestand),
        (changed(versie=2), TEXTS.fouten.ander_bestand),
        (changed(naam="An"), TEXTS.fouten.ander_bestand),
        (changed(keuze=None), TEXTS.fouten.ander_bestand),
        (changed(antwoorden="x"), TEXTS.fouten.ander_bestand),
        (changed(antwoorden={FIRST.id: 5}), TEXTS.fouten.ander_bestand),
        (changed(plan={SECTION: {"actie": 5}}), TEXTS.fouten.ander_bestand),
        (changed(keuze=""), TEXTS.fouten.ander_bestand),
        (changed(keuze="c9"), WORDS.fouten.keuze.format(naam="c9")),
        (changed(antwoorden={"c9_v1": "TOEGEPAST"}), WORDS.fouten.vraag.format(naam="c9_v1")),
        (changed(antwoorden={"\ud800": "JA"}), WORDS.fouten.vraag.format(naam="")),
        (
            changed(antwoorden={FIRST.id: "<i>JA</i>"}),
            WORDS.fouten.antwoord.format(waarde="<i>JA</i>", naam=FIRST.id),
        ),
        (changed(plan={"c9": {"actie": "x"}}), TEXTS.fouten.onderdeel.format(naam="c9.actie")),
        (b" " * (MAX_FILE + 1), TEXTS.fouten.bestand_te_groot.format(maximum=60)),
    ],
)
def test_a_file_that_cannot_be_used_says_why(client, content: bytes, sentence: str) -> None:
    with pytest.raises(ScanError) as refused:
        read_saved(content)
    assert str(refused.value) == sentence
    page = upload(client, content)
    assert page.status_code == 422
    text = page.text.replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">")
    assert f'<a href="#bestand">{sentence}</a>' in text
    assert "<i>" not in page.text


def test_a_very_long_name_in_a_file_is_not_repeated_whole(client) -> None:
    page = upload(client, changed(antwoorden={"x" * 40_000: "TOEGEPAST"}))
    assert page.status_code == 422
    assert len(page.text) < 10_000


def test_no_file_at_all_says_so(client) -> None:
    page = client.post("/zelfscan/verder", data={"x": "1"})
    assert page.status_code == 422
    assert TEXTS.fouten.geen_bestand in page.text


# What is too large or broken


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("vragen", TEXTS.fouten.formulier_te_groot),
        ("verder", TEXTS.fouten.bestand_te_groot.format(maximum=60)),
    ],
)
@pytest.mark.parametrize("in_pieces", [True, False])
def test_more_than_is_read_gets_a_sentence(client, path: str, sentence: str, in_pieces) -> None:
    """Also when the length was not announced."""
    if path == "verder":
        kind = "multipart/form-data; boundary=x"
        start = b'--x\r\nContent-Disposition: form-data; name="bestand"; filename="a"\r\n\r\n'
    else:
        kind, start = "application/x-www-form-urlencoded", b"keuze=c1&a="
    pieces = [start, *[b"a" * 1000] * 70]
    content = iter(pieces) if in_pieces else b"".join(pieces)
    page = client.post(f"/zelfscan/{path}", content=content, headers={"Content-Type": kind})
    assert page.status_code == 413
    assert sentence in page.text.replace("&#39;", "'")


@pytest.mark.parametrize("path", ["vragen", "verder"])
@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_form_that_is_broken_gets_a_sentence(client, path: str, kind: str) -> None:
    page = client.post(f"/zelfscan/{path}", content=b"--y\r\n\xff", headers={"Content-Type": kind})
    assert page.status_code == 400
    assert TEXTS.fouten.formulier in page.text


def test_too_many_fields_get_a_sentence(client) -> None:
    page = client.post("/zelfscan/vragen", data={f"a{n}": "" for n in range(501)})
    assert page.status_code == 400


# How the pages are made


def every_page(client: TestClient) -> list[str]:
    long = {f"plan.{SECTION}.actie": "a" * 301}
    return [
        client.get("/zelfscan").text,
        client.post("/zelfscan/vragen").text,
        client.post("/zelfscan", data=SHORT).text,
        client.post("/zelfscan/vragen", data=ALL_SHORT).text,
        client.post("/zelfscan/actieplan", data=ALL_SHORT).text,
        client.post("/zelfscan/actieplan", data={**SHORT, **long}).text,
        client.post("/zelfscan/actieplan", data={"keuze": "c1"}).text,
        client.post("/zelfscan/actieplan", data={**SHORT, "antwoord.c9": "TOEGEPAST"}).text,
        upload(client, b"{").text,
    ]


def test_the_pages_obey_the_rules_of_all_pages(client) -> None:
    chat, source = "/", SCAN.checklists[0].bron.url
    for text in every_page(client):
        found = Fields(text)
        assert found.headings.count("h1") == 1
        assert len(found.ids) == len(set(found.ids))
        assert not [name for name in found.attributes if name == "style" or name.startswith("on")]
        assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
        assert {chat, source} <= set(found.links)
        named = re.findall(r'(?:aria-describedby|aria-labelledby|for)="([^"]+)"', text)
        assert {id_ for ids in named for id_ in ids.split()} <= set(found.ids)


def test_all_lists_have_the_same_source() -> None:
    assert len({checklist.bron.url for checklist in SCAN.checklists}) == 1


def test_reading_never_changes_what_another_form_holds() -> None:
    read_fields(SHORT.items())
    assert read_fields([]) == Filled()
    assert Filled().answers == {}
    assert read_fields(SHORT.items()).answers == {FIRST.id: Answer.TEKORTKOMING}


# In a real browser


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
    yield f"http://127.0.0.1:{port}/zelfscan"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


def shown(browser: Browser, address: str, width: int = 1280, *, script: bool = True) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page.goto(address)
    return page


def to_plan(page: Page) -> None:
    """Answer the first two questions of the fourth list and make the plan."""
    page.get_by_role("group", name="Lijst 4").get_by_label("De hele lijst").check()
    page.get_by_role("button", name=TEXTS.knoppen.begin).click()
    page.locator("fieldset.vraag").nth(0).get_by_label("Dit ontbreekt bij ons").check()
    page.locator("fieldset.vraag").nth(1).get_by_label("Nog niet, nu niet dringend").check()
    page.get_by_role("button", name=TEXTS.knoppen.maak_plan).click()
    loaded(page, WORDS.actieplan.titel)


def loaded(page: Page, heading: str) -> None:
    """Wait for a page with its styles and script."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    page.wait_for_load_state("load")


@pytest.mark.browser
def test_without_script_from_choice_to_file_and_back(browser, address, tmp_path: Path) -> None:
    page = shown(browser, address, script=False)
    to_plan(page)
    page.get_by_label("Actie", exact=True).fill("Overleg plannen")
    with page.expect_download() as started:
        page.get_by_role("button", name=TEXTS.knoppen.xlsx).click()
    sheet = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes())).active
    assert sheet["E2"].value == "Overleg plannen"
    with page.expect_download() as started:
        page.get_by_role("button", name=TEXTS.knoppen.bewaar).click()
    kept = tmp_path / started.value.suggested_filename
    started.value.save_as(kept)
    page.goto(address)
    page.get_by_label(TEXTS.bewaard_label).set_input_files(kept)
    page.get_by_role("button", name=TEXTS.knoppen.hervat).click()
    expect(page.get_by_text(TEXTS.hernomen)).to_be_visible()
    page.get_by_role("button", name=TEXTS.knoppen.maak_plan).click()
    expect(page.get_by_label("Actie", exact=True)).to_have_value("Overleg plannen")
    expect(page.get_by_role("button", name=TEXTS.knoppen.print)).to_have_count(0)
    page.get_by_role("button", name=TEXTS.knoppen.terug).click()
    first = page.locator("fieldset.vraag").first
    expect(first.get_by_label("Dit ontbreekt bij ons")).to_be_checked()


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_a_mistake_has_the_focus_and_leads_to_its_field(browser, address, script: bool) -> None:
    page = shown(browser, address, script=script)
    page.get_by_role("button", name=TEXTS.knoppen.begin).click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.get_by_label("De hele zelfscan")).to_be_checked()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_no_width_needs_sideways_scrolling(browser, address, width: int) -> None:
    page = shown(browser, address, width)
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, step in (("begin", None), ("plan", to_plan)):
        if step:
            step(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=SHOTS / f"zelfscan-{name}-{width}.png", full_page=True)
    page.get_by_role("button", name=TEXTS.knoppen.terug).click()
    loaded(page, "Zelfscan: Samenwerken")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]), button, summary')]"
        ".filter(e => e.getBoundingClientRect().height < 24).length"
    )
    assert small == 0


@pytest.mark.browser
def test_a_script_adds_printing_and_breaks_no_rule_of_the_page(browser, address) -> None:
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.goto(address)
    to_plan(page)
    page.evaluate("() => { window.print = () => { document.title = 'afgedrukt'; }; }")
    page.get_by_role("button", name=TEXTS.knoppen.print).click()
    expect(page).to_have_title("afgedrukt")
    assert problems == []


@pytest.mark.browser
def test_on_paper_only_the_plan_is_left_and_all_of_a_text(browser, address) -> None:
    page = shown(browser, address)
    to_plan(page)
    action = page.get_by_label("Actie", exact=True)
    action.fill("\n".join(f"Stap {n}" for n in range(12)))
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name=TEXTS.knoppen.xlsx)).to_be_hidden()
    expect(page.get_by_text(WORDS.actieplan.uitleg["actie"])).to_be_hidden()
    expect(page.get_by_role("heading", name="Kennis delen")).to_be_visible()
    assert action.evaluate("area => area.scrollHeight - area.clientHeight") <= 2


@pytest.mark.browser
def test_a_file_that_is_too_large_is_said_before_it_is_sent(browser, address, tmp_path) -> None:
    large = tmp_path / "foto.json"
    large.write_bytes(b" " * (MAX_FILE + 1))
    page = shown(browser, address)
    field = page.get_by_label(TEXTS.bewaard_label)
    field.set_input_files(large)
    said = field.evaluate("field => field.validationMessage")
    assert said == TEXTS.fouten.bestand_te_groot.format(maximum=60)
    page.get_by_role("button", name=TEXTS.knoppen.hervat).click()
    expect(page.get_by_role("alert")).to_have_count(0)
