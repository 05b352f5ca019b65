"""Training Rasa's model, and only when something that shapes it changed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.settings import MODEL, PROJECT

DIGEST = MODEL.with_suffix("").with_suffix(".digest")
PACKAGES = ("rasa", "spacy", "scikit-learn", "spacy-lookups-data")
SPACY_MODEL = "nl_core_news_sm"


class TrainingFailed(Exception):
    """`rasa train` ended with an error; the text holds its last lines."""


def _inputs() -> Iterator[Path]:
    for name in ("config.yml", "domain.yml"):
        yield PROJECT / name
    yield from sorted((PROJECT / "data").rglob("*.yml"))
    yield from sorted((PROJECT / "bot" / "nlu").rglob("*.py"))
    for name in ("wording.py", "lexicon.py", "lexicon.yml", "roles.py", "rollen.yml"):
        yield PROJECT / "knowledge" / name


def fingerprint() -> str:
    """Summarise everything that the model depends on: files, package versions, spaCy's model."""
    summary = hashlib.sha256()
    for path in _inputs():
        summary.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes())
    for package in PACKAGES:
        summary.update(f"{package}={importlib.metadata.version(package)}".encode())
    summary.update(str(importlib.util.find_spec(SPACY_MODEL) is not None).encode())
    return summary.hexdigest()


def is_current() -> bool:
    """Tell whether the trained model fits the files as they are now."""
    return MODEL.exists() and DIGEST.exists() and DIGEST.read_text().strip() == fingerprint()


def train(report: Callable[[str], None]) -> None:
    """Train the model; `report` gets a line for each part that starts.

    Raises:
        TrainingFailed: Rasa could not train; an earlier model is left as it was.
    """
    wanted = fingerprint()
    command = [
        sys.executable, "-W", "ignore", "-m", "rasa", "train",
        "--fixed-model-name", MODEL.name.removesuffix(".tar.gz"), "--out", str(MODEL.parent),
    ]  # fmt: skip
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TQDM_DISABLE": "1"}
    lines: list[str] = []
    started = time.monotonic()
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if "Starting to train component" in line:
                part = line.rsplit("'", 2)[1]
                report(f"  {time.monotonic() - started:4.0f} s  {part}")
    if process.returncode != 0:
        raise TrainingFailed("\n".join(lines[-15:]))
    DIGEST.write_text(wanted + "\n")
