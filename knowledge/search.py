"""Searching the articles by words: the same results, in the same order, on every database."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from sqlalchemy import delete, func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from knowledge.articles import Article, Role
from knowledge.content import texts
from knowledge.files import ROOT
from knowledge.lexicon import load_lexicon
from knowledge.models import SearchRow
from knowledge.wording import normalise

TITLE_WEIGHT = 4
K1, B = 1.2, 0.5
"""The usual settings of BM25: how fast repetition saturates, how much length counts."""

_WORD = re.compile(r"[a-z0-9]+")
_TEMPLATE = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_STOP = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "of",
        "in",
        "op",
        "te",
        "van",
        "voor",
        "met",
        "aan",
        "bij",
        "is",
        "zijn",
        "was",
        "wordt",
        "worden",
        "dat",
        "die",
        "dit",
        "er",
        "om",
        "ook",
        "als",
        "dan",
        "naar",
        "je",
        "jij",
        "jouw",
        "mijn",
        "ik",
        "me",
        "mij",
        "we",
        "wij",
        "ons",
        "hij",
        "zij",
        "ze",
        "haar",
        "hun",
        "kan",
        "mag",
        "moet",
        "wil",
        "heb",
        "heeft",
        "hebben",
        "hoe",
        "wat",
        "wie",
        "waar",
        "wanneer",
        "welke",
        "niet",
        "geen",
        "al",
        "nog",
        "maar",
        "door",
        "over",
        "uit",
        "tot",
        "dus",
        "ge",
        "gij",
        "uw",
        "da",
        "wa",
        "nie",
    ]
)


@dataclass(frozen=True)
class Hit:
    """One article found; a higher score fits better. Scores compare within one search only."""

    topic: str
    title: str
    group: str
    score: float


_stemmer = snowballstemmer.stemmer("dutch")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Dutch stem of a word in its normal form."""
    return str(_stemmer.stemWord(word))


def stems(words: str) -> list[str]:
    """Return what a text is searched by: Dutch word stems and the concepts of the lexicon."""
    plain = [word for word in _WORD.findall(normalise(words)) if word not in _STOP]
    concepts = [f"c0{concept.replace('_', '0')}" for concept in load_lexicon().concepts(words)]
    return [*map(stem, plain), *concepts]


def index(session: Session, articles: Iterable[tuple[Article, str]]) -> None:
    """Write the words of these articles (each with a digest) instead of what stood there."""
    for article, digest in articles:
        session.execute(delete(SearchRow).where(SearchRow.article_id == article.id))
        body = " ".join(_TEMPLATE.sub(" ", part.text) for part in texts(article))
        contacts = " ".join(f"{c.naam} {c.wat}" for c in article.contacten)
        session.add(
            SearchRow(
                article_id=article.id,
                title=article.titel,
                group=article.groep,
                roles=",".join(role.value for role in article.doelgroep),
                digest=digest,
                words=" ".join(
                    [*(stems(article.titel) * TITLE_WEIGHT), *stems(f"{body} {contacts}")]
                ),
            )
        )
    session.flush()
    _renew_full_text(session.connection())


def depends_on() -> str:
    """Return what the index depends on besides the articles: how it is made, and the lexicon."""
    return f"1 {(ROOT / 'lexicon.yml').read_text(encoding='utf-8')}"


def forget(session: Session, topics: Iterable[str]) -> None:
    """Take articles out of the search index."""
    session.execute(delete(SearchRow).where(SearchRow.article_id.in_(list(topics))))
    _renew_full_text(session.connection())


def _renew_full_text(connection: Connection) -> None:
    """Bring the database's own full-text index up to the table of words."""
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(article_id, words)")
        )
        connection.execute(text("DELETE FROM search_text"))
        connection.execute(
            text("INSERT INTO search_text SELECT article_id, words FROM search_document")
        )
    elif connection.dialect.name == "postgresql":
        connection.execute(
            text(
                "CREATE INDEX IF NOT EXISTS search_text ON search_document "
                "USING gin (to_tsvector('simple', words))"
            )
        )


def find(session: Session, query: str, role: Role | None = None, most: int = 10) -> list[Hit]:
    """Find the articles that fit a query best.

    The database's full-text index finds every article with one of the words; the ranking is BM25 in
    this process, so that SQLite and PostgreSQL give the same order.

    Args:
        session: on the knowledge database.
        query: words as people type them.
        role: only articles for this group of users.
        most: how many to return at most.
    """
    wanted = sorted(set(stems(query)))
    if not wanted:
        return []
    rows = [row for row in _candidates(session, wanted) if role is None or role.value in row.roles]
    total = session.scalar(select(func.count()).select_from(SearchRow)) or 1
    return sorted(_ranked(rows, wanted, total), key=lambda hit: (-hit.score, hit.topic))[:most]


def _candidates(session: Session, wanted: Sequence[str]) -> list[SearchRow]:
    dialect = session.connection().dialect.name
    if dialect == "sqlite":
        found = session.execute(
            text("SELECT article_id FROM search_text WHERE search_text MATCH :query"),
            {"query": "words: (" + " OR ".join(f'"{word}"' for word in wanted) + ")"},
        )
        ids = [row[0] for row in found]
        rows = session.scalars(select(SearchRow).where(SearchRow.article_id.in_(ids)))
    else:
        match = text("to_tsvector('simple', words) @@ to_tsquery('simple', :query)")
        rows = session.scalars(select(SearchRow).where(match), {"query": " | ".join(wanted)})
    return list(rows)


def _ranked(rows: Sequence[SearchRow], wanted: Sequence[str], total: int) -> list[Hit]:
    counts = [Counter(row.words.split()) for row in rows]
    lengths = [sum(count.values()) for count in counts]
    usual = sum(lengths) / len(lengths) if lengths else 1.0
    having = {word: sum(word in count for count in counts) for word in wanted}
    weight = {w: math.log(1 + (total - n + 0.5) / (n + 0.5)) for w, n in having.items()}
    hits = []
    for row, count, length in zip(rows, counts, lengths, strict=True):
        damped = K1 * (1 - B + B * length / usual)
        score = sum(weight[w] * count[w] * (K1 + 1) / (count[w] + damped) for w in wanted)
        hits.append(Hit(row.article_id, row.title, row.group, round(score, 6)))
    return hits
