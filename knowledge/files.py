"""Strict reading of content files: every problem names the file and the field."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Extra, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from knowledge.errors import ContentError

ROOT = Path(__file__).parent


class Strict(BaseModel):
    """Base of all content models: unknown fields are refused, values cannot be changed later."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False


def not_empty(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """A validator for lists that need at least one entry."""
    if not value:
        raise ValueError("needs at least one entry")
    return value


Model = TypeVar("Model", bound=Strict)


def read_yaml(path: Path) -> Any:
    """Parse one YAML file.

    Raises:
        ContentError: not UTF-8, not YAML, a key given twice, or an empty file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(path, "", f"is not UTF-8 text ({error.reason})") from error
    try:
        content = YAML(typ="safe").load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = str(error.problem).splitlines()[0]
        raise ContentError(path, f"line {line}", f"{problem}; keep one of the two") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ContentError(path, f"line {line}", _advice(str(error.problem))) from error
    except (YAMLError, ValueError) as error:
        raise ContentError(path, "", f"cannot be read as YAML: {error}") from error
    if content is None:
        raise ContentError(path, "", "is empty")
    return content


def read_model(path: Path, model: type[Model], **extra: Any) -> Model:
    """Parse one YAML file into a content model.

    Raises:
        ContentError: as `read_yaml`, or a field that is missing, unknown or of the wrong type.
    """
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise ContentError(path, "", "must be a list of 'field: value' lines")
    try:
        return model(**content, **extra)
    except TypeError as error:
        raise ContentError(path, "", str(error)) from error
    except ValidationError as error:
        # A misspelled field is also a missing one; the misspelling is the better hint.
        first = min(error.errors(), key=lambda found: found["type"] != "value_error.extra")
        field = ".".join(str(part) for part in first["loc"] if part != "__root__")
        raise ContentError(path, field, _plain(first["msg"])) from error


def _advice(problem: str) -> str:
    if "cannot start any token" in problem:
        return "a tab is used to indent; use spaces"
    if "mapping values are not allowed" in problem:
        return "a colon inside a text; put the text between quotes or behind '>-'"
    return problem


def _plain(message: str) -> str:
    return {
        "field required": "is missing",
        "extra fields not permitted": "is not a known field; check the spelling",
    }.get(message, message)
