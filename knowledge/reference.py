"""The coach's quick reference: finding topics as one types, and all there is to know of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from textwrap import shorten

from pydantic import validator

from knowledge.articles import Article, Role, Source
from knowledge.content import texts
from knowledge.dates import in_words
from knowledge.decision import Outcome
from knowledge.errors import UnknownTopic, ValueNotKnown
from knowledge.files import ROOT, Strict, read_model
from knowledge.parameters import DatedValue, Parameter, Parameters, format_value
from knowledge.phrases import phrases
from knowledge.render import names_used, paragraphs, render
from knowledge.replies import Block, article_reply
from knowledge.search import Hit
from knowledge.sources import Kind
from knowledge.store import Knowledge
from knowledge.topics import load_topics
from knowledge.wording import normalise

CLIENTS = (Role.wn, Role.zs, Role.wz, Role.wg)
"""The groups of users that a coach may have at the table."""
MOST_FOUND = 15
INSIDE = 4
"""From how many letters on a word is also found inside another: "attest" in "ziekteattest"."""

_SENTENCE_END = re.compile(
    r"(?<![Aa]rt\.)(?<!par\.)(?<!max\.)(?<!min\.)(?<=[.!?])\s+(?=[A-Z0-9\"'(])"
)
_COLUMN = ("nota", "alinea", "uitklap")


class FoundWords(Strict):
    """How many topics were found; `nood` stands below an empty result."""

    geen: str
    een: str
    meer: str
    beste: str
    nood: str


class ErrorWords(Strict):
    """What a coach reads when something is wrong."""

    kop: str
    rol: str
    groep: str
    te_lang: str
    onderwerp_kop: str
    onderwerp: str
    storing_kop: str
    storing: str
    verbinding: str


class FigureWords(Strict):
    """How the days of a value are said, and a value that no source gives."""

    altijd: str
    sinds: str
    tot: str
    tussen: str
    onbekend: str
    bevestigd: str
    bevestigd_tot: str
    geen: str


class LegalWords(Strict):
    """How to recognise a legal basis: a pattern for a sentence, parts of a source's address."""

    geen: str
    woorden: str
    adressen: tuple[str, ...]

    @validator("woorden")
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"'{value}' is not a pattern: {error}") from error
        return value


class CopyWords(Strict):
    """What is said beside the button that copies."""

    gelukt: str
    mislukt: str
    uitleg: str


class MailWords(Strict):
    """The words around a client's answer in a mail."""

    onderwerp: str
    aanhef: str
    opening: str
    stand: str
    bron: str
    slot: str
    versie: str


class ReferenceWords(Strict):
    """The file `naslag.yml`; braces are filled in with `str.format`."""

    uitleg: str
    themas: dict[str, str]
    gevonden: FoundWords
    fout: ErrorWords
    cijfers: FigureWords
    recht: LegalWords
    kopieren: CopyWords
    mail: MailWords


@lru_cache(maxsize=1)
def reference_words(path: Path = ROOT / "naslag.yml") -> ReferenceWords:
    """Read the words of the reference once.

    Raises:
        ContentError: the file is wrong, or a sentence is missing.
    """
    return read_model(path, ReferenceWords)


@dataclass(frozen=True)
class Found:
    """Topics that fit a query, best first, and whether there were more than are shown."""

    articles: tuple[Article, ...]
    more: bool = False


@dataclass(frozen=True)
class FigureValue:
    """One dated value in words; `current` when it is the one for the day asked."""

    period: str
    shown: str
    source: str
    url: str | None
    confirmed: str
    current: bool


@dataclass(frozen=True)
class Figure:
    """A parameter on a day, and through time."""

    name: str
    what: str
    shown: str
    known: bool
    values: tuple[FigureValue, ...]


@dataclass(frozen=True)
class Column:
    """The answer for one group of users.

    Attributes:
        role: the group whose text is shown.
        blocks: remarks, paragraphs and what can be opened (docs/antwoordblokken.md).
        proof: the places (from 1) of the sources that prove the short answer.
    """

    role: Role
    blocks: tuple[Block, ...]
    proof: tuple[int, ...]

    @property
    def cited(self) -> set[int]:
        """The places (from 1) of all sources that prove a statement of this column."""
        folds = (numbers for b in self.blocks for numbers in b.get("verwijzingen", ()))
        return {*self.proof, *(number for numbers in folds for number in numbers)}


@dataclass(frozen=True)
class Reference:
    """All that a coach sees of one topic, for one group of clients, on one day.

    Attributes:
        asked: the group of clients asked for; the client's column may be written for another.
        client: None for a topic that is for coaches only.
        sources: in the order that the columns number them, from 1.
        law: the sentences of the coach's version that name a law.
        law_texts: the places (from 1) of the sources that are a legal text.
    """

    article: Article
    version: str
    day: date
    asked: Role | None
    coach: Column
    client: Column | None
    sources: tuple[Source, ...]
    law: tuple[str, ...]
    law_texts: tuple[int, ...]
    figures: tuple[Figure, ...]
    related: tuple[Article, ...]


def subjects(knowledge: Knowledge, role: Role | None = None, theme: str = "") -> list[Article]:
    """Return the articles on a subject, in the order of the list of topics.

    Args:
        knowledge: all current content.
        role: only those for this group of users.
        theme: only those of this group of topics; "" for all.
    """
    order = {topic: place for place, topic in enumerate(load_topics().by_id)}
    chosen = [
        article
        for article in knowledge.articles.values()
        if article.on_subject
        and (role is None or role in article.doelgroep)
        and theme in ("", article.groep)
    ]
    return sorted(chosen, key=lambda article: (order.get(article.id, len(order)), article.id))


def find(query: str, hits: Sequence[Hit], among: Sequence[Article]) -> Found:
    """Combine what full-text search found with titles that fit a query that is half typed.

    Args:
        query: what was typed so far; its last word may be unfinished.
        hits: what `Store.search` gives for it, best first.
        among: the articles to choose from.
    """
    typed = _words(query)
    place = {hit.topic: number for number, hit in enumerate(hits)}
    titled = {
        article.id
        for article in among
        if typed and _all_in(typed, _words(f"{article.titel} {article.id.replace('_', ' ')}"))
    }
    fitting = [article for article in among if article.id in titled or article.id in place]
    fitting.sort(key=lambda article: (article.id not in titled, place.get(article.id, len(place))))
    return Found(tuple(fitting[:MOST_FOUND]), more=len(fitting) > MOST_FOUND)


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    """Return the words to compare by; "re-integratie" is found by all of it and by its parts."""
    bare = normalise(text).translate(str.maketrans("?!%€'", "     ")).split()
    joined = (word.replace("-", "") for word in bare)
    parts = (part for word in bare for part in word.split("-"))
    return frozenset(word for word in (*joined, *parts) if word)


def _all_in(typed: Iterable[str], words: Iterable[str]) -> bool:
    return all(any(w.startswith(t) or (len(t) >= INSIDE and t in w) for w in words) for t in typed)


def look_up(
    topic: str, client: Role | None, day: date, today: date, knowledge: Knowledge
) -> Reference:
    """Gather all that a coach sees of a topic.

    Args:
        topic: the topic's id.
        client: the group of clients; None or the coach for the first that the topic is for.
        day: rules and figures are those of that day.
        today: the real date, to warn about old texts and days to come.
        knowledge: all current content.

    Raises:
        UnknownTopic: there is no article on a subject with this id.
        TextError: the article's text cannot be filled in.
    """
    article = knowledge.article(topic)
    if not article.on_subject:
        raise UnknownTopic(f"'{topic}' is not a subject")
    asked = (
        client if client in CLIENTS else next((r for r in article.doelgroep if r in CLIENTS), None)
    )
    coach = _column(article, Role.co, day, today, knowledge)
    sources = tuple(source for source in article.bronnen if source.soort is not Kind.eigen)
    legal = reference_words().recht
    return Reference(
        article=article,
        version=knowledge.version_name(topic),
        day=day,
        asked=asked,
        coach=coach,
        client=_column(article, asked, day, today, knowledge) if asked else None,
        sources=sources,
        law=tuple(_law(coach, legal.woorden)),
        law_texts=tuple(
            number
            for number, source in enumerate(sources, start=1)
            if any(part in (source.url or "") for part in legal.adressen)
        ),
        figures=tuple(
            _figure(knowledge.parameters[name], day)
            for name in parameters_of(article)
            if name in knowledge.parameters
        ),
        related=tuple(
            knowledge.articles[id_] for id_ in article.verwant if id_ in knowledge.articles
        ),
    )


def first_words(article: Article, day: date, parameters: Parameters, most: int = 160) -> str:
    """Return the beginning of the coach's answer on a day, cut at a word.

    Raises:
        TextError: the article's text cannot be filled in.
    """
    role = Role.co if Role.co in article.doelgroep else article.doelgroep[0]
    answer = " ".join(paragraphs(render(article.antwoord[role], parameters, day)))
    return shorten(answer, most, placeholder=" …")


def parameters_of(article: Article) -> list[str]:
    """Name the parameters in all texts of an article, in the order in which they first appear."""
    return list(dict.fromkeys(name for part in texts(article) for name in _named(part.text)))


@lru_cache(maxsize=4096)
def _named(text: str) -> tuple[str, ...]:
    return tuple(sorted(names_used(text), key=text.index)) if "{" in text else ()


def _column(article: Article, role: Role, day: date, today: date, knowledge: Knowledge) -> Column:
    reply = article_reply(Outcome.antwoord, article.id, role, day, today, knowledge)
    proof = next((b["antwoord"] for b in reply.blocks if b["type"] == "bronnen"), ())
    blocks = tuple(b for b in reply.blocks if b["type"] in _COLUMN)
    return Column(reply.role or role, blocks, tuple(proof))


def _law(column: Column, pattern: str) -> Iterator[str]:
    for block in column.blocks:
        for text in block["items"] if block["type"] == "uitklap" else [block["tekst"]]:
            sentences = _SENTENCE_END.split(text)
            yield from (sentence for sentence in sentences if re.search(pattern, sentence))


def _figure(parameter: Parameter, day: date) -> Figure:
    unknown = reference_words().cijfers.onbekend.format(wie=parameter.vraag_aan)
    try:
        shown, known = format_value(parameter.on(day), parameter.eenheid), True
    except ValueNotKnown:
        shown, known = unknown, False
    return Figure(
        name=parameter.naam,
        what=parameter.omschrijving,
        shown=shown,
        known=known,
        values=tuple(_value(parameter, value, day) for value in parameter.waarden),
    )


def _value(parameter: Parameter, value: DatedValue, day: date) -> FigureValue:
    words = reference_words().cijfers
    confirmed = words.bevestigd_tot if value.bevestigd_tot else words.bevestigd
    return FigureValue(
        period=_period(value, words),
        shown=(
            f"{words.onbekend.format(wie=parameter.vraag_aan)} ({value.onbekend})"
            if value.waarde is None
            else format_value(value.waarde, parameter.eenheid)
        ),
        source=value.bron.naam,
        url=value.bron.url,
        confirmed=confirmed.format(
            datum=in_words(value.bevestigd_op),
            tot=in_words(value.bevestigd_tot) if value.bevestigd_tot else "",
        ),
        current=value.covers(day),
    )


def _period(value: DatedValue, words: FigureWords) -> str:
    start = in_words(value.vanaf) if value.vanaf else ""
    end = in_words(value.tot) if value.tot else ""
    pattern = {
        (True, True): words.tussen,
        (True, False): words.sinds,
        (False, True): words.tot,
        (False, False): words.altijd,
    }[bool(start), bool(end)]
    return pattern.format(vanaf=start, tot=end)


def mail_text(reference: Reference) -> str:
    """Write the client's version as the text of a mail, with its sources and their dates.

    Returns:
        The text; "" for a topic that has no version for a client.
    """
    column, article = reference.client, reference.article
    if column is None:
        return ""
    words = reference_words().mail
    role = phrases().rollen[column.role].voor
    parts = [
        words.onderwerp.format(titel=article.titel),
        words.aanhef,
        f"{words.opening}\n{article.titel}",
        words.stand.format(rol=role, datum=in_words(reference.day)),
        *(_plain(block) for block in column.blocks),
        *_helpers(article),
        *_mail_sources(reference, column),
        words.slot,
        words.versie.format(nagekeken=in_words(article.nagekeken_op), versie=reference.version),
    ]
    return "\n\n".join(parts) + "\n"


def _plain(block: Block) -> str:
    if block["type"] != "uitklap":
        return str(block["tekst"])
    ordered = block["soort"] == "stappen"
    numbered = enumerate(block["items"], start=1)
    lines = (f"{number}. {text}" if ordered else f"- {text}" for number, text in numbered)
    return "\n".join([block["titel"], *lines])


def _helpers(article: Article) -> Iterator[str]:
    if article.contacten:
        lines = (
            ", ".join(filter(None, [f"{c.naam}: {c.wat}", c.telefoon, c.email, c.url]))
            for c in article.contacten
        )
        yield "\n".join([phrases().uitklap.contacten, *(f"- {line}" for line in lines)])


def _mail_sources(reference: Reference, column: Column) -> Iterator[str]:
    numbered = list(enumerate(reference.sources, start=1))
    shown = [source for number, source in numbered if number in column.cited]
    lines = [
        f"- {reference_words().mail.bron.format(naam=s.naam, datum=in_words(s.gezien_op))}"
        + (f"\n  {s.url}" if s.url else "")
        for s in shown or reference.sources
    ]
    if lines:
        yield "\n".join([phrases().bronnen, *lines])
