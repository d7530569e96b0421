"""Small functions that the code of declarations calls: units, compositions, lists in JSON."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from kb.base import rounded
from schema.quantities import Q
from schema.quantity import Quantity

__all__ = ["UNIT", "composition_elements", "in_unit", "json_list", "per_mole"]

UNIT: dict[str, str] = {one.name: one.unit for one in Q}
"""The catalogue's unit of each quantity."""


def in_unit(
    arguments: dict[str, Any], quantity: str, lo: float | None, mid: float | None, hi: float | None
) -> dict[str, Any]:
    """SI ends in the unit that was asked for; raises :class:`~schema.units.UnitError` where it doesn't fit."""
    unit = arguments.get("unit")
    one: Quantity = Q[quantity]
    units = one.unit_of(unit) if unit else one.units
    ends = (None if end is None else rounded(units.from_si(end)) for end in (lo, mid, hi))
    return dict(zip(("lo", "mid", "hi"), ends, strict=True)) | {"unit": unit or one.unit}


@lru_cache(maxsize=10_000)
def _amounts(elements: str) -> tuple[tuple[str, float, float], ...]:
    amounts = {key: float(value) for key, value in json.loads(elements).items()}
    total = sum(amounts.values())
    return tuple((key, value, rounded(value / total) or 0.0) for key, value in amounts.items())


def composition_elements(elements: str) -> list[dict[str, Any]]:
    """The elements of a formula with amounts and atomic fractions."""
    return [{"element": key, "amount": value, "fraction": share} for key, value, share in _amounts(elements)]


def per_mole(mass: float | None) -> float | None:
    """kg/mol as g/mol."""
    return None if mass is None else rounded(mass * 1000)


@lru_cache(maxsize=10_000)
def _list(words: str) -> tuple[Any, ...]:
    return tuple(json.loads(words))


def json_list(words: str) -> list[Any]:
    """A list that the base keeps as JSON."""
    return list(_list(words))
