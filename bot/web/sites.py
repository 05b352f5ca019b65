"""Which other sites may use the widget."""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_OPEN = ("/api/", "/static/")


class SitesMiddleware:
    """Lets the browser use `/api` and `/static` from pages of the sites in the list, no others.

    Args:
        app: what answers.
        sites: the origins, such as "https://www.voorbeeld.be".
        headers: the request headers that a page may set, beside the usual ones.
    """

    def __init__(self, app: ASGIApp, sites: tuple[str, ...], headers: tuple[str, ...]) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app, allow_origins=sites, allow_methods=("GET", "POST"), allow_headers=headers
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        shared = scope["type"] == "http" and scope["path"].startswith(_OPEN)
        await (self._shared if shared else self._app)(scope, receive, send)
