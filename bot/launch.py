"""Starting all parts under one supervisor, and stopping them together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from types import FrameType
from typing import Any
from xmlrpc.client import Fault, ProtocolError, ServerProxy

import httpx
from supervisor.xmlrpc import SupervisorTransport

from bot.settings import MODEL, PROJECT, VAR, Settings

START_SECONDS = 120
_CONFIG = """\
[supervisord]
nodaemon=true
logfile={var}/log/supervisor.log
pidfile={var}/supervisord.pid
childlogdir={var}/log
silent=true

[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[program:acties]
command={python} -W ignore -m rasa_sdk --actions actions --port {settings.action_port}
environment=SANIC_HOST="127.0.0.1"
{common}

[program:rasa]
command={python} -W ignore -m rasa run -i 127.0.0.1 -p {settings.rasa_port} -m {model}
  --endpoints {var}/endpoints.yml --credentials credentials.yml
{common}

[program:web]
command={python} -m uvicorn bot.web.app:create_app --factory --ws none
  --host {settings.host} --port {settings.port} --no-access-log --log-level warning
{common}
"""
_COMMON = """\
directory={project}
autorestart=true
startsecs=3
startretries=2
stopasgroup=true
killasgroup=true
stopwaitsecs=8
redirect_stderr=true
stdout_logfile={var}/log/%(program_name)s.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=2"""


class CannotStart(Exception):
    """The guide cannot start; the text is one clear sentence."""


def check_ports(settings: Settings) -> None:
    """Make sure that nobody listens on the ports that the guide needs.

    Raises:
        CannotStart: a port is in use, or the address is not this machine's.
    """
    wanted = (
        (settings.host, settings.port, "TERUGWIJZER_PORT"),
        ("127.0.0.1", settings.rasa_port, "TERUGWIJZER_RASA_PORT"),
        ("127.0.0.1", settings.action_port, "TERUGWIJZER_ACTION_PORT"),
    )
    for host, port, variable in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CannotStart(
                    f"Port {port} on {host} is already in use or not allowed; stop the other "
                    f"program, or choose another port: {variable}=… make run."
                ) from error


def serve(settings: Settings, report: Callable[[str], None]) -> None:
    """Start action server, Rasa and gateway, wait until they answer, and run until stopped.

    Raises:
        CannotStart: a part did not come up within two minutes, or stopped for good.
    """
    (VAR / "log").mkdir(parents=True, exist_ok=True)
    # A socket's path may be short only, so it is not kept in the project's own folder.
    with tempfile.TemporaryDirectory(prefix="terugwijzer-") as folder:
        _serve(settings, Path(folder) / "supervisor.sock", report)


def _serve(settings: Settings, socket_path: Path, report: Callable[[str], None]) -> None:
    config = _write_config(settings, socket_path)
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TERUGWIJZER_SECRET": settings.secret,
        "SANIC_HOST": "127.0.0.1",
    }
    supervisor = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-n", "-c", str(config)],
        cwd=PROJECT, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _setter(stop))
    try:
        _wait_until_ready(settings, supervisor, socket_path, stop, report)
        if not stop.is_set():
            report(f"Ready: {settings.address}   (Ctrl-C stops everything)")
        while not stop.wait(0.5):
            if supervisor.poll() is not None:
                raise CannotStart(f"The supervisor stopped; see {_shown(VAR / 'log')}.")
    finally:
        _stop(supervisor)
    report("Stopped.")


def _setter(stop: threading.Event) -> Callable[[int, FrameType | None], None]:
    def set_it(signum: int, frame: FrameType | None) -> None:
        stop.set()

    return set_it


def _write_config(settings: Settings, socket_path: Path) -> Path:
    common = _COMMON.format(project=PROJECT, var=VAR)
    config = VAR / "supervisord.conf"
    config.write_text(
        _CONFIG.format(
            var=VAR,
            python=sys.executable,
            settings=settings,
            model=MODEL,
            common=common,
            socket=socket_path,
        )
    )
    (VAR / "endpoints.yml").write_text(
        f'action_endpoint:\n  url: "{settings.action_url}/webhook"\n'
    )
    return config


def _wait_until_ready(
    settings: Settings,
    supervisor: subprocess.Popen[bytes],
    socket_path: Path,
    stop: threading.Event,
    report: Callable[[str], None],
) -> None:
    started = time.monotonic()
    shown = 0
    while not stop.wait(0.3):
        waited = time.monotonic() - started
        if supervisor.poll() is not None or waited > START_SECONDS:
            raise CannotStart(f"The guide did not come up; see the logs in {_shown(VAR / 'log')}.")
        if _healthy(settings):
            return
        if failed := _given_up(socket_path):
            raise CannotStart(f"'{failed}' does not start; see {_shown(VAR / 'log')}/{failed}.log.")
        if waited >= shown + 2:
            shown = int(waited)
            report(f"  {shown:3d} s  starting …")


def _healthy(settings: Settings) -> bool:
    try:
        return httpx.get(f"{settings.address}/gezond", timeout=3, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _given_up(socket_path: Path) -> str | None:
    """Name a part that the supervisor no longer tries to start; None when there is none."""
    if not socket_path.exists():
        return None
    transport = SupervisorTransport(serverurl=f"unix://{socket_path}")
    try:
        with ServerProxy("http://supervisor", transport=transport) as proxy:
            states: Any = proxy.supervisor.getAllProcessInfo()
    except (OSError, Fault, ProtocolError, HTTPException):
        return None
    return next((str(s["name"]) for s in states if s["statename"] == "FATAL"), None)


def _stop(supervisor: subprocess.Popen[bytes]) -> None:
    """End the supervisor and with it all parts; nothing is left running."""
    if supervisor.poll() is None:
        supervisor.terminate()
        try:
            supervisor.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(supervisor.pid, signal.SIGKILL)
            supervisor.wait()


def _shown(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()
