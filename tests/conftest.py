"""What the tests share: the content, a throwaway database, the model, the running servers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from knowledge.content import Content, load_content
from knowledge.store import Knowledge, Store
from tests import postgres

PROJECT = Path(__file__).parent.parent
TERUGWIJZER = Path(sys.executable).parent / "terugwijzer"
START_SECONDS = 300
SERVERS_DAY = "2026-11-24"
"""The reference date of the running servers, so that a plan's dates are known."""


SHARED = {"servers", "model", "guide", "chromium"}
COMMANDS = {"test_cli", "test_rasa"}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With two workers: one keeps the servers and the model, the other does all else."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        marks = {mark.name for mark in item.iter_markers()}
        if (fixtures | marks) & (SHARED | {"browser"}) or item.path.stem in COMMANDS:
            item.add_marker(pytest.mark.xdist_group("servers"))
        elif "url" in fixtures or "postgresql" in fixtures:
            item.add_marker(pytest.mark.xdist_group("postgresql"))


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A throwaway database with the real content."""
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('kennis')}/kennis.db")
    content = load_content()
    made.load(content.articles.values(), content.parameters.values())
    yield made
    made.close()


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="session")
def knowledge(store: Store) -> Knowledge:
    return store.knowledge()


@pytest.fixture(scope="session")
def model() -> None:
    """The trained model; trained now if it is not up to date."""
    result = run("train", timeout=900)
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="session")
def guide(model: None, knowledge: Knowledge):
    from bot.understanding import Guide

    return Guide(knowledge)


def run(*arguments: str, timeout: float = 300, **environment: str):
    """Run the command line as a person would."""
    return subprocess.run(
        [str(TERUGWIJZER), *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Servers:
    """The running guide: the gateway's address and the ports behind it."""

    process: subprocess.Popen[str]
    url: str
    rasa_port: int
    action_port: int

    def pid_of(self, word: str) -> int:
        """The process whose command line holds a word."""
        found = subprocess.run(["pgrep", "-f", word], capture_output=True, text=True).stdout.split()
        assert found, f"no process for {word}"
        return int(found[0])

    def wait_healthy(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/gezond", timeout=3).is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
        raise AssertionError("the servers did not come back")


@pytest.fixture(scope="session")
def servers(model: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """All parts, started with the command that `make run` uses, on ports of their own."""
    port, rasa_port, action_port = free_port(), free_port(), free_port()
    database = tmp_path_factory.mktemp("servers") / "kennis.db"
    environment = {
        **os.environ,
        "TERUGWIJZER_DATUM": SERVERS_DAY,
        "TERUGWIJZER_PORT": str(port),
        "TERUGWIJZER_RASA_PORT": str(rasa_port),
        "TERUGWIJZER_ACTION_PORT": str(action_port),
        "DATABASE_URL": f"sqlite:///{database}",
    }
    log = tmp_path_factory.mktemp("log") / "run.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(TERUGWIJZER), "run"], cwd=PROJECT, env=environment, stdout=output, stderr=output
        )
    deadline = time.monotonic() + START_SECONDS
    while "Ready:" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)
    started = Servers(process, f"http://127.0.0.1:{port}", rasa_port, action_port)
    yield started
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=40) == 0, log.read_text()
    for closed in (port, rasa_port, action_port):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", closed)) != 0, "something is left running"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a throwaway PostgreSQL server."""
    folder = postgres.programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (Debian package: postgresql)")
    with postgres.server(folder) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kennis.db"
    address = make_url(request.getfixturevalue("postgresql"))
    name = f"kennis_{uuid.uuid4().hex}"
    with create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return address.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("chromium is not installed (Debian package: chromium)")
    return found
