"""The balance of lithium against how long cells last: N/P ratios by both conventions, retention and cycle life."""

from __future__ import annotations

import json

from kb.base import Base, Row
from kb.compare_electrolytes import source_of
from kb.table import Column, Line, Table, Value
from kb.table_values import computed, first_reading, missing, reported, setting, text
from schema.vocabulary import Provenance

__all__ = ["BALANCE", "balance", "balance_against_cycle_life", "convention", "cycles_of"]

BALANCE = (
    Column("n_to_p_ratio", "", "N/P ratio as printed."),
    Column("convention", "", "Which convention of the N/P ratio the paper states with it.", number=False),
    Column("n_to_p_by_foil", "", "N/P ratio recomputed: lithium foil alone over the positive capacity."),
    Column("n_to_p_by_inventory", "", "N/P ratio recomputed: foil and the positive electrode's lithium over the positive capacity."),
    Column("capacity_retention", "%", "Retention as printed."),
    Column("cycle_count", "cycles", "After how many cycles."),
    Column("cycle_life", "cycles", "How many cycles the cell lasted, as printed."),
    Column("c_rate", "C", "Rate of the cycling."),
    Column("temperature", "degC", "Temperature of the cycling."),
)  # fmt: skip
OUTCOMES = ("capacity_retention", "cycle_life")


def balance_against_cycle_life(base: Base, claims: str) -> Table:
    """Full cells with each retention or cycle life that is printed, beside their N/P ratios."""
    lines = []
    for cell in base.rows("cell"):
        if cell["kind"] != "full" or (claims == "own" and cell["citation"]):
            continue
        before = _balances(base, cell["id"])
        outcomes = [row for name in OUTCOMES for row in base.readings_of(cell["id"], name) if not row["label"]]
        if claims == "own":
            outcomes = [row for row in outcomes if row["claim"] != "quoted"]
        known = any(value.provenance is not Provenance.MISSING for value in before)
        rows: list[Row | None] = [*outcomes] or [None] * known
        for row in rows:
            lines.append(
                Line(
                    row["id"] if row else cell["id"], base.name(cell["id"]), source_of(base, cell),
                    (*before, *_outcome(base, row)), cell["id"],
                )
            )  # fmt: skip
    lines.sort(key=lambda line: (-(line.values[3].mid or line.values[3].hi or -1.0), -(line.values[4].mid or line.values[4].lo or -1.0), line.id))  # fmt: skip
    basis = "N/P by foil counts the lithium of the foil alone, by inventory also that of the positive electrode; retention refers to what each paper refers it to"
    return Table("balance_against_cycle_life", "N/P ratio against cycle life", basis, BALANCE, tuple(lines))


def _balances(base: Base, cell: str) -> tuple[Value, ...]:
    printed = first_reading(base, cell, "n_to_p_ratio")
    stated = _stated(base, printed) if printed else None
    return (
        reported(printed, convention(base, printed)) if printed else missing("no N/P ratio is printed"),
        text(stated) if stated else missing("not stated" if printed else ""),
        balance(base, cell, "n_to_p_by_foil"), balance(base, cell, "n_to_p_by_inventory"),
    )  # fmt: skip


def _outcome(base: Base, row: Row | None) -> tuple[Value, ...]:
    if row is None:
        none = missing("neither retention nor cycle life is printed")
        return none, none, none, missing(""), missing("")
    retention, owner = row["quantity"] == "capacity_retention", row["owner_id"]
    rate, temperature = setting(base, owner, "c_rate"), setting(base, owner, "temperature")
    return (
        reported(row) if retention else missing("not printed with this cycle life"),
        cycles_of(base, row) if retention else missing("see the cycle life"),
        missing("not printed with this retention") if retention else reported(row),
        reported(rate) if rate else missing("the rate is not stated"),
        reported(temperature) if temperature else missing("the temperature is not stated"),
    )


def _stated(base: Base, n_to_p: Row) -> str | None:
    experiment = base.one("experiment", n_to_p["owner_id"])
    said: dict[str, str] = json.loads(experiment["conventions"]) if experiment else {}
    return said.get("n_to_p")


def convention(base: Base, n_to_p: Row) -> str:
    """Which convention of the N/P ratio the paper states with it, in words."""
    stated = _stated(base, n_to_p)
    return f"convention stated: {stated}; " if stated else "convention not stated; "


def balance(base: Base, cell: str, formula: str) -> Value:
    """The N/P ratio that a formula gives for a cell."""
    own = [cell, *(row["id"] for row in base.by("experiment", "subject_id", cell))]
    derived = [row for one in own for row in base.by("derived", "context_id", one) if row["formula"] == formula]
    if derived:
        return computed(base, derived[0])
    return missing(
        "needs the lithium's thickness, its density (reference data) and the positive electrode's areal capacity"
    )


def cycles_of(base: Base, retention: Row | None) -> Value:
    """After how many cycles a retention was taken."""
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
