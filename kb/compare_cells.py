"""Full cells on one accounting level of the energy ledger, and by N/P ratio."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kb.base import Base, Row, rounded
from kb.compare_balance import balance, convention, cycles_of
from kb.ledger import stacks_of_paper
from kb.table import Column, Line, Table, Value
from kb.table_values import first_reading, missing, reported, span, text
from schema.vocabulary import Provenance

if TYPE_CHECKING:
    from compute.ledger.layers import State
    from compute.stack import Stack

__all__ = ["CELLS", "LEVELS", "cells_by_energy_and_balance"]

LEVELS = {
    "active_material": "specific_energy_of_active_material",
    "composite": "specific_energy_of_composite",
    "stack": "specific_energy_of_stack",
    "with_half_collectors": "specific_energy_with_half_collectors",
    "with_collectors": "specific_energy_with_collectors",
    "with_packaging": "specific_energy_with_packaging",
}
"""The six accounting levels from the inside out, each with the column of its specific energy."""

CAPACITIES = (
    "discharge_capacity_per_active_mass", "first_discharge_capacity_per_active_mass", "initial_capacity_per_active_mass",
)  # fmt: skip


CELLS = (
    Column("format", "", "Housing of the cell.", number=False),
    Column("discharge_capacity_per_active_mass", "mAh/g", "Discharge capacity that the energy is computed from: at the lowest printed rate."),
    Column("specific_energy", "Wh/kg", "Specific energy on the accounting level."),
    Column("energy_density_discharged", "Wh/L", "Energy density on the accounting level, in the volume of the discharged cell."),
    Column("energy_density_charged", "Wh/L", "Energy density on the accounting level, in the volume of the charged cell."),
    Column("specific_energy_of_cell", "Wh/kg", "What the paper claims for the cell, on its own basis: not comparable with the columns before."),
    Column("n_to_p_ratio", "", "N/P ratio as printed."),
    Column("n_to_p_by_foil", "", "N/P ratio recomputed: lithium foil alone over the positive capacity."),
    Column("n_to_p_by_inventory", "", "N/P ratio recomputed: foil and the positive electrode's lithium over the positive capacity."),
    Column("capacity_retention", "%", "Retention as printed."),
    Column("cycle_count", "cycles", "After how many cycles."),
)  # fmt: skip


def cell_columns(level: str) -> tuple[Column, ...]:
    """The columns, with the specific energy called by the name that its level gives it."""
    return tuple(replace(one, name=LEVELS[level]) if one.name == "specific_energy" else one for one in CELLS)


def cells_by_energy_and_balance(base: Base, level: str) -> Table:
    """Full cells by specific energy and energy density on one level of the ledger and by N/P ratio, with retention."""
    lines = []
    cells = [cell for cell in base.rows("cell") if cell["kind"] == "full" and not cell["citation"]]
    stacks = _stacks(base, cells)
    for cell in cells:
        stack = stacks[cell["id"]]
        claimed = first_reading(base, cell["id"], "specific_energy_of_cell")
        n_to_p = first_reading(base, cell["id"], "n_to_p_ratio")
        best = first_reading(base, cell["id"], "capacity_retention")
        cycles = cycles_of(base, best)
        values = (
            text(cell["format"]), _capacity(base, stack), _printed(base, cell["id"], LEVELS[level]) or _figure(stack, level),
            _figure(stack, level, "discharged"), _figure(stack, level, "charged"),
            reported(claimed, "accounting basis as the paper has it; ") if claimed else missing("no cell-level energy is printed"),
            reported(n_to_p, convention(base, n_to_p)) if n_to_p else missing("no N/P ratio is printed"),
            balance(base, cell["id"], "n_to_p_by_foil"), balance(base, cell["id"], "n_to_p_by_inventory"),
            reported(best) if best else missing("no retention is printed"), cycles,
        )  # fmt: skip
        if any(value.provenance is not Provenance.MISSING for value in values[1:]):
            lines.append(Line(cell["id"], base.name(cell["id"]), base.paper_label(cell["paper_id"]), values))
    lines.sort(key=lambda line: (-(line.values[2].hi or line.values[1].mid or -1.0), line.id))
    counted = _counted(level)
    basis = (
        f"energy at the level '{level}' of the ledger, which counts {counted}; where no average voltage is printed it is "
        "bounded by the cut-off voltages, so that the energy has limits and no middle"
    )
    return Table(
        "cells_by_energy_and_balance", "Cells by energy and N/P ratio", basis, cell_columns(level), tuple(lines)
    )


def _counted(level: str) -> str:
    from compute.ledger import Level

    return f"the {list(Level)[list(LEVELS).index(level)]}"


def _stacks(base: Base, cells: list[Row]) -> dict[str, Stack]:
    papers: dict[str, list[str]] = {}
    for cell in cells:
        papers.setdefault(cell["paper_id"], []).append(cell["id"])
    return {name: one for paper, ids in papers.items() for name, one in stacks_of_paper(base, paper, ids).items()}


def _capacity(base: Base, stack: Stack) -> Value:
    """The capacity per active mass that the ledger counts."""
    for name in CAPACITIES:
        for one in stack.given:
            if one.name == name and (row := base.one("reading", one.fact["id"])) is not None:
                return reported(row)
    return missing("no capacity per active mass is printed")


def _printed(base: Base, cell: str, quantity: str) -> Value | None:
    rows = [row for row in base.readings_of(cell, quantity) if not row["label"]]
    return reported(rows[0]) if rows else None


def _figure(stack: Stack, level: str, state: State | None = None) -> Value:
    """One figure of the ledger: what it was computed from, or what it lacks."""
    from compute.ledger import Level

    of = list(Level)[list(LEVELS).index(level)]
    figure = stack.ledger.figure("energy density" if state else "specific energy", of, state)
    if lacking := figure.missing():
        return missing(f"needs {', '.join(lacking)}")
    lo, mid, hi = (rounded(one) for one in figure.shown())
    used = [one for one in stack.given if one.input in figure.uses]
    why = [
        f"ledger of {stack.context_id}",
        *(f"{one.input} = {one.fact['printed']} ({one.fact['id']})" for one in used),
    ]
    why += [f"assumed: {note}" for note in figure.assumed]
    return Value(
        span(lo, mid, hi),
        Provenance.DERIVED,
        "\n".join(why),
        lo,
        mid,
        hi,
        tuple(dict.fromkeys(one.fact["id"] for one in used)),
    )
