"""Steps of the self-employed and of job seekers."""

from __future__ import annotations
