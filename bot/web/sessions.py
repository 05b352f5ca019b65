"""Signed session tokens: nobody can guess or forge a conversation's name."""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature, URLSafeTimedSerializer


class Sessions:
    """Hands out and checks session tokens.

    Args:
        secret: the signing key.
        hours: how long a token may be used after it was handed out, in hours.
    """

    def __init__(self, secret: str, hours: int) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="terugwijzer-gesprek")
        self._seconds = hours * 3600

    def new(self) -> str:
        """Return a token for a new conversation."""
        return self._serializer.dumps(secrets.token_urlsafe(16))

    def conversation(self, token: str) -> str | None:
        """Return the conversation's name, or None for a forged, broken or expired token."""
        try:
            return str(self._serializer.loads(token, max_age=self._seconds))
        except BadSignature:
            return None
