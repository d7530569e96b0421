"""How one number of a cell answers to another: sweeps over one input, and the tornado of all that it rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from compute.changes import Change, WhatIfError, read_change
from compute.derive import DerivedValue
from compute.ledger import Level
from compute.situation import Result, Situation
from compute.stack import Stack
from schema.errors import near
from schema.quantities import Q
from schema.quantity import Quantity

__all__ = ["STEP", "SWEEP_COLUMNS", "TORNADO_COLUMNS", "outputs", "sweep", "tornado"]

STEP = 0.10
"""By which share each input is moved, when nothing else is said."""

SWEEP_COLUMNS = {
    "input": pl.String, "value": pl.Float64, "input_unit": pl.String, "output": pl.String, "unit": pl.String,
    "lo": pl.Float64, "mid": pl.Float64, "hi": pl.Float64,
}  # fmt: skip
TORNADO_COLUMNS = {
    "input": pl.String, "input_unit": pl.String, "lo": pl.Float64, "nominal": pl.Float64, "hi": pl.Float64,
    "output": pl.String, "unit": pl.String, "base": pl.Float64, "at_lo": pl.Float64, "at_hi": pl.Float64,
    "step": pl.Float64, "at_less": pl.Float64, "at_more": pl.Float64, "effect": pl.Float64,
}  # fmt: skip
CATALOGUE = {
    "specific_energy_of_active_material": Level.ACTIVE, "specific_energy_of_composite": Level.COMPOSITE,
    "specific_energy_of_stack": Level.STACK, "specific_energy_with_half_collectors": Level.HALF,
    "specific_energy_with_collectors": Level.FULL,
}  # fmt: skip
VOLTAGE, CUTOFFS = "average_voltage", ("lower_cutoff_voltage", "upper_cutoff_voltage")
"""A voltage that only the cut-offs bound is one input, anywhere between them."""

FIXED = ("composition", "given")
"""Kinds of fact that are no inputs of a cell: molar masses of formulas, the chosen reference temperature."""

Interval = tuple[float, float, float]


@dataclass(frozen=True)
class _Output:
    unit: str
    interval: Interval
    source: Any


def outputs(result: Result) -> dict[str, _Output]:
    """Every number that follows for a cell, by its name: figures of the ledger, and ``quantity:formula`` of an experiment."""
    made = {} if result.stack is None else _ledger_outputs(result.stack)
    for one in result.derived.values():
        units = Q[one.quantity].units
        shown = (units.from_si(one.lo), units.from_si(one.mid), units.from_si(one.hi))
        made[f"{one.context_id}/{one.quantity}:{one.formula}"] = _Output(Q[one.quantity].unit, shown, one)
    return made


def _ledger_outputs(stack: Stack) -> dict[str, _Output]:
    made = {}
    for (of, measure, state), figure in stack.ledger.figures.items():
        if not figure.missing():
            name = measure if of == "cell" else f"{measure} of {of}{f', {state}' if state else ''}"
            made[name] = _Output(figure.shown_unit, figure.shown(), figure)
    return made


def _chosen(here: Situation, output: str | None) -> str:
    """The full name of an output; by default the specific energy of the outermost level that can be computed."""
    if output is None:
        if here.stack is None or here.stack.outermost is None:
            raise WhatIfError(here.record, "has no level whose energy can be computed", "name an output")
        return f"specific energy of {here.stack.outermost}"
    ledgers = _ledger_outputs(here.stack) if here.stack else {}
    wanted = f"specific energy of {CATALOGUE[output]}" if output in CATALOGUE else output
    if wanted in ledgers:
        return wanted
    known = outputs(here.base)
    found = [name for name in known if output == name or output in name.rpartition("/")[2].split(":")]
    if not found:
        short = {name.rpartition("/")[2].partition(":")[0] if "/" in name else name for name in known}
        hint = near(output, short) or f"it has {', '.join(sorted(short)) or 'none'}"
        raise WhatIfError(here.record, f"has no output {output!r}", hint)
    return min(found, key=len)  # the cell's own before that of an experiment


def _at(here: Situation, changes: Sequence[Change], name: str) -> _Output | None:
    if "/" in name:
        return outputs(here.result(changes)).get(name)
    stack = here.stack_with(changes)
    return None if stack is None else _ledger_outputs(stack).get(name)


def sweep(
    here: Situation, name: str, values: Sequence[str], output: str | None = None, with_changes: Sequence[str | Change] = ()
) -> pl.DataFrame:  # fmt: skip
    """One output over values of one input: :data:`SWEEP_COLUMNS`, in the catalogue's unit and that of the output.

    An open end or missing middle is null; where a value leaves the output without a number, all three are.
    """
    here = here.fixing(with_changes)
    changes = [read_change(f"{name}={text}", here.quantities, here.seen) for text in values]
    if not changes:
        raise WhatIfError(name, "no values to sweep over", "give some, as 10 um, 20 um")
    quantity: Quantity = Q[changes[0].quantity]
    wanted = _chosen(here, output) if output else _default(here, changes[0])
    rows: list[dict[str, Any]] = []
    unit = ""
    for one in changes:
        found = _at(here, [one], wanted)
        unit = found.unit if found else unit
        middle = _centre(one.value or (math.nan,) * 3)
        rows.append(
            {
                "input": one.name, "value": quantity.units.from_si(middle), "input_unit": quantity.unit, "output": wanted,
                **dict(zip(("lo", "mid", "hi"), map(_finite, found.interval if found else (None,) * 3), strict=True)),
            }
        )  # fmt: skip
    if all(row["lo"] is None and row["hi"] is None for row in rows):
        raise WhatIfError(
            name, f"{wanted} can't be computed at any of the values", "name another output, or add what is missing"
        )
    if len(rows) > 1 and len({(row["lo"], row["mid"], row["hi"]) for row in rows}) == 1:
        raise WhatIfError(
            name, f"nothing follows: {wanted} doesn't depend on it", "sweep over another input, or name another output"
        )
    made = [{**row, "unit": unit} for row in rows]
    return pl.DataFrame({key: [row[key] for row in made] for key in SWEEP_COLUMNS}, schema=SWEEP_COLUMNS)


def _default(here: Situation, change: Change) -> str:
    """The outermost level that can be computed once the input is given."""
    stack = here.stack_with([change])
    if stack is None or stack.outermost is None:
        return _chosen(here, None)
    return f"specific energy of {stack.outermost}"


def tornado(
    here: Situation, output: str | None = None, step: float = STEP, with_changes: Sequence[str | Change] = ()
) -> pl.DataFrame:  # fmt: skip
    """What an output answers to each input moved alone: over its printed interval, and by a share of it.

    :data:`TORNADO_COLUMNS`, the largest effect of the step first. All others stay at their middle, or at the centre of
    their limits where they have none; a step goes no farther than the quantity's plausible range.
    """
    here = here.fixing(with_changes)
    wanted = _chosen(here, output)
    base = outputs(here.base)[wanted] if "/" in wanted else _ledger_outputs(_stack(here))[wanted]
    facts = _leaves(base.source, here.base.derived) if "/" in wanted else _given(here, base.source.uses)
    nominal = {name: _centre(tuple(fact[end] for end in ("lo", "mid", "hi"))) for name, fact in facts.items()}
    fixed = {
        name: _point(name, fact["quantity"], nominal[name])
        for name, fact in facts.items()
        if not math.isnan(nominal[name])
    }
    if open_ended := [name for name in facts if name not in fixed]:
        raise WhatIfError(
            wanted,
            f"has no middle, as {', '.join(open_ended)} is open-ended",
            "change it to a number first, or name another output",
        )
    still = list(fixed.values())
    middle = _at(here, still, wanted)
    start = math.nan if middle is None else _centre(middle.interval)

    def moved(name: str, value: float) -> float:
        if math.isnan(value) or math.isinf(value):
            return math.nan
        others = [one for one in still if one.name != name]
        found = _at(here, [*others, _point(name, facts[name]["quantity"], value)], wanted)
        return math.nan if found is None else _centre(found.interval)

    rows = []
    for name in fixed:
        quantity: Quantity = Q[facts[name]["quantity"]]
        units = quantity.units
        lowest, highest = units.to_si(quantity.low), units.to_si(quantity.high)
        ends = [max(float(facts[name]["lo"]), lowest), min(float(facts[name]["hi"]), highest)]
        less, more = (min(max(nominal[name] * (1 + sign * step), lowest), highest) for sign in (-1, 1))
        at = [moved(name, value) for value in (*ends, less, more)]
        effect = max((abs(one - start) for one in at[2:] if not math.isnan(one)), default=0.0)
        rows.append((name, quantity.unit, units.from_si(ends[0]), units.from_si(nominal[name]), units.from_si(ends[1]),
                     wanted, middle.unit if middle else "", start, at[0], at[1], step, at[2], at[3], effect))  # fmt: skip
    frame = pl.DataFrame(rows, schema=TORNADO_COLUMNS, orient="row").fill_nan(None)
    return frame.sort("effect", "input", descending=[True, False])


def _stack(here: Situation) -> Stack:
    assert here.stack is not None, "an output of a ledger comes from a stack"
    return here.stack


def _given(here: Situation, uses: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The numbers of a stack that a figure rests on, by the names that change them."""
    found = {one.name: one.fact for one in _stack(here).given if one.input in uses}
    voltage = _stack(here).cell.average_voltage
    if voltage is None or VOLTAGE in found or not set(CUTOFFS) & set(found):
        return found
    ends = {end: float(getattr(voltage, end)[0]) for end in ("lo", "mid", "hi")}
    return {
        VOLTAGE: {"quantity": VOLTAGE, "kind": "derived", **ends},
        **{k: v for k, v in found.items() if k not in CUTOFFS},
    }


def _leaves(value: DerivedValue, derived: Mapping[str, DerivedValue]) -> dict[str, Mapping[str, Any]]:
    """The printed numbers that a derived value rests on, through those that are derived themselves."""
    found: dict[str, Mapping[str, Any]] = {}
    for parameter, fact in value.inputs:
        if fact["kind"] == "derived" and fact["quantity"] != VOLTAGE:
            found |= _leaves(derived[fact["id"]], derived) if fact["id"] in derived else {}
        elif fact["kind"] not in FIXED:
            found[parameter] = fact
    return found


def _centre(value: tuple[float, ...]) -> float:
    lo, mid, hi = value
    if not math.isnan(mid):
        return mid
    return (lo + hi) / 2 if math.isfinite(lo) and math.isfinite(hi) else math.nan


def _point(name: str, quantity: str, value: float) -> Change:
    return Change(
        name, quantity, f"{Q[quantity].units.from_si(value):.6g} {Q[quantity].unit}".strip(), (value, value, value)
    )


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
