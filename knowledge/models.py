"""The tables: articles with all their versions, sources, parameter values, answers given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import declarative_base, relationship

Base: Any = declarative_base()


class ArticleRow(Base):
    """A topic. What is said about it stands in its versions."""

    __tablename__ = "article"
    id: str = Column(String(64), primary_key=True)
    group: Any = Column("group_name", String(64), nullable=False)
    versions = relationship(
        "ArticleVersionRow", back_populates="article", order_by="ArticleVersionRow.number"
    )


class ArticleVersionRow(Base):
    """One version of an article: its content, and from when to when it was current (UTC)."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "number"),)
    id: int = Column(Integer, primary_key=True)
    article_id: str = Column(ForeignKey("article.id"), nullable=False, index=True)
    number: int = Column(Integer, nullable=False)
    digest: str = Column(String(64), nullable=False)
    content: str = Column(Text, nullable=False)
    loaded_at: datetime = Column(DateTime, nullable=False)
    replaced_at: Any = Column(DateTime)
    article = relationship("ArticleRow", back_populates="versions")
    sources = relationship("SourceRow", back_populates="version")


class SourceRow(Base):
    """A source of one article version."""

    __tablename__ = "source"
    id: int = Column(Integer, primary_key=True)
    version_id: int = Column(ForeignKey("article_version.id"), nullable=False, index=True)
    name: str = Column(Text, nullable=False)
    url: str | None = Column(Text)
    kind: str = Column(String(32), nullable=False)
    seen_on: date = Column(Date, nullable=False)
    facts: list[str] = Column(JSON, nullable=False)
    version = relationship("ArticleVersionRow", back_populates="sources")


class SearchRow(Base):
    """The words by which the current version of an article is found (see `knowledge.search`)."""

    __tablename__ = "search_document"
    article_id: Any = Column(ForeignKey("article.id"), primary_key=True)
    title: str = Column(Text, nullable=False)
    group: str = Column("group_name", String(64), nullable=False)
    roles: str = Column(String(32), nullable=False)
    words: str = Column(Text, nullable=False)
    digest: str = Column(String(64), nullable=False)


class ParameterValueRow(Base):
    """One dated value of a figure; a row that was replaced has `replaced_at` (UTC)."""

    __tablename__ = "parameter_value"
    id: int = Column(Integer, primary_key=True)
    name: str = Column(String(128), nullable=False, index=True)
    description: str = Column(Text, nullable=False)
    unit: str = Column(String(32), nullable=False)
    ask: str = Column(Text, nullable=False)
    valid_from: date | None = Column(Date)
    valid_to: date | None = Column(Date)
    value: str | None = Column(String(32))  # decimal digits as written; SQLite has no decimals
    unknown: str | None = Column(Text)
    source: dict[str, Any] = Column(JSON, nullable=False)
    confirmed_on: date = Column(Date, nullable=False)
    confirmed_to: date | None = Column(Date)
    digest: str = Column(String(64), nullable=False)
    loaded_at: datetime = Column(DateTime, nullable=False)
    replaced_at: Any = Column(DateTime)


class ContentStateRow(Base):
    """One row: a digest of the files that were loaded last, to see whether anything changed."""

    __tablename__ = "content_state"
    id: int = Column(Integer, primary_key=True)
    digest: str = Column(String(64), nullable=False)


class AnswerRow(Base):
    """One answer given: which version, for whom and for which date. Never the question."""

    __tablename__ = "answer_given"
    id: int = Column(Integer, primary_key=True)
    given_at: datetime = Column(DateTime, nullable=False)
    article_id: str = Column(String(64), nullable=False)
    version: int = Column(Integer, nullable=False)
    role: str = Column(String(2), nullable=False)
    reference_date: date = Column(Date, nullable=False)
