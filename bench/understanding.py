"""The whole measurement of understanding, on questions that were never trained on.

`make evaluate` writes docs/begrijpen/rapport.md with its plots. Baselines run in the same run.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

from bot.cli import prepare
from bot.evaluation import Question, evaluate, read_questions
from bot.examples import load_examples
from bot.nlu.linear_model import learn
from bot.settings import MODEL, PROJECT
from bot.understanding import Guide
from knowledge.content import load_content
from knowledge.conversation import Understood
from knowledge.dates import today
from knowledge.decision import CRISIS, OUT_OF_SCOPE, Outcome
from knowledge.phrases import phrases
from knowledge.replies import Reply, note
from knowledge.store import Store
from knowledge.topics import load_topics

matplotlib.use("Agg")
import matplotlib.pyplot as plt

BLIND = PROJECT / "tests" / "data" / "blind"
REPORT = PROJECT / "docs" / "begrijpen"
SHARES = (0.25, 0.5, 0.75, 1.0)
NO_TOPIC = (OUT_OF_SCOPE, "andere_taal", CRISIS)


@dataclass(frozen=True)
class Measured:
    """One question with what the guide understood and replied."""

    question: Question
    understood: Understood
    reply: Reply


def share(hits: Sequence[bool]) -> float:
    """Return the fraction of true values; 0 for none at all."""
    return sum(hits) / len(hits) if hits else 0.0


def found(measured: Measured, within: int) -> bool:
    """Tell whether a right topic is among the first ones."""
    ranking = measured.understood.ranking[:within]
    return any(candidate.topic in measured.question.right for candidate in ranking)


def only_helplines(measured: Measured) -> bool:
    """Tell whether a reply shows the helplines and no answer to the question."""
    answered = note(phrases().crisis_ook) in measured.reply.blocks
    return measured.reply.outcome is Outcome.crisis and not answered


def safety(test: Sequence[Measured], near: Sequence[Measured]) -> dict[str, float]:
    """Return the shares (0 to 1) that say whether anybody is misled or missed."""
    inside = [m for m in test if m.question.topic not in NO_TOPIC]
    outside = [m for m in test if m.question.topic == OUT_OF_SCOPE]
    crisis = [m for m in test if m.question.topic == CRISIS]
    answered = (Outcome.antwoord,)
    shares = {
        "buiten_bereik_niet_beantwoord": share(
            [m.understood.outcome not in answered for m in outside]
        ),
        "binnen_bereik_onbekend": share([m.understood.outcome is Outcome.onbekend for m in inside]),
        "zeker_en_fout": share(
            [m.understood.outcome in answered and not found(m, 1) for m in inside]
        ),
        "gewone_vraag_met_hulplijn": share(
            [m.understood.outcome is Outcome.crisis for m in inside]
        ),
    }
    return {**shares, **distress(crisis, near)}


def distress(crisis: Sequence[Measured], near: Sequence[Measured]) -> dict[str, float]:
    """Return how often distress is seen, and what near misses get (shares from 0 to 1)."""
    return {
        "crisis_gezien": share([m.understood.outcome is Outcome.crisis for m in crisis]),
        "bijna_crisis_met_hulplijn": share([m.understood.outcome is Outcome.crisis for m in near]),
        "bijna_crisis_alleen_hulplijn": share([only_helplines(m) for m in near]),
    }


def reliability(test: Sequence[Measured]) -> list[dict[str, float]]:
    """Return, per tenth of the scale, how sure the guide was and how often it was right."""
    rows = []
    for low in np.arange(0, 1, 0.1):
        inside = [
            m
            for m in test
            if m.understood.ranking and low <= m.understood.ranking[0].confidence < low + 0.1001
        ]
        if inside:
            sure = statistics.mean(m.understood.ranking[0].confidence for m in inside)
            rows.append(
                {
                    "vanaf": round(float(low), 1),
                    "n": len(inside),
                    "zekerheid": sure,
                    "juist": share([found(m, 1) for m in inside]),
                }
            )
    return rows


def learning_curve(questions: Sequence[Question]) -> list[dict[str, float]]:
    """Train the topic model on parts of the examples; the same questions measure each part."""
    pairs = [(text, topic) for topic, lines in load_examples().items() for text in lines]
    texts, topics = [text for text, _ in pairs], [topic for _, topic in pairs]
    order = list(range(len(texts)))
    random.Random(0).shuffle(order)
    rows = []
    for part in SHARES:
        chosen = order[: int(part * len(order))]
        started = time.perf_counter()
        model = learn([texts[i] for i in chosen], [topics[i] for i in chosen], 20.0, 12)
        seconds = time.perf_counter() - started
        best = np.argsort(-model.probabilities([q.text for q in questions]), axis=1)[:, :3]
        names = [[model.labels[i] for i in row] for row in best]
        answers = list(zip(questions, names, strict=True))
        rows.append(
            {
                "voorbeelden": len(chosen),
                "top1": share([row[0] in q.right for q, row in answers]),
                "top3": share([bool(set(row) & q.right) for q, row in answers]),
                "seconden": seconds,
            }
        )
    return rows


def latency(understand: Callable[[str], Understood], questions: Sequence[Question]) -> float:
    """Return the median time of understanding one message inside Rasa's graph, in ms."""
    times = []
    for question in questions[:300]:
        started = time.perf_counter()
        understand(question.text)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def measure(guide: Guide, path: Path) -> list[Measured]:
    """Ask the guide every question of a file, as a new visitor."""
    return [
        Measured(question, *guide.answer(question.text, None, today()))
        for question in read_questions(path)
    ]


def plots(report: dict[str, Any], test: Sequence[Measured]) -> None:
    """Draw the learning curve, the reliability and the confusions between groups."""
    figure, axis = plt.subplots(figsize=(6, 4))
    counts = [row["voorbeelden"] for row in report["leercurve"]]
    for key in ("top1", "top3"):
        axis.plot(counts, [row[key] for row in report["leercurve"]], marker="o", label=key)
    axis.set(xlabel="examples", ylabel="share right", title="Learning curve (blind test set)")
    axis.legend()
    figure.savefig(REPORT / "leercurve.png", dpi=110, bbox_inches="tight")
    figure, axis = plt.subplots(figsize=(5, 5))
    rows = report["betrouwbaarheid"]
    axis.plot([0, 1], [0, 1], linestyle=":", color="grey")
    axis.plot([r["zekerheid"] for r in rows], [r["juist"] for r in rows], marker="o")
    axis.set(xlabel="score", ylabel="share right", title="Does a score of 0.8 mean 80 of 100?")
    figure.savefig(REPORT / "betrouwbaarheid.png", dpi=110, bbox_inches="tight")
    groups = sorted({topic.group for topic in load_topics().by_id.values()})
    table = np.zeros((len(groups), len(groups)))
    for m in test:
        right = load_topics().group_of(m.question.topic)
        guessed = right if found(m, 1) else load_topics().group_of(m.understood.topic or "")
        if guessed in groups:
            table[groups.index(right), groups.index(guessed)] += 1
    figure, axis = plt.subplots(figsize=(7, 6))
    axis.imshow(table / table.sum(axis=1, keepdims=True), cmap="Blues")
    axis.set_xticks(range(len(groups)), groups, rotation=60, ha="right")
    axis.set_yticks(range(len(groups)), groups)
    for i in range(len(groups)):
        for j in range(len(groups)):
            if table[i, j]:
                axis.text(j, i, int(table[i, j]), ha="center", va="center", fontsize=7)
    axis.set(xlabel="understood", ylabel="meant", title="Groups of topics")
    figure.savefig(REPORT / "verwarring.png", dpi=110, bbox_inches="tight")


def as_markdown(report: dict[str, Any]) -> str:
    """Write the report for people."""
    lines = [
        "# How well questions are understood",
        "",
        f"Measured on {report['datum']} with `make evaluate` ({report['machine']}), on "
        f"{report['n']} blind questions by someone who had not seen the training examples.",
        "",
        "| figure | value |",
        "|---|---|",
    ]
    for key in ("top1", "top3", "beantwoord", "fout_beantwoord"):
        lines.append(f"| {key} | {report[key]:.1%} |")
    lines.extend(f"| {key} | {value:.1%} |" for key, value in report["veiligheid"].items())
    lines.extend(
        f"| {key}, second safety set | {value:.1%} |"
        for key, value in report["veiligheid_tweede_set"].items()
    )
    lines.append(f"| median time to understand one message | {report['mediaan_ms']:.1f} ms |")
    lines.append(f"| model file | {report['model_mb']:.1f} MB |")
    lines.extend(["", "## Per group", "", "| group | n | top1 | top3 |", "|---|---|---|---|"])
    for group, row in report["per_groep"].items():
        lines.append(f"| {group} | {row['n']} | {row['top1']:.1%} | {row['top3']:.1%} |")
    lines.extend(
        ["", "## Learning curve", "", "| examples | top1 | top3 | s |", "|---|---|---|---|"]
    )
    for row in report["leercurve"]:
        lines.append(
            f"| {row['voorbeelden']} | {row['top1']:.1%} | {row['top3']:.1%} | "
            f"{row['seconden']:.0f} |"
        )
    lines.extend(["", "![](leercurve.png)", "", "## What a score means", ""])
    lines.extend(["| score from | n | mean score | right |", "|---|---|---|---|"])
    for row in report["betrouwbaarheid"]:
        lines.append(
            f"| {row['vanaf']} | {row['n']} | {row['zekerheid']:.2f} | {row['juist']:.2f} |"
        )
    lines.extend(["", "![](betrouwbaarheid.png)", "", "## Confusions", ""])
    lines.extend(
        f"- {row['aantal']} x {row['onderwerp']} -> {row['voorspeld']}"
        for row in report["verwarringen"]
    )
    lines.extend(["", "![](verwarring.png)", ""])
    return "\n".join(lines)


def main() -> None:
    """Measure everything and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="test", help="test or ontwikkeling")
    chosen = parser.parse_args().set
    prepare()
    REPORT.mkdir(parents=True, exist_ok=True)
    content = load_content()
    store = Store(f"sqlite:///{PROJECT / 'var' / 'meting.db'}")
    store.load(content.articles.values(), content.parameters.values())
    guide = Guide(store.knowledge())
    test = measure(guide, BLIND / f"{chosen}.tsv")
    near = measure(guide, BLIND / f"{chosen}_bijna_crisis.tsv")
    second = measure(guide, BLIND / "veiligheid.tsv")
    second_near = measure(guide, BLIND / "veiligheid_bijna_crisis.tsv")
    questions = [m.question for m in test]
    known = {m.question.id: m.understood for m in test}
    by_text = {m.question.text: known[m.question.id] for m in test}
    report = evaluate(questions, by_text.__getitem__)
    report.pop("resultaten")
    report |= {
        "datum": date.today().isoformat(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "veiligheid": safety(test, near),
        "veiligheid_tweede_set": distress(second, second_near),
        "betrouwbaarheid": reliability(test),
        "mediaan_ms": latency(guide.understand, questions),
        "model_mb": MODEL.stat().st_size / 1e6,
        "beslissingen": dict(Counter(m.understood.outcome.value for m in test)),
        "leercurve": learning_curve(questions),
    }
    plots(report, test)
    (REPORT / "rapport.md").write_text(as_markdown(report), encoding="utf-8")
    (REPORT / "rapport.json").write_text(json.dumps(report, ensure_ascii=False, indent=2))
    with (PROJECT / "var" / "meting.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        for m in [*test, *near]:
            ranking = m.understood.ranking
            writer.writerow(
                [
                    m.question.topic,
                    m.understood.topic,
                    round(ranking[0].confidence, 3) if ranking else 0,
                    round(m.understood.distress, 3),
                    m.understood.outcome.value,
                    m.question.text,
                ]
            )
    print(as_markdown(report))


if __name__ == "__main__":
    main()
