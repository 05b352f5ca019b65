"""Strict reading of content files: every problem names the file and the field."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Extra, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from knowledge.errors import ContentError
from knowledge.lines import line_of

_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
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
        problem = str(error.problem).splitlines()[0]
        raise ContentError(path, "", f"{problem}; keep one of the two", _line(error)) from error
    except MarkedYAMLError as error:
        raise ContentError(path, "", _advice(str(error.problem)), _line(error)) from error
    except ValueError as error:
        raise ContentError(
            path, "", f"a date that does not exist ({error})", _line_of_bad_date(text)
        ) from error
    except YAMLError as error:
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
        parts = [part for part in first["loc"] if part != "__root__"]
        line = line_of(path, parts)
        field = ".".join(str(part) for part in parts)
        problem = _plain(first["msg"], field, [f for f in model.__fields__ if f not in extra])
        raise ContentError(path, field, problem, line) from error


def _line_of_bad_date(text: str) -> int | None:
    for number, line in enumerate(text.splitlines(), start=1):
        for year, month, day in _DATE.findall(line):
            try:
                date(int(year), int(month), int(day))
            except ValueError:
                return number
    return None


def _advice(problem: str) -> str:
    if "cannot start any token" in problem:
        return "a tab is used to indent; use spaces"
    if "mapping values are not allowed" in problem:
        return "a colon inside a text; put the text between quotes or behind '>-'"
    return problem


def _line(error: MarkedYAMLError) -> int | None:
    return error.problem_mark.line + 1 if error.problem_mark else None


def _plain(message: str, field: str, known: list[str]) -> str:
    if message == "extra fields not permitted":
        if field.rpartition(".")[2].isdigit():
            return "is not a field; is it half of a number? Write 40.5 with a point"
        near = get_close_matches(field, known, n=1)
        return f"is not a known field; {f'write {near[0]}' if near else 'check the spelling'}"
    return {
        "field required": "is missing",
        "invalid date format": "invalid date format; write dates as 2026-01-31",
    }.get(message, message)
