"""Which number, if a paper stated it, would make most of its claims checkable; and which pair, where one is not enough.

From the untestable verdicts alone: each names what it lacks by the way of checking that lacks least.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compute.checklist.look import SCOPES, Look, Tables
from schema.quantities import Q

__all__ = ["Missing", "Number", "missing_numbers", "missing_pairs"]

ELECTRODE_DESIGN = frozenset({
    "active_mass_loading", "composite_mass_loading", "electrode_mass_loading", "one_c_capacity_per_active_mass",
    "one_c_current_density", "practical_capacity_per_active_mass",
})  # fmt: skip
"""What a paper states once for an electrode, and every cell with that electrode then has."""

RECORD_DESIGN = frozenset({
    "thickness", "area", "diameter", "length", "density", "porosity", "solid_electrolyte_mass", "mass_fraction",
    "volume_fraction", "theoretical_capacity_per_mass", "lithium_areal_capacity", "operating_pressure",
    "lower_cutoff_voltage", "upper_cutoff_voltage",
})  # fmt: skip
"""What a paper states once for a record, and every experiment on it then has."""


@dataclass(frozen=True, order=True)
class Number:
    """A quantity of a record (or of one experiment) that a paper doesn't state."""

    record_id: str
    quantity: str


@dataclass(frozen=True)
class Missing:
    """One number, or two, and the claims (readings, statements) that can be checked once they are stated."""

    paper_id: str
    numbers: tuple[Number, ...]
    claims: tuple[str, ...]
    verdicts: tuple[str, ...]


def missing_numbers(tables: Tables) -> list[Missing]:
    """Single numbers, by paper, the one that makes most claims checkable first."""
    return _ranked(tables, 1)


def missing_pairs(tables: Tables) -> list[Missing]:
    """Pairs of numbers for the claims that no single number makes checkable, by paper, the most useful pair first."""
    return _ranked(tables, 2)


def _ranked(tables: Tables, size: int) -> list[Missing]:
    look = Look(tables)
    subjects = _subjects(tables)
    found: dict[tuple[str, tuple[Number, ...]], list[Mapping[str, Any]]] = {}
    for row in tables.get("verdict", ()):
        lacks = [name for name in str(row["missing"] or "").split(", ") if name]
        if row["verdict"] == "untestable" and lacks:
            numbers = tuple(sorted({number_of(look, subjects, row["context_id"], name) for name in lacks}))
            if len(numbers) == size:
                found.setdefault((row["paper_id"], numbers), []).append(row)
    made = [
        Missing(paper, numbers, tuple(sorted({row["output_id"] for row in rows})), tuple(sorted(row["id"] for row in rows)))
        for (paper, numbers), rows in found.items()
    ]  # fmt: skip
    return sorted(made, key=lambda one: (one.paper_id, -len(one.claims), one.numbers))


def _subjects(tables: Tables) -> dict[str, tuple[str, str | None]]:
    """The record of each experiment and process step, and the cell in which it was measured."""
    made: dict[str, tuple[str, str | None]] = {}
    for row in tables.get("experiment", ()):
        cell = row["cell_id"] or (row["subject_id"] if row["subject_kind"] == "cell" else None)
        made[row["id"]] = (row["subject_id"], cell)
    for row in tables.get("process_step", ()):
        made[row["id"]] = (row["of_id"], None)
    for row in tables.get("cell", ()):
        made[row["id"]] = (row["id"], row["id"])
    return made


def number_of(look: Look, subjects: Mapping[str, tuple[str, str | None]], context: str, name: str) -> Number:
    """Where a missing input of a check would be stated once: on the layer, on the record, or in the experiment itself."""
    subject, cell = subjects.get(context, (context, None))
    if name in Q:
        if name in ELECTRODE_DESIGN and cell and (layer := _layer(look, cell, "positive")):
            return Number(layer, name)
        return Number(subject if name in ELECTRODE_DESIGN | RECORD_DESIGN else context, name)
    scope, _, rest = name.partition("_")
    if scope == "active" and rest in Q:
        whole = (_layer(look, cell, "positive") if cell else None) or subject
        active = [part["id"] for part in look.parts[whole] if part["role"] == "active_material"]
        return Number(active[0], rest) if len(active) == 1 else Number(whole, name)
    if cell and scope in SCOPES and (layer := _layer(look, cell, scope)):
        return Number(layer, rest) if rest in Q else number_of(look, {}, layer, rest)
    return Number(context, name)


def _layer(look: Look, cell: str, scope: str) -> str | None:
    rows: Iterable[Mapping[str, Any]] = look.layers[cell]
    found: Sequence[str] = [row["of_id"] for row in rows if row["role"] in SCOPES[scope]]
    return found[0] if found else None
