"""True values to what a paper prints, and what that print says: whole columns, equal to ``Quantity.read`` to the bit.

A decimal of ``k`` places is a whole number over a power of ten, both exact, so that their quotient is the double that
reading the text gives.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from generator.draws import Bools, Floats, Ints
from schema.reading import ABOUT

__all__ = ["PLAIN", "QUALIFIERS", "prints"]

QUALIFIERS = ("=", "~", "≈", ">", "<", "range", "±")
"""How a number is printed; the index is its code. ``≈`` is read as ``~``."""

PLAIN, TILDE, ALMOST, ABOVE, BELOW, RANGE, PLUS_MINUS = range(len(QUALIFIERS))
PLACES = 4  # an exact setting has at most so many decimals
POWERS = np.array([float(f"1e{power}") for power in range(23)])


def prints(
    values: Floats, factors: Floats, offsets: Floats, units: pl.Series, digits: Ints, codes: Ints, exact: Bools,
    signed: Bools, share: Floats,
) -> pl.DataFrame:  # fmt: skip
    """The columns printed, qualifier, lo, mid, hi (SI) and unit of some true SI values.

    ``codes`` are indices of :data:`QUALIFIERS`; ``share`` (0 to 1) sets how wide a range or ± and how far off a limit is.
    """
    shown = (values - offsets) / factors
    size = np.abs(shown)
    exponent = np.floor(np.log10(size, out=np.zeros_like(size), where=size > 0)).astype(np.int64)
    power = (exponent < -2) & ~exact
    decimals = np.where(power, digits - 1, np.clip(digits - 1 - exponent, 0, None))
    decimals[exact] = _places(size[exact])
    scale = POWERS[np.where(power, digits - 1 - exponent, decimals)]
    codes = np.where(power & (codes >= RANGE), PLAIN, codes)
    first = _rounded(size * scale, codes, share)
    tens = power & (first >= POWERS[digits])  # 9.996 printed with three digits is 1.00 of the next power
    exponent[tens] += 1
    scale[tens] /= 10.0
    first[tens] = _rounded(size[tens] * scale[tens], codes[tens], share[tens])
    second = np.where(
        codes == PLUS_MINUS, np.maximum(1.0, np.rint(first * (0.02 + 0.08 * share))),
        np.ceil(size * scale * (1.02 + 0.08 * share)),
    )  # fmt: skip
    codes = np.where((codes == RANGE) & (second <= first), PLAIN, codes)
    limits = _limits(
        np.where(shown < 0, -first, first) / scale, second / scale, 5.0 / (scale * 10.0), codes, exact, signed
    )
    si = {name: end * factors + offsets for name, end in zip(("lo", "mid", "hi"), limits, strict=True)}
    frame = pl.DataFrame(
        {"unit": units, "code": codes, "first": first.astype(np.int64), "second": second.astype(np.int64),
         "decimals": decimals, "exponent": exponent, "power": power, "negative": shown < 0} | si
    )  # fmt: skip
    return frame.select(
        _text().alias("printed"),
        pl.col("code").replace_strict(range(len(QUALIFIERS)), [q.replace("≈", "~") for q in QUALIFIERS]).alias("qualifier"),
        *(pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in ("lo", "mid", "hi")),
        pl.col("unit").str.replace_all("−", "-"),  # a reading's unit has plain signs
    )  # fmt: skip


def _places(size: Floats) -> Ints:
    """How many decimals a setting needs."""
    found = np.full(len(size), PLACES, dtype=np.int64)
    for places in range(PLACES - 1, -1, -1):
        scaled = size * POWERS[places]
        found[np.abs(scaled - np.rint(scaled)) < 1e-6] = places
    return found


def _rounded(scaled: Floats, codes: Ints, share: Floats) -> Floats:
    """The whole number of last places that is printed: a limit lies on the safe side of the value."""
    made = np.rint(scaled)
    made = np.where(codes == ABOVE, np.maximum(1.0, np.floor(scaled * (1.0 - 0.15 * share))), made)
    made = np.where(codes == BELOW, np.ceil(scaled * (1.0 + 0.15 * share)), made)
    made = np.where(codes == RANGE, np.maximum(1.0, np.floor(scaled * (0.98 - 0.08 * share))), made)
    return np.asarray(made, dtype=np.float64)


def _limits(value: Floats, second: Floats, half: Floats, codes: Ints, exact: Bools, signed: Bools) -> list[Floats]:
    """lo, mid, hi in the printed unit, step by step as :mod:`schema.reading` reads them; an open end is infinite."""
    about = (codes == TILDE) | (codes == ALMOST)
    half = np.where(exact, 0.0, half)
    half = np.where(about, np.maximum(half, ABOUT * np.abs(value)), half)
    half = np.where(codes == PLUS_MINUS, second, half)
    lo = value - half
    lo = np.where(signed | (value <= 0), lo, np.maximum(lo, 0.0))
    mid, hi = value.copy(), value + half
    above, below, ranged = codes == ABOVE, codes == BELOW, codes == RANGE
    lo = np.where(above | ranged, value, np.where(below, np.where(signed, -np.inf, 0.0), lo))
    hi = np.where(below, value, np.where(above, np.inf, np.where(ranged, second, hi)))
    mid = np.where(ranged, (value + second) / 2, np.where(above | below, np.nan, mid))
    return [lo, mid, hi]


def _number(column: str) -> pl.Expr:
    """A whole number of last places as decimal text."""
    scale = pl.lit(10, dtype=pl.Int64).pow(pl.col("decimals")).cast(pl.Int64)
    whole, rest = pl.col(column) // scale, pl.col(column) % scale
    decimal = whole.cast(pl.String) + "." + rest.cast(pl.String).str.zfill(pl.col("decimals"))
    return pl.when(pl.col("decimals") == 0).then(pl.col(column).cast(pl.String)).otherwise(decimal)


def _text() -> pl.Expr:
    before = ["", "~", "≈", "> ", "< ", "", ""]
    sign = pl.when("negative").then(pl.lit("−")).otherwise(pl.lit(""))
    power = pl.when("power").then(" × 10−" + (-pl.col("exponent")).cast(pl.String)).otherwise(pl.lit(""))
    other = (
        pl.when(pl.col("code") == RANGE).then("–" + _number("second"))
        .when(pl.col("code") == PLUS_MINUS).then(" ± " + _number("second"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    unit = pl.when(pl.col("unit") == "").then(pl.lit("")).otherwise(" " + pl.col("unit"))
    return pl.col("code").replace_strict(range(len(before)), before) + sign + _number("first") + other + power + unit
