"""What our pages and the widget weigh, beside an empty page and other chat widgets, in one run.

`make bench-page` starts the guide on free ports (or takes `--url`), installs the other widgets with
npm in a temporary folder, opens every page in Debian's Chromium, and writes docs/gewicht.md. Needs
chromium, npm and the network.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Browser, CDPSession, sync_playwright
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.settings import PROJECT
from knowledge.dates import today

REPORT = PROJECT / "docs" / "gewicht.md"
FIGURES = PROJECT / "var" / "bench" / "page_weight.json"
CLICKABLE = Path(__file__).with_name("clickable.js").read_text(encoding="utf-8")
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-sync"]
VIEW = {"width": 1280, "height": 900}
ROUNDS = 5
START_SECONDS = 300
LOAD_MS = 60_000
QUIET_MS = 1000
QUIET_LOAD = 1.5
"""The load for each core above which times say more about the other work than about the pages."""
SLOW_3G = {
    "offline": False,
    "latency": 2000,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
"""Slow 3G as Chromium's developer tools have it: ms, and bytes per second."""
HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>
<body>{body}</body></html>
"""


@dataclass(frozen=True)
class Rival:
    """A chat widget from npm and how its own documentation puts it on a page.

    Attributes:
        package: the npm package, with its version where one is chosen.
        head, body: the HTML that a site adds; `/node_modules` stands for the CDN.
        selector: what a visitor clicks first.
    """

    name: str
    package: str
    head: str
    body: str
    selector: str


RIVALS = (
    Rival(
        "deep-chat",
        "deep-chat@2.4.2",
        '<script type="module" src="/node_modules/deep-chat/dist/deepChat.bundle.js"></script>',
        """<deep-chat connect='{"url": "/chat"}'></deep-chat>""",
        "#text-input",
    ),
    Rival(
        "Rasa's chat-widget",
        "@rasahq/chat-widget-ui",
        '<script type="module" src="/node_modules/@rasahq/chat-widget-ui/dist/rasa-chatwidget/'
        'rasa-chatwidget.esm.js"></script><link rel="stylesheet" href="/node_modules/@rasahq/'
        'chat-widget-ui/dist/rasa-chatwidget/rasa-chatwidget.css">',
        '<rasa-chatbot-widget server-url="/rasa"></rasa-chatbot-widget>',
        ".rasa-chatbot-widget__launcher",
    ),
)


@dataclass(frozen=True)
class Subject:
    """A page to measure.

    Attributes:
        selector: what a visitor clicks first.
        tag: how the paths begin of what the widget's tag loads; empty where the page counts whole.
    """

    name: str
    url: str
    selector: str
    tag: str = ""


@dataclass
class Loading:
    """One loading of a page: its requests' addresses, bytes on the wire, ms and heap in bytes."""

    urls: dict[str, str] = field(default_factory=dict)
    wire: dict[str, float] = field(default_factory=dict)
    clickable_ms: float = 0
    heap: float = 0


def free_port() -> int:
    """Find a TCP port on loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def guide(folder: Path) -> Iterator[str]:
    """Start the guide as `make run` does, on ports of its own; gives its address.

    Raises:
        RuntimeError: it does not start; the text is what it printed.
    """
    port = free_port()
    environment = {
        **os.environ,
        "TERUGWIJZER_HOST": "127.0.0.1",
        "TERUGWIJZER_DEMO": "1",
        "TERUGWIJZER_PORT": str(port),
        "TERUGWIJZER_RASA_PORT": str(free_port()),
        "TERUGWIJZER_ACTION_PORT": str(free_port()),
        "DATABASE_URL": f"sqlite:///{folder / 'kennis.db'}",
    }
    log = folder / "run.log"
    command = [str(Path(sys.executable).parent / "terugwijzer"), "run"]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while "Ready:" not in log.read_text():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text())
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=40)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder with gzip, by the same server as the gateway's; gives its address."""
    port = free_port()
    app = Starlette(
        routes=[Mount("/", StaticFiles(directory=folder, html=True))],
        middleware=[Middleware(GZipMiddleware)],
    )
    server = uvicorn.Server(uvicorn.Config(app, port=port, ws="none", log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server of the other pages did not start")
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def write_page(folder: Path, name: str, head: str, body: str) -> None:
    """Write `<name>/index.html`."""
    (folder / name).mkdir()
    page = HTML.format(name=name, head=head, body=body)
    (folder / name / "index.html").write_text(page, encoding="utf-8")


def install(rival: Rival, folder: Path) -> str | None:
    """Install a widget with npm; returns npm's complaint if that does not work, otherwise None."""
    told = subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder),
         rival.package],
        capture_output=True, text=True,
    )  # fmt: skip
    if told.returncode == 0:
        return None
    complaints = [line for line in told.stderr.splitlines() if line.startswith("npm error")]
    return complaints[0].removeprefix("npm error ") if complaints else "npm failed"


def load(browser: Browser, subject: Subject, slow: bool = False, press: bool = False) -> Loading:
    """Open a page in a browser context of its own, so with an empty cache.

    Args:
        browser: a running Chromium.
        subject: the page.
        slow: over an emulated Slow 3G connection; only the time is taken then.
        press: click what should be clickable, to prove that it is.

    Raises:
        RuntimeError: the page does not answer with success.
        playwright.sync_api.Error: nothing becomes clickable, or the click does not arrive.
    """
    context = browser.new_context(viewport=VIEW)  # type: ignore[arg-type]
    context.set_default_timeout(LOAD_MS)
    page = context.new_page()
    page.add_init_script(CLICKABLE)
    session = context.new_cdp_session(page)
    loading = Loading()
    watch(session, loading)
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW_3G)
    answer = page.goto(subject.url, wait_until="commit")
    if answer is None or not answer.ok:
        raise RuntimeError(f"{subject.url} answers {answer and answer.status}")
    loading.clickable_ms = page.evaluate("clickableAt", subject.selector)
    if not slow:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(QUIET_MS)
        session.send("HeapProfiler.collectGarbage")
        loading.heap = session.send("Runtime.getHeapUsage")["usedSize"]
    if press:
        page.locator(subject.selector).first.click()
    context.close()
    return loading


def watch(session: CDPSession, loading: Loading) -> None:
    """Note each request to a server, and the bytes that came back, headers included."""

    def asked(event: dict[str, Any]) -> None:
        if urlsplit(event["request"]["url"]).scheme in ("http", "https"):
            loading.urls[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        if event["requestId"] in loading.urls:
            loading.wire[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    session.send("Network.enable")


def measure(subjects: list[Subject]) -> dict[str, dict[str, float]]:
    """Measure all pages; each round takes every page once, so that other work hits all alike."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        weighed = {subject.name: load(browser, subject, press=True) for subject in subjects}
        fast: dict[str, list[Loading]] = {subject.name: [] for subject in subjects}
        slow: dict[str, list[Loading]] = {subject.name: [] for subject in subjects}
        for number in range(ROUNDS):
            print(f"Round {number + 1} of {ROUNDS} …", flush=True)
            for subject in subjects:
                fast[subject.name].append(load(browser, subject))
                slow[subject.name].append(load(browser, subject, slow=True))
        browser.close()
    return {
        subject.name: {
            **weigh(subject, weighed[subject.name]),
            **spread("fast_ms", [each.clickable_ms for each in fast[subject.name]]),
            **spread("slow_ms", [each.clickable_ms for each in slow[subject.name]]),
            "heap": statistics.median(each.heap for each in fast[subject.name]),
        }
        for subject in subjects
    }


def weigh(subject: Subject, loading: Loading) -> dict[str, float]:
    """Count what the tag loads, or the whole page where there is no tag."""
    host = urlsplit(subject.url).netloc
    elsewhere = [url for url in loading.urls.values() if urlsplit(url).netloc != host]
    counted = [
        name
        for name, url in loading.urls.items()
        if url in elsewhere or urlsplit(url).path.startswith(subject.tag)
    ]
    return {
        "wire": sum(loading.wire.get(name, 0) for name in counted),
        "requests": len(counted),
        "elsewhere": len(elsewhere),
    }


def spread(name: str, values: list[float]) -> dict[str, float]:
    """Keep the median and both ends."""
    return {name: statistics.median(values), f"{name}_min": min(values), f"{name}_max": max(values)}


def as_table(figures: dict[str, dict[str, float]]) -> list[str]:
    """Write the figures as a Markdown table, times and heap also as ratios to the first page's."""
    empty = next(iter(figures.values()))
    lines = [
        "| | on the wire | requests | to other hosts | clickable | on Slow 3G | JS heap |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, row in figures.items():
        fast, slow, heap = (row[key] / empty[key] for key in ("fast_ms", "slow_ms", "heap"))
        lines.append(
            f"| {name} | {row['wire'] / 1024:.1f} KB | {row['requests']:.0f} "
            f"| {row['elsewhere']:.0f} | {fast:.1f} × ({row['fast_ms']:.0f} ms) "
            f"| {slow:.1f} × ({row['slow_ms'] / 1000:.1f} s) "
            f"| {heap:.1f} × ({row['heap'] / 1e6:.1f} MB) |"
        )
    return lines


def as_markdown(
    figures: dict[str, dict[str, float]], missing: dict[str, str], chromium: str, busy: float
) -> str:
    """Write the report for developers; `busy` is the machine's load average after the run."""
    cores = os.cpu_count() or 1
    warning = (
        f"**The times below are not to be used**: the machine was busy with other work (load "
        f"{busy:.0f} on {cores} cores). Bytes, requests and heap do not depend on that. Run it "
        "again on a quiet machine."
    )
    spreads = [
        f"| {name} | {row['fast_ms_min']:.0f} to {row['fast_ms_max']:.0f} ms "
        f"| {row['slow_ms_min'] / 1000:.1f} to {row['slow_ms_max'] / 1000:.1f} s |"
        for name, row in figures.items()
    ]
    absent = [
        f"**{name}** is not in the table: npm could not install it ({why})."
        for name, why in missing.items()
    ]
    return "\n".join(
        [
            "# What the pages and the widget weigh",
            "",
            f"Measured on {today().isoformat()} with `make bench-page` on {cores} cores "
            f"({platform.machine()}, {chromium}, headless, {VIEW['width']} × {VIEW['height']}). "
            "One run; × is the ratio to the empty page of that run.",
            "",
            *([warning, ""] if busy > QUIET_LOAD * cores else []),
            *as_table(figures),
            "",
            *(line for each in absent for line in (each, "")),
            "## How",
            "",
            "- Every page is opened with an empty cache, in a browser context of its own, from "
            "this machine, over HTTP/1.1 with gzip. The empty page holds one button.",
            "- **On the wire**: the bytes that Chromium received, compressed, headers included, "
            "until a second after the network fell silent. For a widget that is all that its tag "
            "loads, without the page around it; for the other pages everything. Nobody has opened "
            "or asked anything yet; `/` has already fetched its opening words.",
            f"- **Clickable**: the first frame in which the thing to click can be hit, from the "
            f"start of the navigation; the median of {ROUNDS}, all pages in turn in each round. "
            "It is the button (empty page), the launcher (our widget), the first choice under the "
            "opening words (`/`, which come from the gateway; the field is there sooner), or the "
            "field (the others; deep-chat has no launcher). One more loading clicks it for real.",
            "- **Slow 3G**: as Chromium's developer tools emulate it: 2 s to each answer, 50 KB/s.",
            "- **JS heap**: what is left in use after a garbage collection; the median of "
            f"{ROUNDS}.",
            "",
            "Lowest and highest of the times:",
            "",
            "| | clickable | on Slow 3G |",
            "|---|--:|--:|",
            *spreads,
            "",
        ]
    )


def subjects_of(url: str, local: str, rivals: list[Rival]) -> list[Subject]:
    """List the pages to measure, the baseline first."""
    return [
        Subject("empty page", f"{local}/empty/", "button"),
        Subject("our widget, on `/demo`", f"{url}/demo/", ".launcher", "/static/"),
        Subject("full page `/`", f"{url}/", "#gesprek button"),
        Subject("`/eenvoudig`, no JavaScript", f"{url}/eenvoudig", "#tekst"),
        *(
            Subject(rival.package, f"{local}/{rival.name}/", rival.selector, "/node_modules/")
            for rival in rivals
        ),
    ]


def run(url: str, folder: Path) -> str:
    """Measure a running guide and everything beside it; returns the report."""
    write_page(folder, "empty", "", "<button>Ask</button>")
    missing, rivals = {}, []
    for rival in RIVALS:
        complaint = install(rival, folder)
        if complaint:
            missing[f"{rival.name} (`{rival.package}`)"] = complaint
            print(f"{rival.package} cannot be installed: {complaint}", flush=True)
        else:
            write_page(folder, rival.name, rival.head, rival.body)
            rivals.append(rival)
    with serve(folder) as local:
        figures = measure(subjects_of(url, local, rivals))
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps({"pages": figures, "missing": missing}, indent=2))
    told = subprocess.run(["chromium", "--version"], capture_output=True, text=True).stdout
    return as_markdown(figures, missing, " ".join(told.split()[:2]), os.getloadavg()[0])


def main() -> None:
    """Measure, print the table and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a guide that runs already, with TERUGWIJZER_DEMO=1")
    chosen = parser.parse_args()
    for program in ("chromium", "npm"):
        if shutil.which(program) is None:
            parser.error(f"{program} is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        if chosen.url:
            text = run(chosen.url.rstrip("/"), folder / "pages")
        else:
            with guide(folder) as url:
                text = run(url, folder / "pages")
    REPORT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
