"""Numbers with units in filters: thresholds and ranges, in SI."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from schema.errors import KbError
from schema.quantities import Q

__all__ = ["FilterError", "span", "threshold"]


class FilterError(KbError):
    """A filter that can't be understood."""

    code = "filter"


@lru_cache(maxsize=4096)
def threshold(quantity: str, text: str) -> float:
    """A number with its unit, such as ``1 mS/cm``, in SI; raises :class:`FilterError`."""
    one = replace(Q[quantity], exact=True)
    try:
        found = one.read(text)
    except KbError as error:
        raise FilterError(
            f"{quantity}: {text!r}", error.what, f"give a number with a unit of {one.unit or 'none'}"
        ) from error
    if found.mid is None or not math.isfinite(found.mid):
        raise FilterError(
            f"{quantity}: {text!r}", "is a range or a limit", "give one number, or a range where one is asked for"
        )
    return found.mid


@lru_cache(maxsize=4096)
def span(quantity: str, text: str) -> tuple[float, float]:
    """A range such as ``20..30 degC``, or one number, as two ends in SI; raises :class:`FilterError`."""
    first, dots, last = text.partition("..")
    if not dots:
        value = threshold(quantity, text)
        return value, value
    unit = last.strip().lstrip("0123456789.+-−eE ").strip()
    high = threshold(quantity, last.strip())
    low = threshold(
        quantity, first.strip() if any(c.isalpha() or c in "%°Ω" for c in first) else f"{first.strip()} {unit}".strip()
    )
    if low > high:
        raise FilterError(f"{quantity}: {text!r}", "starts above its end", "give the lower end first")
    return low, high
