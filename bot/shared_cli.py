"""What the commands of `terugwijzer` share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from bot.settings import PROJECT, VAR
from knowledge.articles import Role
from knowledge.content import content_digest, load_content
from knowledge.store import Knowledge, LoadReport, Store

AS_JSON = typer.Option(False, "--json", help="Print JSON instead of text.")


def fail(text: object) -> NoReturn:
    """End the command with one message on standard error and exit code 1."""
    typer.echo(str(text), err=True)
    raise typer.Exit(1)


def read_role(code: str | None) -> Role | None:
    """Turn a role's code into a role; another word ends the command with a sentence."""
    roles = [role.value for role in Role]
    if code is not None and code not in roles:
        fail(f"'{code}' is geen rol. Kies een van {', '.join(roles)}.")
    return Role(code) if code else None


@contextmanager
def from_project() -> Iterator[None]:
    """Resolve relative addresses, such as the SQLite file's, from the project's folder."""
    before = Path.cwd()
    os.chdir(PROJECT)
    try:
        yield
    finally:
        os.chdir(before)


def load() -> tuple[LoadReport | None, Knowledge]:
    """Bring the knowledge database up to the content files; nothing is read when none changed.

    Returns:
        What the load did (None: nothing had changed), and all content.

    Raises:
        ContentErrors: a content file is wrong; the database is left as it was.
        StoreUnavailable: the database cannot be written.
    """
    with from_project():
        VAR.mkdir(exist_ok=True)
        store = Store()
        digest = content_digest()
        if store.holds(digest):
            return None, store.knowledge()
        content = load_content()
        report = store.load(content.articles.values(), content.parameters.values(), digest)
        return report, store.knowledge()
