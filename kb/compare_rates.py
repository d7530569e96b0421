"""Rate capability: the capacity of a cell at each rate that is printed, and its share of that at the lowest rate."""

from __future__ import annotations

from kb.base import Base, Row, rounded
from kb.compare_electrolytes import source_of
from kb.table import Column, Line, Table, Value
from kb.table_values import first_reading, missing, ratio, reported, setting, span, text
from schema.vocabulary import LayerRole, Method, Provenance

__all__ = ["RATES", "rate_capability"]

CAPACITIES = (
    "discharge_capacity_per_active_mass", "first_discharge_capacity_per_active_mass", "initial_capacity_per_active_mass",
    "lowest_rate_capacity_per_active_mass",
)  # fmt: skip
SHARE = "rate_capacity_retention"

RATES = (
    Column("method", "", "How it was measured: in a rate test, or at the beginning of cycling.", number=False),
    Column("c_rate", "C", "Rate of the discharge."),
    Column("current_density", "mA/cm2", "Current density of the discharge, where it is printed."),
    Column("discharge_capacity_per_active_mass", "mAh/g", "Discharge capacity per mass of active material at that rate, as printed."),
    Column("share_of_lowest_rate", "%", "Share of the capacity at the lowest rate of the same test; as printed where it is."),
    Column("temperature", "degC", "Temperature of the test."),
    Column("active_mass_loading", "mg/cm2", "Active material per area of the positive electrode, as printed."),
)  # fmt: skip


def rate_capability(base: Base, tests: str, claims: str) -> Table:
    """Each cell's capacities at the rates that are printed with them, from the lowest rate up."""
    lines = []
    for cell in base.rows("cell"):
        if claims == "own" and cell["citation"]:
            continue
        lines += _of_cell(base, cell, tests, claims)
    basis = "capacity per mass of active material at the printed rate; shares are of the lowest rate of the same test, never of another cell or test"
    return Table("rate_capability", "Rate capability", basis, RATES, tuple(lines))


def _of_cell(base: Base, cell: Row, tests: str, claims: str) -> list[Line]:
    points = []
    for name in (*CAPACITIES, SHARE):
        for row in base.readings_of(cell["id"], name):
            experiment = base.one("experiment", row["owner_id"])
            if row["label"] or experiment is None or (claims == "own" and row["claim"] == "quoted"):
                continue
            rate = setting(base, row["owner_id"], "c_rate")
            if rate is None or (tests == "rate_tests" and experiment["method"] != Method.RATE_TEST.value):
                continue
            points.append((rate, row, experiment))
    points.sort(key=lambda point: (point[0]["lo"] or 0.0, point[1]["id"]))
    loading = _loading(base, cell["id"])
    return [
        Line(
            row["id"], base.name(cell["id"]), source_of(base, cell),
            (text(experiment["method"].replace("_", " ")), reported(rate), _set(base, row, "current_density", "the current density is not printed"),
             reported(row) if row["quantity"] != SHARE else missing("only its share of the lowest rate is printed"),
             _share(row, experiment, points), _set(base, row, "temperature", "the temperature is not stated"), loading),
            cell["id"],
        )
        for rate, row, experiment in points
    ]  # fmt: skip


def _set(base: Base, row: Row, quantity: str, otherwise: str) -> Value:
    found = setting(base, row["owner_id"], quantity)
    return reported(found) if found else missing(otherwise)


def _share(row: Row, experiment: Row, points: list[tuple[Row, Row, Row]]) -> Value:
    """The share of the lowest rate's capacity, among the points of one series."""
    if row["quantity"] == SHARE:
        return reported(row)
    series = experiment["series_id"]
    same = [one for _, one, of in points if series and of["series_id"] == series and one["quantity"] == row["quantity"]]
    if len(same) < 2:
        return missing("the test gives no capacity at a lower rate")
    lowest = same[0]
    if row["id"] == lowest["id"]:
        return Value("100", Provenance.DERIVED, "the lowest rate of the test", 100.0, 100.0, 100.0, (row["id"],))
    share = ratio(row, lowest, f"{row['printed']} over {lowest['printed']} at the lowest rate of the test")
    lo, mid, hi = (None if end is None else rounded(end * 100) for end in (share.lo, share.mid, share.hi))
    return Value(span(lo, mid, hi), share.provenance, share.why, lo, mid, hi, share.sources)


def _loading(base: Base, cell: str) -> Value:
    own = first_reading(base, cell, "active_mass_loading")
    if own:
        return reported(own)
    for layer in base.by("layer", "cell_id", cell):
        if layer["role"] == LayerRole.POSITIVE.value:
            row = first_reading(base, layer["of_id"], "active_mass_loading")
            if row:
                return reported(row)
    return missing("no loading of active material is printed")
