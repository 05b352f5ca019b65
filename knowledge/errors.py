"""The errors that the knowledge base raises, each with one readable line."""

from __future__ import annotations

from pathlib import Path


class KnowledgeError(Exception):
    """Base of every error below; its text is one line that can be shown to a developer."""


class ContentError(KnowledgeError):
    """A content file is wrong. The text names the file, the line, the field and the mend."""

    def __init__(self, path: Path | str, field: str, problem: str, line: int | None = None) -> None:
        self.path = Path(path)
        self.field = field
        self.problem = problem
        self.line = line
        where = [str(path), *([f"line {line}"] if line else []), *([field] if field else [])]
        super().__init__(": ".join([*where, problem]))


class ContentErrors(KnowledgeError):
    """Several content files are wrong; nothing was loaded."""

    def __init__(self, errors: list[ContentError]) -> None:
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))


class UnknownTopic(KnowledgeError):
    """No article has this topic id."""


class UnknownParameter(KnowledgeError):
    """A text or a rule names a parameter that does not exist."""


class ValueNotKnown(KnowledgeError):
    """The parameter has no confirmed value on the reference date."""


class StoreUnavailable(KnowledgeError):
    """The knowledge database cannot be read or written now (locked, read-only, missing)."""
