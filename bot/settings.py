"""Settings, all from the environment, with defaults for one machine."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VAR = PROJECT / "var"
MODEL = PROJECT / "models" / "terugwijzer.tar.gz"


def _port(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f"{name} must be a port number from 1 to 65535, not '{text}'")
    return int(text)


def _sites() -> tuple[str, ...]:
    """Read the origins that may use the widget.

    Raises:
        ValueError: one is no origin.
    """
    named = os.environ.get("TERUGWIJZER_SITES", "")
    sites = tuple(site.strip() for site in named.split(",") if site.strip())
    for site in sites:
        if not re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", site):
            raise ValueError(
                "TERUGWIJZER_SITES holds origins such as https://www.voorbeeld.be, in lower case, "
                f"without a path, with commas between them; not '{site}'"
            )
    return sites


@dataclass(frozen=True)
class Settings:
    """Where the parts listen and what the gateway accepts.

    Attributes:
        host: the address on which the gateway listens; Rasa and the actions stay on loopback.
        port, rasa_port, action_port: TCP ports.
        secret: signs visitors' sessions. Random when not given: sessions then end at a restart.
        session_hours: how long a session may be used, in hours.
        max_characters: the longest message, in characters.
        answer_seconds: how long the gateway waits for Rasa, in seconds.
        sites: the origins of other sites that may use the widget.
    """

    host: str = field(default_factory=lambda: os.environ.get("TERUGWIJZER_HOST", "127.0.0.1"))
    port: int = field(default_factory=lambda: _port("TERUGWIJZER_PORT", 8080))
    rasa_port: int = field(default_factory=lambda: _port("TERUGWIJZER_RASA_PORT", 5005))
    action_port: int = field(default_factory=lambda: _port("TERUGWIJZER_ACTION_PORT", 5055))
    secret: str = field(
        default_factory=lambda: os.environ.get("TERUGWIJZER_SECRET") or secrets.token_urlsafe(32)
    )
    session_hours: int = 24
    max_characters: int = 2000
    answer_seconds: float = 15.0
    sites: tuple[str, ...] = field(default_factory=_sites)

    @property
    def demo(self) -> bool:
        """Whether `/demo` shows the widget: as TERUGWIJZER_DEMO says (1 or 0), else on loopback."""
        told = os.environ.get("TERUGWIJZER_DEMO")
        return told == "1" if told else self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def address(self) -> str:
        """The gateway's address as one types it in a browser."""
        return f"http://{self.host}:{self.port}"

    @property
    def rasa_url(self) -> str:
        """The address of Rasa's server."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def action_url(self) -> str:
        """The address of the action server."""
        return f"http://127.0.0.1:{self.action_port}"
