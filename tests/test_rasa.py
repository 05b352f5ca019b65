"""Rasa's own commands keep working on the project, as Rasa's users expect."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.model


def rasa(*arguments: str, **keywords) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", *arguments],
        cwd=PROJECT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TQDM_DISABLE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        **keywords,
    )


def test_rasa_data_validate() -> None:
    result = rasa("data", "validate", "--fail-on-warnings")
    assert result.returncode == 0, result.stderr[-3000:]


def test_rasa_test_nlu(model: None, tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(
        'version: "3.1"\nnlu:\n'
        "- intent: gwh_aanvragen\n  examples: |\n"
        "    - hoe vraag ik gedeeltelijke werkhervatting aan\n"
        "- intent: begroeting\n  examples: |\n    - goedemorgen\n"
    )
    result = rasa(
        "test", "nlu", "--nlu", str(tmp_path), "--out", str(tmp_path / "uit"), "--no-plot"
    )
    assert result.returncode == 0, result.stderr[-3000:]
    assert (tmp_path / "uit" / "intent_report.json").exists()


def test_rasa_test_core(model: None, tmp_path: Path) -> None:
    result = rasa(
        "test", "core", "--stories", "tests/data/verhalen", "--out", str(tmp_path), "--no-plot",
        "--fail-on-prediction-errors",
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-3000:]


def test_rasa_shell_nlu(model: None) -> None:
    result = rasa("shell", "nlu", "-m", "models/terugwijzer.tar.gz", input="goedemorgen\n/stop\n")
    assert '"name": "begroeting"' in result.stdout, result.stderr[-3000:]
