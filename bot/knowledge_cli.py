"""The commands `terugwijzer knowledge …`: loading, checking, searching, looking back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Optional

import typer

from bot.shared_cli import AS_JSON, fail, from_project, load, read_role
from knowledge import history as versions
from knowledge.check import check, dead_addresses
from knowledge.content import load_content, texts
from knowledge.errors import KnowledgeError
from knowledge.facts import Certainty, coverage, load_facts
from knowledge.files import ROOT
from knowledge.store import Store, database_url

knowledge_app = typer.Typer(help="Load, check and search the knowledge base.", no_args_is_help=True)


@knowledge_app.command("load")
def load_command() -> None:
    """Bring the knowledge database up to the content files; old versions stay."""
    try:
        report, _ = load()
    except KnowledgeError as error:
        fail(error)
    typer.echo(f"{database_url()}: {report or 'up to date'}")


@knowledge_app.command("check")
def check_command(
    folder: Path = typer.Argument(ROOT, help="Folder with the content."),
    online: bool = typer.Option(False, "--online", help="Also ask every web address."),
) -> None:
    """Check all content and list every problem with file, line and field."""
    found = [str(error) for error in check(folder)]
    if online and not found:
        typer.echo("Asking every address …", err=True)
        dead = dead_addresses(load_content(folder))
        found = [f"{url}: {why}" for url, why in dead.items()]
    for line in found:
        typer.echo(line)
    if found:
        fail(f"{len(found)} problems")
    typer.echo("Content is in order.")


@knowledge_app.command("history")
def history_command(topic: str = typer.Argument(..., metavar="ONDERWERP")) -> None:
    """Show what was said about a topic from when to when, and what changed."""
    try:
        with from_project():
            found = Store().history(topic)
    except KnowledgeError as error:
        fail(error)
    for line in versions.report(found):
        typer.echo(line)


@knowledge_app.command("sources")
def sources_command(topic: str = typer.Argument(..., metavar="ONDERWERP")) -> None:
    """Show, for each text of a topic, the facts and sources on which it rests."""
    try:
        article = load_content().articles.get(topic)
    except KnowledgeError as error:
        fail(error)
    if article is None:
        fail(f"no article is called '{topic}'")
    for text in texts(article):
        typer.echo(f"{text.field}: {' '.join(text.text.split())}")
        for fact in text.facts or ():
            names = (source.naam for source in article.bronnen if fact in source.feiten)
            typer.echo(f"    {fact}: {'; '.join(names)}")


@knowledge_app.command("search")
def search_command(
    query: str = typer.Argument(..., metavar="WOORDEN"),
    rol: Optional[str] = typer.Option(None, help="wn, zs, wz, wg or co."),
    as_json: bool = AS_JSON,
) -> None:
    """Search the articles by words."""
    role = read_role(rol)
    try:
        with from_project():
            hits = Store().search(query, role)
    except KnowledgeError as error:
        fail(error)
    if as_json:
        found = [{"onderwerp": h.topic, "titel": h.title, "score": h.score} for h in hits]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for hit in hits:
        typer.echo(f"{hit.score:8.3f}  {hit.topic:32} {hit.title}")
    if not hits:
        typer.echo("Niets gevonden.")


@knowledge_app.command("coverage")
def coverage_command(as_json: bool = AS_JSON) -> None:
    """List which fact is used in which article, which is left out and why, and which is open."""
    try:
        content, facts = load_content(), load_facts()
    except KnowledgeError as error:
        fail(error)
    found = coverage(content.articles.values(), content.parameters.values(), facts)
    shares = {
        certainty.value: round(
            found.share(f for f in facts.values() if f.zekerheid is certainty), 4
        )
        for certainty in Certainty
    }
    if as_json:
        report = {
            "aandeel": shares,
            "gebruikt": found.used,
            "weggelaten": found.left_out,
            "open": [fact.id for fact in found.open],
        }
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for id_, users in found.used.items():
        typer.echo(f"gebruikt    {id_}: {', '.join(users)}")
    for id_, reason in found.left_out.items():
        typer.echo(f"weggelaten  {id_}: {reason}")
    for fact in found.open:
        typer.echo(f"open        {fact.id} ({fact.zekerheid.value}): {', '.join(fact.onderwerp)}")
    for certainty, share in shares.items():
        typer.echo(f"{certainty}: {share:.1%} gebruikt of weggelaten met een reden")
