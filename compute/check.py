"""Are these readings possible together? A verdict on every printed number that some formula gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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

__all__ = ["Tried", "check", "together"]


@dataclass(frozen=True)
class Tried:
    """One formula on every number that it gives: columns of one row a number, and its inputs in long form by ``at``."""

    ways: dict[str, NDArray[Any]]
    inputs: dict[str, NDArray[Any]]


def check(world: World) -> Verdicts:
    """All verdicts by formulas, in the order of their ids. A missing input is never a verdict."""
    tried: list[Tried] = []
    for number, made in enumerate(FORMULAS.values()):
        if made.gives in made.required or not (made.checks or made.convention):
            continue  # a way to bring a value to other conditions, or a limit: not a relation between printed ones
        one = _series(made, number, world) if made.along else _rows(made, number, world)
        if one is not None:
            tried.append(one)
    if not tried:
        return Verdicts(
            pl.DataFrame(schema=CHECK_COLUMNS), pl.DataFrame(schema=INPUT_COLUMNS), pl.DataFrame(schema=WAY_COLUMNS), world.facts
        )  # fmt: skip
    return settle(together([one.ways for one in tried]), together([one.inputs for one in tried]), world)


def together(parts: Sequence[dict[str, NDArray[Any]]]) -> pl.DataFrame:
    """Columns of several parts as one frame."""
    return pl.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _rows(made: Formula, number: int, world: World) -> Tried | None:
    place = world.names[made.gives]
    contexts = np.flatnonzero(world.near[place] == Near.OWN)
    contexts = contexts[world.printed[world.rows[place][contexts]]]
    for name in made.required:  # a relation of lithium metal says nothing about anything else
        if name in LITHIUM_FACTS:
            contexts = contexts[world.seen(name)[contexts] != NOWHERE]
    if not len(contexts):
        return None
    printed = world.rows[place][contexts]
    lacking = np.zeros(len(contexts), dtype=np.int64)
    for bit, name in enumerate(made.required):
        lacking |= (world.seen(name)[contexts] == NOWHERE).astype(np.int64) << bit
    whole = lacking == 0
    result = evaluate(made, contexts[whole], world)
    known = np.flatnonzero(~np.isnan(result.lo))
    soft = np.zeros(len(result.lo), dtype=bool)
    for rows in result.rows.values():
        soft |= world.soft[rows]
    ways = judged(
        made, number, world, contexts[whole][known], printed[whole][known],
        (result.lo[known], result.mid[known], result.hi[known]), soft[known], known,
    )  # fmt: skip
    rest = untestable(number, contexts[~whole], printed[~whole], lacking[~whole])
    inputs = [
        inputs_of(number, known[used], position, world.names[name], rows[known][used])
        for position, (name, rows) in enumerate(result.rows.items(), start=1)
        for used in [rows[known] != NOWHERE]
    ]
    return Tried(_joined([ways, rest]), _joined(inputs))


def inputs_of(
    number: int, at: NDArray[Any], position: NDArray[Any] | int, parameter: int, rows: NDArray[Any]
) -> dict[str, NDArray[Any]]:
    """Inputs in long form: which formula's which number, at which position, which parameter, which fact."""
    return {
        "formula": np.full(len(at), number, dtype=np.int16), "at": np.asarray(at, dtype=np.int32),
        "position": np.broadcast_to(np.asarray(position, dtype=np.uint32), len(at)),
        "parameter": np.full(len(at), parameter, dtype=np.int16), "row": np.asarray(rows, dtype=np.int32),
    }  # fmt: skip


def _joined(parts: Sequence[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def judged(
    made: Formula, number: int, world: World, contexts: NDArray[np.int64], printed: NDArray[np.int32],
    computed: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]], soft: NDArray[np.bool_],
    at: NDArray[np.int64],
) -> dict[str, NDArray[Any]]:  # fmt: skip
    """What one formula says of each printed value, from the computed interval."""
    low, high, or_low, or_high = (ends[printed] for ends in world.prints)
    lo, mid, hi = computed
    # where it can't be read in another way, the ends of that are infinite, and inverted
    state = np.where(
        touch(low, high, lo, hi), CONSISTENT, np.where(touch(or_low, or_high, lo, hi), OTHER_READING, INCONSISTENT)
    )
    size, is_factor = gap(low, high, lo, hi, signed=Q[made.gives].by_difference)
    wrong = state == INCONSISTENT
    return _columns(number, contexts, printed) | {
        "at": at.astype(np.int32), "state": state.astype(np.int8), "lo": lo, "mid": mid, "hi": hi,
        "gap": np.where(wrong, size, 0.0), "is_factor": is_factor & wrong,
        "soft": soft | world.soft[printed] | bool(made.allowance), "lacking": np.zeros(len(lo), dtype=np.int64),
    }  # fmt: skip


def untestable(
    number: int, contexts: NDArray[np.int64], printed: NDArray[np.int32], lacking: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """The printed values that lack inputs; ``lacking`` has a bit set for each required input that isn't seen."""
    nothing, zero = np.full(len(contexts), np.nan), np.zeros(len(contexts))
    return _columns(number, contexts, printed) | {
        "at": np.full(len(contexts), NOWHERE, dtype=np.int32), "state": np.full(len(contexts), UNTESTABLE, dtype=np.int8),
        "lo": nothing, "mid": nothing, "hi": nothing, "gap": zero, "is_factor": zero.astype(bool), "soft": zero.astype(bool),
        "lacking": lacking,
    }  # fmt: skip


def _columns(number: int, contexts: NDArray[np.int64], printed: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    return {
        "formula": np.full(len(contexts), number, dtype=np.int16), "context": contexts.astype(np.int32),
        "output": printed.astype(np.int32),
    }  # fmt: skip


def _series(made: Formula, number: int, world: World) -> Tried | None:
    """Formulas over the experiments of one record: the printed value of the record against the points."""
    of = next(name for name in made.required if name != made.along)
    mine = (pl.col("name") == made.gives) & (pl.col("kind") == "reading") & (pl.col("claim") != "quoted")
    printed = world.facts.filter(mine & pl.col("subject_id").is_not_null())
    if printed.is_empty():
        return None
    found = series(made, of, printed, world)
    owners = world.owner[printed["row"].to_numpy()]
    rows = printed["row"].cast(pl.Int32).to_numpy()
    whole = found.whole
    tested = judged(made, number, world, owners[whole], rows[whole], found.computed, found.soft, np.flatnonzero(whole))
    lacking = np.where(found.points == 0, 1, 2)[~whole]  # see settle.words_of_lacking
    rest = untestable(number, owners[~whole], rows[~whole], lacking)
    order = np.arange(len(found.at))
    inputs = [
        inputs_of(number, found.at, 2 * order + 1, world.names[of], found.y),
        inputs_of(number, found.at, 2 * order + 2, world.names[made.along], found.x),
    ]
    return Tried(_joined([tested, rest]), _joined(inputs))
