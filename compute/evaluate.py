"""One formula over every context that sees its inputs: columns in, boxes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compute.box import Box, spread
from compute.formula import Formula
from compute.visible import NOWHERE, World
from schema.quantities import Q

__all__ = ["Evaluated", "evaluate"]


@dataclass(frozen=True)
class Evaluated:
    """A formula's value in some contexts: ``rows[parameter]`` are rows of the facts, -1 where a parameter is not seen."""

    rows: dict[str, NDArray[np.int32]]
    lo: NDArray[np.float64]
    mid: NDArray[np.float64]
    hi: NDArray[np.float64]


def evaluate(made: Formula, contexts: NDArray[np.int64], world: World) -> Evaluated:
    """The formula in each of the contexts (by number), all of whose required inputs are seen."""
    lo, mid, hi = world.limits
    rows: dict[str, NDArray[np.int32]] = {}
    boxes: list[Box] = []
    for parameter in made.parameters:
        constant = Q.constant(parameter)
        if constant is not None:
            low, middle, high = (np.array([end]) for end in constant.box)
            boxes.append((low, middle, high))
            continue
        index = world.seen(parameter)[contexts]  # that of a fact that is not there, -1, is the row of nothing
        rows[parameter] = index
        box = (lo[index], mid[index], hi[index])
        if parameter in made.optional:  # not seen means not there: a lead resistance of zero
            absent = index == NOWHERE
            box = (np.where(absent, 0.0, box[0]), np.where(absent, 0.0, box[1]), np.where(absent, 0.0, box[2]))
        boxes.append(box)
    if len(contexts) == 0:
        nothing = np.empty(0)
        return Evaluated(rows, nothing, nothing, nothing)
    low, middle, high = spread(made.body, boxes)
    if made.allowance:
        low, high = low - np.abs(low) * made.allowance, high + np.abs(high) * made.allowance
    return Evaluated(rows, low, middle, high)
