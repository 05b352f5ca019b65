"""Our understanding beside Rasa's default pipeline: same examples, same machine, same run.

`make compare` trains both from nothing, asks both the blind questions, and writes
docs/begrijpen/vergelijking.md. Each part runs in a process of its own, one after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.evaluation import read_questions
from bot.examples import load_examples
from bot.settings import PROJECT
from knowledge.dates import today

BLIND = PROJECT / "tests" / "data" / "blind" / "test.tsv"
REPORT = PROJECT / "docs" / "begrijpen" / "vergelijking.md"
PIPELINES = {
    "this project": PROJECT / "config.yml",
    "Rasa's default": PROJECT / "bench" / "default_pipeline.yml",
}
FALLBACK = "nlu_fallback"
LATENCY_QUESTIONS = 300
MB_PER_KB = 1 / 1024


def with_epochs(config: Path, epochs: int, folder: Path) -> Path:
    """Copy a pipeline with another number of epochs, where a part of it has epochs."""
    yaml = YAML()
    content = yaml.load(config.read_text(encoding="utf-8"))
    for component in content["pipeline"]:
        if "epochs" in component:
            component["epochs"] = epochs
    copied = folder / config.name
    with copied.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)
    return copied


def train(config: Path, folder: Path) -> tuple[Path, float]:
    """Train a pipeline on the project's examples; returns the model and the seconds it took."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", "train", "nlu", "--config", str(config),
         "--nlu", str(PROJECT / "data" / "nlu"), "--fixed-model-name", "model",
         "--out", str(folder)],
        cwd=PROJECT, check=True,
    )  # fmt: skip
    return folder / "model.tar.gz", time.perf_counter() - started


def score(model: Path) -> dict[str, float]:
    """Ask a model the blind questions.

    Returns:
        `top1` and `top3` (fractions), `median_ms` and `p95_ms` of one message, `load_s` to load
        the model, and `memory_mb`, the largest memory of this process.
    """
    from rasa.core.agent import Agent

    started = time.perf_counter()
    agent = Agent.load(str(model))
    load_s = time.perf_counter() - started
    loop = asyncio.new_event_loop()
    first, third, times = [], [], []
    for number, question in enumerate(read_questions(BLIND)):
        started = time.perf_counter()
        parsed: dict[str, Any] = loop.run_until_complete(agent.parse_message(question.text))
        if 0 < number <= LATENCY_QUESTIONS:
            times.append((time.perf_counter() - started) * 1000)
        names = [c["name"] for c in parsed["intent_ranking"] if c["name"] != FALLBACK]
        first.append(bool(set(names[:1]) & question.right))
        third.append(bool(set(names[:3]) & question.right))
    return {
        "top1": statistics.mean(first),
        "top3": statistics.mean(third),
        "median_ms": statistics.median(times),
        "p95_ms": statistics.quantiles(times, n=20)[-1],
        "load_s": load_s,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MB_PER_KB,
    }


def measure(epochs: int) -> dict[str, dict[str, float]]:
    """Train and score both pipelines, each in processes of its own."""
    figures = {}
    for name, config in PIPELINES.items():
        print(f"Training {name} …", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            copied = with_epochs(config, epochs, Path(folder))
            model, seconds = train(copied, Path(folder))
            told = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "bench.default_pipeline",
                 "--score", str(model)],
                cwd=PROJECT, check=True, capture_output=True, text=True,
            )  # fmt: skip
            figures[name] = json.loads(told.stdout.splitlines()[-1])
            figures[name] |= {"train_s": seconds, "model_mb": model.stat().st_size / 1e6}
        print(f"  {figures[name]}", flush=True)
    return figures


def as_markdown(figures: dict[str, dict[str, float]], epochs: int) -> str:
    """Write the comparison for people."""
    examples = sum(len(lines) for lines in load_examples().values())
    rows = (
        ("right topic first", "top1", "{:.1%}"),
        ("right topic among three", "top3", "{:.1%}"),
        ("training from nothing", "train_s", "{:.0f} s"),
        ("one message, median", "median_ms", "{:.1f} ms"),
        ("one message, 95 of 100 within", "p95_ms", "{:.1f} ms"),
        ("loading the model", "load_s", "{:.1f} s"),
        ("memory of the process", "memory_mb", "{:.0f} MB"),
        ("model file", "model_mb", "{:.0f} MB"),
    )
    lines = [
        "# Beside Rasa's default pipeline",
        "",
        f"Measured on {today().isoformat()} with `make compare EPOCHS={epochs}` on "
        f"{os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}): both "
        f"trained on the same {examples:,} examples, one after the other in one run, and asked "
        f"the same {len(read_questions(BLIND)):,} blind questions. Rasa's own number of epochs "
        f"is 100; this run used {epochs}.",
        "",
        "| | " + " | ".join(figures) + " |",
        "|---" * (len(figures) + 1) + "|",
    ]
    for label, key, shape in rows:
        values = " | ".join(shape.format(column[key]) for column in figures.values())
        lines.append(f"| {label} | {values} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure, print and write the report; `--score` is what each pipeline's process runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--score", type=Path, help="only score this model, and print JSON")
    chosen = parser.parse_args()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    if chosen.score:
        print(json.dumps(score(chosen.score)))
        return
    text = as_markdown(measure(chosen.epochs), chosen.epochs)
    REPORT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
