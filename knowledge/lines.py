"""Finding the line of a field in a YAML file, to name it in an error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


def line_of(path: Path, field: Sequence[Any]) -> int | None:
    """Return the line (from 1) on which a field stands, or its nearest parent that exists.

    Args:
        path: a YAML file.
        field: keys and list positions, outermost first.

    Returns:
        The line, or None for a file that cannot be read again.
    """
    try:
        node: Any = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except (YAMLError, OSError, ValueError):
        return None
    line: int | None = None
    for part in field:
        marks = getattr(node, "lc", None)
        try:
            position = marks.item(part) if isinstance(node, list) else marks.key(part)  # type: ignore[union-attr]
            node = node[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
        line = int(position[0]) + 1
    return line
