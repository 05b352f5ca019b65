"""Checks over all content, beyond what the loader refuses; each names file, line and field."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import httpx

from knowledge.articles import Article, Role
from knowledge.content import Content, Text, article_path, load_content, texts
from knowledge.dates import today
from knowledge.errors import ContentError, ContentErrors, KnowledgeError
from knowledge.facts import Certainty, Fact, load_facts
from knowledge.files import ROOT, read_yaml
from knowledge.letters import load_letters
from knowledge.lines import line_of
from knowledge.parameters import Parameter, Parameters
from knowledge.prose import (
    MAX_ITEM_WORDS,
    MAX_WORDS,
    MIN_READABILITY,
    length_problem,
    readability,
    sentence_problems,
    source_problems,
)
from knowledge.render import paragraphs, render
from knowledge.self_scan import load_scan
from knowledge.step_texts import load_steps
from knowledge.topics import Topics, load_topics

_BEFORE_AND_AFTER = (date(2025, 12, 31), date(2026, 1, 1))
_CLAIM = re.compile(
    r"\b(p|getal|waarde|sinds|bekend)\(|\b(wet|wettelijk\w*|verplicht\w*|KB|artikel|volgens|"
    r"recht op|bevraging|onderzoek toont)\b"
)
"""What only a text that rests on facts may hold: figures, the law, somebody's statement."""
_HEDGE = re.compile(
    r"volgens|niet zeker|onzeker|spreken elkaar tegen|tegenstrijdig|vraag |vonden we niet|"
    r"weten we niet|niet bevestigd|schrijf(t|en)|zegt |zeggen|nakijken|check|ongeveer|schatting",
    re.IGNORECASE,
)

Problem = tuple[str, str]
"""The field (a place such as "details.stappen.0.tekst") and what is wrong with it."""


def problems(
    article: Article,
    parameters: Parameters,
    topics: Topics,
    facts: dict[str, Fact] | None = None,
    exceptions: dict[str, str] | None = None,
) -> Iterator[Problem]:
    """All problems of one article.

    Args:
        article: the article.
        parameters: all figures.
        topics: all topic ids.
        facts: the register of facts; None: sources are not compared with it.
        exceptions: fields that may be hard to read, as "topic.field", with the reason.
    """
    yield from _id_problems(article, topics)
    yield from _source_problems(article, facts)
    yield from _ground_problems(article, facts)
    for text in texts(article):
        excused = f"{article.id}.{text.field}" in (exceptions or {})
        for problem in _text_problems(article, text, parameters, excused):
            yield text.field, problem
    if article.on_subject:
        for role in set(article.doelgroep) - {Role.co}:
            if Role.co in article.antwoord and article.antwoord[role] == article.antwoord[Role.co]:
                yield f"antwoord.{role.value}", "is the same text as the coach's"


def _id_problems(article: Article, topics: Topics) -> Iterator[Problem]:
    listed = topics.by_id.get(article.id)
    if listed is None or listed.group != article.groep:
        yield "id", f"'{article.id}' is not in onderwerpen.yml under '{article.groep}'"
    elif listed.doelgroep and set(listed.doelgroep) != set(article.doelgroep):
        wanted = ", ".join(role.value for role in listed.doelgroep)
        yield "doelgroep", f"onderwerpen.yml says {wanted}"
    for other in article.verwant:
        if other not in topics.by_id:
            yield "verwant", f"there is no topic '{other}'"
        elif other == article.id:
            yield "verwant", "an article is not related to itself"


def _source_problems(article: Article, facts: dict[str, Fact] | None) -> Iterator[Problem]:
    if facts is None or not article.on_subject:
        return
    unsure: set[str] = set()
    for number, source in enumerate(article.bronnen):
        place = f"bronnen.{number}"
        if not source.feiten:
            yield place, "names no fact under 'feiten'"
        for id_ in source.feiten:
            if id_ not in facts:
                yield f"{place}.feiten", f"there is no fact '{id_}'"
            elif facts[id_].zekerheid is Certainty.laag:
                unsure.add(id_)
    if unsure and not any(_HEDGE.search(text.text) for text in texts(article)):
        yield "bronnen", f"{', '.join(sorted(unsure))} is not sure; the text must say so"


def _ground_problems(article: Article, facts: dict[str, Fact] | None) -> Iterator[Problem]:
    """Texts that do not say on which facts they rest, and facts on which nothing rests."""
    if facts is None or not article.on_subject:
        return
    proven = {id_ for source in article.bronnen for id_ in source.feiten}
    used = {id_ for contact in article.contacten for id_ in contact.feiten}
    for text in texts(article):
        if text.facts is None:
            yield text.field, "does not say under 'feiten' on which facts it rests"
            continue
        used.update(text.facts)
        for id_ in text.facts:
            if id_ not in proven:
                yield text.field, f"rests on '{id_}', which no source of this article proves"
        if not text.facts and (claim := _CLAIM.search(text.text)):
            yield text.field, f"rests on no fact, and yet it says '{claim.group()}'"
    for id_ in sorted(proven - used):
        yield "bronnen", f"nothing rests on '{id_}'"


def _text_problems(
    article: Article, text: Text, parameters: Parameters, excused: bool
) -> Iterator[str]:
    if not article.on_subject:
        yield from (p for p in source_problems(text.text) if "typed in prose" not in p)
    else:
        yield from source_problems(text.text)
    short = text.place[0] == "antwoord"
    for_coach = text.place == ("antwoord", Role.co.value)
    seen: set[str] = set()
    for day in (*_BEFORE_AND_AFTER, today()):
        try:
            parts = paragraphs(render(text.text, parameters, day))
        except KnowledgeError as error:
            yield str(error)
            return
        filled = " ".join(parts)
        if short and not filled:
            seen.add(f"is empty on {day}")
        if problem := length_problem(len(filled.split()), MAX_WORDS if short else MAX_ITEM_WORDS):
            seen.add(problem)
        if not for_coach and not excused:
            seen.update(problem for part in parts for problem in sentence_problems(part))
            least = MIN_READABILITY[Role(text.place[1])] if short else 0.0
            score = readability(filled) if short and filled else 100.0
            if score < least:
                seen.add(f"is hard to read: {score:.0f} on Flesch-Douma, at least {least:.0f}")
    yield from sorted(seen)


def parameter_problems(parameter: Parameter, facts: dict[str, Fact]) -> Iterator[Problem]:
    """All problems of one parameter: facts that do not exist, or too unsure for a figure."""
    for number, value in enumerate(parameter.waarden):
        fact = facts.get(value.bron.feit or "")
        place = f"waarden.{number}.bron.feit"
        if value.bron.feit and fact is None:
            yield place, f"there is no fact '{value.bron.feit}'"
        if fact and fact.zekerheid is Certainty.laag and value.waarde is not None:
            yield place, f"'{fact.id}' is not sure; write 'onbekend' instead of a value"


def check(folder: Path = ROOT) -> list[ContentError]:
    """Check all content below a folder; the result is empty when all is well."""
    try:
        content = load_content(folder)
        facts = load_facts(folder)
        exceptions = read_yaml(folder / "leesbaarheid_uitzonderingen.yml")
    except ContentErrors as found:
        return found.errors
    except ContentError as error:
        return [error]
    errors = list(_other_files(folder))
    for article in content.articles.values():
        path = article_path(article, folder)
        for field, problem in problems(
            article, content.parameters, load_topics(), facts, exceptions
        ):
            errors.append(_located(path, field, problem))
    for parameter in content.parameters.values():
        path = folder / "parameters" / f"{parameter.naam}.yml"
        for field, problem in parameter_problems(parameter, facts):
            errors.append(_located(path, field, problem))
    return errors


def _other_files(folder: Path) -> Iterator[ContentError]:
    """What the loaders of steps, letters and the self-scan refuse, where a folder has them."""
    for name, load in (("steps", load_steps), ("letters", load_letters), ("zelfscan", load_scan)):
        if not (folder / name).is_dir():
            continue
        try:
            load(folder / name)
        except ContentErrors as found:
            yield from found.errors
        except ContentError as error:
            yield error


def _located(path: Path, field: str, problem: str) -> ContentError:
    place = [int(part) if part.isdigit() else part for part in field.split(".")]
    return ContentError(path, field, problem, line_of(path, place))


def addresses(content: Content) -> dict[str, list[str]]:
    """All web addresses in the articles, each with the topics that show it."""
    found: dict[str, list[str]] = {}
    for article in content.articles.values():
        urls = [
            *(source.url for source in article.bronnen),
            *(link.url for link in article.links),
            *(contact.url for contact in article.contacten),
        ]
        for url in filter(None, urls):
            found.setdefault(str(url), []).append(article.id)
    return found


def dead_addresses(content: Content, seconds: float = 15) -> dict[str, str]:
    """Ask every address for a sign of life, over the network.

    An answer shows only that the page exists, not that it still says what we read there.

    Args:
        content: all content.
        seconds: how long to wait for each address, in seconds.

    Returns:
        For each address that does not answer well, the reason and the topics that show it.
    """

    def ask(client: httpx.Client, url: str) -> str | None:
        try:
            status = client.get(url).status_code
        except httpx.HTTPError as error:
            return type(error).__name__
        return None if status < 400 else f"status {status}"

    shown = addresses(content)
    with (
        httpx.Client(timeout=seconds, follow_redirects=True) as client,
        ThreadPoolExecutor() as pool,
    ):
        reasons = dict(zip(shown, pool.map(lambda url: ask(client, url), shown), strict=True))
    return {url: f"{why} ({', '.join(shown[url])})" for url, why in reasons.items() if why}


if __name__ == "__main__":
    found = check(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    for error in found:
        print(error)
    print(f"{len(found)} problems" if found else "Content is in order.")
    sys.exit(1 if found else 0)
