"""Lowest, middle and highest value of any function over a box of inputs: worst case, so that an accusation is safe.

Each input is three columns: lo, mid, hi, in SI; an open end is infinite, a missing middle NaN. The function is
evaluated at the lower end, the middle and the upper end of every input (3**k points), over all rows at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Column", "gap", "spread", "spread_series", "touch"]

Column: TypeAlias = NDArray[np.float64]
Box: TypeAlias = tuple[Column, Column, Column]

ROUND_OFF = 1e-9
"""Relative room for the rounding of binary arithmetic, far below any printed digit."""

GRID = 2_000_000
"""How many values are held at once; more rows are taken in turns."""

FULL_GRID = 12
"""Up to so many inputs of a series are tried at all their corners; beyond, each moves by its own slope."""


def spread(body: Callable[..., Column], boxes: Sequence[Box]) -> Box:
    """``(lo, mid, hi)`` of ``body(*inputs)``, one row a record. A row with an unknown input is NaN throughout.

    Each input becomes an axis of three (its ends and middle), so that one call of the body fills the whole grid.
    """
    count, rows = len(boxes), len(boxes[0][0]) if boxes else 1
    lo, mid, hi = (np.empty(rows) for _ in range(3))
    # an undefined corner (0 times infinity) leaves a side open; one at a missing middle doesn't exist
    at_ends = np.array([1 not in corner for corner in product((0, 1, 2), repeat=count)])
    step = max(1, GRID // 3**count)
    with np.errstate(all="ignore"):
        for start in range(0, rows, step):
            part = slice(start, start + step)
            here = len(range(*part.indices(rows)))
            axes = [
                np.stack([end[part] for end in box]).reshape((1,) * place + (3,) + (1,) * (count - 1 - place) + (-1,))
                for place, box in enumerate(boxes)
            ]
            grid = np.broadcast_to(np.asarray(body(*axes), dtype=float), (3,) * count + (here,)).reshape(-1, here)
            unknown = np.isnan(grid)
            is_open = unknown[at_ends].any(axis=0)
            lo[part] = np.where(is_open, -np.inf, np.where(unknown, np.inf, grid).min(axis=0))
            hi[part] = np.where(is_open, np.inf, np.where(unknown, -np.inf, grid).max(axis=0))
            mid[part] = grid[len(grid) // 2]  # the corner of all middles
    missing = np.zeros(rows, dtype=bool)
    for low, _, high in boxes:
        missing |= np.isnan(low) | np.isnan(high)
    lo[missing] = mid[missing] = hi[missing] = np.nan
    return lo, mid, hi


def spread_series(body: Callable[..., float], boxes: Sequence[Box]) -> tuple[float, float, float]:
    """The same for a function of whole series: each input is a column of points, and each point has its own interval.

    The function must be monotonic in each point (a slope is); with few points all corners are tried.
    """
    lows, mids, highs = (np.array([box[end] for box in boxes]) for end in range(3))
    if np.isnan(lows).any() or np.isnan(highs).any():
        return math.nan, math.nan, math.nan
    mid = float(body(*mids))
    free = [(row, column) for row, column in np.ndindex(lows.shape) if lows[row, column] != highs[row, column]]
    if len(free) <= FULL_GRID:
        found = [] if math.isnan(mid) else [mid]
        for ends in product((0, 1), repeat=len(free)):
            inputs = mids.copy()
            for (row, column), end in zip(free, ends, strict=True):
                inputs[row, column] = (lows, highs)[end][row, column]
            found.append(float(body(*inputs)))
    else:
        smallest, largest, found = mids.copy(), mids.copy(), [mid]
        for row, column in free:
            moved = mids.copy()
            moved[row, column] = highs[row, column]
            found.append(float(body(*moved)))
            rising = found[-1] >= mid
            smallest[row, column] = (lows if rising else highs)[row, column]
            largest[row, column] = (highs if rising else lows)[row, column]
        found += [float(body(*smallest)), float(body(*largest))]
    if any(math.isnan(value) for value in found):  # an undefined corner leaves both sides open
        return -math.inf, mid, math.inf
    return min(found), mid, max(found)


def touch(low: float, high: float, other_low: float, other_high: float) -> bool:
    """Whether two intervals have a point in common; touching ends are common."""
    room = ROUND_OFF * max((abs(end) for end in (low, high, other_low, other_high) if np.isfinite(end)), default=0.0)
    return low <= other_high + room and other_low <= high + room


def gap(low: float, high: float, other_low: float, other_high: float, *, signed: bool = False) -> tuple[float, str]:
    """How far two intervals are apart: a factor where both are positive, else (or of a signed quantity) a difference in SI."""
    upper, lower = (low, other_high) if low > other_high else (other_low, high)
    if lower > 0 and not signed:
        return upper / lower, "factor"
    return upper - lower, "difference"
