"""The command line `terugwijzer`."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import structlog
import typer

from bot.knowledge_cli import knowledge_app
from bot.letters_cli import brief
from bot.plan_cli import calc_app, plan
from bot.settings import Settings
from bot.shared_cli import AS_JSON, fail, from_project, load, read_role
from knowledge.dates import parse_date, reference_date
from knowledge.errors import ContentErrors, KnowledgeError
from knowledge.phrases import phrases
from knowledge.search import Hit
from knowledge.store import Knowledge, Store

if TYPE_CHECKING:
    from bot.understanding import Guide
    from knowledge.conversation import Understood
    from knowledge.replies import Reply

app = typer.Typer(
    help="Terugwijzer: a Dutch guide for the way back to work.",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(calc_app, name="calc")
app.command()(plan)
app.command()(brief)


@app.callback()
def prepare() -> None:
    """Work from the project's folder, quietly, and without telemetry."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Several libraries under Rasa switch their own warnings on again; none is for who asks here.
    warnings.showwarning = lambda *_, **__: None
    logging.basicConfig(level=logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def _open() -> Knowledge:
    """Load the content where the database may be written, otherwise read what is there."""
    try:
        return load()[1]
    except ContentErrors:
        raise
    except KnowledgeError as error:
        typer.echo(f"Note: {error}; using the content that was loaded before.", err=True)
        with from_project():
            return Store().knowledge()


def _search(words: str) -> list[Hit]:
    with from_project():
        return Store().search(words)


def _guide() -> Guide:
    from bot.understanding import Guide, NoModel

    _train_if_needed(lambda line: typer.echo(line, err=True))
    try:
        return Guide(_open(), search=_search)
    except NoModel as error:
        fail(error)
    except KnowledgeError as error:
        fail(error)


def _train_if_needed(report: Callable[[str], None]) -> bool:
    from bot.training import TrainingFailed, is_current, train

    if is_current():
        return False
    report("Training the model (about two minutes) …")
    try:
        train(report)
    except TrainingFailed as error:
        fail(f"{error}\n\nTraining failed; nothing was started. The lines above say why.")
    return True


@app.command()
def ask(
    question: str = typer.Argument(..., metavar="VRAAG", help="The question, in Dutch."),
    rol: Optional[str] = typer.Option(None, help="wn, zs, wz, wg or co."),
    datum: Optional[str] = typer.Option(None, help="Reference date, JJJJ-MM-DD; default today."),
    as_json: bool = AS_JSON,
) -> None:
    """Answer one question here, without servers."""
    role = read_role(rol)
    try:
        day = parse_date(datum) if datum else reference_date()
    except ValueError as error:
        fail(error)
    text = question.encode("utf-8", "replace").decode("utf-8")
    maximum = Settings().max_characters
    if len(text) > maximum:
        fail(phrases().te_lang.format(maximum=maximum))
    guide = _guide()
    try:
        understood, reply = guide.answer(text, role, day)
    except KnowledgeError as error:
        fail(error)
    if as_json:
        typer.echo(json.dumps(_ask_json(text, understood, reply), ensure_ascii=False, indent=2))
        return
    typer.echo(reply.text)
    for button in reply.buttons:
        typer.echo(f"  [{button.title}]")
    for source in reply.sources:
        typer.echo(f"  Bron: {source['naam']}, {source['gezien']}")


def _ask_json(text: str, understood: Understood, reply: Reply) -> dict[str, Any]:
    ranking = understood.ranking
    return {
        "vraag": text,
        "onderwerp": understood.topic,
        "zekerheid": round(ranking[0].confidence, 4) if ranking else 0.0,
        "alternatieven": [
            {"onderwerp": c.topic, "zekerheid": round(c.confidence, 4)} for c in ranking
        ],
        "beslissing": understood.outcome.value,
        "rol": reply.role.value if reply.role else None,
        "antwoord": reply.text,
        "knoppen": [button.title for button in reply.buttons],
        "bronnen": reply.sources,
        "artikel_versie": reply.version,
    }


@app.command()
def evaluate(
    file: Path = typer.Argument(..., metavar="FILE.tsv", help="Columns vraag, onderwerp, tweede."),
    as_json: bool = AS_JSON,
) -> None:
    """Measure how often the right topic is found."""
    from bot.evaluation import BadQuestions, read_questions
    from bot.evaluation import evaluate as measure

    try:
        questions = read_questions(file)
    except BadQuestions as error:
        fail(error)
    guide = _guide()
    result = measure(questions, guide.understand)
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False))
        return
    keys = ("top1", "top3", "beantwoord", "fout_beantwoord")
    typer.echo(f"{'':26}{'n':>5}" + "".join(f"{key:>17}" for key in keys))
    for name, row in [("alles", result), *result["per_groep"].items()]:
        typer.echo(f"{name:26}{row['n']:5}" + "".join(f"{row[key]:17.1%}" for key in keys))
    for row in result["verwarringen"]:
        typer.echo(f"  {row['aantal']:3} x {row['onderwerp']} -> {row['voorspeld']}")


@app.command()
def talk(
    file: Path = typer.Argument(..., metavar="FILE.yml", help="Conversations to play."),
    url: Optional[str] = typer.Option(None, help="The gateway's address."),
    as_json: bool = AS_JSON,
) -> None:
    """Play conversations against the running gateway, each as a new visitor."""
    from bot.talking import CannotTalk, play, read_conversations

    try:
        played = [play(c, url or Settings().address) for c in read_conversations(file)]
    except CannotTalk as error:
        fail(error)
    if as_json:
        typer.echo(json.dumps(played, ensure_ascii=False, indent=2))
        return
    for conversation in played:
        typer.echo(f"== {conversation['id']}")
        for turn in conversation["beurten"]:
            typer.echo(f"> {turn['gebruiker']}")
            for line in turn["bot"]:
                typer.echo(f"  {line}")


@app.command()
def examples(
    most: int = typer.Option(20, help="How many findings of each kind to show."),
) -> None:
    """Look at the training examples: near-duplicates, frames, words that give a topic away."""
    from bot.examples import check_examples, load_examples

    loaded = load_examples()
    found = list(check_examples(loaded))
    typer.echo(f"{sum(map(len, loaded.values()))} voorbeelden, {len(loaded)} onderwerpen")
    for kind in sorted({finding.kind for finding in found}):
        ofkind = [finding for finding in found if finding.kind == kind]
        typer.echo(f"{kind}: {len(ofkind)}")
        for finding in ofkind[:most]:
            typer.echo(f"  {finding.topic}: {finding.what}")


@app.command()
def train() -> None:
    """Train the model, if anything changed that shapes it."""
    trained = _train_if_needed(typer.echo)
    typer.echo("The model is trained." if trained else "The model is up to date.")


@app.command()
def run() -> None:
    """Load the knowledge, train if needed, start everything, and run until Ctrl-C."""
    from bot.launch import CannotStart, check_ports, serve

    try:
        settings = Settings()
        check_ports(settings)
        report, _ = load()
        typer.echo(f"Knowledge: {report or 'up to date'}")
        _train_if_needed(typer.echo)
        serve(settings, typer.echo)
    except (CannotStart, KnowledgeError, ValueError) as error:
        fail(error)


if __name__ == "__main__":
    app()
