"""The ledger backwards: which areal capacity, or which thickness of one layer, reaches a target at a level.

More areal capacity raises every level's energy per mass and volume, and a thicker separator or more lithium lowers it,
so that each target has one limit. The given numbers being intervals, the limit is three: ``surest``, with which the
target is reached whatever the true values; ``middle``; and ``easiest``, without which it can't be reached at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from compute.ledger.amount import Amount, Column, LedgerError, amount
from compute.ledger.cell import Cell
from compute.ledger.count import ledger
from compute.ledger.figures import SHOWN, Level, Measure
from compute.ledger.layers import Lithium, Sheet, State
from schema.errors import near

__all__ = ["AREAL_CAPACITY", "Answer", "reach", "with_areal_capacity", "with_thickness"]

AREAL_CAPACITY = "areal capacity"

TRIED = 129  # values tried at once; a few rounds narrow the limit down to the last binary digit
ROUNDS = 7
NEARLY = 1 - 1e-12  # room for the rounding of binary arithmetic
STARTS = {
    AREAL_CAPACITY: np.geomspace(1e-6, 1e12, TRIED),
    "thickness": np.concatenate([[0.0], np.geomspace(1e-12, 1e3, TRIED - 1)]),
}


@dataclass(frozen=True)
class Answer:
    """How much, or how little, of one thing reaches a target: SI, NaN where not even the extreme does.

    ``at_least`` tells the limit's side: an areal capacity has to be at least, a thickness at most so much. ``extreme``
    is what the level comes to, lo, mid, hi, with any areal capacity, or with none of the layer.
    """

    by: str
    at_least: bool
    surest: float
    middle: float
    easiest: float
    target: float
    level: Level
    measure: Measure
    state: State | None
    extreme: tuple[float, float, float]
    missing: tuple[str, ...] = ()

    @property
    def reachable(self) -> bool:
        """Whether any values within the given digits reach the target."""
        return not math.isnan(self.easiest)

    def __str__(self) -> str:
        unit, size = SHOWN["J/kg" if self.measure == "specific energy" else "J/m3"]
        own_unit, own_size = SHOWN["C/m2" if self.by == AREAL_CAPACITY else "m"]
        state = f", {self.state}" if self.state else ""
        goal = f"{_number(self.target / size)} {unit} ({self.level}{state})"
        if self.missing:
            return f"{goal}: not computable without {', '.join(self.missing)}"
        if not self.reachable:
            even = "with any areal capacity" if self.by == AREAL_CAPACITY else f"with 0 um of {self.by}"
            return f"{goal}: cannot be reached; even {even} it is at most {_number(self.extreme[2] / size)} {unit}"
        if self.easiest == (0.0 if self.at_least else math.inf):
            return f"{goal}: does not depend on the {self._what}"
        side = "at least" if self.at_least else "at most"
        ends = [_number(one / own_size) for one in (self.easiest, self.middle, self.surest)]
        tail = (
            f" (possible from {ends[0]}, sure from {ends[2]})"
            if self.at_least
            else f" (possible up to {ends[0]}, sure up to {ends[2]})"
        )
        if ends[0] == ends[2]:
            tail = ""
        if math.isnan(self.surest):
            tail = f" (possible with {ends[0]}, not sure with any)"
        if math.isnan(self.middle):
            return f"{goal}: only with the most favourable values within the digits, and {self._what} of {side} {ends[0]} {own_unit}"
        middle = ends[1]
        return f"{goal}: {self._what} of {side} {middle} {own_unit}{tail}"

    @property
    def _what(self) -> str:
        return self.by if self.by == AREAL_CAPACITY else f"thickness of {self.by}"


def reach(
    cell: Cell, target: float, level: Level, by: str, measure: Measure = "specific energy", state: State = "discharged"
) -> Answer:  # fmt: skip
    """What reaches ``target`` (J/kg or J/m3) of one cell at a level: by its areal capacity, or the layer of that name.

    A changed areal capacity takes the positive's mass and thickness with it, and those of a negative that is given by
    its ratio to it; everything else stays. Raises :class:`~compute.ledger.amount.LedgerError` for a layer that isn't there.
    """
    if any(one is not None and len(one) > 1 for one in cell.inputs().values()):
        raise LedgerError(by, "the cell is a column of many", "ask for one cell at a time")
    change = with_areal_capacity if by == AREAL_CAPACITY else _with_thickness_of(by)
    at_least = by == AREAL_CAPACITY
    told = None if measure == "specific energy" else state

    def ends(values: Column) -> tuple[list[Column], tuple[str, ...]]:
        figure = ledger(change(cell, amount(values))).figure(measure, level, told)
        return [figure.lo, figure.mid, figure.hi], figure.missing()

    start = STARTS[AREAL_CAPACITY if at_least else "thickness"]
    curves, missing = ends(start)
    best = -1 if at_least else 0
    surest, middle, easiest = (_limit(start, curve, end, target, at_least, ends) for end, curve in enumerate(curves))
    extreme = (float(curves[0][best]), float(curves[1][best]), float(curves[2][best]))
    return Answer(by, at_least, surest, middle, easiest, target, level, measure, told, extreme, missing)


def _limit(
    tried: Column, curve: Column, end: int, target: float, at_least: bool,
    ends: Callable[[Column], tuple[list[Column], tuple[str, ...]]],
) -> float:  # fmt: skip
    """Where one end of the figure crosses the target."""
    reached = curve >= target * NEARLY
    if not reached.any():
        return math.nan
    if reached.all():
        return 0.0 if at_least else math.inf
    for _ in range(ROUNDS):  # it is reached from some value on, or up to it
        place = int(np.argmax(reached == at_least))
        tried = np.linspace(tried[place - 1], tried[place], TRIED)
        reached = ends(tried)[0][end] >= target * NEARLY
        reached[0], reached[-1] = not at_least, at_least  # as found in the round before
    return float(tried[reached][0 if at_least else -1])


def with_areal_capacity(cell: Cell, areal_capacity: Amount) -> Cell:
    """The cell with another areal capacity: its positive's mass and thickness follow from it."""
    positive = replace(
        cell.positive, areal_capacity=areal_capacity, active_loading=None, composite_loading=None, thickness=None
    )
    return replace(cell, positive=positive)


def with_thickness(cell: Cell, layer: str, thickness: Amount) -> Cell:
    """The cell with another thickness of a separator, coating, collector or of its lithium; its mass follows by its density."""
    return _with_thickness_of(layer)(cell, thickness)


def _with_thickness_of(name: str) -> Callable[[Cell, Amount], Cell]:
    def changed(cell: Cell, thickness: Amount) -> Cell:
        layer = cell.stack.get(name)
        if isinstance(layer, Sheet):
            new: Sheet | Lithium = replace(layer, thickness=thickness, areal_mass=None)
        elif isinstance(layer, Lithium):
            new = replace(layer, thickness=thickness)
        else:
            known = [AREAL_CAPACITY, *(known for known, one in cell.stack.items() if isinstance(one, Sheet | Lithium))]
            raise LedgerError(
                "reach",
                f"no layer named {name!r} whose thickness may change",
                near(name, known) or f"it may be: {', '.join(known)}",
            )
        if isinstance(new, Sheet) and layer in cell.between:
            return replace(cell, between=tuple(new if one is layer else one for one in cell.between))
        if layer is cell.negative:
            return replace(cell, negative=new)
        sheet = new if isinstance(new, Sheet) else None
        if layer is cell.positive_collector:
            return replace(cell, positive_collector=sheet)
        return replace(cell, negative_collector=sheet)

    return changed


def _number(value: float) -> str:
    return f"{value:.4g}"
