"""A cell in the world of its paper, ready to be changed: what it sees, what may be changed, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from compute.changes import Change, WhatIfError, in_world, read_change, removed
from compute.check import check
from compute.derive import DerivedValue, derive
from compute.formula import quantity_of
from compute.stack import Records, Stack, StackError, stack_of
from compute.tables import Tables
from compute.verdicts import Checked
from compute.visible import NOWHERE, World, world
from schema.errors import near

__all__ = ["Result", "Situation", "situation"]

NOT_OF_CELLS = ("first_", "second_")
"""Names of mixtures, which no cell sees."""


@dataclass(frozen=True)
class Result:
    """What follows for one cell: derived values and verdicts by id, and its stack, where it delivers energy."""

    derived: Mapping[str, DerivedValue]
    verdicts: Mapping[str, Checked]
    stack: Stack | None


@dataclass(frozen=True)
class Situation:
    """A cell (or one experiment of it) in the world of its paper, ready to be changed."""

    record: str
    cell: str
    world: World
    records: Records
    contexts: NDArray[np.int64]
    fixed: tuple[Change, ...] = ()

    def fixing(self, changes: Sequence[str | Change]) -> Situation:
        """The same with changes made first, as a base for others. Raises :class:`WhatIfError`."""
        return replace(self, fixed=(*self.fixed, *self.read(changes)))

    def read(self, changes: Sequence[str | Change]) -> list[Change]:
        """Changes by their words; raises :class:`WhatIfError` also for one that takes away what the cell doesn't see."""
        made = [one if isinstance(one, Change) else read_change(one, self.quantities, self.seen) for one in changes]
        for one in made:
            if one.value is None and one.name not in self.seen:
                hint = near(one.name, self.seen) or f"it sees {', '.join(self.seen)}"
                raise WhatIfError(self.record, f"sees no {one.name} that could be removed", hint)
        return made

    def _all(self, changes: Sequence[Change]) -> list[Change]:
        return list({one.name: one for one in (*self.fixed, *changes)}.values())

    @cached_property
    def base(self) -> Result:
        """What follows as it is."""
        return self.result(())

    @cached_property
    def stack(self) -> Stack | None:
        """The stack as it is."""
        chosen = self._stack(self.world, frozenset(), None if self.record == self.cell else self.record)
        if chosen is None or not self.fixed:
            return chosen
        return self._stack(self.changed(()), removed(self.fixed), chosen.context_id)

    @cached_property
    def seen(self) -> tuple[str, ...]:
        """Every name under which the cell sees a number."""
        names = [
            name for name, place in self.world.names.items() if (self.world.rows[place, self.contexts] != NOWHERE).any()
        ]
        return tuple(sorted({*names, *(one.name for one in self.stack.given)} if self.stack else names))

    @cached_property
    def quantities(self) -> dict[str, str]:
        """Every name that may be changed, and its quantity."""
        names = {name: quantity_of(name) for name in self.world.names if not name.startswith(NOT_OF_CELLS)}
        return {**names, **(self.stack.asked if self.stack else {})}

    def changed(self, changes: Sequence[Change]) -> World:
        """The world in which this cell is changed."""
        made = self._all(changes)
        return in_world(self.world, self.contexts, made, self.record, self._derived_at) if made else self.world

    @cached_property
    def _derived_at(self) -> dict[str, set[str]]:
        values = derive(self.world).values.select("quantity", "context_id")
        return {
            str(key[0]): set(part["context_id"]) for key, part in values.partition_by("quantity", as_dict=True).items()
        }

    def stack_with(self, changes: Sequence[Change]) -> Stack | None:
        """The stack after some changes, counted for the same experiment."""
        if self.stack is None or not changes:
            return self.stack
        return self._stack(self.changed(changes), removed(self._all(changes)), self.stack.context_id)

    def _stack(self, seen: World, without: frozenset[str], context: str | None) -> Stack | None:
        try:
            return stack_of(seen, self.cell, self.records, context=context, without=without)
        except StackError:  # a symmetric or blocking cell delivers no energy
            return None

    def result(self, changes: Sequence[Change]) -> Result:
        """Everything that follows for this cell after some changes."""
        made = self.changed(changes)
        ours = set(made.contexts["context_id"].to_numpy()[self.contexts].tolist())
        derived = {one.id: one for one in derive(made) if one.context_id in ours}
        verdicts = {one.id: one for one in check(made) if one.context_id in ours}
        return Result(derived, verdicts, self.stack_with(changes))


def situation(tables: Tables, record: str) -> Situation:
    """A cell, or one experiment of a cell, of some tables. Raises :class:`WhatIfError` for an id that is neither."""
    own = _of_paper(tables, record.partition("/")[0])
    seen = world(own)
    records = Records(own, seen)
    found = seen.contexts.filter((pl.col("context_id") == record) & pl.col("cell_id").is_not_null())
    if not found.height:
        known = [*records.cells, *(one for group in records.contexts.values() for one in group)]
        hint = near(record, known) or f"known are {', '.join(sorted(records.cells)) or 'none'}"
        raise WhatIfError(repr(record), "no cell of that id, nor an experiment of one", hint)
    cell = str(found["cell_id"][0])
    mine = pl.col("cell_id") == cell
    if cell != record:
        mine = (pl.col("context_id") == record) | (pl.col("parent_id") == record)
    return Situation(record, cell, seen, records, seen.contexts.filter(mine)["number"].cast(pl.Int64).to_numpy())


def _of_paper(tables: Tables, paper: str) -> Tables:
    made: dict[str, Any] = {}
    for name, table in tables.items():
        if isinstance(table, pl.DataFrame):
            made[name] = table.filter(pl.col("paper_id") == paper) if "paper_id" in table.columns else table
        else:
            made[name] = [row for row in table if row.get("paper_id", paper) == paper]
    return made
