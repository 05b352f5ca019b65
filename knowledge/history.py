"""What was said about a topic, from when to when, and what changed in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from difflib import unified_diff

from knowledge.articles import Article
from knowledge.content import texts
from knowledge.dates import ZONE


@dataclass(frozen=True)
class Version:
    """One version of an article; current from `since` to `until` (UTC; None: still current)."""

    number: int
    since: datetime
    until: datetime | None
    article: Article


def readable(article: Article) -> list[str]:
    """Write an article as lines that a person can compare: dates, every text, every source."""
    lines = [
        f"titel: {article.titel}",
        f"geldig vanaf {article.geldig_vanaf}, nagekeken op {article.nagekeken_op}",
    ]
    for text in texts(article):
        lines.append(f"[{text.field}]")
        lines.extend(line.strip() for line in text.text.splitlines() if line.strip())
    lines.extend(f"contact: {c.naam}: {c.wat}" for c in article.contacten)
    lines.extend(f"link: {link.naam} {link.url}" for link in article.links)
    for source in article.bronnen:
        lines.append(
            f"bron: {source.naam}, gezien op {source.gezien_op} {source.url or ''}".strip()
        )
    return lines


def report(versions: Sequence[Version]) -> list[str]:
    """Describe all versions, oldest first: when each was said, and its difference from the last."""
    lines: list[str] = []
    before: list[str] = []
    for version in versions:
        until = f"tot {_moment(version.until)}" if version.until else "tot nu"
        name = f"{version.article.id}@{version.number}"
        lines.append(f"== {name}  van {_moment(version.since)} {until}")
        now = readable(version.article)
        changes = list(unified_diff(before, now, lineterm="", n=1))[2:] if before else now
        lines.extend(changes or ["(geen verschil in tekst of bronnen)"])
        before = now
    return lines


def _moment(moment: datetime) -> str:
    local = moment.replace(tzinfo=timezone.utc).astimezone(ZONE)
    return local.strftime("%Y-%m-%d %H:%M:%S")
