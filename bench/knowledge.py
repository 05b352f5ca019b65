"""How loading and answering grow with the number of articles: 98 or so now, 2,000 in the same run.

`make bench` prints seconds and their ratio; the small set is the baseline.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.articles import Article
from knowledge.content import Content, content_digest, load_content
from knowledge.conversation import Memory, Understood, take_turn
from knowledge.decision import Candidate, Outcome
from knowledge.files import ROOT
from knowledge.store import Knowledge, Store

MANY = 2000
ROUNDS = 5
ANSWERS = 200


@dataclass(frozen=True)
class Figures:
    """Seconds: reading the files, loading an empty database, loading again, opening, answering.

    `ask` is the whole command line `terugwijzer ask`, process start included.
    """

    articles: int
    read: float
    load: float
    again: float
    open: float
    answer: float
    search: float
    ask: float


def many(content: Content, wanted: int) -> Content:
    """Make copies of the articles under other names until there are enough."""
    articles = dict(content.articles)
    originals = [article for article in content.articles.values() if article.on_subject]
    number = 0
    while len(articles) < wanted:
        number += 1
        for article in originals[: wanted - len(articles)]:
            name = f"{article.id}_{number}"
            articles[name] = article.copy(
                update={"id": name, "titel": f"{article.titel} ({number})"}
            )
    return Content(articles, content.parameters)


def seconds(started: float) -> float:
    """Seconds since a moment of `time.perf_counter`."""
    return time.perf_counter() - started


def measure(content: Content, read: float) -> Figures:
    """Measure one set of content in a database of its own."""
    articles, parameters = list(content.articles.values()), list(content.parameters.values())
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/kennis.db"
        store = Store(address)
        started = time.perf_counter()
        store.load(articles, parameters, content_digest())
        load = seconds(started)
        started = time.perf_counter()
        store.load(articles, parameters, content_digest())
        again = seconds(started)
        opened = [_open(address) for _ in range(ROUNDS)]
        knowledge = store.knowledge()
        for article in articles[:ANSWERS]:
            _answer(knowledge, article)
        answer = statistics.median(_answer(knowledge, article) for article in articles[:ANSWERS])
        search = statistics.median(_search(store, article) for article in articles[:40])
        ask = statistics.median(_ask(address) for _ in range(3))
    opening = statistics.median(opened)
    return Figures(len(articles), read, load, again, opening, answer, search, ask)


def _ask(address: str) -> float:
    command = [str(Path(sys.executable).parent / "terugwijzer"), "ask", "wat is rentree?"]
    started = time.perf_counter()
    subprocess.run(
        command, env={**os.environ, "DATABASE_URL": address}, check=True, capture_output=True
    )
    return seconds(started)


def _open(address: str) -> float:
    started = time.perf_counter()
    Store(address).knowledge()
    return seconds(started)


def _answer(knowledge: Knowledge, article: Article) -> float:
    day = date(2026, 11, 24)
    understood = Understood(Outcome.antwoord, [Candidate(article.id, 1.0)])
    started = time.perf_counter()
    take_turn(understood, Memory(), day, day, knowledge)
    return seconds(started)


def _search(store: Store, article: Article) -> float:
    started = time.perf_counter()
    store.search(article.titel)
    return seconds(started)


def main() -> None:
    """Measure both sets and print each figure with its ratio; write them as JSON too."""
    started = time.perf_counter()
    content = load_content()
    read = seconds(started)
    few = measure(content, read)
    more = measure(many(content, MANY), 0.0)
    for name in ("load", "again", "open", "answer", "search", "ask"):
        one, other = getattr(few, name), getattr(more, name)
        print(
            f"{name:8} {few.articles:5} articles {one:9.4f} s   {more.articles:5} articles "
            f"{other:9.4f} s   ratio {other / one:6.2f}"
        )
    print(f"read     {few.articles:5} articles {few.read:9.4f} s from the files")
    report = ROOT.parent / "var" / "bench"
    report.mkdir(parents=True, exist_ok=True)
    Path(report / "knowledge.json").write_text(json.dumps([vars(few), vars(more)], indent=2))


if __name__ == "__main__":
    main()
