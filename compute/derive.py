"""What follows from printed numbers and was not printed: derived values, never fed to a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from compute.visible import CLAIMS, NOWHERE, STATED, UNSTATED, Near, World
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
    done = {made.name: np.zeros(world.contexts.height, dtype=bool) for made in FORMULAS.values()}
    fresh = set(world.names)
    values: list[pl.DataFrame] = []
    inputs: list[pl.DataFrame] = []
    count = 0
    for _ in range(ROUNDS):
        found = [
            one for number, made in enumerate(FORMULAS.values())
            if not made.along and made.derives and fresh.intersection(made.required)
            and (one := _derived(made, number, world, done[made.name])) is not None
        ]  # fmt: skip
        if not found:
            break
        frame = _frame(found, world)
        sizes = np.cumsum([0, *(len(one.contexts) for one in found)])
        inputs += [one.inputs(world.names, count + start) for one, start in zip(found, sizes[:-1], strict=True)]
        values.append(frame.with_row_index("check", offset=count))
        count += frame.height
        fresh = set(frame["quantity"].unique())
        world = _with(world, frame)
    if not values:
        return DerivedValues(pl.DataFrame(schema=DERIVED_COLUMNS), pl.DataFrame(schema=INPUT_COLUMNS), world.facts)
    table = pl.concat(values).sort("id").with_row_index("place")
    used = pl.concat(inputs).join(table.select("check", "place"), on="check").drop("check").rename({"place": "check"})
    names = pl.Series("parameter", list(world.names), dtype=pl.String)[used["parameter"]]
    return DerivedValues(
        table.select(pl.col(n).cast(t) for n, t in DERIVED_COLUMNS.items()),
        used.with_columns(names).select(pl.col(n).cast(t) for n, t in INPUT_COLUMNS.items()).sort("check", "position"), world.facts,
    )  # fmt: skip


@dataclass(frozen=True)
class _Found:
    """What one formula gives: the contexts by number, the box, the claims' codes, the rows of its inputs."""

    number: int
    contexts: NDArray[np.int64]
    lo: NDArray[np.float64]
    mid: NDArray[np.float64]
    hi: NDArray[np.float64]
    claim: NDArray[np.int8]
    rows: dict[str, NDArray[np.int32]]

    def inputs(self, names: Mapping[str, int], start: int) -> pl.DataFrame:
        """One row an input, from the value numbered ``start`` on."""
        count = len(self.contexts)
        number = np.tile(np.arange(start, start + count, dtype=np.uint32), len(self.rows))
        position = np.repeat(np.arange(1, len(self.rows) + 1, dtype=np.uint32), count)
        parameter = np.repeat(np.array([names[name] for name in self.rows], dtype=np.int16), count)
        rows = np.concatenate(list(self.rows.values()))
        seen = rows != NOWHERE
        columns: dict[str, NDArray[Any]] = {"check": number, "position": position, "parameter": parameter, "row": rows}
        return pl.DataFrame({name: column[seen] for name, column in columns.items()})


def _frame(found: Sequence[_Found], world: World) -> pl.DataFrame:
    contexts = np.concatenate([one.contexts for one in found])
    number = np.repeat([one.number for one in found], [len(one.contexts) for one in found])
    ends = {end: np.concatenate([getattr(one, end) for one in found]) for end in ("lo", "mid", "hi")}
    formulas = pl.DataFrame(
        [(made.name, made.gives, made.convention.words if made.convention else None) for made in FORMULAS.values()],
        schema={"formula": pl.String, "quantity": pl.String, "convention": pl.String}, orient="row",
    )  # fmt: skip
    claims = pl.Series("claim", [str(one) for one in CLAIMS], dtype=pl.String)[
        np.concatenate([one.claim for one in found])
    ]
    frame = pl.concat(
        [world.contexts[contexts].select("number", "context_id", "paper_id"), formulas[number]], how="horizontal"
    )
    record = pl.format("{}/derived/{}:{}", "context_id", "quantity", "formula").alias("id")
    return frame.with_columns(claims, *(pl.Series(end, column) for end, column in ends.items()), record)


def _derived(made: Formula, number: int, world: World, done: NDArray[np.bool_]) -> _Found | None:
    moved = made.gives in made.required  # brought to other conditions, not filling a gap
    places = [world.names[name] for name in made.required]
    rarest = min(places, key=lambda place: world.counts[place])
    possible = np.flatnonzero(world.rows[rarest] != NOWHERE)
    possible = possible[~done[possible]]
    for place in places:
        possible = possible[world.rows[place][possible] != NOWHERE]
    if not moved and not (made.convention and made.convention.group in BASES):
        possible = possible[world.seen(made.gives)[possible] == NOWHERE]
    # an experiment derives what its own numbers give; a cell also what its layers give
    own = np.zeros(len(possible), dtype=bool)
    is_cell = world.is_cell[possible]
    for place in places:
        near = world.near[place][possible]
        own |= (near <= Near.DERIVED) | (((near == Near.LAYER) | (near == Near.ELECTRODE)) & is_cell)
    contexts = possible[own]
    if not len(contexts):
        return None
    result = evaluate(made, contexts, world)
    good = ~np.isnan(result.lo) & ~(np.isinf(result.lo) & np.isinf(result.hi))
    claim = np.full(len(contexts), CLAIMS.index(Claim.MEASURED), dtype=np.int8)
    quoted = np.zeros(len(contexts), dtype=bool)
    for rows in result.rows.values():
        seen = world.claims[rows]
        quoted |= seen == CLAIMS.index(Claim.QUOTED)
        for weaker in WEAKER:
            claim[seen == CLAIMS.index(weaker)] = CLAIMS.index(weaker)
    if not moved:
        good &= ~quoted
    elif "temperature" in result.rows:
        middle = world.limits[1]
        apart = middle[result.rows["temperature"]] - middle[result.rows["reference_temperature"]]
        good &= np.abs(apart) > SAME_TEMPERATURE
    good &= _allowed(made, contexts, result, world)
    if not good.any():
        return None
    done[contexts[good]] = True
    rows_of = {name: rows[good] for name, rows in result.rows.items()}
    return _Found(number, contexts[good], result.lo[good], result.mid[good], result.hi[good], claim[good], rows_of)


def _allowed(made: Formula, contexts: NDArray[np.int64], result: Evaluated, world: World) -> NDArray[np.bool_]:
    """Whether no convention is stated with the inputs, or this is the one that is."""
    one = made.convention
    if one is None or one.group in BASES:
        return np.ones(len(contexts), dtype=bool)
    stated = world.stated[one.group]
    this = [STATED.index(name) for name in (one.name, one.name.partition(",")[0]) if name in STATED]
    anything, mine = np.zeros(len(contexts), dtype=bool), np.zeros(len(contexts), dtype=bool)
    for places in (contexts, *(world.owner[rows] for rows in result.rows.values())):
        said = np.where(places < 0, UNSTATED, stated[places])
        anything |= said != UNSTATED
        mine |= np.isin(said, this)
    return ~anything | mine


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
        new.select("number", pl.col("quantity").alias("name"), pl.row_index("row") + start)
        .unique(["number", "name"], keep="first", maintain_order=True)
        .filter(pl.col("name").is_in(list(world.names)))
    )
    rows, near = world.rows.copy(), world.near.copy()
    at = np.array([world.names[name] for name in fresh["name"]], dtype=np.int64), fresh["number"].to_numpy()
    unseen = near[at] == Near.UNSEEN
    at = at[0][unseen], at[1][unseen]
    rows[at] = fresh["row"].to_numpy()[unseen]
    near[at] = Near.DERIVED
    facts = pl.concat([world.facts, added.cast(world.facts.schema)])
    made = replace(world, facts=facts, rows=rows, near=near)
    # what is known of the facts that were there needn't be found again
    owner = np.concatenate([world.owner[:-1], new["number"].cast(pl.Int64).to_numpy(), [NOWHERE]])
    claim = new["claim"].replace_strict({str(one): place for place, one in enumerate(CLAIMS)}, return_dtype=pl.Int8)
    vars(made).update(owner=owner, claims=np.concatenate([world.claims[:-1], claim.to_numpy(), world.claims[-1:]]))
    return made
