"""Steps of an employer with a sick employee."""

from __future__ import annotations
