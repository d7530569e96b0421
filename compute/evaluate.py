"""One formula over every context that sees its inputs: columns in, boxes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from compute.box import Box, spread
from compute.formula import Formula
from compute.visible import World
from schema.quantities import Q

__all__ = ["Evaluated", "evaluate", "limits", "wide"]


@dataclass(frozen=True)
class Evaluated:
    """A formula's value in some contexts: ``rows[parameter]`` are rows of the facts, -1 where a parameter is not seen."""

    contexts: list[str]
    rows: dict[str, NDArray[np.int64]]
    lo: NDArray[np.float64]
    mid: NDArray[np.float64]
    hi: NDArray[np.float64]


def limits(facts: pl.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Lowest, middle and highest value of every fact; the extra last row is for a fact that is not there."""
    lo, mid, hi = (np.append(facts[name].to_numpy(), np.nan) for name in ("lo", "mid", "hi"))
    return lo, mid, hi


def wide(visible: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """One row a context, one column a name, holding the row of the fact that is seen (null when none is)."""
    names = list(dict.fromkeys(names))
    chosen = visible.filter(pl.col("name").is_in(names))
    made = chosen.pivot(on="name", index="context_id", values="row", aggregate_function="first")
    lacking = [pl.lit(None, dtype=pl.UInt32).alias(name) for name in names if name not in made.columns]
    return made.with_columns(lacking).sort("context_id")


def evaluate(made: Formula, contexts: pl.DataFrame, world: World) -> Evaluated:
    """The formula in each of the contexts of a wide frame, all of whose required inputs are seen."""
    lo, mid, hi = limits(world.facts)
    count = contexts.height
    rows: dict[str, NDArray[np.int64]] = {}
    boxes: list[Box] = []
    optional: list[str] = []
    for parameter in made.parameters:
        constant = Q.constant(parameter)
        if constant is not None:
            boxes.append(tuple(np.full(count, value) for value in constant.box))  # type: ignore[arg-type]
            continue
        index = contexts[parameter].fill_null(len(lo) - 1).to_numpy().astype(np.int64)
        rows[parameter] = np.where(index == len(lo) - 1, -1, index)
        box = (lo[index], mid[index], hi[index])
        if parameter in made.optional:  # not seen means not there: a lead resistance of zero
            optional.append(parameter)
            box = tuple(np.where(index == len(lo) - 1, 0.0, ends) for ends in box)  # type: ignore[assignment]
        boxes.append(box)
    low, middle, high = spread(made.body, boxes)
    if made.allowance:
        low, high = low - np.abs(low) * made.allowance, high + np.abs(high) * made.allowance
    return Evaluated(contexts["context_id"].to_list(), rows, low, middle, high)
