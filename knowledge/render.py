"""Filling figures into a text, for a reference date, in a sandbox."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from knowledge.dates import parse_date
from knowledge.errors import KnowledgeError, ValueNotKnown
from knowledge.parameters import Parameters, format_number, format_value

_environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
_BY_NAME = ("p", "getal", "waarde", "bekend")
_PARAGRAPH = re.compile(r"\n\s*\n|\n")


class TextError(KnowledgeError):
    """A text cannot be filled in: wrong template syntax or an unknown parameter."""


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Template:
    return _environment.from_string(text)


def render(text: str, parameters: Parameters, day: date) -> str:
    """Fill in a text for a reference date.

    The text may use `p(name)` (number and unit), `getal(name)` (number only), `waarde(name)` (to
    calculate with), `bekend(name)` and `sinds("2026-01-01")`. A value that is not known becomes
    words that name who can tell.

    Raises:
        TextError: wrong syntax, or a parameter that does not exist.
        ValueNotKnown: `waarde` of a value that is not known.
    """

    def not_known(name: str) -> str:
        return f"(niet bevestigd: vraag het aan {parameters[name].vraag_aan})"

    def p(name: str) -> str:
        try:
            return format_value(parameters[name].on(day), parameters[name].eenheid)
        except ValueNotKnown:
            return not_known(name)

    def getal(name: str | Decimal) -> str:
        if isinstance(name, Decimal):
            return format_number(name)
        try:
            return format_number(parameters[name].on(day))
        except ValueNotKnown:
            return not_known(name)

    def bekend(name: str) -> bool:
        try:
            parameters[name].on(day)
        except ValueNotKnown:
            return False
        return True

    def sinds(start: str) -> bool:
        return day >= parse_date(start)

    def waarde(name: str) -> Decimal:
        return parameters[name].on(day)

    try:
        return (
            _compiled(text)
            .render(p=p, getal=getal, waarde=waarde, bekend=bekend, sinds=sinds, datum=day)
            .strip()
        )
    except ValueNotKnown:
        raise
    except (TemplateError, KnowledgeError, ArithmeticError, TypeError, ValueError) as error:
        raise TextError(f"cannot fill in the text: {error}") from error


def names_used(text: str) -> set[str]:
    """Return the parameters that a text names.

    Raises:
        TextError: wrong template syntax.
    """
    try:
        tree = _environment.parse(text)
    except TemplateError as error:
        raise TextError(f"cannot fill in the text: {error}") from error
    return {
        call.args[0].value
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name in _BY_NAME
        and call.args
        and isinstance(call.args[0], nodes.Const)
        and isinstance(call.args[0].value, str)
    }


def paragraphs(text: str) -> list[str]:
    """Split a filled-in text at its line breaks; white space is tidied."""
    parts = (" ".join(part.split()) for part in _PARAGRAPH.split(text))
    return [re.sub(r" ([.,;:?!])(?=\s|$)", r"\1", part) for part in parts if part]
