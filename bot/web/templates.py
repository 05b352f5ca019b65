"""Pages made on the server, for browsers with and without JavaScript."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from knowledge.dates import in_words

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["in_woorden"] = in_words


def page(name: str, status: int = 200, **content: object) -> HTMLResponse:
    """Fill in a template of `templates/`; every text in `content` is escaped.

    Args:
        name: the file, such as "zelfscan.html".
        status: the HTTP status.
        content: what the template names; a name that is missing is an error, never an empty hole.
    """
    return HTMLResponse(_PAGES.get_template(name).render(**content), status_code=status)
