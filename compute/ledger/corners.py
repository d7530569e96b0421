"""Lowest and highest value of many figures at once over the joint box of many inputs.

An input occurs several times in a figure (an areal capacity is in the mass, the thickness and the energy), so that
interval arithmetic step by step would be too wide, and a grid of all corners too large: 25 inputs have 2**25. A
figure that only rises or only falls with each single input has its extremes in two opposite corners. The direction
of each input is found by moving it alone, once with all others at their lower ends and once at their upper ends,
through the middle, so that a bend shows. Where the directions disagree, the inputs concerned are tried in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["extremes"]

Array: TypeAlias = NDArray[np.float64]
Signs: TypeAlias = NDArray[np.int8]
Flags: TypeAlias = NDArray[np.bool_]
Ends: TypeAlias = tuple[Array, Array, Array]
Body: TypeAlias = Callable[[Sequence[Array]], Sequence[Array]]

HUGE = 1e60
"""Stands for an open end, so that a quotient of two open numbers has its limit; results beyond are taken as open."""

OPEN, NIL = 1e30, 1e-30
FLAT = 1e-11  # relative change that is rounding
AT_ONCE = 300_000  # values of an input held at once: they stay in the cache
MANY, TOGETHER = 300, 5  # from so many rows on, so many inputs are moved in one go: those of one layer, about
BENT = 6  # inputs tried in full; with more of them the figure is left open


def extremes(body: Body, boxes: Sequence[tuple[Array, Array, Array]]) -> tuple[Array, Array, Array]:
    """``(lo, mid, hi)``, each of shape (figures, rows), of a body that takes inputs of any shape and gives figures of that shape.

    A row of which a figure needs an unknown input (NaN ends) is NaN; a missing middle only leaves the middle out.
    """
    rows = len(boxes[0][0])
    step = max(1, AT_ONCE // (2 * len(boxes) + 2))
    with np.errstate(all="ignore"):
        parts = [
            _part(body, *(np.stack([box[end][start : start + step] for box in boxes]) for end in range(3)))
            for start in range(0, rows, step)
        ]
    lo, mid, hi = (np.concatenate([part[end] for part in parts], axis=1) for end in range(3))
    return lo, mid, hi


def _part(body: Body, lo: Array, mid: Array, hi: Array) -> tuple[Array, Array, Array]:
    shape = (1, lo.shape[1])
    middle = np.stack([np.broadcast_to(one, shape)[0] for one in body(list(mid[:, None]))])
    unknown = np.isnan(lo).any(axis=0)
    lo = np.where((lo <= 0) & (hi > 0) & (lo >= -1 / HUGE), 1 / HUGE, np.maximum(lo, -HUGE))
    hi = np.minimum(hi, HUGE)
    between = np.where(lo > 0, np.sqrt(np.abs(lo)) * np.sqrt(np.abs(hi)), (lo + hi) / 2)
    ends = lo, np.where(np.isnan(mid), between, mid), hi
    rising, falling = _directions(body, ends, len(middle))
    low, high = np.empty_like(middle), np.empty_like(middle)
    patterns: list[tuple[Signs, list[int]]] = []
    for figure, (up, down) in enumerate(zip(rising, falling, strict=True)):
        if (up & down).any():
            low[figure], high[figure] = _in_full(body, figure, ends)
        else:
            _join(patterns, np.subtract(up, down, dtype=np.int8), figure)
    for signs, members in patterns:
        top, bottom = np.where(signs[:, None] > 0, hi, lo), np.where(signs[:, None] > 0, lo, hi)
        for corner, into in ((bottom, low), (top, high)):
            found = body(list(corner[:, None]))
            for figure in members:
                into[figure] = found[figure]
    # a corner that isn't defined leaves its side open, unless an input is unknown
    low = np.where(np.isnan(low) & ~unknown, -np.inf, _snap(low))
    high = np.where(np.isnan(high) & ~unknown, np.inf, _snap(high))
    return np.fmin(low, middle), middle, np.fmax(high, middle)


def _snap(values: Array) -> Array:
    values[np.abs(values) < NIL] = 0.0
    beyond = np.abs(values) > OPEN
    values[beyond] = np.copysign(np.inf, values[beyond])
    return values


def _moved(ends: Ends) -> Iterator[tuple[int, slice, list[Array]]]:
    """All inputs at one end, some in their turn moved to their middle, the last row with none moved; and the move's sign.

    The others stay single rows, so that what doesn't depend on those moved is computed once, and seen not to.
    """
    lo, inner, hi = ends
    count, rows = lo.shape
    step = count if rows < MANY else TOGETHER
    for base, sign in ((lo, 1), (hi, -1)):
        for start in range(0, count, step):
            members = slice(start, min(start + step, count))
            inputs = list(base[:, None])
            for place, one in enumerate(range(count)[members]):
                inputs[one] = np.repeat(base[one : one + 1], members.stop - start + 1, axis=0)
                inputs[one][place] = inner[one]
            yield sign, members, inputs


def _changes(figure: Array, sign: int) -> Array | None:
    """Relative changes of a figure by each move: (inputs moved, rows); None where it depends on none of them."""
    if np.ndim(figure) < 2 or len(figure) == 1:
        return None
    change: Array = figure[:-1] - figure[-1:]
    change /= sign * np.abs(figure[-1:])
    return change


def _directions(body: Body, ends: Ends, figures: int) -> tuple[Flags, Flags]:
    """Whether any row of a figure rises, or falls, with an input that is moved alone: (figures, inputs)."""
    rising, falling = (np.zeros((figures, len(ends[0])), dtype=bool) for _ in range(2))
    for sign, members, inputs in _moved(ends):
        for place, figure in enumerate(body(inputs)):
            change = _changes(figure, sign)
            if change is None:
                continue
            most, least = change.max(axis=1), change.min(axis=1)
            if np.isnan(most).any():
                most, least = np.fmax.reduce(change, axis=1), np.fmin.reduce(change, axis=1)
            rising[place, members] |= most > FLAT
            falling[place, members] |= least < -FLAT
    return rising, falling


def _join(patterns: list[tuple[Signs, list[int]]], signs: Signs, figure: int) -> None:
    """Put a figure to others whose corners serve it too: an input that it doesn't depend on may be anywhere."""
    for place, (known, members) in enumerate(patterns):
        if not ((known * signs) < 0).any():
            patterns[place] = (np.where(known == 0, signs, known).astype(np.int8), [*members, figure])
            return
    patterns.append((signs, [figure]))


def _in_full(body: Body, figure: int, ends: Ends) -> tuple[Array, Array]:
    """The extremes of one figure that an input moves up in some rows and down in others, or bends: row by row."""
    rows = ends[0].shape[1]
    rising, falling = (np.zeros(ends[0].shape, dtype=bool) for _ in range(2))
    for sign, members, inputs in _moved(ends):
        change = _changes(body(inputs)[figure], sign)
        if change is not None:
            rising[members] |= change > FLAT
            falling[members] |= change < -FLAT
    bent = np.flatnonzero((rising & falling).any(axis=1))
    if len(bent) > BENT:
        return np.full(rows, -np.inf), np.full(rows, np.inf)
    lo, _, hi = ends
    low, high = np.full(rows, np.nan), np.full(rows, np.nan)
    bottom, top = np.where(rising, lo, hi), np.where(rising, hi, lo)
    for places in product(range(3), repeat=len(bent)):
        for one, place in zip(bent, places, strict=True):
            bottom[one] = top[one] = ends[place][one]
        found = np.broadcast_to(body(list(np.stack([bottom, top], axis=1)))[figure], (2, rows))
        low, high = np.fmin(low, found.min(axis=0)), np.fmax(high, found.max(axis=0))
    return low, high
