"""Verdicts and derived values told in words: the claim, the formula, each input with its quote and place, the gap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from compute.formula import quantity_of
from schema.quantities import Q
from schema.quantity import Quantity

__all__ = ["number", "tell", "tell_inputs"]


def number(value: float | None) -> str:
    """A computed number with four significant digits, an open end as words."""
    if value is None or math.isnan(value):
        return "?"
    if value in (float("inf"), float("-inf")):
        return "any more" if value > 0 else "any less"
    return f"{value:.4g}"


def interval(quantity: str, lo: float, hi: float) -> str:
    """An SI interval in the catalogue's unit, in words."""
    one: Quantity = Q[quantity]
    units = one.units
    low, high = units.from_si(lo), units.from_si(hi)
    unit = f" {one.unit}" if one.unit else ""
    if low == float("-inf") or (low <= 0 and not one.signed and high != float("inf") and lo == 0):
        return f"at most {number(high)}{unit}"
    if high == float("inf"):
        return f"at least {number(low)}{unit}"
    if number(low) == number(high):
        return f"{number(low)}{unit}"
    return f"{number(low)} to {number(high)}{unit}"


def tell_inputs(inputs: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """One line an input: name = print [place] “quote”; a quote that was just told is not told again."""
    lines, last = [], None
    for parameter, fact in inputs:
        place = f"  [{fact['place']}]" if fact.get("place") else ""
        quote = fact.get("quote")
        words = f" “{quote}”" if quote and quote != last else (" (same sentence)" if quote else "")
        last = quote or last
        source = {"reference": " (reference data)", "composition": " (from the formula)", "given": " (chosen)", "derived": " (derived)"}  # fmt: skip
        name = parameter.replace("_", " ")
        lines.append(f"    {name} = {fact['printed']}{source.get(fact['kind'], '')}{place}{words}")
    return lines


def tell(
    head: str, output: Mapping[str, Any], says: str, source: str, quantity: str, computed: tuple[float, float],
    inputs: Iterable[tuple[str, Mapping[str, Any]]], allowance: float = 0.0,
) -> str:  # fmt: skip
    """The whole story of one check."""
    place = f"  [{output['place']}]" if output.get("place") else ""
    quote = f" “{output['quote']}”" if output.get("quote") else ""
    given = f", with {allowance:.0%} allowed for the model" if allowance else ""
    return "\n".join(
        [
            head,
            f"  the paper says {quantity_of(quantity).replace('_', ' ')} = {output['printed']}{place}{quote}",
            f"  {says} ({source}){given}",
            f"  gives {interval(quantity, *computed)}, from",
            *tell_inputs(inputs),
        ]
    )
