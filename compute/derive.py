"""What follows from printed numbers and was not printed: derived values, never fed to a check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from compute.evaluate import evaluate, wide
from compute.facts import FACT_COLUMNS
from compute.formula import FORMULAS, Formula
from compute.told import interval, tell_inputs
from compute.visible import World

__all__ = ["DerivedValue", "derive"]

BASES = {"n_to_p"}
"""Groups whose conventions are different bases: each is derived also where the paper prints a value without saying which."""

ROUNDS = 3
"""How many steps a chain of derived values may have."""


@dataclass(frozen=True)
class DerivedValue:
    """A value that follows from printed ones: SI limits, formula, inputs, and the story."""

    id: str
    quantity: str
    paper_id: str
    context_id: str
    formula: str
    convention: str | None
    lo: float
    mid: float
    hi: float
    inputs: tuple[tuple[str, dict[str, Any]], ...]
    told: str


def derive(world: World) -> list[DerivedValue]:
    """All derived values, in the order of their ids; a later round may build on an earlier one's."""
    found: dict[str, DerivedValue] = {}
    for _ in range(ROUNDS):
        new = [
            one for made in FORMULAS.values() if not made.along for one in _derived(made, world) if one.id not in found
        ]
        if not new:
            break
        found |= {one.id: one for one in new}
        world = _with(world, new)
    return [found[key] for key in sorted(found)]


def _derived(made: Formula, world: World) -> list[DerivedValue]:
    moved = made.gives in made.required  # brought to other conditions, not filling a gap
    contexts = wide(world.visible, [made.gives, *made.required, *made.optional])
    contexts = contexts.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in made.required))
    if not moved and not (made.convention and made.convention.group in BASES):
        contexts = contexts.filter(pl.col(made.gives).is_null())
    # an experiment derives what its own numbers give; a cell also what its layers give
    cells = world.contexts.filter(pl.col("context_id") == pl.col("cell_id"))["context_id"].to_list()
    own = (pl.col("priority") <= 1) | (pl.col("priority").is_in([5, 6]) & pl.col("context_id").is_in(cells))
    near = world.visible.filter(own & pl.col("name").is_in(made.required))
    contexts = contexts.join(near.select("context_id").unique(), on="context_id").sort("context_id")
    contexts = contexts.join(world.contexts.select("context_id", "paper_id"), on="context_id").sort("context_id")
    if contexts.is_empty():
        return []
    result = evaluate(made, contexts, world)
    made_values = []
    for index, context in enumerate(result.contexts):
        lo, mid, hi = float(result.lo[index]), float(result.mid[index]), float(result.hi[index])
        if np.isnan(lo) or (np.isinf(lo) and np.isinf(hi)):
            continue
        inputs = tuple((name, world.fact(rows[index])) for name, rows in result.rows.items() if rows[index] >= 0)
        if any(fact["claim"] == "quoted" for _, fact in inputs) and not moved:
            continue
        if moved and not _worth_moving(dict(inputs)):
            continue
        if not _allowed(made, context, inputs, world):
            continue
        convention = made.convention.words if made.convention else None
        head = f"{made.gives.replace('_', ' ')} = {interval(made.gives, lo, hi)}, derived"
        told = "\n".join(
            [head, f"  {made.says} ({made.source})" + (f", {convention}" if convention else ""), *tell_inputs(inputs)]
        )
        record = f"{context}/derived/{made.gives}:{made.name}"
        paper = contexts["paper_id"][index]
        made_values.append(
            DerivedValue(record, made.gives, paper, context, made.name, convention, lo, mid, hi, inputs, told)
        )
    return made_values


def _allowed(made: Formula, context: str, inputs: tuple[tuple[str, dict[str, Any]], ...], world: World) -> bool:
    """Whether no convention is stated with the inputs, or this is the one that is."""
    if made.convention is None or made.convention.group in BASES:
        return True
    places = [context, *(fact["owner_id"] for _, fact in inputs)]
    stated = {world.conventions.get(place, {}).get(made.convention.group) for place in places} - {None}
    return not stated or made.convention.name in stated


def _worth_moving(inputs: dict[str, dict[str, Any]]) -> bool:
    here, there = inputs.get("temperature"), inputs.get("reference_temperature")
    return bool(here and there and abs(here["mid"] - there["mid"]) > 0.5)


def _with(world: World, new: list[DerivedValue]) -> World:
    """The same world with derived values visible where they belong, nearer than anything but printed ones."""
    start = world.facts.height
    rows = [
        {"id": one.id, "kind": "derived", "paper_id": one.paper_id, "owner_id": one.context_id, "name": one.quantity,
         "quantity": one.quantity, "lo": one.lo, "mid": one.mid, "hi": one.hi,
         "printed": interval(one.quantity, one.lo, one.hi), "place": None, "quote": None, "claim": "derived", "subject_id": None,
         "print_lo": one.lo, "print_hi": one.hi, "soft": False, "or_reads": None,
         "or_lo": None, "or_hi": None}
        for one in new
    ]  # fmt: skip
    added = pl.DataFrame(rows, schema=FACT_COLUMNS, orient="row").with_row_index("row", offset=start)
    seen = added.select(
        pl.col("owner_id").alias("context_id"), "name", pl.col("row").cast(world.visible.schema["row"]),
        pl.lit(1).cast(world.visible.schema["priority"]).alias("priority"),
    )  # fmt: skip
    fresh = seen.join(world.visible.select("context_id", "name"), on=["context_id", "name"], how="anti")
    fresh = fresh.unique(["context_id", "name"], keep="first", maintain_order=True)
    return replace(
        world,
        facts=pl.concat([world.facts, added.cast(world.facts.schema)]),
        visible=pl.concat([world.visible, fresh]),
    )
