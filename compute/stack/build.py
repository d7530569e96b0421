"""From a cell's records to the ledger's cell: which experiment counts, and the layers put together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from compute.ledger import Amount, Cell, Ledger, Level, amount, ledger
from compute.ledger.layers import State
from compute.stack.electrodes import CAPACITIES, negative_electrode, positive_electrode
from compute.stack.records import Given, Records, Sight, amount_of, middle
from compute.stack.sheets import between, collectors, packaging
from compute.tables import Tables
from compute.visible import Near, World
from schema.errors import KbError, near

__all__ = ["CAPACITIES", "Stack", "StackError", "stack_of"]

POSITIVE, NEGATIVE = ("positive", "working"), ("negative", "counter")


class StackError(KbError):
    """A cell that is not there, or one that delivers no energy."""

    code = "stack"


@dataclass(frozen=True)
class Stack:
    """A cell as the ledger counts it: ``context_id`` is the experiment whose capacity and voltage count.

    ``given`` tells the fact behind each number, ``asked`` every name that may be given (with its quantity), ``of``
    the record that each layer is, ``notes`` what is printed and could not be counted.
    """

    cell_id: str
    context_id: str
    cell: Cell
    given: tuple[Given, ...]
    asked: Mapping[str, str]
    of: Mapping[str, str]
    notes: tuple[str, ...]

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger of the cell.

        Energy per mass of active material or composite needs no loading: where none is known it is that of any area.
        """
        whole, positive = ledger(self.cell), self.cell.positive
        if positive.specific_capacity is None or not whole.figure("areal capacity").missing():
            return whole
        bare = replace(
            positive, areal_capacity=amount(1.0), active_loading=None, composite_loading=None, thickness=None
        )
        of_any = ledger(replace(self.cell, positive=bare)).figures
        inner = {key: one for key, one in of_any.items() if key[0] in (Level.ACTIVE, Level.COMPOSITE)}
        area = f"{positive.name}: areal capacity"
        inner = {key: replace(one, uses=tuple(name for name in one.uses if name != area)) for key, one in inner.items()}
        return replace(whole, figures={**whole.figures, **inner})

    @cached_property
    def missing(self) -> dict[Level, tuple[str, ...]]:
        """For each level, what its specific energy lacks."""
        return {level: self.ledger.figure("specific energy", level).missing() for level in Level}

    @cached_property
    def outermost(self) -> Level | None:
        """The level that counts the most of those that can be computed."""
        known = [level for level in Level if not self.missing[level]]
        return known[-1] if known else None


def stack_of(
    world: World, cell_id: str, tables: Tables | Records, *, context: str | None = None, without: frozenset[str] = frozenset()
) -> Stack:  # fmt: skip
    """The stack of a full or half cell by what its paper states.

    Its capacity and voltage are those of the experiment at the lowest printed rate that has both, or of ``context``.
    ``without`` leaves names out. Raises :class:`StackError` for a cell that is not there or delivers no energy.
    """
    records = tables if isinstance(tables, Records) else Records(tables, world)
    kind = records.kind_of(cell_id)
    if kind is None:
        known = near(cell_id, records.cells) or f"known are {', '.join(sorted(records.cells)) or 'none'}"
        raise StackError(repr(cell_id), "no cell of that id", known)
    if kind not in ("full", "half"):
        raise StackError(cell_id, f"is a cell of kind {kind}, which delivers no energy", "ask for a full or half cell")
    numbers = records.contexts[cell_id]
    if context is not None and context not in numbers:
        known = near(context, numbers) or f"known are {', '.join(numbers)}"
        raise StackError(repr(context), f"no experiment of {cell_id}", known)
    chosen = context or min(numbers, key=lambda one: _order(Sight(world, records, numbers[one], without), one))
    sight = Sight(world, records, numbers[chosen], without)
    layers = records.layers.get(cell_id, [])
    positive, negative = _first(layers, POSITIVE), _first(layers, NEGATIVE)
    if positive and positive["role"] == "working" and records.polarity(positive["of_id"]) == "negative":
        raise StackError(cell_id, "tests a negative electrode, which delivers no energy", "ask for a full cell")
    made = positive_electrode(sight, positive)
    counted, bare = negative_electrode(sight, negative)
    sides = collectors(sight, layers, positive, negative, bare)
    assembled, why = _assembled(records, positive)
    cell = Cell(
        made, counted, between(sight, layers, positive, negative), *sides, _voltage(sight), packaging(sight), assembled, why
    )  # fmt: skip
    return Stack(cell_id, chosen, cell, tuple(sight.given), sight.asked, sight.of, tuple(sight.notes))


def _order(sight: Sight, context: str) -> tuple[Any, ...]:
    """Own capacity first, then a voltage, then the lowest rate."""
    distances = [one[1] for name in CAPACITIES if (one := sight.seen(name))]
    own = 0 if any(distance <= Near.PARENT for distance in distances) else 1 if distances else 2
    bounds = [sight.seen(name) for name in ("lower_cutoff_voltage", "upper_cutoff_voltage")]
    voltage = sight.seen("average_voltage") is not None or None not in bounds
    rate = sight.seen("c_rate")
    return own, not voltage, middle(amount_of(rate[0])) if rate else math.inf, context


def _first(layers: list[dict[str, Any]], roles: tuple[str, ...]) -> dict[str, Any] | None:
    return next((one for role in roles for one in layers if one["role"] == role), None)


def _voltage(sight: Sight) -> Amount | None:
    printed = sight.of_context("average_voltage", "average voltage")
    if printed is not None or "average_voltage" in sight.without:
        return printed
    low = sight.of_context("lower_cutoff_voltage", "average voltage")
    high = sight.of_context("upper_cutoff_voltage", "average voltage")
    if low is None or high is None or not float(low.lo[0]) <= float(high.hi[0]):
        return None
    return Amount(low.lo, np.array([math.nan]), high.hi, "average voltage: between the cut-off voltages")


def _assembled(records: Records, positive: dict[str, Any] | None) -> tuple[State, str]:
    """Where the lithium is at assembly: in a positive material whose formula holds it, else in the negative."""
    material = records.main_material(positive["of_id"]) if positive else None
    elements = records.elements(material)
    if not elements:
        return "discharged", "assembled discharged, the composition of the positive material being unknown"
    name = records.name(str(material))
    if "Li" not in elements:
        return "charged", f"assembled charged, as {name} holds no lithium"
    return "discharged", f"assembled discharged, as {name} holds lithium"
