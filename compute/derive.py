"""What follows from printed numbers and was not printed: derived values, never fed to a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from compute.evaluate import Evaluated, evaluate
from compute.facts import FACT_COLUMNS
from compute.formula import FORMULAS, Formula
from compute.told import interval, spelled, tell_inputs
from compute.verdicts import INPUT_COLUMNS
from compute.visible import NOWHERE, Near, World
from schema.vocabulary import Claim

__all__ = ["DERIVED_COLUMNS", "DerivedValue", "DerivedValues", "derive", "tell_derived"]

BASES = {"n_to_p"}
"""Groups whose conventions are different bases: each is derived also where the paper prints a value without saying which."""

ROUNDS = 3
"""How many steps a chain of derived values may have."""

SAME_TEMPERATURE = 0.5
"""A value less than so many kelvin away from the reference temperature isn't brought to it."""

WEAKER = (Claim.DESIGN, Claim.THEORY)
"""Claims that a value derived from them shares."""

DERIVED_COLUMNS = {
    "id": pl.String, "quantity": pl.String, "paper_id": pl.String, "context_id": pl.String, "formula": pl.String,
    "convention": pl.String, "claim": pl.String, "lo": pl.Float64, "mid": pl.Float64, "hi": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class DerivedValue:
    """A value that follows from printed ones: SI limits, formula, inputs. ``claim`` is what its inputs are at the weakest."""

    id: str
    quantity: str
    paper_id: str
    context_id: str
    formula: str
    convention: str | None
    claim: str
    lo: float
    mid: float
    hi: float
    inputs: tuple[tuple[str, Mapping[str, Any]], ...]

    @property
    def told(self) -> str:
        """The whole story: the value, its formula with source and convention, each input with its quote."""
        return tell_derived(self)


@dataclass(frozen=True)
class DerivedValues:
    """Derived values as frames: one row a value, one an input; and the facts they stand on, derived ones among them.

    Iterating gives :class:`DerivedValue` objects in the order of their ids.
    """

    values: pl.DataFrame
    inputs: pl.DataFrame
    facts: pl.DataFrame = field(repr=False)

    def __len__(self) -> int:
        return self.values.height

    def __iter__(self) -> Iterator[DerivedValue]:
        inputs = self.inputs.partition_by("check", as_dict=True)
        for number, row in enumerate(self.values.iter_rows(named=True)):
            used = inputs[(number,)].sort("position").iter_rows(named=True)
            yield DerivedValue(
                **row, inputs=tuple((one["parameter"], self.facts.row(one["row"], named=True)) for one in used)
            )


def tell_derived(one: DerivedValue) -> str:
    """The story of a derived value."""
    made = FORMULAS[one.formula]
    of = f" from {one.claim} values" if one.claim in WEAKER else ""
    head = f"{spelled(one.quantity)} = {interval(one.quantity, one.lo, one.hi)}, derived{of}"
    convention = f", {one.convention}" if one.convention else ""
    return "\n".join([head, f"  {made.says} ({made.source}){convention}", *tell_inputs(one.inputs)])


def derive(world: World) -> DerivedValues:
    """All derived values, in the order of their ids; a later round may build on an earlier one's."""
    done: dict[str, NDArray[np.bool_]] = {}
    values: list[pl.DataFrame] = []
    inputs: list[pl.DataFrame] = []
    count = 0
    for _ in range(ROUNDS):
        new = []
        for made in FORMULAS.values():
            if made.along or not made.derives:
                continue
            before = done.setdefault(made.name, np.zeros(world.contexts.height, dtype=bool))
            found = _derived(made, world, before)
            if found is not None:
                frame, used = found
                frame = frame.with_row_index("check", offset=count)
                inputs.append(used.with_columns((pl.col("check") + count).cast(pl.UInt32)))
                count += frame.height
                new.append(frame)
        if not new:
            break
        values += new
        world = _with(world, pl.concat(new))
    if not values:
        return DerivedValues(pl.DataFrame(schema=DERIVED_COLUMNS), pl.DataFrame(schema=INPUT_COLUMNS), world.facts)
    table = pl.concat(values).sort("id").with_row_index("place")
    used = pl.concat(inputs).join(table.select("check", "place"), on="check").drop("check").rename({"place": "check"})
    return DerivedValues(
        table.select(pl.col(n).cast(t) for n, t in DERIVED_COLUMNS.items()),
        used.select(pl.col(n).cast(t) for n, t in INPUT_COLUMNS.items()).sort("check", "position"), world.facts,
    )  # fmt: skip


def _derived(made: Formula, world: World, done: NDArray[np.bool_]) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    moved = made.gives in made.required  # brought to other conditions, not filling a gap
    places = [world.names[name] for name in made.required]
    possible = ~done & (world.rows[places] != NOWHERE).all(axis=0)
    if not moved and not (made.convention and made.convention.group in BASES):
        possible &= world.seen(made.gives) == NOWHERE
    # an experiment derives what its own numbers give; a cell also what its layers give
    near = world.near[places]
    in_cell = ((near == Near.LAYER) | (near == Near.ELECTRODE)).any(axis=0) & _is_cell(world)
    contexts = np.flatnonzero(possible & ((near <= Near.DERIVED).any(axis=0) | in_cell))
    if not len(contexts):
        return None
    result = evaluate(made, contexts, world)
    claim_of = world.facts["claim"].to_numpy()
    good = ~np.isnan(result.lo) & ~(np.isinf(result.lo) & np.isinf(result.hi))
    weaker = {claim: np.zeros(len(contexts), dtype=bool) for claim in (*WEAKER, Claim.QUOTED)}
    for rows in result.rows.values():
        seen = np.where(rows == NOWHERE, "", claim_of[rows])
        for claim, where in weaker.items():
            where |= seen == claim
    if not moved:
        good &= ~weaker[Claim.QUOTED]
    elif "temperature" in result.rows:
        good &= np.abs(world.limits[1][result.rows["temperature"]] - world.limits[1][result.rows["reference_temperature"]]) > SAME_TEMPERATURE  # fmt: skip
    good &= _allowed(made, contexts, result, world)
    if not good.any():
        return None
    done[contexts[good]] = True
    claims = np.select([weaker[one][good] for one in WEAKER], [str(one) for one in WEAKER], str(Claim.MEASURED))
    frame = world.contexts[contexts[good]].select("context_id", "paper_id").with_columns(
        pl.lit(made.gives).alias("quantity"), pl.lit(made.name).alias("formula"),
        pl.lit(made.convention.words if made.convention else None, pl.String).alias("convention"),
        pl.Series("claim", claims, pl.String), pl.Series("lo", result.lo[good]), pl.Series("mid", result.mid[good]),
        pl.Series("hi", result.hi[good]), pl.format(f"{{}}/derived/{made.gives}:{made.name}", "context_id").alias("id"),
    )  # fmt: skip
    used = pl.concat(
        [
            pl.DataFrame({"check": np.arange(good.sum()), "row": rows[good]}).with_columns(
                pl.lit(position, pl.UInt32).alias("position"), pl.lit(name).alias("parameter")
            )
            for position, (name, rows) in enumerate(result.rows.items(), start=1)
        ]
    ).filter(pl.col("row") != NOWHERE)
    return frame, used


def _is_cell(world: World) -> NDArray[np.bool_]:
    same = world.contexts.select(pl.col("context_id").eq_missing(pl.col("cell_id"))).to_series()
    return same.to_numpy()


def _allowed(made: Formula, contexts: NDArray[np.int64], result: Evaluated, world: World) -> NDArray[np.bool_]:
    """Whether no convention is stated with the inputs, or this is the one that is."""
    one = made.convention
    if one is None or one.group in BASES or one.group not in world.stated:
        return np.ones(len(contexts), dtype=bool)
    stated = np.array([*world.stated[one.group], None], dtype=object)
    said = [stated[contexts]]
    owner = np.append(world.owner, -1)
    said += [stated[owner[rows]] for rows in result.rows.values()]
    anything = np.zeros(len(contexts), dtype=bool)
    this = np.zeros(len(contexts), dtype=bool)
    for words in said:
        anything |= words != None  # noqa: E711 - elementwise
        this |= (words == one.name) | (words == one.name.partition(",")[0])
    return ~anything | this


def _with(world: World, new: pl.DataFrame) -> World:
    """The same world with derived values visible where they belong, nearer than anything but printed ones."""
    start = world.facts.height
    empty = {n: pl.lit(None, t).alias(n) for n, t in FACT_COLUMNS.items()}
    filled = new.select(
        "id", pl.lit("derived").alias("kind"), "paper_id", pl.col("context_id").alias("owner_id"),
        pl.col("quantity").alias("name"), "quantity", "lo", "mid", "hi", "claim", pl.col("lo").alias("print_lo"),
        pl.col("hi").alias("print_hi"), pl.lit(value=False).alias("soft"),
    )  # fmt: skip
    added = filled.with_columns(one for name, one in empty.items() if name not in filled.columns)
    added = added.select(pl.col(n).cast(t) for n, t in FACT_COLUMNS.items()).with_row_index("row", offset=start)
    fresh = (
        added.select("owner_id", "name", "row")
        .unique(["owner_id", "name"], keep="first", maintain_order=True)
        .join(world.contexts.select(pl.col("context_id").alias("owner_id"), "number"), on="owner_id")
        .filter(pl.col("name").is_in(list(world.names)))
    )
    rows, near = world.rows.copy(), world.near.copy()
    at = np.array([world.names[name] for name in fresh["name"]], dtype=np.int64), fresh["number"].to_numpy()
    unseen = near[at] == Near.UNSEEN
    at = at[0][unseen], at[1][unseen]
    rows[at] = fresh["row"].to_numpy()[unseen]
    near[at] = Near.DERIVED
    facts = pl.concat([world.facts, added.cast(world.facts.schema)])
    return replace(world, facts=facts, rows=rows, near=near)
