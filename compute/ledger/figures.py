"""The figures of the energy ledger: what they are of, their intervals, and what they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from compute.ledger.amount import Column
from compute.ledger.layers import State

__all__ = ["SHOWN", "Figure", "Level", "Match", "Measure"]

Measure: TypeAlias = Literal["specific energy", "energy density"]

SHOWN = {
    "J/kg": ("Wh/kg", 3600.0), "J/m3": ("Wh/L", 3.6e6), "J/m2": ("mWh/cm2", 3.6e4), "C/m2": ("mAh/cm2", 3.6e4),
    "kg/m2": ("mg/cm2", 0.01), "m": ("um", 1e-6),
}  # fmt: skip
"""SI unit -> the unit people use, and its size in SI."""

UNITS = {"specific energy": "J/kg", "energy density": "J/m3", "areal energy": "J/m2", "areal capacity": "C/m2",
         "mass": "kg/m2", "thickness": "m"}  # fmt: skip


class Level(StrEnum):
    """What is counted, from the inside out."""

    ACTIVE = "active material"
    COMPOSITE = "composite"
    STACK = "stack without collectors"
    HALF = "stack with half collectors"
    FULL = "single layer with full collectors"
    CELL = "cell with packaging"


@dataclass(frozen=True, eq=False)
class Figure:
    """One figure of a ledger in SI, one row a cell: NaN where an input is lacking, an open end infinite.

    ``uses`` names the inputs, ``lacks`` those that no cell has, ``assumed`` what was assumed of those used.
    """

    of: str
    measure: str
    state: State | None
    lo: Column
    mid: Column
    hi: Column
    uses: tuple[str, ...]
    lacks: tuple[str, ...]
    assumed: tuple[str, ...]
    unknown: Mapping[str, NDArray[np.bool_]]

    @property
    def unit(self) -> str:
        """The SI unit."""
        return UNITS[self.measure]

    @property
    def shown_unit(self) -> str:
        """The unit that people use: Wh/kg, Wh/L, mWh/cm2, mg/cm2, um."""
        return SHOWN[self.unit][0]

    def interval(self, row: int = 0) -> tuple[float, float, float]:
        """Lo, mid, hi of one cell, in SI."""
        return float(self.lo[row]), float(self.mid[row]), float(self.hi[row])

    def shown(self, row: int = 0) -> tuple[float, float, float]:
        """Lo, mid, hi of one cell, in the unit that people use."""
        size = SHOWN[self.unit][1]
        lo, mid, hi = self.interval(row)
        return lo / size, mid / size, hi / size

    def missing(self, row: int = 0) -> tuple[str, ...]:
        """Names of the inputs that this cell would need."""
        return self.lacks + tuple(name for name in self.uses if name in self.unknown and self.unknown[name][row])


@dataclass(frozen=True, eq=False)
class Match:
    """One level held against a claimed figure: ``agrees`` is None where the level can't be computed.

    ``factor`` is by how much, at least, the claim is above (> 1) or below (< 1) the level; 1 where they meet.
    """

    level: Level
    state: State | None
    agrees: bool | None
    factor: float
    missing: tuple[str, ...]
