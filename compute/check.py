"""Are these readings possible together? A verdict on every printed number that some formula gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from compute.box import gap, touch
from compute.evaluate import evaluate
from compute.formula import FORMULAS, Formula
from compute.series import series
from compute.settle import CONSISTENT, INCONSISTENT, OTHER_READING, UNTESTABLE, settle
from compute.verdicts import CHECK_COLUMNS, INPUT_COLUMNS, WAY_COLUMNS, Verdicts
from compute.visible import LITHIUM_FACTS, NOWHERE, Near, World
from schema.quantities import Q

__all__ = ["Tried", "check"]


@dataclass(frozen=True)
class Tried:
    """One formula on every number that it gives: one row of ``ways`` each, and the inputs, in long form by ``at``."""

    ways: pl.DataFrame
    inputs: pl.DataFrame


def check(world: World) -> Verdicts:
    """All verdicts by formulas, in the order of their ids. A missing input is never a verdict."""
    tried: list[Tried] = []
    for number, made in enumerate(FORMULAS.values()):
        if made.gives in made.required or not (made.checks or made.convention):
            continue  # a way to bring a value to other conditions, or a limit: not a relation between printed ones
        one = _series(made, number, world) if made.along else _rows(made, number, world)
        if one is not None and one.ways.height:
            tried.append(one)
    if not tried:
        return Verdicts(
            pl.DataFrame(schema=CHECK_COLUMNS), pl.DataFrame(schema=INPUT_COLUMNS), pl.DataFrame(schema=WAY_COLUMNS), world.facts
        )  # fmt: skip
    return settle(pl.concat([one.ways for one in tried]), pl.concat([one.inputs for one in tried]), world)


def outputs(quantity: str, world: World) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The contexts that print the quantity themselves, and the rows of those facts."""
    place = world.names[quantity]
    contexts = np.flatnonzero(world.near[place] == Near.OWN)
    rows = world.rows[place][contexts]
    facts = world.facts.select((pl.col("kind") == "reading") & (pl.col("claim") != "quoted")).to_series().to_numpy()
    own = facts[rows]
    return contexts[own], rows[own]


def _rows(made: Formula, number: int, world: World) -> Tried | None:
    contexts, printed = outputs(made.gives, world)
    for name in made.required:  # a relation of lithium metal says nothing about anything else
        if name in LITHIUM_FACTS:
            seen = world.seen(name)[contexts] != NOWHERE
            contexts, printed = contexts[seen], printed[seen]
    if not len(contexts):
        return None
    lacking = np.array([world.seen(name)[contexts] == NOWHERE for name in made.required])
    count = lacking.sum(axis=0)
    whole = count == 0
    result = evaluate(made, contexts[whole], world)
    known = ~np.isnan(result.lo)
    inputs = [
        pl.DataFrame(
            {"at": np.flatnonzero(known), "position": np.full(known.sum(), place), "row": rows[known]},
            schema={"at": pl.UInt32, "position": pl.UInt32, "row": pl.Int32},
        ).with_columns(pl.lit(name).alias("parameter"))
        for place, (name, rows) in enumerate(result.rows.items(), start=1)
    ]
    used = pl.concat(inputs).filter(pl.col("row") != NOWHERE).with_columns(pl.lit(number, pl.Int16).alias("formula"))
    soft = np.zeros(len(known), dtype=bool)
    for rows in result.rows.values():
        soft |= np.append(world.facts["soft"].to_numpy(), False)[rows]
    tested = judged(
        made, number, world, contexts[whole][known], printed[whole][known],
        (result.lo[known], result.mid[known], result.hi[known]), soft[known], np.flatnonzero(known),
    )  # fmt: skip
    open_ = ~whole
    return Tried(
        pl.concat([tested, untestable(made, number, contexts[open_], printed[open_], lacking[:, open_])]), used
    )


def judged(
    made: Formula, number: int, world: World, contexts: NDArray[np.int64], printed: NDArray[np.int32],
    computed: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]], soft: NDArray[np.bool_],
    at: NDArray[np.int64],
) -> pl.DataFrame:  # fmt: skip
    """What one formula says of each printed value, from the computed interval."""
    facts = world.facts[printed]
    low, high = facts["print_lo"].to_numpy(), facts["print_hi"].to_numpy()
    lo, mid, hi = computed
    agree = touch(low, high, lo, hi)
    other = (
        touch(facts["or_lo"].to_numpy(), facts["or_hi"].to_numpy(), lo, hi) & facts["or_reads"].is_not_null().to_numpy()
    )
    state = np.where(agree, CONSISTENT, np.where(other, OTHER_READING, INCONSISTENT))
    size, is_factor = gap(low, high, lo, hi, signed=Q[made.gives].by_difference)
    wrong = state == INCONSISTENT
    return _frame(made, number, contexts, printed).with_columns(
        pl.Series("at", at, pl.Int32), pl.Series("state", state, pl.Int8), pl.Series("lo", lo), pl.Series("mid", mid),
        pl.Series("hi", hi), pl.Series("gap", np.where(wrong, size, 0.0)), pl.Series("is_factor", np.broadcast_to(is_factor, len(lo)) & wrong),
        pl.Series("soft", soft | facts["soft"].to_numpy() | bool(made.allowance)), pl.lit("").alias("missing"),
        pl.lit(0, pl.Int8).alias("lacking"),
    )  # fmt: skip


def untestable(
    made: Formula, number: int, contexts: NDArray[np.int64], printed: NDArray[np.int32], lacking: NDArray[np.bool_],
    names: Sequence[str] | None = None,
) -> pl.DataFrame:  # fmt: skip
    """The printed values that lack inputs, with the names of what they lack."""
    flags = pl.DataFrame({f"{place}": row for place, row in enumerate(lacking)})
    words = [pl.when(pl.col(f"{place}")).then(pl.lit(name)) for place, name in enumerate(names or made.required)]
    nothing = pl.lit(None, pl.Float64)
    return _frame(made, number, contexts, printed).with_columns(
        pl.lit(NOWHERE, pl.Int32).alias("at"), pl.lit(UNTESTABLE, pl.Int8).alias("state"), nothing.alias("lo"),
        nothing.alias("mid"), nothing.alias("hi"), pl.lit(0.0).alias("gap"), pl.lit(value=False).alias("is_factor"),
        pl.lit(value=False).alias("soft"),
        flags.select(pl.concat_str(words, separator=", ", ignore_nulls=True).alias("missing")).to_series(),
        pl.Series("lacking", lacking.sum(axis=0), pl.Int8),
    )  # fmt: skip


def _frame(made: Formula, number: int, contexts: NDArray[np.int64], printed: NDArray[np.int32]) -> pl.DataFrame:
    return pl.DataFrame(
        {"context": contexts, "output": printed}, schema={"context": pl.Int32, "output": pl.Int32}
    ).with_columns(
        pl.lit(number, pl.Int16).alias("formula"),
        pl.lit(made.convention.group if made.convention else made.name).alias("group"),
    )


def _series(made: Formula, number: int, world: World) -> Tried | None:
    """Formulas over the experiments of one record: the printed value of the record against the points."""
    facts = world.facts
    of = next(name for name in made.required if name != made.along)
    printed = facts.filter(
        (pl.col("name") == made.gives) & (pl.col("kind") == "reading") & (pl.col("claim") != "quoted")
        & pl.col("subject_id").is_not_null()
    )  # fmt: skip
    if printed.is_empty():
        return None
    found = series(made, of, printed, world)
    owners = world.owner[printed["row"].to_numpy()]
    rows = printed["row"].cast(pl.Int32).to_numpy()
    tested = judged(
        made,
        number,
        world,
        owners[found.whole],
        rows[found.whole],
        found.computed,
        found.soft,
        np.flatnonzero(found.whole),
    )
    lacking = np.array([found.points == 0, found.points == 1])[:, ~found.whole]
    words = (f"{of} at two {made.along}s", f"{of} at a second {made.along}")
    rest = untestable(made, number, owners[~found.whole], rows[~found.whole], lacking, words)
    return Tried(pl.concat([tested, rest]), found.inputs.with_columns(pl.lit(number, pl.Int16).alias("formula")))
