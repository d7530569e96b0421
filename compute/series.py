"""Formulas over the experiments of one record: its points, ordered along a condition, and what they give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from compute.box import spread_series
from compute.formula import Formula
from compute.visible import CLAIMS, NOWHERE, Near, World
from schema.quantities import Q
from schema.vocabulary import Claim

__all__ = ["Series", "series"]


@dataclass(frozen=True)
class Series:
    """For each printed value: how many points its record has, which have enough, and of those the computed interval.

    ``at`` says which printed value each point belongs to; ``x`` and ``y`` are the rows of its facts.
    """

    points: NDArray[np.int64]
    whole: NDArray[np.bool_]
    computed: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
    soft: NDArray[np.bool_]
    at: NDArray[np.uint32]
    x: NDArray[np.int32]
    y: NDArray[np.int32]


def series(made: Formula, of: str, printed: pl.DataFrame, world: World) -> Series:
    """The formula on the points of each printed value's record."""
    points = _points(world, made.along, of)
    each = (
        printed.select("subject_id")
        .with_row_index("at")
        .join(points, on="subject_id", how="left", maintain_order="left")
    )
    each = each.sort("at", "middle", maintain_order=True)
    count = each.group_by("at", maintain_order=True).agg(pl.col("x").count())["x"].to_numpy().astype(np.int64)
    whole = count >= 2
    each = each.filter(pl.col("at").is_in(np.flatnonzero(whole).tolist()))
    computed = tuple(np.empty(len(count)) for _ in range(3))
    lo, mid, hi = world.limits
    constants = [constant.si for name in made.parameters if (constant := Q.constant(name)) is not None]
    x, y, at = (each[name].to_numpy() for name in ("x", "y", "at"))
    sizes = count[at]
    for size in np.unique(count[whole]):
        places = at[sizes == size].reshape(-1, size)[:, 0]
        grid = {made.along: x[sizes == size].reshape(-1, size).T, of: y[sizes == size].reshape(-1, size).T}
        boxes = [(lo[rows], mid[rows], hi[rows]) for rows in (grid[name] for name in made.required)]
        found = spread_series(lambda *columns: made.body(*columns, *constants), boxes)
        for ends, values in zip(computed, found, strict=True):
            ends[places] = values
    low, middle, high = (ends[whole] for ends in computed)
    low, high = low - np.abs(low) * made.allowance, high + np.abs(high) * made.allowance
    is_soft = world.soft
    soft = np.zeros(len(count), dtype=bool)
    np.logical_or.at(soft, at, is_soft[x] | is_soft[y])
    return Series(count, whole, (low, middle, high), soft[whole], at, x, y)


def _points(world: World, along: str, of: str) -> pl.DataFrame:
    """The points of each record: ``x`` and ``y`` are rows of the condition and the value, ``middle`` their order."""
    near = (world.near[world.names[along]] <= Near.DERIVED) & (world.near[world.names[of]] <= Near.DERIVED)
    contexts = np.flatnonzero(near)
    x, y = world.seen(along)[contexts], world.seen(of)[contexts]
    middle = world.limits[1]
    quoted = world.claims[y] == CLAIMS.index(Claim.QUOTED)
    good = (x != NOWHERE) & (y != NOWHERE) & ~np.isnan(middle[x]) & ~np.isnan(middle[y]) & ~quoted
    frame = world.contexts[contexts[good]].select("subject_id").with_columns(
        pl.Series("x", x[good]), pl.Series("y", y[good]), pl.Series("middle", middle[x[good]]),
        world.facts[y[good]]["id"].alias("id"),
    )  # fmt: skip
    # one point a condition, the first by its id, whatever the order of the rows
    ordered: pl.DataFrame = frame.sort("subject_id", "middle", "id")
    return ordered.unique(["subject_id", "middle"], keep="first", maintain_order=True)
