"""What counts as a source."""

from __future__ import annotations

from enum import Enum


class Kind(str, Enum):
    """How much weight a source carries; the value is the word used in the files."""

    officieel = "officieel"
    secundair = "secundair"
    basisdocument = "basisdocument"
    eigen = "eigen"  # a choice of this project about itself, not a statement about the world
