"""Pareto fronts of two quantities whose values are intervals: what surely, possibly and not at all is on the front."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any, Literal

import polars as pl

from kb.meta.paging import MetaError

__all__ = ["pareto_front", "side_by_side"]

Better = Literal["more", "less"]
_ENDS = ("lo", "mid", "hi")


def side_by_side(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Two frames of :func:`kb.meta.points` joined by the record they are about: ``x_…`` of the first, ``y_…`` of the second.

    A record with several numbers of a quantity gives each combination: filter the frames first, by temperature for instance.
    """
    names = ["paper", "subject", "name", "family"]
    left, right = (
        frame.select(
            *kept,
            *(pl.col(one).alias(f"{axis}_{one}") for one in ("id", "quantity", "printed", "claim", "unit", *_ENDS)),
        )
        for axis, frame, kept in (("x", one, names), ("y", other, ["subject"]))
    )
    return left.join(right, on="subject", how="inner", maintain_order="left_right")


def pareto_front(pairs: pl.DataFrame, x: Better = "more", y: Better = "more") -> pl.DataFrame:
    """The rows with their ``status``: on the ``front``, ``possibly`` on it, or ``dominated``, and ``by`` the place of whom.

    ``x`` and ``y`` say which way is better: for conductivity against thickness, ``x="less"`` and ``y="more"``. A row is
    dominated when another one's worst case is at least as good in both and better in one than this one's best; it is on
    the front when no other could dominate it whatever the true values; else possibly. Rows of one record (``subject``) do
    not compete. An open end counts as it is: nothing dominates what may be arbitrarily good.
    """
    missing = [f"{axis}_{end}" for axis in "xy" for end in ("lo", "hi") if f"{axis}_{end}" not in pairs.columns]
    if missing:
        raise MetaError("pairs", f"no column {missing[0]!r}", "give the frame of kb.meta.side_by_side")
    rows = list(pairs.iter_rows(named=True))
    boxes = [_oriented(row, x, y) for row in rows]
    status, by = [], []
    for i, (worst, best) in enumerate(boxes):
        rivals = [
            j
            for j, row in enumerate(rows)
            if j != i and (row.get("subject") is None or row["subject"] != rows[i].get("subject"))
        ]
        sure = [j for j in rivals if _beats(boxes[j][0], best)]
        may = [j for j in rivals if _beats(boxes[j][1], worst)]
        status.append("dominated" if sure else "possibly" if may else "front")
        by.append(sure[0] if sure else None)
    return pairs.with_columns(status=pl.Series(status, dtype=pl.String), by=pl.Series(by, dtype=pl.Int64))


def _oriented(row: Mapping[str, Any], x: Better, y: Better) -> tuple[tuple[float, float], tuple[float, float]]:
    """Worst and best corner, larger being better."""
    corners = []
    for axis, better in (("x", x), ("y", y)):
        low = -inf if row[f"{axis}_lo"] is None else row[f"{axis}_lo"]
        high = inf if row[f"{axis}_hi"] is None else row[f"{axis}_hi"]
        corners.append((low, high) if better == "more" else (-high, -low))
    return (corners[0][0], corners[1][0]), (corners[0][1], corners[1][1])


def _beats(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] >= other[0] and one[1] >= other[1] and one != other
