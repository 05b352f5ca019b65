"""Checks over all content; `python -m knowledge.check` lists file, field and problem."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.articles import Article, Role, load_articles
from knowledge.dates import today
from knowledge.errors import ContentError, ContentErrors, KnowledgeError
from knowledge.files import ROOT
from knowledge.parameters import Parameters, load_parameters
from knowledge.render import paragraphs, render
from knowledge.replies import CONVERSATION_GROUP, FOLDS
from knowledge.topics import Topics, load_topics

MAX_WORDS = 95
"""About 80 words, with some room for what a figure's unit adds."""

_NUMBER_WORDS = (
    "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|"
    "twintig|dertig|veertig|vijftig|zestig|honderd|duizend"
)
_UNITS = (
    "euro|eur|%|procent|procentpunten|dag|dagen|kalenderdagen|werkdagen|week|weken|maand|maanden|"
    "kwartaal|kwartalen|jaar|jaren|uur|uren|werknemers|medewerkers|personen"
)
_TYPED_FIGURE = re.compile(
    rf"(?:\b\d[\d.,]*|\b(?!een\b)(?:{_NUMBER_WORDS}))[ \u00a0-]*(?:{_UNITS})\b|\d ?%|€ ?\d",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_FORMAL = re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE)
_BEFORE_AND_AFTER = (date(2025, 12, 31), date(2026, 1, 1))


def texts(article: Article) -> Iterator[tuple[str, str]]:
    """All texts of an article with the name of their field, as they are written."""
    for role, text in article.antwoord.items():
        yield f"antwoord.{role.value}", text
    for name in FOLDS:
        for number, item in enumerate(getattr(article.details, name), start=1):
            yield f"details.{name}.{number}", item.tekst


def problems(article: Article, parameters: Parameters, topics: Topics) -> Iterator[tuple[str, str]]:
    """All problems of one article, as pairs of field and what is wrong."""
    listed = topics.by_id.get(article.id)
    if listed is None or listed.group != article.groep:
        yield "id", f"'{article.id}' is not in onderwerpen.yml under '{article.groep}'"
    elif listed.doelgroep and set(listed.doelgroep) != set(article.doelgroep):
        wanted = ", ".join(role.value for role in listed.doelgroep)
        yield "doelgroep", f"onderwerpen.yml says {wanted}"
    for other in article.verwant:
        if other not in topics.by_id:
            yield "verwant", f"there is no topic '{other}'"
    for field, text in texts(article):
        plain = _TEMPLATE.sub(" ", text)
        if article.groep != CONVERSATION_GROUP and (typed := _TYPED_FIGURE.search(plain)):
            yield field, f"'{typed.group()}' is typed in prose; make it a parameter"
        if formal := _FORMAL.search(plain):
            yield field, f"'{formal.group()}': write 'je'"
        for day in (*_BEFORE_AND_AFTER, today()):
            try:
                filled = " ".join(paragraphs(render(text, parameters, day)))
            except KnowledgeError as error:
                yield field, str(error)
                break
        else:
            words = len(filled.split())
            if field.startswith("antwoord") and words > MAX_WORDS:
                yield field, f"{words} words; at most {MAX_WORDS}"
            if not filled and field.startswith("antwoord"):
                yield field, "is empty today"
    if article.groep != CONVERSATION_GROUP:
        for role in set(article.doelgroep) - {Role.co}:
            if Role.co in article.antwoord and article.antwoord[role] == article.antwoord[Role.co]:
                yield f"antwoord.{role.value}", "is the same text as the coach's"


def check(folder: Path = ROOT) -> list[ContentError]:
    """Check all content below a folder; the result is empty when all is well."""
    errors: list[ContentError] = []
    articles: dict[str, Article] = {}
    parameters = Parameters({})
    try:
        parameters = load_parameters(folder / "parameters")
    except ContentErrors as found:
        errors.extend(found.errors)
    try:
        articles = load_articles(folder / "articles")
    except ContentErrors as found:
        errors.extend(found.errors)
    if errors:
        return errors
    for article in articles.values():
        path = folder / "articles" / article.groep / f"{article.id}.yml"
        for field, problem in problems(article, parameters, load_topics()):
            errors.append(ContentError(path, field, problem))
    return errors


if __name__ == "__main__":
    found = check(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    for error in found:
        print(error)
    print(f"{len(found)} problems" if found else "Content is in order.")
    sys.exit(1 if found else 0)
