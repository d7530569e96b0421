"""The energy ledger: what a cell weighs and how thick it is, layer by layer, and its energy at six levels of accounting.

One cell has many specific energies, and papers rarely say which they print. Per mass and per volume, from the inside out:

| level | counts |
|---|---|
| active material | the positive active material alone |
| composite | the whole positive composite |
| stack without collectors | both electrodes, separators, buffers and coatings |
| stack with half collectors | and half of each collector: a repeating unit of a cell of many layers, coated on both sides |
| single layer with full collectors | and both whole collectors |
| cell with packaging | and what is around them |

The energy is that of one discharge: areal capacity times average voltage. The volume is told discharged and charged.
Lithium metal plated on charging comes out of the positive electrode, so the mass doesn't change, but the negative
grows by areal capacity * molar mass / (density * Faraday constant), 4.85 um per mAh/cm2. In a cell assembled discharged
the lithium that is given is a reservoir that is there in both states; in one assembled charged it is all there is, and
a discharge takes from it. The voids of a composite add volume and no mass. The active material's volume is that of its
crystal in both states.

NMC811 at 200 mAh/g and 3.8 V, 80 wt% of a composite with argyrodite, carbon and 10 % voids, 5 mAh/cm2 of it on 30 um of
argyrodite, 20 um of lithium, 10 um of aluminium and 8 um of copper: 760, 608, 501, 443 and 398 Wh/kg from the active
material to full collectors; with half collectors 1225 Wh/L discharged, when the lithium is the 20 um reservoir, and
1059 Wh/L charged, when 24.2 um are plated on it.

On why the levels have to be told apart: J. Betz et al., Theoretical versus Practical Energy: A Plea for More
Transparency in the Energy Calculation of Different Rechargeable Battery Systems, Adv. Energy Mater. 9 (2019) 1803170;
for solid-state cells, S. Randau et al., Benchmarking the performance of all-solid-state lithium batteries, Nat. Energy
5 (2020) 259-270.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np

from compute.ledger.amount import Amount, Column, LedgerError, Trace
from compute.ledger.cell import Cell
from compute.ledger.corners import extremes
from compute.ledger.figures import Figure, Level, Match, Measure
from compute.ledger.layers import STATES, Lithium, State, Values

__all__ = ["Ledger", "ledger"]

Key: TypeAlias = tuple[str, str, State | None]

ROUND_OFF = 1e-9
"""Relative room for the rounding of binary arithmetic, far below any printed digit."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """The figures of a cell, or of a column of cells that are given the same kinds of numbers."""

    cell: Cell
    inputs: Mapping[str, Amount | None]
    rows: int
    figures: Mapping[Key, Figure]

    def figure(self, measure: str, level: str = "cell", state: State | None = None) -> Figure:
        """The figure of a level, or the areal capacity or energy; an energy density has a state, a specific energy none."""
        found = self.figures.get((level, measure, state)) or self.layers.get((level, measure, state))
        if found is None:
            known = "; ".join(", ".join(filter(None, key)) for key in (*self.figures, *self.layers))
            raise LedgerError("ledger", f"has no {measure} of {level!r}, {state}", f"it has: {known}")
        return found

    @cached_property
    def layers(self) -> Mapping[Key, Figure]:
        """Mass per area, and thickness discharged and charged, of each layer in the order of the stack."""
        return _computed(self.cell, self.inputs, self.rows, _layers)

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """Numbers that are given but not needed, because others that are given come first."""
        used = {name for figure in (*self.figures.values(), *self.layers.values()) for name in figure.uses}
        return tuple(
            name for name, one in self.inputs.items() if one is not None and one.assumed is None and name not in used
        )

    def reproduces(self, claimed: Amount, measure: Measure = "specific energy", row: int = 0) -> list[Match]:
        """Which levels, and states, give a claimed figure (in SI) within the digits of both, and how far off the others are."""
        at = row if len(claimed) > 1 else 0
        low, high = float(claimed.lo[at]), float(claimed.hi[at])
        found = []
        for (level, kind, state), figure in self.figures.items():
            if kind != measure:
                continue
            lo, _, hi = figure.interval(row)
            if math.isnan(lo) or math.isnan(hi):
                found.append(Match(Level(level), state, None, math.nan, figure.missing(row)))
                continue
            above, below = low > hi * (1 + ROUND_OFF), high < lo * (1 - ROUND_OFF)
            factor = low / hi if above and hi else math.inf if above else high / lo if below else 1.0
            found.append(Match(Level(level), state, not (above or below), factor, ()))
        return found

    def doubts(self, row: int = 0) -> list[str]:
        """What can't be right about the given numbers of one cell: fractions that don't make a whole, too little lithium."""
        found = []
        for part in (self.cell.positive, self.cell.negative):
            fractions = [one.mass_fraction for one in getattr(part, "components", ())]
            if part is None or not fractions or any(one is None for one in fractions):
                continue
            low, high = (sum(_at(getattr(one, end), row) for one in fractions) for end in ("lo", "hi"))
            if not (low <= 1 + ROUND_OFF and high >= 1 - ROUND_OFF) and not math.isnan(low + high):
                found.append(
                    f"{part.name}: the mass fractions add up to {100 * low:.4g} to {100 * high:.4g} %, not 100 %"
                )
        left = self.layers.get((getattr(self.cell.negative, "name", ""), "thickness", "discharged"))
        if self.cell.assembled == "charged" and isinstance(self.cell.negative, Lithium) and left and left.hi[row] == 0:
            found.append(f"{self.cell.negative.name}: less lithium than one discharge takes")
        return found

    def as_rows(self, of: Literal["levels", "layers"] = "levels") -> list[dict[str, Any]]:
        """Plain rows for a frame: one a cell and figure; open ends, unknown values and missing middles are None."""
        return [
            {
                "cell": row, "of": figure.of, "measure": figure.measure, "state": figure.state,
                **dict(zip(("lo", "mid", "hi"), map(_finite, figure.interval(row)), strict=True)), "unit": figure.unit,
                **dict(zip(("shown_lo", "shown_mid", "shown_hi"), map(_finite, figure.shown(row)), strict=True)),
                "shown_unit": figure.shown_unit, "assumed": "; ".join(figure.assumed),
                "missing": "; ".join(figure.missing(row)),
            }
            for row in range(self.rows)
            for figure in (self.figures if of == "levels" else self.layers).values()
        ]  # fmt: skip


def ledger(cell: Cell) -> Ledger:
    """The ledger of a cell; with columns of numbers, of as many cells at once.

    Raises :class:`~compute.ledger.amount.LedgerError` where the numbers make no sense: columns of different lengths,
    a porosity above 1, two layers of one name.
    """
    inputs = cell.inputs()
    lengths = {len(one) for one in inputs.values() if one is not None} - {1}
    if len(lengths) > 1:
        raise LedgerError(
            "cell", f"has columns of {sorted(lengths)} rows", "give columns of one length, or of length 1"
        )
    rows = lengths.pop() if lengths else 1
    return Ledger(cell, inputs, rows, _computed(cell, inputs, rows, _levels))


def _levels(cell: Cell, values: Values) -> dict[Key, Any]:
    """Every figure of the cell as a whole, of numbers, columns or traces alike."""
    positive, charge = cell.positive, cell.positive.areal_charge(values)
    energy = charge * values["average voltage"]
    layers = list(_of_layers(cell, values, charge).values())
    first, *inner, last = layers  # the collectors are outermost
    composite, active_volume = inner[0], positive.active_volume(values)

    def grown(inside: Sequence[Any], share: float) -> list[Any]:
        return [one + (a + b) * share for one, a, b in zip(inside, first, last, strict=True)]

    stack = [sum(column[1:], start=column[0]) for column in zip(*inner, strict=True)]
    half, full = grown(stack, 0.5), grown(stack, 1.0)
    if cell.packaging is None:
        packed = [values["packaging"]] * 3
    else:
        mass, *volumes = half if cell.packaging.around == "half collectors" else full
        packed = [cell.packaging.mass(values, mass), *(cell.packaging.volume(values, one) for one in volumes)]
    counted = [[positive.active_mass(values), active_volume, active_volume], composite, stack, half, full, packed]
    figures: dict[Key, Any] = {("cell", "areal capacity", None): charge, ("cell", "areal energy", None): energy}
    for level, (mass, discharged, charged) in zip(Level, counted, strict=True):
        figures[level, "specific energy", None] = energy / mass
        figures[level, "energy density", "discharged"] = energy / discharged
        figures[level, "energy density", "charged"] = energy / charged
    return figures


def _layers(cell: Cell, values: Values) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for name, (mass, *thicknesses) in _of_layers(cell, values, cell.positive.areal_charge(values)).items():
        found[name, "mass", None] = mass
        found |= {(name, "thickness", state): one for state, one in zip(STATES, thicknesses, strict=True)}
    return found


def _of_layers(cell: Cell, values: Values, charge: Any) -> dict[str, list[Any]]:
    """Mass, thickness discharged and thickness charged of each layer."""
    return {
        name: [values[name]] * 3
        if layer is None
        else [layer.mass(values, charge), *layer.thicknesses(values, cell.assembled, charge)]
        for name, layer in cell.stack.items()
    }


def _computed(
    cell: Cell, inputs: Mapping[str, Amount | None], rows: int, body: Callable[[Cell, Values], dict[Key, Any]]
) -> dict[Key, Figure]:  # fmt: skip
    traced = {name: Trace(frozenset([name]), frozenset([name] if one is None else [])) for name, one in inputs.items()}
    needs: dict[Key, Trace] = body(cell, traced)
    used = {name for need in needs.values() for name in need.uses}
    given = {name: one for name, one in inputs.items() if one is not None and name in used}
    blank = dict.fromkeys(inputs, math.nan)

    def figures(columns: Sequence[Column]) -> list[Any]:
        return list(body(cell, blank | dict(zip(given, columns, strict=True))).values())

    boxes = [
        (np.broadcast_to(one.lo, rows), np.broadcast_to(one.mid, rows), np.broadcast_to(one.hi, rows))
        for one in given.values()
    ]
    lo, mid, hi = extremes(figures, boxes) if boxes else (np.full((len(needs), rows), np.nan),) * 3
    unknown = {name: np.broadcast_to(np.isnan(one.lo) | np.isnan(one.hi), rows) for name, one in given.items()}
    unknown = {name: at for name, at in unknown.items() if at.any()}
    order = list(inputs)
    found = {}
    for end in (lo, mid, hi):
        end[[bool(need.lacks) for need in needs.values()]] = math.nan
    for place, (key, need) in enumerate(needs.items()):
        uses = sorted(need.uses - need.lacks, key=order.index)
        notes = [note for name in uses if (one := inputs[name]) is not None and (note := one.assumed)]
        if (
            cell.assumed
            and key[2]
            and isinstance(cell.negative, Lithium)
            and f"{cell.negative.name}: thickness" in uses
        ):
            notes.append(cell.assumed)
        lacks = tuple(sorted(need.lacks, key=order.index))
        found[key] = Figure(
            *key, lo[place], mid[place], hi[place], tuple(uses), lacks, tuple(dict.fromkeys(notes)), unknown
        )
    return found


def _at(column: Column, row: int) -> float:
    return float(column[row if len(column) > 1 else 0])


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
