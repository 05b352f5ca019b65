"""Reading and rounding amounts as people write them in Belgium."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from knowledge.parameters import format_number

_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d{1,2})?")
_COMMA = re.compile(r"\d+(,\d{1,2})?")
_POINT = re.compile(r"\d+\.\d{1,2}")


def read_amount(text: str) -> Decimal:
    """Turn "1.040,50", "65,20", "65.20" or "65" into a number; the unit "euro" may stand by it.

    Raises:
        ValueError: any other form, such as "1,040.50" or a negative amount.
    """
    bare = re.sub(r"(?i)€|eur(o)?\b|%|\s", "", text)
    if _GROUPED.fullmatch(bare) or _COMMA.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if _POINT.fullmatch(bare):
        return Decimal(bare)
    raise ValueError(text)


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Round half up to a number of decimals (0: whole)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def in_euro(value: Decimal) -> str:
    """Write an amount in EUR with two decimals where it has any: "1.040,50"."""
    return format_number(rounded(value))
