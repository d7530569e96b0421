"""Full cells on one accounting level of the energy ledger, and by N/P ratio."""

from __future__ import annotations

import json

from kb.base import Base, Row
from kb.compare_electrolytes import first_reading
from kb.table import Column, Line, Table, Value
from kb.table_values import computed, missing, reported, text
from schema.quantities import Q
from schema.vocabulary import Provenance

__all__ = ["LEVELS", "cells_by_energy_and_balance"]

LEVELS = {
    "active_material": "specific_energy_of_active_material",
    "composite": "specific_energy_of_composite",
    "stack": "specific_energy_of_stack",
    "with_collectors": "specific_energy_with_collectors",
}


def cells_by_energy_and_balance(base: Base, level: str) -> Table:
    """Full cells by specific energy on one accounting level and by N/P ratio, with retention."""
    lines = []
    for cell in base.rows("cell"):
        if cell["kind"] != "full" or cell["citation"]:
            continue
        energy, capacity = _energy(base, cell["id"], LEVELS[level])
        claimed = first_reading(base, cell["id"], "specific_energy_of_cell")
        n_to_p = first_reading(base, cell["id"], "n_to_p_ratio")
        best = first_reading(base, cell["id"], "capacity_retention")
        cycles = _cycles(base, best)
        values = (
            text(cell["format"]), capacity, energy,
            reported(claimed, "accounting basis as the paper has it; ") if claimed else missing("no cell-level energy is printed"),
            reported(n_to_p, _convention(base, n_to_p)) if n_to_p else missing("no N/P ratio is printed"),
            _balance(base, cell["id"], "n_to_p_by_foil"), _balance(base, cell["id"], "n_to_p_by_inventory"),
            reported(best) if best else missing("no retention is printed"), cycles,
        )  # fmt: skip
        if any(value.provenance is not Provenance.MISSING for value in values[1:]):
            lines.append(Line(cell["id"], base.name(cell["id"]), base.paper_label(cell["paper_id"]), values))
    lines.sort(key=lambda line: (-(line.values[2].hi or line.values[1].mid or -1.0), line.id))
    columns = (
        Column("format", "", "Housing of the cell.", number=False),
        Column("discharge_capacity_per_active_mass", "mAh/g", "Discharge capacity that the energy is computed from: at the lowest printed rate."),
        Column(LEVELS[level], "Wh/kg", f"Specific energy, level {level}: {Q[LEVELS[level]].doc}"),
        Column("specific_energy_of_cell", "Wh/kg", "What the paper claims for the cell, on its own basis: not comparable with the column before."),
        Column("n_to_p_ratio", "", "N/P ratio as printed."),
        Column("n_to_p_by_foil", "", "N/P ratio recomputed: lithium foil alone over the positive capacity."),
        Column("n_to_p_by_inventory", "", "N/P ratio recomputed: foil and the positive electrode's lithium over the positive capacity."),
        Column("capacity_retention", "%", "Retention as printed."),
        Column("cycle_count", "cycles", "After how many cycles."),
    )  # fmt: skip
    basis = (
        f"specific energy at the level '{level}'; where no average voltage is printed it is bounded by the cut-off "
        "voltages, so that the energy has limits and no middle"
    )
    return Table("cells_by_energy_and_balance", "Cells by energy and N/P ratio", basis, columns, tuple(lines))


def _energy(base: Base, cell: str, quantity: str) -> tuple[Value, Value]:
    """Energy at one level and the capacity behind it, from the experiment at the lowest printed rate."""
    experiments = {row["id"]: row for row in base.by("experiment", "subject_id", cell)}
    order = sorted(experiments, key=lambda one: (_rate(base, one), one))
    printed = [row for one in order for row in base.by("reading", "owner_id", one) if row["quantity"] == quantity]
    derived = [row for one in order for row in base.by("derived", "context_id", one) if row["quantity"] == quantity]
    capacities = [
        row for one in order for row in base.by("reading", "owner_id", one)
        if row["quantity"] in ("discharge_capacity_per_active_mass", "first_discharge_capacity_per_active_mass", "initial_capacity_per_active_mass")
        and not row["repeats"] and not row["label"]
    ]  # fmt: skip
    if printed:
        return reported(printed[0]), reported(capacities[0]) if capacities else missing("no capacity is printed")
    if derived:
        own = [row for row in capacities if row["owner_id"] == derived[0]["context_id"]] or capacities
        return computed(base, derived[0]), reported(own[0]) if own else missing("no capacity is printed")
    capacity = reported(capacities[0]) if capacities else missing("no capacity per active mass is printed")
    return missing(f"needs {', '.join(_needs(base, cell, quantity))}"), capacity


def _needs(base: Base, cell: str, quantity: str) -> list[str]:
    """Which inputs of the energy at a level nothing of the cell or its layers gives."""
    from compute import FORMULAS
    from compute.formula import quantity_of

    subjects = [cell, *(layer["of_id"] for layer in base.by("layer", "cell_id", cell))]
    given = {row["quantity"] for subject in subjects for row in base.by("reading", "subject_id", subject)}
    given |= {row["quantity"] for row in base.rows("derived") if row["context_id"].startswith(f"{cell}/")}
    required = next(made.required for made in FORMULAS.values() if made.gives == quantity)
    lacking = [name.replace("_", " ") for name in required if quantity_of(name) not in given]
    return lacking or ["its inputs in one experiment"]


def _rate(base: Base, experiment: str) -> float:
    condition = base.conditions(experiment).get("c_rate")
    return float(condition["mid"]) if condition and condition["mid"] is not None else float("inf")


def _convention(base: Base, n_to_p: Row) -> str:
    """Which convention of the N/P ratio the paper states with it."""
    experiment = base.one("experiment", n_to_p["owner_id"])
    stated = json.loads(experiment["conventions"]).get("n_to_p") if experiment else None
    return f"convention stated: {stated}; " if stated else "convention not stated; "


def _balance(base: Base, cell: str, formula: str) -> Value:
    own = [cell, *(row["id"] for row in base.by("experiment", "subject_id", cell))]
    derived = [row for one in own for row in base.by("derived", "context_id", one) if row["formula"] == formula]
    if derived:
        return computed(base, derived[0])
    return missing(
        "needs the lithium's thickness, its density (reference data) and the positive electrode's areal capacity"
    )


def _cycles(base: Base, retention: Row | None) -> Value:
    if retention is None:
        return missing("")
    for row in base.by("reading", "owner_id", retention["owner_id"]):
        if row["quantity"] == "cycle_count" and not row["repeats"]:
            return reported(row)
    condition = base.conditions(retention["owner_id"])
    for name in ("cycle_count", "cycle_number"):
        if name in condition and condition[name]["state"] == "stated":
            return reported(condition[name])
    return missing("the number of cycles is not printed with it")
