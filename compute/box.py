"""Lowest, middle and highest value of any function over a box of inputs: worst case, so that an accusation is safe.

Each input is three columns: lo, mid, hi, in SI; an open end is infinite, a missing middle NaN. The function is
evaluated at the lower end, the middle and the upper end of every input (3**k points), over all rows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Column", "gap", "spread", "spread_series", "touch"]

Column: TypeAlias = NDArray[np.float64]
Box: TypeAlias = tuple[Column, Column, Column]

ROUND_OFF = 1e-9
"""Relative room for the rounding of binary arithmetic, far below any printed digit."""

GRID = 2_000_000
"""How many values are held at once; more rows are taken in turns."""

FULL_GRID = 4
"""Up to so many uncertain inputs all combinations of their ends and middles are tried."""

ALL_CORNERS = 6
"""Up to so many all their corners are tried; beyond, each input's direction is found first."""

FEW_POINTS = 8
"""Up to so many uncertain inputs of a series all their corners are tried; beyond, each moves by its own slope."""


def spread(body: Callable[..., Column], boxes: Sequence[Box]) -> Box:
    """``(lo, mid, hi)`` of ``body(*inputs)``, one row a record. A row with an unknown input is NaN throughout.

    Each uncertain input becomes an axis of three (its ends and middle), so that one call of the body fills the whole
    grid; inputs that are exact in every row are no axis. With more uncertain inputs only the corners are tried; with many,
    those rows in which each input pulls the same way from opposite corners and from the two extreme corners are
    evaluated at the latter, the others at all corners. The body must be monotone in each input while the others stay:
    then no point of the box lies beyond its corners.
    """
    rows = max((len(box[0]) for box in boxes), default=1)
    free = [place for place, (low, _, high) in enumerate(boxes) if not np.array_equal(low, high)]
    with np.errstate(all="ignore"):
        if len(free) <= FULL_GRID:
            lo, mid, hi = _on_grid(body, boxes, free, rows, (0, 1, 2))
        elif len(free) <= ALL_CORNERS:
            lo, _, hi = _on_grid(body, boxes, free, rows, (0, 2))
            mid = _in_every_row(body, [box[1] for box in boxes], rows).copy()
        else:
            lo, mid, hi, settled = _by_direction(body, boxes, free, rows)
            if not settled.all():
                odd = np.flatnonzero(~settled)
                part = [tuple(end[odd] if len(end) > 1 else end for end in box) for box in boxes]
                for ends, found in zip((lo, hi), _on_grid(body, part, free, len(odd), (0, 2))[::2], strict=True):  # type: ignore[arg-type]
                    ends[odd] = found
    missing = np.zeros(rows, dtype=bool)
    for low, _, high in boxes:
        missing |= np.isnan(low) | np.isnan(high)
    lo[missing] = mid[missing] = hi[missing] = np.nan
    return lo, mid, hi


def _on_grid(
    body: Callable[..., Column], boxes: Sequence[Box], free: Sequence[int], rows: int, points: tuple[int, ...]
) -> Box:
    """All combinations of the chosen points of each uncertain input: its lower end 0, middle 1, upper end 2."""
    lo, mid, hi = (np.empty(rows) for _ in range(3))
    count, size = len(free), len(points)
    # an undefined corner (0 times infinity) leaves a side open; one at a missing middle doesn't exist
    at_ends = np.array([1 not in corner for corner in product(points, repeat=count)])
    step = max(1, GRID // size**count)
    for start in range(0, rows, step):
        part = slice(start, start + step)
        here = len(range(*part.indices(rows)))
        axes = []
        for place, box in enumerate(boxes):
            ends = [end[part] if len(end) > 1 else end for end in box]
            if place not in free:
                axes.append(ends[0].reshape((1,) * count + (-1,)))
                continue
            axis = free.index(place)
            axes.append(
                np.stack([ends[point] for point in points]).reshape(
                    (1,) * axis + (size,) + (1,) * (count - 1 - axis) + (-1,)
                )
            )
        grid = np.broadcast_to(np.asarray(body(*axes), dtype=float), (size,) * count + (here,)).reshape(-1, here)
        unknown = np.isnan(grid)
        is_open = unknown[at_ends].any(axis=0)
        lo[part] = np.where(is_open, -np.inf, np.where(unknown, np.inf, grid).min(axis=0))
        hi[part] = np.where(is_open, np.inf, np.where(unknown, -np.inf, grid).max(axis=0))
        mid[part] = grid[len(grid) // 2]  # the corner of all middles
    return lo, mid, hi


def _by_direction(
    body: Callable[..., Column], boxes: Sequence[Box], free: Sequence[int], rows: int
) -> tuple[Column, Column, Column, NDArray[np.bool_]]:
    """Extremes at the two corners that the inputs' directions lead to; and the rows in which that is sure."""

    def at(*corner: Column) -> Column:
        return _in_every_row(body, corner, rows)

    lows, highs = [box[0] for box in boxes], [box[2] for box in boxes]
    bottom, top = at(*lows), at(*highs)
    least, most = lows[:], lows[:]
    settled = np.isfinite(bottom) & np.isfinite(top)
    tried = [bottom, top]
    for place in free:
        up, down = lows[:], highs[:]
        up[place], down[place] = highs[place], lows[place]
        tried += [at(*up), at(*down)]
        from_below, from_above = np.sign(tried[-2] - bottom), np.sign(top - tried[-1])
        exact = lows[place] == highs[place]
        settled &= np.isfinite(tried[-2]) & np.isfinite(tried[-1]) & (exact | (from_below * from_above > 0))
        rising = from_below + from_above >= 0
        least[place] = np.where(rising, lows[place], highs[place])
        most[place] = np.where(rising, highs[place], lows[place])
    lowest, highest = at(*least), at(*most)
    settled &= np.isfinite(lowest) & np.isfinite(highest)
    for place in free:  # an input whose direction depends on the others leads further from one of the two corners
        down, up = least[:], most[:]
        down[place], up[place] = most[place], least[place]
        tried += [at(*down), at(*up)]
    lo, hi = (end([lowest, highest, *tried], axis=0) for end in (np.min, np.max))
    room = ROUND_OFF * np.maximum(np.abs(lo), np.abs(hi))
    settled &= (lo >= lowest - room) & (hi <= highest + room)
    return lo, at(*(box[1] for box in boxes)).copy(), hi, settled


def _in_every_row(body: Callable[..., Column], inputs: Sequence[Column], rows: int) -> Column:
    """The body's value, one a row, also where no input has more than one."""
    return np.broadcast_to(np.asarray(body(*inputs), dtype=float), (rows,))


def spread_series(body: Callable[..., Any], boxes: Sequence[Box]) -> Box:
    """The same for a function of whole series: each input is ``(points, series)``, and each point has its own interval.

    ``body`` takes such columns and gives one value a series. It must be monotonic in each point (a slope is): each
    point is moved alone to find its direction; where only a few points are uncertain all corners are tried.
    """
    lows, mids, highs = (np.array([box[end] for box in boxes], dtype=float) for end in range(3))
    count = lows.shape[2]
    unknown = (np.isnan(lows) | np.isnan(highs)).any(axis=(0, 1))
    with np.errstate(all="ignore"):
        mid = np.array(body(*mids), dtype=float).reshape(count)
        lo, hi = mid.copy(), mid.copy()
        free = [place for place in np.ndindex(lows.shape[:2]) if (lows[place] != highs[place]).any()]
        broken = np.zeros(count, dtype=bool)

        def seen(columns: Column) -> Column:
            found = np.asarray(body(*columns), dtype=float).reshape(count)
            np.fmin(lo, found, out=lo)
            np.fmax(hi, found, out=hi)
            broken[:] |= np.isnan(found)
            return found

        if len(free) <= FEW_POINTS:
            for ends in product((0, 1), repeat=len(free)):
                inputs = mids.copy()
                for place, end in zip(free, ends, strict=True):
                    inputs[place] = (lows, highs)[end][place]
                seen(inputs)
        else:
            least, most = mids.copy(), mids.copy()
            for place in free:
                moved = mids.copy()
                moved[place] = highs[place]
                rising = seen(moved) >= mid
                least[place] = np.where(rising, lows[place], highs[place])
                most[place] = np.where(rising, highs[place], lows[place])
            seen(least)
            seen(most)
    lo[broken], hi[broken] = -np.inf, np.inf  # an undefined corner leaves both sides open
    lo[unknown] = mid[unknown] = hi[unknown] = np.nan
    return lo, mid, hi


def touch(low: Any, high: Any, other_low: Any, other_high: Any) -> Any:
    """Whether two intervals have a point in common; touching ends are common. Numbers or columns."""
    ends = np.abs(np.array([low, high, other_low, other_high], dtype=float))
    room = ROUND_OFF * np.where(np.isfinite(ends), ends, 0.0).max(axis=0)
    return (low <= other_high + room) & (other_low <= high + room)


def gap(low: Any, high: Any, other_low: Any, other_high: Any, *, signed: bool = False) -> tuple[Any, Any]:
    """How far two intervals are apart, and whether as a factor: of positive ends, else (or of a signed quantity) a difference in SI."""
    above = low > other_high
    upper, lower = np.where(above, low, other_low), np.where(above, other_high, high)
    with np.errstate(all="ignore"):
        is_factor = (lower > 0) & (not signed)
        return np.where(is_factor, upper / lower, upper - lower), is_factor
