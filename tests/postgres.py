"""A throwaway PostgreSQL server on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30


def programs() -> Path | None:
    """The folder with PostgreSQL's programs: on the path, or where Debian puts them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server on a free port of loopback; gives its address and removes it afterwards."""
    # PostgreSQL refuses to run as root: then its own user runs it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="pg-") as made:
        home = Path(made)
        home.chmod(0o777)
        data = home / "data"
        subprocess.run(
            [*as_user, str(folder / "initdb"), "-D", str(data), "-A", "trust", "-U", "gids", "-E", "UTF8",
             "--no-sync"],
            cwd=home, check=True, capture_output=True,
        )  # fmt: skip
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [*as_user, str(folder / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1",
             "-k", str(home), "-F"],
            cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(folder, port)
            yield f"postgresql://gids@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(
                [*as_user, str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
                cwd=home, capture_output=True,
            )  # fmt: skip
            process.wait(timeout=20)


def _wait(folder: Path, port: int) -> None:
    command = [str(folder / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if subprocess.run(command).returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError("PostgreSQL did not start")
