"""All content together, read and checked as one: what may enter the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from knowledge.articles import FOLDS, Article, load_articles
from knowledge.errors import ContentError, ContentErrors
from knowledge.files import ROOT
from knowledge.lines import line_of
from knowledge.parameters import Parameters, load_parameters
from knowledge.render import TextError, names_used


@dataclass(frozen=True)
class Content:
    """Every article by topic id, and every parameter by name."""

    articles: dict[str, Article]
    parameters: Parameters


@dataclass(frozen=True)
class Text:
    """A text of an article, the place of its field in the file, and the facts it rests on.

    `facts` is None where the file does not say.
    """

    place: tuple[Any, ...]
    text: str
    facts: tuple[str, ...] | None = None

    @property
    def field(self) -> str:
        """The place as one word, such as "details.stappen.0.tekst"."""
        return ".".join(str(part) for part in self.place)


def texts(article: Article) -> Iterator[Text]:
    """All texts of an article, as they are written, before figures are filled in."""
    for role, text in article.antwoord.items():
        yield Text(("antwoord", role.value), text, article.antwoord_feiten.get(role))
    for name in FOLDS:
        for number, item in enumerate(getattr(article.details, name)):
            yield Text(("details", name, number, "tekst"), item.tekst, item.feiten)


def load_content(folder: Path = ROOT) -> Content:
    """Read all content; the texts may only name parameters that exist.

    Raises:
        ContentErrors: every problem found, each with file, line, field and mend. Nothing of the
            content may be used then.
    """
    errors: list[ContentError] = []
    parameters = Parameters({})
    articles: dict[str, Article] = {}
    try:
        parameters = load_parameters(folder / "parameters")
    except ContentErrors as found:
        errors.extend(found.errors)
    try:
        articles = load_articles(folder / "articles")
    except ContentErrors as found:
        errors.extend(found.errors)
    if not errors:
        errors.extend(
            error
            for article in articles.values()
            for error in _wrong_texts(article, parameters, article_path(article, folder))
        )
    if errors:
        raise ContentErrors(errors)
    return Content(articles, parameters)


def content_digest(folder: Path = ROOT) -> str:
    """Summarise all content files and the code that reads them, without parsing anything."""
    summary = hashlib.sha256()
    for path in sorted([*folder.rglob("*.yml"), *Path(__file__).parent.rglob("*.py")]):
        summary.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return summary.hexdigest()


def article_path(article: Article, folder: Path = ROOT) -> Path:
    """Return the file in which an article stands."""
    return folder / "articles" / article.groep / f"{article.id}.yml"


def _wrong_texts(article: Article, parameters: Parameters, path: Path) -> Iterator[ContentError]:
    for text in texts(article):
        if "{" not in text.text:
            continue
        try:
            unknown = sorted(names_used(text.text) - set(parameters))
        except TextError as error:
            yield ContentError(path, text.field, str(error), line_of(path, text.place))
            continue
        for name in unknown:
            near = get_close_matches(name, list(parameters), n=1)
            mend = f"write '{near[0]}'" if near else "add its file in knowledge/parameters"
            problem = f"no parameter is called '{name}'; {mend}"
            yield ContentError(path, text.field, problem, line_of(path, text.place))
