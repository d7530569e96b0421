"""What if a cell were otherwise: readings and conditions replaced, added or removed, and everything that follows.

A change reaches that cell and its experiments alone, and nothing in the base changes. Every derived value, check and
figure of the ledger is computed anew, and what differs is told before and after, with intervals and what it rests on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from compute.changes import Change, WhatIfError
from compute.derive import DerivedValue
from compute.formula import FORMULAS
from compute.ledger import Figure
from compute.situation import Situation, situation
from compute.stack import Stack
from compute.tables import Tables
from compute.told import interval
from compute.verdicts import Checked
from compute.wording import named
from schema.quantities import Q
from schema.quantity import Quantity

__all__ = [
    "Difference", "Differences", "VerdictChange", "WhatIfError", "what_if",
]  # fmt: skip

Interval = tuple[float, float, float]
SAME = 1e-12
"""Relative room for the rounding of binary arithmetic."""


@dataclass(frozen=True)
class Difference:
    """One number before and after, in the unit that people use; None where it could not be computed."""

    kind: str
    name: str
    of: str
    how: str
    unit: str
    before: Interval | None
    after: Interval | None
    by_difference: bool = False
    rests_on: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def effect(self) -> tuple[float, float] | None:
        """After over before, or after less before: of the middles, else of both ends; None where neither can be told."""
        if self.before is None or self.after is None:
            return None
        ends = (1,) if not math.isnan(self.before[1] + self.after[1]) else (0, 2)
        found = []
        for end in ends:
            old, new = self.before[end], self.after[end]
            if not (math.isfinite(old) and math.isfinite(new)) or (old <= 0 and not self.by_difference):
                return None
            found.append(new - old if self.by_difference else new / old)
        return min(found), max(found)


@dataclass(frozen=True)
class VerdictChange:
    """A verdict before and after; None where there is none, as on a number that was replaced."""

    id: str
    quantity: str
    before: str | None
    after: str | None
    told: str


@dataclass(frozen=True)
class Differences:
    """Everything that follows from some changes to a cell, and is not as it was."""

    cell: str
    changes: tuple[Change, ...]
    values: tuple[Difference, ...]
    verdicts: tuple[VerdictChange, ...]


def what_if(given: Tables | Situation, record: str, changes: Sequence[str | Change]) -> Differences:
    """Everything that follows when a cell is changed, and what is not as it was.

    Raises :class:`WhatIfError` for a cell, name or change that makes no sense, and where nothing follows.
    """
    here = given if isinstance(given, Situation) else situation(given, record)
    made = here.read(changes)
    before, after = here.base, here.result(made)
    chosen = {one.name for one in made if one.value}
    values = [*_ledger(before.stack, after.stack), *_derived(before.derived, after.derived, chosen)]
    verdicts = _verdicts(before.verdicts, after.verdicts)
    if not values and not verdicts:
        names = " and ".join(str(one) for one in made) or "no change"
        raise WhatIfError(here.record, f"nothing follows from {names}", f"it sees {', '.join(here.seen)}")
    return Differences(here.record, tuple(made), tuple(values), tuple(verdicts))


def _ledger(before: Stack | None, after: Stack | None) -> list[Difference]:
    made = []
    for old, new in zip(_figures(before), _figures(after), strict=False):
        one, other = _shown(old), _shown(new)
        if _same(one, other):
            continue
        how = f"{new.state}" if new.state else ""
        uses = (*new.uses, *new.assumed) if other else (*old.uses, *old.assumed)
        made.append(
            Difference(
                "ledger", new.measure, new.of, how, new.shown_unit, one, other, rests_on=uses, missing=new.missing()
            )
        )
    return made


def _figures(stack: Stack | None) -> list[Figure]:
    return list(stack.ledger.figures.values()) if stack else []


def _shown(figure: Figure) -> Interval | None:
    lo, mid, hi = figure.shown()
    return None if math.isnan(lo) or math.isnan(hi) else (lo, mid, hi)


def _same(one: Interval | None, other: Interval | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(np.isclose(one, other, rtol=SAME, atol=0.0, equal_nan=True).all())


def _derived(
    before: Mapping[str, DerivedValue], after: Mapping[str, DerivedValue], chosen: set[str]
) -> list[Difference]:  # fmt: skip
    """What is derived otherwise; what is chosen itself is no longer derived."""
    made = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        one, other = _in_units(old), _in_units(new)
        value = new or old
        if value is None or _same(one, other) or (new is None and value.quantity in chosen):
            continue
        quantity: Quantity = Q[value.quantity]
        formula = FORMULAS[value.formula]
        how = f"{formula.title}{f', {value.convention}' if value.convention else ''}"
        made.append(
            Difference(
                "derived", value.quantity, value.context_id, how, quantity.unit, one, other, quantity.by_difference,
                tuple(_told(parameter, fact) for parameter, fact in value.inputs),
            )
        )  # fmt: skip
    return made


def _in_units(one: DerivedValue | None) -> Interval | None:
    if one is None:
        return None
    units = Q[one.quantity].units
    return units.from_si(one.lo), units.from_si(one.mid), units.from_si(one.hi)


def _told(parameter: str, fact: Mapping[str, Any]) -> str:
    shown = fact["printed"] or interval(fact["quantity"], fact["lo"], fact["hi"])
    kind = {"assumed": " (chosen)", "derived": " (derived)", "reference": " (reference data)"}.get(fact["kind"], "")
    return f"{named(parameter)} = {shown}{kind}"


def _verdicts(before: Mapping[str, Checked], after: Mapping[str, Checked]) -> list[VerdictChange]:
    made = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        said = [
            None if one is None else f"{one.verdict}{f' {one.only_as}' if one.only_as else ''}" for one in (old, new)
        ]
        told = new or old
        if said[0] != said[1] and told is not None:
            made.append(VerdictChange(name, told.quantity, said[0], said[1], told.told))
    return made
